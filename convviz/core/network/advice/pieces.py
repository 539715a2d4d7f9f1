"""What a piece of advice is: what it is about, where, why, and what would follow it by a click."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from convviz.core.errors import Fact
from convviz.core.layers.base import Layer


class AdviceCode(StrEnum):
    """What the advice is about. Its name stands in documents in which it was put away."""

    LINEAR_IN_A_ROW = "linear_in_a_row"
    """Linear maps with nothing between them that bends are one linear map."""
    LINEAR_WITHOUT_FLATTEN = "linear_without_flatten"
    """A Linear works along the last dimension of a picture. Facts: shape, flattened."""
    ACTIVATIONS_IN_A_ROW = "activations_in_a_row"
    """An activation is applied to what another one gave."""
    SOFTMAX_BEFORE_LOSS = "softmax_before_loss"
    """The loss applies a softmax itself to what is between 0 and 1. Facts: loss, classes, least."""
    LOG_SOFTMAX_TWICE = "log_softmax_twice"
    """The loss applies the same once more, which changes nothing. Facts: loss."""
    LOSS_NEEDS_LAYER = "loss_needs_layer"
    """The loss means something of the outputs of one layer alone. Facts: loss, needed."""
    ACTIVATION_AT_END = "activation_at_end"
    """The loss takes any numbers, but the last layer gives none below zero. Facts: loss."""
    DROPOUT_AT_END = "dropout_at_end"
    """The network's own outputs are set to zero at random."""
    BIAS_BEFORE_NORM = "bias_before_norm"
    """A normalisation takes away what a bias added."""
    DROPOUT_BEFORE_NORM = "dropout_before_norm"
    """A normalisation learns a variance that dropout makes another one in evaluation."""
    NORM_OF_ONE_VALUE = "norm_of_one_value"
    """A batch of one picture gives a normalisation one value a channel. Facts: shape."""
    DROPS_CELLS = "drops_cells"
    """More than a tenth of an axis is read by no window. Facts: dropped, size."""
    WINDOWS_OF_PADDING = "windows_of_padding"
    """Windows read nothing but padding. Facts: padding, kernel."""
    RETURNS_INDICES = "returns_indices"
    """The network gives a tuple."""
    ROWS_LAID_END_TO_END = "rows_laid_end_to_end"
    """Windows reach from the end of one row of a flattened picture into the next."""
    MIXES_BATCH = "mixes_batch"
    """A layer works along the batch, over several pictures. Facts: batch."""
    OVERWRITES_SHARED = "overwrites_shared"
    """A layer writes its output where other ways still read its input."""
    DROPS_ALL = "drops_all"
    """A dropout lets nothing through."""


class FixKind(StrEnum):
    """What a fix does."""

    INSERT_BETWEEN = "insert_between"
    """An activation between the layers in question."""
    INSERT_AFTER_EACH = "insert_after_each"
    """An activation behind every layer with weights but the last."""
    INSERT_BEFORE = "insert_before"
    """A layer before the one in question."""
    INSERT_AFTER = "insert_after"
    """A layer behind the one in question."""
    REMOVE = "remove"
    """Layers are taken out."""
    SET = "set"
    """A parameter of layers gets another value."""
    MOVE_BEHIND = "move_behind"
    """A layer changes places with the one behind it."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A layer to be inserted.

    Attributes:
        before: Number of the layer before which it goes, in the network as it is.
        layer: The layer.
        in_its_block: Whether it goes into the block of that layer; else into the block of the
            layer that it stands behind.
    """

    before: int
    layer: Layer
    in_its_block: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter that gets another value.

    Attributes:
        index: The layer's number.
        parameter: The parameter's name.
        value: Its new value.
    """

    index: int
    parameter: str
    value: int | float | bool


@dataclass(frozen=True, slots=True)
class AdviceFix:
    """What would follow the advice.

    Attributes:
        kind: What it does.
        insertions: The layers to insert, in order.
        removals: The numbers of the layers to take out.
        settings: The parameters to set.
    """

    kind: FixKind
    insertions: tuple[Insertion, ...] = ()
    removals: tuple[int, ...] = ()
    settings: tuple[Setting, ...] = ()


SHAPES_CHANGE: Final = frozenset(
    {AdviceCode.LINEAR_WITHOUT_FLATTEN, AdviceCode.DROPS_CELLS, AdviceCode.WINDOWS_OF_PADDING}
)
"""What the fixes of these kinds leave may not fit what comes behind."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice.

    Attributes:
        code: What it is about.
        cases: The numbers of the layers in question, in order: one or two of them are one case.
        fixes: What would follow it, the least change first.
        facts: What its sentence says of the first case.
    """

    code: AdviceCode
    cases: tuple[tuple[int, ...], ...]
    fixes: tuple[AdviceFix, ...] = ()
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of all layers in question: of two, the one that the advice is about."""
        return frozenset(case[-1] for case in self.cases)
