"""The timeline beside an export, read back with the library that editors use."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from mvos_core.export import ExportSettings, Kind, export, plan_export
from mvos_core.types import MvosError
from mvos_core.video import VideoReader, open_video
from tests.core.export.conftest import N_FRAMES, NTSC, TIMES_S, Clips, labels

otio = pytest.importorskip("opentimelineio", reason="it has no wheels for this Python")


def exported(reader: VideoReader, folder: Path, settings: ExportSettings, frames: range) -> Path:
    made = plan_export(reader.info, frames, settings, objects={1: "disc", 2: "square"}, folder=folder)
    for _ in export(made, reader, labels):
        pass
    assert made.timeline is not None
    return made.timeline


def test_the_layer_lies_above_the_clip_at_the_in_point(reader: VideoReader, tmp_path: Path) -> None:
    path = exported(
        reader, tmp_path, ExportSettings(Kind.CUTOUT, "vp9", split=True, with_timeline=True), range(3, 9)
    )
    assert path.name == "shot-cutout-disc.otio"
    timeline = otio.adapters.read_from_file(str(path))
    below, disc, square = timeline.video_tracks()
    (clip,) = below
    assert clip.media_reference.target_url == reader.info.path.as_uri()
    assert (clip.duration().value, clip.duration().rate) == (N_FRAMES, float(NTSC))
    (marker,) = clip.markers
    assert (marker.marked_range.start_time.value, marker.marked_range.duration.value) == (3, 6)
    for track, name in ((disc, "shot-cutout-disc.webm"), (square, "shot-cutout-square.webm")):
        gap, layer = track
        assert isinstance(gap, otio.schema.Gap)
        assert gap.duration().value == 3
        assert layer.media_reference.target_url == name
        assert (path.parent / name).is_file()
        assert layer.duration().value == 6
        assert layer.range_in_parent().start_time == otio.opentime.RationalTime(3, float(NTSC))
    (sound,) = timeline.audio_tracks()
    assert sound[0].duration().value == N_FRAMES


def test_pictures_are_a_sequence(reader: VideoReader, tmp_path: Path) -> None:
    path = exported(reader, tmp_path, ExportSettings(Kind.LABELS, with_timeline=True), range(2, 6))
    (_, track) = otio.adapters.read_from_file(str(path)).video_tracks()
    pictures = track[-1].media_reference
    names = [pictures.target_url_for_image_number(number) for number in range(4)]
    assert names == [f"shot-labels/{index:06}.png" for index in range(2, 6)]
    assert all((tmp_path / name).is_file() for name in names)


def test_uneven_frames_begin_at_their_time(clips: Clips, tmp_path: Path) -> None:
    with open_video(clips.uneven) as reader:
        path = exported(reader, tmp_path, ExportSettings(Kind.OVERLAY, with_timeline=True), range(6, 9))
        (_, track) = otio.adapters.read_from_file(str(path)).video_tracks()
        start = track[-1].range_in_parent().start_time
        assert abs(Fraction(start.to_seconds()) - TIMES_S[6]) <= Fraction(1, 2) / reader.info.rate


def test_without_the_library_there_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, reader: VideoReader, tmp_path: Path
) -> None:
    monkeypatch.setattr("mvos_core.export.plan.find_spec", lambda _: None)
    with pytest.raises(MvosError, match="need the package opentimelineio"):
        exported(reader, tmp_path, ExportSettings(Kind.OVERLAY, with_timeline=True), range(2))
    assert list(tmp_path.iterdir()) == []
