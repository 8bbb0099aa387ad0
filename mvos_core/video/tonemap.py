"""High-dynamic-range pictures brought down to what an ordinary screen shows.

Signal → light (ITU-R BT.2100) → BT.709 primaries (ITU-R BT.2087) → highlights rolled off → sRGB. Light is
measured in units of reference white, 203 cd/m² (ITU-R BT.2408), so that a white page comes out almost white
and only what is brighter is compressed. Every channel is mapped by itself, which lets very bright colours
fade towards white as film does.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Frame

PQ, HLG = "smpte2084", "arib-std-b67"

_REFERENCE_WHITE = 203.0
_HLG_PEAK = 1000.0
_HLG_SYSTEM_GAMMA = 1.2  # BT.2100's for a 1,000 cd/m² screen; applied by channel, not by luminance
_KNEE = 0.6  # light below it stays as it is
_CODES = 4096  # steps of the tables: 12 bits

# BT.2020 to BT.709 primaries, linear light; BT.2087-0, annex 2.
_BT2020_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)


def tone_map(signal: NDArray[np.uint16], transfer: str, *, from_bt2020: bool) -> Frame:
    """Return the uint8 (H, W, 3) sRGB picture of a 16-bit full-range PQ or HLG one, uint16 (H, W, 3)."""
    light = _light_table(transfer)[signal >> 4]
    if from_bt2020:
        light = light @ _BT2020_TO_BT709.T
    # The square root spends the table's steps where the eye sees them, in the dark.
    steps = np.sqrt(np.clip(light / _brightest(transfer), 0, 1)) * (_CODES - 1) + 0.5
    picture: Frame = _screen_table(transfer)[steps.astype(np.uint16)]
    return picture


def _brightest(transfer: str) -> float:
    return (10_000.0 if transfer == PQ else _HLG_PEAK) / _REFERENCE_WHITE


@lru_cache(maxsize=2)
def _light_table(transfer: str) -> NDArray[np.float32]:
    """Light in units of reference white for each signal code."""
    signal = np.linspace(0, 1, _CODES)
    if transfer == PQ:
        root = signal ** (1 / 78.84375)
        light = (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
    else:
        scene = np.where(
            signal <= 0.5, signal**2 / 3, (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
        )
        light = scene**_HLG_SYSTEM_GAMMA
    table: NDArray[np.float32] = (light * _brightest(transfer)).astype(np.float32)
    return table


@lru_cache(maxsize=2)
def _screen_table(transfer: str) -> NDArray[np.uint8]:
    """The 8-bit sRGB value for each step of the square root of light."""
    light = np.linspace(0, 1, _CODES) ** 2 * _brightest(transfer)
    shoulder = 1 - (1 - _KNEE) * np.exp(-(light - _KNEE) / (1 - _KNEE))  # meets the knee with slope one
    light = np.where(light <= _KNEE, light, shoulder)
    signal = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    table: NDArray[np.uint8] = np.round(signal * 255).astype(np.uint8)
    return table
