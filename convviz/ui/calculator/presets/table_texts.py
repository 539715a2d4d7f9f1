"""The words of examples of Flatten, Unflatten, ChannelShuffle and Linear."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

TABLE_TEXTS: Final = {
    "flatten_picture": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Flatten: a picture becomes a vector"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Row after row, channel after channel: the numbers 0 to 23 stay in their order, as in "
            "a reshape.",
        ),
    ),
    "flatten_batch": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Flatten: the first dimension stays"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "start_dim=1 leaves three pictures of a batch apart: each becomes a row of its own.",
        ),
    ),
    "flatten_lenet": PresetText(
        QT_TRANSLATE_NOOP("Presets", "LeNet: Flatten before the first Linear"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "16 maps of 5×5 become 400 numbers, the in_features of Linear(400, 120): this 5×5 is "
            "the size of the maps that are left, not the kernel.",
        ),
    ),
    "unflatten_back": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Unflatten: a vector becomes a picture"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The way back from Flatten, as a generator or a decoder begins: 24 numbers fill 2 "
            "channels of 3×4.",
        ),
    ),
    "channel_shuffle": PresetText(
        QT_TRANSLATE_NOOP("Presets", "ShuffleNet: channels of 3 groups, dealt out"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each group gives one channel in turn, first 0, 2, 4 and then 1, 3, 5, so that the "
            "next grouped convolution sees all groups.",
        ),
    ),
    "linear_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Linear: two outputs by hand"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each output is its own row of the weight times the input: 1·1 + 2·0 + 3·(−1) = −2, "
            "then 5.5.",
        ),
    ),
    "linear_rows": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Linear: four rows, one matrix product"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The same six weights for each row: a batch is worked out as one product of matrices.",
        ),
    ),
    "linear_scores": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Linear: ten scores from 64 numbers"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The last layer of a classifier: each class has 64 weights and a bias of its own, 650 "
            "in all.",
        ),
    ),
}
