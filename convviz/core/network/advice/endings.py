"""Advice on the end of a network, by the loss that it is trained with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from convviz.core.layers.base import LayerFamily, layer_types
from convviz.core.layers.parameters import Gives
from convviz.core.network.advice.pieces import Advice, AdviceCode, AdviceFix, FixKind, Insertion

if TYPE_CHECKING:
    from convviz.core.network.advice.way import Way

_USUAL_LOSS: Final = "CrossEntropyLoss"
"""Of a network of classes whose loss is not known: a Softmax before it is the commonest slip."""


def softmax_before_loss(way: Way) -> Advice | None:
    """Say that the loss applies a softmax to what already lies between 0 and 1.

    With c classes and outputs of 0 and 1 at best, the loss stays over ln(1 + (c - 1) / e).
    """
    end, loss = way.end, way.loss
    squashed = {Gives.SHARES} if loss is None else {Gives.SHARES, Gives.BETWEEN_0_AND_1}
    if end is None or not way.ends_in_vector or end.layer.gives not in squashed:
        return None
    if loss is not None and not loss.takes_logits:
        return None
    name = _USUAL_LOSS if loss is None else loss.type_name()
    classes = way.result.output_shape[0]
    usual = math.log(1 + (classes - 1) / math.e)
    least = f"{usual if loss is None else loss.least_of_shares(classes):.4f}"
    facts = (("loss", name), ("classes", classes), ("least", least))
    return Advice(AdviceCode.SOFTMAX_BEFORE_LOSS, ((end.index,),), (_without(end.index),), facts)


def log_softmax_twice(way: Way) -> Advice | None:
    """Say that the loss applies the same LogSoftmax once more."""
    end, loss = way.end, way.loss
    if end is None or loss is None or not loss.takes_logits:
        return None
    if not way.ends_in_vector or end.layer.gives is not Gives.LOGARITHMS_OF_SHARES:
        return None
    facts = (("loss", loss.type_name()),)
    return Advice(AdviceCode.LOG_SOFTMAX_TWICE, ((end.index,),), (_without(end.index),), facts)


def loss_needs_layer(way: Way) -> Advice | None:
    """Say that the loss needs logarithms of shares, which the last layer does not give."""
    end, loss = way.end, way.loss
    if end is None or loss is None or not way.ends_in_vector or not loss.after:
        return None
    if end.layer.family is LayerFamily.DROPOUT or end.layer.type_name() in loss.after:
        return None
    facts = (("loss", loss.type_name()), ("needed", loss.after[0]))
    last = way.rows[-1].index
    needed = layer_types()[loss.after[0]].new()
    layer = needed.replace(dim=1) if "dim" in needed.parameters() else needed
    insertion = Insertion(last + 1, layer)
    fix = AdviceFix(FixKind.INSERT_AFTER, (insertion,))
    return Advice(AdviceCode.LOSS_NEEDS_LAYER, ((end.index,),), (fix,), facts)


def activation_at_end(way: Way) -> Advice | None:
    """Say that outputs that are never below zero cannot speak against a class."""
    end, loss = way.end, way.loss
    if end is None or loss is None or not loss.takes_logits or not way.ends_in_vector:
        return None
    if end.layer.gives is not Gives.NOT_BELOW_0:
        return None
    facts = (("loss", loss.type_name()),)
    return Advice(AdviceCode.ACTIVATION_AT_END, ((end.index,),), (_without(end.index),), facts)


def dropout_at_end(way: Way) -> Advice | None:
    """Say that the network's own outputs are dropped at random."""
    end = way.end
    if end is None or not way.ends_in_vector or end.layer.family is not LayerFamily.DROPOUT:
        return None
    if way.loss is None and way.before(end) is None:
        return None
    return Advice(AdviceCode.DROPOUT_AT_END, ((end.index,),), (_without(end.index),))


def returns_indices(way: Way) -> Advice | None:
    """Say that the network gives a tuple, which no loss and no other layer takes."""
    if not way.result.returns_indices:
        return None
    last = next(row for row in reversed(way.rows) if row.path == way.result.last)
    from convviz.core.network.advice.pieces import Setting

    fix = AdviceFix(FixKind.SET, settings=(Setting(last.index, "return_indices", value=False),))
    return Advice(AdviceCode.RETURNS_INDICES, ((last.index,),), (fix,))


def _without(index: int) -> AdviceFix:
    return AdviceFix(FixKind.REMOVE, removals=(index,))
