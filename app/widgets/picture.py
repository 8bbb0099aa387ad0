"""What the canvas draws: the frame and the layer of its masks, with no more pixels than the screen shows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from app.images import frame_image, layer_image, shrunk
from app.views import ShownMasks, Style, View, layer
from app.widgets.viewport import Sampling, Viewport, sampled
from mvos_core.types import Frame, LabelMap, Mask

_SQUARES_FROM_SCALE = 3.0
_TILE_PX = 8
_LINE_PX = {View.OVERLAY: 1.0, View.OUTLINE: 2.0}


class Picture:
    """A frame and its masks. They become pixels when they are painted next, and only where something changed."""

    def __init__(self) -> None:
        self._frame: Frame | None = None
        self._labels: LabelMap | None = None
        self._steadied: Mapping[int, Mask] = {}
        self._style = Style({})
        self._sampling: Sampling | None = None
        self._pixel_ratio, self._tile_px = 1.0, 1
        self._image: QImage | None = None
        self._masks: ShownMasks | None = None
        self._layer: tuple[NDArray[np.uint32], QImage] | None = None
        self._outdated = QRect()
        """What of the picture has changed since the layer was made."""

    @property
    def size(self) -> QSize:
        """The frame's width and height, empty without one."""
        return QSize() if self._frame is None else QSize(self._frame.shape[1], self._frame.shape[0])

    @property
    def style(self) -> Style:
        """How the masks are shown."""
        return self._style

    def set_frame(self, frame: Frame | None) -> None:
        """Show a frame, or nothing; the masks of one of another size are forgotten."""
        if frame is None or self._frame is None or frame.shape != self._frame.shape:
            self._labels, self._steadied, self._sampling = None, {}, None
            self._forget_layer()
        self._frame, self._image = frame, None

    def set_labels(self, labels: LabelMap | None, *, within: QRect | None = None) -> QRect:
        """Show masks, uint8 (H, W), instead of those before, from which they may differ only `within` a rectangle.

        Calmed edges are those of the masks before: what is painted over them shows, and all of them go otherwise.

        Returns:
            What of the picture looks different now.
        """
        whole = QRect(0, 0, self.size.width(), self.size.height())
        self._labels = labels
        if within is None or labels is None:
            self._steadied = {}
            self._forget_layer()
            return whole
        self._outdated = self._outdated.united(within)
        if self._masks is not None:
            rows, columns = _slices(within.intersected(whole))
            self._masks = self._masks.painted(labels, rows, columns)
        scale = self._sampling.scale if self._sampling else 1.0
        reach = int(self._style.reach_px(scale) / scale) + 1
        return within.adjusted(-reach, -reach, reach, reach).intersected(whole)

    def set_steadied(self, masks: Mapping[int, Mask]) -> None:
        """Show these masks, bool (H, W), by object, with calmed edges in the place of those that were set."""
        self._steadied = masks
        self._forget_layer()

    def set_style(self, style: Style) -> None:
        """Show the masks in another way."""
        self._style = style
        self._forget_layer()

    def look(self, view: Viewport, widget: QSize, *, pixel_ratio: float) -> None:
        """Say what is visible in a widget with `pixel_ratio` times as many pixels as its size says."""
        if self._frame is None:
            return
        sampling = sampled(view, self.size, widget, pixel_ratio=pixel_ratio)
        # Squares of the checkerboard are equally large at every zoom, as far as whole pixels can be.
        tile_px = max(1, round(_TILE_PX * sampling.scale / view.scale))
        if (sampling, pixel_ratio, tile_px) != (self._sampling, self._pixel_ratio, self._tile_px):
            self._tile_px = tile_px
            self._sampling, self._pixel_ratio = sampling, pixel_ratio
            self._image = None
            self._layer = None

    def is_smooth(self, view: Viewport) -> bool:
        """Whether pixels flow into each other rather than show as squares."""
        return view.scale * self._pixel_ratio < _SQUARES_FROM_SCALE

    # Painting ------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, view: Viewport, *, layer_from: float | None = None) -> None:
        """Draw the frame, and over it the layer: everywhere, or to the right of a place in the widget."""
        frame, sampling = self._frame, self._sampling
        if frame is None or sampling is None or sampling.part.isEmpty():
            return
        if self._image is None:
            self._image = frame_image(_visible(frame, sampling))
        self._draw(painter, view, sampling, self._image)
        if self._style.view is View.ORIGINAL:
            return
        over = self._fresh_layer(frame, sampling)
        painter.save()
        if layer_from is not None:
            painter.setClipRect(QRectF(layer_from, -1e6, 2e6, 2e6), Qt.ClipOperation.IntersectClip)
        self._draw(painter, view, sampling, over)
        painter.restore()

    def _draw(self, painter: QPainter, view: Viewport, sampling: Sampling, image: QImage) -> None:
        place = sampling.place(view)
        if sampling.scale < 1:
            # Pixel for pixel, which is sharp and fast; that it lies up to half a pixel aside is not seen.
            corner = place.topLeft() * self._pixel_ratio
            image.setDevicePixelRatio(self._pixel_ratio)
            painter.drawImage(QPointF(round(corner.x()), round(corner.y())) / self._pixel_ratio, image)
        else:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.is_smooth(view))
            painter.drawImage(place, image)
            painter.restore()

    # The layer -----------------------------------------------------------------------------------------------

    def _forget_layer(self) -> None:
        self._masks, self._layer, self._outdated = None, None, QRect()

    def _fresh_layer(self, frame: Frame, sampling: Sampling) -> QImage:
        """Return the layer, made anew where it is out of date."""
        part = QRect(0, 0, sampling.part.width(), sampling.part.height())
        reach = self._style.reach_px(sampling.scale)
        if self._layer is None:
            pixels = np.zeros((part.height(), part.width()), np.uint32)
            self._layer = pixels, layer_image(pixels)
            target = part
        else:
            target = sampling.drawn(self._outdated, margin=reach)
        if not target.isEmpty():
            self._make_layer(frame, sampling, target, target.adjusted(-reach, -reach, reach, reach) & part)
        self._outdated = QRect()
        return self._layer[1]

    def _make_layer(self, frame: Frame, sampling: Sampling, target: QRect, around: QRect) -> None:
        """Make the layer's pixels in `target`, for which the masks `around` it count."""
        if self._layer is None:
            return
        if self._masks is None:
            labels = np.zeros(frame.shape[:2], np.uint8) if self._labels is None else self._labels
            self._masks = ShownMasks(labels, self._style.shown_mattes, steadied=self._steadied)
        rows, columns = _slices(around)
        pixels = layer(
            self._masks.sample(sampling.rows[rows], sampling.columns[columns]),
            self._style,
            scale=sampling.scale,
            line_px=max(1, round(_LINE_PX.get(self._style.view, 1.0) * self._pixel_ratio)),
            tile_px=self._tile_px,
            at=(sampling.part.top() + around.top(), sampling.part.left() + around.left()),
        )
        self._layer[0][_slices(target)] = pixels[_slices(target.translated(-around.topLeft()))]


def _visible(frame: Frame, sampling: Sampling) -> Frame:
    """Return the visible part of a frame with the pixels that it is drawn with."""
    part = frame[_slices(sampling.source)]
    if sampling.scale < 1:
        part = shrunk(part, (sampling.part.height(), sampling.part.width()))
    return part


def _slices(rect: QRect) -> tuple[slice, slice]:
    """Return a rectangle's rows and columns."""
    return slice(rect.top(), rect.bottom() + 1), slice(rect.left(), rect.right() + 1)
