"""The written code, executed: torch builds the network that the page shows."""

from __future__ import annotations

import inspect
import random
import warnings
from typing import TYPE_CHECKING, Any

import pytest
import torch

from convviz.core.call_parameters import ParameterKind
from convviz.core.code.writing import (
    layer_call,
    module_code,
    parse_layer,
    parse_layers,
    sequential_code,
)
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers import layer_types
from convviz.core.layers.activation import LeakyReLU, PReLU, ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout, Dropout2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten, Identity
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.layers.softmax import Softmax
from convviz.core.network.sequential import NetworkStep, SequentialResult, infer_sequential
from convviz.core.network.summary import summarise
from convviz.protocol.templates import course_network

if TYPE_CHECKING:
    from convviz.core.code.networks import CodeNotice
    from convviz.core.layers import Layer, Shape


def random_layer(chance: random.Random) -> Layer:
    """Return a layer that often fits planes of a few cells."""
    channels = chance.choice([2, 4, 6])
    kernel: Any = chance.choice([1, 2, 3, (3, 1)])
    padding: Any = chance.choice([0, 1, "same"])
    choices: list[Layer] = [
        Conv2d(1, channels, kernel, padding=padding),
        Conv2d(1, channels, 3, stride=2, padding=1, bias=False, padding_mode="replicate"),
        ConvTranspose2d(1, channels, kernel, stride=2, padding=(0, 1), output_padding=1),
        MaxPool2d(2, ceil_mode=chance.random() < 0.5),
        AvgPool2d(3, stride=1, padding=1, count_include_pad=False, divisor_override=5),
        BatchNorm2d(1, eps=1e-3, affine=chance.random() < 0.5),
        PReLU(1),
        LeakyReLU(0.2),
        ReLU(inplace=True),
        Sigmoid(),
        Dropout(chance.choice([0.0, 0.25])),
        Dropout2d(),
    ]
    return chance.choice(choices)


def random_network(chance: random.Random) -> tuple[tuple[NetworkStep, ...], SequentialResult]:
    """Return a network that torch accepts, with disabled layers in it, and its rows."""
    layers = [random_layer(chance) for _ in range(chance.randint(0, 8))]
    layers += [Flatten(), Linear(1, 5), Softmax(1)] if chance.random() < 0.7 else []
    shape: Shape = (chance.choice([1, 3]), chance.randint(4, 9), chance.randint(4, 9))
    steps: tuple[NetworkStep, ...] = ()
    for layer in layers:
        follows = frozenset(name for name, known in layer.parameters().items() if known.follows)
        step = NetworkStep(layer, follows, enabled=chance.random() < 0.85)
        if infer_sequential((*steps, step), shape).failure is None:
            steps = (*steps, step)
    return steps, infer_sequential(steps, shape)


def executed(code: str) -> torch.nn.Module:
    """Return the `model` that code leaves behind."""
    names: dict[str, Any] = {}
    exec(compile(code, "<written>", "exec"), names)  # noqa: S102 - running it is the test
    model = names["model"]
    assert isinstance(model, torch.nn.Module)
    return model


def check(model: torch.nn.Module, result: SequentialResult) -> None:
    """Compare a torch module with the rows that convviz shows."""
    expected = [
        shape
        for row in result.rows
        if row.enabled
        for shape in (*row.layer.weight_shapes().values(), *row.layer.buffer_shapes().values())
    ]
    assert sorted(tuple(t.shape) for t in model.state_dict().values()) == sorted(expected)
    assert sum(p.numel() for p in model.parameters()) == summarise(result).num_params
    with warnings.catch_warnings(), torch.no_grad():
        # torch warns that 'same' padding of an even kernel copies its input.
        warnings.simplefilter("ignore", UserWarning)
        output = model(torch.zeros(2, *result.input_shape))
    assert tuple(output.shape) == (2, *result.output_shape)


@pytest.mark.parametrize("seed", range(60))
def test_written_code_builds_the_network_that_is_shown(seed: int) -> None:
    steps, result = random_network(random.Random(seed))  # noqa: S311
    check(executed(sequential_code(steps, result)), result)
    check(executed(module_code(steps, result)), result)


def test_the_course_network_is_written_as_torch_builds_it() -> None:
    network = course_network()
    result = infer_sequential(network.steps, network.input_shape)
    check(executed(sequential_code(network.steps, result)), result)
    assert summarise(result).num_params == 145578


@pytest.mark.parametrize("seed", range(20))
def test_reading_written_code_and_writing_it_again_changes_nothing(seed: int) -> None:
    steps, result = random_network(random.Random(1000 + seed))  # noqa: S311
    layers = parse_layers(sequential_code(steps, result))
    assert layers == tuple(row.layer for row in result.rows if row.enabled)
    again = tuple(NetworkStep(layer) for layer in layers)
    assert infer_sequential(again, result.input_shape).output_shape == result.output_shape


def test_one_layers_call_gives_torch_the_same_settings() -> None:
    layer = ConvTranspose2d(4, 6, (3, 2), stride=2, groups=2, dilation=(2, 1))
    module = executed(f"from torch import nn\nmodel = nn.{layer_call(layer)}")
    assert isinstance(module, torch.nn.ConvTranspose2d)
    assert module.kernel_size == (3, 2)
    assert module.dilation == (2, 1)
    assert {name: tuple(t.shape) for name, t in module.state_dict().items()} == (
        layer.weight_shapes()
    )


FLAGS = [
    (layer_type, name, value)
    for layer_type in layer_types().values()
    for name, described in layer_type.parameters().items()
    if described.kind in (ParameterKind.FLAG, ParameterKind.OPTIONAL_FLAG)
    for value in (None, 0, 1)
]


@pytest.mark.parametrize(
    ("layer_type", "name", "value"),
    FLAGS,
    ids=[f"{one.type_name()}-{name}-{value}" for one, name, value in FLAGS],
)
def test_a_flag_that_is_none_or_a_number_means_what_torch_takes_it_for(
    layer_type: type[Layer], name: str, value: int | None
) -> None:
    required = {one: 2 for one in layer_type.parameters() if one not in layer_type.defaults()}
    if "output_ratio" in layer_type.parameters():
        required["output_size"] = 2
    arguments = ", ".join(f"{one}={given!r}" for one, given in {**required, name: value}.items())
    try:
        layer = parse_layer(f"{layer_type.type_name()}({arguments})")
    except DocumentError:
        # torch's constructors take anything; what its C++ refuses comes with the first input.
        assert name in {"ceil_mode", "count_include_pad", "align_corners"}
        return
    module = getattr(torch.nn, layer_type.type_name())(**{**required, name: value})
    read = getattr(layer, name)
    assert bool(read) is bool(value)
    if name in {"bias", "affine"} and not layer_type.type_name().startswith("Lazy"):
        parameters = sum(parameter.numel() for parameter in module.parameters())
        assert layer.num_params() == parameters


@pytest.mark.parametrize(
    "layer_type", list(layer_types().values()), ids=lambda one: one.type_name()
)
def test_device_and_dtype_are_left_out_where_torch_has_them(layer_type: type[Layer]) -> None:
    required = ", ".join(
        f"{one}=2" for one in layer_type.parameters() if one not in layer_type.defaults()
    )
    signature = inspect.signature(getattr(torch.nn, layer_type.type_name()))
    notices: list[CodeNotice] = []
    call = f"{layer_type.type_name()}({required}{', ' if required else ''}device='meta')"
    takes_anything = layer_type is Identity
    if "device" in signature.parameters or takes_anything:
        parse_layer(call, notices)
        assert [notice.code for notice in notices] == [ErrorCode.CODE_LEFT_OUT]
    else:
        with pytest.raises(DocumentError):
            parse_layer(call, notices)
