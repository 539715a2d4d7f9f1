"""Compare the figures of a network's table with torch: random networks of 1 to 40 nodes.

    python -m tests.oracle.tables --count 2000 --seed 0

Of each network, with blocks or without, compared are the shapes and parameters of every node, the
multiply-adds of every node with torch.utils.flop_counter, the numbers that are kept for the
backward pass with what autograd saves, and the receptive field and the jump of every node with
where the gradient of its cells is not zero. The status is 1 if anything differs.

Where the figures differ from torch's by intent:
- flop_counter counts a multiplication and an addition as two, and a batch: it is divided by both.
  It counts the products of convolutions and linear layers, as the table does; nothing else.
- A gradient's footprint ends at the borders of the input, and at the padding between two layers;
  a receptive field does not. So nowhere may it be larger; and in the middle of the same network on
  a much larger input it is as large. Networks of a fixed size
  (Linear, Upsample to a size) have no such middle.
- Behind upsampling cells differ, and the table's field is a bound: none is larger; by one cell at
  most where a way that was upsampled is joined with others.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from random import Random
from typing import TYPE_CHECKING, Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from convviz.core.layers.activation import ReLU
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.parameters import BYTES_PER_NUMBER
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Identity
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.network.table import RowKind, RowState, network_table
from convviz.core.network.training_memory import kept_numbers
from convviz.core.network.tree import Block, NetworkStep, walk
from convviz.engine.compute.module_builder import build_sequential
from tests.oracle.trees import DisagreementError, expect
from tests.support.random_trees import RandomTree
from tests.support.saved_tensors import saved_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convviz.core.layers import Shape
    from convviz.core.network.table import NetworkTable, TableRow
    from convviz.core.network.tree import Node

MOST_NODES = 40
_BATCH = 2
_CELLS_TRIED = 2
"""Of each node's output, whose gradients are looked at."""
_MORE = 56
"""Cells that a larger input has more: twice the field of most random networks."""


def networks(seed: int) -> Iterator[tuple[tuple[Node, ...], Shape, int]]:
    """Yield random networks of 1 to 40 nodes that fit, with their inputs and numbers."""
    while True:
        nodes, shape = RandomTree(seed, goes_wrong=False).network()
        count = sum(1 for _ in walk(nodes))
        if 0 < count <= MOST_NODES and infer_sequential(nodes, shape).failure is None:
            yield nodes, shape, seed
        seed += 1


def compare_table(nodes: Sequence[Node], shape: Shape, seed: int = 0) -> NetworkTable:
    """Compare the table of a network that fits with torch.

    Raises:
        DisagreementError: torch says something else.
    """
    result = infer_sequential(nodes, shape)
    summary = summarise(result)
    table = network_table(nodes, summary)
    rows = {row.name: row for row in table.rows if row.name and row.state is RowState.FITS}
    model = build_sequential(nodes, shape, seed=seed)
    outputs = _outputs(model, shape)
    modules = {name: module for name, module in model.named_modules() if name}
    expect(sorted(rows), sorted(name for name in modules if name in rows), "nodes")
    expect(len(modules), len(rows), "number of nodes")
    for name, row in rows.items():
        expect(row.output_shape, outputs[name], f"{name}: shape")
        numbers = sum(tensor.numel() for tensor in modules[name].parameters())
        assert row.costs is not None
        expect(row.costs.num_params, numbers, f"{name}: parameters")
        if row.kind is RowKind.LAYER:
            added = sum(_product(term) for term in row.parameters)
            expect(added, row.costs.num_params, f"{name}: the product of its parameters")
    totals = table.totals.costs
    assert totals is not None
    numbers = sum(tensor.numel() for tensor in model.parameters())
    expect(totals.num_params, numbers, "parameters")
    _compare_mult_adds(table, rows, model, shape)
    measured = saved_bytes(model.train(), torch.rand(_BATCH, *shape))
    expect(BYTES_PER_NUMBER * kept_numbers(result, _BATCH), measured, "kept for backward")
    _compare_fields(nodes, shape, rows, Random(seed))  # noqa: S311 - no secret
    return table


def _outputs(model: torch.nn.Module, shape: Shape) -> dict[str, Shape]:
    """Return the shape of what each module gives, without the batch."""
    found: dict[str, Shape] = {}

    def watch(name: str) -> Any:
        def done(_module: object, _inputs: object, output: torch.Tensor) -> None:
            found[name] = tuple(output.shape[1:])

        return done

    hooks = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    with torch.no_grad():
        model.eval()(torch.rand(_BATCH, *shape))
    for hook in hooks:
        hook.remove()
    return found


def _compare_mult_adds(
    table: NetworkTable, rows: dict[str, TableRow], model: torch.nn.Module, shape: Shape
) -> None:
    counter = FlopCounterMode(display=False)
    with counter, torch.no_grad():
        model.eval()(torch.rand(_BATCH, *shape))
    counted = counter.get_flop_counts()
    top = type(model).__name__
    for name, row in rows.items():
        theirs = sum(counted.get(f"{top}.{name}", {}).values()) // (2 * _BATCH)
        assert row.costs is not None
        expect(row.costs.mult_adds, theirs, f"{name}: multiply-adds")
        if row.kind is RowKind.LAYER:
            product = sum(_product(term) for term in row.product_terms)
            expect(product, row.costs.mult_adds, f"{name}: the product of its multiply-adds")
    totals = table.totals.costs
    assert totals is not None
    expect(totals.mult_adds, counter.get_total_flops() // (2 * _BATCH), "multiply-adds")


def _product(sizes: Sequence[int]) -> int:
    product = 1
    for size in sizes:
        product *= size
    return product


def _compare_fields(
    nodes: Sequence[Node], shape: Shape, rows: dict[str, TableRow], chance: Random
) -> None:
    """Compare receptive fields with the cells of the input whose gradient is not zero."""
    seen = _Footprints(nodes, shape, rows)
    upsampling = [path for path, node in walk(nodes) if _upsamples(node)]
    for name, row in rows.items():
        allowed = 1 if any(path[: len(row.path)] <= row.path for path in upsampling) else 0
        for _ in range(_CELLS_TRIED):
            cell = tuple(chance.randrange(size) for size in seen.sizes(name))
            found = seen.of(name, cell)
            if row.seen.size is None:
                expect(True, bool(found.all()), f"{name}: sees the whole input")  # noqa: FBT003
            for axis, size in enumerate(row.seen.size or ()):
                width = len(_places(found, axis))
                if width > size + allowed and _has_numbers(row):
                    expect(size, width, f"{name}: field of {cell} along axis {axis}")
    larger = (shape[0], *(size + _MORE for size in shape[1:]))
    if not _has_fixed_size(nodes) and infer_sequential(nodes, larger).failure is None:
        _compare_in_the_middle(nodes, larger, rows)


def _compare_in_the_middle(
    nodes: Sequence[Node], shape: Shape, smaller: dict[str, TableRow]
) -> None:
    """Compare the fields of cells in the middle of a large input, far from all borders."""
    summary = summarise(infer_sequential(nodes, shape))
    rows = {row.name: row for row in network_table(nodes, summary).rows if row.name in smaller}
    seen = _Footprints(nodes, shape, rows)
    upsampling = [path for path, node in walk(nodes) if _upsamples(node)]
    for name, row in rows.items():
        if _has_numbers(smaller[name]):
            expect(row.seen, smaller[name].seen, f"{name}: fields of a larger input")
        # Behind upsampling, or with some in it.
        is_upsampled = any(path[: len(row.path)] <= row.path for path in upsampling)
        for axis, (size, step) in enumerate(zip(row.seen.size or (), row.seen.jump, strict=True)):
            if step is None or is_upsampled or size > shape[1 + axis] // 3:
                continue
            middle = [number // 2 for number in seen.sizes(name)]
            first = _places(seen.of(name, tuple(middle)), axis)
            expect(size, len(first), f"{name}: receptive field along axis {axis}")
            middle[axis] += 1
            moved = _places(seen.of(name, tuple(middle)), axis).start - first.start
            expect(step, moved, f"{name}: jump along axis {axis}")


class _Footprints:
    """The cells of the input on which cells of a network depend, by their gradients.

    Weights and input are positive numbers, maxima become means, for which alone a gradient reaches
    all cells of a window, and what bends is left out: so no gradient is zero by chance.
    """

    def __init__(self, nodes: Sequence[Node], shape: Shape, names: Iterable[str]) -> None:
        model = build_sequential(linear_ones(nodes), shape).double().eval()
        with torch.no_grad():
            for tensor in model.parameters():
                tensor.fill_(0.25)
        self._outputs: dict[str, torch.Tensor] = {}
        for name in names:
            model.get_submodule(name).register_forward_hook(self._watch(name))
        self._picture = torch.full((1, *shape), 0.5, dtype=torch.float64, requires_grad=True)
        # What gives its input back gives a tensor of its own, so that it has a gradient too.
        model(self._picture * 1.0)

    def _watch(self, name: str) -> Any:
        return lambda _module, _input, output: self._outputs.__setitem__(name, output)

    def sizes(self, name: str) -> Shape:
        """Return the sizes of a node's output, without channels; of a vector its own."""
        shape = tuple(self._outputs[name].shape[1:])
        return shape[1:] or shape

    def of(self, name: str, cell: tuple[int, ...]) -> torch.Tensor:
        """Return which cells of the input a cell depends on."""
        output = self._outputs[name][0]
        for at in reversed(cell):
            output = output.select(-1, at)
        (gradient,) = torch.autograd.grad(output.sum(), self._picture, retain_graph=True)
        found: torch.Tensor = gradient[0].abs().sum(0) != 0
        return found


def _places(seen: torch.Tensor, axis: int) -> range:
    """Return the places along an axis from the first to the last that are seen."""
    others = [other for other in range(seen.dim()) if other != axis]
    line = seen.any(dim=others[0]) if others else seen
    places = line.nonzero().flatten()
    return range(int(places[0]), int(places[-1]) + 1) if len(places) else range(0)


def _has_numbers(row: TableRow) -> bool:
    """Return whether a field follows from the layers alone, whatever the size of the input.

    Behind Flatten it is what one cell sees; behind adaptive pooling all.
    """
    is_known = row.seen.size is not None and bool(row.seen.jump)
    return is_known and all(step is not None for step in row.seen.jump)


def _upsamples(node: Node) -> bool:
    return not isinstance(node, Block) and node.layer.type_name() == "Upsample"


def _has_fixed_size(nodes: Sequence[Node]) -> bool:
    layers = [node.layer for _, node in walk(nodes) if not isinstance(node, Block)]
    return any(
        layer.type_name() in {"Flatten", "Linear"} or getattr(layer, "size", None)
        for layer in layers
    )


def linear_ones(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return nodes of the same fields that are linear."""
    changed: list[Node] = []
    for node in nodes:
        if isinstance(node, Block):
            changed.append(dataclasses.replace(node, children=linear_ones(node.children)))
            continue
        layer = node.layer
        if isinstance(layer, MaxPool2d):
            layer = AvgPool2d(layer.kernel_size, layer.stride, layer.padding)
        elif isinstance(layer, (BatchNorm2d, ReLU, Sigmoid)):
            layer = Identity()
        changed.append(NetworkStep(layer, frozenset(), node.enabled, node.name))
    return tuple(changed)


def main() -> int:
    """Compare, print, and return the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.tables", description=__doc__)
    parser.add_argument("--count", type=int, default=2_000, help="networks")
    parser.add_argument("--seed", type=int, default=0, help="of the first network")
    options = parser.parse_args()
    torch.set_num_threads(1)
    started, count, of_blocks, wrong = time.perf_counter(), 0, 0, 0
    for number, (nodes, shape, seed) in enumerate(networks(options.seed)):
        if number == options.count:
            break
        try:
            table = compare_table(nodes, shape, seed)
        except DisagreementError as error:
            wrong += 1
            sys.stdout.write(f"network {seed}, input {shape}: {error}\n")
            continue
        count += len(table.rows) - 1
        of_blocks += any(row.kind is RowKind.BLOCK for row in table.rows)
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{options.count} networks of {count} nodes, {of_blocks} of them with blocks: "
        f"{wrong} disagreements, {seconds:.0f} s\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
