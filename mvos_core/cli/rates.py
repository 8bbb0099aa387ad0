"""Frame rates as people write them."""

from __future__ import annotations

from fractions import Fraction

from mvos_core.types import MvosError

_RATE_ROUNDING = Fraction(1, 1_000_000)
_LARGEST_DENOMINATOR = 100_000  # of a rate that is no rounded one


def parse_rate(text: str) -> Fraction | None:
    """Read frames a second, as a number or a fraction; nothing means the clip's own times.

    A number that is a rounded fraction, such as 29.97002997, is taken as the fraction, here 30000/1001.

    Raises:
        MvosError: it is no such number.
    """
    try:
        rate = _usual(Fraction(text)) if text else None
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if rate is not None and not 0 < rate <= 1000:
        raise MvosError(
            f"“{text}” is no frame rate; write frames a second, such as 25 or 30000/1001.", exit_code=2
        )
    return rate


def _usual(rate: Fraction) -> Fraction:
    usual = rate.limit_denominator(1001)  # television's
    return usual if abs(usual - rate) < _RATE_ROUNDING else rate.limit_denominator(_LARGEST_DENOMINATOR)
