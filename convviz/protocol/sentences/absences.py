"""The sentence of each class of torch.nn that is no layer of pictures: what it is instead."""

from __future__ import annotations

from convviz.core.torch_classes import Absence
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

ABSENCE_SENTENCES: dict[str, str] = {
    Absence.RECURRENT: QT_TRANSLATE_NOOP(
        "sentences", "{name} is a recurrent layer: it reads sequences, not pictures."
    ),
    Absence.ATTENTION: QT_TRANSLATE_NOOP(
        "sentences", "{name} is an attention layer: it reads sequences of vectors, not pictures."
    ),
    Absence.EMBEDDING: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} is an embedding layer: it looks up whole numbers in a table, and reads no "
        "pictures.",
    ),
    Absence.TWO_INPUTS: QT_TRANSLATE_NOOP(
        "sentences", "{name} takes two inputs, but a Sequential passes on only one."
    ),
    Absence.LOSS: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} is a loss: it compares the network's output with the right answers, so it is not "
        "a layer of the network. Leave it out.",
    ),
    Absence.CONTAINER: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} is a container for other modules. Write its layers in an nn.Sequential, in the "
        "order in which they run.",
    ),
    Absence.SEVERAL_DEVICES: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} spreads the work over several devices, and changes no shape. Leave it out, or "
        "write the plain layer.",
    ),
    Absence.OLD_NAME: QT_TRANSLATE_NOOP(
        "sentences", "{name} is an old, undocumented form of {instead}. Write that."
    ),
    Absence.OPTIMISER: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} is an optimiser: it changes the weights by their gradients, so it is not a layer "
        "of the network. Leave it out.",
    ),
}
"""By the fact ``absence``."""
