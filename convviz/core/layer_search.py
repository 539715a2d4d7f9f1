"""Which layers a person means by a few typed letters, the likeliest first."""

from __future__ import annotations

import re
from typing import Final

_HUMP: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+d?")

COMMON_LAYERS: Final = (
    *("Conv2d", "Linear", "ReLU", "MaxPool2d", "BatchNorm2d", "Flatten", "Dropout", "AvgPool2d"),
    *("AdaptiveAvgPool2d", "Softmax", "Sigmoid", "Tanh", "LeakyReLU", "ConvTranspose2d", "GELU"),
    *("Dropout2d", "LogSoftmax", "SiLU", "Upsample", "LayerNorm", "GroupNorm", "ZeroPad2d"),
    *("BatchNorm1d", "Identity", "InstanceNorm2d", "ELU", "PReLU", "ReLU6", "Hardswish", "Conv1d"),
    *("MaxPool1d", "AvgPool1d", "AdaptiveMaxPool2d", "PixelShuffle", "ReflectionPad2d"),
)
"""The layers that networks use, the commonest first; others come behind.

A judgement, not a count: how often public networks and courses use them, roughly.
"""

_COMMONNESS: Final = {name: place for place, name in enumerate(COMMON_LAYERS)}


def search_rank(name: str, wanted: str) -> tuple[int, int] | None:
    """Return how well a layer's name answers to typed letters: less is better; None for not.

    First names that begin with them, then those whose words begin with them in turn (aap2 for
    AdaptiveAvgPool2d), then those that hold them; among equals the commoner layer.

    Args:
        name: A layer's name in torch.nn.
        wanted: What was typed; "" is answered by all alike.
    """
    typed, folded = wanted.casefold().replace(" ", ""), name.casefold()
    common = _COMMONNESS.get(name, len(COMMON_LAYERS))
    if folded == typed:
        return 0, common
    if folded.startswith(typed):
        return 1, common
    if _begins_words(tuple(_HUMP.findall(name)), typed):
        return 2, common
    return (3, common) if typed in folded else None


def _begins_words(words: tuple[str, ...], typed: str) -> bool:
    """Return whether letters are beginnings of words that follow each other, from the first on."""
    if not typed:
        return True
    if not words:
        return False
    first = words[0].casefold()
    return any(
        _begins_words(words[1:], typed[length:])
        for length in range(min(len(first), len(typed)), 0, -1)
        if first[:length] == typed[:length]
    )
