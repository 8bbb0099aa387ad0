"""Exporting in the background: a snapshot of the document, or a project on disk, becomes films and folders.

Only the render lane calls `carry_out`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from app.objects import ObjectInfo
from mvos_core.export import ExportSettings, ExportStep, Kind, Plan, export, plan_export
from mvos_core.masks.track import MaskEntry
from mvos_core.project.footage import in_to_out, load_whole_project, takes_of
from mvos_core.rendering import Footage, RenderCache, chosen_frames
from mvos_core.takes import Takes
from mvos_core.types import Frame, LabelMap, Step
from mvos_core.video import VideoInfo, VideoReader, open_video, probe


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """Everything that an export needs, as it was when it was asked for.

    Attributes:
        info: the clip.
        masks: by frame; a frame without one shows no object.
        objects: those that exist; other labels are background.
        takes: how objects are removed, for kinds that show that.
        frames: which frames, going forwards.
        settings: what is exported, and as what.
        folder: where files go.
        template: their names; the usual ones if empty.
        overwrite: whether what has these names already is replaced.
    """

    info: VideoInfo
    masks: Mapping[int, MaskEntry]
    objects: tuple[ObjectInfo, ...]
    takes: Takes
    frames: range
    settings: ExportSettings
    folder: Path
    template: str = ""
    overwrite: bool = False

    @property
    def footage(self) -> Footage:
        """The clip with its masks."""
        return Footage(self.info.path, self.masks, frozenset(thing.label for thing in self.objects))

    def plan(self) -> Plan:
        """Return what will be written.

        Raises:
            MvosError: the settings do not go together, or the names clash.
        """
        return plan_export(
            self.info,
            self.frames,
            self.settings,
            objects={thing.label: thing.name for thing in self.objects},
            folder=self.folder,
            template=self.template,
        )


def carry_out(order: ExportOrder, cache: RenderCache | None = None) -> Iterator[Step[ExportStep]]:
    """Export; frames without their objects come from `cache` where it has them fresh. The last step has the report.

    Raises:
        MvosError: a file cannot be read or written, or is not what was rendered.
    """
    footage = order.footage

    def labels(index: int) -> LabelMap:
        return footage.label_map(index, order.info.size)

    plan = order.plan()
    colours = {thing.label: thing.colour for thing in order.objects}
    with open_video(order.info.path) as reader, closing(_removed(order, reader, cache)) as removed:
        steps = export(
            plan,
            reader,
            labels,
            removed=removed if order.settings.kind is Kind.REMOVED else None,
            colours=colours,
            mattes={thing.label: thing.matte for thing in order.objects},
            overwrite=order.overwrite,
        )
        with closing(steps):
            yield from steps


def _removed(
    order: ExportOrder, reader: VideoReader, cache: RenderCache | None
) -> Generator[Frame, None, None]:
    """Yield the frames without their objects."""
    for step in chosen_frames(order.footage, order.takes, order.frames, reader=reader, cache=cache):
        yield step.value.frame


def project_order(bundle: Path, settings: ExportSettings) -> ExportOrder:
    """Return the order that exports a project on disk from in to out, beside it.

    Raises:
        MvosError: the project or its clip cannot be read, or some of its masks are damaged.
    """
    project = load_whole_project(bundle)
    takes, info = takes_of(project), probe(project.clip)
    shown = frozenset(thing.label for thing in project.objects)
    kept = tuple(label for label in settings.objects if label in shown)
    return ExportOrder(
        info,
        dict(project.masks),
        project.objects,
        takes,
        in_to_out(project),
        replace(settings, objects=kept),
        bundle.parent,
    )
