"""Runs that an earlier convviz left, or one that lacked a setting of today's, go on."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
import torch

from convviz.core.errors import ErrorCode, StorageError
from convviz.core.layers.base import Layer, ParameterKind, parameter, register, unregister
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.optimisers import base
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.engine.datasets.dataset import Dataset
from convviz.engine.training import setup
from convviz.engine.training.checkpoint_file import VERSION
from convviz.protocol.run_settings import different_settings
from convviz.runs import RunStatus, default_store, list_runs, load_run
from tests.support import small_training as small
from tests.support.small_runs import losses_of, reached, train

if TYPE_CHECKING:
    from convviz.protocol.document import Document

DATA = Path(__file__).parents[1] / "data"
NETWORK = small.network(MaxPool2d(8), Flatten(), Linear(48, 10))
SGD_RUN = small.document(NETWORK, optimiser=SGD(lr=0.05, momentum=0.9), epochs=3)
ADAM_RUN = small.document(NETWORK, optimiser=Adam(lr=0.01, betas=(0.8, 0.999)), epochs=3)


def dataset() -> Dataset:
    """Return the pictures of the stored runs: made without random numbers, the same everywhere."""
    labels = np.arange(100, dtype=np.int64) % 10
    images = (np.arange(100 * 3072).reshape(100, 3, 32, 32) % 251 // 2).astype(np.uint8)
    for place, label in enumerate(labels):
        images[place, :, 3 * label : 3 * label + 3] = 255
    names = tuple(f"class {number}" for number in range(10))
    return Dataset("shapes10", names, images[:70], labels[:70], images[70:], labels[70:])


@pytest.fixture(autouse=True)
def stored_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: dataset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def take_stored(folder: Path, optimiser: str) -> None:
    shutil.copytree(DATA / f"{optimiser}_run_of_checkpoint_version_2", folder)


def newest(folder: Path) -> Path:
    return max((folder / "checkpoints").glob("*.json"))


def rewrite(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a checkpoint as if it had been written so."""
    plain = msgspec.json.decode(path.read_bytes())
    change(plain)
    body = msgspec.json.encode(plain["body"])
    plain["sha256"] = hashlib.sha256(body).hexdigest()
    path.write_bytes(msgspec.json.encode(plain | {"body": msgspec.Raw(body)}))


@pytest.mark.parametrize(("optimiser", "document"), [("sgd", SGD_RUN), ("adam", ADAM_RUN)])
def test_a_run_of_checkpoints_of_version_2_goes_on(
    folder: Path, optimiser: str, document: Document
) -> None:
    take_stored(folder, optimiser)
    done = int(newest(folder).stem[5:])
    assert 0 < done < 15
    ended, messages = train(document, folder, resume=True)
    assert (ended.outcome, ended.epochs_done) == ("finished", 3)
    straight, _ = train(document, folder.with_name("straight"))
    # The stored numbers are of another computer.
    assert reached(ended).validation_loss == pytest.approx(
        reached(straight).validation_loss, rel=1e-4
    )
    assert messages[0].first_step == done  # type: ignore[union-attr]
    assert msgspec.json.decode(newest(folder).read_bytes())["version"] == VERSION


@pytest.mark.parametrize("version", [1, 2])
def test_a_run_goes_on_in_the_list_of_runs_of_before(folder: Path, version: int) -> None:
    take_stored(folder, "sgd")
    text = (DATA / f"store_version_{version}.sql").read_text()
    default_store().parent.mkdir(parents=True)
    with closing(sqlite3.connect(default_store())) as connection:
        connection.executescript(text.replace("/runs/stopped", str(folder)))
    before = load_run(next(run.id for run in list_runs() if run.folder == folder))
    assert (before.steps, before.summary.status) == (tuple(range(1, 10)), RunStatus.STOPPED)
    _, messages = train(SGD_RUN, folder, resume=True)
    after = load_run(before.summary.id)
    assert after.steps == tuple(range(1, 16))
    assert after.losses == (*before.losses, *losses_of(messages))
    assert after.epochs[0].validation_loss == before.epochs[0].validation_loss
    assert (after.summary.epochs_done, after.summary.status) == (3, RunStatus.FINISHED)


def test_a_run_of_checkpoints_of_version_1_goes_on(folder: Path) -> None:
    """They knew the pictures' number and classes only, not what is on them."""
    take_stored(folder, "sgd")

    def change(plain: dict[str, Any]) -> None:
        plain["version"] = 1
        del plain["body"]["identity"]["pictures"]

    rewrite(newest(folder), change)
    assert setup.prepare_run(SGD_RUN, folder, resume=True).loop.progress.step == 9


@pytest.mark.parametrize(
    ("document", "settings"),
    [
        (small.document(NETWORK, optimiser=SGD(lr=0.05, momentum=0.8)), "momentum"),
        (small.document(NETWORK, optimiser=Adam()), "optimiser"),
        (small.document(optimiser=SGD(lr=0.05, momentum=0.9), seed=4), "network, seed"),
    ],
)
def test_with_other_settings_an_old_run_does_not_go_on(
    folder: Path, document: Document, settings: str
) -> None:
    take_stored(folder, "sgd")
    with pytest.raises(StorageError) as caught:
        setup.prepare_run(document, folder, resume=True)
    assert caught.value.code is ErrorCode.CHECKPOINT_DIFFERS
    assert caught.value.facts["settings"] == settings


def settings_within(plain: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every setting of a document's training and network, and where it stands."""
    for name, value in plain["training"].items():
        if isinstance(value, dict):
            yield from ((value, inner) for inner in value if inner != "type")
        else:
            yield plain["training"], name
    for step in plain["network"]["steps"]:
        yield from ((step["layer"], name) for name in step["layer"] if name != "type")


@pytest.mark.parametrize("document", [SGD_RUN, ADAM_RUN])
def test_a_setting_that_an_old_run_does_not_say_was_at_its_default(
    folder: Path, document: Document
) -> None:
    """Whichever setting is new in a version: older runs go on if it is at its default now."""
    train(msgspec.structs.replace(document, training=one_epoch(document)), folder)
    path = newest(folder)
    whole = path.read_bytes()
    identity = msgspec.json.decode(whole)["body"]["identity"]
    count = len(list(settings_within(msgspec.json.decode(identity["document"]))))
    outcomes = set()
    for number in range(count):
        path.write_bytes(whole)
        rewrite(path, lambda plain, number=number: forget(plain, number))  # type: ignore[misc]
        outcomes.add(goes_on(document, folder))
    # Those that are not at their default make another run of it, or one that nobody can build.
    assert outcomes == {True, False}
    path.write_bytes(whole)
    rewrite(path, forget_defaults)
    assert goes_on(document, folder)


def one_epoch(document: Document) -> Any:
    return msgspec.structs.replace(document.training, epochs=1)


def forget(plain: dict[str, Any], number: int) -> None:
    """Leave out one setting of a checkpoint's document."""
    identity = plain["body"]["identity"]
    document = msgspec.json.decode(identity["document"])
    holder, name = list(settings_within(document))[number]
    del holder[name]
    identity["document"] = msgspec.json.encode(document).decode()


def forget_defaults(plain: dict[str, Any]) -> None:
    """Leave out all that a document need not say."""
    identity = plain["body"]["identity"]
    document = msgspec.json.decode(identity["document"])
    said = {"lr", "momentum", "beta1", "betas", "batch_size", "seed"}
    for holder, name in list(settings_within(document)):
        if name not in said and holder.get("type") not in {"Linear", "MaxPool2d"}:
            del holder[name]
    identity["document"] = msgspec.json.encode(document).decode()


def goes_on(document: Document, folder: Path) -> bool:
    try:
        return setup.prepare_run(document, folder, resume=True).loop.progress.step == 5
    except StorageError:
        return False


@pytest.fixture
def newer_linear() -> Iterator[type[Layer]]:
    """Yield Linear as a later version might declare it: with a setting that torch does not have."""

    @dataclass(frozen=True)
    class WithAnother(Linear):
        made_up: bool = parameter(ParameterKind.FLAG, default=False, since="99")

    WithAnother.__name__ = "Linear"
    register(WithAnother)
    yield WithAnother
    unregister(WithAnother)
    register(Linear)


def test_a_layer_that_gains_a_setting_leaves_its_runs_as_they_were(
    folder: Path, newer_linear: Callable[..., Layer]
) -> None:
    take_stored(folder, "sgd")

    def newer(**settings: bool) -> Document:
        network = small.network(MaxPool2d(8), Flatten(), newer_linear(48, 10, **settings))
        return msgspec.structs.replace(SGD_RUN, network=network)

    assert setup.prepare_run(newer(), folder, resume=True).loop.progress.step == 9
    assert different_settings(newer(), SGD_RUN) == ()
    assert different_settings(newer(made_up=True), SGD_RUN) == ("network",)


@pytest.fixture
def newer_sgd() -> Iterator[type[SGD]]:
    """Yield SGD as a later version might declare it: with a setting that torch does not have."""

    @dataclass(frozen=True)
    class WithAnother(SGD):
        made_up: float = parameter(ParameterKind.NUMBER, 0.0, since="99")

    WithAnother.__name__ = "SGD"
    base.register(WithAnother, SGD.__module__)  # in the place of the one that there is
    yield WithAnother
    base.register(SGD)


@pytest.mark.parametrize("version", [2, VERSION])
def test_an_optimiser_that_gains_a_setting_leaves_its_runs_as_they_were(
    folder: Path, request: pytest.FixtureRequest, version: int
) -> None:
    if version == VERSION:
        train(msgspec.structs.replace(SGD_RUN, training=one_epoch(SGD_RUN)), folder)
    else:
        take_stored(folder, "sgd")
    newer_sgd = request.getfixturevalue("newer_sgd")

    def newer(**settings: float) -> Document:
        optimiser = newer_sgd(lr=0.05, momentum=0.9, **settings)
        training = msgspec.structs.replace(SGD_RUN.training, optimiser=optimiser)
        return msgspec.structs.replace(SGD_RUN, training=training)

    assert setup.prepare_run(newer(), folder, resume=True).loop.progress.step > 0
    with pytest.raises(StorageError) as caught:
        setup.prepare_run(newer(made_up=0.5), folder, resume=True)
    assert caught.value.code is ErrorCode.CHECKPOINT_DIFFERS
    assert caught.value.facts["settings"] == "made_up"


def test_settings_of_a_later_version_are_not_guessed_at(folder: Path) -> None:
    train(msgspec.structs.replace(SGD_RUN, training=one_epoch(SGD_RUN)), folder)

    def change(plain: dict[str, Any]) -> None:
        identity = plain["body"]["identity"]
        document = msgspec.json.decode(identity["document"]) | {"version": 99}
        identity["document"] = msgspec.json.encode(document).decode()

    rewrite(newest(folder), change)
    with pytest.raises(StorageError) as caught:
        setup.prepare_run(SGD_RUN, folder, resume=True)
    assert caught.value.code is ErrorCode.CHECKPOINT_NEWER
    assert caught.value.facts["version"] == 99


def test_a_checkpoint_does_not_say_where_anything_lies(folder: Path, tmp_path: Path) -> None:
    document = small.document(NETWORK, epochs=1, data_path=str(tmp_path / "pictures"))
    train(document, folder)
    assert str(tmp_path) not in newest(folder).read_text()
    assert torch.get_num_threads() == 1
