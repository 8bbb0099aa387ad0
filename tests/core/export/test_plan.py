"""What an export will make, and say, before it makes anything."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvos_core.export import TOKENS, Backdrop, ExportSettings, Kind, fill_in, plan_export
from mvos_core.export.names import as_file_name
from mvos_core.export.plan import repeats_at
from mvos_core.export.settings import BackdropKind
from mvos_core.types import MvosError
from mvos_core.video import ColourTags, VideoInfo, VideoReader, VideoWriter, probe
from mvos_core.video.coding import CODECS, Codec, Coding, Quality

NAMES = {1: "disc", 2: "sq/uare"}


def info(
    *, times_s: list[Fraction] | None = None, rate: Fraction = Fraction(25), n_frames: int = 10
) -> VideoInfo:
    ticks = tuple(range(n_frames)) if times_s is None else tuple(int(time * 600) for time in times_s[:-1])
    return VideoInfo(
        path=Path("shot.mp4"),
        width=63,
        height=45,
        rate=rate,
        variable_rate=times_s is not None,
        ticks=ticks,
        time_base=1 / rate if times_s is None else Fraction(1, 600),
        duration_s=n_frames / rate if times_s is None else times_s[-1],
        start_s=Fraction(0),
        names=tuple(f"{index:06}" for index in range(len(ticks))),
        has_audio=False,
        codec="h264",
        pixel_format="yuv420p",
        colour=ColourTags("bt2020nc", "limited", "smpte2084", "bt2020"),
        sample_aspect_ratio=Fraction(1),
    )


def names(template: str = "", *, settings: ExportSettings | None = None) -> list[str]:
    settings = settings or ExportSettings(Kind.CUTOUT)
    made = plan_export(info(), range(2, 8), settings, objects=NAMES, folder=Path("out"), template=template)
    return [path.as_posix() for path in made.paths]


def test_names() -> None:
    split = ExportSettings(Kind.CUTOUT, split=True)
    assert names() == ["out/shot-cutout.mov"]
    assert names(settings=split) == ["out/shot-cutout-disc.mov", "out/shot-cutout-sq_uare.mov"]
    assert names("{label}", settings=split) == ["out/1.mov", "out/2.mov"]
    assert names("{clip}_{range}_{codec}_{quality}.mov") == ["out/shot_2-7_prores4444_good.mov"]
    assert names("{object}") == ["out/all.mov"]
    assert names("{object}", settings=replace(split, split=False, objects=(1,))) == ["out/disc.mov"]
    assert names("take.v2", settings=ExportSettings(Kind.OVERLAY)) == ["out/take.v2.mp4"]
    assert names("a", settings=ExportSettings(Kind.LABELS, with_timeline=True)) == ["out/a", "out/a.otio"]
    assert names("deep/{clip}", settings=ExportSettings(Kind.OVERLAY, "vp9")) == ["out/deep/shot.webm"]


@pytest.mark.parametrize("second", ["disc", "DISC"])
def test_two_objects_of_one_name(second: str) -> None:
    """Many disks ignore case."""
    settings = ExportSettings(Kind.CUTOUT, split=True)
    with pytest.raises(MvosError, match="same name"):
        plan_export(info(), range(2), settings, objects={1: "disc", 2: second}, folder=Path("out"))


def test_a_folder_has_the_name_of_the_film(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").mkdir()
    settings = ExportSettings(Kind.MATTE)
    with pytest.raises(MvosError, match="is a folder"):
        plan_export(info(), range(2), settings, objects=NAMES, folder=tmp_path, template="a.mp4")


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{thing}", r"There is no \{thing\}"),
        ("a{", "stands alone"),
        ("a}b", "stands alone"),
        ("{clip}", "same name"),
        ("{object}.mp4", r"ends in \.mov"),
    ],
)
def test_names_that_cannot_be(template: str, sentence: str) -> None:
    with pytest.raises(MvosError, match=sentence) as caught:
        names(template, settings=ExportSettings(Kind.CUTOUT, split=True))
    assert caught.value.exit_code == 2


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_value_leaves_its_folder(clip: str, name: str) -> None:
    made = fill_in("x{clip}-{object}", {**dict.fromkeys(TOKENS, ""), "clip": clip, "object": name})
    assert not re.search(r'[/\\<>:"|?*\x00-\x1f]', made)
    assert (Path("out") / made).parent == Path("out")
    assert as_file_name(clip) not in {"", ".", ".."}


@given(st.text(alphabet="ab{}clip", max_size=12))
def test_every_template_is_filled_or_refused(template: str) -> None:
    try:
        made = fill_in(template, dict.fromkeys(TOKENS, "v"))
    except MvosError:
        return
    assert "{" not in made
    assert "}" not in made


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=30),
    st.fractions(min_value=1, max_value=120, max_denominator=1001),
)
def test_a_constant_rate_keeps_time(lengths: list[int], rate: Fraction) -> None:
    """Whatever the frames' lengths: as many pictures as the time holds, each shown where the clip showed its frame."""
    times_s = [Fraction(sum(lengths[:n]), 600) for n in range(len(lengths) + 1)]
    clip = info(times_s=times_s)
    counts = repeats_at(clip, range(len(lengths)), rate)
    assert sum(counts) == max(1, round(times_s[-1] * rate))
    shown = [frame for frame, count in enumerate(counts) for _ in range(count)]
    for number, frame in enumerate(shown):
        middle_s = (number + Fraction(1, 2)) / rate
        assert times_s[frame] <= middle_s
        assert middle_s < times_s[frame + 1] or frame == len(lengths) - 1


def test_notes_say_what_is_not_obvious() -> None:
    def notes(settings: ExportSettings, clip: VideoInfo) -> str:
        return " ".join(plan_export(clip, range(4), settings, objects=NAMES, folder=Path()).notes)

    uneven = info(times_s=[Fraction(0), Fraction(1, 30), Fraction(1, 6), Fraction(1, 4), Fraction(1, 2)])
    assert "63 × 45 pixels become 64 × 46" in notes(ExportSettings(Kind.OVERLAY), info())
    assert "become" not in notes(ExportSettings(Kind.OVERLAY, "vp9"), info())
    assert "brought down to BT.709" in notes(ExportSettings(Kind.OVERLAY), info())
    assert "The clip has no sound." in notes(ExportSettings(Kind.OVERLAY), info())
    assert "keep their own times" in notes(ExportSettings(Kind.OVERLAY), uneven)
    assert "a folder of pictures cannot say" in notes(ExportSettings(Kind.LABELS), uneven)
    assert "Constant 29.97 frames/s" in notes(
        ExportSettings(Kind.OVERLAY, rate=Fraction(30000, 1001)), uneven
    )


def test_the_sound_is_announced(reader: VideoReader) -> None:
    def sound(settings: ExportSettings, frames: range) -> str:
        made = plan_export(reader.info, frames, settings, objects=NAMES, folder=Path())
        return " ".join(note for note in made.notes if "ound" in note)

    assert sound(ExportSettings(Kind.OVERLAY), range(12)) == "Sound: copied as it is (aac)."
    assert (
        sound(ExportSettings(Kind.OVERLAY, "vp9"), range(12))
        == "Sound: aac encoded anew as Opus, 160 kbit/s."
    )
    assert sound(ExportSettings(Kind.OVERLAY, with_sound=False), range(12)) == ""
    assert sound(ExportSettings(Kind.LABELS), range(12)) == ""


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (ExportSettings(Kind.CUTOUT, "h264"), "stores no alpha"),
        (ExportSettings(Kind.LABELS, "h264"), "blur label maps"),
        (ExportSettings(Kind.OVERLAY, split=True), "is one file"),
        (ExportSettings(Kind.MATTE, "png", quality=Quality.DRAFT), "always lossless"),
        (ExportSettings(Kind.OVERLAY, "h264", quality=Quality.LOSSLESS), "choose draft, good, best"),
    ],
)
def test_settings_that_do_not_go_together(settings: ExportSettings, sentence: str) -> None:
    with pytest.raises(MvosError, match=sentence) as caught:
        plan_export(info(), range(3), settings, objects=NAMES, folder=Path())
    assert caught.value.exit_code == 2


def test_nothing_to_export() -> None:
    with pytest.raises(MvosError, match="mask one first"):
        plan_export(info(), range(3), ExportSettings(Kind.MATTE), objects={}, folder=Path())


def test_backdrops() -> None:
    assert Backdrop.parse("#0a0B0c").colour == (10, 11, 12)
    assert Backdrop.parse("Blue").colour == (0, 71, 187)
    assert Backdrop.parse("blur").kind is BackdropKind.BLUR
    with pytest.raises(MvosError, match="is no background"):
        Backdrop.parse("tartan")


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS.keys())
def test_films_that_do_not_tell_the_shape_of_pixels_are_known(codec: Codec, tmp_path: Path) -> None:
    path = tmp_path / f"film{codec.suffixes[0]}"
    wide = Fraction(4, 3)
    with VideoWriter(
        path, (32, 64), rate=Fraction(25), coding=Coding.of(codec.name), sample_aspect_ratio=wide
    ) as writer:
        writer.write(np.full((32, 64, 3), 90, np.uint8))
    assert probe(path).sample_aspect_ratio == (wide if codec.tells_pixel_shape else 1)
    there = replace(info(), sample_aspect_ratio=wide)
    settings = ExportSettings(Kind.OVERLAY, codec.name)
    notes = " ".join(plan_export(there, range(3), settings, objects=NAMES, folder=tmp_path).notes)
    assert ("pixels are 4:3 and not square" in notes) is not codec.tells_pixel_shape


def test_pictures_do_not_tell_the_shape_of_pixels(tmp_path: Path) -> None:
    there = replace(info(), sample_aspect_ratio=Fraction(4, 3))
    plan = plan_export(there, range(3), ExportSettings(Kind.LABELS), objects=NAMES, folder=tmp_path)
    assert "which PNG files do not say" in " ".join(plan.notes)
    square = plan_export(info(), range(3), ExportSettings(Kind.LABELS), objects=NAMES, folder=tmp_path)
    assert "square" not in " ".join(square.notes)


def test_a_folder_is_free_that_only_a_file_manager_has_looked_into(tmp_path: Path) -> None:
    settings = ExportSettings(Kind.LABELS)
    made = plan_export(info(), range(2), settings, objects=NAMES, folder=tmp_path, template="out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".DS_Store").write_bytes(b"")
    made.check_free()
    (tmp_path / "out" / "000000.png").write_bytes(b"")
    with pytest.raises(MvosError, match="is there already"):
        made.check_free()
