"""The words of the presets of losses."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

LOSS_TEXTS: Final = {
    "l1_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "L1Loss by hand"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Only the last number is off, by 2: the mean is 2 / 3, and with reduction='sum' it is"
            " 2.",
        ),
    ),
    "mse_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "MSELoss by hand"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The same numbers, squared: the one difference of 2 costs 4, and the mean is 4 / 3.",
        ),
    ),
    "cross_entropy_by_hand": PresetText(
        QT_TRANSLATE_NOOP("Presets", "CrossEntropyLoss by hand"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Softmax makes shares of 0.1, 0.2 and 0.3; class 1 has 0.3322 of all, and minus its "
            "logarithm is 1.1019.",
        ),
    ),
    "logits_no_shares": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Why this cross entropy is 0.7437"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "1 for the right class and 0 for the others looks perfect, but these are logits, of "
            "which softmax makes only 0.4754: make the 1 a 9.",
        ),
    ),
    "loss_at_chance": PresetText(
        QT_TRANSLATE_NOOP("Presets", "The loss of a network that knows nothing"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Ten equal outputs are shares of 0.1 each, which cost ln 10 = 2.3026: a first batch "
            "that costs much more points to a slip.",
        ),
    ),
    "softmax_too_many": PresetText(
        QT_TRANSLATE_NOOP("Presets", "One softmax too many"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The surest outputs that a Softmax can give: the loss applies its own, and so it "
            "never falls below ln(1 + 9 / e) = 1.4612.",
        ),
    ),
    "label_smoothing": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Label smoothing: too sure costs, too"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "All three are right, more and more surely, but the middle one costs least, 0.2912: "
            "the target asks for 0.9333, which a logit of 9 overshoots.",
        ),
    ),
    "weighted_mean": PresetText(
        QT_TRANSLATE_NOOP("Presets", "The mean of weighted losses"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Class 2 counts ten times, and the sum is divided by 1 + 1 + 10 and not by 3: so the "
            "mean stays within the losses.",
        ),
    ),
    "one_hot_target": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A target of shares"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The first row asks for class 2 alone, as its number would, the second for half of "
            "two classes; choose int64, and torch refuses it.",
        ),
    ),
    "log_of_zero": PresetText(
        QT_TRANSLATE_NOOP("Presets", "BCELoss: the logarithm of 0"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "A share of 0 for a yes would cost infinity, but BCELoss takes no logarithm below "
            "-100, so it costs 100.",
        ),
    ),
    "logits_never_zero": PresetText(
        QT_TRANSLATE_NOOP("Presets", "BCEWithLogitsLoss never meets it"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The sigmoid of -200 is 0 in float32, but the loss works with the logit itself: it "
            "costs 200, and its gradient goes on.",
        ),
    ),
    "target_repeated": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A target that is repeated by mistake"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "3 × 1 against 3 compares each number with every target, so that equal numbers cost "
            "1.3333, and torch only warns: give the target 3 × 1.",
        ),
    ),
    "right_by_too_little": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Right, but not by the margin"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The first input should rank higher by 1: by 2 it costs nothing, by 0.5 still 0.5, "
            "equal ones cost 1, and wrong ones more.",
        ),
    ),
    "nearer_to_the_negative": PresetText(
        QT_TRANSLATE_NOOP("Presets", "An anchor nearer to the negative"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each positive is 5 away: a negative at 2 costs 4, one at 5.5 still 0.5, for the "
            "margin is 1, and one at 7 nothing.",
        ),
    ),
    "how_sure_to_be": PresetText(
        QT_TRANSLATE_NOOP("Presets", "How sure to be"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each input is off by 2, only the variances differ: the loss is least where the "
            "variance is the squared error, 4, and both surer and less sure costs more.",
        ),
    ),
    "lead_by_margin": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Right, but not by enough"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The right class leads all others, but by less than 1: they add 0.3, 0.4 and 0.6, and "
            "a fourth of that is 0.325.",
        ),
    ),
    "list_of_classes": PresetText(
        QT_TRANSLATE_NOOP("Presets", "A list of right classes"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Classes 3 and 0 are right, and -1 ends the list, so that the 1 behind it does not "
            "count: the others come too near to both, and the loss is 0.85.",
        ),
    ),
    "several_right_classes": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Several right classes at once"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each class is a yes or a no by itself: the first row is right in all four and costs "
            "0.0486, the second is wrong in two and costs 1.5486.",
        ),
    ),
    "directions_alone": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Ten times as long, and the same"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "A row of the same direction costs nothing however long it is, one at a right angle 1; "
            "two that should differ cost their cosine, 0.7071.",
        ),
    ),
}
