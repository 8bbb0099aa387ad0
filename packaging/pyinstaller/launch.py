"""Both programs of a frozen folder: the editor, or the command line where the file is called `mvos`."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if Path(sys.executable).stem == "mvos":
        from mvos_core.cli.main import main as command_line

        sys.exit(command_line())
    from app.application import main as editor

    sys.exit(editor())
