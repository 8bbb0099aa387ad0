"""Colours survive whatever way a file stores them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mvos_core.types import Frame
from mvos_core.video import open_video
from mvos_core.video.tonemap import HLG, PQ, tone_map
from tests.core.video.clips import encode, ffmpeg

PATCH = 32
COLOURS = [
    (0, 0, 0),
    (128, 128, 128),
    (255, 255, 255),
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (255, 255, 0),
    (200, 120, 60),
    (30, 90, 180),
]
TOLERANCE = 3


def patches(*, height: int = PATCH) -> Frame:
    row = np.repeat(np.array(COLOURS, np.uint8)[None], PATCH, axis=1)
    return np.repeat(row, height, axis=0).reshape(height, -1, 3)


def assert_patches(frame: Frame) -> None:
    middles = frame[frame.shape[0] // 2, PATCH // 2 :: PATCH]
    assert np.abs(middles.astype(int) - COLOURS).max() <= TOLERANCE, middles.tolist()


def stored(matrix: str, *, levels: str, pixel_format: str) -> list[str]:
    """Return what makes ffmpeg convert by a matrix and range and store the picture without loss."""
    scale = (
        f"scale=in_range=full:out_color_matrix={matrix}:out_range={levels}:flags=accurate_rnd+full_chroma_int"
    )
    return ["-vf", f"{scale},format={pixel_format}", "-c:v", "libx264", "-qp", "0", "-preset", "ultrafast"]


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv444p", "yuv420p10le"])
@pytest.mark.parametrize("levels", ["tv", "pc"])
@pytest.mark.parametrize("matrix", ["bt709", "smpte170m", "bt470bg", "bt2020nc"])
def test_tagged_colours(tmp_path: Path, matrix: str, levels: str, pixel_format: str) -> None:
    known = {"bt2020nc": "bt2020"}.get(matrix, matrix)
    arguments = stored(known, levels=levels, pixel_format=pixel_format)
    arguments[1] += f",setparams=colorspace={matrix}:range={levels}"
    path = encode([patches()], tmp_path / "tagged.mkv", *arguments)
    with open_video(path) as reader:
        assert reader.info.colour.matrix == matrix
        assert reader.info.colour.range == {"tv": "limited", "pc": "full"}[levels]
        assert_patches(reader.read(0))


@pytest.mark.parametrize(("height", "matrix"), [(718, "smpte170m"), (720, "bt709")])
def test_untagged_colours_go_by_the_number_of_lines(tmp_path: Path, height: int, matrix: str) -> None:
    arguments = stored(matrix, levels="tv", pixel_format="yuv420p")
    arguments[1] += ",setparams=colorspace=unknown:range=unknown"
    path = encode([patches(height=height)], tmp_path / "untagged.mkv", *arguments)
    with open_video(path) as reader:
        assert reader.info.colour.matrix == "unspecified"
        assert reader.info.colour.range != "full"
        assert_patches(reader.read(0))


def test_rgb_and_alpha(tmp_path: Path) -> None:
    path = encode([patches()], tmp_path / "rgb.mkv", "-c:v", "ffv1", "-pix_fmt", "bgra")
    with open_video(path) as reader:
        assert np.array_equal(reader.read(0), patches())


def test_decoding_neither_darkens_nor_lightens(tmp_path: Path) -> None:
    """Greys come back exact on average: a bias would add up each time a clip is exported."""
    ramp = np.repeat(np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 16, axis=0), 3, axis=2)
    path = encode([ramp], tmp_path / "ramp.mkv", *stored("bt709", levels="pc", pixel_format="yuv420p"))
    with open_video(path) as reader:
        error = reader.read(0).astype(int) - ramp
    assert np.abs(error).max() <= 1
    assert abs(error.mean()) < 0.1


@pytest.mark.parametrize(("transfer", "white"), [("smpte2084", 0.5807), ("arib-std-b67", 0.7498)])
def test_high_dynamic_range_is_brought_down(tmp_path: Path, transfer: str, white: float) -> None:
    """`white` is the signal of BT.2408's reference white, 203 cd/m²."""
    signals = [0, 0.2, 0.4, white, 0.85, 1]
    codes = (np.repeat(signals, 16) * 65535).round().astype("<u2")
    picture = np.repeat(np.repeat(codes[None, :, None], 16, axis=0), 3, axis=2)
    filters = "scale=out_color_matrix=bt2020:out_range=limited:flags=accurate_rnd+full_chroma_int,format=yuv420p10le"
    tags = f"setparams=colorspace=bt2020nc:color_trc={transfer}:color_primaries=bt2020:range=tv"
    source = ["-f", "rawvideo", "-pix_fmt", "rgb48le", "-s", f"{picture.shape[1]}x16", "-i", "-"]
    coding = ["-c:v", "libx265", "-x265-params", "log-level=none:lossless=1"]
    path = tmp_path / "hdr.mp4"
    ffmpeg(*source, "-vf", f"{filters},{tags}", *coding, path, data=picture.tobytes())
    with open_video(path) as reader:
        assert reader.info.colour.transfer == transfer
        assert reader.info.pixel_format == "yuv420p10le"
        greys = reader.read(0)[8, 8::16].astype(int)
    assert np.ptp(greys, axis=1).max() <= 2  # grey stays grey
    levels = greys[:, 1].tolist()
    assert levels == sorted(levels)
    assert levels[0] <= 1
    assert 225 <= levels[3] <= 245  # a white page is white, and what outshines it still brighter
    assert levels[-1] == 255


def test_tone_mapping_against_the_formulas() -> None:
    """One colour at a time, from the standards' own formulas."""
    rng = np.random.default_rng(0)
    signal = rng.integers(0, 65536, (6, 5, 3)).astype(np.uint16)
    to_bt709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])

    def light(code: float, transfer: str) -> float:
        if transfer == PQ:
            root = code ** (32 / 2523)
            amount = max(root - 107 / 128, 0) / (2413 / 128 - 2392 / 128 * root)
            return float(10_000 / 203 * amount ** (8192 / 1305))
        scene = code**2 / 3 if code <= 0.5 else (np.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12
        return float(1000 / 203 * scene**1.2)

    def shown(amount: float) -> float:
        amount = max(amount, 0)
        if amount > 0.6:
            amount = 1 - 0.4 * float(np.exp((0.6 - amount) / 0.4))
        return 255 * (12.92 * amount if amount <= 0.0031308 else 1.055 * amount ** (1 / 2.4) - 0.055)

    for transfer in (PQ, HLG):
        mapped = tone_map(signal, transfer, from_bt2020=True)
        for place in np.ndindex(6, 5):
            linear = to_bt709 @ [light(code / 65535, transfer) for code in signal[place]]
            assert np.abs(mapped[place] - [shown(amount) for amount in linear]).max() <= 2
