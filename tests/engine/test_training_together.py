"""Several processes train what one process trains."""

from __future__ import annotations

import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from torch.distributed import HashStore  # type: ignore[attr-defined]

from convviz.cli import run_command
from convviz.core.augmentation import Augmentation
from convviz.core.averaging import EMA
from convviz.core.clipping import ClipByNorm
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d
from convviz.core.layers.shape import Flatten
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import HuberLoss, MSELoss
from convviz.core.optimisers.sgd import SGD
from convviz.engine.training import meeting, setup, sharing
from convviz.engine.training.augmenting import BatchAugmenter, Moment
from convviz.engine.training.batches import PictureSet, epoch_order
from convviz.engine.training.launch import Launch
from convviz.engine.training.loss_function import build_loss
from convviz.engine.training.sharing import check_shares, check_smallest_share, device_of_worker
from convviz.engine.training.together import goes_on_again
from convviz.engine.training.workers import Workers, portion_of
from convviz.protocol.document_file import write_document
from convviz.protocol.sentences.errors import sentence
from convviz.runs import RunStart, RunStatus, default_store, list_runs, load_run
from convviz.runs.journal import JournalWriter
from convviz.values.weights import read_weights
from tests.support import small_training as small
from tests.support import together
from tests.support.small_runs import losses_of, train

if TYPE_CHECKING:
    from convviz.core.losses import Loss
    from convviz.protocol.document import Document

HUNDRED_STEPS = 20
"""Epochs of five batches, the last of which is uneven."""
WEIGHTED = CrossEntropyLoss(weight=tuple(0.5 + 0.1 * n for n in range(10)), ignore_index=3)


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def document() -> Document:
    """Everything that could be shared wrongly: weighted classes, changed pictures, clipping."""
    return small.document(
        epochs=HUNDRED_STEPS,
        loss=WEIGHTED,
        optimiser=SGD(lr=0.02, momentum=0.9),
        clipping=ClipByNorm(max_norm=1.0),
        averaging=EMA(),
        augmentation=Augmentation(flip="random", crop=0.2, shift=2, brightness=0.2, cutout=6),
    )


def workers(count: int) -> Workers:
    known = Workers()
    known.count = count
    return known


def largest_difference(folder: Path, other: Path) -> float:
    ours, theirs = (read_weights(run / "weights.safetensors") for run in (folder, other))
    assert ours.keys() == theirs.keys()
    return max(float(np.abs(ours[name] - theirs[name]).max()) for name in ours)


def test_two_processes_train_what_one_trains(document: Document, tmp_path: Path) -> None:
    file, port = tmp_path / "net.convviz", together.free_port()
    write_document(file, document)
    arguments = ["train", str(file), "--out", str(tmp_path / "two")]
    both = [together.start(rank, 2, port, arguments) for rank in range(2)]
    _, messages = train(document, tmp_path / "one")
    told = [one.communicate(timeout=small.PATIENCE) for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    assert largest_difference(tmp_path / "two", tmp_path / "one") <= 1e-6
    assert re.search(rf"^│ {HUNDRED_STEPS}\b", told[0][0], re.MULTILINE)  # the last epoch's row
    assert told[1] == ("", "")  # the first alone prints
    runs = {run.folder.name: run for run in list_runs()}
    assert runs["two"].status is RunStatus.FINISHED
    losses = load_run(runs["two"].id).losses
    assert len(losses) == 100
    assert losses == pytest.approx(losses_of(messages), abs=1e-6)
    first, last = runs["one"].last, runs["two"].last
    assert first is not None
    assert last is not None
    assert last.validation_loss == pytest.approx(first.validation_loss, abs=1e-6)


@pytest.mark.parametrize("total", [1, 2, 3, 5, 8, 64])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_every_picture_of_a_batch_is_taken_once(total: int, count: int) -> None:
    portions = [portion_of(total, rank, count) for rank in range(count)]
    taken = [place for part in portions if part.counts for place in range(total)[part.places]]
    assert taken == list(range(total))
    sizes = [part.end - part.first for part in portions]
    assert min(sizes) == max(total // count, 1)
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    "loss",
    [
        CrossEntropyLoss(),
        CrossEntropyLoss(reduction="sum"),
        CrossEntropyLoss(label_smoothing=0.1, weight=WEIGHTED.weight),
        WEIGHTED,
        MSELoss(),
        HuberLoss(reduction="sum"),
    ],
)
@pytest.mark.parametrize("count", [2, 4])
def test_the_parts_of_a_loss_add_up_to_it(loss: Loss, count: int) -> None:
    chance = torch.Generator().manual_seed(1)
    outputs = torch.randn(18, 10, generator=chance)
    labels = torch.randint(10, (18,), generator=chance)
    function = build_loss(loss)
    parts = [portion_of(18, rank, count).places for rank in range(count)]
    added = sum(function.part(outputs[part], labels[part], labels) for part in parts)
    torch.testing.assert_close(torch.as_tensor(added), function(outputs, labels))


def test_a_part_is_changed_as_it_is_in_the_whole_batch() -> None:
    how = Augmentation(flip="random", crop=0.3, shift=3, contrast=0.3, saturation=0.3, cutout=8)
    data = small.small_dataset()
    pictures = PictureSet(data.train_images, data.train_labels, small.CPU)
    places, moment = epoch_order(3, 1, small.TRAIN)[:18], Moment(3, 1, 1)
    whole = pictures.take(places, BatchAugmenter(how, moment)).pictures
    parts = [portion_of(18, rank, 4) for rank in range(4)]
    taken = [pictures.take(places, BatchAugmenter(how, moment, part), part) for part in parts]
    torch.testing.assert_close(torch.cat([part.pictures for part in taken]), whole, rtol=0, atol=0)
    assert all(torch.equal(part.whole, taken[0].whole) for part in taken)


def test_what_cannot_be_shared_is_refused_with_a_sentence() -> None:
    with pytest.raises(ConvVizError) as caught:
        check_shares(small.document(batch_size=16).training, workers(3))
    assert caught.value.code is ErrorCode.BATCH_NOT_SHARED
    assert "such as 15" in sentence(caught.value)
    check_shares(small.document(batch_size=15).training, workers(3))
    network = small.network(Flatten(), Linear(3072, 8), BatchNorm1d(8))
    check_smallest_share(network, (16, 6), workers(2))
    with pytest.raises(ConvVizError) as caught:
        check_smallest_share(network, (16, 6), workers(4))
    assert caught.value.code is ErrorCode.SHARE_OF_ONE
    assert "BatchNorm1d" in sentence(caught.value)


def test_each_process_takes_a_gpu_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"cuda:0": "", "cuda:1": "", "cpu": ""}
    monkeypatch.setattr(sharing, "list_devices", lambda: names)
    assert device_of_worker("auto", 1) == torch.device("cuda", 1)
    assert device_of_worker("cuda:0", 1) == torch.device("cuda", 1)
    assert device_of_worker("cpu", 1) == torch.device("cpu")
    with pytest.raises(ConvVizError) as caught:
        device_of_worker("auto", 2)
    assert caught.value.code is ErrorCode.WORKER_WITHOUT_GPU
    with pytest.raises(ConvVizError) as caught:
        device_of_worker("mps", 0)
    assert caught.value.code is ErrorCode.DEVICE_NOT_SHARED
    monkeypatch.setattr(sharing, "list_devices", lambda: {"cpu": ""})
    assert device_of_worker("auto", 7) == torch.device("cpu")
    with pytest.raises(ConvVizError) as caught:
        device_of_worker("cuda", 0)
    assert caught.value.code is ErrorCode.DEVICE_MISSING


def test_layers_that_differ_between_processes_are_named_at_the_start() -> None:
    network = small.varied_network()
    told = list(sharing.notices_of_sharing(network, small.CPU, workers(2)))
    assert [one.code for one in told] == [ErrorCode.MEANS_BY_WORKER, ErrorCode.CHANCE_BY_WORKER]
    assert told[0].facts["layers"] == "BatchNorm2d"
    assert told[1].facts["layers"] == "Dropout2d, Dropout"
    on_gpu = list(sharing.notices_of_sharing(network, torch.device("cuda"), workers(2)))
    assert [one.code for one in on_gpu] == [ErrorCode.CHANCE_BY_WORKER]
    assert not list(sharing.notices_of_sharing(small.tiny_network(), small.CPU, workers(2)))
    assert not list(sharing.notices_of_sharing(network, small.CPU, workers(1)))


def test_without_torchrun_nothing_is_shared() -> None:
    assert Launch.here({}) is None
    assert Launch.here({"RANK": "0", "WORLD_SIZE": "2"}) is None
    told = {"RANK": "1", "WORLD_SIZE": "4", "LOCAL_RANK": "1", "LOCAL_WORLD_SIZE": "2"}
    launch = Launch.here({**told, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1"})
    assert launch is not None
    assert (launch.rank, launch.count, launch.is_here) == (1, 4, False)
    assert Launch.here({**told, "MASTER_ADDR": "h", "MASTER_PORT": "1", "RANK": "first"}) is None


def test_only_processes_that_are_started_again_go_on_with_their_own_run(tmp_path: Path) -> None:
    train(small.document(epochs=1), tmp_path)
    first, again = Launch(count=2, name="a"), Launch(count=2, name="a", restarts=1)
    assert not goes_on_again(again, tmp_path)  # a run that was there before, refused at first
    JournalWriter(RunStart(tmp_path, b"", "shapes10", "cpu", 1, 1, 1), first.name)
    assert goes_on_again(again, tmp_path)
    assert not goes_on_again(first, tmp_path)
    assert not goes_on_again(Launch(count=2, name="b", restarts=1), tmp_path)
    assert not goes_on_again(again, tmp_path / "empty")


def test_processes_that_are_started_again_meet_those_of_their_own_start() -> None:
    store = HashStore()  # as torchrun keeps it for all restarts
    first = names_agreed_on(store, [0, 1, 2])
    # What the first start wrote is still there, and one comes when another has looked already.
    names = [names_agreed_on(store, order) for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2])]
    assert all(len(set(one)) == 1 for one in (first, *names))
    assert len({one[0] for one in (first, *names)}) == 4


def test_a_start_that_was_cut_off_is_not_met() -> None:
    store = HashStore()
    with pytest.raises(ConvVizError) as caught:  # the others never come
        meeting.agreed_name(store, 1, 2, timedelta(0))
    assert caught.value.code is ErrorCode.WORKER_LOST
    assert len(set(names_agreed_on(store, [0, 1]))) == 1


def test_a_process_of_several_ends_where_no_thread_of_gloo_can_abort_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    command = ["shape", "Conv2d(3, 8, 3)", "--input", "3,32,32"]
    assert run_command(command) == 0
    assert not ended  # alone
    told = {"RANK": "1", "WORLD_SIZE": "2", "LOCAL_RANK": "1", "MASTER_ADDR": "127.0.0.1"}
    for name, value in {**told, "MASTER_PORT": "1"}.items():
        monkeypatch.setenv(name, value)
    run_command(command)
    run_command([*command[:-1], "4,32,32"])
    assert ended == [0, 2]


def names_agreed_on(store: HashStore, order: list[int]) -> list[str]:
    """Return what each of several processes takes for the name; they come one after another."""
    patience = timedelta(seconds=small.PATIENCE)
    with ThreadPoolExecutor(len(order)) as pool:
        asked = [
            pool.submit(meeting.agreed_name, store, rank, len(order), patience) for rank in order
        ]
        return [one.result() for one in asked]


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_four_processes_train_what_one_trains(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "net.convviz"
    write_document(file, document)
    four = together.torchrun(4, ["train", str(file), "--out", str(tmp_path / "four")])
    train(document, tmp_path / "one")
    told = four.communicate(timeout=4 * small.PATIENCE)
    assert four.returncode == 0, told
    assert largest_difference(tmp_path / "four", tmp_path / "one") <= 1e-6


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_any_number_of_processes_goes_on_with_a_run(document: Document, tmp_path: Path) -> None:
    file, folder = tmp_path / "net.convviz", tmp_path / "parts"
    write_document(file, document)
    for count, more in (
        (4, ["--epochs", "7"]),
        (2, ["--resume", "--stop-after-batches", "33"]),
        (1, ["--resume"]),
    ):
        part = together.torchrun(count, ["train", str(file), "--out", str(folder), *more])
        told = part.communicate(timeout=4 * small.PATIENCE)
        assert (part.returncode == 0) == (count != 2), told
    train(document, tmp_path / "one")
    assert largest_difference(folder, tmp_path / "one") <= 1e-6
    run = next(run for run in list_runs() if run.folder.name == "parts")
    assert len(load_run(run.id).losses) == 100


def pid_of_worker(folder: Path, rank: int) -> int:
    """Return which process trains in a folder as the first, or as which of the others."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().decode(errors="replace").split("\0")
            environ = (place / "environ").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if str(folder) in command and f"RANK={rank}" in environ:
            return int(place.name)
    raise AssertionError(rank)


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("victim", [0, 1])
def test_a_killed_process_goes_on_from_the_last_checkpoint(
    document: Document, tmp_path: Path, victim: int
) -> None:
    file, folder = tmp_path / "net.convviz", tmp_path / "killed"
    write_document(file, document)
    run = together.torchrun(
        2,
        ["train", str(file), "--out", str(folder)],
        "--max-restarts=1",  # the first restart succeeds
        environ={together.SLOW_BATCHES: "0.1"},
    )
    deadline = time.monotonic() + 2 * small.PATIENCE
    while len(list(folder.glob("checkpoints/*.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    os.kill(pid_of_worker(folder, victim), signal.SIGKILL)
    told = run.communicate(timeout=4 * small.PATIENCE)
    assert run.returncode == 0, told
    train(document, tmp_path / "one")
    assert largest_difference(folder, tmp_path / "one") <= 1e-6
    known = next(run for run in list_runs() if run.folder.name == "killed")
    assert known.status is RunStatus.FINISHED
    assert len(load_run(known.id, default_store()).losses) == 100


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_stopped_launch_saves_and_says_how_it_goes_on(document: Document, tmp_path: Path) -> None:
    file, folder = tmp_path / "net.convviz", tmp_path / "stopped"
    write_document(file, document)
    run = together.torchrun(
        2, ["train", str(file), "--out", str(folder)], environ={together.SLOW_BATCHES: "0.1"}
    )
    deadline = time.monotonic() + 2 * small.PATIENCE
    while not list(folder.glob("checkpoints/*.json")) and time.monotonic() < deadline:
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    out, error = run.communicate(timeout=2 * small.PATIENCE)
    assert re.search(r"Stopped after step \d+", out), (out, error)
    known = next(run for run in list_runs() if run.folder.name == "stopped")
    assert known.status is RunStatus.STOPPED
    again = together.torchrun(2, ["train", str(file), "--out", str(folder), "--resume"])
    told = again.communicate(timeout=4 * small.PATIENCE)
    assert again.returncode == 0, told
    train(document, tmp_path / "one")
    assert largest_difference(folder, tmp_path / "one") <= 1e-6
