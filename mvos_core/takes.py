"""Takes: several ways of removing objects from one clip, kept side by side, and which of them counts where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mvos_core.removal import RemovalSettings

USUAL_NAME = "Take {n}"
"""What takes are called, by their number."""


@dataclass(frozen=True, slots=True)
class Take:
    """One way of removing: its name and its settings."""

    name: str
    settings: RemovalSettings = field(default_factory=RemovalSettings)


@dataclass(frozen=True, slots=True)
class Takes:
    """The takes of a clip.

    Attributes:
        takes: at least one.
        changes: (frame, take), ascending by frame: from this frame on, this take counts. Before the first one it is
            take 0.

    Raises:
        ValueError: there is no take, or a change names none, or they are out of order.
    """

    takes: tuple[Take, ...] = (Take(USUAL_NAME.format(n=1)),)
    changes: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if not self.takes:
            raise ValueError("there must be a take")
        frames = [frame for frame, _ in self.changes]
        if frames != sorted(set(frames)) or any(frame < 0 for frame in frames):
            raise ValueError(f"the frames where takes change are out of order: {frames}")
        if any(not 0 <= take < len(self.takes) for _, take in self.changes):
            raise ValueError(f"a change names a take that is not there: {self.changes}")

    def at(self, frame: int) -> int:
        """Return the number of the take that counts in a frame."""
        return next((take for first, take in reversed(self.changes) if first <= frame), 0)

    def segments(self, frames: range) -> list[tuple[range, int]]:
        """Return consecutive parts of `frames`, going forwards, each with the one take that counts there."""
        starts = [frames.start, *(first for first, _ in self.changes if frames.start < first < frames.stop)]
        stops = [*starts[1:], frames.stop]
        return [(range(start, stop), self.at(start)) for start, stop in zip(starts, stops, strict=True)]

    def choose(self, take: int, frames: range) -> Takes:
        """Let a take count in `frames`."""
        kept = [change for change in self.changes if not frames.start <= change[0] <= frames.stop]
        ends = [(frames.start, take), (frames.stop, self.at(frames.stop))]
        return replace(self, changes=_merged(sorted([*kept, *ends])))

    def add(self, settings: RemovalSettings, *, naming: str = USUAL_NAME) -> Takes:
        """Put a take behind the others, named by `naming` with the first number {n} that gives a new name."""
        used = {take.name for take in self.takes}
        names = (naming.format(n=n) for n in range(1, len(self.takes) + 2))
        return replace(
            self, takes=(*self.takes, Take(next(name for name in names if name not in used), settings))
        )

    def set_settings(self, take: int, settings: RemovalSettings) -> Takes:
        """Give a take other settings."""
        changed = replace(self.takes[take], settings=settings)
        return replace(self, takes=(*self.takes[:take], changed, *self.takes[take + 1 :]))

    def delete(self, take: int) -> Takes:
        """Take a take away; where it counted, the first of those that are left counts.

        Raises:
            ValueError: it is the only one.
        """
        left = self.takes[:take] + self.takes[take + 1 :]
        moved = [(f, 0 if t == take else t - 1 if t > take else t) for f, t in self.changes]
        return Takes(left, _merged(moved))

    def plain(self) -> dict[str, object]:
        """Return the takes as JSON values."""
        return {
            "takes": [{"name": take.name, **take.settings.plain()} for take in self.takes],
            "changes": [list(change) for change in self.changes],
        }

    @classmethod
    def of_plain(cls, values: Mapping[str, object]) -> Takes:
        """Return the takes that `plain` gave; what is missing keeps its default, what is unknown is ignored.

        Raises:
            ValueError: a value is not of its kind or out of its range.
        """
        rows, changes = values.get("takes", []), values.get("changes", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError(f"takes is {rows!r}; a list of takes is due")
        if not isinstance(changes, list) or not all(_is_change(change) for change in changes):
            raise ValueError(f"changes is {changes!r}; a list of frames with a take each is due")
        takes = tuple(Take(str(row.get("name", "")), RemovalSettings.of_plain(row)) for row in rows)
        return cls(takes, tuple((frame, take) for frame, take in changes)) if takes else cls()


def _is_change(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(number) is int for number in value)


def _merged(changes: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Leave out changes that change nothing."""
    result: list[tuple[int, int]] = []
    for frame, take in changes:
        if take != (result[-1][1] if result else 0):
            result.append((frame, take))
    return tuple(result)
