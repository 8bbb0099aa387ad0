"""How the canvas looks at the picture: fitted, at a zoom, moved."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QSize, Signal

from app.widgets.viewport import Viewport, centred, fitted


class Camera(QObject):
    """Holds the view of a picture in a widget, and keeps it sensible when either changes its size."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = Viewport()
        self._picture, self._widget = QSize(), QSize()
        self._fits = True

    @property
    def view(self) -> Viewport:
        """How the picture lies in the widget."""
        return self._view

    def set_picture(self, size: QSize) -> None:
        """Look at a picture; one of another size is fitted."""
        if size != self._picture:
            self._picture = size
            self.fit()

    def set_widget(self, size: QSize) -> None:
        """Keep the picture fitted in a widget of another size, or its middle in the middle."""
        grown = size - self._widget
        self._widget = size
        if self._fits:
            self.fit()
        else:
            self._set_view(self._view.panned(grown.width() / 2, grown.height() / 2))

    def fit(self) -> None:
        """Show the whole picture, and go on doing so when the widget's size changes."""
        self._fits = True
        if not self._picture.isEmpty():
            self._set_view(fitted(self._picture, self._widget))

    def actual_size(self, *, pixel_ratio: float) -> None:
        """Show one picture pixel as one pixel of a screen that has `pixel_ratio` times as many as widgets know of."""
        if not self._picture.isEmpty():
            self._fits = False
            self._set_view(centred(self._picture, self._widget, scale=1 / pixel_ratio))

    def zoom(self, factor: float, around: QPointF) -> None:
        """Zoom in or out; what lies under `around` stays there."""
        if not self._picture.isEmpty():
            self._fits = False
            self._set_view(self._view.zoomed(factor, around))

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by so many widget pixels."""
        self._fits = False
        self._set_view(self._view.panned(dx, dy))

    def _set_view(self, view: Viewport) -> None:
        self._view = view
        self.changed.emit()
