"""How fast training is: against a DataLoader loop, and with a window attached against without.

Run by ``python -m tests.benchmarks.bench_training``. The sides take turns, so that a noisy machine
is as noisy for one as for the other; OMP_NUM_THREADS sets the number of threads for all.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader
from torch.utils.data import Dataset as TorchDataset

from convviz.engine.module_builder import build_sequential
from convviz.engine.training.losses import BatchLoss
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages import RunEnded
from tests.support import small_training as small

if TYPE_CHECKING:
    from convviz.protocol.document import Document

BATCH_SIZE = 64
BATCHES_A_TURN = 8
TURNS = 9
RUNS = 5
RUN_PICTURES = 32 * BATCH_SIZE
TEST_PICTURES = 64

_HEADLESS = """
import sys
from pathlib import Path
from convviz.engine.training import setup
from convviz.engine.training.headless import train_headless
from convviz.protocol.document_file import decode_document
from tests.support import small_training
setup.load_dataset = lambda name, path: small_training.small_dataset({train}, {test})
document = decode_document(sys.stdin.buffer.read())
print(train_headless(document, Path(sys.argv[1])).seconds)
"""


def measure() -> dict[str, float]:
    """Return pictures a second of each side and the two ratios."""
    ours, plain = _throughputs()
    attached, headless = _run_seconds()
    return {
        "DataLoader loop, pictures/s": plain,
        "convviz, pictures/s": ours,
        "training ratio": ours / plain,
        "headless run, s": headless,
        "attached run, s": attached,
        "attached ratio": headless / attached,
    }


def _document() -> Document:
    threads = torch.get_num_threads()
    return small.course_document(batch_size=BATCH_SIZE, epochs=1000, threads=threads)


def _throughputs() -> tuple[float, float]:
    """Return the median pictures a second of our loop and of the DataLoader's."""
    dataset = small.small_dataset(BATCH_SIZE * BATCHES_A_TURN * (TURNS + 2), TEST_PICTURES)
    events = small.make_loop(_document(), dataset).events()
    sides = (
        (event.loss for event in events if isinstance(event, BatchLoss)),
        _data_loader_losses(dataset.train_images, dataset.train_labels),
    )
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(TURNS + 1):
        for losses, times in zip(sides, seconds, strict=True):
            began = perf_counter()
            assert len(list(itertools.islice(losses, BATCHES_A_TURN))) == BATCHES_A_TURN
            if turn:  # the first turn warms up
                times.append(perf_counter() - began)
    ours, plain = (BATCH_SIZE * BATCHES_A_TURN / statistics.median(times) for times in seconds)
    return ours, plain


class _PictureByPicture(TorchDataset[tuple[torch.Tensor, int]]):
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
    loader = DataLoader(_PictureByPicture(images, labels), batch_size=BATCH_SIZE, shuffle=True)
    while True:
        for pictures, wanted in loader:
            optimiser.zero_grad()
            loss = criterion(model(pictures), wanted)
            loss.backward()
            optimiser.step()
            yield loss.item()


def _run_seconds() -> tuple[float, float]:
    """Return the median seconds of a run with a reading window, and of one without."""
    attached, headless = [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_DATA_HOME"] = folder
            headless.append(_headless_seconds(Path(folder) / "headless"))
            attached.append(_attached_seconds(Path(folder) / "attached"))
    return statistics.median(attached), statistics.median(headless)


def _one_epoch() -> Document:
    threads = torch.get_num_threads()
    return small.course_document(batch_size=BATCH_SIZE, epochs=1, threads=threads)


def _attached_seconds(folder: Path) -> float:
    command = small.small_trainer(train=RUN_PICTURES, test=TEST_PICTURES)
    with small.TrainerProcess(command) as process:
        process.start(_one_epoch(), folder)
        ended = process.read_until(RunEnded)[-1]
    assert isinstance(ended, RunEnded)
    return ended.seconds


def _headless_seconds(folder: Path) -> float:
    code = _HEADLESS.format(train=RUN_PICTURES, test=TEST_PICTURES)
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        input=encode_document(_one_epoch()),
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | {"PYTHONPATH": str(small.CHECKOUT)},
    )
    return float(done.stdout)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:32} {value:10.3f}")
