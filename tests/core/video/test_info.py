from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

from mvos_core.video.info import frame_rate

NTSC = Fraction(30000, 1001)
MS = Fraction(1, 1000)


def test_a_constant_rate_is_the_one_measured() -> None:
    assert frame_rate(range(0, 40 * 512, 512), Fraction(1, 12800), hints=[]) == (Fraction(25), False)


def test_rounded_times_take_the_rate_that_is_claimed() -> None:
    ticks = [round(index / NTSC * 1000) for index in range(2000)]
    assert frame_rate(ticks, MS, hints=[None, Fraction(30), NTSC]) == (NTSC, False)


def test_a_wrong_claim_is_not_believed() -> None:
    assert frame_rate([0, 40, 80, 120], MS, hints=[Fraction(50), Fraction(0)]) == (Fraction(25), False)


def test_a_pause_makes_the_rate_variable_and_the_average_exact() -> None:
    assert frame_rate([0, 40, 80, 500], MS, hints=[Fraction(25)]) == (Fraction(6), True)


@pytest.mark.parametrize(("hints", "rate"), [([Fraction(30)], Fraction(30)), ([], Fraction(24))])
def test_a_single_frame(hints: list[Fraction | None], rate: Fraction) -> None:
    assert frame_rate([0], MS, hints=hints) == (rate, False)


def test_importing_loads_nothing_heavy() -> None:
    check = "import sys, mvos_core.video; print([n for n in ('av','PIL','cv2','torch','PySide6') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
