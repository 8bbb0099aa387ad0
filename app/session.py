"""A session: the document and everything that lives as long as the window."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

from PySide6.QtCore import QObject

from app.decoding import ClipDecoder
from app.document import Document
from app.lanes import Job, Lane
from app.masking import Masker
from app.memory import give_back
from app.playhead import Playhead
from app.quality import DEFAULT_QUALITY, Quality, QualityChoice
from app.removing import Previewer, Renderer
from app.scribbling import Scribbler
from app.selection import Selection
from app.settings import Settings
from app.steadying import Steadier
from app.thumbnails import Thumbnailer
from mvos_core.rendering import RenderCache
from mvos_core.types import Step
from mvos_core.video import FrameCache

QUALITY_HABIT = "quality"
"""What the settings call the quality that was chosen last."""
_CACHE_BYTES = 256 << 20


class Session(QObject):
    """The open document, where one is in it, and the lanes that work for it."""

    def __init__(
        self,
        masker: Masker,
        *,
        scribbler: Scribbler | None = None,
        quality: Quality | None = None,
        settings: Settings | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = Document(self)
        self.playhead = Playhead(self)
        self.selection = Selection(self)
        self.settings = settings or Settings()
        self.masker = masker
        self.quality = QualityChoice(quality, self)
        self.quality.suggest(self.usual_quality())
        self.scribbler = scribbler or Scribbler()
        self.cache = FrameCache(_CACHE_BYTES)
        self.decoder = ClipDecoder(self.cache)
        self.thumbnailer = Thumbnailer(self.cache)
        self.renders = RenderCache()
        self.renderer = Renderer()
        self.previewer = Previewer()
        self.steadier = Steadier(self.cache)
        self.network = Lane("network", yields=True, parent=self)
        self.preview = Lane("preview", parent=self)
        self.render = Lane("render", yields=True, parent=self)
        self.imports = Lane("imports", yields=True, parent=self)
        self.decode = Lane("decode", parent=self)
        self.strokes = Lane("strokes", parent=self)
        self.disk = Lane("disk", parent=self)
        self.thumbnails = Lane("thumbnails", yields=True, parent=self)

    def usual_quality(self) -> Quality:
        """Return what is masked with where nothing else is said: what was chosen last."""
        return Quality.of_plain(self.settings.values(QUALITY_HABIT), DEFAULT_QUALITY)

    def flushed(self) -> Event:
        """Return what is set once everything that waits on the disk lane now is written."""
        done = Event()

        def tell() -> Iterator[Step[None]]:
            done.set()
            yield Step(1, 1, None)

        self.disk.submit(Job(tell, name="flush"))
        return done

    def close(self) -> None:
        """End all work, wait for its end and let go what takes memory; what waits on the disk lane is written before."""
        for lane in (
            self.network,
            self.preview,
            self.render,
            self.imports,
            self.decode,
            self.strokes,
            self.thumbnails,
        ):
            lane.close()
        self.disk.close(finish=True)
        self.decoder.close()
        self.thumbnailer.close()
        self.previewer.close()
        self.steadier.close()
        self.masker.close()
        self.cache.clear()
        give_back()
        self.renders.clear()
        # A stack that is full when it is destroyed still tells of its clearing.
        self.document.undo_stack.clear()
