"""The words of the report's animations and of its cases with numbers."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

NUMBER_TEXTS: Final = {
    "numerical_no_padding_no_strides": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Convolution, no padding"),
        QT_TRANSLATE_NOOP(
            "Presets", "The numbers of the guide's figure 1.1: compare each window with the print."
        ),
    ),
    "numerical_padding_strides": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Convolution, padding 1, stride 2"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The numbers of the guide's figure 1.2: zeros of the border take part in all windows "
            "but the middle one.",
        ),
    ),
    "numerical_average_pooling": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Average pooling"),
        QT_TRANSLATE_NOOP(
            "Presets", "The numbers of the guide's figure 1.5: nine cells, all divided by 9."
        ),
    ),
    "numerical_max_pooling": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Max pooling"),
        QT_TRANSLATE_NOOP(
            "Presets", "The numbers of the guide's figure 1.6: one large cell wins several windows."
        ),
    ),
}

CONVOLUTION_TEXTS: Final = {
    "no_padding_no_strides": PresetText(
        QT_TRANSLATE_NOOP("Presets", "No padding, no strides"),
        QT_TRANSLATE_NOOP(
            "Presets", "The simplest case: the output is smaller than the input by k − 1 cells."
        ),
    ),
    "arbitrary_padding_no_strides": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Arbitrary padding, no strides"),
        QT_TRANSLATE_NOOP(
            "Presets", "With padding 2 under a 4×4 kernel, the output is larger than the input."
        ),
    ),
    "same_padding_no_strides": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Half (same) padding, no strides"),
        QT_TRANSLATE_NOOP(
            "Presets", "A border of half the kernel, rounded down, keeps the size: 5 stays 5."
        ),
    ),
    "full_padding_no_strides": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Full padding, no strides"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Every overlap of kernel and input counts, down to a single cell in the corner: the "
            "output grows.",
        ),
    ),
    "no_padding_strides": PresetText(
        QT_TRANSLATE_NOOP("Presets", "No padding, strides"),
        QT_TRANSLATE_NOOP(
            "Presets", "A stride of 2 halves the number of windows along each axis, rounded up."
        ),
    ),
    "padding_strides": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Padding, strides"),
        QT_TRANSLATE_NOOP(
            "Presets", "Padding and stride divide evenly: every padded cell is read by a window."
        ),
    ),
    "padding_strides_odd": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Padding, strides (odd)"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "An input of 6 gives the same output as one of 5: the last padded row and column are "
            "dropped.",
        ),
    ),
    "dilation": PresetText(
        QT_TRANSLATE_NOOP("Presets", "No padding, no strides, dilation"),
        QT_TRANSLATE_NOOP(
            "Presets", "Nine weights reach over 5×5 cells; the holes between them are skipped."
        ),
    ),
}

TRANSPOSED_TEXTS: Final = {
    "no_padding_no_strides_transposed": PresetText(
        QT_TRANSLATE_NOOP("Presets", "No padding, no strides, transposed"),
        QT_TRANSLATE_NOOP(
            "Presets", "The way back from 2×2 to 4×4: zeros all around let each number spread."
        ),
    ),
    "arbitrary_padding_no_strides_transposed": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Arbitrary padding, no strides, transposed"),
        QT_TRANSLATE_NOOP(
            "Presets", "Padding of a transposed convolution shrinks the output: 6 goes back to 5."
        ),
    ),
    "same_padding_no_strides_transposed": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Half (same) padding, no strides, transposed"),
        QT_TRANSLATE_NOOP("Presets", "What keeps the size forwards keeps it backwards: 5 to 5."),
    ),
    "full_padding_no_strides_transposed": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Full padding, no strides, transposed"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Two cells go from each edge, so that no padding is left: 7 goes back to 5.",
        ),
    ),
    "no_padding_strides_transposed": PresetText(
        QT_TRANSLATE_NOOP("Presets", "No padding, strides, transposed"),
        QT_TRANSLATE_NOOP(
            "Presets", "A stride of 2 puts a zero between input cells; the window moves by one."
        ),
    ),
    "padding_strides_transposed": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Padding, strides, transposed"),
        QT_TRANSLATE_NOOP(
            "Presets", "Zeros between the cells, one cell less at each edge: 3 goes back to 5."
        ),
    ),
    "padding_strides_odd_transposed": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Padding, strides, transposed (odd)"),
        QT_TRANSLATE_NOOP(
            "Presets", "3 could go back to 5 or to 6; output_padding=1 decides for 6."
        ),
    ),
}
