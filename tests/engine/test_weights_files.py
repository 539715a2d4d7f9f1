"""Weights of others: safetensors and state_dict files, by the names of the code or numbered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import safetensors.numpy
import torch

from convviz.core.code.writing import module_code
from convviz.core.errors import ErrorCode, StorageError
from convviz.core.network.sequential import infer_sequential
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.weights_files import load_network_weights, save_network_weights
from tests.support.small_training import varied_network

if TYPE_CHECKING:
    from pathlib import Path

NETWORK = varied_network()


def model_of_the_code() -> torch.nn.Module:
    """Return the module that the network's code makes."""
    module: dict[str, Any] = {}
    result = infer_sequential(NETWORK.steps, NETWORK.input_shape)
    exec(module_code(NETWORK.steps, result), module)  # noqa: S102 - our own text
    model = module["model"]
    assert isinstance(model, torch.nn.Module)
    return model


def numbers() -> dict[str, np.ndarray]:
    state = build_sequential(NETWORK.steps, NETWORK.input_shape, seed=5).state_dict()
    return {name: tensor.numpy() for name, tensor in state.items()}


def same(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    return found.keys() == expected.keys() and all(
        np.array_equal(found[name], expected[name]) for name in expected
    )


@pytest.mark.parametrize("name", ["w.safetensors", "w.pt", "w.pth"])
def test_what_is_written_fits_the_model_of_the_code_and_comes_back(
    tmp_path: Path, name: str
) -> None:
    path, weights = tmp_path / name, numbers()
    save_network_weights(path, weights, NETWORK)
    is_torch = path.suffix != ".safetensors"
    state = (
        torch.load(path, weights_only=True)
        if is_torch
        else {n: torch.from_numpy(a) for n, a in safetensors.numpy.load_file(path).items()}
    )
    model = model_of_the_code()
    model.load_state_dict(state)
    assert "conv1.weight" in state
    assert same(load_network_weights(path, NETWORK), weights)


@pytest.mark.parametrize("wrap", ["", "state_dict", "model"])
def test_a_state_dict_is_read_by_names_and_by_numbers(tmp_path: Path, wrap: str) -> None:
    plain = build_sequential(NETWORK.steps, NETWORK.input_shape, seed=5)
    model = model_of_the_code()
    model.load_state_dict(dict(zip(model.state_dict(), plain.state_dict().values(), strict=True)))
    for number, state in enumerate((plain.state_dict(), model.state_dict())):
        path = tmp_path / f"{number}.pt"
        torch.save({"epoch": 3, wrap: state} if wrap else state, path)
        assert same(load_network_weights(path, NETWORK), numbers())


def test_half_precision_comes_as_numbers(tmp_path: Path) -> None:
    state = {n: torch.from_numpy(a) for n, a in numbers().items()}
    halves = {n: t.bfloat16() if t.is_floating_point() else t for n, t in state.items()}
    torch.save(halves, tmp_path / "w.pt")
    found = load_network_weights(tmp_path / "w.pt", NETWORK)
    assert np.allclose(found["0.weight"], state["0.weight"].numpy(), atol=1e-2)


def test_the_first_tensor_that_differs_is_named_with_both_shapes(tmp_path: Path) -> None:
    state = model_of_the_code().state_dict()
    state["conv2.weight"] = torch.zeros(8, 8, 5, 5)
    state["linear.weight"] = torch.zeros(1)
    torch.save(state, tmp_path / "w.pt")
    with pytest.raises(StorageError) as caught:
        load_network_weights(tmp_path / "w.pt", NETWORK)
    assert caught.value.code is ErrorCode.WEIGHTS_DIFFER
    detail = "conv2.weight has the shape (8, 8, 5, 5), and in the network (8, 8, 3, 3)"
    assert caught.value.facts["detail"] == detail


class _Hostile:
    def __init__(self, marker: str) -> None:
        self.marker = marker

    def __reduce__(self) -> Any:
        return os.mkdir, (self.marker,)


@pytest.mark.parametrize(
    "content",
    [
        lambda path, marker: torch.save({"conv.weight": _Hostile(marker)}, path),
        lambda path, _: torch.save([1, 2], path),
        lambda path, _: torch.save({}, path),
        lambda path, _: path.write_bytes(b""),
        lambda path, _: path.write_bytes(b"\x80\x04garbage"),
    ],
    ids=["hostile", "a list", "nothing in it", "empty", "garbage"],
)
def test_what_holds_more_or_less_than_tensors_is_refused_and_nothing_is_run(
    tmp_path: Path, content: Any
) -> None:
    path, marker = tmp_path / "w.pt", tmp_path / "was run"
    content(path, str(marker))
    with pytest.raises(StorageError) as caught:
        load_network_weights(path, NETWORK)
    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED
    assert not marker.exists()
