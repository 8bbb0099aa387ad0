"""`mvos import-matte`: what `mvos export --kind masks` wrote, and mattes of other lengths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mvos_core.masks.labels import read_label_map, write_label_map
from tests.core.cli.conftest import Ran, labels_of

Mvos = Callable[..., Ran]


def test_there_and_back(mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path) -> None:
    out = f"{tmp_path}/hard/{{label}}"
    assert mvos("export", pictures, "--kind", "masks", "--split", "--masks", masks, "--out", out).code == 0
    back = tmp_path / "back"
    result = mvos("import-matte", pictures, tmp_path / "hard/1", tmp_path / "hard/2", "--out", back, "--json")
    assert result.code == 0, result.err
    assert (result.json()["frames"], result.json()["objects"]) == (8, [1, 2])
    for path in sorted(masks.iterdir()):
        np.testing.assert_array_equal(read_label_map(back / path.name), read_label_map(path))


def test_another_number_of_frames_has_to_be_meant(
    mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path
) -> None:
    out = f"{tmp_path}/short.mkv"
    ran = mvos(
        "export",
        pictures,
        "--kind",
        "matte",
        "--masks",
        masks,
        "--out",
        out,
        "--range",
        "0:3",
        "--objects",
        "1",
    )
    assert ran.code == 0, ran.err
    back = tmp_path / "back"
    refused = mvos("import-matte", pictures, out, "--out", back)
    assert refused.code == 2
    assert "The matte has 3 frames and the clip 8" in refused.err
    assert not back.exists()
    taken = mvos("import-matte", pictures, out, "--out", back, "--at", 4, "--object", 9)
    assert taken.code == 0, taken.err
    assert sorted(path.name for path in back.iterdir()) == sorted(path.name for path in masks.iterdir())[4:7]
    found = read_label_map(sorted(back.iterdir())[0])
    assert set(np.unique(found)) == {0, 9}
    assert np.count_nonzero((found == 9) ^ (labels_of(0) == 1)) <= 6


def test_objects_are_added_to_masks_that_are_there(
    mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path
) -> None:
    out = f"{tmp_path}/hard"
    assert (
        mvos("export", pictures, "--kind", "masks", "--objects", "2", "--masks", masks, "--out", out).code
        == 0
    )
    for index, path in enumerate(sorted(masks.iterdir())):
        write_label_map(path, np.where(labels_of(index) == 1, labels_of(index), 0).astype(np.uint8))
    assert mvos("import-matte", pictures, out, "--out", masks, "--object", 5).code == 0
    for index, path in enumerate(sorted(masks.iterdir())):
        expected = np.where(labels_of(index) == 2, 5, labels_of(index))
        np.testing.assert_array_equal(read_label_map(path), expected)


@pytest.mark.parametrize("read", ["clip", "matte"])
def test_what_is_read_is_never_written_into(
    mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path, read: str
) -> None:
    """The masks would have the names of the pictures and so replace them."""
    matte = tmp_path / "matte"
    made = mvos(
        "export", pictures, "--kind", "masks", "--objects", "1", "--masks", masks, "--out", f"{matte}"
    )
    assert made.code == 0, made.err
    out = pictures if read == "clip" else matte
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    refused = mvos("import-matte", pictures, matte, "--out", out)
    assert (refused.code, "holds what is to be read" in " ".join(refused.err.split())) == (2, True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
