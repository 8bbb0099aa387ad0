"""The library's sentences in the language of the window, and their patterns against the library's source."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import pytest

import mvos_core
from app.library_sentences import PATTERNS, spoken
from app.widgets.queue_dialog import RowState
from mvos_core.export import Kind
from mvos_core.types import MvosError
from mvos_core.video import probe
from tests.app.conftest import PATIENCE_MS, Studio

HOLE = "\0"
"""What stands for anything that is filled in."""


def library_texts() -> Iterator[str]:
    """Yield the texts of the library's source."""
    for path in Path(mvos_core.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_pattern_is_a_text_of_the_library() -> None:
    texts = set(library_texts())
    for pattern in PATTERNS:
        shape = "".join(
            literal + (HOLE if name is not None else "") for literal, name, _, _ in Formatter().parse(pattern)
        )
        assert shape in texts or pattern in {"are", "are not"}, pattern


def test_every_pattern_is_found_in_its_sentences(german: None) -> None:
    for pattern in PATTERNS:
        names = {name for _, name, _, _ in Formatter().parse(pattern) if name}
        filled = {name: "are" if name == "verb" else f"<{name}>" for name in names}
        said = spoken(pattern.format(**filled))
        assert said != pattern.format(**filled)
        assert set(re.findall(r"<(\w+)>", said)) == names - {"verb"}


def test_english_stays_as_it_is(themed: object) -> None:
    for sentence in ("first frame: colours at 47.1 dB, at least 30 wanted", "Something else.", ""):
        assert spoken(sentence) == sentence


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("a.mov: 3 pictures, 12 kB, 5 checks passed.", "a.mov: 3 Bilder, 12 kB, 5 Prüfungen bestanden."),
        (
            "a, b, c and 2 more: 3 pictures, 1.2 MB, 9 checks passed.",
            "a, b, c und 2 weitere: 3 Bilder, 1.2 MB, 9 Prüfungen bestanden.",
        ),
        (
            "last frame: colours and alpha are equal bit for bit",
            "letztes Bild: Farben und Alpha sind Bit für Bit gleich",
        ),
        ("Sound: mp3 encoded anew as AAC.", "Ton: mp3, neu kodiert als AAC."),
        (
            "a.mov was written, but is not what was rendered: the sound is missing; 2 of 3 frames decoded. It was "
            "deleted; try again, on another disk or with another codec.",
            "a.mov wurde geschrieben, ist aber nicht, was gerendert wurde: der Ton fehlt; 2 von 3 Bildern dekodiert. Es "
            "wurde gelöscht; auf einem anderen Datenträger oder mit einem anderen Codec noch einmal versuchen.",
        ),
        ("There is no {nothing} for names here; use {clip}, {kind}.", "{nothing} gibt es hier für Namen nicht; möglich sind {clip}, {kind}."),
        ("A sentence of nobody's.", "A sentence of nobody's."),
    ],
)  # fmt: skip
def test_german(german: None, english: str, expected: str) -> None:
    assert spoken(english) == expected


def test_a_real_error_in_german(german: None, tmp_path: Path) -> None:
    with pytest.raises(MvosError) as raised:
        probe(tmp_path / "none.mp4")
    assert spoken(str(raised.value)).startswith(f"Die Datei {tmp_path}/none.mp4 gibt es nicht")


def test_an_export_reports_in_german(
    german: None, make_studio: Callable[[], Studio], clip: Path, tmp_path: Path
) -> None:
    studio = make_studio()
    posted: list[str] = []
    studio.window.notices.posted.connect(lambda text, _kind, details, _action: posted.extend([text, details]))
    studio.open(clip)
    studio.dab(1, 0)
    studio.session.document.set_range(range(1))
    studio.trigger("export")
    dialog = studio.window.exporting.dialog
    assert dialog is not None
    dialog.kind.setCurrentIndex(dialog.kind.findData(Kind.LABELS.value))
    dialog.folder.setText(str(tmp_path))
    dialog.export.click()
    studio.qtbot.waitUntil(lambda: not studio.window.exporting.is_running, timeout=PATIENCE_MS)
    (row,) = studio.window.exporting.rows
    assert row.state is RowState.DONE
    assert re.fullmatch(r"discs-labels: 1 Bilder, \d+ kB, 3 Prüfungen bestanden\.", row.text)
    text, details = posted[-2:]
    assert "Prüfungen bestanden" in text
    assert "discs-labels: erstes Bild: Werte sind Bit für Bit gleich" in details.splitlines()
