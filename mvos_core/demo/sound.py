"""The clip's sound, synthesised: a small motor that follows the car's speed, the room's air, a music box."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mvos_core.demo.motion import N_FRAMES, RATE, camera, car_pose, travelled
from mvos_core.demo.shapes import Array

SAMPLE_RATE = 48_000

Signal: TypeAlias = NDArray[np.float64]

_NOTES = (
    # When (seconds), which (hertz, a pentatonic scale) and how loud.
    (0.25, 783.99, 0.9), (0.75, 659.26, 0.7), (1.00, 587.33, 0.6), (1.50, 783.99, 0.8), (1.75, 880.00, 0.7),
    (2.25, 1046.50, 0.9), (2.75, 880.00, 0.6), (3.00, 783.99, 0.7), (3.25, 659.26, 0.6), (3.50, 523.25, 0.9),
)  # fmt: skip


def synthesise(*, seed: int = 20) -> Array:
    """Return the soundtrack, as long as the clip: float32 (2, samples) within -1..1, left and right."""
    rng = np.random.default_rng([seed, 4])
    n_samples = round(N_FRAMES / RATE * SAMPLE_RATE)
    time_s = np.arange(n_samples) / SAMPLE_RATE
    mixed = _motor(time_s, rng) + _air(n_samples, rng) + _music_box(time_s)
    fade = np.minimum(1, np.minimum(time_s / 0.05, (time_s[-1] - time_s) / 0.35))
    mixed = mixed * fade
    sound: Array = (0.5 * mixed / np.abs(mixed).max()).astype(np.float32)
    return sound


def _coloured_noise(n_samples: int, rng: np.random.Generator, *, low_hz: float, high_hz: float) -> Signal:
    """Return noise of unit strength whose spectrum swells at `low_hz` and fades beyond `high_hz`."""
    spectrum = np.fft.rfft(rng.standard_normal(n_samples))
    hertz = np.fft.rfftfreq(n_samples, 1 / SAMPLE_RATE)
    spectrum *= (hertz / low_hz) ** 2 / (1 + (hertz / low_hz) ** 2) / (1 + (hertz / high_hz) ** 2)
    noise = np.fft.irfft(spectrum, n_samples)
    return np.asarray(noise / noise.std())


def _motor(time_s: Signal, rng: np.random.Generator) -> Signal:
    """Return the motor (2, samples): its pitch follows the speed, its loudness and side the car's place."""
    frames = np.arange(N_FRAMES + 1)
    at = time_s * float(RATE)
    driven = np.array([travelled(float(frame)) for frame in frames])
    speed = np.interp(at, frames, np.gradient(driven))
    loudness, side = [], []
    for frame in frames:
        pose, eye = car_pose(float(frame)), camera(float(frame)).eye
        loudness.append(7 / np.hypot(pose.x - eye[0], pose.z - eye[2]))
        side.append((pose.x - eye[0]) / np.hypot(pose.x - eye[0], pose.z - eye[2]))
    phase = 2 * np.pi * np.cumsum(62 + 620 * speed) / SAMPLE_RATE
    hum = sum(np.sin(phase * harmonic) / harmonic**1.3 for harmonic in (1, 2, 3, 4, 6))
    hum = hum * (1 + 0.18 * np.sin(phase / 4)) + 0.25 * _coloured_noise(
        at.size, rng, low_hz=300, high_hz=1500
    )
    hum = 0.2 * hum * (0.4 + 4 * speed) * np.interp(at, frames, loudness)
    pan = 0.6 * np.interp(at, frames, side)
    return np.stack([hum * np.sqrt((1 - pan) / 2), hum * np.sqrt((1 + pan) / 2)])


def _air(n_samples: int, rng: np.random.Generator) -> Signal:
    """Return the room's quiet air (2, samples), different in each ear."""
    ears = [_coloured_noise(n_samples, rng, low_hz=120, high_hz=700) for _ in range(2)]
    return np.stack(ears) * 0.012


def _music_box(time_s: Signal) -> Signal:
    """Return the notes (1, samples): each a decaying tone with two faint, faster-fading overtones."""
    total = np.zeros_like(time_s)
    for start_s, hertz, loudness in _NOTES:
        since = np.maximum(time_s - start_s, 0)
        strike = 1 - np.exp(-since * 700)
        for ratio, share, decay in ((1.0, 1.0, 3.2), (2.0, 0.22, 5.5), (5.4, 0.10, 14.0)):
            total += (
                0.13
                * loudness
                * share
                * strike
                * np.exp(-decay * since)
                * np.sin(2 * np.pi * hertz * ratio * since)
            )
    return total[None]
