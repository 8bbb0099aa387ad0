"""LaMa ("Resolution-robust large mask inpainting with Fourier convolutions", Suvorov et al., WACV 2022).

The network is `SimpleLama` of the package simple-lama-inpainting, with the weights that the environment variable
LAMA_MODEL names or else its own download.
"""

from __future__ import annotations

import os
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

import cv2
import numpy as np

from mvos_core.inpaint.protocol import bounding_box
from mvos_core.types import Frame, Mask, MvosError

if TYPE_CHECKING:
    from simple_lama_inpainting import SimpleLama

_LEAST_MARGIN_PX = 64
_MOST_SIDE_PX = 768
_WEIGHTS = "big-lama.pt"
_INSTALL = "install it with “pip install mobilevos-studio[lama]” or choose the method temporal"


class LamaFill:
    """Fills single frames with LaMa, working on the hole's surroundings only. The network is loaded at the first fill."""

    def __init__(self, *, device: str = "cpu") -> None:
        """Use torch's `device`, such as "cpu" or "cuda"."""
        self._device = device
        self._network: SimpleLama | None = None

    def __call__(self, frame: Frame, mask: Mask, /) -> Frame:
        """Return the frame, uint8 (H, W, 3), with the pixels of `mask`, bool (H, W), filled; no other one changes.

        Raises:
            MvosError: the package or its weights are missing, or the weights cannot be used.
        """
        if not mask.any():
            return frame.copy()
        network = self._loaded()
        # As much context as the hole is large: LaMa looks at the whole crop.
        _, _, width, height = cv2.boundingRect(mask.astype(np.uint8))
        rows, columns = bounding_box(mask, margin=max(_LEAST_MARGIN_PX, max(width, height) // 2))
        crop, hole = np.ascontiguousarray(frame[rows, columns]), mask[rows, columns]
        painted = self._paint(network, crop, hole)
        result = frame.copy()
        result[rows, columns][hole] = painted[hole]
        return result

    def _paint(self, network: SimpleLama, crop: Frame, hole: Mask) -> Frame:
        height, width = hole.shape
        scale = min(1.0, _MOST_SIDE_PX / max(height, width))
        grey = hole.astype(np.uint8) * 255
        if scale < 1:
            size = (round(width * scale), round(height * scale))
            small = np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), np.uint8)
            small_hole = np.asarray(
                cv2.resize(grey, size, interpolation=cv2.INTER_AREA) > 0, np.uint8
            ) * np.uint8(255)
            painted = self._run(network, small, small_hole)
            return np.asarray(cv2.resize(painted, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
        return self._run(network, crop, grey)

    def _run(self, network: SimpleLama, picture: Frame, grey: np.ndarray) -> Frame:  # type: ignore[type-arg]
        import torch

        try:
            # It pads to a multiple of 8 and returns the padded picture.
            painted = np.asarray(network(picture, grey), np.uint8)
        except (RuntimeError, torch.jit.Error) as error:
            raise MvosError(
                f"LaMa failed on the device {self._device} ({_last_line(error)}); choose another method or device."
            ) from error
        return painted[: picture.shape[0], : picture.shape[1]]

    def _loaded(self) -> SimpleLama:
        if self._network is None:
            self._network = _load(self._device)
        return self._network


def lama_problem() -> str:
    """Return why LaMa cannot be used here, as a sentence that says what to do; empty where it can."""
    if find_spec("simple_lama_inpainting") is None:
        return f"LaMa needs the package simple-lama-inpainting; {_INSTALL}."
    named = os.environ.get("LAMA_MODEL")
    return (
        f"There is no LaMa model at {named}; set LAMA_MODEL to its file."
        if named and not Path(named).exists()
        else ""
    )


def lama_downloads() -> bool:
    """Return whether the next use of LaMa downloads its weights, about 200 MB."""
    if os.environ.get("LAMA_MODEL"):
        return False
    # Where torch.hub keeps what it downloads, as its documentation tells; asking torch itself takes seconds.
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    hub = Path(os.environ.get("TORCH_HOME") or cache / "torch") / "hub"
    return not (hub / "checkpoints" / _WEIGHTS).exists()


def _load(device: str) -> SimpleLama:
    try:
        import torch  # late: it takes seconds, and only this method needs it
        from simple_lama_inpainting import SimpleLama
    except ImportError as error:
        raise MvosError(f"LaMa needs the package simple-lama-inpainting; {_INSTALL}.") from error
    named = os.environ.get("LAMA_MODEL")
    try:
        with warnings.catch_warnings():
            # The package loads TorchScript, which torch announces to replace one day; no user can change that.
            warnings.filterwarnings("ignore", message=".*torch.jit", category=DeprecationWarning)
            return SimpleLama(device=torch.device(device))
    except FileNotFoundError as error:
        raise MvosError(f"There is no LaMa model at {named}; set LAMA_MODEL to its file.") from error
    except (URLError, TimeoutError, ConnectionError) as error:
        raise MvosError(
            "LaMa's weights cannot be downloaded; connect to the network, or set LAMA_MODEL to a file that you have."
        ) from error
    except (RuntimeError, OSError, ValueError) as error:
        what = Path(named).name if named else "the downloaded LaMa model"
        raise MvosError(
            f"{what} cannot be loaded as LaMa ({_first_line(error)}); get the file anew."
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:120]


def _last_line(error: Exception) -> str:
    """Return what TorchScript's traces end with: the reason."""
    return str(error).strip().rpartition("\n")[2][:120]
