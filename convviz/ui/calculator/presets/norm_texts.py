"""The words of examples of normalisations."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

NORM_TEXTS: Final = {
    "batch_norm_planes": PresetText(
        QT_TRANSLATE_NOOP("Presets", "BatchNorm: a batch before and after"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Channel 1 is 100 more than ten times channel 0: after BatchNorm both hold the same "
            "numbers, for each channel has its own mean and variance over all samples.",
        ),
    ),
    "batch_norm_table": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A table: BatchNorm takes its columns"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each feature gets mean 0 and variance 1 over the four samples, so that hundreds weigh "
            "no more than ones; watch what goes into the running values.",
        ),
    ),
    "layer_norm_table": PresetText(
        QT_TRANSLATE_NOOP("Presets", "The same table: LayerNorm takes its rows"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each sample is normalised by itself, over its three features: the largest of them is "
            "largest in every row still, and no batch is needed.",
        ),
    ),
    "batch_norm_untrained": PresetText(
        QT_TRANSLATE_NOOP("Presets", "BatchNorm in evaluation, before any training"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "With running_mean 0 and running_var 1 nothing happens to the numbers, but for eps: "
            "what was never trained does not normalise in evaluation.",
        ),
    ),
    "group_norm_halves": PresetText(
        QT_TRANSLATE_NOOP("Presets", "GroupNorm: two groups of two channels"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Small and large channels are in groups of their own, so that both come out of one "
            "size; with num_groups=1 the small ones would nearly vanish.",
        ),
    ),
    "instance_norm_channels": PresetText(
        QT_TRANSLATE_NOOP("Presets", "The same picture: InstanceNorm takes each channel"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Channels 0 and 1 come out alike, for they differ by a constant only, which their "
            "means take away.",
        ),
    ),
    "lrn_alexnet": PresetText(
        QT_TRANSLATE_NOOP("Presets", "LocalResponseNorm as AlexNet has it"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "All is divided by little more than 2^0.75 = 1.68; the paper takes 0.0001 times the "
            "sum of five squares, torch their mean, so its alpha is 0.0005.",
        ),
    ),
    "lrn_alpha_one": PresetText(
        QT_TRANSLATE_NOOP("Presets", "LocalResponseNorm with alpha=1: the strong press the weak"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "In the first column the 1 beside the 8 becomes 0.095, and the 1 further away 0.68: a "
            "strong channel silences its neighbours, which the usual alpha does not show.",
        ),
    ),
    "rms_norm_row": PresetText(
        QT_TRANSLATE_NOOP("Presets", "RMSNorm: no mean is taken away"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The numbers keep their signs and their proportions: each is only divided by the root "
            "of the mean square of all four.",
        ),
    ),
}
