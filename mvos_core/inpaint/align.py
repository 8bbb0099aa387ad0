"""One frame's background laid exactly over another's, where the other hides its own."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.inpaint.camera import Homography, apply_homography, match_background
from mvos_core.inpaint.flow import dense_flow, follow
from mvos_core.inpaint.interpolation import push_pull
from mvos_core.inpaint.protocol import bounding_box
from mvos_core.inpaint.still import Still, shrink
from mvos_core.types import Frame, Mask

Plane = NDArray[np.float32]

_MARGIN_PX = 40
_SURROUNDINGS_PX = 60
_TRUST_PX = 3
_MOST_FLOW_PX = 16
_MOST_MISMATCH = 20
_MOST_EXPOSURE = 30
_MISMATCH_LEVELS = 5.0
_LEAST_TRUSTED = 50
_LEAST_AGREEING = 0.4
_CORNERS = 300
_OFF_PX = 3.0
"""What moves so much unlike the rest moves by itself."""
_LIKE_PX = 1.5
_FITTED = 1000
_FITTING_ROUNDS = 6
_RIDGE = 1e-3 * np.eye(6)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a still that is worked on: a hole and what surrounds it.

    Attributes:
        rows, columns: its place in the working picture.
        full_rows, full_columns: its place in the frame.
        grey: uint8 (h, w).
        hidden: bool (h, w).
        frame: uint8 (H, W, 3).
        hole: bool (H, W).
    """

    rows: slice
    columns: slice
    full_rows: slice
    full_columns: slice
    grey: NDArray[np.uint8]
    hidden: Mask
    frame: Frame
    hole: Mask


def window_of(still: Still, *, margin: int = _MARGIN_PX) -> Window:
    """Return the window around a still's hole, `margin` working pixels wider on each side."""
    rows, columns = bounding_box(still.hidden, margin=margin)
    height, width = still.hole.shape
    full_rows = slice(rows.start * still.stride, min(rows.stop * still.stride, height))
    full_columns = slice(columns.start * still.stride, min(columns.stop * still.stride, width))
    return Window(
        rows,
        columns,
        full_rows,
        full_columns,
        np.ascontiguousarray(still.grey[rows, columns]),
        np.ascontiguousarray(still.hidden[rows, columns]),
        np.ascontiguousarray(still.frame[full_rows, full_columns]),
        np.ascontiguousarray(still.hole[full_rows, full_columns]),
    )


@dataclass(frozen=True, slots=True)
class Aligned:
    """A source as seen from a target's window.

    Attributes:
        colour: uint8 (H, W, 3), its exposure matched to the target's.
        visible: bool (H, W), where the source shows background.
        mismatch: float32 (h, w), in levels: how far it is from what the target shows around the hole, carried on
            into it.
        x, y: float32 (H, W), where in the source each pixel was taken from.
    """

    colour: Frame
    visible: Mask
    mismatch: Plane
    x: Plane
    y: Plane


def align(target: Still, source: Still, guess: Homography, window: Window) -> Aligned | None:
    """Lay `source` over the target's window; None where their backgrounds do not agree.

    `guess` takes the target's working coordinates to the source's. It is first corrected with corners around the
    hole, then dense flow is measured where both frames show background and carried smoothly into the hole; light
    is matched the same way.
    """
    homography = _corrected(target, source, guess, window)
    if homography is None:
        return None
    y, x = np.mgrid[window.rows, window.columns].astype(np.float32)
    map_x, map_y = apply_homography(homography, x, y)
    picture, shown = _look_up(source, map_x, map_y)
    flow = _residual_flow(window, picture, shown)
    map_x, map_y = apply_homography(homography, x + flow[..., 0], y + flow[..., 1])
    full_x, full_y = _full(map_x, x, window, source.stride), _full(map_y, y, window, source.stride)
    colour = cv2.remap(source.frame, full_x, full_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    visible = _visible(source.hole, full_x, full_y)
    _, shown = _look_up(source, map_x, map_y)
    colour, mismatch = _match_light(
        window, np.asarray(colour, np.uint8), shown & ~window.hidden, source.stride
    )
    # Blur and compression carry the object a little beyond its hole.
    visible &= _enlarged(shown, visible.shape)
    return Aligned(colour, visible, mismatch, full_x, full_y)


def fitness(aligned: Aligned) -> Plane:
    """Return how far a source is to be trusted by how well it fits around the hole, float32 (H, W), from 0 to 1."""
    height, width = aligned.visible.shape
    return np.asarray(cv2.resize(np.exp(-aligned.mismatch / _MISMATCH_LEVELS), (width, height)), np.float32)


def _corrected(target: Still, source: Still, guess: Homography, window: Window) -> Homography | None:
    """Correct a homography by what the two frames show around the hole; as it is where they show too little."""
    rows, columns = _widened(window.rows, target.size[0]), _widened(window.columns, target.size[1])
    y, x = np.mgrid[rows, columns].astype(np.float32)
    picture, shown = _look_up(source, *apply_homography(guess, x, y))
    free = ~target.hidden[rows, columns]
    if not (shown & free).any():
        return None
    correction, _ = match_background(
        np.ascontiguousarray(target.grey[rows, columns]),
        picture,
        free_a=shown & free,
        free_b=shown,
        offset=(columns.start, rows.start),
        least_agreeing=_LEAST_AGREEING,
        corners=_CORNERS,
    )
    return guess if correction is None else guess @ correction


def _widened(span: slice, length: int) -> slice:
    return slice(max(0, span.start - _SURROUNDINGS_PX), min(length, span.stop + _SURROUNDINGS_PX))


def _look_up(source: Still, x: Plane, y: Plane) -> tuple[NDArray[np.uint8], Mask]:
    """Return the source's grey at working coordinates and where that is background."""
    grey = cv2.remap(source.grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(grey, np.uint8), _visible(source.hidden, x, y)


def _visible(hidden: Mask, x: Plane, y: Plane) -> Mask:
    free = np.where(hidden, np.uint8(0), np.uint8(255))
    return np.asarray(
        cv2.remap(free, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0,)) > 250
    )


def _residual_flow(window: Window, picture: NDArray[np.uint8], shown: Mask) -> Plane:
    """Return the flow, float32 (h, w, 2), that the homography left over, smooth where it cannot be measured.

    Dense inverse search (Kroeger et al., ECCV 2016); where either picture hides the background it is given the
    other's, so that the search finds no motion there and is not led astray.
    """
    here = np.where(window.hidden, picture, window.grey)
    there = np.where(shown, picture, here)
    side = 2 * _TRUST_PX + 1
    if min(here.shape) < 2 * side:
        return np.zeros((*here.shape, 2), np.float32)
    flow = dense_flow(here, there)
    both = (shown & ~window.hidden).astype(np.uint8)
    trusted = (
        cv2.erode(both, np.ones((side, side), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=(1,)) > 0
    )
    moved = follow(there, flow)
    trusted &= cv2.blur(cv2.absdiff(moved, here).astype(np.float32), (7, 7)) < _MOST_MISMATCH
    trusted &= np.abs(flow).max(axis=2) < _MOST_FLOW_PX
    if np.count_nonzero(trusted) < _LEAST_TRUSTED:
        return np.zeros_like(flow)
    off = np.square(flow - _prevailing(flow, trusted)).sum(axis=2) / _OFF_PX**2
    weight = trusted * np.square(np.maximum(0, 1 - off))  # Tukey's
    return push_pull(flow, weight.astype(np.float32))


def _prevailing(flow: Plane, trusted: Mask) -> Plane:
    """Return the quadratic flow, float32 (h, w, 2), that most of the trusted flow is near to.

    The background's parallax is nearly that, and what moves by itself is not: a plane's flow is quadratic (Longuet-Higgins
    and Prazdny, "The interpretation of a moving retinal image", 1980), and the ground on which things stand runs away
    from the camera too steeply for an affine one. Iteratively reweighted least squares.
    """
    height, width = trusted.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    u, v = x / width - 0.5, y / height - 0.5
    terms = np.dstack([np.ones_like(x), u, v, u * u, u * v, v * v])
    places = np.flatnonzero(trusted)
    some = places[:: max(1, len(places) // _FITTED)]
    known, values = terms.reshape(-1, terms.shape[2])[some], flow.reshape(-1, 2)[some]
    model = np.zeros((terms.shape[2], 2), np.float32)
    model[0] = np.median(values, axis=0)
    # First affine by most of it (Cauchy's weights), then bent by what is near that alone (Tukey's): a bend would
    # else be fitted to what moves by itself.
    for n_terms in (3,) * _FITTING_ROUNDS + (6,) * _FITTING_ROUNDS:
        off = np.square(values - known @ model).sum(axis=1)
        weight = (
            1 / (1 + off / _LIKE_PX**2) if n_terms == 3 else np.square(np.maximum(0, 1 - off / _OFF_PX**2))
        )
        weighted = known[:, :n_terms] * weight[:, None]
        left = weighted.T @ known[:, :n_terms] + _RIDGE[:n_terms, :n_terms]
        model[:n_terms] = np.linalg.solve(left, weighted.T @ values)
    return np.asarray(terms @ model, np.float32)


def _full(mapped: Plane, here: Plane, window: Window, stride: int) -> Plane:
    """Bring one coordinate of a map from working to full resolution."""
    if stride == 1:
        return mapped
    height, width = window.hole.shape
    # The displacement is smooth, so that it may be enlarged; the coordinates themselves would be clipped at the edges.
    moved = cv2.resize(mapped - here, (here.shape[1] * stride, here.shape[0] * stride))[:height, :width]
    own = np.repeat(np.repeat(here, stride, axis=0), stride, axis=1)[:height, :width]
    step = (np.arange(stride, dtype=np.float32) + 0.5) / stride - 0.5
    along_x = here[0, 0] != here[0, -1]
    within = np.resize(step, width)[None, :] if along_x else np.resize(step, height)[:, None]
    return np.asarray((own + within + moved + 0.5) * stride - 0.5, np.float32)


def _enlarged(mask: Mask, size: tuple[int, ...]) -> Mask:
    if mask.shape == size:
        return mask
    factor = -(-size[0] // mask.shape[0])
    return np.repeat(np.repeat(mask, factor, axis=0), factor, axis=1)[: size[0], : size[1]]


def _match_light(window: Window, colour: Frame, both: Mask, stride: int) -> tuple[Frame, Plane]:
    """Correct the colour by its smooth difference from the target around the hole; return it and the mismatch left."""
    known = both.astype(np.float32)
    ours, theirs = (
        _shrunk(window.frame, stride).astype(np.float32),
        _shrunk(colour, stride).astype(np.float32),
    )
    difference = push_pull(
        np.clip(_blurred(ours - theirs, known, sigma=4), -_MOST_EXPOSURE, _MOST_EXPOSURE), known
    )
    left = np.abs(ours - theirs - difference).mean(axis=2, keepdims=True)
    mismatch = push_pull(_blurred(left, known, sigma=6), known)[..., 0]
    height, width = window.hole.shape
    if stride > 1:
        size = (difference.shape[1] * stride, difference.shape[0] * stride)
        difference = np.asarray(cv2.resize(difference, size), np.float32)[:height, :width]
    return np.clip(colour + difference + 0.5, 0, 255).astype(np.uint8), mismatch


def _shrunk(frame: Frame, stride: int) -> Frame:
    return (
        frame
        if stride == 1
        else np.dstack([shrink(np.ascontiguousarray(frame[..., c]), stride) for c in range(3)])
    )


def _blurred(values: Plane, weight: Plane, *, sigma: float) -> Plane:
    """Blur what is known only by what is known."""
    top = np.asarray(cv2.GaussianBlur(values * weight[..., None], (0, 0), sigma), np.float32).reshape(
        values.shape
    )
    bottom = np.asarray(cv2.GaussianBlur(weight, (0, 0), sigma), np.float32)
    return np.asarray(top / np.maximum(bottom, 1e-3)[..., None], np.float32)
