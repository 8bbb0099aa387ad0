from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.video.clips import N_FRAMES, encode, ffmpeg, numbered

X264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "20", "-g", "12")
OPEN = (*X264, "-bf", "3", "-x264-params", "open-gop=1:scenecut=0")
CLOSED = (*X264, "-bf", "3")
REFRESH = (*X264, "-x264-params", "intra-refresh=1:keyint=12:scenecut=0")
X265 = ("-c:v", "libx265", "-pix_fmt", "yuv420p", "-x265-params")
X265_OPEN = (*X265, "log-level=none:keyint=12:min-keyint=12:open-gop=1:bframes=3:scenecut=0")
MPEG2 = ("-c:v", "mpeg2video", "-bf", "2", "-q:v", "3", "-g", "12")
# Frame i is shown at i / 25 s and a bit: 0, 16 or 32 ms.
UNEVEN = (
    "-vf",
    "settb=1/1000,setpts='40*N+16*mod(N,3)'",
    "-fps_mode",
    "passthrough",
    "-enc_time_base",
    "1/1000",
)

RECIPES: dict[str, tuple[str, ...]] = {
    "bframes.mp4": CLOSED,
    "open.mp4": OPEN,
    "open.mkv": OPEN,
    "open.ts": OPEN,
    "open.h264": OPEN,
    "open.hevc": X265_OPEN,
    "open265.mp4": X265_OPEN,
    "refresh.mkv": REFRESH,
    "vfr.mp4": (*CLOSED, *UNEVEN, "-video_track_timescale", "90000"),
    "vfr.mkv": (*CLOSED, *UNEVEN),
    "reordered.avi": CLOSED,
    "long.mp4": (*CLOSED, "-g", "48", "-x264-params", "scenecut=0:b-adapt=0"),
    "long265.mp4": (*X265, "log-level=none:keyint=48:min-keyint=48:bframes=3:scenecut=0"),
    "mpeg4.avi": ("-c:v", "mpeg4", "-bf", "2", "-q:v", "3"),
    "mpeg2.mpg": MPEG2,
    "mjpeg.avi": ("-c:v", "mjpeg", "-q:v", "3"),
    "vp9.webm": ("-c:v", "libvpx-vp9", "-g", "24", "-b:v", "200k", "-cpu-used", "8"),
    "pframes.mp4": (*X264, "-bf", "0", "-movflags", "+faststart", "-x264-params", "scenecut=0"),
    "ntsc.mkv": (*CLOSED, "-vf", "settb=1001/30000,setpts=N", "-r", "30000/1001"),
}

Clip = Callable[[str], Path]


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Return a function from a recipe's name to the clip, made when first asked for."""
    folder = tmp_path_factory.mktemp("clips")
    frames = [numbered(number) for number in range(N_FRAMES)]

    def make(name: str) -> Path:
        path = folder / name
        return path if path.exists() else encode(frames, path, *RECIPES[name])

    return make


@pytest.fixture
def trimmed(clip: Clip, tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function that copies a clip from 0.7 s on for 0.9 s, without encoding it again."""

    def make(source: str, target: str) -> Path:
        ffmpeg("-ss", "0.7", "-i", clip(source), "-c", "copy", "-t", "0.9", tmp_path / target)
        return tmp_path / target

    return make
