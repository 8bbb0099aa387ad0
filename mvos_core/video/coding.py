"""How an exported film is stored: codecs, the files that take them, and quality as a word with its number beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from mvos_core.types import MvosError

MOVIE_FORMATS: Mapping[str, str] = MappingProxyType(
    {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}
)
"""FFmpeg's names of the files that can be written, by suffix."""


class Quality(str, Enum):
    """How good a stored picture is, and how large."""

    DRAFT = "draft"
    GOOD = "good"
    BEST = "best"
    LOSSLESS = "lossless"


@dataclass(frozen=True, slots=True)
class Level:
    """A quality of one codec.

    Attributes:
        number: the codec's own measure of it, in words.
        options: what the encoder is told.
        least_psnr_db: a decoded picture, halved, that is farther from what was rendered was not stored well; None
            where every bit comes back.
    """

    number: str
    options: Mapping[str, str] = field(hash=False)
    least_psnr_db: float | None


@dataclass(frozen=True, slots=True)
class Codec:
    """A way to store pictures.

    Attributes:
        name: what it is called on the command line.
        title: what it is called.
        encoder: FFmpeg's name.
        suffixes: of the files that take it, the usual one first.
        pixel_format: of pictures without alpha.
        alpha_format: of pictures with alpha, None where it cannot store that.
        levels: its qualities.
        needs_even: both sides must be even, so an odd picture gets its last row or column twice.
        only_limited: stores limited range only.
        tells_pixel_shape: its films say so where pixels are not square.
        tag: the code in an MP4 or MOV file that players look for, where FFmpeg's own choice is not theirs.
    """

    name: str
    title: str
    encoder: str
    suffixes: tuple[str, ...]
    pixel_format: str
    alpha_format: str | None
    levels: Mapping[Quality, Level] = field(hash=False)
    needs_even: bool = False
    only_limited: bool = False
    tells_pixel_shape: bool = True
    tag: str | None = None

    @property
    def usual_quality(self) -> Quality:
        """The one that is taken when none is asked for."""
        return Quality.GOOD if Quality.GOOD in self.levels else next(iter(self.levels))


def _levels(
    options: Mapping[str, str], rows: Mapping[Quality, tuple[str, Mapping[str, str]]]
) -> dict[Quality, Level]:
    # What white noise, the hardest of pictures, just reaches in 4:2:0.
    least = {Quality.DRAFT: 16.0, Quality.GOOD: 18.0, Quality.BEST: 20.0}
    return {
        quality: Level(number, MappingProxyType({**options, **own}), least.get(quality))
        for quality, (number, own) in rows.items()
    }


def _crf(options: Mapping[str, str], preset: str, *rows: tuple[Quality, int, str]) -> dict[Quality, Level]:
    settings = {quality: (f"crf {crf}", {"crf": str(crf), preset: effort}) for quality, crf, effort in rows}
    return _levels(options, settings)


_D, _G, _B, _L = Quality
_PRORES = {"vendor": "apl0"}

CODECS: Mapping[str, Codec] = MappingProxyType(
    {
        codec.name: codec
        for codec in (
            Codec(
                "h264", "H.264", "libx264", (".mp4", ".mov", ".mkv"), "yuv420p", None,
                _crf({}, "preset", (_D, 28, "veryfast"), (_G, 18, "medium"), (_B, 12, "slow")),
                needs_even=True,
            ),
            Codec(
                "h265", "H.265", "libx265", (".mp4", ".mov", ".mkv"), "yuv420p", None,
                _crf({"x265-params": "log-level=error"}, "preset",
                     (_D, 30, "veryfast"), (_G, 20, "medium"), (_B, 14, "medium")),
                needs_even=True, tag="hvc1",
            ),
            Codec(
                "prores422", "ProRes 422", "prores_ks", (".mov",), "yuv422p10le", None,
                _levels(_PRORES, {
                    _D: ("Proxy", {"profile": "0"}), _G: ("422", {"profile": "2"}), _B: ("422 HQ", {"profile": "3"}),
                }),
                only_limited=True,
            ),
            Codec(
                "prores4444", "ProRes 4444", "prores_ks", (".mov",), "yuv444p10le", "yuva444p10le",
                _levels({**_PRORES, "alpha_bits": "16"}, {
                    _G: ("4444", {"profile": "4"}), _B: ("4444 XQ", {"profile": "5"}),
                }),
                only_limited=True,
            ),
            Codec(
                "vp9", "VP9", "libvpx-vp9", (".webm", ".mkv"), "yuv420p", "yuva420p",
                # Frames that are not shown would be refused beside alpha.
                _crf({"b": "0", "deadline": "good", "row-mt": "1", "auto-alt-ref": "0"}, "cpu-used",
                     (_D, 40, "6"), (_G, 24, "4"), (_B, 15, "2")),
                tells_pixel_shape=False,
            ),
            Codec(
                "ffv1", "FFV1", "ffv1", (".mkv",), "bgr0", "bgra",
                _levels({"level": "3", "slicecrc": "1", "g": "1"}, {_L: ("every bit", {})}),
                tells_pixel_shape=False,
            ),
        )
    }
)  # fmt: skip
"""What films can be stored as, by name."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A codec at a quality, with or without alpha."""

    codec: Codec
    quality: Quality
    has_alpha: bool = False

    @classmethod
    def of(cls, name: str, *, quality: Quality | str | None = None, has_alpha: bool = False) -> Coding:
        """Return the coding of a codec of `CODECS`, at its usual quality unless another is given.

        Raises:
            MvosError: there is no such codec or quality, or it stores no alpha.
        """
        codec = CODECS.get(name)
        if codec is None:
            raise MvosError(f"There is no codec {name}; choose {', '.join(CODECS)}.", exit_code=2)
        if has_alpha and codec.alpha_format is None:
            able = ", ".join(other.title for other in CODECS.values() if other.alpha_format)
            raise MvosError(f"{codec.title} stores no alpha; choose {able} or PNG.", exit_code=2)
        words = [word.value for word in codec.levels]
        if quality is not None and quality not in words:
            raise MvosError(
                f"{codec.title} has no quality “{Quality(quality).value if quality in list(Quality) else quality}”; "
                f"choose {', '.join(words)}.",
                exit_code=2,
            )
        return cls(codec, codec.usual_quality if quality is None else Quality(quality), has_alpha)

    @property
    def level(self) -> Level:
        """What its quality means."""
        return self.codec.levels[self.quality]

    @property
    def pixel_format(self) -> str:
        """FFmpeg's name of how a pixel is stored."""
        return (self.codec.alpha_format if self.has_alpha else None) or self.codec.pixel_format

    def stored_size(self, size: tuple[int, int]) -> tuple[int, int]:
        """Return the (height, width) that a picture of `size` is stored in."""
        height, width = size
        return (height + height % 2, width + width % 2) if self.codec.needs_even else size

    def check_suffix(self, suffix: str) -> None:
        """See that a file of this suffix takes the codec.

        Raises:
            MvosError: it does not.
        """
        if suffix.lower() not in self.codec.suffixes:
            names = " or ".join(self.codec.suffixes)
            raise MvosError(
                f"{self.codec.title} goes into a file that ends in {names}, not {suffix}; rename it.",
                exit_code=2,
            )


def codec_for(suffix: str, *, has_alpha: bool = False) -> str | None:
    """Return the codec that a suffix stands for where none was chosen, None if no film is called so."""
    usual = {
        ".mp4": None if has_alpha else "h264",
        ".mov": "prores4444" if has_alpha else "prores422",
        ".webm": "vp9",
        ".mkv": "ffv1",
    }
    return usual.get(suffix.lower())
