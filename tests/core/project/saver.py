"""A process that saves state after state and tells of each, until it is killed or ends itself.

Usage: python -m tests.core.project.saver BUNDLE SEED STEP, to end itself, without any clean-up, in the midst of
the given step of all that its saves take; 0 to go on until killed.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path
from typing import Any

from mvos_core.project import save_project
from tests.core.project import faults
from tests.core.project.samples import history

_N_STATES = 200


def main(bundle: Path, *, seed: int, last_step: int) -> None:
    """Save the states of a history one by one."""
    numbers = itertools.count(1)

    def hook(name: str, step: faults.Step, arguments: tuple[Any, ...]) -> None:
        if next(numbers) == last_step:
            faults.tear(name, arguments)
            os._exit(9)
        step(*arguments)

    with faults.hooked(hook):
        for number, state in enumerate(history(seed, _N_STATES)):
            os.write(1, b"saving %d\n" % number)
            save_project(state, bundle)
            os.write(1, b"saved %d\n" % number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), seed=int(sys.argv[2]), last_step=int(sys.argv[3]))
