"""Which packet of a file shows which frame, and where decoding has to start for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PacketRecord:
    """A packet as a file's demuxer gives it; its place in that order, decoding order, is its ordinal.

    `pts` and `dts` (presentation and decoding time) and `duration` are in ticks of the stream's time base.
    A hidden packet is decoded for others' sake and not shown (an edit list cuts it away).
    """

    pts: int | None
    dts: int | None
    duration: int
    size_bytes: int
    is_key: bool
    is_hidden: bool


def presentation_order(packets: Sequence[PacketRecord]) -> list[int] | None:
    """Return the ordinals of the shown packets in the order of showing.

    None where the times cannot tell: one is missing, or two are the same.
    """
    shown = [ordinal for ordinal, packet in enumerate(packets) if not packet.is_hidden]
    times = {ordinal: pts for ordinal in shown if (pts := packets[ordinal].pts) is not None}
    if len(times) < len(shown) or len(set(times.values())) < len(shown):
        return None
    return sorted(shown, key=times.__getitem__)


def by_appearance(packets: Sequence[PacketRecord]) -> dict[tuple[int | None, int], int]:
    """Return the ordinals of packets by (pts, size), by which one is known again; none if two look alike."""
    ordinals = {(packet.pts, packet.size_bytes): ordinal for ordinal, packet in enumerate(packets)}
    return ordinals if len(ordinals) == len(packets) else {}


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """Frames by presentation order against packets by decoding order.

    `packets[i]` is the ordinal of the packet that shows frame `i`, `frames` its inverse. A decoder may start
    at the packets `keys`; of those, `key_frames` are the first frames that are whole when it does.
    """

    packets: tuple[int, ...]
    frames: dict[int, int]
    keys: tuple[int, ...]
    key_frames: tuple[int, ...]

    def starts(self, frame: int) -> list[tuple[int, int]]:
        """Return where decoding may start so as to get a frame, as (packet, first whole frame), best first.

        The second start is for streams that refresh gradually: there, a key packet only begins a recovery
        that is complete by about the next one.
        """
        nearest = self._nearest_key(frame)
        return [(self.keys[key], self.key_frames[key]) for key in (nearest, nearest - 1) if key >= 0]

    def group_start(self, frame: int) -> int:
        """Return the first frame of the group of pictures that a frame is decoded with."""
        return self.key_frames[self._nearest_key(frame)]

    def first_group_start(self, frames: range) -> int:
        """Return the first of ascending frames that a group of pictures starts at, else the first."""
        key = bisect_left(self.key_frames, frames[0])
        if key < len(self.key_frames) and self.key_frames[key] in frames:
            return self.key_frames[key]
        return frames[0]

    def _nearest_key(self, frame: int) -> int:
        # A leading picture follows its key packet but is shown before it, and needs the group before as well.
        key = bisect_right(self.keys, self.packets[frame]) - 1
        while key > 0 and self.key_frames[key] > frame:
            key -= 1
        return key


def index_frames(packets: Sequence[PacketRecord], order: Sequence[int]) -> FrameIndex:
    """Build the index of the packets whose frames are shown in `order` (packet ordinals)."""
    frames = {ordinal: frame for frame, ordinal in enumerate(order)}
    keys: list[int] = []
    key_frames: list[int] = []
    for ordinal, packet in enumerate(packets):
        frame = frames.get(ordinal, len(order))
        if packet.is_key or not keys:
            keys.append(ordinal)
            key_frames.append(frame)
        elif keys[-1] not in frames:
            # The key packet itself is not shown, so the first shown of those after it begins its frames.
            key_frames[-1] = min(key_frames[-1], frame)
    key_frames[0] = 0  # nothing lies before the first, whatever it is
    return FrameIndex(tuple(order), frames, tuple(keys), tuple(key_frames))
