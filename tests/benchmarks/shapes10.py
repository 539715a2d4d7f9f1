"""How hard Shapes-10 is: test accuracy by epoch. ``python -m tests.benchmarks.shapes10`` says it.

The network and the settings are those with which the window starts.
"""

from __future__ import annotations

import sys

import torch
from torch import nn

from convviz.core.data_sets import Shapes10
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.datasets import load_dataset
from convviz.engine.training.batches import PictureSet, epoch_order
from convviz.engine.training.setup import lay_channels_last
from convviz.protocol.templates import course_network

EPOCHS = 6
BATCH = 64
CPU = torch.device("cpu")


def lenet() -> nn.Module:
    """Return LeNet-5 for grey pictures of 32x32, as PyTorch's tutorial has it."""
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU()),
        nn.Linear(84, 10),
    )


def linear() -> nn.Module:
    """Return a model with one weight a pixel and class."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))


def course() -> nn.Module:
    """Return the course's network."""
    network = course_network()
    return build_sequential(network.steps, network.input_shape, seed=0)


def accuracies(model: nn.Module, declared: Shapes10) -> None:
    """Train a model, and write how many test pictures it gets right after each epoch."""
    data = load_dataset(declared)
    train = PictureSet(data.train_images, data.train_labels, CPU)
    test = PictureSet(data.test_images, data.test_labels, CPU)
    lay_channels_last(model)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    for epoch in range(1, EPOCHS + 1):
        for places in torch.split(epoch_order(0, epoch, len(train)), BATCH):
            batch = train.take(places)
            optimiser.zero_grad()
            loss = nn.functional.cross_entropy(model(batch.pictures), batch.labels)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        with torch.no_grad():
            right = sum(
                int((model(batch.pictures).argmax(1) == batch.labels).sum())
                for batch in test.in_order(BATCH)
            )
        sys.stdout.write(f" {right / len(test):.3f}")
        sys.stdout.flush()
    sys.stdout.write("\n")


def main() -> None:
    """Measure the models that are named, or all."""
    # Beside other programs, two threads that wait for each other are slower than one.
    torch.set_num_threads(1)
    for name, make, declared in (
        ("linear model", linear, Shapes10()),
        ("course network", course, Shapes10()),
        ("LeNet-5, grey", lenet, Shapes10(grey=True)),
    ):
        if sys.argv[1:] and name.split()[0] not in sys.argv[1:]:
            continue
        sys.stdout.write(f"{name:16}")
        torch.manual_seed(0)
        accuracies(make(), declared)


if __name__ == "__main__":
    main()
