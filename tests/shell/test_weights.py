"""``convviz weights``: what they are called, written, taken in."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import torch

from convviz.__main__ import main
from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol.document_file import read_document, write_document
from convviz.protocol.templates import new_document
from convviz.values.weights import read_weights
from tests.support.small_training import tiny_network

NETWORK = tiny_network()
NAMES = ["conv.weight", "conv.bias", "linear.weight", "linear.bias"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "net.convviz"
    write_document(path, msgspec.structs.replace(new_document(), network=NETWORK))
    return path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    model = build_sequential(NETWORK.steps, NETWORK.input_shape, seed=5)
    torch.save(model.state_dict(), tmp_path / "theirs.pt")
    return tmp_path / "theirs.pt"


def test_names_and_shapes_are_listed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "conv.weight  (4, 3, 3, 3)",
        "conv.bias  (4,)",
        "linear.weight  (10, 144)",
        "linear.bias  (10,)",
    ]


def test_numbered_weights_are_taken_in_and_written_by_their_names(
    path: Path, state: Path, tmp_path: Path
) -> None:
    assert main(["weights", str(path), "--load", str(state)]) == 0
    network = read_document(path).network
    assert network.weights is not None
    beside = tmp_path / network.weights.path
    read_weights(beside, sha256=network.weights.sha256, network=network)
    out = tmp_path / "ours.pt"
    assert main(["weights", str(path), "-o", str(out)]) == 0
    ours, theirs = (torch.load(file, weights_only=True) for file in (out, state))
    assert list(ours) == NAMES
    assert all(map(torch.equal, ours.values(), theirs.values()))


def test_weights_of_another_network_change_nothing(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    torch.save({"conv.weight": torch.zeros(4, 3, 5, 5)}, tmp_path / "theirs.pt")
    assert main(["weights", str(path), "--load", str(tmp_path / "theirs.pt")]) == 1
    told = "conv.weight has the shape (4, 3, 5, 5), and in the network (4, 3, 3, 3)"
    assert told in " ".join(capsys.readouterr().err.split())
    assert path.read_bytes() == before
    assert not path.with_suffix(".safetensors").exists()


def test_a_file_that_is_there_stays_unless_told(path: Path, state: Path, tmp_path: Path) -> None:
    mine = tmp_path / "net.safetensors"
    mine.write_bytes(b"mine")
    assert main(["weights", str(path), "--load", str(state)]) == 1
    assert mine.read_bytes() == b"mine"
    assert read_document(path).network.weights is None
    assert main(["weights", str(path), "--load", str(state), "--replace"]) == 0


def test_a_network_without_weights_says_so(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weights", str(path), "-o", str(tmp_path / "w.pt")]) == 2
    assert "no trained weights" in capsys.readouterr().err
    assert not (tmp_path / "w.pt").exists()


def test_weights_with_other_names_are_taken_by_order_when_told(
    path: Path, state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tensors = torch.load(state, weights_only=True)
    other = {n.replace("1.", "stem.").replace("4.", "head."): t for n, t in tensors.items()}
    torch.save(other, tmp_path / "other.pt")
    assert main(["weights", str(path), "--load", str(tmp_path / "other.pt")]) == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "stem.weight where the network has conv.weight" in told
    assert "--by-order" in told
    assert read_document(path).network.weights is None
    assert main(["weights", str(path), "--load", str(tmp_path / "other.pt"), "--by-order"]) == 0
    assert read_document(path).network.weights is not None
