"""How masks are prepared: a value for settings and projects, which knows nothing of pixels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from math import isfinite


@dataclass(frozen=True, slots=True)
class Refinement:
    """How a mask is prepared; everything is off by default.

    Attributes:
        grow_px: how far the edge moves outwards; negative to shrink.
        feather_px: how wide the edge is blurred; 0 leaves it antialiased.
        fill_holes_px: holes up to about this diameter are closed.
        despeckle_px: separate specks up to about this diameter are dropped.
        steady_frames: the edge is calmed over so many frames before and after.
        shadow: how readily the object's shadow or reflection is taken too, from 0 (not) to 1.
    """

    grow_px: float = 0.0
    feather_px: float = 0.0
    fill_holes_px: float = 0.0
    despeckle_px: float = 0.0
    steady_frames: int = 0
    shadow: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.shadow <= 1:
            raise ValueError(f"shadow is {self.shadow}; it lies between 0 and 1")
        if min(self.feather_px, self.fill_holes_px, self.despeckle_px, self.steady_frames) < 0:
            raise ValueError(f"only grow_px may be negative: {self}")

    def plain(self) -> dict[str, float]:
        """Return the preparation as JSON values."""
        return asdict(self)

    @classmethod
    def of_plain(cls, values: Mapping[str, object], default: Refinement | None = None) -> Refinement:
        """Return the preparation that `plain` gave; what is missing is as in `default`, what is unknown is ignored.

        Raises:
            ValueError: a value is not of its kind or out of its range.
        """
        numbers: dict[str, float] = {}
        for field in fields(cls):
            number = values.get(field.name, getattr(default or cls(), field.name))
            if isinstance(number, bool) or not isinstance(number, (int, float)) or not isfinite(number):
                raise ValueError(f"{field.name} is {number!r}; a number is due")
            numbers[field.name] = int(number) if field.name == "steady_frames" else float(number)
        return cls(**numbers)  # type: ignore[arg-type]


REMOVAL = Refinement(grow_px=4, feather_px=3)
"""What suits removal: a mask's edge is seldom on the safe side, and a soft seam hides best."""

AS_IT_IS = Refinement()
"""Nothing is done but that the edge is antialiased."""

Mattes = Mapping[int, Refinement]
"""How objects are prepared, by label; those that are missing are left as they are."""


def joined(own: Refinement, more: Refinement) -> Refinement:
    """Return the preparation that does what both ask for: it grows by their sum, and else does the most of each."""
    return Refinement(
        grow_px=own.grow_px + more.grow_px,
        feather_px=max(own.feather_px, more.feather_px),
        fill_holes_px=max(own.fill_holes_px, more.fill_holes_px),
        despeckle_px=max(own.despeckle_px, more.despeckle_px),
        steady_frames=max(own.steady_frames, more.steady_frames),
        shadow=max(own.shadow, more.shadow),
    )


def alike(
    objects: Iterable[int], mattes: Mattes, *, more: Refinement = AS_IT_IS
) -> dict[Refinement, list[int]]:
    """Return which objects are prepared in which way, together with what all of them need `more`."""
    groups: dict[Refinement, list[int]] = {}
    for label in objects:
        groups.setdefault(joined(mattes.get(label, AS_IT_IS), more), []).append(label)
    return groups
