"""Frames and pixels along the timeline, the ruler's ticks, and what wheels and fingers do."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.film_strip import cells, picture_width
from app.widgets.lanes import Row, State, anchor_centres, combined, state_row
from app.widgets.ruler import tick_frames, tick_seconds, time_code
from app.widgets.time_scale import FRAME_PX, TimeScale

CLIPS = st.integers(1, 20_000)
WIDTHS = st.integers(1, 3000)
ZOOMS = st.lists(st.tuples(st.floats(0.2, 5), st.floats(0, 1)), max_size=6)


def zoomed(n_frames: int, width: int, zooms: list[tuple[float, float]]) -> TimeScale:
    scale = TimeScale(n_frames, width)
    for factor, place in zooms:
        scale = scale.zoomed(factor, x=place * width)
    return scale


def test_the_whole_clip_fits_and_a_frame_is_under_its_pixels() -> None:
    scale = TimeScale(100, 1000)
    assert (scale.frame_px, scale.n_visible, scale.visible, scale.is_whole) == (10, 100, range(100), True)
    assert [scale.frame_at(x) for x in (-5, 0, 9.9, 10, 999, 1500)] == [0, 0, 0, 1, 99, 99]
    near = scale.zoomed(4, x=500)
    assert (near.frame_px, near.start, near.visible) == (40, 37.5, range(37, 63))
    assert near.frame_at(500) == 50


def test_zooming_ends_with_single_frames_and_with_the_whole_clip() -> None:
    closest = TimeScale(18_000, 1200).zoomed(1e9, x=600)
    assert closest.frame_px == pytest.approx(FRAME_PX)
    assert len(closest.visible) in (17, 18)
    assert closest.zoomed(1e-9, x=0) == TimeScale(18_000, 1200)
    short = TimeScale(3, 1200)  # wider than that anyway
    assert short.zoomed(10, x=0) == short


@given(CLIPS, WIDTHS, ZOOMS, st.floats(0.2, 5), st.floats(0, 1))
def test_what_lies_under_the_cursor_stays_there_unless_an_end_is_reached(
    n_frames: int, width: int, zooms: list[tuple[float, float]], factor: float, place: float
) -> None:
    scale = zoomed(n_frames, width, zooms)
    after = scale.zoomed(factor, x=place * width)
    assert after.start >= 0
    assert after.start + after.n_visible <= n_frames * (1 + 1e-9)
    assert after.frame_px <= max(FRAME_PX, width / n_frames) * (1 + 1e-9)
    under, later = (s.start + place * width / s.frame_px for s in (scale, after))
    at_an_end = after.start == 0 or after.start + after.n_visible >= n_frames - 1e-6
    assert at_an_end or under == pytest.approx(later, abs=1e-6 * n_frames + 1e-6)


@given(CLIPS, WIDTHS, ZOOMS, st.integers(0, 19_999))
def test_a_frame_comes_into_sight_by_a_page_or_by_the_least_move(
    n_frames: int, width: int, zooms: list[tuple[float, float]], frame: int
) -> None:
    frame %= n_frames
    scale = zoomed(n_frames, width, zooms)
    slack = 1e-6 * n_frames + 1e-6
    for moved in (scale.paged_to(frame), scale.revealing(frame)):
        assert moved.zoom == scale.zoom
        assert moved.start - slack <= frame
        assert frame + 1 <= moved.start + moved.n_visible + slack
    if scale.start <= frame and frame + 1 <= scale.start + scale.n_visible:
        assert scale.paged_to(frame) == scale


def test_pages_turn_in_the_direction_of_travel() -> None:
    scale = TimeScale(1000, 1000).showing(100, 50)
    assert scale.paged_to(149) == scale
    assert scale.paged_to(150).visible == range(150, 200)
    assert scale.paged_to(99).visible == range(50, 100)
    assert scale.paged_to(999).visible == range(950, 1000)
    assert scale.revealing(150).visible == range(101, 151)
    assert scale.revealing(95).visible == range(95, 145)


@given(CLIPS, WIDTHS, ZOOMS, st.integers(0, 2**32 - 1))
def test_columns_show_the_highest_state_of_their_frames(
    n_frames: int, width: int, zooms: list[tuple[float, float]], seed: int
) -> None:
    scale = zoomed(n_frames, width, zooms)
    values = np.random.default_rng(seed).integers(0, 4, n_frames).astype(np.uint8)
    shown = Row(values, telling=np.maximum).columns(scale)
    firsts = scale.columns()
    assert len(shown) == len(firsts) == width
    for column in {0, width // 3, width - 1}:
        stop = firsts[column + 1] if column + 1 < width else scale.visible.stop
        stop = firsts[column] + 1 if scale.frame_px >= 1 else stop
        assert shown[column] == values[firsts[column] : max(stop, firsts[column] + 1)].max()


def test_rows_forget_what_they_showed_when_a_value_changes() -> None:
    scale = TimeScale(1000, 100)
    row, other = state_row(1000), state_row(1000)
    assert not row.columns(scale).any()
    row.put([999], np.array([State.PAINTED]))
    other.put([5], np.array([State.STALE]))
    assert np.flatnonzero(row.columns(scale)).tolist() == [99]
    assert np.flatnonzero(combined([row, other], scale)).tolist() == [0, 99]
    assert np.flatnonzero(row.columns(TimeScale(1000, 10))).tolist() == [9]


def test_an_anchor_is_marked_once_at_the_middle_of_its_frame() -> None:
    row = state_row(10)
    row.put([3], np.array([State.PAINTED]))
    scale = TimeScale(10, 500)
    assert anchor_centres(np.asarray(row.columns(scale), np.uint8), scale) == [175.0]


# The ruler ---------------------------------------------------------------------------------------------------


@given(CLIPS, st.integers(50, 3000), ZOOMS)
def test_ticks_are_round_apart_and_in_sight(
    n_frames: int, width: int, zooms: list[tuple[float, float]]
) -> None:
    scale = zoomed(n_frames, width, zooms)
    ticks = tick_frames(scale, 50)
    assert ticks.step * scale.frame_px >= 50 * (1 - 1e-9)
    assert str(ticks.step).strip("0") in {"1", "2", "5"}
    assert all(frame % ticks.step == 0 and frame in scale.visible for frame in (*ticks[:1], *ticks[-1:]))


def test_seconds_have_round_steps_until_frames_say_more() -> None:
    times_s = np.arange(18_000) / 30
    whole = TimeScale(18_000, 1200)
    assert tick_seconds(whole, times_s, 60) == range(0, 600, 30)
    near = whole.showing(9000, 300)
    assert tick_seconds(near, times_s, 60) == range(300, 310)
    assert not tick_seconds(whole.showing(9000, 60), times_s, 60)


def test_time_codes_count_the_frames_of_each_second() -> None:
    times_s = np.arange(0, 4000, 1001 / 30000)
    assert time_code(times_s, 0) == "0:00:00"
    assert time_code(times_s, 29) == "0:00:29"
    assert time_code(times_s, 30) == "0:01:00"  # shown at 1.001 s
    assert time_code(times_s, 107_893) == "1:00:00:00"  # at 3600.03 s, no frame of that second before
    uneven = np.array([0.0, 0.5, 0.9, 2.0, 2.1])
    assert [time_code(uneven, index) for index in range(5)] == [
        "0:00:00", "0:00:01", "0:00:02", "0:02:00", "0:02:01",
    ]  # fmt: skip


# The strip ---------------------------------------------------------------------------------------------------


@given(CLIPS, st.integers(50, 3000), ZOOMS)
def test_cells_cover_what_is_in_sight_and_come_back_at_other_places(
    n_frames: int, width: int, zooms: list[tuple[float, float]]
) -> None:
    scale = zoomed(n_frames, width, zooms)
    found = list(cells(scale, 64))
    assert found[0].x <= 1e-6
    assert found[-1].x + found[-1].width >= width - 1e-3
    for one, following in pairwise(found):
        assert one.x + one.width == pytest.approx(following.x, abs=1e-3)
        assert one.width >= 64 * (1 - 1e-9)
    assert len(found) <= width / 64 + 2
    moved = {cell.frame for cell in cells(scale.panned(40), 64)}
    assert len(found) < 3 or moved & {cell.frame for cell in found}


def test_pictures_keep_the_shape_of_the_clip_and_are_small() -> None:
    assert picture_width((1080, 1920)) == 64
    assert picture_width((1920, 1080)) == 20
    assert picture_width((100, 1000)) == 96
