"""Settings worth looking at, by name: the course's examples, the report's cases, known layers."""

from __future__ import annotations

from functools import cache

from convviz.core.presets.course import COURSE_INPUT, COURSE_KERNEL, course_presets
from convviz.core.presets.preset import Preset, PresetGroup
from convviz.core.presets.report import report_presets
from convviz.core.presets.resizing import resizing_presets
from convviz.core.presets.well_known import well_known_presets

__all__ = ["COURSE_INPUT", "COURSE_KERNEL", "Preset", "PresetGroup", "presets"]


@cache
def presets() -> tuple[Preset, ...]:
    """Return every preset, in the order of menus."""
    return (*course_presets(), *report_presets(), *resizing_presets(), *well_known_presets())
