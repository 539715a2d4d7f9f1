from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest
import torch

from convviz.core.errors import ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import AvgPool2d, MaxPool1d, MaxPool2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.messages.common import Refused
from convviz.protocol.messages.engine import DescribeDevices, Devices
from convviz.protocol.messages.engine_layers import ComputeLayer, LayerValues, StoredPart
from convviz.protocol.recipes import FileBlock
from convviz.values.number_files import write_block
from convviz.values.recipes import typed_over
from convviz.values.tensors import array_of, tensor_of
from tests.support.engine_process import (
    CONV,
    EngineProcess,
    conv_request,
    random_weights,
    request_for,
)

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.core.layers import Layer
    from convviz.protocol.messages.common import Problem


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as running:
        running.wait_until_ready()
        yield running


def problem_of(reply: object) -> Problem:
    assert isinstance(reply, Refused)
    return reply.problem


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Conv1d(2, 3, 3, padding="same"), (2, 7)),
        (Conv2d(1, 1, 3), (1, 5, 5)),
        (Conv2d(4, 6, (3, 2), (2, 1), (1, 0), groups=2, bias=False), (4, 9, 8)),
        (Conv2d(1, 2, 3, padding=2, padding_mode="reflect", dilation=2), (1, 7, 7)),
        (Conv3d(1, 2, 2), (1, 3, 4, 5)),
        (ConvTranspose2d(2, 3, 3, stride=2, padding=1, output_padding=1), (2, 4, 4)),
        (MaxPool1d(3, padding=1), (2, 8)),
        (MaxPool2d(3, ceil_mode=True), (1, 5, 5)),
        (AvgPool2d(3, padding=1, count_include_pad=False), (1, 5, 5)),
        (ReLU(inplace=True), (3, 4)),
        (Linear(4, 2), (3, 4)),
    ],
)
def test_values_are_torchs_own(engine: EngineProcess, layer: Layer, shape: tuple[int, ...]) -> None:
    numbers = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    weights = random_weights(layer)
    plain = layer_to_plain(layer)
    module = getattr(torch.nn, plain.pop("type"))(**plain)
    module.load_state_dict(
        {name: torch.tensor(array, dtype=torch.float32) for name, array in weights.items()}
    )
    expected = module(torch.from_numpy(numbers.copy())).detach()
    reply = engine.ask(request_for(layer, numbers, weights))
    assert isinstance(reply, LayerValues)
    assert reply.indices is None
    assert torch.allclose(torch.from_numpy(array_of(reply.output).copy()), expected, atol=1e-5)
    assert array_of(reply.output).shape == tuple(expected.shape)


def test_winners_come_with_the_values(engine: EngineProcess) -> None:
    layer = MaxPool2d(2, return_indices=True)
    reply = engine.ask(request_for(layer, np.arange(16.0).reshape(1, 4, 4)))
    assert isinstance(reply, LayerValues)
    assert reply.indices is not None
    assert array_of(reply.output).tolist() == [[[5, 7], [13, 15]]]
    assert array_of(reply.indices).tolist() == [[[5, 7], [13, 15]]]


def test_nan_and_infinity_pass_through(engine: EngineProcess) -> None:
    numbers = np.array([[np.nan, np.inf, -np.inf, 1e300]])
    reply = engine.ask(request_for(ReLU(), numbers))
    assert isinstance(reply, LayerValues)
    assert np.array_equal(
        array_of(reply.output), np.array([[np.nan, np.inf, 0, np.inf]]), equal_nan=True
    )


def test_numbers_in_a_file_are_read_by_the_engine_itself(
    engine: EngineProcess, tmp_path: Path
) -> None:
    layer, generator = Conv2d(2, 3, 3), np.random.default_rng(3)
    numbers, weights = generator.normal(size=(2, 6, 6)), random_weights(Conv2d(2, 3, 5))
    block = write_block(weights["weight"], tmp_path)
    recipe = typed_over(block, {(2, 1, 0, 0): 9.0})
    stored = StoredPart(recipe, (3, 2, 3, 3), 2, str(tmp_path))
    known = {"weight": weights["weight"][:, :, :3, :3].copy(), "bias": weights["bias"]}
    known["weight"][2, 1, 0, 0] = 9.0
    plain = request_for(layer, numbers, known)

    sent = engine.ask(plain)
    read = engine.ask(msgspec.structs.replace(plain, weights=plain.weights | {"weight": stored}))

    assert isinstance(sent, LayerValues)
    assert isinstance(read, LayerValues)
    assert read.output == sent.output


def test_a_file_that_is_gone_is_told(engine: EngineProcess, tmp_path: Path) -> None:
    block = FileBlock((1, 4, 4), "0" * 64)
    stored = StoredPart(block, (1, 4, 4), 1, str(tmp_path))

    reply = engine.ask(msgspec.structs.replace(conv_request(), input=stored))

    assert problem_of(reply).code == ErrorCode.NUMBERS_FILE_MISSING.value


def test_devices_are_described(engine: EngineProcess) -> None:
    reply = engine.ask(DescribeDevices())
    assert isinstance(reply, Devices)
    assert "threads" in reply.devices["cpu"]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (request_for(Conv2d(1, 1, 7), np.ones((1, 5, 5))), ErrorCode.KERNEL_LARGER_THAN_INPUT),
        (request_for(Conv2d(1, 1, 2, stride=0), np.ones((1, 5, 5))), ErrorCode.NOT_POSITIVE),
        (
            request_for(CONV, np.ones((1, 5, 5)), {"weight": np.ones((1, 1, 3, 3))}),
            ErrorCode.TORCH_REFUSED,
        ),
        (
            request_for(CONV, np.ones((1, 5, 5)), random_weights(Conv2d(1, 1, 2))),
            ErrorCode.TORCH_REFUSED,
        ),
        (
            request_for(CONV, np.ones((1, 5, 5)), random_weights(CONV) | {"mask": np.ones(1)}),
            ErrorCode.TORCH_REFUSED,
        ),
        (
            request_for(MaxPool2d(1), np.ones((1, 0, 1))),
            ErrorCode.EMPTY_INPUT,
        ),
        (
            request_for(Conv2d(1, 2**40, 1), np.ones((1, 5, 5))),
            ErrorCode.NOT_ENOUGH_MEMORY,
        ),
        (
            request_for(Conv2d(1, 1, 1, padding=2**25), np.ones((1, 5, 5))),
            ErrorCode.NOT_ENOUGH_MEMORY,
        ),
        (
            request_for(Conv2d(1, 1, 2**62), np.ones((1, 1, 1))),
            ErrorCode.TOO_LARGE,
        ),
        (ComputeLayer({"type": "Cinema"}, tensor_of(np.ones(1)), {}), ErrorCode.UNKNOWN_LAYER),
        (
            ComputeLayer({"type": "ReLU", "x": 1}, tensor_of(np.ones(1)), {}),
            ErrorCode.LAYER_MALFORMED,
        ),
    ],
)
def test_what_cannot_be_computed_is_refused_by_its_code(
    engine: EngineProcess, request_: ComputeLayer, code: ErrorCode
) -> None:
    problem = problem_of(engine.ask(request_))
    assert problem.error().code is code
    assert isinstance(engine.ask(conv_request()), LayerValues), "the engine must go on"


def test_torchs_own_words_come_with_its_refusal(engine: EngineProcess) -> None:
    request = request_for(CONV, np.ones((1, 5, 5)), random_weights(Conv2d(1, 1, 2)))
    facts = problem_of(engine.ask(request)).facts
    assert facts["layer"] == "Conv2d"
    assert "\n" not in facts["detail"]


def test_an_unpooling_is_computed_after_its_pooling_and_to_the_size_given(
    engine: EngineProcess,
) -> None:
    values = np.arange(25.0).reshape(1, 5, 5)
    request = msgspec.structs.replace(request_for(MaxUnpool2d(2), values, {}), output_size=(5, 5))

    answer = engine.ask(request)

    assert isinstance(answer, LayerValues)
    assert answer.indices is not None
    assert array_of(answer.indices).ravel().tolist() == [6, 8, 16, 18]
    assert np.flatnonzero(array_of(answer.output)).tolist() == [6, 8, 16, 18]
