"""How fast training is: against a DataLoader loop, against the limit, with a window attached.

Run by ``python -m tests.benchmarks.bench_training``. The *limit* is what the arithmetic alone
takes: the same steps, again and again on one batch that stays in memory. The sides take turns, so
that a noisy machine is as noisy for one as for the other, and a ratio is the median of those of the
turns. One thread a side unless OMP_NUM_THREADS says otherwise: two threads that wait for each
other on a busy machine measure the neighbours. With one thread, processor seconds are counted,
which neighbours cannot lengthen. POSIX only: processes are stopped and continued by signals.
"""

from __future__ import annotations

import itertools
import os
import signal
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader
from torch.utils.data import Dataset as TorchDataset

from convviz.core.augmentation import Augmentation, Flip
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training.batches import PictureSet
from convviz.engine.training.loss_function import build_loss
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.optimisers import build_optimiser
from convviz.engine.training.setup import lay_channels_last
from convviz.protocol.document_file import encode_document
from convviz.runs import list_runs
from tests.support import small_training as small
from tests.support.trainer_process import TrainerProcess, small_trainer

if TYPE_CHECKING:
    from convviz.engine.datasets.dataset import Dataset
    from convviz.protocol.document import Document

BATCH_SIZE = 64
BATCHES_A_TURN = 4
TURNS = 21
PICTURES = BATCH_SIZE * BATCHES_A_TURN * (TURNS + 2)
SLICES = 40
SLICE_SECONDS = 0.5
WARM_UP_STEPS = 5
LONGEST_RUN = 600.0

_HEADLESS = """
import sys
from pathlib import Path
from convviz.engine.training import setup
from convviz.engine.training.headless import train_headless
from convviz.protocol.document_file import decode_document
from tests.support import small_training
setup.load_dataset = lambda name, path: small_training.small_dataset({train}, 1)
train_headless(decode_document(sys.stdin.buffer.read()), Path({folder!r}))
"""


def measure() -> dict[str, float]:
    """Return pictures a second of each side and the two ratios."""
    torch.set_num_threads(_threads())
    ours, changing, plain, limit = _turns()
    attached, headless = _attached_and_headless()
    return {
        "limit, pictures/s": _speed(limit),
        "DataLoader loop, pictures/s": _speed(plain),
        "convviz, pictures/s": _speed(ours),
        "convviz with flip and shift, pictures/s": _speed(changing),
        "training ratio": _ratio(plain, ours),
        "training, share of the limit": _ratio(limit, ours),
        "flip and shift, share of the limit": _ratio(limit, changing),
        "headless, pictures/s": headless,
        "attached, pictures/s": attached,
        "attached ratio": attached / headless,
    }


def _threads() -> int:
    return int(os.environ.get("OMP_NUM_THREADS", "1"))


def _document(**settings: object) -> Document:
    return small.course_document(batch_size=BATCH_SIZE, epochs=1000, threads=_threads(), **settings)


def _turns() -> tuple[list[float], ...]:
    """Return the seconds of each turn: our loop, with flip and shift, a DataLoader's, the limit."""
    dataset = small.small_dataset(PICTURES, 1)
    changes = Augmentation(flip=Flip.ALTERNATING, shift=2)
    sides = (
        _losses_of_ours(_document(), dataset),
        _losses_of_ours(_document(augmentation=changes), dataset),
        _data_loader_losses(dataset.train_images, dataset.train_labels),
        _losses_of_one_batch(dataset),
    )
    clock = process_time if _threads() == 1 else perf_counter
    seconds: tuple[list[float], ...] = tuple([] for _ in sides)
    for turn in range(TURNS + 1):
        for losses, times in zip(sides, seconds, strict=True):
            began = clock()
            assert len(list(itertools.islice(losses, BATCHES_A_TURN))) == BATCHES_A_TURN
            if turn:  # the first turn warms up
                times.append(clock() - began)
    return seconds


def _losses_of_ours(document: Document, dataset: Dataset) -> Iterator[float]:
    events = small.make_loop(document, dataset).events()
    return (event.loss for event in events if isinstance(event, BatchLoss))


def _losses_of_one_batch(dataset: Dataset) -> Iterator[float]:
    """Yield the losses of the steps alone: nothing is fetched, converted or told of."""
    document = _document()
    network = document.network
    model = build_sequential(network.steps, network.input_shape, seed=0)
    lay_channels_last(model)
    optimiser = build_optimiser(document.training.optimiser, model.parameters())
    criterion = build_loss(document.training.loss)
    pictures = PictureSet(dataset.train_images, dataset.train_labels, torch.device("cpu"))
    batch = pictures.take(torch.arange(BATCH_SIZE))
    while True:
        optimiser.zero_grad(set_to_none=True)
        loss = criterion(model(batch.pictures), batch.labels)
        loss.backward()
        optimiser.step()
        yield float(loss.detach())


def _speed(seconds: list[float]) -> float:
    """Return pictures a second of the middle turn."""
    return BATCH_SIZE * BATCHES_A_TURN / statistics.median(seconds)


def _ratio(slow: list[float], fast: list[float]) -> float:
    """Return how many times faster the second side was in the middle of the turns."""
    return statistics.median(a / b for a, b in zip(slow, fast, strict=True))


class PictureByPicture(TorchDataset[tuple[torch.Tensor, int]]):
    """Pictures as torchvision's CIFAR10 and ToTensor give them: each converted by itself."""

    def __init__(self, images: np.ndarray, labels: np.ndarray) -> None:
        self._pictures = np.ascontiguousarray(images.transpose(0, 2, 3, 1))
        self._labels = labels

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, place: int) -> tuple[torch.Tensor, int]:
        picture = torch.from_numpy(self._pictures[place]).permute(2, 0, 1).contiguous()
        return picture.to(torch.float32).div(255), int(self._labels[place])


def _data_loader_losses(images: np.ndarray, labels: np.ndarray) -> Iterator[float]:
    """Yield the losses of the loop that tutorials show."""
    network = _document().network
    model = build_sequential(network.steps, network.input_shape, seed=0)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
    criterion = nn.CrossEntropyLoss()
    loader = DataLoader(PictureByPicture(images, labels), batch_size=BATCH_SIZE, shuffle=True)
    while True:
        for pictures, wanted in loader:
            optimiser.zero_grad()
            loss = criterion(model(pictures), wanted)
            loss.backward()
            optimiser.step()
            yield loss.item()


def _attached_and_headless() -> tuple[float, float]:
    """Return pictures a second of a trainer with a reading window, and of one without.

    Both run for the whole time, but never at once: each is stopped while the other has its slice.
    A batch that a slice interrupts goes on in the next one, so only the last is lost.
    """
    with tempfile.TemporaryDirectory() as folder:
        attached = _Side(folder, "attached", small_trainer(train=PICTURES, test=1))
        code = _HEADLESS.format(train=PICTURES, folder=str(Path(folder) / "headless" / "run"))
        headless = _Side(folder, "headless", (sys.executable, "-c", code))
        try:
            attached.process.start(_document(), Path(folder) / "attached" / "run")
            reader = threading.Thread(target=attached.drain)
            reader.start()
            headless.process.write(encode_document(_document()))
            headless.process.close_stdin()
            for side in (attached, headless):
                side.wait_for_step(WARM_UP_STEPS)
                side.signal(signal.SIGSTOP)
            for _ in range(SLICES):
                attached.run_slice()
                headless.run_slice()
        finally:
            for side in (attached, headless):
                side.process.end()
        reader.join()
    return attached.rate, headless.rate


class _Side:
    """A training process that works in slices."""

    def __init__(self, folder: str, name: str, command: tuple[str, ...]) -> None:
        self._data = Path(folder) / name / "data"
        self._seconds = 0.0
        self._batches = 0
        self.process = TrainerProcess(
            command, patience=LONGEST_RUN, variables={"XDG_DATA_HOME": str(self._data)}
        )

    @property
    def rate(self) -> float:
        """Pictures a second over all slices."""
        return self._batches * BATCH_SIZE / self._seconds

    def drain(self) -> None:
        """Read everything that it sends, as a window does."""
        while self.process.read() is not None:
            pass

    def signal(self, number: signal.Signals) -> None:
        """Stop it or let it go on."""
        self.process.process.send_signal(number)

    def wait_for_step(self, step: int) -> None:
        """Wait until it has trained so many batches."""
        while self._step() < step:
            assert self.process.process.poll() is None, "it ended by itself"
            sleep(SLICE_SECONDS / 10)

    def run_slice(self) -> None:
        """Let it work for a while; count what it did."""
        before = self._step()
        began = perf_counter()
        self.signal(signal.SIGCONT)
        sleep(SLICE_SECONDS)
        self.signal(signal.SIGSTOP)
        self._seconds += perf_counter() - began
        self._batches += self._step() - before

    def _step(self) -> int:
        """Return its last batch in the store: both sides write there, alike."""
        runs = list_runs(self._data / "convviz" / "runs" / "runs.sqlite")
        return runs[0].step if runs else 0


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:32} {value:10.3f}")
