"""The words of the course's examples and of layers that enlarge or rearrange."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

COURSE_TEXTS: Final = {
    "course_convolution": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Convolution of a 5×5 input"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each output number is the sum of nine products; neighbouring windows share six of "
            "their nine cells.",
        ),
    ),
    "course_stride": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Convolution with stride 2"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The window moves by two cells: what is left are the four corners of the output with "
            "stride 1.",
        ),
    ),
    "course_padding": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Convolution with padding 1"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "A border of zeros keeps the output as large as the input; without it, only the "
            "inner 3×3 numbers remain.",
        ),
    ),
    "course_max_pool_ceil": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Max pooling, ceil_mode=True"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The last windows hang over the edge and take the maximum of the cells that they "
            "still hold.",
        ),
    ),
    "course_max_pool_floor": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Max pooling, ceil_mode=False"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Only one whole window fits: no window reads the last two rows and columns.",
        ),
    ),
    "course_first_layer": PresetText(
        QT_TRANSLATE_NOOP("Presets", "First layer of the course network"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each of 32 filters has a plane for each of the 3 input channels; the three sums and a "
            "bias make one number.",
        ),
    ),
}

RESIZING_TEXTS: Final = {
    "nearest_twice": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Nearest neighbour, twice as large"),
        QT_TRANSLATE_NOOP("Presets", "Each number is repeated in a block of 2×2; none is new."),
    ),
    "bilinear_twice": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Bilinear, twice as large"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each new number mixes up to four neighbours: watch their weights, and the edge, "
            "which repeats the outermost cells.",
        ),
    ),
    "bilinear_aligned": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Bilinear, corners aligned"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The corners keep their numbers, and every second cell between them is a plain mean.",
        ),
    ),
    "pixel_shuffle": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Pixel shuffle: 4 channels become 1"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The four numbers at one place of four channels become a block of 2×2; nothing is "
            "computed.",
        ),
    ),
    "pixel_unshuffle": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Pixel unshuffle: 1 channel becomes 4"),
        QT_TRANSLATE_NOOP(
            "Presets", "The way back: each block of 2×2 is taken apart into four channels."
        ),
    ),
    "unfold_apart": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Unfold, windows side by side"),
        QT_TRANSLATE_NOOP(
            "Presets", "Each window becomes a column; here each cell stands in exactly one."
        ),
    ),
    "unfold_overlapping": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Unfold, windows that overlap"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Inner cells stand in several columns: this copying is what im2col pays for one "
            "matrix product.",
        ),
    ),
    "fold_overlapping": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Fold: how many windows meet in each cell"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Columns of ones are added up where windows overlap, so each cell counts the windows "
            "over it.",
        ),
    ),
    "unpool_given": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Max unpooling, output_size given"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each maximum goes back to where it stood; output_size brings back the odd row and "
            "column.",
        ),
    ),
    "unpool_shifted": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Max unpooling without it: numbers land elsewhere"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Indices count cells of a 5×5 plane but are read in one of 4×4, so maxima land "
            "elsewhere.",
        ),
    ),
}
