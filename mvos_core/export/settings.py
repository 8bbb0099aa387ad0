"""What is exported, and as what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from mvos_core.masks.refine import Refinement
from mvos_core.types import MvosError
from mvos_core.video.coding import CODECS, Coding, Quality

PNG = "png"
"""The codec that is a folder of pictures."""


class Kind(str, Enum):
    """What an export shows."""

    REMOVED = "removed"
    CUTOUT = "cutout"
    BACKGROUND = "background"
    OVERLAY = "overlay"
    MATTE = "matte"
    MASKS = "masks"
    LABELS = "labels"

    @property
    def caption(self) -> str:
        """What it is called."""
        return _CAPTIONS[self]

    @property
    def usual_codec(self) -> str:
        """The codec that it is stored in where none is chosen."""
        if self in HARD:
            return PNG
        return "prores4444" if self is Kind.CUTOUT else "h264"

    @property
    def may_be_split(self) -> bool:
        """Whether every object can have a file of its own."""
        return self in {Kind.CUTOUT, Kind.BACKGROUND, Kind.MATTE, Kind.MASKS}


HARD = frozenset({Kind.MASKS, Kind.LABELS})
"""The kinds that are the masks themselves, bit for bit: no film holds them, and nothing softens their edges."""

_CAPTIONS = {
    Kind.REMOVED: "Clip without the objects",
    Kind.CUTOUT: "Objects cut out, with alpha",
    Kind.BACKGROUND: "Objects before another background",
    Kind.OVERLAY: "Clip with the objects tinted",
    Kind.MATTE: "Matte, white on black",
    Kind.MASKS: "Masks, black and white",
    Kind.LABELS: "Label maps, palette PNGs (DAVIS)",
}


class BackdropKind(str, Enum):
    """What stands behind the objects."""

    COLOUR = "colour"
    BLUR = "blur"
    GREY = "grey"


_NAMED = {"green": (0, 177, 64), "blue": (0, 71, 187), "black": (0, 0, 0), "white": (255, 255, 255)}
_USUAL_BLUR = 0.03


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What stands behind the objects: a colour (RGB), or the clip itself, blurred or grey.

    `blur` is the radius in parts of the picture's shorter side.
    """

    kind: BackdropKind = BackdropKind.COLOUR
    colour: tuple[int, int, int] = _NAMED["green"]
    blur: float = _USUAL_BLUR

    @classmethod
    def parse(cls, text: str) -> Backdrop:
        """Read “green”, “blue”, “black”, “white”, “#rrggbb”, “blur” or “grey”.

        Raises:
            MvosError: it is none of them.
        """
        word = text.strip().lower()
        if word in ("blur", "grey"):
            return cls(BackdropKind(word))
        if word in _NAMED:
            return cls(colour=_NAMED[word])
        if match := re.fullmatch(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", word):
            red, green, blue = (int(part, 16) for part in match.groups())
            return cls(colour=(red, green, blue))
        raise MvosError(
            f"“{text}” is no background; choose {', '.join(_NAMED)}, a colour such as #3366cc, blur or grey.",
            exit_code=2,
        )


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """What is exported, and as what.

    Attributes:
        kind: what it shows.
        codec: one of `CODECS`, `PNG`, or nothing for the kind's usual one.
        quality: nothing for the codec's usual one.
        objects: their labels; none of them means all.
        split: every object gets a file of its own.
        refinement: how masks are prepared for cut-outs, backgrounds and mattes.
        backdrop: what stands behind the objects.
        rate: frames a second, all equally long; the clip's own times where there is none.
        with_sound: whether films have the clip's sound.
        with_timeline: whether a timeline for editors is written beside it.
    """

    kind: Kind
    codec: str = ""
    quality: Quality | None = None
    objects: tuple[int, ...] = ()
    split: bool = False
    refinement: Refinement = Refinement()  # noqa: RUF009  (a frozen value)
    backdrop: Backdrop = Backdrop()
    rate: Fraction | None = None
    with_sound: bool = True
    with_timeline: bool = False

    def coding(self) -> Coding | None:
        """Return how pictures are stored, None for a folder of PNG files.

        Raises:
            MvosError: the codec and the kind or the quality do not go together.
        """
        name = self.codec or self.kind.usual_codec
        if self.kind in HARD and name != PNG:
            what = (
                "label maps; export them as PNG"
                if self.kind is Kind.LABELS
                else "masks; export a matte, or PNG"
            )
            raise MvosError(f"Films blur {what}.", exit_code=2)
        if self.split and not self.kind.may_be_split:
            raise MvosError(
                f"“{self.kind.caption}” is one file; only cut-outs, backgrounds, mattes and masks are split.",
                exit_code=2,
            )
        if name == PNG:
            if self.quality not in (None, Quality.LOSSLESS):
                raise MvosError("PNG is always lossless; leave the quality out.", exit_code=2)
            return None
        return Coding.of(name, quality=self.quality, has_alpha=self.kind is Kind.CUTOUT)


def why_not(kind: Kind, codec: str) -> str:
    """Return why a kind cannot be stored in a codec, in a few words; nothing if it can."""
    if kind in HARD and codec != PNG:
        return "films blur label maps" if kind is Kind.LABELS else "films blur masks; a matte may be one"
    if kind is Kind.CUTOUT and codec != PNG and CODECS[codec].alpha_format is None:
        return f"{CODECS[codec].title} stores no alpha"
    return ""
