"""What is said of backward passes and of learning a kernel is true: each is tried with torch."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
import torch

from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.core.explaining.view_notes import backward_notes, learning_notes
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import AlphaDropout, Dropout, Dropout2d
from convviz.core.layers.layer_norm import GroupNorm, LayerNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import L1Loss, MSELoss
from convviz.core.optimisers.adaptive import Adagrad
from convviz.core.optimisers.sgd import SGD
from convviz.core.shown_layers import infer_shown, torch_shape
from convviz.engine.compute.module_builder import build_module

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.layers import Layer, Shape
    from convviz.core.losses import Loss

LEARNED = Conv2d(1, 1, 3, bias=False)


def _passed(layer: Any, shape: Shape) -> tuple[Any, Any, Any]:
    """Return torch's module in training, an input that wants a gradient, and its output."""
    torch.manual_seed(0)
    module = build_module(layer).double().train()
    given = torch.randn(torch_shape(layer, shape), dtype=torch.float64, requires_grad=True)
    return module, given, module(given)


def _is_of_sum(layer: Any, shape: Shape, _facts: dict[str, Any]) -> bool:
    _, given, output = _passed(layer, shape)
    with pytest.raises(RuntimeError, match="only for scalar outputs"):
        output.backward()
    output.backward(torch.ones_like(output), retain_graph=True)
    ones, given.grad = given.grad, None
    output.sum().backward()
    return ones is not None and given.grad is not None and torch.allclose(ones, given.grad)


def _adds_up(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    module, _, output = _passed(layer, shape)
    output.sum().backward(retain_graph=True)
    tensor = getattr(module, facts["tensor"])
    once = tensor.grad.clone()
    output.sum().backward()
    with pytest.raises(RuntimeError, match="second time"):
        output.sum().backward()
    return torch.allclose(tensor.grad, 2 * once) and bool(once.abs().sum() > 0)


def _sums_over_places(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    """Try one place after the other: an output cell, or an input cell that is stamped."""
    module, given, output = _passed(layer, shape)
    upstream = torch.randn_like(output)
    (whole,) = torch.autograd.grad(output, module.weight, upstream, retain_graph=True)
    spatial = (given if layer.scatters else output)[0].numel()
    parts = []
    for place in range(spatial):
        if layer.scatters:
            alone = torch.zeros_like(given).flatten(-2)
            alone[..., place] = given.detach().flatten(-2)[..., place]
            made, weight = module(alone.reshape(given.shape)), module.weight
            parts.append(torch.autograd.grad(made, weight, upstream)[0])
        else:
            one = torch.zeros_like(upstream).flatten(-2)
            one[..., place] = upstream.flatten(-2)[..., place]
            one = one.reshape(upstream.shape)
            parts.append(torch.autograd.grad(output, module.weight, one, retain_graph=True)[0])
    useful = sum(bool(part.abs().sum() > 0) for part in parts)
    return torch.allclose(torch.stack(parts).sum(0), whole) and useful == facts["places"]


def _keeps_input(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    kept: list[torch.Tensor] = []
    module, given, _ = _passed(layer, shape)

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        kept.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        module(given)
    inputs = [tensor for tensor in kept if tensor.data_ptr() == given.data_ptr()]
    return bool(inputs) and inputs[0].numel() == facts["numbers"]


def _is_product(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    module, given, output = _passed(layer, shape)
    upstream = torch.randn_like(output)
    output.backward(upstream)
    rows = given.detach().reshape(-1, layer.in_features)
    expected = upstream.reshape(-1, layer.out_features).T @ rows
    same = expected.shape == (facts["outputs"], facts["inputs"]) and len(rows) == facts["rows"]
    return same and torch.allclose(module.weight.grad, expected)


def _reaches_winners(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    _, given, output = _passed(layer, shape)
    output.sum().backward()
    assert given.grad is not None
    reached = [int((channel != 0).sum()) for channel in given.grad]
    return all(0 < count <= facts["windows"] < facts["cells"] for count in reached)


def _stops_below_zero(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    del shape, facts
    given = torch.tensor([-3.0, -0.0, 0.0, 2.0], requires_grad=True)
    build_module(layer)(given.clone()).sum().backward()
    return given.grad is not None and given.grad.tolist() == [0.0, 0.0, 0.0, 1.0]


def _shrinks(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    del shape
    given = torch.linspace(-6, 6, 1201, dtype=torch.float64, requires_grad=True)
    module = build_module(layer)
    module(given).sum().backward()
    assert given.grad is not None
    steepest, deep = float(given.grad.max()), torch.zeros(1, dtype=torch.float64)
    result: Any = deep.requires_grad_()
    for _ in range(facts["layers"]):
        result = module(result)
    result.sum().backward()
    assert deep.grad is not None
    most, after = float(facts["most"]), float(facts["after"])
    return abs(steepest - most) < 1e-6 and float(deep.grad) <= after + 1e-6 <= most


def _loses_mean(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    _, given, output = _passed(layer, shape)
    output.backward(torch.randn_like(output))
    assert given.grad is not None
    joint = layer.joint_cells(tuple(given.shape))
    sums = given.grad.reshape(joint.split).sum(joint.dimensions)
    return joint.cells == facts["cells"] and bool(sums.abs().max() < 1e-9)


def _has_same_mask(layer: Any, shape: Shape, facts: dict[str, Any]) -> bool:
    _, given, output = _passed(layer, shape)
    output.sum().backward()
    assert given.grad is not None
    slopes = {round(float(slope), 4) for slope in given.grad.ravel()}
    kept = given.grad != 0
    moved = output.detach()[~kept]
    return slopes == {0.0, round(float(facts["scale"]), 4)} and bool((moved == moved[0]).all())


def _slopes(loss: Any, output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    given: Any = output.clone().requires_grad_()
    build_module(loss)(given, target).backward()
    slopes: torch.Tensor = given.grad
    return slopes


def _cancel(loss: Any, _shape: Shape, _facts: dict[str, Any]) -> bool:
    output = torch.randn(4, 5, dtype=torch.float64)
    slopes = _slopes(loss, output, torch.tensor([0, 3, 1, 4]))
    return bool(slopes.sum(1).abs().max() < 1e-12 and (slopes != 0).all())


def _keeps_size(loss: Any, _shape: Shape, _facts: dict[str, Any]) -> bool:
    slopes = _slopes(loss, torch.tensor([0.001, -5.0, 1000.0]), torch.zeros(3))
    return len({abs(slope) for slope in slopes.tolist()}) == 1 and bool(slopes[1] < 0)


def _grows(loss: Any, _shape: Shape, _facts: dict[str, Any]) -> bool:
    near, far = _slopes(loss, torch.tensor([1.0, 10.0]), torch.zeros(2)).tolist()
    return bool(far == pytest.approx(10 * near))


CLAIMS: dict[Code, Callable[[Any, Shape, dict[str, Any]], bool]] = {
    Code.BACKWARD_OF_ONES: _is_of_sum,
    Code.BACKWARD_ADDS_UP: _adds_up,
    Code.BACKWARD_SHARES_KERNEL: _sums_over_places,
    Code.BACKWARD_NEEDS_INPUT: _keeps_input,
    Code.BACKWARD_OF_MATRIX: _is_product,
    Code.BACKWARD_OF_WINNERS: _reaches_winners,
    Code.BACKWARD_STOPS_BELOW_ZERO: _stops_below_zero,
    Code.BACKWARD_SLOPE_AT_MOST: _shrinks,
    Code.BACKWARD_WITHOUT_MEAN: _loses_mean,
    Code.BACKWARD_SAME_MASK: _has_same_mask,
    Code.SLOPES_CANCEL: _cancel,
    Code.SLOPE_KEEPS_SIZE: _keeps_size,
    Code.SLOPE_GROWS: _grows,
}

EXAMPLES: list[tuple[Layer, Shape, set[Code]]] = [
    (
        Conv2d(2, 3, 3),
        (2, 5, 4),
        {
            Code.BACKWARD_OF_ONES,
            Code.BACKWARD_ADDS_UP,
            Code.BACKWARD_SHARES_KERNEL,
            Code.BACKWARD_NEEDS_INPUT,
        },
    ),
    (Conv2d(1, 1, 2, stride=2, padding=1), (1, 4, 4), {Code.BACKWARD_SHARES_KERNEL}),
    (ConvTranspose2d(2, 1, 2), (2, 3, 3), {Code.BACKWARD_SHARES_KERNEL}),
    (Linear(4, 3), (2, 4), {Code.BACKWARD_OF_MATRIX, Code.BACKWARD_NEEDS_INPUT}),
    (Linear(4, 3), (4,), {Code.BACKWARD_OF_MATRIX}),
    (MaxPool2d(2), (2, 4, 5), {Code.BACKWARD_OF_WINNERS, Code.BACKWARD_OF_ONES}),
    (MaxPool2d(2, stride=1, padding=1), (1, 4, 4), {Code.BACKWARD_OF_ONES}),
    (ReLU(), (2, 3), {Code.BACKWARD_STOPS_BELOW_ZERO}),
    (Sigmoid(), (2, 3), {Code.BACKWARD_SLOPE_AT_MOST}),
    (BatchNorm2d(3), (4, 3, 2, 2), {Code.BACKWARD_WITHOUT_MEAN}),
    (LayerNorm(4), (3, 4), {Code.BACKWARD_WITHOUT_MEAN}),
    (GroupNorm(2, 4), (4, 2, 3), {Code.BACKWARD_WITHOUT_MEAN}),
    (Dropout(0.25), (4, 5), {Code.BACKWARD_SAME_MASK}),
    (Dropout2d(0.5), (6, 2, 2), {Code.BACKWARD_SAME_MASK}),
    (AlphaDropout(0.3), (4, 5), {Code.BACKWARD_SAME_MASK}),
]


@pytest.mark.parametrize(("layer", "shape", "codes"), EXAMPLES)
@pytest.mark.filterwarnings("ignore:dropout2d")
def test_what_is_said_of_a_backward_pass_is_true(
    layer: Layer, shape: Shape, codes: set[Code]
) -> None:
    notes = backward_notes(layer, shape, infer_shown(layer, shape), is_of_ones=True)
    told = {note.explanation.code: note for note in notes}
    assert codes <= told.keys()
    for code, note in told.items():
        assert note.source.address.startswith("https://")
        assert CLAIMS[code](layer, shape, dict(note.explanation.facts)), code


@pytest.mark.parametrize("loss", [CrossEntropyLoss(label_smoothing=0.1), L1Loss(), MSELoss()])
def test_what_is_said_of_the_slopes_of_a_loss_is_true(loss: Loss) -> None:
    of_layer, of_loss = (
        [note.explanation for note in backward_notes(ReLU(), (2, 3), (2, 3), loss=loss)],
        [note.explanation for note in backward_notes(loss, (2, 3), ())],
    )
    (slopes,) = of_loss
    assert slopes in of_layer
    assert CLAIMS[slopes.code](loss, (2, 3), dict(slopes.facts))


def test_nothing_is_said_of_a_mask_or_a_mean_in_evaluation() -> None:
    for layer, shape in ((Dropout(0.5), (2, 3)), (BatchNorm2d(3), (4, 3, 2, 2))):
        notes = backward_notes(layer, shape, infer_shown(layer, shape), training=False)
        codes = {note.explanation.code for note in notes}
        assert not codes & {Code.BACKWARD_SAME_MASK, Code.BACKWARD_WITHOUT_MEAN}


# Learning a kernel


def _descended(loss: Any, lr: float, steps: int) -> tuple[list[float], list[torch.Tensor]]:
    """Return the losses and the kernels of a convolution that learns, as test_learning's SGD."""
    torch.manual_seed(1)
    module: Any = build_module(LEARNED).double()
    given = torch.randn(1, 5, 5, dtype=torch.float64)
    target = build_module(LEARNED).double()(given).detach()
    criterion: Any = build_module(loss)
    losses, kernels = [], []
    for _ in range(steps):
        module.zero_grad()
        result = criterion(module(given), target)
        result.backward()
        losses.append(float(result.detach()))
        kernels.append(module.weight.detach().clone())
        with torch.no_grad():
            module.weight -= lr * module.weight.grad
    return losses, kernels


def test_a_step_of_learning_is_one_of_sgd_and_mean_square_errors_have_one_valley() -> None:
    told = {n.explanation.code: n.explanation.facts for n in learning_notes(MSELoss(), SGD(lr=0.1))}
    assert told[Code.LEARN_IS_A_STEP]["call"] == "torch.optim.SGD(lr=0.1)"
    assert told[Code.STEP_IS_RATE_TIMES_GRADIENT]["lr"] == "0.1"
    assert Code.LEARN_ONE_VALLEY in told
    torch.manual_seed(0)
    given, target = torch.randn(1, 5, 5).double(), torch.randn(1, 3, 3).double()
    start, along = torch.randn(2, 1, 1, 3, 3).double()

    def loss_at(distance: float) -> float:
        weight = start + distance * along
        return float(torch.nn.functional.mse_loss(torch.conv2d(given, weight), target))

    losses = [loss_at(step / 2) for step in range(-6, 7)]
    bends = [a - 2 * b + c for a, b, c in zip(losses, losses[1:], losses[2:], strict=False)]
    assert bends[0] > 0
    assert bends == pytest.approx([bends[0]] * len(bends))


def test_steps_by_a_mean_absolute_error_never_rest() -> None:
    (never,) = (
        n.explanation
        for n in learning_notes(L1Loss(), SGD(lr=0.1))
        if n.explanation.code is Code.LEARN_NEVER_RESTS
    )
    rested = learning_notes(L1Loss(), Adagrad())  # whose steps become shorter by themselves
    assert Code.LEARN_NEVER_RESTS not in {n.explanation.code for n in rested}
    lr = float(str(never.facts["lr"]))
    losses, kernels = _descended(L1Loss(), lr, 250)
    lengths = [float((b - a).abs().max()) for a, b in itertools.pairwise(kernels)]
    assert min(lengths[-50:]) > lr / 100
    assert max(losses[-50:]) > 1e-3
    resting, still = _descended(MSELoss(), lr, 250)
    assert resting[-1] < 1e-2 * max(losses[-50:])
    assert float((still[-1] - still[-2]).abs().max()) < lr / 500


def test_everything_that_is_said_is_tried() -> None:
    told = {code for _, _, codes in EXAMPLES for code in codes}
    own = {code for code in Code if code.name.startswith(("BACKWARD_", "SLOPE"))}
    assert own == set(CLAIMS)
    assert own - told == {Code.SLOPES_CANCEL, Code.SLOPE_KEEPS_SIZE, Code.SLOPE_GROWS}
