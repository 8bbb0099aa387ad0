"""Scribbles in the real window: strokes become masks in the background, stroke by stroke."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from app.controllers.scribbling import given_to
from app.raster import Stroke, strokes_mask
from app.scribbling import Scribbler
from app.widgets.scratch import Pen
from mvos_core.masks.track import Origin
from mvos_core.scribble.head import ScribbleHead
from mvos_core.types import Frame, Mask
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio, centre, truth


class FakeHead:
    """Takes for the object what was there before and every disc that a stroke touches; waits while `gate` is clear."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.seen: list[tuple[int, int, bool]] = []

    def __call__(self, frame: Frame, foreground: Mask, background: Mask, *, previous: Mask | None) -> Mask:
        self.gate.wait(10)
        self.seen.append((int(foreground.sum()), int(background.sum()), previous is not None))
        mask = np.zeros(foreground.shape, np.bool_) if previous is None else previous.copy()
        discs = frame.max(axis=2) > 100
        for seed, value in ((foreground, True), (background, False)):
            colours = np.unique(frame[seed & discs], axis=0)
            for colour in colours:
                mask[(frame == colour).all(axis=2)] = value
        return mask


@pytest.fixture
def head(studio: Studio) -> FakeHead:
    head = FakeHead()
    studio.session.scribbler = Scribbler(lambda: cast(ScribbleHead, head))
    return head


@pytest.fixture
def scribbler(studio: Studio) -> Studio:
    """The window with the scribble tool in the hand."""
    studio.trigger("scribble")
    studio.window.painting.set_diameter(4)
    return studio


def line(label: int, index: int) -> tuple[tuple[float, float], ...]:
    x, y = centre(label, index)
    return (x - 3, y), (x, y), (x + 3, y)


def settle(studio: Studio) -> None:
    studio.qtbot.waitUntil(lambda: not studio.session.strokes.is_busy, timeout=PATIENCE_MS)


def shown(studio: Studio) -> int:
    """How many strokes the canvas shows."""
    return len(studio.window.canvas.strokes)


def test_a_line_over_an_object_finds_it_with_grab_cut(scribbler: Studio) -> None:
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    found, disc = scribbler.labels(0) == 1, truth(0) == 1
    assert (found & disc).sum() > 0.9 * (found | disc).sum()
    assert scribbler.session.document.track[0].origin is Origin.PAINTED
    assert scribbler.session.document.undo_stack.undoText() == "Scribble"


def test_strokes_refine_and_undo_takes_back_one_with_its_effect(scribbler: Studio, head: FakeHead) -> None:
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    one = scribbler.labels(0)
    scribbler.drag(*line(2, 0))
    settle(scribbler)
    np.testing.assert_array_equal(scribbler.labels(0) > 0, truth(0) > 0)
    scribbler.drag(*line(2, 0), button=Qt.MouseButton.RightButton)
    settle(scribbler)
    # The background stroke takes the second disc away again.
    np.testing.assert_array_equal(scribbler.labels(0), one)
    assert [previous for _, _, previous in head.seen] == [False, True, True]
    assert [background > 0 for _, background, _ in head.seen] == [False, False, True]
    assert shown(scribbler) == 3
    for left in (2, 1, 0):
        scribbler.trigger("undo")
        assert shown(scribbler) == left
    assert 0 not in scribbler.session.document.track
    for there in (1, 2, 3):
        scribbler.trigger("redo")
        assert shown(scribbler) == there
    np.testing.assert_array_equal(scribbler.labels(0), one)


@pytest.mark.parametrize("how", ["right button", "alt", "check box"])
def test_ways_to_mark_the_background(scribbler: Studio, head: FakeHead, how: str) -> None:
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    scribbler.window.tool_options.background.setChecked(how == "check box")
    scribbler.drag(
        *line(1, 0),
        button=Qt.MouseButton.RightButton if how == "right button" else Qt.MouseButton.LeftButton,
        modifiers=Qt.KeyboardModifier.AltModifier if how == "alt" else Qt.KeyboardModifier.NoModifier,
    )
    settle(scribbler)
    assert not (scribbler.labels(0) == 1).any()
    assert [stroke.foreground for stroke in scribbler.window.canvas.strokes] == [True, False]


def test_strokes_are_seen_only_with_the_tool_and_in_their_frame(scribbler: Studio, head: FakeHead) -> None:
    x, y = centre(1, 0)
    before = scribbler.pixel(x, y)
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    green = scribbler.pixel(x, y)
    assert green[1] > green[0]
    scribbler.trigger("brush")
    assert scribbler.pixel(x, y)[0] > 150 > scribbler.pixel(x, y)[1]
    assert before[0] > before[1]
    scribbler.trigger("scribble")
    assert scribbler.pixel(x, y) == green
    scribbler.go_to(3)
    assert shown(scribbler) == 0
    scribbler.go_to(0)
    assert shown(scribbler) == 1
    # A mask that was edited otherwise begins without strokes.
    scribbler.trigger("brush")
    scribbler.dab(1, 4)
    scribbler.trigger("scribble")
    assert shown(scribbler) == 0


def test_other_objects_keep_their_pixels(scribbler: Studio, head: FakeHead) -> None:
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    scribbler.window.objects.add()
    assert shown(scribbler) == 0
    scribbler.drag(*line(1, 0), *line(2, 0))
    settle(scribbler)
    np.testing.assert_array_equal(scribbler.labels(0) == 1, truth(0) == 1)
    assert (scribbler.labels(0) == 2)[truth(0) == 2].all()
    # A background stroke for the one says nothing about the other.
    scribbler.drag(*line(1, 0), *line(2, 0), button=Qt.MouseButton.RightButton)
    settle(scribbler)
    np.testing.assert_array_equal(scribbler.labels(0), truth(0, labels=(1,)))


def test_pixels_of_locked_objects_are_never_given_away() -> None:
    labels = np.array([[1, 1, 2, 3, 0]], np.uint8)
    everywhere = np.ones((1, 5), np.bool_)
    assert given_to(labels, everywhere, Pen(1)).tolist() == [[1, 1, 2, 3, 1]]
    over = Pen(1, over_others=True, locked=frozenset({3}))
    assert given_to(labels, everywhere, over).tolist() == [[1, 1, 1, 3, 1]]
    assert given_to(labels, ~everywhere, over).tolist() == [[0, 0, 2, 3, 0]]


def test_drawing_on_while_a_stroke_is_worked_out(scribbler: Studio, head: FakeHead) -> None:
    """Nothing waits for the network, a gesture under way is not broken off, and each stroke is one undo."""
    head.gate.clear()
    scribbler.drag(*line(1, 0))
    assert shown(scribbler) == 1
    points = line(2, 0)
    scribbler.mouse(QEvent.Type.MouseButtonPress, *points[0])
    head.gate.set()
    settle(scribbler)
    assert scribbler.window.canvas.is_painting
    assert 0 not in scribbler.session.document.track
    scribbler.mouse(QEvent.Type.MouseMove, *points[1])
    scribbler.mouse(QEvent.Type.MouseButtonRelease, *points[2])
    assert 0 in scribbler.session.document.track
    settle(scribbler)
    np.testing.assert_array_equal(scribbler.labels(0) > 0, truth(0) > 0)
    assert scribbler.session.document.undo_stack.count() == 2


def test_a_stroke_belongs_to_the_frame_that_it_was_drawn_on(scribbler: Studio, head: FakeHead) -> None:
    head.gate.clear()
    scribbler.drag(*line(1, 0))
    scribbler.go_to(5)
    head.gate.set()
    settle(scribbler)
    assert list(scribbler.session.document.track) == [0]
    assert shown(scribbler) == 0


def test_a_stroke_is_worked_out_anew_on_a_mask_that_was_painted_meanwhile(
    scribbler: Studio, head: FakeHead
) -> None:
    head.gate.clear()
    scribbler.drag(*line(1, 0))
    scribbler.trigger("brush")
    scribbler.drag((80, 10), (85, 10))
    head.gate.set()
    settle(scribbler)
    assert scribbler.labels(0)[10, 82] == 1
    assert (scribbler.labels(0) == 1)[truth(0) == 1].all()
    assert [previous for _, _, previous in head.seen] == [False, True]
    stack = scribbler.session.document.undo_stack
    assert [stack.text(n) for n in range(stack.count())] == ["Brush stroke", "Scribble"]


@pytest.mark.parametrize("change", ["delete", "other clip", "undo"])
def test_a_stroke_whose_object_or_mask_has_gone_is_dropped(
    scribbler: Studio, head: FakeHead, change: str
) -> None:
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    head.gate.clear()
    scribbler.drag(*line(2, 0))
    if change == "delete":
        scribbler.window.objects.delete(1)
    elif change == "undo":
        scribbler.trigger("undo")
    else:
        clip = scribbler.session.document.clip
        assert clip is not None
        scribbler.open(clip.path)
    before = dict(scribbler.session.document.track)
    head.gate.set()
    settle(scribbler)
    assert dict(scribbler.session.document.track) == before


def test_background_strokes_alone_ask_for_the_object(scribbler: Studio, head: FakeHead) -> None:
    scribbler.drag((5, 5), (9, 5), button=Qt.MouseButton.RightButton)
    assert "Draw over the object first" in scribbler.window.statusBar().currentMessage()
    settle(scribbler)
    assert 0 not in scribbler.session.document.track
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    assert head.seen[-1][1] > 0  # the stroke from before counts
    assert shown(scribbler) == 2


def test_escape_gives_a_stroke_up(scribbler: Studio, head: FakeHead) -> None:
    scribbler.mouse(QEvent.Type.MouseButtonPress, *centre(1, 0))
    QTest.keyClick(scribbler.window.canvas, Qt.Key.Key_Escape)
    settle(scribbler)
    assert not head.seen
    assert shown(scribbler) == 0


def test_a_failure_is_told_and_the_next_stroke_works(scribbler: Studio, head: FakeHead) -> None:
    failing: list[Callable[[], ScribbleHead | None]] = [_fails]
    scribbler.session.scribbler = Scribbler(lambda: failing.pop()() if failing else cast(ScribbleHead, head))
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    assert "not enough memory" in scribbler.window.banner.text
    assert shown(scribbler) == 0
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    np.testing.assert_array_equal(scribbler.labels(0), truth(0, labels=(1,)))


def _fails() -> ScribbleHead | None:
    raise RuntimeError("out of memory")


def test_scribbling_while_a_run_goes_corrects_it(scribbler: Studio, head: FakeHead) -> None:
    scribbler.drag(*line(1, 0))
    settle(scribbler)
    scribbler.network.before_step = lambda index: scribbler.network.gate.clear() if index == 8 else None
    scribbler.trigger("propagate")
    scribbler.qtbot.waitUntil(lambda: 8 in scribbler.session.document.track, timeout=PATIENCE_MS)
    scribbler.network.before_step = lambda _index: None
    scribbler.go_to(4)
    scribbler.drag(*line(2, 4))
    assert not scribbler.is_running()
    scribbler.network.gate.set()
    settle(scribbler)
    assert scribbler.is_running() or 4 in scribbler.session.document.anchors()
    scribbler.wait_for_run()
    document = scribbler.session.document
    assert document.anchors() == [0, 4]
    assert len(document.track) == N_FRAMES
    assert not document.stale


def test_strokes_cover_the_way_between_their_points() -> None:
    mask = strokes_mask([Stroke(((2.5, 3.5), (7.5, 3.5)), 1, foreground=True)], (8, 10))
    expected: NDArray[np.bool_] = np.zeros((8, 10), np.bool_)
    expected[3, 2:8] = True
    np.testing.assert_array_equal(mask, expected)
    assert not strokes_mask([], (8, 10)).any()
