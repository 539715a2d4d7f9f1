"""What a network that runs would still do well to have, and what would mend it by a click.

Each kind of advice is one function of ``_KINDS``; more are added there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from convviz.core.network.advice import endings, layers, neighbours
from convviz.core.network.advice.linear_in_a_row import linear_in_a_row
from convviz.core.network.advice.pieces import (
    SHAPES_CHANGE,
    Advice,
    AdviceCode,
    AdviceFix,
    FixKind,
    Insertion,
    Setting,
)
from convviz.core.network.advice.way import Way

if TYPE_CHECKING:
    from convviz.core.losses import Loss
    from convviz.core.network.rows import SequentialResult

__all__ = [
    "SHAPES_CHANGE",
    "Advice",
    "AdviceCode",
    "AdviceFix",
    "FixKind",
    "Insertion",
    "Setting",
    "advice",
]


def advice(
    result: SequentialResult, loss: Loss | None = None, batch_size: int | None = None
) -> tuple[Advice, ...]:
    """Return what is to be said of a network, as far as its shapes are known.

    Args:
        result: The network's rows.
        loss: What it is trained with; None where that is not known.
        batch_size: Pictures of the batches that it is trained with; None likewise.
    """
    way = Way(result, loss, batch_size)
    pieces = (kind(way) for kind in _KINDS)
    return tuple(piece for piece in pieces if piece is not None)


_KINDS: Final[tuple[Callable[[Way], Advice | None], ...]] = (
    # What makes a training useless or fail comes first.
    layers.linear_without_flatten,
    layers.mixes_batch,
    endings.loss_needs_layer,
    endings.softmax_before_loss,
    endings.returns_indices,
    layers.overwrites_shared,
    layers.drops_all,
    layers.norm_of_one_value,
    neighbours.rows_laid_end_to_end,
    endings.activation_at_end,
    endings.dropout_at_end,
    linear_in_a_row,
    neighbours.activations_in_a_row,
    layers.windows_of_padding,
    layers.drops_cells,
    neighbours.dropout_before_norm,
    endings.log_softmax_twice,
    neighbours.bias_before_norm,
)
