"""Every codec, in every file that takes it, probed with the bundled ffmpeg and read back."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import imageio_ffmpeg
import numpy as np
import pytest
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray

from mvos_core.types import Frame, MvosError
from mvos_core.video import ColourTags, VideoWriter, open_video, probe
from mvos_core.video.coding import CODECS, Coding, Quality, codec_for
from mvos_core.video.colour import BT709, kept_tags
from mvos_core.video.planes import alpha_of
from tests.core.video.clips import encode, ffmpeg, number_of, numbered
from tests.core.video.test_colour import COLOURS, PATCH, assert_patches, patches, stored

SIZE = (48, 64)
NTSC = Fraction(30000, 1001)
SMPTE = ColourTags(matrix="smpte170m", range="full", transfer="smpte170m", primaries="smpte170m")
PLACES = [(name, suffix) for name, codec in CODECS.items() for suffix in codec.suffixes]


def looks(path: Path) -> str:
    """What ffmpeg says of a file's pictures."""
    done = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)], capture_output=True, check=False
    )
    found = re.search(r"Video: (.*)", done.stderr.decode())
    assert found is not None
    return found[1]


def write(path: Path, frames: list[Frame], coding: Coding, *, colour: ColourTags = BT709) -> Path:
    height, width = frames[0].shape[:2]
    with VideoWriter(path, (height, width), rate=NTSC, coding=coding, colour=colour) as writer:
        for frame in frames:
            writer.write(frame)
    return path


@dataclass(frozen=True)
class Seen:
    codec: str
    pixels: str


@pytest.mark.parametrize(("name", "suffix"), PLACES)
def test_every_codec_keeps_frames_times_and_tags(tmp_path: Path, name: str, suffix: str) -> None:
    path = write(tmp_path / f"out{suffix}", [numbered(n, size=SIZE) for n in range(6)], Coding.of(name))
    expected = {
        "h264": Seen("h264", "yuv420p(tv, bt709"),
        "h265": Seen("hevc", "yuv420p(tv, bt709"),
        "prores422": Seen("prores", "yuv422p10le(tv, bt709"),
        "prores4444": Seen("prores", "yuv444p12le(tv, bt709"),  # FFmpeg decodes 4444 to 12 bits
        "vp9": Seen("vp9", "yuv420p(tv, bt709"),
        "ffv1": Seen("ffv1", "bgr0(pc, gbr/bt709/bt709"),
    }[name]
    seen = looks(path)
    assert seen.startswith(expected.codec)
    assert expected.pixels in seen
    assert "64x48" in seen
    if name == "h265" and suffix != ".mkv":
        assert "hvc1" in seen  # what QuickTime plays
    with open_video(path) as reader:
        assert [number_of(frame) for frame in reader.frames(range(6))] == list(range(6))
        info = reader.info
        assert (info.rate, info.variable_rate, info.start_s) == (NTSC, False, Fraction(0))
        slack = Fraction(1, 1999) if suffix in {".mkv", ".webm"} else 0  # Matroska counts milliseconds
        assert all(abs(time - n / NTSC) <= slack for n, time in enumerate(info.times_s))


@pytest.mark.parametrize("colour", [BT709, SMPTE], ids=["bt709", "smpte170m-full"])
@pytest.mark.parametrize("name", CODECS)
def test_colours_come_back_under_any_tags(tmp_path: Path, name: str, colour: ColourTags) -> None:
    best = Quality.LOSSLESS if name == "ffv1" else Quality.BEST
    path = write(
        tmp_path / f"out{CODECS[name].suffixes[0]}", [patches()], Coding.of(name, quality=best), colour=colour
    )
    with open_video(path) as reader:
        assert_patches(reader.read(0))
        found = reader.info.colour
    limited = colour.range == "limited" or name.startswith("prores")
    if name == "ffv1":
        assert found == ColourTags("rgb", "full", colour.transfer, colour.primaries)
    else:
        assert found.matrix in (
            {"bt709"} if colour is BT709 else {"smpte170m", "bt470bg"}
        )  # the same numbers
        assert found.range == ("limited" if limited else "full")
        assert found.primaries == colour.primaries


@pytest.mark.parametrize("name", CODECS)
def test_odd_sizes_are_kept_or_padded_with_the_edge(tmp_path: Path, name: str) -> None:
    size = (45, 63)
    coding = Coding.of(name)
    path = write(tmp_path / f"out{CODECS[name].suffixes[0]}", [numbered(0b10011010, size=size)] * 2, coding)
    info = probe(path)
    assert info.size == coding.stored_size(size) == ((46, 64) if CODECS[name].needs_even else size)
    with open_video(path) as reader:
        frame = reader.read(1)
    assert number_of(frame[:45, :63]) == 0b10011010
    assert np.abs(frame[44:].astype(int) - frame[44]).max() <= 6


def ramp(size: tuple[int, int]) -> Frame:
    """A coloured picture whose alpha rises from left to right, clear at one end and solid at the other."""
    height, width = size
    picture = np.zeros((height, width, 4), np.uint8)
    picture[..., :3] = (200, 120, 60)
    picture[..., 3] = np.clip(np.linspace(-40, 295, width), 0, 255).round()
    return picture


def decoded_alpha(path: Path, *, decoder: str | None = None) -> list[NDArray[np.uint8] | None]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        if decoder is None:
            return [alpha_of(frame) for frame in container.decode(stream)]
        own = cast("VideoCodecContext", av.CodecContext.create(decoder, "r"))
        packets = [packet for packet in container.demux(stream) if packet.size]
        return [alpha_of(frame) for packet in (*packets, None) for frame in own.decode(packet)]


@pytest.mark.parametrize("size", [SIZE, (45, 63)], ids=["even", "odd"])
@pytest.mark.parametrize("name", [name for name, codec in CODECS.items() if codec.alpha_format])
def test_alpha_comes_back(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    path = tmp_path / f"out{CODECS[name].suffixes[0]}"
    picture = ramp(size)
    write(path, [picture] * 3, Coding.of(name, has_alpha=True))
    alphas = decoded_alpha(path, decoder="libvpx-vp9" if name == "vp9" else None)
    assert len(alphas) == 3
    for alpha in alphas:
        assert alpha is not None
        error = np.abs(alpha.astype(int) - picture[..., 3])
        assert error.max() <= (6 if name == "vp9" else 0)
    with open_video(path) as reader:
        middle = reader.read(2)[size[0] // 2, size[1] // 2]
    assert np.abs(middle.astype(int) - (200, 120, 60)).max() <= 6


def test_ffv1_keeps_every_bit(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (45, 63, 4)).astype(np.uint8)
    for depth, has_alpha in ((3, False), (4, True)):
        path = write(tmp_path / f"{depth}.mkv", [noise[..., :depth]], Coding.of("ffv1", has_alpha=has_alpha))
        with open_video(path) as reader:
            np.testing.assert_array_equal(reader.read(0), noise[..., :3])
    (alpha,) = decoded_alpha(tmp_path / "4.mkv")
    assert alpha is not None
    np.testing.assert_array_equal(alpha, noise[..., 3])


@pytest.mark.parametrize("levels", ["tv", "pc"])
@pytest.mark.parametrize("matrix", ["bt709", "smpte170m", "bt2020nc"])
def test_a_clips_own_tags_are_carried(tmp_path: Path, matrix: str, levels: str) -> None:
    """Read a clip, write it with the tags it came with, and find the same colours and tags in both."""
    known = {"bt2020nc": "bt2020"}.get(matrix, matrix)
    arguments = stored(known, levels=levels, pixel_format="yuv420p")
    primaries = {"bt2020nc": "bt2020"}.get(matrix, matrix)
    arguments[1] += (
        f",setparams=colorspace={matrix}:range={levels}:color_primaries={primaries}:color_trc=bt709"
    )
    source = encode([patches()], tmp_path / "tagged.mp4", *arguments)
    with open_video(source) as reader:
        first, frame = reader.info, reader.read(0)
    path = write(
        tmp_path / "out.mp4",
        [frame],
        Coding.of("h264", quality="best"),
        colour=kept_tags(first.colour, height=32),
    )
    with open_video(path) as reader:
        assert reader.info.colour == first.colour
        again = reader.read(0)
    middles = np.s_[16, PATCH // 2 :: PATCH]
    assert np.abs(again[middles].astype(int) - frame[middles]).max() <= 3


def test_what_is_untagged_gets_the_matrix_it_was_read_with(tmp_path: Path) -> None:
    arguments = stored("smpte170m", levels="tv", pixel_format="yuv420p")
    arguments[1] += ",setparams=colorspace=unknown:range=unknown"
    source = encode([patches()], tmp_path / "untagged.mkv", *arguments)
    with open_video(source) as reader:
        tags = kept_tags(reader.info.colour, height=reader.info.height)
        assert tags == ColourTags("smpte170m", "limited", "unspecified", "unspecified")
        frame = reader.read(0)
    path = write(tmp_path / "out.mp4", [frame], Coding.of("h264", quality="best"), colour=tags)
    with open_video(path) as reader:
        assert_patches(reader.read(0))


def test_pictures_and_tone_mapped_film_become_bt709() -> None:
    assert kept_tags(ColourTags("rgb", "full", "unspecified", "unspecified"), height=480) == BT709
    assert kept_tags(ColourTags("bt2020nc", "limited", "smpte2084", "bt2020"), height=2160) == BT709


def test_patches_are_worth_the_name() -> None:
    assert patches().shape == (PATCH, PATCH * len(COLOURS), 3)


def test_anamorphic_pixels_are_carried_and_turned(tmp_path: Path) -> None:
    source = encode(
        [numbered(3)], tmp_path / "wide.mp4", "-vf", "setsar=4/3", "-c:v", "libx264", "-pix_fmt", "yuv420p"
    )
    assert probe(source).sample_aspect_ratio == Fraction(4, 3)
    ffmpeg("-display_rotation", "90", "-i", source, "-c", "copy", tmp_path / "turned.mp4")
    info = probe(tmp_path / "turned.mp4")
    assert (info.size, info.sample_aspect_ratio) == ((96, 64), Fraction(3, 4))
    for suffix in (".mp4", ".mov"):
        path = tmp_path / f"out{suffix}"
        coding = Coding.of(codec_for(suffix) or "")
        with VideoWriter(
            path, (48, 64), rate=NTSC, coding=coding, sample_aspect_ratio=Fraction(4, 3)
        ) as writer:
            writer.write(numbered(1, size=(48, 64)))
        assert probe(path).sample_aspect_ratio == Fraction(4, 3)


def test_choices_that_cannot_be() -> None:
    with pytest.raises(MvosError, match=r"H\.264 stores no alpha; choose ProRes 4444, VP9, FFV1 or PNG"):
        Coding.of("h264", has_alpha=True)
    with pytest.raises(MvosError, match="no codec h263"):
        Coding.of("h263")
    with pytest.raises(MvosError, match="FFV1 has no quality “draft”; choose lossless"):
        Coding.of("ffv1", quality="draft")
    with pytest.raises(MvosError, match="no quality “superb”"):
        Coding.of("h264", quality="superb")
    with pytest.raises(MvosError, match=r"VP9 goes into a file that ends in \.webm or \.mkv, not \.mp4"):
        Coding.of("vp9").check_suffix(".mp4")


def test_a_suffix_stands_for_a_codec_that_it_takes() -> None:
    for suffix in (".mp4", ".mov", ".mkv", ".webm"):
        name = codec_for(suffix)
        assert name is not None
        Coding.of(name).check_suffix(suffix)
        with_alpha = codec_for(suffix, has_alpha=True)
        assert (with_alpha is None) == (suffix == ".mp4")
        if with_alpha is not None:
            Coding.of(with_alpha, has_alpha=True).check_suffix(suffix)
    assert codec_for("") is None


def test_films_of_one_picture(tmp_path: Path) -> None:
    """x265 invents a decoding time for it, now and then one that no file takes."""
    for _ in range(4):
        for name in CODECS:
            path = tmp_path / f"{name}{CODECS[name].suffixes[0]}"
            write(path, [numbered(5, size=SIZE)], Coding.of(name))
            with open_video(path) as reader:
                assert (len(reader), number_of(reader.read(0))) == (1, 5)


def test_draft_is_smaller_than_best(tmp_path: Path) -> None:
    noise = [np.random.default_rng(n).integers(0, 256, (*SIZE, 3)).astype(np.uint8) for n in range(4)]
    for name in ("h264", "vp9", "prores422"):
        suffix = CODECS[name].suffixes[0]
        draft, best = (
            write(tmp_path / f"{word}{suffix}", noise, Coding.of(name, quality=word)).stat().st_size
            for word in ("draft", "best")
        )
        assert draft < best
