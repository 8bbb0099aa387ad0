"""How the background moves from frame to frame where the camera turns or the background is flat: homographies."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.inpaint.still import OVERVIEW_STRIDE, Still, Stills, overview, overview_points
from mvos_core.types import Mask

Homography = NDArray[np.float64]
"""float64 (3, 3): working coordinates (x, y, 1) of one frame to those of another."""
Plane = NDArray[np.float32]

_LEAST_POINTS = 12
_POINT_DISTANCE_PX = 7
_RETURN_PX = 0.7
_INLIER_PX = 0.8
_CLEARANCE_PX = 4
_FAST_PX = 8
_EXPECTED_VOTES = 3.0
"""So much more a corner counts that moves as expected: in a fast pan little of the background is seen twice."""
_SHIFT_STRIDE = 4


def apply_homography(homography: Homography, x: Plane, y: Plane) -> tuple[Plane, Plane]:
    """Map points with the coordinates `x` and `y`, float32 of one shape."""
    h = homography
    w = h[2, 0] * x + h[2, 1] * y + h[2, 2]
    mapped_x = (h[0, 0] * x + h[0, 1] * y + h[0, 2]) / w
    mapped_y = (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / w
    return mapped_x.astype(np.float32), mapped_y.astype(np.float32)


def match_background(
    a: NDArray[np.uint8],
    b: NDArray[np.uint8],
    *,
    free_a: Mask,
    free_b: Mask,
    offset: tuple[int, int] = (0, 0),
    shift: tuple[float, float] = (0.0, 0.0),
    least_agreeing: float = 0.25,
    corners: int = 800,
) -> tuple[Homography | None, int]:
    """Return the homography that takes the background of `a` to that of `b`, None where too little agrees.

    Corners are tracked there and back (Lucas and Kanade), and the homography that most of them obey is found
    robustly (MAGSAC++, Barath et al., CVPR 2020), so things that move by themselves are outvoted.

    Args:
        a: uint8 (h, w).
        b: uint8 (h, w).
        free_a: bool (h, w), where `a` shows background.
        free_b: bool (h, w), the same for `b`.
        offset: (x, y) of the pictures' top left corner in working coordinates.
        shift: (x, y), by about how much the background has moved.
        least_agreeing: the share of tracked corners, from 0 to 1, that must obey the homography.
        corners: how many are tracked at most.

    Returns:
        The homography, and how many corners obey it.
    """
    side = 2 * _CLEARANCE_PX + 1
    clear = cv2.erode(free_a.astype(np.uint8) * 255, np.ones((side, side), np.uint8))
    start = cv2.goodFeaturesToTrack(a, corners, 0.003, _POINT_DISTANCE_PX, mask=clear)
    if start is None or len(start) < _LEAST_POINTS:
        return None, 0
    start = np.asarray(start, np.float32).reshape(-1, 1, 2)
    end, found = _track(a, b, start, np.asarray(start + np.array(shift, np.float32), np.float32))
    back, returned = _track(b, a, end, start)
    kept = found & returned & (np.linalg.norm(start - back, axis=2)[:, 0] < _RETURN_PX)
    height, width = b.shape
    column, row = np.rint(end[:, 0]).astype(int).T
    kept &= free_b[row.clip(0, height - 1), column.clip(0, width - 1)]
    if np.count_nonzero(kept) < _LEAST_POINTS:
        return None, 0
    corner = np.array(offset, np.float32)
    homography, inliers = cv2.findHomography(
        start[kept] + corner, end[kept] + corner, cv2.USAC_MAGSAC, _INLIER_PX, maxIters=500, confidence=0.999
    )
    agreeing = 0 if homography is None else np.count_nonzero(inliers)
    if agreeing < max(_LEAST_POINTS, least_agreeing * np.count_nonzero(kept)):
        return None, 0
    return np.asarray(homography, np.float64), agreeing


def _track(
    a: NDArray[np.uint8], b: NDArray[np.uint8], points: Plane, guess: Plane
) -> tuple[Plane, NDArray[np.bool_]]:
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 20, 0.03)
    flags = cv2.OPTFLOW_USE_INITIAL_FLOW
    end, status, _ = cv2.calcOpticalFlowPyrLK(
        a, b, points, guess.copy(), winSize=(15, 15), maxLevel=4, criteria=criteria, flags=flags
    )
    return np.asarray(end, np.float32), np.asarray(status[:, 0] > 0)


class CameraPath:
    """The camera's motion along a clip's key frames, estimated as far as it is asked for."""

    def __init__(self, stills: Stills, keys: range) -> None:
        """Look at the frames of `keys` only."""
        self._stills = stills
        self._keys = keys
        self._hidden: dict[int, Mask] = {}
        self._steps: dict[int, Homography | None] = {}

    def between(self, a: int, b: int) -> Homography | None:
        """Return the homography from key frame `a` to key frame `b`, None where a cut or a blank lies between."""
        result: Homography = np.eye(3)
        stride = self._keys.step
        low, high = min(a, b), max(a, b)
        for key in range(low, high, stride):
            step = self._step(key)
            if step is None:
                return None
            result = step @ result
        if a > b:
            result = np.linalg.inv(result)
        return np.asarray(result / result[2, 2], np.float64)

    def hidden(self, key: int) -> Mask:
        """Return the overview of what a key frame hides, bool."""
        if key not in self._hidden:
            self._hidden[key] = overview(self._stills[key])
        return self._hidden[key]

    def sees(self, target: int, source: int, homography: Homography) -> Mask:
        """Return which pixels of the target's overview the source shows, bool."""
        hidden = self.hidden(source)
        x, y = overview_points(self._stills[target])
        x, y = apply_homography(homography, x, y)
        half = OVERVIEW_STRIDE / 2
        column, row = np.rint((x - half) / OVERVIEW_STRIDE), np.rint((y - half) / OVERVIEW_STRIDE)
        height, width = hidden.shape
        inside = (column >= 0) & (row >= 0) & (column < width) & (row < height)
        column, row = column.clip(0, width - 1).astype(int), row.clip(0, height - 1).astype(int)
        return np.asarray(inside & ~hidden[row, column])

    def _step(self, key: int) -> Homography | None:
        if key not in self._steps:
            following = key + self._keys.step
            # A camera mostly goes on as it went.
            expected = max((self._shift(key - self._keys.step), self._shift(following)), key=np.linalg.norm)
            self._steps[key] = camera_motion(self._stills[key], self._stills[following], expected=expected)
        return self._steps[key]

    def expected_shift(self, index: int, key: int) -> tuple[float, float]:
        """Return about how far, (x, y), the background moves from any frame to a key frame beside it."""
        before = index // self._keys.step * self._keys.step
        x, y = self._shift(before)
        share = (key - index) / self._keys.step
        return x * share, y * share

    def _shift(self, key: int) -> tuple[float, float]:
        """Return how far the picture's middle moves from a key frame to the next one, as far as that is known."""
        step = self._steps.get(key)
        if step is None:
            return 0.0, 0.0
        height, width = self._stills[key].size
        middle = np.full((1,), width / 2, np.float32), np.full((1,), height / 2, np.float32)
        x, y = apply_homography(step, *middle)
        return float(x[0] - width / 2), float(y[0] - height / 2)


def camera_motion(a: Still, b: Still, *, expected: tuple[float, float] = (0.0, 0.0)) -> Homography | None:
    """Return the homography that takes the background of still `a` to that of still `b`, None if it is not found.

    In a fast pan tracking finds only what the camera follows, so it is also tried from where most of the picture
    went and from the shift (x, y) that is `expected`; what most corners agree on is the background.
    """
    starts = [(0.0, 0.0)]
    for shift in (expected, overall_shift(a, b)):
        if min(np.hypot(shift[0] - x, shift[1] - y) for x, y in starts) > _FAST_PX:
            starts.append(shift)
    best, most = None, 0.0
    for shift in starts:
        found, agreeing = match_background(a.grey, b.grey, free_a=~a.hidden, free_b=~b.hidden, shift=shift)
        votes = agreeing * (_EXPECTED_VOTES if shift == expected else 1.0)
        if votes > most:
            best, most = found, votes
    return best


def overall_shift(a: Still, b: Still) -> tuple[float, float]:
    """Return by how much, (x, y) in working pixels, most of the picture moved from still `a` to still `b`.

    Phase correlation (Kuglin and Hines, "The phase correlation image alignment method", 1975), on small pictures
    without brightness and with what hides the background greyed out.
    """
    small = [_structure(still) for still in (a, b)]
    window = cv2.createHanningWindow((small[0].shape[1], small[0].shape[0]), cv2.CV_32F)
    (x, y), _ = cv2.phaseCorrelate(small[0], small[1], window)
    return x * _SHIFT_STRIDE, y * _SHIFT_STRIDE


def _structure(still: Still) -> Plane:
    height, width = still.size
    size = (max(8, width // _SHIFT_STRIDE), max(8, height // _SHIFT_STRIDE))
    grey = cv2.resize(still.grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    detail = grey - cv2.GaussianBlur(grey, (0, 0), 6)
    seen = cv2.resize(np.where(still.hidden, np.uint8(0), np.uint8(1)), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(detail * seen, np.float32)
