"""A weights file is the recorded one and fits its network, or it is refused in a sentence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np
import pytest
import safetensors.numpy

from convviz.core.code.reading import parse_layer
from convviz.core.errors import ConvVizError, ErrorCode, StorageError
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.shape import Flatten, Identity
from convviz.core.network.sequential import NetworkStep
from convviz.protocol.document import Network
from convviz.values.weights import (
    StateDict,
    by_code_names,
    code_names,
    read_weights,
    weight_shapes,
)

NETWORK = Network(
    (3, 4, 4),
    (
        NetworkStep(Conv2d(3, 2, 3)),
        NetworkStep(Identity(), enabled=False),
        NetworkStep(BatchNorm2d(9), frozenset({"num_features"})),
        NetworkStep(Flatten()),
        NetworkStep(Linear(8, 10)),
    ),
)


def sound() -> StateDict:
    bits = np.random.default_rng(0)
    arrays: StateDict = {
        name: bits.normal(size=shape).astype(np.float32)
        for name, shape in weight_shapes(NETWORK).items()
    }
    arrays["1.num_batches_tracked"] = np.array(3, np.int64)
    return arrays


def written(path: Path, weights: StateDict) -> Path:
    path.write_bytes(safetensors.numpy.save(weights))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "weights.safetensors"


def refusal(path: Path, sha256: str | None = None) -> StorageError:
    with pytest.raises(StorageError) as caught:
        read_weights(path, sha256=sha256, network=NETWORK)
    return caught.value


def test_names_count_the_layers_that_are_enabled() -> None:
    assert weight_shapes(NETWORK) == {
        "0.weight": (2, 3, 3, 3),
        "0.bias": (2,),
        "1.weight": (2,),
        "1.bias": (2,),
        "1.running_mean": (2,),
        "1.running_var": (2,),
        "1.num_batches_tracked": (),
        "3.weight": (10, 8),
        "3.bias": (10,),
    }


def test_weights_are_read_back(path: Path) -> None:
    weights = sound()
    digest = hashlib.sha256(written(path, weights).read_bytes()).hexdigest()
    found = read_weights(path, sha256=digest.upper(), network=NETWORK)
    assert found.keys() == weights.keys()
    assert all(np.array_equal(found[name], weights[name]) for name in weights)


def test_a_changed_byte_is_noticed(path: Path) -> None:
    data = bytearray(written(path, sound()).read_bytes())
    digest = hashlib.sha256(data).hexdigest()
    data[-1] ^= 1
    path.write_bytes(data)
    read_weights(path, network=NETWORK)
    assert refusal(path, digest).code is ErrorCode.WEIGHTS_DAMAGED


@pytest.mark.parametrize(
    "content", [b"", b"\xff" * 7, b"\xff" * 100, b"\x02\0\0\0\0\0\0\0{}"[:9], b"PK\x03\x04" * 9]
)
def test_what_is_no_weights_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refusal(path).code is ErrorCode.WEIGHTS_DAMAGED


def test_a_file_that_is_cut_short_is_refused(path: Path) -> None:
    data = written(path, sound()).read_bytes()
    path.write_bytes(data[:-10])
    assert refusal(path).code is ErrorCode.WEIGHTS_DAMAGED


def test_a_missing_file_is_told(path: Path) -> None:
    error = refusal(path)
    assert (error.code, error.facts["path"]) == (ErrorCode.FILE_MISSING, str(path))


def test_a_folder_is_no_weights_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        read_weights(tmp_path)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


@pytest.mark.parametrize(
    ("name", "array", "detail"),
    [
        ("0.weight", None, "0.weight of the shape (2, 3, 3, 3) is missing"),
        ("9.weight", np.zeros(3, np.float32), "9.weight"),
        (
            "0.weight",
            np.zeros((2, 3, 5, 5), np.float32),
            "0.weight has the shape (2, 3, 5, 5), and in the network (2, 3, 3, 3)",
        ),
        ("0.bias", np.zeros(2, np.bool_), "bool"),
    ],
)
def test_weights_of_another_network_are_refused(
    path: Path, name: str, array: np.ndarray | None, detail: str
) -> None:
    weights = sound()
    if array is None:
        del weights[name]
    else:
        weights[name] = array
    error = refusal(written(path, weights))
    assert error.code is ErrorCode.WEIGHTS_DIFFER
    assert detail in str(error.facts["detail"])


def test_weights_are_known_by_the_names_of_the_code_too(path: Path) -> None:
    weights = sound()
    named = by_code_names(weights, NETWORK)
    assert {name.partition(".")[0] for name in named} == {"conv", "batch_norm", "linear"}
    found = read_weights(written(path, named), network=NETWORK)
    assert found.keys() == weights.keys()
    assert all(np.array_equal(found[name], weights[name]) for name in weights)


def test_the_first_tensor_that_differs_is_named_as_the_file_names_it(path: Path) -> None:
    named = by_code_names(sound(), NETWORK)
    named["linear.weight"] = np.zeros((10, 9), np.float32)
    named["linear.bias"] = np.zeros(11, np.float32)
    detail = "linear.weight has the shape (10, 9), and in the network (10, 8)"
    assert refusal(written(path, named)).facts["detail"] == detail


def test_a_lazy_layer_may_be_called_by_what_it_became(path: Path) -> None:
    lazy = parse_layer("nn.LazyLinear(4)")
    network = Network((3, 2, 2), (NetworkStep(Flatten()), NetworkStep(lazy)))
    weight, bias = np.ones((4, 12), np.float32), np.ones(4, np.float32)
    for name in ("1", "lazy_linear", "linear"):
        written(path, {f"{name}.weight": weight, f"{name}.bias": bias})
        assert read_weights(path, network=network).keys() == {"1.weight", "1.bias"}
    assert code_names(network) == ("flatten", "lazy_linear")


def test_a_file_that_is_far_too_large_is_not_even_read(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(1 << 34)
    assert refusal(path).code is ErrorCode.WEIGHTS_DIFFER


def test_a_network_that_fails_says_so_itself(path: Path) -> None:
    written(path, sound())
    broken = msgspec.structs.replace(NETWORK, steps=(NetworkStep(Linear(5, 10)),))
    with pytest.raises(ConvVizError) as caught:
        read_weights(path, network=broken)
    assert caught.value.code is ErrorCode.FEATURES_DIFFER
