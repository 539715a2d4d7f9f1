"""Compare the gradients of every shown layer type with torch's autograd.

    python -m tests.oracle.gradients --count 5000 --seed 0

draws random configurations, among them those that convviz refuses, and compares the gradient of the
input and of every trained tensor, and each written step with the gradient that it arrives at. Each
begins at random numbers, and then once more at a loss of the output with a random target, whose
slope is compared, too. The status is 1 if anything differs.

Left out, because torch's own formula gives no sensible number there:
- settings that are infinite, and Softplus with beta=0: 0 times infinity;
- normalisations with a negative eps: roots of negative numbers; RMSNorm without an eps, which takes
  float32's here and float64's in the comparison;
- what torch refuses to go back through, such as an ELU with a negative alpha in place.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
import time
import warnings
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import hypothesis
import msgspec.structs
import numpy as np
import torch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from convviz.core.errors import ConvVizError
from convviz.core.layers.modes import Mode
from convviz.core.layers.reductions import Reduction
from convviz.core.losses.of_output import LOSS_TARGET, loss_shape, losses_of, target_form
from convviz.core.shown_layers import infer_shown, shown_dimensions, shown_types, torch_shape
from convviz.core.unpooling import takes_output_size
from convviz.engine.compute.drawn_numbers import drawing_from
from convviz.engine.compute.module_builder import build_module, load_weights
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.stepping.scene.extent import TooLargeError
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.gradients import walk_backward
from convviz.stepping.worked.backward.beginning import loss_beginning
from convviz.stepping.worked.backward.passes import backward_of
from convviz.values.gradients.backward import Backward
from convviz.values.gradients.moves import has_empty_window
from convviz.values.layer_gradients import has_gradients, layer_gradients
from convviz.values.recipes import numbers_from_array
from tests.oracle.compare import depends_on_memory
from tests.oracle.losses import random_loss
from tests.oracle.strategies import configurations

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from convviz.core.layers import Layer, Shape
    from convviz.values.gradients.backward import Gradients

MOST_CELLS = 20_000
MOST_STEPS = 400
STEPS = 12
"""Steps that are written out of each configuration."""


def main() -> int:
    """Compare, print, and return the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.gradients", description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="comparisons in all, at least")
    parser.add_argument("--seed", type=int, default=0, help="of the random configurations")
    options = parser.parse_args()
    kinds = [kind for kind in shown_types() if has_gradients(kind)]
    started, total, disagreements = time.perf_counter(), 0, 0
    for kind in kinds:
        count, found = compare_many(kind, math.ceil(options.count / len(kinds)), options.seed)
        total += count
        sys.stdout.write(f"{kind.type_name():20} {count:6} compared\n")
        if found:
            disagreements += 1
            sys.stdout.write(f"  DISAGREEMENT: {found}\n")
        sys.stdout.flush()
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{total} backward passes of {len(kinds)} layer types in {seconds:.0f} s, "
        f"{disagreements} disagreements\n"
    )
    return 1 if disagreements else 0


def compare_many(kind: type[Layer], count: int, seed: int) -> tuple[int, str]:
    """Compare at least so many accepted configurations of one layer type, as far as there are.

    Returns:
        How many were compared, and the smallest disagreement found, as text.
    """
    counts: Counter[bool] = Counter()

    def check(configuration: tuple[Layer, Shape], values_seed: int) -> None:
        counts[check_gradients(*configuration, values_seed)] += 1

    for further in range(8):
        missing = count - counts[True]
        if missing <= 0:
            break
        drawn = given(configurations(kind), st.integers(0, 2**16))(check)
        configured = settings(
            max_examples=2 * missing + 2,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )(drawn)
        try:
            hypothesis.seed(seed + further)(configured)()
        except AssertionError as error:
            return counts[True], str(error)
    return counts[True], ""


def check_gradients(layer: Layer, shape: Shape, seed: int) -> bool:
    """Compare the backward pass of one configuration.

    Args:
        layer: The layer.
        shape: An input's, perhaps with a batch.
        seed: Of the numbers; odd ones leave the batch out, and train.

    Returns:
        Whether there was anything to compare.

    Raises:
        AssertionError: A gradient differs, or a step does not arrive at its gradient.
    """
    admitted = shown_dimensions(layer)
    if len(shape) - 1 in admitted and (len(shape) not in admitted or seed % 2):
        shape = shape[1:]
    if _is_left_out(layer, shape):
        return False
    try:
        output_shape = infer_shown(layer, shape)
    except ConvVizError:
        return False
    is_large = max(math.prod(shape), math.prod(output_shape)) > MOST_CELLS
    # Of a window without a real cell, torch's backward writes into memory that is not its own.
    spatial = shape[-layer.rank :] if layer.rank else ()
    is_empty = not is_large and has_empty_window(layer, spatial)
    if is_large or is_empty or depends_on_memory(layer, torch_shape(layer, shape)):
        return False
    random = np.random.default_rng(seed)
    values = random.integers(-4, 5, shape).astype(np.float64)
    if seed % 3 == 0:
        values = values / 2 + random.standard_normal(shape) / 4
    weights = {
        name: np.asarray(random.integers(-3, 4, size), dtype=np.float64)
        for name, size in layer.tensor_shapes(shape).items()
    }
    for name in weights.keys() & {"running_var", "num_batches_tracked"}:
        weights[name] = np.asarray(np.abs(weights[name]) + 1)
    upstream = random.integers(-3, 4, output_shape).astype(np.float64)
    mode = Mode(training=bool(seed % 2), seed=seed)
    passed = Backward(layer, values, weights, upstream, None, mode)
    theirs = _autograd(passed)
    if theirs is None:
        return False
    try:
        ours = layer_gradients(passed)
    except ConvVizError:
        return False
    for name, gradient in theirs.items():
        _check_alike(ours[name], gradient, f"{layer} {shape} seed {seed}: {name}")
    _check_steps(passed, ours)
    _check_from_loss(passed, random)
    return True


def _check_from_loss(passed: Backward, random: np.random.Generator) -> None:
    """Compare the pass that begins at a loss of the output: its slope, and the gradients."""
    layer, shape = passed.layer, passed.upstream.shape
    offered = losses_of(layer, shape)
    if not offered or layer.cell_reduction is Reduction.RANDOM_WINDOWS:
        return  # what is drawn in float32 has another output, and so another slope
    kind = type(offered[int(random.integers(len(offered)))])
    chance = Random(int(random.integers(1 << 30)))  # noqa: S311 - no secret
    loss: Any = random_loss(kind, loss_shape(layer, shape), chance)
    loss = dataclasses.replace(loss, reduction=("mean", "sum")[int(random.integers(2))])
    form = target_form(loss, layer, shape)
    target: NDArray[Any] = random.standard_normal(form.shape)
    if form.is_integer:
        target = random.integers(0, max(1, loss_shape(layer, shape)[:2][-1]), form.shape)
    elif "BCE" in loss.type_name():
        target = random.random(form.shape)
    calculator = calculator_of(passed).with_recipe(LOSS_TARGET, numbers_from_array(target))
    try:
        scene = build_scene(msgspec.structs.replace(calculator, loss=loss))
    except (ConvVizError, TooLargeError):
        return
    beginning = loss_beginning(scene)
    assert beginning is not None
    if not np.isfinite(scene.output if scene.output is not None else np.nan).all():
        return  # the loss of no number: torch's kernels differ
    module = build_module(loss)
    given = torch.from_numpy(target if form.is_integer else target.astype(np.float64))

    def criterion(output: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = module(output.reshape(loss_shape(layer, shape)), given)
        return result

    theirs = _autograd(passed, criterion)
    if theirs is None:
        return
    where = f"{layer} {passed.values.shape} at {loss}"
    _check_alike(beginning.upstream, theirs.pop("output"), f"{where}: output")
    ours = backward_of(scene, beginning).gradients
    for name, gradient in theirs.items():
        _check_alike(ours[name], gradient, f"{where}: {name}")
    _check_slopes(walk_backward(scene), where)


def _check_slopes(walk: Any, where: str) -> None:
    """Check that the lines of some slopes of a loss arrive at them."""
    slopes = walk.working.part(UPSTREAM).values.ravel()
    for index in range(0, slopes.size, max(1, slopes.size // STEPS)):
        line = walk.working.step(index).lines[-1]
        arrived = float(line.parts[-1].text.replace("−", "-"))
        named = line.text.startswith(UPSTREAM)
        assert named and np.isclose(arrived, slopes[index], rtol=1e-4, atol=1e-4), (  # noqa: PT018
            f"{where}: step {index}: {line.text}, not {slopes[index]}"
        )


def _is_left_out(layer: Layer, shape: Shape) -> bool:
    settings_of = {name: getattr(layer, name) for name in layer.parameters()}
    numbers = [value for value in settings_of.values() if isinstance(value, float)]
    eps = settings_of.get("eps", 1.0)
    return (
        0 in shape
        or any(math.isinf(value) for value in numbers if value != settings_of.get("norm_type"))
        or settings_of.get("beta") == 0
        or eps is None
        or eps < 0
    )


def _autograd(
    passed: Backward, criterion: Callable[[torch.Tensor], torch.Tensor] | None = None
) -> Gradients | None:
    """Return torch's gradients in float64; None where it refuses.

    Args:
        passed: The backward pass.
        criterion: The loss of the output at which it begins; None for the upstream gradient.
    """
    layer = passed.layer
    leaf = torch.from_numpy(passed.values.reshape(torch_shape(layer, passed.values.shape)).copy())
    leaf.requires_grad_()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            module = build_module(layer).train(passed.mode.training)
            load_weights(module, layer, {n: torch.from_numpy(w) for n, w in passed.weights.items()})
            # What is drawn in float32 is drawn otherwise in float64.
            draws = layer.cell_reduction is Reduction.RANDOM_WINDOWS
            module.to(torch.float32 if draws else torch.float64)
            with drawing_from(passed.mode.seed):
                output = _forward(layer, module, leaf.float() if draws else leaf.clone())
            if criterion is None:
                upstream = torch.from_numpy(passed.upstream).to(output.dtype)
                given_gradient = upstream.reshape(output.shape)
                output.backward(given_gradient)  # type: ignore[no-untyped-call]
            else:
                output.retain_grad()
                criterion(output).backward()  # type: ignore[no-untyped-call]
        except (RuntimeError, NotImplementedError):
            return None
    tensors = {"input": leaf, **dict(module.named_parameters())}
    if criterion is not None:
        tensors["output"] = output
    return {name: t.grad.numpy() for name, t in tensors.items() if t.grad is not None}


def _forward(layer: Any, module: torch.nn.Module, values: torch.Tensor) -> torch.Tensor:
    if takes_output_size(layer):
        pooled, indices = build_module(layer.pooling())(values)
        result = module(pooled, indices)
    else:
        result = module(values)
    output: torch.Tensor = result[0] if isinstance(result, tuple) else result
    return output


def _check_alike(ours: Any, theirs: Any, where: str) -> None:
    ours, theirs = ours.ravel(), theirs.ravel()
    finite = theirs[np.isfinite(theirs)]
    scale = max(1.0, float(np.abs(finite).max(initial=0.0)))
    assert np.allclose(ours, theirs, rtol=1e-6, atol=1e-6 * scale, equal_nan=True), (
        f"{where}: {ours[:12].tolist()}, torch gives {theirs[:12].tolist()}"
    )


def _check_steps(passed: Backward, gradients: Gradients) -> None:
    """Check that the terms of some steps come to the gradients, without being told these."""
    upstream = numbers_from_array(passed.upstream)
    try:
        scene = build_scene(calculator_of(passed).with_recipe(UPSTREAM, upstream))
    except TooLargeError:
        return
    if max(scene.step_count, passed.values.size) > MOST_STEPS:
        return
    known = backward_of(scene)
    untold = type(known)(scene, known.passed, {})
    for index in range(0, untold.step_count, max(1, untold.step_count // STEPS)):
        step = untold.step(index)
        line = next(line for line in step.lines if line.text.startswith(step.part))
        arrived = float(line.parts[-1].text.replace("−", "-").replace("∞", "inf"))
        name = step.part.removeprefix("grad_")
        part = known.part(step.part)
        wanted = float(gradients[name].ravel()[part.flat_of(step.cell)])
        # A cell that no window reads has no terms; torch's 0 times infinity is no number.
        assert np.isclose(arrived, wanted, rtol=1e-4, atol=1e-4) or math.isnan(wanted), (
            f"{passed.layer} {passed.values.shape}: step {index}: {line.text}, not {wanted}"
        )


def calculator_of(passed: Backward) -> Calculator:
    """Return the calculator of a backward pass, but for where it begins."""
    values, mode = numbers_from_array(passed.values), passed.mode
    calculator = Calculator(passed.layer, passed.values.shape, values)
    calculator = msgspec.structs.replace(calculator, training=mode.training, seed=mode.seed)
    for name, weight in passed.weights.items():
        calculator = calculator.with_recipe(name, numbers_from_array(weight))
    return calculator


if __name__ == "__main__":
    raise SystemExit(main())
