"""Collect the texts that users read into resources/translations, and compile the translations.

    python scripts/translations.py          # write the .ts files anew and compile them
    python scripts/translations.py --check  # only say what is missing

A text that is new stands in the .ts file without a translation; one that is no longer used is dropped. Translate in Qt
Linguist or by hand, then run this again. English has a file of its own for its plurals alone.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import PySide6

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "translations"
CONTEXT = "MobileVOS Studio"
LANGUAGES = {"de": "de_DE", "en": "en_GB"}
_MARKERS = ("tr", "marked")
_SPEC, _SPEC_TEXTS = "ActionSpec", {1: "text", 4: "hint"}

Forms = tuple[str, ...]
"""A translation; of a text with %n, one for one and one for many. Empty while there is none."""


def collect() -> list[str]:
    """Return every text of the program once, in the order of files and lines.

    Raises:
        SystemExit: a text is put together by the program, and so cannot be collected.
    """
    found: dict[str, None] = {}
    for path in sorted((ROOT / "app").rglob("*.py")):
        nodes = sorted(_texts(ast.parse(path.read_text("utf-8"))), key=lambda node: node.lineno)
        for node in nodes:
            if isinstance(node, ast.JoinedStr | ast.BinOp):
                raise SystemExit(f"{path}:{node.lineno}: tr needs a literal; put what varies in with format.")
            if isinstance(node, ast.Constant) and node.value:
                found[str(node.value)] = None
    return list(found)


def _texts(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in _MARKERS:
                yield from node.args[:1]
            elif node.func.id == _SPEC:
                yield from (node.args[place] for place in _SPEC_TEXTS if len(node.args) > place)
                yield from (keyword.value for keyword in node.keywords if keyword.arg in _SPEC_TEXTS.values())
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield from _menus(node.target.id, node.value)


def _menus(name: str, value: ast.expr | None) -> Iterator[ast.expr]:
    """Give the titles of the menus, which stand in tables."""
    if name not in {"MENUS", "SUBMENUS"} or not isinstance(value, ast.Dict):
        return
    for key, content in zip(value.keys, value.values, strict=True):
        title = content.elts[0] if isinstance(content, ast.Tuple) else key
        if title is not None:
            yield title


def read(language: str) -> dict[str, Forms]:
    """Return the translations that there are, by their English texts."""
    path = FOLDER / f"mobilevos_{language}.ts"
    if not path.exists():
        return {}
    found: dict[str, Forms] = {}
    for message in ET.parse(path).getroot().iter("message"):
        source, translation = message.findtext("source") or "", message.find("translation")
        if translation is None:
            continue
        forms = [form.text or "" for form in translation.iter("numerusform")]
        found[source] = tuple(forms) if forms else (translation.text or "",)
    return found


def write(language: str, texts: list[str], translations: dict[str, Forms]) -> None:
    """Write a language's .ts file."""
    root = ET.Element("TS", version="2.1", language=LANGUAGES[language], sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in texts:
        counted = "%n" in text
        message = ET.SubElement(context, "message", {"numerus": "yes"} if counted else {})
        ET.SubElement(message, "source").text = text
        forms = translations.get(text, ())
        translation = ET.SubElement(message, "translation")
        if not any(forms):
            translation.set("type", "unfinished")
        if counted:
            for form in forms or ("", ""):
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = forms[0] if forms else ""
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"mobilevos_{language}.ts"
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")


def compile_(language: str) -> None:
    """Compile a language's .ts file with Qt's own tool."""
    tool = next(Path(PySide6.__file__).parent.glob("lrelease*"))
    source = FOLDER / f"mobilevos_{language}.ts"
    part = source.with_suffix(".part")  # a window that runs has the old one mapped
    subprocess.run([tool, "-silent", source, "-qm", part], check=True)
    part.replace(source.with_suffix(".qm"))


def wanted(language: str, texts: list[str]) -> list[str]:
    """Return the texts that a language's file holds: of English, those with a plural."""
    return [text for text in texts if "%n" in text] if language == "en" else texts


def missing(language: str, texts: list[str]) -> list[str]:
    """Return the texts that have no translation."""
    have = read(language)
    return [text for text in wanted(language, texts) if not all(have.get(text, ("",)))]


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 if texts are missing"
    )
    options = parser.parse_args()
    texts = collect()
    without = {language: missing(language, texts) for language in LANGUAGES}
    for language, lacking in without.items():
        if not options.check:
            write(language, wanted(language, texts), read(language))
            compile_(language)
        for text in lacking:
            sys.stdout.write(f"{language}: {text!r} has no translation\n")
    return int(any(without.values())) if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
