"""Small projects to save, the same for the same seed in every process."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from mvos_core.masks.refinement import Refinement
from mvos_core.masks.track import MaskEntry, MaskTrack, Origin
from mvos_core.project import ClipFingerprint, ObjectInfo, Project

SIZE = (4, 6)
N_FRAMES = 12
CLIP = Path("/clips/street.mp4")
FINGERPRINT = ClipFingerprint(
    n_bytes=1234, ends_sha256="ab" * 32, n_frames=N_FRAMES, size=SIZE, rate=Fraction(30000, 1001)
)


def entry(seed: int, *, origin: Origin = Origin.PROPAGATED) -> MaskEntry:
    """Return a mask that no other seed gives."""
    labels = np.random.default_rng(seed).integers(0, 3, SIZE, np.uint8)
    return MaskEntry.of(labels, origin=origin, confidence={1: seed / 997 % 1, 2: 0.25})


def full_project(clip: Path = CLIP) -> Project:
    """Return a project that makes use of every field."""
    return Project(
        clip=clip,
        fingerprint=FINGERPRINT,
        objects=(
            ObjectInfo(
                2, "das Auto \N{AUTOMOBILE}", (255, 0, 10), matte=Refinement(grow_px=-1.5, steady_frames=2)
            ),
            ObjectInfo(1, "", (0, 0, 0), visible=False, locked=True),
        ),
        in_point=2,
        out_point=9,
        removal={"method": "temporal", "grow": 4, "feather": 1.5, "objects": [1, 2], "more": {"on": True}},
        masks=MaskTrack(
            {0: entry(0, origin=Origin.PAINTED), 3: entry(1), 11: entry(2, origin=Origin.BLENDED)}
        ),
        stale=frozenset({3, 5}),
        playhead=7,
    )


def edited(project: Project, *, seed: int) -> Project:
    """Return the project after a random edit, never the same as before."""
    dice = random.Random(seed)
    masks = MaskTrack(project.masks)
    for frame in dice.sample(range(N_FRAMES), dice.randint(0, 4)):
        masks.apply({frame: entry(dice.randrange(1000)) if dice.random() < 0.75 else None})
    return replace(
        project, masks=masks, stale=frozenset(dice.sample(range(N_FRAMES), 2)), removal={"seed": seed}
    )


def history(seed: int, length: int) -> list[Project]:
    """Return the states that a project goes through under random edits."""
    states = [edited(full_project(), seed=seed)]
    for number in range(1, length):
        states.append(edited(states[-1], seed=1000 * seed + number))
    return states


def mask_files(bundle: Path) -> set[str]:
    """Return the names in a bundle's folder of masks."""
    return {file.name for file in (bundle / "masks").iterdir()}


def named_files(project: Project) -> set[str]:
    """Return the names that the project's masks have on disk."""
    return {f"{frame:06d}.{mask.digest()}.png" for frame, mask in project.masks.items()}
