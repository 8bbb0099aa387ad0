"""Projects: what is known about a clip and made on it, and the bundle on disk that keeps it safe."""

from mvos_core.project.bundle import LoadedProject, MaskProblem, load_project, save_project
from mvos_core.project.clip import ClipFingerprint, ClipLocation, ClipState, fingerprint_clip, locate_clip
from mvos_core.project.state import ObjectInfo, Project

__all__ = [
    "ClipFingerprint",
    "ClipLocation",
    "ClipState",
    "LoadedProject",
    "MaskProblem",
    "ObjectInfo",
    "Project",
    "fingerprint_clip",
    "load_project",
    "locate_clip",
    "save_project",
]
