"""The words of the presets of optimisers."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

STEP_TEXTS: Final = {
    "sgd_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "SGD by hand"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Three steps of two weights: each row takes a tenth of its gradient off the weights "
            "before.",
        ),
    ),
    "momentum_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "What momentum adds"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The gradient is 1 each time, and yet the steps grow: 0.9 of the last one comes along.",
        ),
    ),
    "adam_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Adam: large and small gradients alike"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Gradients of 0.01, 1 and 100 move their weights equally far: each is divided by its "
            "own size.",
        ),
    ),
    "muon_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Muon: rows of all sizes alike"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The second row of the gradient is a tenth of the first, and yet both rows of the "
            "weights move about equally far: time by time, X evens them out.",
        ),
    ),
    "gradients_add_up": PresetText(
        QT_TRANSLATE_NOOP("Presets", "zero_grad forgotten"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The gradient of 2w is 2, but .grad becomes 2, 4, 6 as backward adds to what is there: "
            "tick zero_grad and it stays 2.",
        ),
    ),
    "product_backwards": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A product, backwards"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "z = (x + y)(y + 5): y stands in both factors, so its derivative has two parts, and "
            "one step goes against both.",
        ),
    ),
    "bowl_by_sgd": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Down a bowl"),
        QT_TRANSLATE_NOOP("Presets", "The steps shorten by themselves, as the gradient does."),
    ),
    "rate_too_high": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A learning rate that is too high"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each step leads over to the other side, farther up than before; below lr=1 it comes "
            "down.",
        ),
    ),
    "ravine_by_sgd": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A ravine, by SGD"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "It swings between the steep walls and hardly gets on along the floor: both have the "
            "same lr.",
        ),
    ),
    "ravine_by_momentum": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A ravine, by momentum"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Along the floor the steps add up, across it they cancel: it gets down in fewer steps.",
        ),
    ),
    "ravine_by_adam": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A ravine, by Adam"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The first step goes aslant, equally far along both axes: steepness is divided away.",
        ),
    ),
    "saddle_by_sgd": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A saddle"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "At first it comes near the middle, where the gradient is almost 0, then it leaves it "
            "sideways.",
        ),
    ),
    "bent_valley": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A bent valley, by Adam"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The floor bends towards (1, 1): try which optimiser, with which settings, follows it.",
        ),
    ),
}
