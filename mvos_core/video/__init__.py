"""Clips: frame-exact reading by index, keeping frames in memory, and writing finished videos."""

from mvos_core.video.cache import FrameCache
from mvos_core.video.info import ColourTags, VideoInfo
from mvos_core.video.reader import PICTURE_RATE, VideoReader, open_video, probe

__all__ = ["PICTURE_RATE", "ColourTags", "FrameCache", "VideoInfo", "VideoReader", "open_video", "probe"]
