from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.cli.main import run
from mvos_core.inpaint import make_inpainter
from mvos_core.masks.labels import write_label_map
from mvos_core.masks.refine import Refinement
from mvos_core.removal import MaskedClip, RemovalSettings, remove
from mvos_core.types import Frame, LabelMap, MvosError
from mvos_core.video import VideoWriter, open_video
from tests.core.inpaint.scene import SIZE, Pan

N_FRAMES = 9


@pytest.fixture(scope="module")
def pan() -> Pan:
    return Pan(n_frames=N_FRAMES, disc_px=7)


@pytest.fixture
def pictures(pan: Pan, tmp_path: Path) -> Path:
    folder = tmp_path / "clip"
    folder.mkdir()
    for index, masked in enumerate(pan.clip):
        Image.fromarray(masked.frame).save(folder / f"shot{index:03d}.png")
    return folder


@pytest.fixture
def masks(pan: Pan, tmp_path: Path) -> Path:
    """Two objects: the disc is 1, a square in the corner 2."""
    folder = tmp_path / "masks"
    folder.mkdir()
    for index, masked in enumerate(pan.clip):
        labels = masked.hole.astype(np.uint8)
        labels[100:110, 10:20] = 2
        write_label_map(folder / f"shot{index:03d}.png", labels)
    return folder


def read(path: Path) -> Frame:
    return np.array(Image.open(path).convert("RGB"), np.uint8)


def test_frames_keep_every_pixel_outside_the_refined_mask(
    pan: Pan, pictures: Path, masks: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(["remove", str(pictures), "--masks", str(masks), "--out", str(out), "--objects", "1"]) == 0
    assert sorted(path.name for path in out.iterdir()) == [f"shot{i:03d}.png" for i in range(N_FRAMES)]
    for index, masked in enumerate(pan.clip):
        result = read(out / f"shot{index:03d}.png")
        y, x = np.mgrid[: result.shape[0], : result.shape[1]]
        # 4 px grown and 3 px feathered around a disc of radius 14.
        outside = np.hypot(x - int(40 + 7 * index), y - result.shape[0] // 2) > 14 + 4 + 3 + 1.5
        np.testing.assert_array_equal(result[outside], masked.frame[outside])
        red = (result[..., 0] > 200) & (result[..., 1] < 60) & (result[..., 2] < 60)
        assert not red.any()


def test_a_range_and_the_report(
    pictures: Path, masks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = [
        "remove",
        str(pictures),
        "--masks",
        str(masks),
        "--out",
        str(out),
        "--range",
        "2:5",
        "--json",
    ]
    assert run([*arguments, "--method", "telea"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert sorted(path.name for path in out.iterdir()) == ["shot002.png", "shot003.png", "shot004.png"]
    assert report["range"] == [2, 5] and report["frames"] == 3 and report["method"] == "telea"
    assert report["seen"] == [0, 0, 0] and report["invented"] == [1, 1, 1]


def test_a_video_keeps_its_frames_and_rate(pan: Pan, masks: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "clip.mp4", tmp_path / "out.mp4"
    with VideoWriter(source, SIZE, rate=Fraction(30)) as writer:
        for masked in pan.clip:
            writer.write(masked.frame)
    for index in range(N_FRAMES):
        (masks / f"shot{index:03d}.png").rename(masks / f"{index:06d}.png")
    assert run(["remove", str(source), "--masks", str(masks), "--out", str(out), "--method", "telea"]) == 0
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == 30
        assert sum(1 for _ in container.decode(stream)) == N_FRAMES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mp4", "masks", "out.mp4"]


def test_what_is_there_is_not_replaced_unasked(pictures: Path, masks: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    out.write_bytes(b"precious")
    arguments = ["remove", str(pictures), "--masks", str(masks), "--out", str(out), "--method", "telea"]
    assert run(arguments) == 2
    assert out.read_bytes() == b"precious"
    assert run([*arguments, "--overwrite"]) == 0
    assert out.stat().st_size > 500
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    assert run(["remove", str(pictures), "--masks", str(masks), "--out", str(folder)]) == 2
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--objects", "3"], "no object 3; they have 1, 2"),
        (["--objects", "one"], "no list of objects"),
        (["--method", "magic"], "no removal method magic"),
        (["--range", "5:5"], "range"),
    ],
)
def test_wrong_wishes_are_explained(
    extra: list[str],
    words: str,
    pictures: Path,
    masks: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["remove", str(pictures), "--masks", str(masks), "--out", str(tmp_path / "out"), *extra]
    assert run(arguments) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_missing_and_empty_masks_are_explained(
    pictures: Path, masks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["remove", str(pictures), "--masks", str(masks), "--out", str(tmp_path / "out")]
    (masks / "shot004.png").unlink()
    assert run(arguments) == 2
    assert "1 of the 9 frames have no mask" in capsys.readouterr().err
    for index in range(N_FRAMES):
        write_label_map(masks / f"shot{index:03d}.png", np.zeros((120, 160), np.uint8))
    assert run(arguments) == 2
    assert "nothing to remove" in capsys.readouterr().err
    arguments[3] = str(tmp_path / "nowhere")
    assert run(arguments) == 2
    assert "no folder of masks" in capsys.readouterr().err


def test_masks_of_another_size_are_refused(pictures: Path) -> None:
    def labels(_index: int) -> LabelMap:
        return np.ones((10, 10), np.uint8)

    with (
        open_video(pictures) as reader,
        MaskedClip(reader, labels, range(2)) as clip,
        pytest.raises(MvosError, match="10 by 10 pixels and the clip 160 by 120"),
    ):
        clip[0]


def test_a_clip_reads_the_same_frames_in_any_order(pan: Pan, pictures: Path) -> None:
    def labels(index: int) -> LabelMap:
        return pan.clip[index].hole.astype(np.uint8)

    refinement = Refinement(steady_frames=1)
    with (
        open_video(pictures) as reader,
        MaskedClip(reader, labels, range(1, 8), refinement=refinement) as clip,
    ):
        assert len(clip) == 7
        for position in (6, 0, 5, 1, 3, 3, 6):
            np.testing.assert_array_equal(clip[position].frame, pan.clip[position + 1].frame)
        with pytest.raises(IndexError):
            clip[7]


def test_removal_is_steps_that_can_be_stopped(pan: Pan) -> None:
    steps = remove(pan.clip, make_inpainter("temporal"))
    first = next(steps)
    assert (first.done, first.total) == (1, N_FRAMES)
    steps.close()  # type: ignore[attr-defined]


def test_settings_survive_being_saved() -> None:
    settings = RemovalSettings((1, 3), "ns", Refinement(grow_px=2.5, steady_frames=2, shadow=0.5))
    assert RemovalSettings.of_plain(json.loads(json.dumps(settings.plain()))) == settings
    assert RemovalSettings.of_plain({"unknown": 1}) == RemovalSettings()
    with pytest.raises(ValueError, match="grow_px"):
        RemovalSettings.of_plain({"grow_px": "much"})
