"""Shapes through a Sequential: the rows up to the first layer that fails, and why it fails.

Shapes are given and reported without the batch; torch sees them with it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError, DocumentError, ErrorCode, Fact, ShapeError
from convviz.core.explaining.explanations import Explanation, ExplanationCode, explain
from convviz.core.input_reading import misread_input
from convviz.core.layers import Layer, Shape
from convviz.core.layers.base import Follows
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_BATCH_SIZE = 2
"""The smallest batch that every layer accepts (BatchNorm needs two values a channel)."""

MOST_LAYERS = 1000
"""Layers of one network. Shapes, cards and code follow every keystroke up to here."""


@dataclass(frozen=True, slots=True)
class NetworkStep:
    """One layer of the network as its author set it.

    Attributes:
        layer: The layer.
        follows: Names of its parameters that follow the layer before: in_channels and
            num_features its channels, in_features its last dimension.
        enabled: Whether the network runs it; a disabled layer passes the shape through.
    """

    layer: Layer
    follows: frozenset[str] = field(default_factory=frozenset)
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class LayerRow:
    """What one step does to the shape.

    Attributes:
        index: Its number in the network, from 0.
        layer: The layer, with what follows the layer before filled in; what a lazy one becomes.
        input_shape: Shape without the batch.
        output_shape: Shape without the batch.
        enabled: Whether the network runs it.
        batched: Whether a batch stands before input_shape, as long as no layer has joined it.
        notes: What is worth knowing about it here.
    """

    index: int
    layer: Layer
    input_shape: Shape
    output_shape: Shape
    enabled: bool = True
    batched: bool = True
    notes: tuple[Explanation, ...] = ()

    def shape_with_batch(self, batch_size: int) -> Shape:
        """Return the input's shape as torch sees it.

        Args:
            batch_size: Pictures in the batch, as the row was inferred with.
        """
        return (batch_size, *self.input_shape) if self.batched else self.input_shape


@dataclass(frozen=True, slots=True)
class LayerFailure:
    """The first layer that refuses its input or its parameters.

    Attributes:
        index: Its number in the network, from 0.
        layer: The layer, with what follows the layer before filled in.
        input_shape: Shape without the batch.
        error: Why; its facts give shapes without the batch.
        batched: Whether a batch stands before input_shape, as long as no layer has joined it.
    """

    index: int
    layer: Layer
    input_shape: Shape
    error: ConvVizError
    batched: bool = True


@dataclass(frozen=True, slots=True)
class SequentialResult:
    """The rows of a network, up to the first failure.

    Attributes:
        input_shape: Shape without the batch.
        rows: One a layer, up to the one that fails.
        failure: The first failure, if any.
        batch_size: Pictures in the batch that torch sees.
    """

    input_shape: Shape
    rows: tuple[LayerRow, ...]
    failure: LayerFailure | None = None
    batch_size: int = DEFAULT_BATCH_SIZE

    @property
    def output_shape(self) -> Shape:
        """The shape after the last row, without the batch."""
        return self.rows[-1].output_shape if self.rows else self.input_shape

    @property
    def returns_indices(self) -> bool:
        """Whether torch returns the indices of a last pooling beside its output."""
        layers = [row.layer for row in self.rows if row.enabled]
        return bool(layers) and layers[-1].returns_indices()


def infer_sequential(
    layers: Sequence[NetworkStep], input_shape: Shape, *, batch_size: int = DEFAULT_BATCH_SIZE
) -> SequentialResult:
    """Return the shape after every layer, and the first failure instead of raising it.

    Args:
        layers: The network's steps, in order.
        input_shape: Shape of one picture, such as (3, 32, 32), without the batch.
        batch_size: Pictures in the batch that torch sees. At least 1.

    Returns:
        One row for each layer before the first that fails, and that failure.
    """
    result = infer_rows(layers, input_shape, batch_size=batch_size)
    failure = result.failure
    if failure is None:
        return result
    prefix = layers[: failure.index + 1]

    def accepts(shape: Shape) -> bool:
        return first_failure(prefix, shape, batch_size=batch_size) is None

    error = misread_input(failure.error, failure.layer, input_shape, accepts)
    return dataclasses.replace(result, failure=dataclasses.replace(failure, error=error))


def infer_rows(
    layers: Sequence[NetworkStep], input_shape: Shape, *, batch_size: int = DEFAULT_BATCH_SIZE
) -> SequentialResult:
    """Return what `infer_sequential` does, with the layer's own words for a misread input."""
    rows: list[LayerRow] = []
    last = _last_enabled(layers)
    shape = (batch_size, *input_shape)
    batched = True
    for index, step in enumerate(layers):
        shown = shape[1:] if batched else shape
        if not step.enabled:
            rows.append(LayerRow(index, step.layer, shown, shown, enabled=False, batched=batched))
            continue
        layer = resolve(step, shape)
        try:
            output = infer_in_sequence(layer, shape, batched=batched, is_last=index == last)
        except ConvVizError as error:
            reported = _without_batch(error, layer) if batched else error
            failure = LayerFailure(index, layer, shown, reported, batched)
            return SequentialResult(input_shape, tuple(rows), failure, batch_size)
        layer = layer.resolved(shape)
        keeps_batch = batched and bool(output) and output[0] == batch_size
        notes = list(_notes(layer, shape, batched=batched, is_last=index == last))
        if batched and not keeps_batch:
            notes.append(
                explain(ExplanationCode.BATCH_JOINED, layer=layer.type_name(), batch=batch_size)
            )
        after = output[1:] if keeps_batch else output
        rows.append(LayerRow(index, layer, shown, after, batched=batched, notes=tuple(notes)))
        shape, batched = output, keeps_batch
    return SequentialResult(input_shape, tuple(rows), batch_size=batch_size)


def first_failure(
    layers: Sequence[NetworkStep], input_shape: Shape, *, batch_size: int = DEFAULT_BATCH_SIZE
) -> LayerFailure | None:
    """Return the failure of `infer_rows` alone, which takes a fraction of the time."""
    shape, batched, last = (batch_size, *input_shape), True, _last_enabled(layers)
    for index, step in enumerate(layers):
        if not step.enabled:
            continue
        layer = resolve(step, shape)
        try:
            output = infer_in_sequence(layer, shape, batched=batched, is_last=index == last)
        except ConvVizError as error:
            shown = shape[1:] if batched else shape
            reported = _without_batch(error, layer) if batched else error
            return LayerFailure(index, layer, shown, reported, batched)
        shape, batched = output, batched and bool(output) and output[0] == batch_size
    return None


def check_length(count: int) -> None:
    """Refuse more layers than a network may have.

    Raises:
        DocumentError: NETWORK_TOO_LONG.
    """
    if count > MOST_LAYERS:
        raise DocumentError(ErrorCode.NETWORK_TOO_LONG, count=count, limit=MOST_LAYERS)


def resolve(step: NetworkStep, shape: Shape) -> Layer:
    """Return the step's layer with what follows the layer before filled in.

    Args:
        step: The step.
        shape: The shape that enters it, with the batch.
    """
    if not step.follows or len(shape) < 2:  # noqa: PLR2004 - batch and something
        return step.layer
    followed: dict[str, int] = {}
    for name, described in step.layer.parameters().items():
        if name not in step.follows:
            continue
        if described.follows is Follows.CHANNELS:
            followed[name] = shape[1]
        elif described.follows is Follows.FEATURES:
            followed[name] = shape[-1]
    layer = step.layer
    # By identity: True equals 1, but torch does not take it for a number of channels.
    changed = {name: size for name, size in followed.items() if getattr(layer, name) is not size}
    return layer.replace(**changed) if changed else layer


def infer_in_sequence(layer: Layer, shape: Shape, *, batched: bool, is_last: bool = False) -> Shape:
    """Return the output shape; refuse what works alone but not in a batch or a Sequential.

    Args:
        layer: The layer.
        shape: Its input's shape, as torch sees it.
        batched: Whether the first dimension is the batch.
        is_last: Whether no layer follows: then it may return indices, too.

    Raises:
        ParameterError: as :meth:`Layer.check`.
        ShapeError: as :meth:`Layer.infer`; RETURNS_INDICES; EMPTY_INPUT for any dimension of 0;
            WRONG_RANK for a convolution that would take the batch for its channels.
    """
    if any(size < 1 for size in shape):
        raise ShapeError(ErrorCode.EMPTY_INPUT, shape=shape)
    if layer.reduction is Reduction.BY_INDICES:
        layer.check()
        raise ShapeError(ErrorCode.NEEDS_INDICES, layer=layer.type_name())
    if layer.returns_indices() and not is_last:
        layer.check()
        raise ShapeError(ErrorCode.RETURNS_INDICES, layer=layer.type_name())
    plain = layer.resolved(shape)
    takes_batch_for_channels = (
        batched
        and len(shape) == plain.unbatched_dimensions()
        and "in_channels" in plain.parameters()
    )
    if takes_batch_for_channels:
        layer.check()
        raise layer.wrong_rank(shape, (len(shape), len(shape) + 1))
    return layer.infer(shape)


def _without_batch(error: ConvVizError, layer: Layer) -> ConvVizError:
    """Return the error with the batch taken out of the shapes among its facts."""
    facts: dict[str, Fact] = dict(error.facts)
    if error.code is ErrorCode.UNFLATTENED_SIZE_DIFFERS and facts["place"] == 0:
        sizes = facts["unflattened_size"]
        return ShapeError(ErrorCode.UNFLATTENS_BATCH, dim=facts["dim"], unflattened_size=sizes)
    shape, expected = facts.get("shape"), facts.get("expected")
    if isinstance(shape, tuple):
        facts["shape"] = shape[1:]
    if error.code is ErrorCode.WRONG_RANK and isinstance(expected, tuple):
        ranks = expected if layer.needs_batch else (max(expected),)
        facts["expected"] = tuple(dimensions - 1 for dimensions in ranks)
    return type(error)(error.code, **facts)


def _last_enabled(layers: Sequence[NetworkStep]) -> int:
    return max((index for index, step in enumerate(layers) if step.enabled), default=-1)


def _notes(layer: Layer, shape: Shape, *, batched: bool, is_last: bool) -> list[Explanation]:
    notes = list(layer.notes_in_sequence(shape, batched=batched, is_last=is_last))
    expected = layer.unbatched_dimensions()
    if batched and len(shape) == expected:
        code = ExplanationCode.READ_AS_UNBATCHED
        name = layer.type_name()
        notes.append(explain(code, layer=name, shape=shape[1:], expected=expected))
    return notes
