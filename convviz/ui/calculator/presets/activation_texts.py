"""The words of examples of activations."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

ACTIVATION_TEXTS: Final = {
    "relu_of_matrix": PresetText(
        QT_TRANSLATE_NOOP("Presets", "ReLU of a matrix"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "What lies below 0 becomes 0, all else stays; F.relu(x) is the same function.",
        ),
    ),
    "sigmoid_of_matrix": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Sigmoid of a matrix"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Every number comes to lie between 0 and 1: 1 becomes 0.7311, and −1 what is left of "
            "1, 0.2689.",
        ),
    ),
    "softmax_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Softmax by hand"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "1, 2 and 3 share 1 between them: each has e = 2.718 times the share of the one "
            "before it.",
        ),
    ),
    "softmax_of_large": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Softmax of large numbers"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "exp(1001) is infinite, so the largest number is taken away first; the shares are "
            "those of 1, 2 and 3, because only differences count.",
        ),
    ),
    "relu_backward": PresetText(
        QT_TRANSLATE_NOOP("Presets", "ReLU backward"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The gradients 2 and 3 end at numbers below 0: a unit that is below 0 for every "
            "sample gets nothing any more, and stays as it is.",
        ),
    ),
    "sigmoid_backward": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Sigmoid backward: it saturates"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Of a gradient of 1 a quarter comes back at 0, a tenth at 2, and almost nothing "
            "at 8: 0.0003.",
        ),
    ),
    "gelu_dips": PresetText(
        QT_TRANSLATE_NOOP("Presets", "GELU dips below 0"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "It falls to −0.17 near −0.75 and comes back to 0 from below: there its slope is "
            "less than 0.",
        ),
    ),
}
