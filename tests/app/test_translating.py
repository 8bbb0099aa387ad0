"""The texts of the program, and the window in German."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from app import translating
from app.translating import best_language, speak, tr, wanted_language
from mvos_core.export import Kind
from mvos_core.inpaint import METHODS
from tests.app.conftest import Studio

SCRIPT = Path(__file__).parents[2] / "scripts" / "translations.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}|%n", text))


def test_texts_are_collected(script: ModuleType) -> None:
    texts = script.collect()
    assert len(texts) == len(set(texts)) > 300
    for text in ("Open clip…", "&File", "Theme", "Copy details", "Object {number} of the list"):
        assert text in texts
    assert {kind.caption for kind in Kind} | set(METHODS.values()) <= set(texts)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_text_has_a_translation_with_the_same_placeholders(script: ModuleType, language: str) -> None:
    texts = script.collect()
    assert script.missing(language, texts) == []
    translations = script.read(language)
    assert list(translations) == script.wanted(language, texts), "run python scripts/translations.py"
    for text, forms in translations.items():
        assert len(forms) == (2 if "%n" in text else 1)
        for form in forms:
            # “one frame” may say so without its number.
            assert placeholders(form) == placeholders(text) or (form is forms[0] and "%n" in text), text


def test_german_keys_of_menus_differ(script: ModuleType) -> None:
    from app.actions import MENUS

    keys = [script.read("de")[title][0].split("&")[1][0].lower() for title in MENUS]
    assert len(set(keys)) == len(keys)


def test_compiled_translations_are_up_to_date(script: ModuleType, german: None) -> None:
    for text, forms in script.read("de").items():
        if "%n" in text:
            assert tr(text, count=1) == forms[0].replace("%n", "1")
            assert tr(text, count=7) == forms[1].replace("%n", "7")
        else:
            assert tr(text) == forms[0]


def test_plurals_in_english(themed: QApplication) -> None:
    assert tr("%n frames", count=1) == "1 frame"
    assert tr("%n frames", count=24) == "24 frames"


def test_best_language() -> None:
    assert best_language(["de-AT", "en-GB"]) == "de"
    assert best_language(["fr_FR", "de_DE"]) == "de"
    assert best_language(["fr"]) == "en"
    assert best_language([]) == "en"


def test_language_is_the_environments_or_the_chosen_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MVOS_LANGUAGE", raising=False)
    assert wanted_language("de") == "de"
    monkeypatch.setenv("MVOS_LANGUAGE", "de")
    assert wanted_language() == "de"
    assert wanted_language("en") == "de"


def test_a_missing_translation_leaves_english(themed: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert speak(themed, "xx") == []
    assert translating.tr("Copy details") == "Copy details"


def test_the_window_in_german(german: None, make_studio: Callable[[], Studio], clip: Path) -> None:
    studio = make_studio()
    titles = [action.text() for action in studio.window.menuBar().actions()]
    assert titles[:2] == ["&Datei", "&Bearbeiten"]
    assert studio.window.actions_by_name["open"].text() == "Clip öffnen …"
    assert studio.window.actions_by_name["propagate"].toolTip().startswith("Propagieren (")
    studio.open(clip)
    studio.trigger("add_take")
    assert [take.name for take in studio.session.document.removal.takes] == ["Fassung 1", "Fassung 2"]
    assert studio.window.facts_panel.facts["Länge"].endswith("24 Bilder")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.buttons()[0].text().replace("&", "") == "Abbrechen"


def test_words_put_together_cannot_be_collected(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "bad.py").write_text('print(tr(f"{1} frames"))\n')
    monkeypatch.setattr(script, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="needs a literal"):
        script.collect()


def test_check_says_what_is_missing() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
