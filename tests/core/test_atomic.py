from pathlib import Path

import pytest

from mvos_core.atomic import write_whole
from mvos_core.types import MvosError


def test_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "x.bin"
    target.write_bytes(b"old")
    write_whole(target, b"new", what="The file")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_breaks_off_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: BaseException
) -> None:
    target = tmp_path / "x.bin"
    target.write_bytes(b"old")

    def half(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:1])
        raise problem

    monkeypatch.setattr(Path, "write_bytes", half)
    expected = MvosError if isinstance(problem, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        write_whole(target, b"new", what="The file")
    if isinstance(problem, OSError):
        assert "No space left" in str(caught.value)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
