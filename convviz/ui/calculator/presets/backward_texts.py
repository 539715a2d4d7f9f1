"""The words of examples of backward passes."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

BACKWARD_TEXTS: Final = {
    "backward_convolution": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A convolution backward"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "No two windows overlap, so each input cell gets one weight times one upstream "
            "gradient, and its digits tell which; what fell on padding is lost.",
        ),
    ),
    "backward_max_pool_ties": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Max pooling backward, with ties"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Four 7s win the first window together: the first of them gets its whole gradient, and "
            "the 9, which wins four windows, gets all four.",
        ),
    ),
    "backward_average_pool": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Average pooling backward, with padding"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Every cell gets a quarter of each window that reads it; the quarters of the padding "
            "are thrown away, so less comes back than went in.",
        ),
    ),
    "backward_from_loss": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A classifier backward, from its loss"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each logit's slope is its share p, less 1 where it is the right class, over the two "
            "rows; each row has one feature that is 1, so its slopes are a column of grad_weight.",
        ),
    ),
}
