"""Networks with blocks are built, trained, opened layer by layer, saved and loaded as any other."""

from __future__ import annotations

import dataclasses
import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from convviz.core.code.writing import module_code
from convviz.core.errors import StorageError
from convviz.core.layers.activation import ReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, concat, layer_paths, residual, sequential
from convviz.core.optimisers.sgd import SGD
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.opened_layer import open_layer
from convviz.engine.compute.sample_picture import sample_picture
from convviz.engine.training.losses import BatchLoss
from convviz.protocol.document import Document, Network, WeightsFile
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.messages.common import Tensor
from convviz.protocol.messages.engine_layers import OpenLayer
from convviz.protocol.run_settings import different_settings
from convviz.script.training_script import training_script
from convviz.values.tensors import array_of
from convviz.values.weights import by_code_names, read_weights, weight_shapes
from tests.support.small_training import document as training_document
from tests.support.small_training import make_loop, plain_losses, small_dataset

if TYPE_CHECKING:
    from pathlib import Path

L = NetworkStep
NODES = (
    L(Conv2d(3, 4, 3, stride=2, padding=1), name="stem"),
    residual([L(Conv2d(4, 4, 3, padding=1)), L(BatchNorm2d(4))]),
    residual([L(Conv2d(4, 6, 3, stride=4, padding=1))], [L(Conv2d(4, 6, 1, stride=4))]),
    concat([L(Conv2d(6, 2, 1))], [L(Conv2d(6, 3, 3, padding=1)), L(ReLU())]),
    sequential(L(AdaptiveAvgPool2d(1)), L(Flatten()), L(Linear(5, 10)), name="head"),
)
NETWORK = Network((3, 32, 32), NODES)


def test_a_document_with_blocks_is_the_same_when_it_is_opened_again() -> None:
    given = training_document(NETWORK)
    assert decode_document(encode_document(given)) == given


def test_names_and_weights_are_those_of_the_written_code(tmp_path: Path) -> None:
    built = build_sequential(NODES, NETWORK.input_shape, seed=3)
    result = infer_sequential(NODES, NETWORK.input_shape)
    known: dict[str, Any] = {}
    torch.manual_seed(3)
    exec(module_code(NODES, result), known)  # noqa: S102 - our own text
    written = known["model"].state_dict()
    ours = {name: tensor.numpy() for name, tensor in built.state_dict().items()}
    named = by_code_names(ours, NETWORK)

    assert list(named) == list(written)
    assert all(np.array_equal(named[name], tensor.numpy()) for name, tensor in written.items())
    assert list(weight_shapes(NETWORK)) == list(built.state_dict())
    for number, state in enumerate((written, built.state_dict())):
        path = tmp_path / f"{number}.safetensors"
        save_file({name: tensor.contiguous() for name, tensor in state.items()}, path)
        read = read_weights(path, network=NETWORK)
        assert all(np.array_equal(read[name], ours[name]) for name in ours)


def test_the_first_tensor_that_differs_is_named(tmp_path: Path) -> None:
    state = build_sequential(NODES, NETWORK.input_shape, seed=3).state_dict()
    state["2.shortcut.0.weight"] = torch.zeros(6, 5, 1, 1)
    path = tmp_path / "other.safetensors"
    save_file(state, path)
    with pytest.raises(StorageError) as refusal:
        read_weights(path, network=NETWORK)
    assert "2.shortcut.0.weight has the shape (6, 5, 1, 1)" in str(refusal.value.facts["detail"])


@pytest.mark.parametrize("number", range(len(layer_paths(NODES))))
def test_each_layer_is_opened_with_what_really_reaches_it(number: int, tmp_path: Path) -> None:
    model = build_sequential(NODES, NETWORK.input_shape, seed=8).eval()
    path = tmp_path / "trained.safetensors"
    save_file({n: t.contiguous() for n, t in model.state_dict().items()}, path)
    network = msgspec.structs.replace(NETWORK, weights=WeightsFile(str(path), _sha256(path)))
    found = open_layer(OpenLayer(encode_document(training_document(network)), number))

    (_, first) = next(iter(model.named_parameters()))
    assert first.shape == (4, 3, 3, 3)
    reached: list[torch.Tensor] = []
    leaves = [module for module in model.modules() if type(module).__module__.startswith("torch.")]
    leaves = [module for module in leaves if not any(module.children())]
    leaves = [module for module in leaves if not isinstance(module, torch.nn.Sequential)]
    leaves[number].register_forward_pre_hook(lambda _module, inputs: reached.append(inputs[0]))
    picture = _picture(training_document(network))
    with torch.no_grad():
        model(picture)
    assert not found.notices
    is_whole = isinstance(leaves[number], torch.nn.BatchNorm2d)
    given = reached[0] if is_whole else reached[0][0]
    assert np.array_equal(_sent(found.parts["input"]), given.numpy())
    if "weight" in found.parts:
        weight = leaves[number].weight
        assert isinstance(weight, torch.Tensor)
        assert np.array_equal(_sent(found.parts["weight"]), weight.detach().numpy())


def test_a_layer_in_a_disabled_block_is_shown_as_if_it_ran() -> None:
    off = msgspec.structs.replace(NETWORK, steps=(NODES[0], _off(NODES[1]), *NODES[2:]))
    found = open_layer(OpenLayer(encode_document(training_document(off)), 2))
    assert found.parts["input"].shape == (1, 4, 16, 16)


def test_it_learns_as_the_loop_of_any_tutorial_does() -> None:
    given, dataset = training_document(NETWORK, optimiser=SGD(lr=0.05)), small_dataset()
    events = make_loop(given, dataset).events()
    ours = list(islice((event.loss for event in events if isinstance(event, BatchLoss)), 4))
    model = build_sequential(NODES, NETWORK.input_shape, seed=given.training.seed)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05)
    theirs = list(plain_losses(model, optimiser, dataset, given.training, 4))
    assert ours == pytest.approx(theirs, rel=1e-4)


def test_a_renamed_part_makes_another_run() -> None:
    given = training_document(NETWORK)
    renamed = msgspec.structs.replace(NETWORK, steps=(L(NODES[0].layer, name="first"), *NODES[1:]))
    assert different_settings(given, training_document(renamed)) == ("network",)
    assert different_settings(given, given) == ()


def test_the_script_has_the_blocks_and_the_same_names(tmp_path: Path) -> None:
    text = training_script(training_document(NETWORK))
    known: dict[str, Any] = {"__name__": "script"}
    exec(text, known)  # noqa: S102 - our own text
    state = known["Net"]().state_dict()
    path = tmp_path / "script.safetensors"
    save_file(state, path)
    assert set(read_weights(path, network=NETWORK)) == set(weight_shapes(NETWORK))


def _off(node: Any) -> Any:
    return dataclasses.replace(node, enabled=False)


def _picture(given: Document) -> torch.Tensor:
    return sample_picture(given.training, given.network.input_shape)[0]


def _sent(part: object) -> np.ndarray[Any, Any]:
    assert isinstance(part, Tensor)
    return array_of(part)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
