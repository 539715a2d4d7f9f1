"""Shapes through a network: the rows up to the first layer that fails, and why it fails.

Shapes are given and reported without the batch; torch sees them with it. What blocks hold stands
in rows of its own, in reading order, so that a network without blocks has a row for each node.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, NamedTuple

from convviz.core.errors import ConvVizError, ShapeError
from convviz.core.explaining.explanations import Explanation, ExplanationCode, explain
from convviz.core.input_reading import misread_input
from convviz.core.network.in_sequence import (
    infer_in_sequence,
    layer_error_without_batch,
    notes_in_sequence,
    resolve,
)
from convviz.core.network.joining import joined_shape, without_batch
from convviz.core.network.known_rows import Arrival, KnownRows, KnownStep, Place
from convviz.core.network.rows import (
    COSTS_NOTHING,
    DEFAULT_BATCH_SIZE,
    BlockFailure,
    BlockRow,
    Failure,
    LayerFailure,
    LayerRow,
    LayerSummary,
    SequentialResult,
)
from convviz.core.network.tree import (
    ROOT,
    Block,
    BlockKind,
    NetworkStep,
    Node,
    Path,
    has_blocks,
    last_layer,
)
from convviz.core.network.tree_limits import MOST_LAYERS, check_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Shape

__all__ = [
    "DEFAULT_BATCH_SIZE",
    "MOST_LAYERS",
    "BlockFailure",
    "BlockRow",
    "LayerFailure",
    "LayerRow",
    "NetworkStep",
    "SequentialResult",
    "check_length",
    "first_failure",
    "infer_in_sequence",
    "infer_rows",
    "infer_sequential",
    "resolve",
]


def infer_sequential(
    nodes: Sequence[Node],
    input_shape: Shape,
    *,
    batch_size: int = DEFAULT_BATCH_SIZE,
    known: KnownRows | None = None,
) -> SequentialResult:
    """Return the shape after every layer, and the first failure instead of raising it.

    Args:
        nodes: The network's nodes, in order.
        input_shape: Shape of one picture, such as (3, 32, 32), without the batch.
        batch_size: Pictures in the batch that torch sees. At least 1.
        known: What is known of the network before, for the same size of the batch.

    Returns:
        One row for each layer before the first that fails, and that failure.
    """
    result = infer_rows(nodes, input_shape, batch_size=batch_size, known=known)
    failure = result.failure
    if not isinstance(failure, LayerFailure):
        return result
    count = failure.index + 1

    def accepts(shape: Shape) -> bool:
        return first_failure(nodes, shape, batch_size=batch_size, count=count) is None

    error = misread_input(failure.error, failure.layer, input_shape, accepts)
    return dataclasses.replace(result, failure=dataclasses.replace(failure, error=error))


def infer_rows(
    nodes: Sequence[Node],
    input_shape: Shape,
    *,
    batch_size: int = DEFAULT_BATCH_SIZE,
    known: KnownRows | None = None,
) -> SequentialResult:
    """Return what `infer_sequential` does, with the layer's own words for a misread input."""
    walk = _Inference(nodes, batch_size, known=known)
    end = walk.through(nodes, ROOT, _State((batch_size, *input_shape), batched=True, source=0))
    failure = walk.failure
    output = input_shape if failure is None else failure.input_shape
    rows = tuple(walk.rows)
    return SequentialResult(
        input_shape,
        rows,
        failure,
        batch_size,
        output if end is None else end.shown,
        tuple(walk.blocks),
        tuple(walk.flow) or rows,
        walk.last,
    )


def first_failure(
    nodes: Sequence[Node],
    input_shape: Shape,
    *,
    batch_size: int = DEFAULT_BATCH_SIZE,
    count: int = MOST_LAYERS,
) -> Failure | None:
    """Return the failure of `infer_rows` alone, which takes a fraction of the time.

    Args:
        nodes: The network's nodes.
        input_shape: Shape of one picture, without the batch.
        batch_size: Pictures in the batch that torch sees.
        count: So many layers, and what joins them, are looked at.
    """
    walk = _Inference(nodes, batch_size, count=count, records=False)
    walk.through(nodes, ROOT, _State((batch_size, *input_shape), batched=True, source=0))
    return walk.failure


class _State(NamedTuple):
    """What flows between two nodes.

    Attributes:
        shape: As torch sees it.
        batched: Whether its first dimension is the batch.
        source: What gives it: 0 for the network's input, n for the n-th of the flow.
    """

    shape: Shape
    batched: bool
    source: int

    @property
    def shown(self) -> Shape:
        """The shape without the batch."""
        return self.shape[1:] if self.batched else self.shape


class _Inference:
    """Goes through a tree up to its first failure.

    Attributes:
        failure: What fails first; None as long as nothing does.
        last: The layer whose output is the network's own.
        rows: Of the layers; as `SequentialResult` has them, and so the others.
        blocks: Of the blocks.
        flow: Of both.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        batch_size: int,
        *,
        count: int = MOST_LAYERS,
        records: bool = True,
        known: KnownRows | None = None,
    ) -> None:
        self.failure: Failure | None = None
        self.last = last_layer(nodes)
        self.rows: list[LayerRow] = []
        self.blocks: list[BlockRow] = []
        self.flow: list[LayerRow | BlockRow] = []
        self._has_blocks = has_blocks(nodes)
        self._batch_size = batch_size
        self._count = count
        self._records = records
        self._known = KnownRows() if known is None else known
        self._known.begin()
        self._number = 0

    def through(
        self,
        nodes: Sequence[Node],
        path: Path,
        state: _State,
        *,
        runs: bool = True,
        kind: BlockKind = BlockKind.SEQUENTIAL,
    ) -> _State | None:
        """Return what is behind nodes, one after the other; None behind a failure, or the count.

        Args:
            nodes: The nodes.
            path: Of the block that holds them.
            state: What reaches the first.
            runs: Whether the block is enabled.
            kind: What the block is.
        """
        shape, batched, source = state
        for place, node in enumerate(nodes):
            here = (*path, place)
            runs_too = runs and node.enabled
            after: tuple[Shape, bool, int] | None
            if isinstance(node, Block):
                state = _State(shape, batched, source)
                after = self._block(node, here, state, runs=runs_too, holder=kind)
            else:
                after = self._step(node, here, shape, batched, source, runs_too)
            if after is None:
                return None
            shape, batched, source = after
        return _State(shape, batched, source)

    def _step(
        self,
        step: NetworkStep,
        path: Path,
        shape: Shape,
        batched: bool,  # noqa: FBT001 - of a pair that is taken apart for speed
        source: int,
        runs: bool,  # noqa: FBT001 - likewise
    ) -> tuple[Shape, bool, int] | None:
        """Return what is behind a layer: a plain tuple, for there are many of them."""
        index = self._number
        if index >= self._count:
            return None
        self._number = index + 1
        is_last = path == self.last
        shown = shape[1:] if batched else shape
        arrival = (step.layer, step.follows, runs, is_last, shown, batched)
        place = (index, path, source)
        known = self._known.find(step, arrival, place) if self._records else None
        if known is None:
            if runs:
                known = self._worked_out(step, arrival, place, shape)
            else:
                known = _passed(step, arrival, place, shape)
            if known is None:
                return None
            if self._records:
                self._known.add(known)
        _, _, output, keeps_batch, row = known
        if not self._records:
            return output, keeps_batch, 0
        self.rows.append(row)
        if not self._has_blocks:  # the rows are the flow
            return output, keeps_batch, index + 1
        self.flow.append(row)
        return output, keeps_batch, len(self.flow)

    def _worked_out(
        self, step: NetworkStep, arrival: Arrival, place: Place, shape: Shape
    ) -> KnownStep | None:
        """Return what a layer makes of a shape; None where it fails."""
        _, _, _, is_last, shown, batched = arrival
        index, path, source = place
        layer = resolve(step, shape) if step.follows else step.layer
        try:
            output = infer_in_sequence(layer, shape, batched=batched, is_last=is_last)
        except ConvVizError as error:
            reported = layer_error_without_batch(error, layer) if batched else error
            self.failure = LayerFailure(index, layer, shown, reported, batched, path)
            return None
        keeps_batch = batched and bool(output) and output[0] == self._batch_size
        after = output[1:] if keeps_batch else output
        notes: list[Explanation] = []
        costs = COSTS_NOTHING
        if self._records:
            if layer.is_lazy:
                layer = layer.resolved(shape)
            notes = notes_in_sequence(layer, shape, batched=batched, is_last=is_last)
            mult_adds = layer.mult_adds(shape, output) // self._batch_size
            costs = LayerSummary(layer.num_params(), mult_adds, math.prod(after))
        if batched and not keeps_batch:
            name, count = layer.type_name(), self._batch_size
            notes.append(explain(ExplanationCode.BATCH_JOINED, layer=name, batch=count))
        row = LayerRow(index, layer, shown, after, True, batched, tuple(notes), path, source, costs)  # noqa: FBT003 - by place: fast
        return KnownStep(step, is_last, output, keeps_batch, row)

    def _block(
        self,
        block: Block,
        path: Path,
        state: _State,
        *,
        runs: bool,
        holder: BlockKind = BlockKind.SEQUENTIAL,
    ) -> _State | None:
        place, first = len(self.blocks), self._number
        row = BlockRow(path, block, state.shown, None, first, first, enabled=runs, holder=holder)
        self.blocks.append(row)
        ends: list[_State] = []
        after: _State | None
        if not block.joins or not runs:
            after = self.through(block.children, path, state, runs=runs, kind=block.kind)
        else:
            for number, way in enumerate(block.children):
                held = way if isinstance(way, Block) else Block(BlockKind.SEQUENTIAL, (way,))
                end = self._block(held, (*path, number), state, runs=True, holder=block.kind)
                if end is None:
                    break
                ends.append(end)
            after = None
            if len(ends) == len(block.children):
                after = self._joined(block, path, state, ends)
        row = dataclasses.replace(
            row,
            output_shape=None if after is None else after.shown,
            stop=self._number,
            sources=tuple(end.source for end in ends),
            batched=state.batched if after is None else after.batched,
        )
        self.blocks[place] = row
        if after is None or not ends:
            return after
        if self._records and len(ends) > 1:
            self._warn_of_overwriting(first, state.source)
        self.flow.append(row)
        return _State(after.shape, after.batched, len(self.flow))

    def _warn_of_overwriting(self, first: int, source: int) -> None:
        """Note which layers overwrite what all ways of a block read.

        Args:
            first: The number of the first layer in the block.
            source: What the ways read.
        """
        for index in range(first, self._number):
            row = self.rows[index]
            codes = {note.code for note in row.notes}
            code = ExplanationCode.CHANGES_SHARED_INPUT
            is_own = row.enabled and row.source == source and code not in codes
            if is_own and row.layer.overwrites_input():
                note = explain(code, layer=row.layer.type_name())
                noted = row._replace(notes=(*row.notes, note))
                self.rows[index] = noted
                place = next(n for n, item in enumerate(self.flow) if item is row)
                self.flow[place] = noted

    def _joined(
        self, block: Block, path: Path, state: _State, ends: Sequence[_State]
    ) -> _State | None:
        """Return what a block makes of the outputs of its ways; None where it cannot."""
        try:
            shape = joined_shape(block.kind, [end.shape for end in ends])
        except ShapeError as error:
            batched = all(end.batched for end in ends) and state.batched
            self.failure = BlockFailure(
                self._number,
                block,
                state.shown,
                without_batch(error) if batched else error,
                tuple(end.shown if batched else end.shape for end in ends),
                batched,
                path,
            )
            return None
        return _State(shape, all(end.batched for end in ends), 0)


def _passed(step: NetworkStep, arrival: Arrival, place: Place, shape: Shape) -> KnownStep:
    """Return what a layer makes of a shape that does not run: nothing."""
    _, _, _, is_last, shown, batched = arrival
    index, path, source = place
    row = LayerRow(index, step.layer, shown, shown, False, batched, (), path, source)  # noqa: FBT003 - by place: fast
    return KnownStep(step, is_last, shape, batched, row)
