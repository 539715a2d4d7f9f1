"""Settings worth looking at, by name: the course's examples, the report's cases, known layers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from convviz.core.presets.course import COURSE_INPUT, COURSE_KERNEL, course_presets
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["COURSE_INPUT", "COURSE_KERNEL", "Preset", "PresetGroup", "each_preset", "presets"]


def each_preset() -> Iterator[Preset]:
    """Go through the presets, in the order of menus.

    Only the layers of those that are reached are imported: the window's first picture is the
    course's first example.
    """
    yield from course_presets()
    yield from _further_presets()


@cache
def presets() -> tuple[Preset, ...]:
    """Return every preset, in the order of menus."""
    return tuple(each_preset())


@cache
def _further_presets() -> tuple[Preset, ...]:
    from convviz.core.presets.activations import activation_presets
    from convviz.core.presets.backward import backward_presets
    from convviz.core.presets.learning import learning_presets
    from convviz.core.presets.losses import loss_presets
    from convviz.core.presets.norms import norm_presets
    from convviz.core.presets.report import report_presets
    from convviz.core.presets.resizing import resizing_presets
    from convviz.core.presets.steps import step_presets
    from convviz.core.presets.tables import table_presets
    from convviz.core.presets.well_known import well_known_presets

    return (
        *report_presets(),
        *resizing_presets(),
        *activation_presets(),
        *table_presets(),
        *norm_presets(),
        *loss_presets(),
        *step_presets(),
        *backward_presets(),
        *learning_presets(),
        *well_known_presets(),
    )
