"""The command `mvos`: every subcommand, and what becomes of errors.

Exit codes: 0 done, 1 failed, 2 asked for wrongly, 130 interrupted.
"""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import typer

from mvos_core import __version__
from mvos_core.cli import (
    ablate,
    average,
    bench,
    demo,
    eval_scribbles,
    evaluate,
    export,
    export_onnx,
    import_matte,
    info,
    models,
    propagate,
    quantize,
    remove,
    train,
)
from mvos_core.cli.progress import errors
from mvos_core.types import MvosError

app = typer.Typer(
    name="mvos",
    help="Mask an object in one frame and have it masked through the whole clip.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _name, _command in (
    ("propagate", propagate.propagate),
    ("remove", remove.remove),
    ("export", export.export),
    ("export-onnx", export_onnx.export_onnx),
    ("import-matte", import_matte.import_matte),
    ("quantize", quantize.quantize),
    ("info", info.info),
    ("demo", demo.demo),
    ("models", models.models),
    ("bench", bench.bench),
    ("train", train.train),
    ("eval", evaluate.evaluate),
    ("eval-scribbles", eval_scribbles.eval_scribbles),
    ("ablate", ablate.ablate),
    ("average", average.average),
):
    app.command(_name)(_command)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context, *, version: bool = typer.Option(False, "--version", help="Print the version.")
) -> None:
    if version:
        print(__version__)
        context.exit()


class _InterruptedError(BaseException):
    """Ctrl-C or a request to end; no KeyboardInterrupt, for typer would make exit code 1 of that."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A pipe's encoding may know fewer letters than a path has.
            stream.reconfigure(errors="backslashreplace")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code."""
    try:
        app(list(arguments), prog_name="mvos")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except MvosError as error:
        errors.print(f"mvos: {error}", markup=False)
        return error.exit_code
    except _InterruptedError:
        errors.print("mvos: interrupted; what was finished is kept.", markup=False)
        return 130
    except Exception as error:
        if not _is_lack_of_memory(error):
            raise
        errors.print(
            "mvos: there is not enough memory for this; choose a smaller --size, fewer objects or another --device.",
            markup=False,
        )
        return 1
    return 0


def _is_lack_of_memory(error: Exception) -> bool:
    """Tell by the words where it must be: torch and OpenCV raise errors of their own for it."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or any(
        words in said for words in ("out of memory", "can't allocate memory", "failed to allocate")
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise _InterruptedError


if __name__ == "__main__":
    main()
