"""What a layer makes of a shape where it stands in a Sequential, with a batch before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.calls import parameters_of
from convviz.core.errors import ConvVizError, ErrorCode, Fact, ShapeError
from convviz.core.explaining.explanations import Explanation, ExplanationCode, explain
from convviz.core.layers.base import Follows
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape
    from convviz.core.network.tree import NetworkStep


def resolve(step: NetworkStep, shape: Shape) -> Layer:
    """Return the step's layer with what follows the layer before filled in.

    Args:
        step: The step.
        shape: The shape that enters it, with the batch.
    """
    if not step.follows or len(shape) < 2:  # noqa: PLR2004 - batch and something
        return step.layer
    followed: dict[str, int] = {}
    known = parameters_of(type(step.layer))
    for name in step.follows & known.keys():
        described = known[name]
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
    if min(shape, default=1) < 1:
        raise ShapeError(ErrorCode.EMPTY_INPUT, shape=shape)
    if layer.cell_reduction is Reduction.BY_INDICES:
        layer.check()
        raise ShapeError(ErrorCode.NEEDS_INDICES, layer=layer.type_name())
    if layer.returns_indices() and not is_last:
        layer.check()
        raise ShapeError(ErrorCode.RETURNS_INDICES, layer=layer.type_name())
    plain = layer.resolved(shape) if layer.is_lazy else layer
    takes_batch_for_channels = (
        batched
        and len(shape) == plain.unbatched_dimensions()
        and "in_channels" in plain.parameters()
    )
    if takes_batch_for_channels:
        layer.check()
        raise layer.wrong_rank(shape, (len(shape), len(shape) + 1))
    return layer.infer(shape)


def layer_error_without_batch(error: ConvVizError, layer: Layer) -> ConvVizError:
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


def notes_in_sequence(
    layer: Layer, shape: Shape, *, batched: bool, is_last: bool
) -> list[Explanation]:
    """Return what is worth knowing about a layer where it stands.

    Args:
        layer: The layer, as torch makes it.
        shape: Its input's shape, as torch sees it.
        batched: Whether the first dimension is the batch.
        is_last: Whether no layer follows.
    """
    notes = [*layer.notes_in_sequence(shape, batched=batched, is_last=is_last)]
    expected = layer.unbatched_dimensions()
    if batched and len(shape) == expected:
        code = ExplanationCode.READ_AS_UNBATCHED
        name = layer.type_name()
        notes.append(explain(code, layer=name, shape=shape[1:], expected=expected))
    return notes
