"""Calls of whatever the calculator opens, in PyTorch code: layers, losses, optimisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.code.call import parse_call
from convviz.core.code.reading import parse_layers
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.base import layer_types
from convviz.core.shown_layers import opened_types

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer


def parse_beside_layers(text: str) -> Layer | None:
    """Return the loss or the optimiser that a text calls; None where it calls another thing.

    Args:
        text: Such as `criterion = nn.CrossEntropyLoss(label_smoothing=0.1)`.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1.
    """
    types = {name: kind for name, kind in opened_types().items() if name not in layer_types()}
    try:
        return parse_call(text, types)
    except DocumentError as error:
        if error.code is ErrorCode.CODE_NO_CALL:
            return None
        raise


def parse_opened(text: str) -> tuple[Layer, ...]:
    """Return the loss or the optimiser that a text calls, or its layers.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1; CODE_SEVERAL_NETWORKS.
    """
    beside = parse_beside_layers(text)
    return parse_layers(text) if beside is None else (beside,)
