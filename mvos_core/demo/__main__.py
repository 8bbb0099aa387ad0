"""The command `python -m mvos_core.demo OUT_DIR`: render the demo clip."""

from __future__ import annotations

import argparse
import logging
import re
from pathlib import Path

from mvos_core.demo.clip import write_demo
from mvos_core.demo.scene import DemoScene
from mvos_core.types import MvosError

_log = logging.getLogger("mvos_core.demo")


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)x(\d+)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 480x854 (height x width)")
    return int(found[1]), int(found[2])


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m mvos_core.demo", description="Render the demo clip.")
    parser.add_argument("out_dir", type=Path, metavar="OUT_DIR")
    parser.add_argument("--size", type=_size, default=(480, 854), metavar="HxW", help="default 480x854")
    parser.add_argument("--samples", type=int, default=8, help="instants averaged per frame (default 8)")
    parser.add_argument("--masks", action="store_true", help="write every frame's true mask too")
    parser.add_argument("--plates", action="store_true", help="write every frame without the car too")
    chosen = parser.parse_args(arguments)
    if chosen.samples < 1:
        parser.error("--samples must be at least 1")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    scene = DemoScene(samples=chosen.samples)
    try:
        for step in write_demo(
            scene, chosen.out_dir, size=chosen.size, masks=chosen.masks, plates=chosen.plates
        ):
            _log.info("frame %d of %s", step.done, step.total)
    except MvosError as error:
        _log.error("%s", error)
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
