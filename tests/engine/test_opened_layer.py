"""A layer opened from the network: its own weights and what really reaches it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from convviz.core.data_sets import CIFAR10
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.applied_weights import apply_weights
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.opened_layer import open_layer
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.protocol.document import Document, Network, PictureOrigin, WeightsFile, WeightsOrigin
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.common import Tensor
from convviz.protocol.messages.engine_files import ApplyWeights
from convviz.protocol.messages.engine_layers import LayerOpened, OpenLayer, Part
from convviz.protocol.recipes import FileBlock
from convviz.protocol.templates import new_document
from convviz.values.number_files import number_files
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.core.layers import Layer

LAYERS = (Conv2d(3, 4, 3), BatchNorm2d(4), ReLU(), MaxPool2d(2), Conv2d(4, 2, 5))
LAST = len(LAYERS) - 1


def document(*layers: Layer, shape: tuple[int, ...] = (3, 32, 32)) -> Document:
    steps = tuple(map(NetworkStep, layers or LAYERS))
    return msgspec.structs.replace(new_document(), network=Network(shape, steps))


def opened(given: Document, step: int = LAST) -> LayerOpened:
    return open_layer(OpenLayer(encode_document(given), step))


def sent(found: LayerOpened, name: str) -> np.ndarray:
    part = found.parts[name]
    assert isinstance(part, Tensor)
    return array_of(part)


def with_weights(given: Document, path: Path, sha256: str) -> Document:
    network = msgspec.structs.replace(given.network, weights=WeightsFile(str(path), sha256))
    return msgspec.structs.replace(given, network=network)


def test_an_untrained_layer_has_the_weights_that_the_trainer_would_begin_with() -> None:
    given = document()
    model = build_sequential(given.network.steps, (3, 32, 32), seed=given.training.seed).eval()
    picture = torch.from_numpy(make_shapes10(train_count=0).test_images[:1]).float() / 255

    found = opened(given)

    assert found.weights_origin == WeightsOrigin.INITIAL
    assert found.picture == PictureOrigin.TEST
    assert np.array_equal(sent(found, "weight"), model.state_dict()[f"{LAST}.weight"].numpy())
    assert np.array_equal(sent(found, "bias"), model.state_dict()[f"{LAST}.bias"].numpy())
    assert np.allclose(sent(found, "input"), model[:LAST](picture)[0].detach().numpy(), atol=1e-6)


def test_a_trained_layer_has_its_trained_weights(tmp_path: Path) -> None:
    given = document()
    model = build_sequential(given.network.steps, (3, 32, 32), seed=99)
    path = tmp_path / "weights.safetensors"
    save_file(model.state_dict(), path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()

    found = opened(with_weights(given, path, sha256))

    assert found.weights_origin == WeightsOrigin.TRAINED
    assert np.array_equal(sent(found, "weight"), model.state_dict()[f"{LAST}.weight"].numpy())
    assert not found.notices


def test_weights_that_cannot_be_read_are_told_of_and_done_without(tmp_path: Path) -> None:
    found = opened(with_weights(document(), tmp_path / "gone.safetensors", "0" * 64))

    assert found.weights_origin == WeightsOrigin.INITIAL
    assert [notice.code for notice in found.notices] == [ErrorCode.FILE_MISSING.value]


def test_disabled_layers_before_it_do_not_run() -> None:
    given = document()
    steps = list(given.network.layers)
    steps[3] = NetworkStep(steps[3].layer, enabled=False)
    network = msgspec.structs.replace(given.network, steps=tuple(steps))

    found = opened(msgspec.structs.replace(given, network=network))

    assert found.parts["input"].shape == (4, 30, 30)
    assert found.parts["weight"].shape == (2, 4, 5, 5)


@pytest.mark.parametrize(
    ("shape", "layer", "expected"),
    [
        ((1, 28, 28), Conv2d(1, 1, 3), PictureOrigin.FITTED),
        ((3, 48, 40), Conv2d(3, 1, 3), PictureOrigin.FITTED),
        ((2, 9, 9), Conv2d(2, 1, 3), PictureOrigin.SEEDED),
        ((3, 20), Conv1d(3, 1, 3), PictureOrigin.SEEDED),
    ],
)
def test_a_picture_is_brought_to_the_network_or_made(
    shape: tuple[int, ...], layer: Layer, expected: PictureOrigin
) -> None:
    found = opened(document(layer, shape=shape), 0)

    numbers = sent(found, "input")
    assert found.picture == expected
    assert numbers.shape == shape
    assert 0 <= numbers.min() < numbers.max() <= 1
    assert np.array_equal(numbers, sent(opened(document(layer, shape=shape), 0), "input"))


def test_a_pooling_layer_has_no_weights_but_those_before_it() -> None:
    found = opened(document(), 3)

    assert found.parts.keys() == {"input"}
    assert found.weights_origin == WeightsOrigin.INITIAL
    alone = opened(document(MaxPool2d(2)), 0)
    assert alone.weights_origin == WeightsOrigin.NONE


def test_a_disabled_layer_is_shown_as_if_it_ran(tmp_path: Path) -> None:
    given = document()
    steps = list(given.network.steps)
    steps[0] = NetworkStep(Conv2d(3, 3, 3), enabled=False)
    steps[1] = NetworkStep(BatchNorm2d(3))
    steps[4] = NetworkStep(Conv2d(3, 2, 5))
    network = msgspec.structs.replace(given.network, steps=tuple(steps))
    model = build_sequential(steps, (3, 32, 32), seed=99)
    path = tmp_path / "weights.safetensors"
    save_file(model.state_dict(), path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    given = with_weights(msgspec.structs.replace(given, network=network), path, sha256)

    found = opened(given, 0)

    assert found.parts["weight"].shape == (3, 3, 3, 3)
    assert found.weights_origin == WeightsOrigin.INITIAL
    assert opened(given, LAST).weights_origin == WeightsOrigin.TRAINED


def test_a_layer_that_refuses_its_input_has_that_input() -> None:
    found = opened(document(Conv2d(3, 4, 3), Conv2d(4, 2, 99)), 1)

    assert found.parts["input"].shape == (4, 30, 30)
    assert found.parts.keys() == {"input"}


def test_behind_a_failure_nothing_can_be_opened() -> None:
    with pytest.raises(ConvVizError) as caught:
        opened(document(Conv2d(3, 4, 99), Conv2d(4, 2, 3)), 1)
    assert caught.value.code is ErrorCode.KERNEL_LARGER_THAN_INPUT


def test_a_data_set_that_is_not_there_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVVIZ_CIFAR10", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    given = document()
    training = msgspec.structs.replace(given.training, dataset=CIFAR10())

    found = opened(msgspec.structs.replace(given, training=training))

    assert found.picture == PictureOrigin.SEEDED
    assert [notice.code for notice in found.notices] == [ErrorCode.DATA_NOT_FOUND.value]


def test_very_many_numbers_are_written_into_the_folder_that_is_given(tmp_path: Path) -> None:
    given = document(Conv2d(3, 512, 3, padding=1), Conv2d(512, 64, 3))
    wide = open_layer(OpenLayer(encode_document(given), 1, str(tmp_path)))
    model = build_sequential(given.network.steps, (3, 32, 32), seed=given.training.seed).eval()

    weight, reached = wide.parts["weight"], wide.parts["input"]
    assert isinstance(weight, FileBlock)
    assert isinstance(reached, FileBlock)
    number_files.load(weight, [tmp_path])
    number_files.load(reached, [tmp_path])
    numbers = number_files.numbers(weight)
    assert numbers is not None
    assert np.array_equal(numbers, model.state_dict()["1.weight"].numpy())
    assert reached.shape == (512, 32, 32)
    assert isinstance(wide.parts["bias"], Tensor)
    assert wide.notices == ()


def test_a_folder_that_takes_no_numbers_costs_those_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    given = document(Conv2d(3, 512, 3, padding=1), Conv2d(512, 64, 3))

    found = open_layer(OpenLayer(encode_document(given), 1, str(tmp_path / "file")))

    assert found.parts.keys() == {"bias"}
    assert {notice.code for notice in found.notices} == {ErrorCode.FILE_UNWRITABLE.value}
    without = open_layer(OpenLayer(encode_document(given), 1))
    assert {notice.code for notice in without.notices} == {ErrorCode.TOO_LARGE.value}


def test_weights_of_another_shape_are_never_written(tmp_path: Path) -> None:
    given = document(Conv2d(3, 4, 3), Conv2d(4, 2, 5))
    model = build_sequential(given.network.steps, (3, 32, 32), seed=99)
    path = tmp_path / "weights.safetensors"
    save_file(model.state_dict(), path)
    known = with_weights(given, path, hashlib.sha256(path.read_bytes()).hexdigest())
    parts: dict[str, Part] = {"weight": tensor_of(np.ones((2, 4, 3, 3)), "float32")}
    request = ApplyWeights(encode_document(known), 1, parts, str(tmp_path / "out"))

    with pytest.raises(ConvVizError) as caught:
        apply_weights(request)

    assert caught.value.code is ErrorCode.UNEXPECTED
    assert not (tmp_path / "out").exists()
