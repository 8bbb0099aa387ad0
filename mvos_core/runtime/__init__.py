"""The same network on other runtimes: one step a frame, from pixels and memory to logits and new memory."""

from mvos_core.runtime.engine import ENGINES, Engine, Segmented, check_engine
from mvos_core.runtime.torch_engine import TorchEngine

__all__ = ["ENGINES", "Engine", "Segmented", "TorchEngine", "check_engine"]
