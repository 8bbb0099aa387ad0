"""Takes: which one counts where, against a plain list of one take per frame."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvos_core.masks.refine import Refinement
from mvos_core.removal import RemovalSettings
from mvos_core.takes import Take, Takes

N_FRAMES = 12
RANGES = st.tuples(st.integers(0, N_FRAMES - 1), st.integers(1, N_FRAMES)).filter(lambda r: r[0] < r[1])


def counting(takes: Takes) -> list[int]:
    return [takes.at(frame) for frame in range(N_FRAMES)]


@given(choices=st.lists(st.tuples(st.integers(0, 2), RANGES), max_size=6), part=RANGES)
def test_choosing_is_writing_into_a_list(
    choices: list[tuple[int, tuple[int, int]]], part: tuple[int, int]
) -> None:
    takes = Takes((Take("a"), Take("b"), Take("c")))
    expected = [0] * (N_FRAMES + 1)
    for take, (start, stop) in choices:
        takes = takes.choose(take, range(start, stop))
        expected[start:stop] = [take] * (stop - start)
    assert counting(takes) == expected[:N_FRAMES]
    assert all(a != b for (_, a), (_, b) in zip(takes.changes, takes.changes[1:], strict=False))
    segments = takes.segments(range(*part))
    assert [take for frames, take in segments for _ in frames] == expected[slice(*part)]
    assert [frame for frames, _ in segments for frame in frames] == list(range(*part))


def test_a_deleted_take_gives_way_to_the_first_and_the_others_keep_their_frames() -> None:
    takes = Takes((Take("a"), Take("b"), Take("c"))).choose(1, range(2, 4)).choose(2, range(4, 8))
    left = takes.delete(1)
    assert [take.name for take in left.takes] == ["a", "c"]
    assert counting(left) == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]
    first_gone = takes.delete(0)
    assert [first_gone.takes[take].name for take in counting(first_gone)] == [*"bbbbccccbbbb"]
    with pytest.raises(ValueError, match="must be a take"):
        Takes().delete(0)


def test_new_takes_have_names_of_their_own() -> None:
    takes = Takes().add(RemovalSettings(method="telea")).add(RemovalSettings())
    assert [take.name for take in takes.takes] == ["Take 1", "Take 2", "Take 3"]
    assert [take.name for take in takes.delete(1).add(RemovalSettings()).takes] == [
        "Take 1",
        "Take 3",
        "Take 2",
    ]
    assert takes.add(RemovalSettings(), naming="Fassung {n}").takes[-1].name == "Fassung 1"
    changed = takes.set_settings(1, RemovalSettings(method="ns"))
    assert [take.settings.method for take in changed.takes] == ["temporal", "ns", "temporal"]


def test_takes_survive_json() -> None:
    settings = RemovalSettings((2, 3), "telea", Refinement(2.5, 1, 8, 4, 2, 0.3))
    takes = Takes().add(settings).choose(1, range(3, 6))
    assert Takes.of_plain(json.loads(json.dumps(takes.plain()))) == takes
    assert Takes.of_plain({}) == Takes()
    assert Takes.of_plain({"method": "from elsewhere"}) == Takes()


@pytest.mark.parametrize(
    "values",
    [
        {"takes": 3},
        {"takes": [1]},
        {"takes": [{"method": "magic"}]},
        {"takes": [{"shadow": 2}]},
        {"takes": [{"grow_px": "wide"}]},
        {"takes": [{"objects": ["1"]}]},
        {"takes": [{}], "changes": [[0, 1]]},
        {"takes": [{}, {}], "changes": [[4, 1], [2, 0]]},
        {"takes": [{}], "changes": [[0]]},
        {"takes": [{}], "changes": [[True, 0]]},
    ],
)
def test_what_is_damaged_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Takes.of_plain(values)
