from pathlib import Path

import numpy as np
import pytest
import torch

from mvos_core.eval.folders import annotated_videos, bl30k, spacing, youtubevos_training
from mvos_core.eval.youtubevos import first_anchors, segment_video, write_submission, youtubevos_videos
from mvos_core.masks.labels import read_label_map
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Propagator
from mvos_core.types import MvosError
from tests.core.eval.youtubevos_tree import labels_at, write_meta, write_picture, write_video

LATE = {1: 0, 2: 10}
"""Object 2 appears in frame 10."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    valid = tmp_path / "valid"
    write_video(valid, "0a1b", LATE, n_frames=21, all_masks=False)
    write_video(valid, "2c3d", {3: 5}, n_frames=16, all_masks=False)
    write_meta(valid, {"0a1b": (LATE, 21), "2c3d": ({3: 5}, 16)})
    return tmp_path


def test_videos_are_read_as_meta_says(root: Path) -> None:
    first, second = youtubevos_videos(root)
    assert [frame.stem for frame in first.frames] == ["00000", "00005", "00010", "00015", "00020"]
    assert first.objects == (1, 2)
    assert first.judged == (0, 1, 2, 3, 4)
    assert sorted(first.given) == [0, 2]
    # The second video's only object appears in its second picture, and is judged from there.
    assert (second.name, second.judged, sorted(second.given)) == ("2c3d", (1, 2, 3), [1])
    assert [video.name for video in youtubevos_videos(root, names=["2c3d"])] == ["2c3d"]
    assert youtubevos_videos(root / "valid") == [first, second]


def test_an_anchor_speaks_for_the_objects_that_appear_in_it(root: Path) -> None:
    anchors = first_anchors(youtubevos_videos(root)[0])
    assert {index: anchor.objects for index, anchor in anchors.items()} == {0: (1,), 2: (2,)}


def test_objects_that_appear_later_are_unknown_before(root: Path, propagator: Propagator) -> None:
    first, second = youtubevos_videos(root)
    found = dict(segment_video(propagator, first))
    assert sorted(found) == [0, 1, 2, 3, 4]
    np.testing.assert_array_equal(found[0], labels_at(0, LATE))
    assert 2 not in found[1]
    np.testing.assert_array_equal(found[2] == 2, labels_at(10, LATE) == 2)
    found = dict(segment_video(propagator, second))
    assert not found[0].any()
    np.testing.assert_array_equal(found[1], labels_at(5, {3: 5}))


def test_a_submission_has_the_judged_frames_and_ids(
    root: Path, propagator: Propagator, tmp_path: Path
) -> None:
    out = tmp_path / "submission"
    steps = list(write_submission(propagator, youtubevos_videos(root), out))
    assert [(step.done, step.total, step.value) for step in steps] == [(1, 2, "0a1b"), (2, 2, "2c3d")]
    files = sorted(str(file.relative_to(out)) for file in out.rglob("*.png"))
    assert files == [f"Annotations/0a1b/{i:05d}.png" for i in range(0, 21, 5)] + [
        f"Annotations/2c3d/{i:05d}.png" for i in range(5, 16, 5)
    ]
    labels = read_label_map(out / "Annotations" / "2c3d" / "00005.png")
    np.testing.assert_array_equal(labels, labels_at(5, {3: 5}))
    assert set(np.unique(read_label_map(out / "Annotations" / "0a1b" / "00020.png"))) <= {0, 1, 2}


def test_a_finished_video_is_left_as_it_is(root: Path, propagator: Propagator, tmp_path: Path) -> None:
    out = tmp_path / "submission"
    list(write_submission(propagator, youtubevos_videos(root), out))
    kept, lost = (out / "Annotations" / name for name in ("0a1b/00000.png", "2c3d/00010.png"))
    kept.write_bytes(b"as it is")
    lost.unlink()
    list(write_submission(propagator, youtubevos_videos(root), out))
    assert kept.read_bytes() == b"as it is"
    assert lost.is_file()


def test_label_maps_of_another_network_or_size_are_not_mixed_in(
    root: Path, propagator: Propagator, tmp_path: Path
) -> None:
    out = tmp_path / "submission"
    list(write_submission(propagator, youtubevos_videos(root), out))
    torch.manual_seed(1)
    for other in (
        Propagator(propagator.network, size=64, precision="fp32"),
        Propagator(MobileVOS(model_config("mobilenetv2")), size=propagator.size, precision="fp32"),
    ):
        with pytest.raises(MvosError, match="another network or working size"):
            next(write_submission(other, youtubevos_videos(root), out))


@pytest.mark.parametrize("where", ["valid_all_frames", "all_frames/valid_all_frames"])
def test_pictures_of_all_frames_are_taken_where_they_are(
    root: Path, propagator: Propagator, tmp_path: Path, where: str
) -> None:
    for name, objects in (("0a1b", LATE), ("2c3d", {3: 5})):
        for frame in range(21):
            write_picture(root / where / "JPEGImages" / name / f"{frame:05d}.jpg", labels_at(frame, objects))
    first, second = youtubevos_videos(root)
    assert len(first.frames) == 21
    assert first.judged == (0, 5, 10, 15, 20)
    assert sorted(first.given) == [0, 10]
    out = tmp_path / "submission"
    list(write_submission(propagator, [second], out))
    assert sorted(file.stem for file in out.rglob("*.png")) == ["00005", "00010", "00015"]


def test_what_is_missing_is_named(root: Path, tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="no video nothing"):
        youtubevos_videos(root, names=["nothing"])
    with pytest.raises(MvosError, match=r"no readable .*meta\.json"):
        youtubevos_videos(tmp_path / "elsewhere")
    (root / "valid" / "JPEGImages" / "0a1b" / "00010.jpg").unlink()
    with pytest.raises(MvosError, match="lacks 1 of its pictures"):
        youtubevos_videos(root)
    (root / "valid" / "meta.json").write_text('{"videos": []}')
    with pytest.raises(MvosError, match="not YouTube-VOS's list"):
        youtubevos_videos(root)


def test_training_videos_have_their_annotated_frames(tmp_path: Path) -> None:
    train = tmp_path / "train"
    write_video(train, "4e5f", LATE, n_frames=31, all_masks=True)
    (train / "Annotations" / "4e5f" / "00015.png").unlink()
    for root in (tmp_path, train):
        (video,) = youtubevos_training(root)
        assert [frame.stem for frame in video.frames] == [
            "00000",
            "00005",
            "00010",
            "00020",
            "00025",
            "00030",
        ]
        assert [file.stem for file in video.annotations] == [frame.stem for frame in video.frames]
        assert spacing(video) == 5
    with pytest.raises(MvosError, match="must hold the folders"):
        annotated_videos(tmp_path)


def test_bl30k_may_be_whole_or_in_parts(tmp_path: Path) -> None:
    for part, name in (("a", "video1"), ("b", "video2")):
        write_video(tmp_path / part / "BL30K", name, {1: 0}, n_frames=4, every=1, all_masks=True)
    assert [(video.name, len(video), spacing(video)) for video in bl30k(tmp_path)] == [
        ("video1", 4, 1),
        ("video2", 4, 1),
    ]
    assert [video.name for video in bl30k(tmp_path / "a" / "BL30K")] == ["video1"]
    with pytest.raises(MvosError, match="must hold the folders"):
        bl30k(tmp_path / "nowhere")
