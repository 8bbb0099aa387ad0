"""What may be imported where; the layers themselves are import-linter's (`make check`)."""

import subprocess
import sys

import pytest


def loaded(module: str) -> set[str]:
    """Import a module in a fresh process and return all that it loaded."""
    code = f"import sys, {module}; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in result.stdout.split()}


@pytest.mark.parametrize(
    "module",
    [
        "mvos_core.video",
        "mvos_core.masks.folder",
        "mvos_core.export",
        "mvos_core.project",
        "mvos_core.scribble",
        "mvos_core.cli.main",
    ],
)
def test_no_torch_before_it_is_needed(module: str) -> None:
    assert "torch" not in loaded(module)


@pytest.mark.parametrize("module", ["mvos_core.cli.main", "mvos_core.train.loop", "mvos_core.eval.evaluate"])
def test_no_window_system_and_no_video_library_where_training_runs(module: str) -> None:
    assert not loaded(module) & {"av", "PySide6", "superqt", "imageio_ffmpeg"}


def test_the_window_stands_before_torch_and_superqt_are_loaded() -> None:
    assert not loaded("app.application") & {"torch", "superqt", "qtpy"}
