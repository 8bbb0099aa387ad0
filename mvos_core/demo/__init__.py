"""The demo clip: a toy car crosses a playroom, rendered by code together with its exact truth.

`DemoScene` gives any frame, its true mask and its clean plate at any size; `python -m mvos_core.demo OUT_DIR`
writes the clip. Everything is computed from formulas and a seed, so the clip is free of anyone else's rights.
"""

from mvos_core.demo.motion import N_FRAMES, RATE
from mvos_core.demo.scene import DemoScene

__all__ = ["N_FRAMES", "RATE", "DemoScene"]
