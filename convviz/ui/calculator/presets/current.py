"""Which preset the calculator shows: said by the document alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.presets import each_preset
from convviz.ui.calculator.presets.applied import with_preset

if TYPE_CHECKING:
    from convviz.core.presets import Preset
    from convviz.protocol.document import Calculator


def preset_of(calculator: Calculator, before: Preset | None = None) -> Preset | None:
    """Return the preset that a calculator shows; None for settings of one's own.

    Args:
        calculator: The settings.
        before: The preset that was shown before: it still is with other numbers in its cells.
    """
    for preset in each_preset():
        if _has_settings(calculator, preset) and with_preset(calculator, preset) == calculator:
            return preset
    return before if before is not None and _has_settings(calculator, before) else None


def _has_settings(calculator: Calculator, preset: Preset) -> bool:
    """Return whether layer and shapes are a preset's, whatever the numbers."""
    return (
        calculator.input_shape == preset.input_shape
        and calculator.output_size == preset.output_size
        and calculator.layer == preset.layer
        and calculator.training == preset.training
        and calculator.zero_grad == preset.zero_grad
        and calculator.function == preset.function
        and calculator.loss == preset.loss
        and calculator.forms == dict(preset.forms)
    )
