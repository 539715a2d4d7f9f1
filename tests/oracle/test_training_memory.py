"""The memory of a training against torch: what autograd saves, what optimisers remember."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

import pytest
import torch

from convviz.core.averaging import EMA
from convviz.core.code.writing import parse_layer, parse_layers
from convviz.core.layers import Layer, Shape, layer_types
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.network.training_memory import kept_numbers
from convviz.core.network.tree import Node, concat, residual
from convviz.core.optimisers import optimiser_types
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training.optimisers import build_optimiser
from convviz.protocol.network_templates import network_templates
from tests.support.every_layer import new_network_step
from tests.support.random_trees import RandomTree
from tests.support.saved_tensors import saved_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

torch.set_num_threads(1)

BYTES = 4
BATCH = 3
KINDS = [kind for kind in layer_types().values() if not issubclass(kind, MaxUnpoolingLayer)]

MORE = (
    *("ReLU(inplace=True)", "ELU(inplace=True)", "SiLU(inplace=True)", "Hardtanh(inplace=True)"),
    *("Dropout(0.0)", "Dropout(1.0)", "Dropout(0.3, inplace=True)", "AlphaDropout(inplace=True)"),
    *("BatchNorm2d(8, affine=False)", "InstanceNorm2d(8, affine=True, track_running_stats=True)"),
    *("LayerNorm((8, 8))", "RMSNorm(8, elementwise_affine=False)", "GroupNorm(4, 8)"),
    *("Conv2d(8, 4, 2, padding='same')", "Conv2d(8, 4, 3, padding='same')"),
    *("Conv2d(8, 4, 3, padding=1, padding_mode='reflect')", "Conv2d(8, 4, 3, groups=4)"),
    *("Conv2d(8, 4, 3, padding=(0, 1), padding_mode='circular')", "Linear(8, 3)"),
    *("LPPool2d(float('inf'), 2)", "LPPool2d(3, 3, 2, ceil_mode=True)", "AvgPool2d(2, padding=1)"),
    *("AdaptiveAvgPool2d(1)", "AdaptiveAvgPool2d((1, 2))", "AdaptiveMaxPool2d((None, 3))"),
    *("Upsample(scale_factor=2, mode='area')", "Upsample(scale_factor=2, mode='bicubic')"),
    *("MaxPool2d(3, 2, ceil_mode=True)", "ReplicationPad2d(1)", "CircularPad2d(1)"),
)
"""Settings that make a difference, on 8 x 8 x 8."""


def agree(nodes: Sequence[Node], shape: Shape) -> None:
    """Compare what torch keeps with what is said of it."""
    result = infer_sequential(nodes, shape)
    assert result.failure is None
    model = build_sequential(nodes, shape).train()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        measured = saved_bytes(model, torch.rand(BATCH, *shape))
    assert BYTES * kept_numbers(result, BATCH) == measured


ROOMY = {"Fold"}
"""torch's output of these lies in a piece of memory that is larger than it."""
FIRST_KEEPS_LESS = {"RMSNorm"}
"""torch leaves out a number of each group where no gradient goes back to the input."""


def with_gradient(layer: Layer, behind: str | None = "GELU()") -> list[Node]:
    """Return a layer behind weights, and before an activation that holds on to its input."""
    steps = [parse_layer("PReLU()"), layer]
    if behind is not None:
        steps.append(parse_layer(behind))
    return [NetworkStep(step) for step in steps]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type_name())
def test_every_layer_keeps_what_torch_keeps(kind: type[Layer]) -> None:
    step, shape = new_network_step(kind)
    behind = None if kind.type_name() in ROOMY else "GELU()"
    agree(with_gradient(step.layer, behind), shape)
    if kind.type_name() not in FIRST_KEEPS_LESS:
        agree([step], shape)


@pytest.mark.parametrize("text", MORE)
def test_settings_that_make_a_difference_do_so_in_torch(text: str) -> None:
    agree(with_gradient(parse_layer(text)), (8, 8, 8))


NETWORKS = {
    "the course's kind": (
        "Conv2d(3, 8, 5, padding=2), BatchNorm2d(8), ReLU(inplace=True), MaxPool2d(2), "
        "Flatten(), Dropout(0.2), Linear(512, 20), Tanh(), Linear(20, 10), LogSoftmax(1)"
    ),
    "nothing learns before the first weight": "MaxPool2d(2), ReLU(), Conv2d(3, 4, 3), Sigmoid()",
    "nothing learns at all": "MaxPool2d(2), ReLU(), Flatten()",
    "views of one tensor": "Conv2d(3, 2, 3), Identity(), Flatten(), Unflatten(1, (2, 14, 14)), "
    "Dropout(0.0), Conv2d(2, 2, 3), Flatten(2), Linear(144, 3)",
}


@pytest.mark.parametrize("name", NETWORKS)
def test_what_one_layer_hands_to_the_next_is_counted_once(name: str) -> None:
    layers = parse_layers(NETWORKS[name])
    agree([NetworkStep(layer) for layer in layers], (3, 16, 16))


def test_ways_share_what_they_read_and_sums_keep_nothing() -> None:
    def of(text: str) -> list[Node]:
        return [NetworkStep(layer) for layer in parse_layers(text)]

    nodes: list[Node] = [
        *of("Conv2d(3, 4, 3, padding=1), ReLU()"),
        residual(of("Conv2d(4, 4, 3, padding=1), BatchNorm2d(4)")),
        *of("ReLU()"),
        concat(of("Conv2d(4, 2, 1), ReLU()"), of("MaxPool2d(3, 1, 1)"), []),
        residual(of("Conv2d(10, 6, 3, 2, 1)"), of("Conv2d(10, 6, 1, 2)")),
        NetworkStep(parse_layer("Conv2d(99, 3, 3)"), enabled=False),
        *of("AdaptiveAvgPool2d(1), Flatten(), Linear(6, 2)"),
    ]
    agree(nodes, (3, 9, 9))


@pytest.mark.parametrize("number", range(12))
def test_random_trees_keep_what_torch_keeps(number: int) -> None:
    nodes, shape = RandomTree(1000 + number, goes_wrong=False).network()
    if infer_sequential(nodes, shape).failure is None:
        agree(nodes, shape)


def test_templates_keep_what_torch_keeps() -> None:
    for key in ("course_norm", "resnet20", "unet", "densenet"):
        network = network_templates()[key].build()
        agree(network.steps, network.input_shape)


@pytest.mark.parametrize("name", optimiser_types())
def test_an_optimiser_remembers_as_many_numbers_as_torchs_does(name: str) -> None:
    settings = [optimiser_types()[name]()]
    if name == "SGD":
        settings.append(SGD(momentum=0.9))
    for optimiser in settings:
        steps = [NetworkStep(parse_layer("Conv2d(3, 4, 3, bias=False)"))]
        model = build_sequential(steps, (3, 8, 8))
        torch_side = build_optimiser(optimiser, model.parameters())
        model(torch.rand(2, 3, 8, 8)).sum().backward()
        torch_side.step()
        states = [state for known in torch_side.state.values() for state in known.values()]
        kept = sum(one.numel() for one in states if torch.is_tensor(one) and one.dim())
        memory = summarise(infer_sequential(steps, (3, 8, 8))).training_memory(2, optimiser)
        assert memory.optimiser == BYTES * kept


def test_the_parts_are_those_of_the_network_its_optimiser_and_its_batch() -> None:
    layers = parse_layers("Conv2d(3, 4, 3), BatchNorm2d(4), ReLU(), Flatten(), Linear(144, 10)")
    steps = [NetworkStep(layer) for layer in layers]
    summary = summarise(infer_sequential(steps, (3, 8, 8)))
    model = build_sequential(steps, (3, 8, 8))
    params = sum(tensor.numel() for tensor in model.parameters())
    buffers = sum(tensor.numel() for tensor in model.buffers())

    memory = summary.training_memory(64, Adam(), EMA())

    assert (memory.weights, memory.gradients, memory.optimiser) == (
        *(BYTES * params, BYTES * params),
        2 * BYTES * params,
    )
    assert memory.average == memory.weights + memory.buffers
    assert memory.buffers == BYTES * buffers
    assert memory.batch == BYTES * 64 * 3 * 64
    conv, relu = 4 * 36, 4 * 36
    assert memory.kept == BYTES * (64 * (conv + relu) + 2 * 4)
    assert (
        memory.total
        == sum((memory.weights, memory.buffers, memory.gradients, memory.optimiser, memory.average))
        + memory.batch
        + memory.kept
    )
    assert math.isclose(summary.training_memory(128, Adam()).kept, 2 * memory.kept, rel_tol=1e-3)
