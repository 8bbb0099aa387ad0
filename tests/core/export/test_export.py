"""Exports of every kind in every codec: written, probed, checked, and nothing left where one fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.export import (
    PNG,
    Backdrop,
    ExportReport,
    ExportSettings,
    Kind,
    Phase,
    Plan,
    export,
    plan_export,
)
from mvos_core.export.settings import why_not
from mvos_core.masks.labels import read_label_map
from mvos_core.masks.refine import Refinement, refine
from mvos_core.types import Frame, MvosError
from mvos_core.video import VideoReader, open_video, probe
from mvos_core.video.coding import CODECS
from tests.core.export.conftest import N_FRAMES, NTSC, SIZE, TIMES_S, Clips, labels, picture
from tests.core.video.clips import ffmpeg, psnr
from tests.core.video.test_coding import decoded_alpha, looks

NAMES = {1: "disc", 2: "square"}
WHOLE = range(N_FRAMES)


def plan(
    reader: VideoReader, settings: ExportSettings, folder: Path, *, frames: range = WHOLE, template: str = ""
) -> Plan:
    return plan_export(reader.info, frames, settings, objects=NAMES, folder=folder, template=template)


def carry_out(
    made: Plan, reader: VideoReader, *, removed: Iterator[Frame] | None = None, overwrite: bool = False
) -> ExportReport:
    steps = list(export(made, reader, labels, removed=removed, overwrite=overwrite))
    assert [step.value.phase for step in steps[: len(made.frames)]] == [Phase.WRITING] * len(made.frames)
    assert [step.value.report is None for step in steps] == [True] * (len(steps) - 1) + [False]
    report = steps[-1].value.report
    assert report is not None
    assert all(check.passed for target in report.targets for check in target.checks)
    return report


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


PAIRS = [(kind, codec) for kind in Kind for codec in (*CODECS, PNG) if not why_not(kind, codec)]


@pytest.mark.parametrize(("kind", "codec"), PAIRS)
def test_every_kind_in_every_codec(reader: VideoReader, tmp_path: Path, kind: Kind, codec: str) -> None:
    frames = range(2, 10)
    made = plan(reader, ExportSettings(kind, codec), tmp_path, frames=frames)
    removed = (picture(index) for index in frames) if kind is Kind.REMOVED else None
    report = carry_out(made, reader, removed=removed)
    assert left_in(tmp_path) == [f"shot-{kind.value}{CODECS[codec].suffixes[0] if codec != PNG else ''}"]
    (target,) = report.targets
    assert target.n_pictures == 8
    if codec == PNG:
        assert left_in(target.path) == [f"{index:06}.png" for index in frames]
        return
    info = probe(target.path)
    assert (info.n_frames, info.rate, info.size, info.has_audio) == (8, NTSC, SIZE, True)
    assert abs(info.duration_s - 8 / NTSC) <= Fraction(1, 500)
    assert (codec == "ffv1" or "bt709" in looks(target.path)) and target.sound is not None
    with av.open(str(target.path)) as container:
        sound = container.streams.audio[0].codec_context.codec.canonical_name
    expected = {".mp4": "aac", ".mov": "aac", ".webm": "opus", ".mkv": "flac"}
    assert sound == expected[target.path.suffix]


def test_a_cut_out_shows_the_object_and_nothing_else(reader: VideoReader, tmp_path: Path) -> None:
    made = plan(reader, ExportSettings(Kind.CUTOUT, "ffv1", objects=(1,)), tmp_path)
    carry_out(made, reader)
    alphas = decoded_alpha(tmp_path / "shot-cutout.mkv")
    with open_video(tmp_path / "shot-cutout.mkv") as result:
        for index, frame in enumerate(result.frames(WHOLE)):
            expected = refine([labels(index) == 1], [frame], Refinement(), outward=False)
            alpha = alphas[index]
            assert alpha is not None
            np.testing.assert_array_equal(alpha, expected)
            np.testing.assert_array_equal(frame[alpha > 0], reader.read(index)[alpha > 0])
            assert index > 4 or not frame[:, -8:].any()  # far from the disc there is nothing
    assert np.count_nonzero((expected > 0) & (expected < 255)) > 0  # the edge is antialiased


def test_masks_are_prepared_as_asked(reader: VideoReader, tmp_path: Path) -> None:
    settings = ExportSettings(
        Kind.MATTE, "ffv1", objects=(1,), refinement=Refinement(grow_px=3, feather_px=4, steady_frames=2)
    )
    carry_out(plan(reader, settings, tmp_path), reader)
    with open_video(tmp_path / "shot-matte.mkv") as result:
        for index in (0, 5, 11):
            near = range(max(0, index - 2), min(N_FRAMES, index + 3))
            masks, frames = [labels(i) == 1 for i in near], [reader.read(i) for i in near]
            expected = refine(masks, frames, settings.refinement, at=near.index(index), outward=False)
            np.testing.assert_array_equal(result.read(index), np.repeat(expected[..., None], 3, axis=2))


def test_every_object_is_prepared_in_its_own_way(reader: VideoReader, tmp_path: Path) -> None:
    mattes = {1: Refinement(grow_px=3), 2: Refinement(grow_px=-2, steady_frames=1)}
    near = range(4, 7)
    frames = [reader.read(i) for i in near]
    split = plan(
        reader, ExportSettings(Kind.MATTE, PNG, split=True, refinement=Refinement(feather_px=2)), tmp_path
    )
    list(export(split, reader, labels, mattes=mattes))
    for target in split.targets:
        (label,) = target.objects
        masks = [labels(i) == label for i in near]
        expected = refine(masks, frames, replace(mattes[label], feather_px=2), at=1, outward=False)
        found = np.asarray(Image.open(target.path / "000005.png"))
        np.testing.assert_array_equal(found[..., 0], expected)
    whole = plan(reader, ExportSettings(Kind.CUTOUT, PNG), tmp_path)
    list(export(whole, reader, labels, mattes=mattes))
    alpha = np.asarray(Image.open(whole.targets[0].path / "000000.png"))[..., 3]
    grown = refine([labels(0) == 1], [reader.read(0)], mattes[1], outward=False)
    np.testing.assert_array_equal(alpha[:28], grown[:28])


@pytest.mark.parametrize(
    ("text", "outside"),
    [("green", (0, 177, 64)), ("#102030", (16, 32, 48)), ("grey", None), ("blur", None)],
)
def test_backgrounds(
    reader: VideoReader, tmp_path: Path, text: str, outside: tuple[int, int, int] | None
) -> None:
    settings = ExportSettings(Kind.BACKGROUND, "ffv1", objects=(1,), backdrop=Backdrop.parse(text))
    carry_out(plan(reader, settings, tmp_path, frames=range(1, 3)), reader)
    source = reader.read(1)
    with open_video(tmp_path / "shot-background.mkv") as result:
        frame = result.read(0)
    inside = refine([labels(1) == 1], [source], Refinement(), outward=False) == 255
    np.testing.assert_array_equal(frame[inside], source[inside])
    corner = frame[44, 2]
    if outside is not None:
        assert tuple(corner) == outside
    elif text == "grey":
        square = frame[36, 50].astype(int)
        assert np.ptp(square) == 0
    else:
        assert np.ptp(frame[36, 50].astype(int)) > 10  # the blue square still shows, softly
        assert abs(int(frame[18, 30, 0]) - int(source[18, 40, 0])) < 40  # no red halo beside the disc


def test_label_maps_hold_the_chosen_objects(reader: VideoReader, tmp_path: Path) -> None:
    carry_out(plan(reader, ExportSettings(Kind.LABELS, objects=(2,)), tmp_path), reader)
    found = read_label_map(tmp_path / "shot-labels" / "000003.png")
    np.testing.assert_array_equal(found, np.where(labels(3) == 2, 2, 0))
    with Image.open(tmp_path / "shot-labels" / "000003.png") as image:
        assert image.mode == "P"


def test_every_object_gets_its_own_file(reader: VideoReader, tmp_path: Path) -> None:
    report = carry_out(plan(reader, ExportSettings(Kind.MATTE, "ffv1", split=True), tmp_path), reader)
    assert left_in(tmp_path) == ["shot-matte-disc.mkv", "shot-matte-square.mkv"]
    assert [target.objects for target in report.targets] == [(1,), (2,)]
    for target in report.targets:
        with open_video(target.path) as result:
            shown = result.read(4)[..., 0] > 127
        assert np.count_nonzero(shown ^ (labels(4) == target.objects[0])) <= 40


def test_uneven_times_are_kept_or_made_even(clips: Clips, tmp_path: Path) -> None:
    with open_video(clips.uneven) as reader:
        assert reader.info.variable_rate
        made = plan(reader, ExportSettings(Kind.OVERLAY), tmp_path, frames=range(2, 11))
        assert any("keep their own times" in note for note in made.notes)
        carry_out(made, reader)
        kept = probe(tmp_path / "uneven-overlay.mp4")
        assert list(kept.times_s) == [time - TIMES_S[2] for time in TIMES_S[2:11]]
        assert kept.duration_s == TIMES_S[11] - TIMES_S[2]
        even = plan(reader, ExportSettings(Kind.REMOVED, "ffv1", rate=Fraction(30)), tmp_path)
        assert even.repeats == (1, 3, 1, 4, 1, 2, 1, 4, 1, 1, 5, 1)
        carry_out(even, reader, removed=(picture(index) for index in WHOLE))
    with open_video(tmp_path / "uneven-removed.mkv") as result:
        assert (result.info.rate, result.info.variable_rate, len(result)) == (Fraction(30), False, 25)
        np.testing.assert_array_equal(result.read(7), picture(3))
        np.testing.assert_array_equal(result.read(24), picture(11))


def test_a_lower_rate_leaves_frames_out(clips: Clips, tmp_path: Path) -> None:
    with open_video(clips.uneven) as reader:
        made = plan(reader, ExportSettings(Kind.LABELS, rate=Fraction(6)), tmp_path)
        assert made.repeats == (0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0)
        carry_out(made, reader)
    assert left_in(tmp_path / "uneven-labels") == [f"{number:06}.png" for number in range(5)]


@pytest.mark.parametrize("codec", ["h264", "vp9"])
def test_turned_clips_come_out_upright(clips: Clips, tmp_path: Path, codec: str) -> None:
    """A phone's clip lies on its side in the file and says so; what is exported stands upright and says nothing."""
    turned = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", clips.sounding, "-c", "copy", turned)
    with open_video(turned) as reader:
        assert reader.info.size == SIZE[::-1]
        upright = reader.read(4)
        frames = range(len(reader))
        made = plan_export(
            reader.info, frames, ExportSettings(Kind.REMOVED, codec), objects={}, folder=tmp_path / "out"
        )
        carry_out(made, reader, removed=reader.frames(frames))
    with open_video(made.targets[0].path) as result:
        assert result.info.size == SIZE[::-1]
        assert psnr(result.read(4), upright) > 25
    assert "rotation" not in looks(made.targets[0].path)


def test_nothing_is_replaced_without_asking(reader: VideoReader, tmp_path: Path) -> None:
    taken = tmp_path / "shot-overlay.mp4"
    taken.write_text("mine")
    made = plan(reader, ExportSettings(Kind.OVERLAY), tmp_path)
    with pytest.raises(MvosError, match="is there already"):
        carry_out(made, reader)
    assert (left_in(tmp_path), taken.read_text()) == (["shot-overlay.mp4"], "mine")
    carry_out(made, reader, overwrite=True)
    assert probe(taken).n_frames == N_FRAMES


def test_what_appears_meanwhile_is_not_replaced(reader: VideoReader, tmp_path: Path) -> None:
    made = plan(reader, ExportSettings(Kind.OVERLAY), tmp_path)
    steps = export(made, reader, labels)
    next(steps)
    made.targets[0].path.write_text("mine")
    with pytest.raises(MvosError, match="is there already"):
        list(steps)
    assert left_in(tmp_path) == ["shot-overlay.mp4"]
    assert made.targets[0].path.read_text() == "mine"


def test_the_clip_itself_is_never_replaced(reader: VideoReader) -> None:
    with pytest.raises(MvosError, match="the clip itself"):
        plan(reader, ExportSettings(Kind.OVERLAY), reader.info.path.parent, template="{clip}")


@pytest.mark.parametrize("codec", ["h264", PNG])
@pytest.mark.parametrize("n_steps", [1, N_FRAMES, N_FRAMES + 1])
def test_closing_leaves_nothing(reader: VideoReader, tmp_path: Path, codec: str, n_steps: int) -> None:
    """While it is written as well as while it is looked at."""
    steps = export(plan(reader, ExportSettings(Kind.MATTE, codec, split=True), tmp_path), reader, labels)
    for _ in range(n_steps):
        next(steps)
    assert any(name.endswith(".part") for name in left_in(tmp_path))
    steps.close()
    assert left_in(tmp_path) == []


def test_a_picture_folder_is_replaced_only_if_it_holds_pictures(reader: VideoReader, tmp_path: Path) -> None:
    made = plan(reader, ExportSettings(Kind.LABELS), tmp_path)
    carry_out(made, reader)
    (tmp_path / "shot-labels" / "notes.txt").write_text("mine")
    with pytest.raises(MvosError, match="other things than PNG"):
        carry_out(made, reader, overwrite=True)
    (tmp_path / "shot-labels" / "notes.txt").unlink()
    (tmp_path / "shot-labels" / "old.png").write_bytes(b"")
    carry_out(made, reader, overwrite=True)
    assert len(left_in(tmp_path / "shot-labels")) == N_FRAMES


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_nothing(reader: VideoReader, tmp_path: Path) -> None:
    (tmp_path / "shot-matte.mp4.part").symlink_to("/dev/full")
    with pytest.raises(MvosError, match="is full"):
        carry_out(plan(reader, ExportSettings(Kind.MATTE), tmp_path), reader)
    assert left_in(tmp_path) == []


def test_masks_of_another_size_are_refused(reader: VideoReader, tmp_path: Path) -> None:
    made = plan(reader, ExportSettings(Kind.MATTE), tmp_path)
    with pytest.raises(MvosError, match="10 by 10 pixels and the clip 64 by 48"):
        list(export(made, reader, lambda _: np.zeros((10, 10), np.uint8)))
    assert left_in(tmp_path) == []


KILLED = """
import sys
from pathlib import Path
import numpy as np
from mvos_core.export import ExportSettings, Kind, export, plan_export
from mvos_core.video import open_video
codec, clip, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
with open_video(clip) as reader:
    settings = ExportSettings(Kind.MATTE, codec, split=True)
    plan = plan_export(reader.info, range(len(reader)), settings, objects={1: "a"}, folder=folder)
    for step in export(plan, reader, lambda _: np.ones(reader.info.size, np.uint8), overwrite=True):
        print(step.value.phase.value, step.done, flush=True)
        sys.stdin.readline()
"""


@pytest.mark.parametrize(("codec", "suffix"), [("h264", ".mp4"), ("ffv1", ".mkv"), (PNG, "")])
@pytest.mark.parametrize("n_steps", [3, N_FRAMES + 1])
def test_a_killed_export_leaves_nothing_that_looks_whole(
    clips: Clips, tmp_path: Path, codec: str, suffix: str, n_steps: int
) -> None:
    """SIGKILL while frames are written, and while they are looked at: only a `.part` may stay, and what was there does."""
    before = tmp_path / f"shot-matte-a{suffix}"
    if suffix:
        before.write_text("mine")
    command = [sys.executable, "-c", KILLED, codec, str(clips.sounding), str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(n_steps - 1):
            assert process.stdout.readline()
            process.stdin.write(b"\n")
            process.stdin.flush()
        assert process.stdout.readline()  # it waits for leave to go on, and is not given it
        process.kill()
    assert [name for name in left_in(tmp_path) if not name.endswith(".part")] == (
        [before.name] if suffix else []
    )
    if suffix:
        assert before.read_text() == "mine"
    with open_video(clips.sounding) as reader:  # the next attempt is not disturbed by what was left
        settings = ExportSettings(Kind.MATTE, codec, split=True, objects=(1,))
        made = plan_export(reader.info, WHOLE, settings, objects={1: "a"}, folder=tmp_path)
        carry_out(made, reader, overwrite=True)
    assert left_in(tmp_path) == [before.name]


def test_noise_in_draft_quality_is_no_false_alarm(reader: VideoReader, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (N_FRAMES, *SIZE, 3)).astype(np.uint8)
    for codec in ("h264", "h265", "vp9", "prores422"):
        settings = ExportSettings(Kind.REMOVED, codec, quality=CODECS[codec].usual_quality)
        for quality in CODECS[codec].levels:
            made = plan(reader, replace(settings, quality=quality), tmp_path / codec / quality.value)
            carry_out(made, reader, removed=iter(noise))


def test_reports_are_json(reader: VideoReader, tmp_path: Path) -> None:
    report = carry_out(plan(reader, ExportSettings(Kind.CUTOUT), tmp_path), reader)
    document = report.document()
    (file,) = json.loads(json.dumps(document))["files"]
    assert file["pictures"] == N_FRAMES
    assert file["checks"]["frames"] == "12 of 12 frames decoded"
    assert file["bytes"] == (tmp_path / "shot-cutout.mov").stat().st_size
    assert any("alpha" in line for line in report.lines())
