"""Weights of others: safetensors and state_dict files, by the names of the code or numbered."""

from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import safetensors.numpy
import safetensors.torch
import torch

from convviz.core.code.writing import module_code
from convviz.core.errors import ErrorCode, StorageError
from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, sequential
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.weights_files import load_network_weights, save_network_weights
from convviz.protocol.document import Network
from convviz.protocol.sentences.errors import sentence
from convviz.values.exported_files import read_exported_file
from tests.support.exported_files import archive, small_program
from tests.support.small_training import varied_network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NETWORK = varied_network()
BLOCK = Network((3, 4, 4), (sequential(NetworkStep(Conv2d(3, 2, 3)), name="block"),))


def _block() -> torch.nn.Module:
    return torch.nn.Sequential(torch.nn.Conv2d(3, 2, 3))


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


def test_what_would_run_is_named_and_nothing_is_run(tmp_path: Path) -> None:
    path, marker = tmp_path / "w.pt", tmp_path / "was run"
    torch.save({"conv.weight": _Hostile(str(marker))}, path)
    with pytest.raises(StorageError) as caught:
        load_network_weights(path, NETWORK)
    assert caught.value.code is ErrorCode.WEIGHTS_WOULD_RUN
    assert not marker.exists()
    told = sentence(caught.value)
    assert "mkdir" in told
    assert "weights_only" not in told
    torch.save(torch.nn.Sequential(torch.nn.ReLU()), path)
    with pytest.raises(StorageError) as caught:
        load_network_weights(path, NETWORK)
    assert "torch.save(model.state_dict(), path)" in sentence(caught.value)


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "model.", "module._orig_mod.net."])
@pytest.mark.parametrize("name", ["w.pt", "w.safetensors"])
def test_a_prefix_of_all_names_is_none_of_the_networks(
    tmp_path: Path, prefix: str, name: str
) -> None:
    arrays = {f"{prefix}{name}": array for name, array in numbers().items()}
    path = tmp_path / name
    if path.suffix == ".pt":
        tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
        torch.save({"model": {"state_dict": tensors}}, path)
    else:
        path.write_bytes(safetensors.numpy.save(arrays))
    assert same(load_network_weights(path, NETWORK), numbers())
    wrong = {**arrays, f"{prefix}0.weight": np.zeros((8, 3, 5, 5), np.float32)}
    path.write_bytes(safetensors.numpy.save(wrong))
    with pytest.raises(StorageError) as caught:
        load_network_weights(path.rename(tmp_path / "wrong.safetensors"), NETWORK)
    assert f"{prefix}0.weight has the shape (8, 3, 5, 5)" in str(caught.value.facts["detail"])


def test_parts_that_torch_compiled_have_a_name_between(tmp_path: Path) -> None:
    state = {f"block._orig_mod.{name}": tensor for name, tensor in _block().state_dict().items()}
    torch.save(state, tmp_path / "w.pt")
    found = load_network_weights(tmp_path / "w.pt", BLOCK)
    assert set(found) == {"block.0.weight", "block.0.bias"}


def test_files_of_torch_before_1_6_are_read(tmp_path: Path) -> None:
    state = {name: torch.from_numpy(array) for name, array in numbers().items()}
    torch.save(state, tmp_path / "w.pt", _use_new_zipfile_serialization=False)
    assert same(load_network_weights(tmp_path / "w.pt", NETWORK), numbers())


def test_counts_of_batches_may_be_missing_or_too_many(tmp_path: Path) -> None:
    few = {name: array for name, array in numbers().items() if "batches" not in name}
    assert len(few) < len(numbers())
    path = tmp_path / "w.safetensors"
    path.write_bytes(safetensors.numpy.save(few))
    found = load_network_weights(path, NETWORK)
    assert found.keys() == numbers().keys()
    many = {**few, "0.num_batches_tracked": np.array(3)}
    path.write_bytes(safetensors.numpy.save(many))
    assert load_network_weights(path, NETWORK).keys() == numbers().keys()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("name", ["w.pt", "w.safetensors"])
def test_numbers_of_any_width_become_those_of_a_network(
    tmp_path: Path, dtype: torch.dtype, name: str
) -> None:
    state = {name: torch.from_numpy(array) for name, array in numbers().items()}
    cast = {n: t.to(dtype) if t.is_floating_point() else t for n, t in state.items()}
    path = tmp_path / name
    (torch.save if path.suffix == ".pt" else safetensors.torch.save_file)(cast, path)
    found = load_network_weights(path, NETWORK)
    assert {array.dtype for array in found.values()} == {np.dtype("f4"), np.dtype("i8")}
    assert np.array_equal(found["0.weight"], cast["0.weight"].float().numpy())


def test_other_names_are_offered_by_order_and_taken_so_only_when_told(tmp_path: Path) -> None:
    state = {name: torch.from_numpy(array) for name, array in numbers().items()}
    theirs = {f"features.{n.replace('.', '_layer.')}": tensor for n, tensor in state.items()}
    path = tmp_path / "w.pt"
    torch.save(theirs, path)
    with pytest.raises(StorageError) as caught:
        load_network_weights(path, NETWORK)
    assert caught.value.code is ErrorCode.WEIGHTS_NAMED_OTHERWISE
    told = sentence(caught.value)
    assert "features.0_layer.weight where the network has conv1.weight" in told
    assert same(load_network_weights(path, NETWORK, by_order=True), numbers())
    swapped = dict(reversed(theirs.items()))
    torch.save(swapped, path)
    with pytest.raises(StorageError) as caught:
        load_network_weights(path, NETWORK, by_order=True)
    assert caught.value.code is ErrorCode.WEIGHTS_DIFFER


def test_weights_of_a_program_of_torch_export_are_taken_too(tmp_path: Path) -> None:
    made = small_program()
    (tmp_path / "net.pt2").write_bytes(archive(made.files()))
    network = read_exported_file(tmp_path / "net.pt2").network
    found = load_network_weights(tmp_path / "net.pt2", network)
    assert np.allclose(found["fc.weight"], made.weights["fc.weight"])
    with pytest.raises(StorageError):
        load_network_weights(tmp_path / "net.pt2", NETWORK)


@pytest.mark.parametrize(
    "content",
    [
        lambda path: torch.save([1, 2], path),
        lambda path: torch.save({}, path),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\x80\x04garbage"),
    ],
    ids=["a list", "nothing in it", "empty", "garbage"],
)
def test_what_holds_no_tensors_is_refused(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "w.pt"
    content(path)
    with pytest.raises(StorageError) as caught:
        load_network_weights(path, NETWORK)
    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED


def test_an_empty_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    path.write_bytes(b"")
    with pytest.raises(StorageError, match="ends too early"):
        load_network_weights(path, BLOCK)


def test_a_file_that_torch_itself_gives_up_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    with zipfile.ZipFile(path, "w") as writer:
        writer.writestr("w/data.pkl", b"\x80\x02K\x01Q.")  # a tensor whose place is a number
        writer.writestr("w/version", b"3\n")
    with pytest.raises(StorageError) as caught:
        load_network_weights(path, BLOCK)
    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda weight: weight.to("meta"), ErrorCode.WEIGHTS_DAMAGED),
        (
            lambda _: torch.sparse_coo_tensor(
                torch.zeros(2, 1, dtype=torch.long), torch.ones(1), (10**6, 10**6)
            ),
            ErrorCode.WEIGHTS_DAMAGED,
        ),
        (lambda weight: weight.to(torch.complex64), ErrorCode.WEIGHTS_DIFFER),
    ],
    ids=["no numbers", "sparse and far too large", "complex"],
)
def test_a_tensor_that_cannot_be_a_weight_is_named(
    tmp_path: Path, make: Callable[[torch.Tensor], torch.Tensor], code: ErrorCode
) -> None:
    path = tmp_path / "w.pt"
    state = _block().state_dict()
    torch.save(state | {"0.weight": make(state["0.weight"])}, path)
    with pytest.raises(StorageError, match=r"0\.weight") as caught:
        load_network_weights(path, BLOCK)
    assert caught.value.code is code


def test_a_sparse_tensor_whose_indices_lie_outside_of_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    place = torch.tensor([[10**9], [0]])
    outside = torch.sparse_coo_tensor(place, torch.ones(1), (2, 2), check_invariants=False)
    torch.save({"0.weight": outside}, path)
    with pytest.raises(StorageError) as caught:
        load_network_weights(path, BLOCK)
    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED


@pytest.mark.parametrize(
    "make",
    [
        lambda weight: weight.to(torch.float8_e4m3fn),
        lambda weight: weight.to_sparse(),
    ],
    ids=["float8", "sparse"],
)
def test_numbers_of_types_that_numpy_lacks_are_read(
    tmp_path: Path, make: Callable[[torch.Tensor], torch.Tensor]
) -> None:
    path = tmp_path / "w.pt"
    state = _block().state_dict()
    kept = make(state["0.weight"])
    torch.save(state | {"0.weight": kept}, path)
    found = load_network_weights(path, Network((3, 4, 4), (NetworkStep(Conv2d(3, 2, 3)),)))
    assert np.array_equal(found["0.weight"], kept.float().to_dense().numpy())
