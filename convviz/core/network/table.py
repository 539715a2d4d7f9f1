"""A network as a table: a row for its input, and for each layer and block, with all its figures."""

from __future__ import annotations

import dataclasses
import itertools
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from convviz.core.code.writing import layer_call
from convviz.core.layers.base import Shape, per_axis
from convviz.core.network.seen_sizes import NOTHING_SEEN, SeenInput
from convviz.core.network.summary import LayerSummary, NetworkSummary
from convviz.core.network.tree import ROOT, Block, Path, names_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers.base import Layer
    from convviz.core.network.rows import BlockRow, LayerRow
    from convviz.core.network.tree import NetworkStep, Node


class RowState(StrEnum):
    """What is known of a row."""

    FITS = "fits"
    """It runs, and all of it is known."""
    DISABLED = "disabled"
    """The network passes it over."""
    FAILS = "fails"
    """It is the first that refuses its input; of a block, something in it does."""
    UNKNOWN = "unknown"
    """It stands behind what fails."""


class RowKind(StrEnum):
    """What a row is about."""

    INPUT = "input"
    LAYER = "layer"
    BLOCK = "block"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row.

    Attributes:
        kind: What it is about.
        state: What is known of it.
        path: Where the node stands in the tree; the root for the input.
        number: The number of a layer among all layers, from 0; None for others.
        name: What torch's state_dict calls the node; "" for a disabled one, and for the input.
        title: The layer's call, or the kind of the block; "" for the input.
        label: What its author calls it, or which way of its block it is; "" for neither.
        output_shape: Shape without the batch; None where it is not known.
        kernel: Cells of the kernel along each axis; nothing without one.
        costs: Parameters, multiply-adds and outputs; of a block the sums of what it holds. None
            where they are not known.
        parameters: The factors of each trained tensor, whose products add up to its parameters;
            nothing for a block.
        product_terms: The factors of its multiply-adds as one summand; nothing for a block.
        seen: What its cells see of the input.
    """

    kind: RowKind
    state: RowState
    path: Path = ROOT
    number: int | None = None
    name: str = ""
    title: str = ""
    label: str = ""
    output_shape: Shape | None = None
    kernel: Shape = ()
    costs: LayerSummary | None = None
    parameters: tuple[tuple[int, ...], ...] = ()
    product_terms: tuple[tuple[int, ...], ...] = ()
    seen: SeenInput = NOTHING_SEEN

    @property
    def depth(self) -> int:
        """How many blocks it stands in."""
        return max(len(self.path) - 1, 0)


@dataclass(frozen=True, slots=True)
class NetworkTable:
    """All rows, in the order of reading, and the totals.

    Attributes:
        summary: Of the network.
        rows: The input's, then one a node, each block before what it holds.
    """

    summary: NetworkSummary
    rows: tuple[TableRow, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no layer fails; the totals are those of the rows before it if one does."""
        return self.summary.result.failure is None

    @property
    def totals(self) -> TableRow:
        """The sums, as a row with the network's output."""
        summary, is_whole = self.summary, self.is_whole
        return TableRow(
            RowKind.TOTAL,
            RowState.FITS if is_whole else RowState.FAILS,
            output_shape=summary.result.output_shape if is_whole else None,
            costs=LayerSummary(summary.num_params, summary.mult_adds, summary.num_activations),
        )


_KERNEL: Final = "kernel_size"


def network_table(nodes: Sequence[Node], summary: NetworkSummary) -> NetworkTable:
    """Return the table of a network.

    Args:
        nodes: The network's nodes.
        summary: What they cost.
    """
    result = summary.result
    blocks = {row.path: row for row in result.blocks}
    layers = {row.path: row for row in result.rows}
    rows, number = [_input_row(summary)], 0
    for path, node, name in names_within(None, nodes):
        if isinstance(node, Block):
            rows.append(_block_row(node, path, name, blocks.get(path), summary))
        else:
            rows.append(_layer_row(node, path, name, layers.get(path), summary, number))
            number += 1
    return NetworkTable(summary, tuple(rows))


def _input_row(summary: NetworkSummary) -> TableRow:
    shape = summary.result.input_shape
    axes = len(shape[1:] or shape)
    return TableRow(
        RowKind.INPUT,
        RowState.FITS,
        output_shape=shape,
        costs=LayerSummary(num_activations=math.prod(shape)),
        seen=SeenInput((1,) * axes, (1,) * axes),
    )


def _layer_row(
    step: NetworkStep,
    path: Path,
    name: str,
    row: LayerRow | None,
    summary: NetworkSummary,
    number: int,
) -> TableRow:
    """Return the row of a layer.

    Args:
        step: As its author set it.
        path: Where it stands.
        name: What torch calls it; "" where the network passes it over.
        row: What is known of it; None at and behind what fails.
        summary: Of the network.
        number: Its own, among all layers.
    """
    failure = summary.result.layer_failure
    fails = failure is not None and failure.path == path
    state = _state(name, is_known=row is not None, fails=fails)
    layer = step.layer
    if failure is not None and fails:
        layer = failure.layer
    elif row is not None and state is RowState.FITS:
        layer = row.layer
    place = (RowKind.LAYER, state, path, number, name, layer_call(layer), step.name)
    if row is None or state is not RowState.FITS:
        return TableRow(*place)
    costs = summary.layers[row.index]
    return TableRow(
        *place,
        row.output_shape,
        _kernel(layer),
        costs,
        tuple(layer.weight_shapes().values()),
        _product_terms(row),
        summary.seen_inputs[path],
    )


def _product_terms(row: LayerRow) -> tuple[tuple[int, ...], ...]:
    """Return the factors of a layer's multiply-adds; nothing where they are those of a batch.

    Where a layer has joined the batch, the product is of all its pictures.
    """
    if not row.costs.mult_adds:
        return ()
    groups = row.layer.mult_add_factors(row.input_shape, row.output_shape)
    factors = tuple(itertools.chain.from_iterable(groups))
    return (factors,) if math.prod(factors) == row.costs.mult_adds else ()


def _block_row(
    block: Block, path: Path, name: str, row: BlockRow | None, summary: NetworkSummary
) -> TableRow:
    failure = summary.result.failure
    fails = failure is not None and failure.path[: len(path)] == path
    state = _state(name, is_known=row is not None, fails=fails)
    label = block.name or (row.way if row is not None else "")
    plain = TableRow(*(RowKind.BLOCK, state, path, None, name), title=block.kind.value, label=label)
    if row is None or state is not RowState.FITS:
        return plain
    return dataclasses.replace(
        plain,
        output_shape=row.output_shape,
        costs=summary.of_block(row),
        seen=summary.seen_inputs.get(path, NOTHING_SEEN),
    )


def _state(name: str, *, is_known: bool, fails: bool) -> RowState:
    if fails:
        return RowState.FAILS
    if not name:
        return RowState.DISABLED
    return RowState.FITS if is_known else RowState.UNKNOWN


def _kernel(layer: Layer) -> Shape:
    """Return the cells of a layer's kernel along each axis; nothing without one."""
    if _KERNEL not in layer.parameters():
        return ()
    return per_axis(getattr(layer, _KERNEL), layer.rank)
