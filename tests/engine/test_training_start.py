"""What a run begins with: the weights of its network where it has some, and its records say so."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import torch

from convviz.__main__ import main
from convviz.cli.train_options import document_or_template
from convviz.core.code.reading import parse_layer
from convviz.core.errors import ErrorCode
from convviz.core.initialisation import Orthogonal, Whitening
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.weights_files import kept_weights
from convviz.engine.training import setup
from convviz.engine.training.initialising import given_weights
from convviz.engine.training.setup import prepare_run
from convviz.protocol.document_file import decode_document, read_document, write_document
from convviz.protocol.messages.trainer import RunStarted, StopRun
from convviz.protocol.run_differences import setting_rows
from convviz.protocol.run_start import start_text
from convviz.runs import list_runs, load_document
from convviz.values.exported_files import read_exported_file
from tests.support import small_training as small
from tests.support.exported_files import archive, small_program
from tests.support.small_runs import losses_of, refusal, train

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.engine.training.commands import CommandSource
    from convviz.protocol.document import Document, Network

NORMALISED = small.network(
    MaxPool2d(4), Conv2d(3, 24, 2, stride=2), BatchNorm2d(24), Flatten(), Linear(384, 10)
)


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


def state_of(network: Network, seed: int) -> dict[str, torch.Tensor]:
    """Return weights as another training may have left them, running values included."""
    torch.manual_seed(seed)
    model = build_sequential(network.steps, network.input_shape, seed=seed)
    for name, tensor in model.state_dict().items():
        if "running" in name:
            tensor.uniform_(0.5, 2)
        elif "batches" in name:
            tensor.fill_(9)
    return model.state_dict()


def with_weights(document: Document, folder: Path, seed: int = 41) -> Document:
    """Return a document whose network has weights in a file."""
    network = document.network
    arrays = {name: tensor.numpy() for name, tensor in state_of(network, seed).items()}
    weights = kept_weights(arrays, network, folder)
    return msgspec.structs.replace(
        document, network=msgspec.structs.replace(network, weights=weights)
    )


def changed(document: Document, **settings: Any) -> Document:
    training = msgspec.structs.replace(document.training, **settings)
    return msgspec.structs.replace(document, training=training)


def begun(document: Document, folder: Path) -> dict[str, torch.Tensor]:
    """Return what a run has before its first batch."""
    return dict(prepare_run(document, folder, resume=False).loop.model.state_dict())


def stop_at(poll: int) -> CommandSource:
    """Return what ends a run after some batches."""
    return small.Script(lambda polls: StopRun() if polls == poll else None)


def equal(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> bool:
    return first.keys() == second.keys() and all(
        torch.equal(tensor, second[name]) for name, tensor in first.items()
    )


def test_a_run_begins_with_all_that_its_network_has_and_with_new_weights_when_asked(
    tmp_path: Path,
) -> None:
    document = with_weights(small.document(NORMALISED), tmp_path)
    assert equal(begun(document, tmp_path / "a"), state_of(NORMALISED, 41))
    new = changed(document, new_weights=True)
    assert equal(begun(new, tmp_path / "b"), begun(small.document(NORMALISED), tmp_path / "c"))


def test_settings_of_new_weights_leave_given_ones_alone_but_frozen_kernels_stay_frozen(
    tmp_path: Path,
) -> None:
    network = small.network(*(step.layer for step in NORMALISED.layers[1:-1]), Linear(6144, 10))
    settings = {"initialisation": Orthogonal(), "zero_bias": True, "whitening": Whitening()}
    document = with_weights(small.document(network, **settings), tmp_path)
    model = prepare_run(document, tmp_path / "run", resume=False).loop.model
    assert equal(dict(model.state_dict()), state_of(network, 41))
    assert not model.get_parameter("0.weight").requires_grad


def test_a_run_tells_and_keeps_what_it_began_with(tmp_path: Path) -> None:
    document = with_weights(small.document(NORMALISED, epochs=1), tmp_path)
    weights = document.network.weights
    assert weights is not None
    _, messages = train(document, tmp_path / "given")
    started = next(message for message in messages if isinstance(message, RunStarted))
    assert started.start == weights
    _, messages = train(changed(document, new_weights=True), tmp_path / "new")
    assert next(m for m in messages if isinstance(m, RunStarted)).start is None
    kept = {run.folder.name: decode_document(load_document(run.id)) for run in list_runs()}
    rows = {row.name: row.values for row in setting_rows([kept["given"], kept["new"]])}
    assert rows["start_from"] == (f"weights {weights.sha256[:8]}", "new")
    # The result is another document: a training of it begins with what was learned.
    result = read_document(tmp_path / "new" / "network.convviz")
    assert result.training.new_weights is None
    assert result.network.weights is not None


def test_a_run_that_goes_on_has_its_own_weights_and_the_record_of_its_start(
    tmp_path: Path,
) -> None:
    """Whatever the document's network has by then: nothing, the run's own result, others."""
    plain = small.document(NORMALISED)
    document, folder = with_weights(plain, tmp_path), tmp_path / "run"
    _, whole = train(document, tmp_path / "whole")
    _, first = train(document, folder, commands=stop_at(4))
    result = read_document(folder / "network.convviz")
    losses = losses_of(first)
    for other in (plain, result, with_weights(plain, tmp_path, seed=7)):
        _, more = train(other, folder, resume=True, commands=stop_at(3))
        losses += losses_of(more)
        run = next(run for run in list_runs() if run.folder == folder)
        assert start_text(decode_document(load_document(run.id))) == start_text(
            changed(document, new_weights=False)
        )
    assert losses == losses_of(whole)[: len(losses)]
    assert len(losses) > 5
    error = refusal(changed(document, new_weights=True), folder, resume=True)
    assert (error.code, error.facts["settings"]) == (ErrorCode.CHECKPOINT_DIFFERS, "new_weights")


def test_weights_that_do_not_fit_are_refused_with_the_first_tensor_that_differs(
    tmp_path: Path,
) -> None:
    other = small.network(
        MaxPool2d(4), Conv2d(3, 24, 2, stride=2), BatchNorm2d(24), Flatten(), Linear(384, 12)
    )
    document = with_weights(small.document(other), tmp_path)
    assert document.network.weights is not None
    wrong = small.document(msgspec.structs.replace(NORMALISED, weights=document.network.weights))
    error = refusal(wrong, tmp_path / "run")
    assert error.code is ErrorCode.WEIGHTS_DIFFER
    assert error.facts["detail"] == (
        "linear.weight has the shape (12, 384), and in the network (10, 384)"
    )
    assert not (tmp_path / "run").exists()
    file = tmp_path / f"{document.network.weights.sha256}.safetensors"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert refusal(document, tmp_path / "run").code is ErrorCode.WEIGHTS_DAMAGED
    file.unlink()
    assert refusal(document, tmp_path / "run").code is ErrorCode.FILE_MISSING


def test_a_file_of_torch_export_gives_its_weights_to_a_training(tmp_path: Path) -> None:
    path = tmp_path / "net.pt2"
    path.write_bytes(archive(small_program().files()))
    document = document_or_template(path)
    kept, given = read_exported_file(path).weights, given_weights(document)
    assert kept is not None
    assert given is not None
    assert given.keys() == kept.keys()
    assert all((array == kept[name]).all() for name, array in given.items())
    assert start_text(changed(document, new_weights=False)).startswith("net.pt2 (")
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Exception, match="weights_damaged"):
        given_weights(document)


def test_the_weights_of_a_document_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = with_weights(small.document(NORMALISED), tmp_path / "lesson.numbers")
    weights = document.network.weights
    assert weights is not None
    beside = msgspec.structs.replace(weights, path=f"lesson.numbers/{weights.sha256}.safetensors")
    network = msgspec.structs.replace(document.network, weights=beside)
    path = tmp_path / "lesson.convviz"
    write_document(path, msgspec.structs.replace(document, network=network))
    monkeypatch.chdir(tmp_path.parent)
    assert given_weights(document_or_template(path.relative_to(tmp_path.parent))) is not None


def test_a_script_begins_with_the_same_weights_and_has_the_losses_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lazy = NetworkStep(parse_layer("nn.LazyLinear(10)"))
    network = msgspec.structs.replace(NORMALISED, steps=(*NORMALISED.steps[:-1], lazy))
    document = small.document(network, initialisation=Orthogonal(), epochs=1)
    document = with_weights(document, tmp_path)
    path = tmp_path / "net.convviz"
    write_document(path, document)
    _, messages = train(document, tmp_path / "run")
    out = tmp_path / "train.py"
    assert main(["script", str(path), "-o", str(out)]) == 0
    assert sorted(p.name for p in tmp_path.glob("train*")) == ["train-start.pt", "train.py"]
    module = runpy.run_path(str(out))
    losses: list[float] = []

    def note(line: str) -> None:
        if line.startswith("batch"):
            losses.append(float(line.rpartition(" ")[2]))

    data = small.small_dataset()
    arrays = (data.train_images, data.train_labels, data.test_images, data.test_labels)
    monkeypatch.chdir(tmp_path)
    module["train"].__globals__.update(load_data=lambda: arrays, print=note)
    module["train"]()
    assert losses == losses_of(messages)
    assert "initialise" not in out.read_text(encoding="utf-8")
