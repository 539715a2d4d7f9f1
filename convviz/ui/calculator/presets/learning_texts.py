"""The words of examples of kernels that are learned."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

LEARNING_TEXTS: Final = {
    "learn_edges": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Learn an edge detector"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "A kernel of zeros sees an input and the edges that a hidden kernel found in it: after "
            "50 steps it is that kernel, which can be revealed.",
        ),
    ),
    "learn_too_fast": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Learn with a learning rate too high"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The loss falls for a few steps, then it rises without end, as lr is a little above 2 "
            "/ the steepest curvature; half of it learns well.",
        ),
    ),
    "learn_by_momentum": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Learn with momentum and with Adam"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The same kernel three ways in a narrow valley of the loss: plain SGD creeps along its "
            "floor, momentum gathers speed and swings, Adam gives each weight a step of its own; "
            "after 50 steps the losses are 0.41, 0.011 and 0.023.",
        ),
    ),
}
