"""What would mend the first failure of a Sequential: on the layer, before it, or at the input."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode
from convviz.core.layers.base import Follows
from convviz.core.layers.shape import Flatten
from convviz.core.network.rows import DEFAULT_BATCH_SIZE, BlockFailure, Failure, LayerFailure
from convviz.core.network.sequential import first_failure, infer_in_sequence, infer_rows
from convviz.core.network.tree import Node, layer_paths, layer_steps, with_node
from convviz.core.remedies.block_remedies import block_remedies
from convviz.core.remedies.layer_remedies import remedies, sibling_remedies
from convviz.core.remedies.picture_search import (
    evenly_larger_picture,
    fitting_pictures,
    smallest_larger_picture,
)
from convviz.core.remedies.remedy import Infer, Remedy, RemedyKind, mends_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.errors import ConvVizError
    from convviz.core.layers.base import Layer, Shape

_MENDED_BY_A_LARGER_PICTURE = frozenset(
    {
        ErrorCode.KERNEL_LARGER_THAN_INPUT,
        ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT,
        ErrorCode.PADDING_TAKES_OUTPUT,
        ErrorCode.SCALED_TO_NOTHING,
        ErrorCode.CROPS_EVERYTHING,
        ErrorCode.REFLECT_PADDING_TOO_LARGE,
        ErrorCode.CIRCULAR_PADDING_TOO_LARGE,
        ErrorCode.ONE_VALUE_PER_MEAN,
    }
)


_LONGEST_SEARCHED = 200
"""Layers before a Linear up to which another picture is searched: some 70 pictures are tried."""


@dataclass(frozen=True, slots=True)
class _Prefix:
    """A network up to the failing layer, to be tried on other inputs.

    Attributes:
        nodes: Its nodes, up to the one that holds the failing layer.
        count: Its layers, up to the failing one.
        batch_size: Pictures in the batch that torch sees.
    """

    nodes: Sequence[Node]
    count: int
    batch_size: int

    @classmethod
    def of(cls, nodes: Sequence[Node], failure: LayerFailure, batch_size: int) -> _Prefix:
        """Return a network up to the layer that fails."""
        return cls(nodes[: failure.path[0] + 1], failure.index + 1, batch_size)

    def failure(self, shape: Shape) -> Failure | None:
        """Return what fails for another input."""
        return first_failure(self.nodes, shape, batch_size=self.batch_size, count=self.count)

    def output(self, shape: Shape) -> Shape | None:
        """Return what the failing layer gives for another input; None where it fails, too."""
        rows = infer_rows(self.nodes, shape, batch_size=self.batch_size).rows
        return rows[self.count - 1].output_shape if len(rows) >= self.count else None

    def with_input(self, shape: Shape) -> Iterator[Remedy]:
        """Yield another input of the network, where the failing layer then runs."""
        output = self.output(shape)
        if output is not None:
            batched = (self.batch_size, *output)
            yield Remedy(RemedyKind.CHANGE_INPUT, "input", shape, batched)


def sequential_remedies(
    nodes: Sequence[Node],
    input_shape: Shape,
    failure: Failure,
    *,
    batch_size: int = DEFAULT_BATCH_SIZE,
) -> tuple[Remedy, ...]:
    """Return what would let the failing layer or block run.

    Args:
        nodes: The network's nodes, in order.
        input_shape: Shape of one picture, without the batch.
        failure: What ``infer_sequential`` returned for them.
        batch_size: Pictures in the batch that torch sees.

    Returns:
        A missing Flatten, or one too many, first; then the layer's own parameters; then the
        network's input. Shapes are without the batch.
    """
    if isinstance(failure, BlockFailure):
        return block_remedies(nodes, input_shape, failure, batch_size=batch_size)
    batch = (batch_size,) if failure.batched else ()
    infer = _keeping_batch(failure, batch)
    shape = (*batch, *failure.input_shape)
    own = [
        remedy
        for remedy in remedies(failure.layer, shape, infer=infer)
        if not (_is_of_batch(failure) and remedy.parameter == "unflattened_size")
    ]
    prefix = _Prefix.of(nodes, failure, batch_size)
    siblings = list(_siblings(failure, shape, infer))
    offered = [
        *_input_as_meant(failure, prefix),
        *(remedy for remedy in siblings if _keeps_numbers(failure.layer, remedy)),
        *_missing_flatten(failure, shape),
        *_flatten_too_early(nodes, input_shape, failure, batch_size),
        *(remedy for remedy in siblings if not _keeps_numbers(failure.layer, remedy)),
        *(remedy for remedy in own if remedy.kind is RemedyKind.SET_PARAMETER),
        *_padding_before(failure, shape),
        *_other_picture(failure, input_shape, prefix),
    ]
    squares = list(_square_pictures(input_shape, failure, prefix))
    if squares:
        offered += squares
    elif failure.index == 0:
        offered += (
            dataclasses.replace(remedy, value=remedy.value[1:])
            for remedy in own
            if isinstance(remedy.value, tuple)
            and remedy.kind is RemedyKind.CHANGE_INPUT
            and remedy.value[:1] == batch
        )
    else:
        offered += _larger_picture(failure, input_shape, prefix)
    if not offered:
        offered += _without_it(failure)
    return tuple(_distinct(_without_batch(remedy, batch) for remedy in offered))


def _keeping_batch(failure: LayerFailure, batch: Shape) -> Infer:
    """Return the shape inference that refuses, too, what would join or split the batch."""

    def infer(layer: Layer, shape: Shape) -> Shape:
        output = infer_in_sequence(layer, shape, batched=failure.batched)
        if shape[: len(batch)] == batch and output[: len(batch)] != batch:
            raise failure.error
        return output

    return infer


def _distinct(offered: Iterable[Remedy]) -> Iterator[Remedy]:
    inputs = set()
    for remedy in offered:
        if remedy.kind is not RemedyKind.CHANGE_INPUT or remedy.value not in inputs:
            yield remedy
        if remedy.kind is RemedyKind.CHANGE_INPUT:
            inputs.add(remedy.value)


def _input_as_meant(failure: LayerFailure, prefix: _Prefix) -> Iterator[Remedy]:
    """Yield the one picture, channels first, that the given input was meant to be."""
    read = failure.error.facts.get("read")
    if isinstance(read, tuple):
        yield from prefix.with_input(read)


def _siblings(failure: LayerFailure, shape: Shape, infer: Infer) -> Iterator[Remedy]:
    """Yield the same layer for another number of axes; pooling would take a batch for channels."""
    if failure.error.code is not ErrorCode.WRONG_RANK and "read" not in failure.error.facts:
        return
    for remedy in sibling_remedies(failure.layer, shape, infer):
        rank = remedy.layer.rank if remedy.layer is not None else 0
        if not rank or not failure.batched or len(shape) == rank + 2:
            yield remedy


def _keeps_numbers(layer: Layer, remedy: Remedy) -> bool:
    sibling = remedy.layer
    return sibling is not None and layer.channels_asked() == sibling.channels_asked()


def _padding_before(failure: LayerFailure, shape: Shape) -> Iterator[Remedy]:
    """Yield a padding layer before a pooling whose own padding torch refuses."""
    if failure.error.code is not ErrorCode.POOL_PADDING_OVER_HALF:
        return
    layer, padding = failure.layer, failure.layer.padding_before()
    if padding is None or not layer.reads_alike_padded_before(shape):
        return
    verdict = mends_all(lambda pooling, planes: pooling.infer(padding.infer(planes)))(
        layer.replace(padding=0), shape
    )
    if verdict.mends:
        kind = RemedyKind.INSERT_LAYER
        yield Remedy(kind, "padding", 0, verdict.output_shape, layer=padding)


def _other_picture(failure: LayerFailure, input_shape: Shape, prefix: _Prefix) -> Iterator[Remedy]:
    """Yield the pictures whose features a Linear was made for."""
    wanted = failure.error.facts.get("expected")
    is_flat = len(failure.input_shape) == 1
    if failure.error.code is not ErrorCode.FEATURES_DIFFER or not is_flat:
        return
    if not 0 < failure.index <= _LONGEST_SEARCHED:
        return

    def features(shape: Shape) -> int | None:
        left = prefix.failure(shape)
        if left is None:
            return wanted if isinstance(wanted, int) else None
        reached = left.error.facts.get("found")
        is_same = left.path == failure.path and isinstance(reached, int)
        return reached if is_same and isinstance(reached, int) else None

    if isinstance(wanted, int):
        for shape in fitting_pictures(input_shape, wanted, features):
            yield from prefix.with_input(shape)


def _square_pictures(
    input_shape: Shape, failure: LayerFailure, prefix: _Prefix
) -> Iterator[Remedy]:
    """Yield a grey and a colour picture of a size, where the size alone was given."""
    expected = failure.error.facts.get("expected")
    is_refused = failure.error.code is ErrorCode.WRONG_RANK and isinstance(expected, tuple)
    if not is_refused or len(input_shape) != 1 or not isinstance(expected, tuple):
        return
    own = failure.layer.channels_asked() or 1
    for channels in dict.fromkeys((1, 3, own)):
        shape = (channels, *input_shape * (max(expected) - 1))
        if len(shape) > 1:
            yield from prefix.with_input(shape)


def _without_batch(remedy: Remedy, batch: Shape) -> Remedy:
    output = remedy.output_shape
    if output is None or output[:1] != batch:
        return remedy
    return dataclasses.replace(remedy, output_shape=output[1:])


def _missing_flatten(failure: LayerFailure, shape: Shape) -> Iterator[Remedy]:
    """Yield a Flatten before a Linear that sees planes, with the in_features that it then needs."""
    layer, features = failure.layer, failure.error.facts.get("flattened")
    sees_planes = failure.batched and len(shape) > 2  # noqa: PLR2004 - batch and features
    if not isinstance(features, int) or not sees_planes:
        return
    known = layer.parameters().items()
    name = next(name for name, described in known if described.follows is Follows.FEATURES)
    flatten = Flatten()
    verdict = mends_all(lambda linear, planes: linear.infer(flatten.infer(planes)))(
        layer.replace(**{name: features}), shape
    )
    if verdict.mends:
        value = None if getattr(layer, name) == features else features
        name = "" if value is None else name
        kind = RemedyKind.INSERT_LAYER
        yield Remedy(kind, name, value, verdict.output_shape, layer=flatten)


def _flatten_too_early(
    nodes: Sequence[Node], input_shape: Shape, failure: LayerFailure, batch_size: int
) -> Iterator[Remedy]:
    """Yield the removal of a Flatten after which a layer that needs planes stands."""
    if failure.error.code is not ErrorCode.WRONG_RANK:
        return
    steps, paths = layer_steps(nodes), layer_paths(nodes)
    for index in range(failure.index - 1, -1, -1):
        # Flatten itself, by its type: another layer that gives a vector is meant to be there.
        if not (steps[index].enabled and isinstance(steps[index].layer, Flatten)):
            continue
        remaining = with_node(nodes[: failure.path[0] + 1], paths[index])
        output = _Prefix(remaining, failure.index, batch_size).output(input_shape)
        if output is not None:
            batched = (batch_size, *output)
            kind, layer = RemedyKind.REMOVE_LAYER, steps[index].layer
            yield Remedy(kind, "", None, batched, layer=layer, index=index)
        return


def _larger_picture(failure: LayerFailure, input_shape: Shape, prefix: _Prefix) -> Iterator[Remedy]:
    """Yield the smallest larger picture with which the failing layer runs."""
    if failure.error.code not in _MENDED_BY_A_LARGER_PICTURE or len(input_shape) < 2:  # noqa: PLR2004
        return

    def refusal(shape: Shape) -> ConvVizError | None:
        left = prefix.failure(shape)
        return None if left is None else left.error

    if failure.error.code is ErrorCode.ONE_VALUE_PER_MEAN:
        larger = evenly_larger_picture(input_shape, lambda shape: refusal(shape) is None)
    else:
        larger = smallest_larger_picture(input_shape, refusal)
    if larger is not None:
        yield from prefix.with_input(larger)


def _without_it(failure: LayerFailure) -> Iterator[Remedy]:
    """Yield the removal of a layer that works nowhere here: what is before it leaves one value."""
    if failure.error.code is ErrorCode.ONE_VALUE_PER_MEAN:
        kind, output = RemedyKind.REMOVE_LAYER, failure.input_shape
        yield Remedy(kind, "", None, output, layer=failure.layer, index=failure.index)


def _is_of_batch(failure: LayerFailure) -> bool:
    """Return whether a dimension is at fault that a person has not typed."""
    return failure.error.code is ErrorCode.UNFLATTENS_BATCH
