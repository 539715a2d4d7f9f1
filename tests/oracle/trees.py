"""Compare networks with blocks with torch: random trees, by the code that is written of them.

    python -m tests.oracle.trees --count 20000 --seed 0

The code of each tree is run, and its modules are watched: which fails, and what each gives.
Compared are accept or refuse, the node that fails, all shapes, parameters, names, multiply-adds,
the values of our own modules with the same weights, and what our reader makes of the code. The
status is 1 if anything differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING, Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from convviz.core.code.reading import parse_code
from convviz.core.code.writing import resolved_layers, sequential_code
from convviz.core.network.rows import LayerFailure, in_reading_order
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.network.tree import layer_steps, names_within, with_layers
from convviz.engine.compute.module_builder import build_sequential
from tests.support.random_trees import RandomTree, running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Shape
    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node

_BATCH = 2


class DisagreementError(AssertionError):
    """Torch says something else."""


def model_of(code: str, seed: int) -> torch.nn.Sequential:
    """Return what the code of a network makes; it refuses to sum shapes that differ."""
    torch.manual_seed(seed)
    known: dict[str, Any] = {}
    exec(code, known)  # noqa: S102 - our own text
    if "Residual" in known:

        def forward(self: Any, x: torch.Tensor) -> torch.Tensor:
            body, shortcut = self.body(x), self.shortcut(x)
            if body.shape != shortcut.shape:
                message = f"{body.shape} and {shortcut.shape}"
                raise RuntimeError(message)
            total: torch.Tensor = body + shortcut
            return total

        known["Residual"].forward = forward
    model = known["model"]
    assert isinstance(model, torch.nn.Sequential)
    return model


class Watch:
    """Follows a picture through a model.

    Attributes:
        shapes: What each module gave, by its name, without the batch.
        failed: The module that refused its input; None if none did.
    """

    def __init__(self, model: torch.nn.Sequential, shape: Shape) -> None:
        self.shapes: dict[str, Shape] = {}
        self.failed: str | None = None
        inside: list[str] = []
        for name, module in model.named_modules():
            if name:
                module.register_forward_pre_hook(lambda *_known, name=name: inside.append(name))
                module.register_forward_hook(self._hook(name, inside))
        try:
            with torch.no_grad():
                self.output: torch.Tensor | None = model(torch.rand(_BATCH, *shape))
        except (RuntimeError, ValueError):
            self.output = None
            self.failed = inside[-1]

    def _hook(self, name: str, inside: list[str]) -> Any:
        def done(_module: object, _inputs: object, output: torch.Tensor) -> None:
            inside.pop()
            self.shapes[name] = tuple(output.shape[1:])

        return done


def compare(nodes: Sequence[Node], shape: Shape, seed: int = 0) -> SequentialResult:
    """Compare a network with torch.

    Raises:
        DisagreementError: torch says something else.
    """
    result = infer_sequential(nodes, shape)
    code = sequential_code(nodes, result)
    model = model_of(code, seed)
    names = {path: name for path, _, name in names_within(None, nodes)}
    watch = Watch(model, shape)
    failure = result.failure
    expect(None if failure is None else names[failure.path], watch.failed, "what fails")
    rows = in_reading_order(result)
    ours = {names[row.path]: row.output_shape for row in rows if row.enabled}
    known = {name: known for name, known in ours.items() if known is not None}
    expect(known, {name: watch.shapes.get(name) for name in known}, "shapes")
    resolved = with_layers(nodes, resolved_layers(layer_steps(nodes), result))
    (read,) = parse_code(code).networks
    expect(running(resolved), read.nodes, "code out and in")
    if failure is not None or watch.output is None:
        return result
    expect(result.output_shape, tuple(watch.output.shape[1:]), "output shape")
    summary = summarise(result)
    numbers = sum(number.numel() for number in model.parameters())
    expect(summary.num_params, numbers, "parameters")
    expect(summary.mult_adds, mult_adds(model, shape), "multiply-adds")
    built = build_sequential(nodes, shape, seed=seed).eval()
    state = built.state_dict()
    expect(list(model_of(code, seed).state_dict()), list(state), "names")
    with torch.no_grad():
        picture = torch.rand(_BATCH, *shape)
        fresh = model_of(code, seed).eval()
        if not torch.equal(fresh(picture), built(picture)):
            expect("the same values", "others", "values")
    return result


def mult_adds(model: torch.nn.Module, shape: Shape) -> int:
    """Return the multiply-adds of one picture as torch counts them."""
    counter = FlopCounterMode(display=False)
    with counter, torch.no_grad():
        model(torch.rand(_BATCH, *shape))
    return counter.get_total_flops() // (2 * _BATCH)


def expect(ours: object, theirs: object, what: str) -> None:
    """Refuse a difference."""
    if ours != theirs:
        message = f"{what}: {ours!r:.500} against torch's {theirs!r:.500}"
        raise DisagreementError(message)


def main() -> int:
    """Compare, print, and return the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.trees", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="networks")
    parser.add_argument("--seed", type=int, default=0, help="of the first network")
    options = parser.parse_args()
    torch.set_num_threads(1)
    started, refused, of_blocks, blocks, wrong = time.perf_counter(), 0, 0, 0, 0
    for number in range(options.seed, options.seed + options.count):
        nodes, shape = RandomTree(number).network()
        try:
            result = compare(nodes, shape, number)
        except DisagreementError as error:
            wrong += 1
            sys.stdout.write(f"network {number}, input {shape}: {error}\n")
            continue
        blocks += len(result.blocks)
        refused += result.failure is not None
        of_blocks += result.failure is not None and not isinstance(result.failure, LayerFailure)
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{options.count} networks with {blocks} blocks, {refused} refused, {of_blocks} of them by "
        f"a block: {wrong} disagreements, {seconds:.0f} s\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
