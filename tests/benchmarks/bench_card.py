"""How fast training is on a graphics card: against a DataLoader loop, and to 94 % of CIFAR-10.

Run by ``python -m tests.benchmarks.bench_card``. Without a CUDA device nothing is measured, and
without CIFAR-10 no time to 94 %; the reasons stand in place of the numbers.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING
from unittest.mock import patch

import msgspec
import torch
from torch import nn
from torch.utils.data import DataLoader

from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.datasets.locate import find_cifar10
from convviz.engine.training.headless import train_headless
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.setup import prepare_run
from convviz.protocol.network_templates import network_templates, with_template
from convviz.protocol.templates import new_document
from tests.benchmarks.bench_training import PictureByPicture
from tests.support import small_training as small

if TYPE_CHECKING:
    from convviz.engine.datasets.dataset import Dataset
    from convviz.protocol.document import Document

BATCH_SIZE = 512
BATCHES_A_TURN = 10
TURNS = 11
PICTURES = BATCH_SIZE * BATCHES_A_TURN * 2


def measure() -> dict[str, float | str]:
    """Return the ratio of speeds, and what the template for a graphics card reaches, how fast."""
    if not torch.cuda.is_available():
        reason = "no CUDA device"
        return {"card ratio": reason, "card accuracy": reason, "card seconds": reason}
    name = torch.cuda.get_device_name()
    ours, plain = _speeds()
    results: dict[str, float | str] = {
        f"DataLoader loop on {name}, pictures/s": plain,
        f"convviz on {name}, pictures/s": ours,
        "card ratio": ours / plain,
    }
    return results | _to_the_end(name)


def _speeds() -> tuple[float, float]:
    """Return the median pictures a second of our loop and of the DataLoader's, turn by turn."""
    dataset = small.small_dataset(PICTURES, 1)
    with tempfile.TemporaryDirectory() as folder:
        sides = (_losses_of_ours(dataset, Path(folder)), _data_loader_losses(dataset))
        seconds: tuple[list[float], list[float]] = ([], [])
        for turn in range(TURNS + 1):
            for losses, times in zip(sides, seconds, strict=True):
                torch.cuda.synchronize()
                began = perf_counter()
                assert len(list(itertools.islice(losses, BATCHES_A_TURN))) == BATCHES_A_TURN
                torch.cuda.synchronize()
                if turn:  # the first turn warms up
                    times.append(perf_counter() - began)
    ours, plain = (BATCH_SIZE * BATCHES_A_TURN / statistics.median(times) for times in seconds)
    return ours, plain


def _document() -> Document:
    return small.course_document(batch_size=BATCH_SIZE, epochs=1000, device="cuda", threads=None)


def _losses_of_ours(dataset: Dataset, folder: Path) -> Iterator[float]:
    with patch("convviz.engine.training.setup.load_dataset", lambda *_: dataset):
        run = prepare_run(_document(), folder / "run", resume=False)
    return (event.loss for event in run.loop.events() if isinstance(event, BatchLoss))


def _data_loader_losses(dataset: Dataset) -> Iterator[float]:
    """Yield the losses of the loop that tutorials show."""
    network = _document().network
    model = build_sequential(network.steps, network.input_shape, seed=0).to("cuda")
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
    criterion = nn.CrossEntropyLoss()
    pictures = PictureByPicture(dataset.train_images, dataset.train_labels)
    loader = DataLoader(pictures, batch_size=BATCH_SIZE, shuffle=True)
    while True:
        for batch, wanted in loader:
            optimiser.zero_grad()
            loss = criterion(model(batch.to("cuda")), wanted.to("cuda"))
            loss.backward()
            optimiser.step()
            yield loss.item()


def _to_the_end(name: str) -> dict[str, float | str]:
    """Train the template for a graphics card as a person would, by ``convviz train``."""
    if find_cifar10() is None:
        reason = "no CIFAR-10: convviz data get"
        return {"card accuracy": reason, "card seconds": reason}
    document = with_template(new_document(), network_templates()["airbench"])
    training = msgspec.structs.replace(document.training, device="cuda")
    with tempfile.TemporaryDirectory() as folder:
        ended = train_headless(
            msgspec.structs.replace(document, training=training), Path(folder) / "run"
        )
    reached = 0.0 if ended.last is None else ended.last.validation_accuracy
    return {"card accuracy": reached, f"card seconds on {name}": ended.seconds}


if __name__ == "__main__":
    for name, value in measure().items():
        shown = value if isinstance(value, str) else f"{value:10.3f}"
        print(f"{name:48} {shown}")
