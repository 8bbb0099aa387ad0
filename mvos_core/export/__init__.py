"""Exports: what was masked as files for players and editors, checked before they get their names."""

from __future__ import annotations

from mvos_core.export.film import clip_writer, overlay_video
from mvos_core.export.job import ExportReport, ExportStep, Phase, TargetReport, export
from mvos_core.export.names import TOKENS, fill_in
from mvos_core.export.plan import Plan, Target, plan_export
from mvos_core.export.settings import PNG, Backdrop, ExportSettings, Kind

__all__ = [
    "PNG",
    "TOKENS",
    "Backdrop",
    "ExportReport",
    "ExportSettings",
    "ExportStep",
    "Kind",
    "Phase",
    "Plan",
    "Target",
    "TargetReport",
    "clip_writer",
    "export",
    "fill_in",
    "overlay_video",
    "plan_export",
]
