"""Runs of several objects in the real window, through anchors that speak for some of them."""

from __future__ import annotations

import numpy as np

from app.widgets.timeline import State
from mvos_core.masks.track import Origin
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio, truth


def test_an_object_added_later_reaches_every_frame_and_leaves_the_first_one(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    studio.go_to(6)
    studio.window.objects.add()
    studio.dab(2, 6)
    studio.trigger("propagate")
    studio.wait_for_run()
    for index in range(N_FRAMES):
        labels = studio.labels(index)
        if index >= 6 or index == 0:
            np.testing.assert_array_equal(labels == 1, truth(index) == 1)
        for label in (1, 2):
            # Blended from probabilities at a quarter of the size, so edges are only near.
            disc = truth(index) == label
            assert (disc & (labels == label)).sum() > 0.6 * (disc | (labels == label)).sum()
    document = studio.session.document
    assert document.anchors() == [0, 6]
    assert document.decisions() == {0: {1}, 6: {1, 2}}
    assert [studio.window.timeline.state(label, 0) for label in (1, 2)] == [State.PAINTED, State.PROPAGATED]


def test_an_object_added_after_a_correction_outdates_all_frames(studio: Studio) -> None:
    """No other anchor decides about it, so the anchors of the others do not bound what it changes."""
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    studio.go_to(12)
    studio.trigger("confirm")
    studio.trigger("update_stale")
    studio.wait_for_run()
    assert not studio.session.document.stale
    studio.go_to(18)
    studio.window.objects.add()
    studio.dab(2, 18)
    assert studio.session.document.stale == set(range(N_FRAMES)) - {0, 12, 18}
    studio.trigger("update_stale")
    studio.wait_for_run()
    assert all(studio.session.document.objects_at(index) == {1, 2} for index in range(N_FRAMES))


def test_sixteen_objects_run_together(studio: Studio) -> None:
    document, timeline = studio.session.document, studio.window.timeline
    everyone = set(range(1, 17))
    studio.window.painting.set_diameter(6)
    for label in sorted(everyone):
        if label > 1:
            studio.trigger("add_object")
        studio.drag((5 + 12 * ((label - 1) % 8), 20 + 24 * ((label - 1) // 8)))
    painted = document.track[0]
    studio.trigger("propagate")
    studio.wait_for_run()
    assert all(document.objects_at(index) == everyone for index in range(N_FRAMES))
    assert document.track[0] == painted
    assert all(timeline.state(label, 7) is State.PROPAGATED for label in everyone)
    studio.window.objects.delete(3)
    assert all(document.objects_at(index) == everyone - {3} for index in range(N_FRAMES))
    assert studio.window.objects_panel.labels() == sorted(everyone - {3})
    studio.trigger("undo")
    studio.trigger("undo")
    assert list(document.track) == [0]
    while document.undo_stack.canUndo():
        studio.trigger("undo")
    assert not document.track
    while document.undo_stack.canRedo():
        studio.trigger("redo")
    assert all(document.objects_at(index) == everyone - {3} for index in range(N_FRAMES))


def test_objects_painted_in_different_frames_run_through_each_others_anchors(studio: Studio) -> None:
    document = studio.session.document
    studio.dab(1, 0)
    painted = studio.labels(0)
    studio.go_to(12)
    studio.window.objects.add()
    studio.dab(2, 12)
    studio.trigger("propagate")
    studio.wait_for_run()
    assert all(document.objects_at(index) == {1, 2} for index in range(N_FRAMES))
    np.testing.assert_array_equal(studio.labels(0) == 1, painted == 1)
    assert document.decisions() == {0: {1}, 12: {2}}
    studio.trigger("undo")
    assert document.objects_at(0) == {1}
    assert document.objects_at(12) == {2}
    studio.trigger("redo")
    # What ran through an anchor's frame is computed again like any other, and never becomes an anchor by itself.
    studio.go_to(12)
    studio.session.selection.select(1)
    studio.trigger("clear_object")
    assert document.decisions() == {0: {1}, 12: {1, 2}}
    assert not (studio.labels(12) == 1).any()


def test_between_anchors_outside_the_range_both_directions_are_blended(studio: Studio) -> None:
    document = studio.session.document
    studio.dab(1, 0)
    studio.go_to(20)
    studio.dab(1, 20)
    document.set_range(range(5, 11))
    studio.trigger("propagate")
    studio.wait_for_run()
    assert sorted(document.track) == [0, *range(5, 11), 20]
    assert all(document.track[index].origin is Origin.BLENDED for index in range(5, 11))
    assert studio.network.steps == [*range(0, 11), *range(20, 4, -1)]


def test_stopping_on_the_way_to_the_range(studio: Studio) -> None:
    """No frame in the range is reached yet, and still the run ends within a frame."""
    studio.dab(1, 0)
    studio.session.document.set_range(range(20, N_FRAMES))
    studio.network.gate.clear()
    studio.trigger("propagate")
    studio.trigger("stop")
    studio.network.gate.set()
    studio.qtbot.waitUntil(lambda: not studio.session.network.is_busy, timeout=PATIENCE_MS)
    assert len(studio.network.steps) <= 1
    assert list(studio.session.document.track) == [0]


def test_a_locked_object_is_not_propagated_over(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    before = {index: studio.labels(index) for index in range(N_FRAMES)}
    studio.trigger("toggle_locked")
    studio.network.before_step = lambda _index: None
    studio.window.objects.add()
    studio.go_to(0)
    studio.window.painting.set_diameter(18)
    studio.dab(2, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    for index in range(N_FRAMES):
        first = before[index] == 1
        assert (studio.labels(index)[first] == 1).all()
        assert ((studio.labels(index) == 1) == first).all()
