import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mvos_core.masks.labels import read_label_map, write_label_map
from mvos_core.video import open_video, probe
from tests.core.cli.conftest import SIZE, Ran

Mvos = Callable[..., Ran]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def common(checkpoint: Path) -> tuple[object, ...]:
    return ("--model", checkpoint, "--size", 32, "--precision", "fp32")


def test_a_label_map_per_picture_named_after_it(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, mask: Path, tmp_path: Path
) -> None:
    out = tmp_path / "öut" / "masks"
    result = mvos("propagate", pictures, "--mask", mask, "--out", out, *common)
    assert (result.code, result.out) == (0, "")
    assert names(out) == [f"shot_{t:02d}.png" for t in range(3, 11)]
    for path in out.iterdir():
        with Image.open(path) as picture:
            assert picture.mode == "P"
            assert picture.size == SIZE[::-1]
        assert set(np.unique(read_label_map(path))) <= {0, 1, 5}
    np.testing.assert_array_equal(read_label_map(out / "shot_03.png"), read_label_map(mask))


def test_json_overlay_and_confidence(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, mask: Path, tmp_path: Path
) -> None:
    video, table = tmp_path / "overlay.mp4", tmp_path / "sure.csv"
    result = mvos(
        "propagate", pictures, "--mask", mask, "--out", tmp_path / "m", "--range", "2:6",
        "--overlay", video, "--confidence", table, "--json", *common,
    )  # fmt: skip
    assert result.code == 0, result.err
    report = result.json()
    assert (report["frames"], report["objects"], report["range"]) == (4, [1, 5], [2, 6])
    assert names(tmp_path / "m") == [f"shot_{t:02d}.png" for t in range(5, 9)]
    with open_video(video) as reader:
        assert (reader.info.n_frames, reader.info.size) == (4, SIZE)
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["frame"], row["object"]) for row in rows] == [
        (str(f), o) for f in range(2, 6) for o in ("1", "5")
    ]
    assert all(0 <= float(row["confidence"]) <= 1 for row in rows)
    assert rows[0]["confidence"] == "1.0000"


def test_several_masks_and_backwards(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, mask: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later.png"
    labels = np.zeros(SIZE, np.uint8)
    labels[10:30, 20:40] = 1
    write_label_map(later, labels)
    masks = ("--mask", f"2:{mask}", "--mask", f"6:{later}")
    forwards = mvos("propagate", pictures, *masks, "--out", tmp_path / "f", *common)
    assert forwards.code == 0, forwards.err
    assert not read_label_map(tmp_path / "f" / "shot_04.png").any()
    np.testing.assert_array_equal(read_label_map(tmp_path / "f" / "shot_09.png") == 1, labels == 1)
    both = mvos("propagate", pictures, *masks, "--backward", "--out", tmp_path / "b", *common)
    assert both.code == 0
    assert names(tmp_path / "b") == names(tmp_path / "f")
    np.testing.assert_array_equal(read_label_map(tmp_path / "b" / "shot_05.png"), read_label_map(mask))


def test_black_and_white_is_object_one(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, tmp_path: Path
) -> None:
    white = np.zeros(SIZE, np.uint8)
    white[10:30, 10:40] = 255
    Image.fromarray(white).save(tmp_path / "bw.png")
    assert (
        mvos("propagate", pictures, "--mask", tmp_path / "bw.png", "--out", tmp_path / "m", *common).code == 0
    )
    np.testing.assert_array_equal(read_label_map(tmp_path / "m" / "shot_03.png"), white > 0)


def test_a_second_run_replaces_the_first(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, mask: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        assert mvos("propagate", pictures, "--mask", mask, "--out", tmp_path / "m", *common).code == 0
    (tmp_path / "m" / "holiday.jpg").write_bytes(b"precious")
    refused = mvos("propagate", pictures, "--mask", mask, "--out", tmp_path / "m", *common)
    assert refused.code == 2
    assert "holiday.jpg" in refused.err
    assert (tmp_path / "m" / "holiday.jpg").read_bytes() == b"precious"


def test_what_is_read_is_never_overwritten(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, mask: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in [*pictures.iterdir(), mask]}
    into_the_clip = mvos("propagate", pictures, "--mask", mask, "--out", pictures, *common)
    into_the_mask = mvos("propagate", pictures, "--mask", mask, "--out", mask.parent, *common)
    assert (into_the_clip.code, into_the_mask.code) == (2, 2)
    film = tmp_path / "film.mp4"
    assert (
        mvos("propagate", pictures, "--mask", mask, "--out", tmp_path / "a", "--overlay", film, *common).code
        == 0
    )
    whole = film.read_bytes()
    onto_itself = mvos("propagate", film, "--mask", mask, "--out", tmp_path / "b", "--overlay", film, *common)
    assert onto_itself.code == 2
    assert "would be overwritten" in onto_itself.err
    among = mvos(
        "propagate",
        film,
        "--mask",
        mask,
        "--out",
        tmp_path / "b",
        "--overlay",
        tmp_path / "b" / "o.mp4",
        *common,
    )
    assert among.code == 2
    assert film.read_bytes() == whole
    assert all(path.read_bytes() == content for path, content in before.items())
    assert not (tmp_path / "b").exists()


def test_a_range_may_be_done_again_in_the_same_folder(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, mask: Path, tmp_path: Path
) -> None:
    for part in ("0:3", "3:6", "2:4"):
        out = ("--out", tmp_path / "m", "--range", part)
        assert mvos("propagate", pictures, "--mask", f"0:{mask}", *out, *common).code == 0
        (tmp_path / "m" / "shot_07.png.part").write_bytes(b"left by a power cut")
    assert mvos("propagate", pictures, "--mask", f"0:{mask}", "--out", tmp_path / "m", *common).code == 0
    assert names(tmp_path / "m") == [f"shot_{t:02d}.png" for t in range(3, 11)]


def wrong_masks(folder: Path) -> dict[str, Path]:
    files = {name: folder / f"{name}.png" for name in ("small", "empty", "deep", "text")}
    write_label_map(files["small"], np.ones((10, 10), np.uint8))
    write_label_map(files["empty"], np.zeros(SIZE, np.uint8))
    Image.fromarray(np.full(SIZE, 700, np.uint16)).save(files["deep"])
    files["text"].write_text("no picture")
    return files


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("small", "10"),
        ("empty", "at least one object"),
        ("deep", "8-bit"),
        ("text", "mask"),
        ("missing", "missing.png"),
    ],
)
def test_bad_masks(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, tmp_path: Path, kind: str, says: str
) -> None:
    path = wrong_masks(tmp_path).get(kind, tmp_path / "missing.png")
    result = mvos("propagate", pictures, "--mask", path, "--out", tmp_path / "m", *common)
    assert result.code in (1, 2)
    assert says in result.err
    assert result.err.count("\n") == 1
    assert not (tmp_path / "m").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--range", "5:3"), "does not lie in the clip's frames 0:8"),
        (("--range", "0:9"), "does not lie"),
        (("--range", "all"), "write A:B"),
        (("--overlay", "film.avi"), "must end in .mp4"),
        (("--confidence", "nowhere/c.csv"), "no folder nowhere"),
        (("--size", "3"), "at least 32"),
        (("--precision", "fp4"), "no precision"),
        (("--device", "cuda:77"), "no device"),
        (("--device", "toaster"), "no device"),
    ],
)
def test_bad_options(
    mvos: Mvos,
    checkpoint: Path,
    pictures: Path,
    mask: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    says: str,
) -> None:
    options = ["--model", checkpoint, "--size", 32, *arguments]
    result = mvos("propagate", pictures, "--mask", mask, "--out", tmp_path / "m", *options)
    assert result.code == 2
    assert says in result.err
    assert not list((tmp_path / "m").glob("*")) if (tmp_path / "m").exists() else True


def test_bad_clips_and_models(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, mask: Path, tmp_path: Path
) -> None:
    rubbish = tmp_path / "rubbish.mp4"
    rubbish.write_bytes(b"not a video" * 100)
    (tmp_path / "nothing").mkdir()
    for clip in (rubbish, tmp_path / "none.mp4", tmp_path / "nothing"):
        result = mvos("propagate", clip, "--mask", mask, "--out", tmp_path / "m", *common)
        assert result.code == 1
        assert result.err.count("\n") == 1
        assert "Traceback" not in result.err
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"broken")
    for model in (broken, tmp_path / "none.safetensors", "mobilenetv9", "stcn"):
        result = mvos("propagate", pictures, "--mask", mask, "--out", tmp_path / "m", "--model", model)
        assert result.code in (1, 2)
        assert result.err.count("\n") == 1
    assert mvos("propagate", pictures, "--mask", mask, "--out", rubbish / "m", *common).code == 1
    assert mvos("propagate", pictures, "--out", tmp_path / "m").code == 2
    assert not list((tmp_path / "m").glob("*")) if (tmp_path / "m").exists() else True


def test_two_masks_for_a_frame_and_a_mask_beyond_the_clip(
    mvos: Mvos, pictures: Path, mask: Path, tmp_path: Path
) -> None:
    twice = mvos("propagate", pictures, "--mask", mask, "--mask", f"0:{mask}", "--out", tmp_path / "m")
    beyond = mvos("propagate", pictures, "--mask", f"8:{mask}", "--out", tmp_path / "m")
    assert (twice.code, beyond.code) == (2, 2)
    assert "two masks for frame 0" in twice.err
    assert "ends with 7" in beyond.err


def test_a_full_disk(
    mvos: Mvos,
    common: tuple[object, ...],
    pictures: Path,
    mask: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if self.name.startswith("shot_06"):
            whole(self, content[: len(content) // 2])
            raise OSError(28, "No space left on device")
        return whole(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    result = mvos("propagate", pictures, "--mask", mask, "--out", tmp_path / "m", *common)
    assert result.code == 1
    assert "No space left" in result.err
    assert names(tmp_path / "m") == ["shot_03.png", "shot_04.png", "shot_05.png"]


def test_ctrl_c_leaves_whole_files_only(checkpoint: Path, pictures: Path, mask: Path, tmp_path: Path) -> None:
    for t in range(11, 200):
        os.link(pictures / "shot_03.png", pictures / f"shot_{t:03d}.png")
    out = tmp_path / "m"
    command = [
        sys.executable,
        "-m",
        "mvos_core.cli.main",
        "propagate",
        pictures,
        "--mask",
        mask,
        "--out",
        out,
    ]
    process = subprocess.Popen(
        [*map(str, command), "--model", str(checkpoint), "--size", "48"], stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None and not (out.exists() and len(list(out.glob("*.png"))) >= 3):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    written = names(out)
    assert 3 <= len(written) < 197
    for name in written:
        assert read_label_map(out / name).shape == SIZE


def test_pictures_are_shown_at_the_rate_that_is_asked_for(
    mvos: Mvos, common: tuple[object, ...], pictures: Path, mask: Path, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    into = ("--mask", mask, "--out", tmp_path / "masks", *common)
    assert mvos("propagate", pictures, *into, "--overlay", film, "--rate", "30000/1001").code == 0
    assert probe(film).rate == Fraction(30000, 1001)
    for arguments in ((pictures,), (film, "--overlay", tmp_path / "other.mp4")):
        refused = mvos("propagate", *arguments, *into, "--rate", "30")
        assert refused.code == 2
        assert "--rate is for the --overlay of a folder of pictures" in " ".join(refused.err.split())
