"""Sentences of the library that the window shows: why something failed, what an export will do and what was checked.

The library knows no languages, so the patterns of its sentences are collected here, and a sentence that follows one is said
in the language of the window. What follows none stays as it is. A test holds the patterns against the library's source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

from app.translating import marked, tr

PATTERNS = (
    # Opening.
    marked("There is no file {path}; check its name, or choose another."),
    marked("{name} may not be read; change its permissions, or choose another file."),
    marked("{name} is not a video that can be read, or its end is missing; copy it again or choose another file."),
    marked("{name} holds no video that can be decoded; choose a video file."),
    marked("No picture of {name} can be decoded; copy it again or choose another file."),
    marked("Frame {index} of {name} cannot be decoded; check that the file is still there and whole."),
    marked("{name} holds no pictures; choose a folder of JPEG or PNG files, or a video."),
    marked("{name} is {width} x {height} pixels but {first} {due_width} x {due_height}; give all pictures of the folder one size."),
    marked("The clip {path} cannot be read: {why}; choose one that can be opened."),
    marked("There is no project {path}; choose one that exists."),
    marked("{path} is not a project; choose a folder that ends in .mvos."),
    marked("The project {path} was saved by a newer version of this program; update the program to open it."),
    marked("The folder {path} holds other things than a project; choose another name."),
    marked("{path} is a file, and a project is a folder; choose another name."),
    marked("The program's file resources/{name} is missing; install mobilevos-studio again."),
    # Masks and mattes.
    marked("There is no mask file {path}; choose one that exists."),
    marked("The mask file {path} cannot be read: {why}."),
    marked("The mask {name} is not a readable picture; {advice}."),
    marked("The mask {name} is a JPEG, which blurs labels; {advice}."),
    marked("The mask {name} holds values of more than 8 bits or of no known kind; {advice}."),
    marked("The mask {name} has colours that stand for no object; {advice}."),
    marked("The mask {name} has too many colours to be a mask; {advice}."),
    marked("save it as a palette PNG or an 8-bit grey PNG whose values are the objects' numbers"),
    marked("The mask {name} is {width} by {height} pixels and the clip {due_width} by {due_height}; use a mask that was made on a frame of this clip."),
    marked("The mask {name} is empty; it must hold at least one object."),
    marked("The matte {name} is {width} by {height} pixels and the clip {due_width} by {due_height}; use one with the clip's proportions."),
    marked("The matte {name} is in colour, and a matte is black, white and grey; label maps in colours are imported as a folder of masks."),
    # Removing.
    marked("LaMa needs the package simple-lama-inpainting; {advice}."),
    marked("install it with “pip install mobilevos-studio[lama]” or choose the method temporal"),
    marked("There is no LaMa model at {path}; set LAMA_MODEL to its file."),
    marked("LaMa's weights cannot be downloaded; connect to the network, or set LAMA_MODEL to a file that you have."),
    marked("{path} cannot be loaded as LaMa ({why}); get the file anew."),
    marked("No object is chosen; choose one that is to be removed."),
    marked("The rendering is too large to be kept for looking at; render a shorter range, or export."),
    # Before an export.
    marked("There are no objects to export; mask one first."),
    marked("{name} is there already; choose another name, or have it replaced."),
    marked("{name} is a folder; choose another name for the film."),
    marked("{path} is the clip itself; choose another name."),
    marked("There is no {{{token}}} for names here; use {known}."),
    marked("A brace in “{template}” stands alone; tokens are written like {{clip}}."),
    marked("Two files would have the same name; put {{object}} or {{label}} into it."),
    marked("{name} is the name of a film, and PNG files go into a folder; leave its suffix out."),
    marked("{codec} goes into a file that ends in {suffixes}, not {suffix}; rename it."),
    marked("“{text}” is no background; choose {known}, a colour such as #3366cc, blur or grey."),
    marked("The clip has no sound."),
    marked("The clip has no sound that can be read."),
    marked("Sound: {how}."),
    marked("copied as it is ({codec})"),
    marked("{codec} encoded anew as {other}"),
    marked("mixed to stereo"),
    marked("only the first of {n} sound tracks is taken"),
    marked("{codec} has even sides: {width} × {height} pixels become {even_width} × {even_height} by repeating the last column or row; ProRes, VP9, FFV1 and PNG keep the size."),
    marked("The clip's pixels are {shape} and not square, which {codec} files do not say; tell the program that opens them, or export as H.264, H.265 or ProRes."),
    marked("Constant {rate} frames/s: frames are repeated or left out to keep time."),
    marked("The clip's frames are not equally long, and keep their own times; give a rate to make them so."),
    marked("The clip's frames are not equally long, which a folder of pictures cannot say."),
    marked("The clip's high dynamic range is brought down to BT.709."),
    marked("films blur label maps"),
    marked("films blur masks; a matte may be one"),
    marked("{codec} stores no alpha"),
    # Writing.
    marked("The disk of {path} is full; make room or choose another one."),
    marked("{path} may not be written to; choose another folder."),
    marked("{name} cannot be written ({why}); choose another folder or settings."),
    marked("{what} cannot be written to {path} ({why}); choose another place or free some space."),
    marked("The folder {path} cannot be made ({why}); choose another place."),
    marked("There is no folder {path}; make it or choose another one."),
    marked("{name} was not written whole; choose another disk and try again."),
    marked("{name} would hold no frames; choose a longer range."),
    marked("{name} was written, but is not what was rendered: {problems}. It was deleted; try again on another disk."),
    marked("{name} was written, but is not what was rendered: {problems}. It was deleted; try again, on another disk or with another codec."),
    # What an export made, and what was checked.
    marked("{names}: {pictures} pictures, {size}, {checks} checks passed."),
    marked("{names} and {n} more"),
    marked("{found} of {due} frames decoded"),
    marked("{found} of {due} pictures written"),
    marked("{width} × {height} pixels, {due_width} × {due_height} wanted"),
    marked("frames shown at most {late} ms off their times"),
    marked("stored as {matrix}, {range} range"),
    marked("{what}: {kind} {verb} equal bit for bit"),
    marked("{what}: {kind} at {found} dB, at least {due} wanted"),
    marked("first frame"), marked("last frame"),
    marked("colours"), marked("colours and alpha"), marked("values"),
    marked("are"), marked("are not"),
    marked("no sound in these frames"),
    marked("the sound is missing"),
    marked("sound ends {past} ms after the pictures, {due} ms in the source"),
)  # fmt: skip
_IN_WORDS = frozenset({"advice", "how", "kind", "names", "problems", "verb", "what"})
"""What stands for words of the library rather than for a name or a number."""
_ONLY = {"verb": "are|are not"}
"""What some of that can be and nothing else, where it could not be told from its neighbour."""


def spoken(sentence: str) -> str:
    """Return a sentence of the library in the language of the window."""
    for pattern, expression in _expressions():
        found = expression.fullmatch(sentence)
        if found is not None:
            parts = found.groupdict()
            said = {name: _said(part) if name in _IN_WORDS else part for name, part in parts.items()}
            return tr(pattern).format(**said)
    return sentence


def _said(words: str) -> str:
    return "; ".join(spoken(part) for part in words.split("; "))


@cache
def _expressions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns with what finds them: sentences before phrases, those that say most of their own first."""
    own = {pattern: sum(len(literal) for literal, _ in _parts(pattern)) for pattern in PATTERNS}
    return tuple(
        (
            pattern,
            re.compile(
                "".join(
                    re.escape(literal) + (f"(?P<{name}>{_ONLY.get(name, '.+?')})" if name else "")
                    for literal, name in _parts(pattern)
                ),
                re.DOTALL,
            ),
        )
        for pattern in sorted(PATTERNS, key=lambda pattern: (not pattern.endswith("."), -own[pattern]))
    )


def _parts(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield what stands in a pattern literally, each with the name of what follows it, if any."""
    for literal, name, _, _ in Formatter().parse(pattern):
        yield literal, name or ""
