"""Make the README's picture from the real window: `python scripts/readme_picture.py DEMO_OUT docs/images/editor.png`.

DEMO_OUT is what `mvos demo --out DEMO_OUT` wrote; the picture shows a project with those masks.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

from app.screenshot import take
from mvos_core.compose import object_colour
from mvos_core.config import resource
from mvos_core.masks.folder import MaskFolder
from mvos_core.masks.track import MaskEntry, MaskTrack, Origin
from mvos_core.project import ObjectInfo, Project, fingerprint_clip, save_project
from mvos_core.video import probe

_FRAME = 62


def main(demo: Path, picture: Path) -> None:
    """Build the project and take its picture."""
    clip = resource("demo", "demo.mp4")
    info = probe(clip)
    folder = MaskFolder(demo / "masks", info.names)
    with (demo / "confidence.csv").open(newline="") as file:
        confidence = {int(row["frame"]): {1: float(row["confidence"])} for row in csv.DictReader(file)}
    entries = {
        index: MaskEntry.of(
            folder.read(index),
            origin=Origin.PROPAGATED if index else Origin.PAINTED,
            confidence=confidence[index],
        )
        for index in range(info.n_frames)
    }
    project = Project(
        clip,
        fingerprint_clip(clip, n_frames=info.n_frames, size=info.size, rate=info.rate),
        objects=(ObjectInfo(1, "Toy car", object_colour(1)),),
        masks=MaskTrack(entries),
        playhead=_FRAME,
    )
    with tempfile.TemporaryDirectory() as place:
        bundle = Path(place, "demo.mvos")
        save_project(project, bundle)
        take(picture, bundle, frame=_FRAME, size=(1360, 860))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
