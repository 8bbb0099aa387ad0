"""Tiny clips whose every frame says its own number, made with the bundled ffmpeg."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from mvos_core.types import Frame
from mvos_core.video.coding import CODECS, Coding, Level, Quality

SIZE = (64, 96)
N_FRAMES = 48
DARK, BRIGHT = 20, 235


def h264(*, crf: int, preset: str = "medium") -> Coding:
    """Return H.264 with any settings of x264."""
    level = Level(f"crf {crf}", {"crf": str(crf), "preset": preset}, None)
    return Coding(replace(CODECS["h264"], levels={Quality.GOOD: level}), Quality.GOOD)


def numbered(number: int, *, size: tuple[int, int] = SIZE) -> Frame:
    """Return a frame of 2 x 4 dark or bright blocks: the bits of its number, which survive coding."""
    height, width = size
    bits = np.array([DARK, BRIGHT], np.uint8)[number >> np.arange(8) & 1].reshape(2, 4)
    rows, columns = np.arange(height) * 2 // height, np.arange(width) * 4 // width
    return np.repeat(bits[rows][:, columns][..., None], 3, axis=2)


def number_of(frame: Frame) -> int:
    """Read the number of a frame back."""
    height, width = frame.shape[:2]
    blocks = frame[height // 4 :: height // 2, width // 8 :: width // 4].mean(axis=2)
    return int(((blocks > 128).ravel() << np.arange(8)).sum())


def ffmpeg(*arguments: str | Path, data: bytes = b"") -> None:
    """Run the bundled ffmpeg."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def encode(frames: list[Frame], target: Path, *arguments: str, rate: str = "25") -> Path:
    """Encode frames with ffmpeg's `arguments`."""
    height, width = frames[0].shape[:2]
    source = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", rate, "-i", "-")
    ffmpeg(*source, *arguments, target, data=b"".join(frame.tobytes() for frame in frames))
    return target


def psnr(a: Frame, b: Frame) -> float:
    """Return the peak signal-to-noise ratio of two pictures in decibels."""
    error = np.mean((a.astype(np.float64) - b) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))
