"""The loop: order, measuring, going on exactly where it stood, numbers that are none."""

from __future__ import annotations

import copy
import functools
import itertools
import math
from typing import TYPE_CHECKING

import msgspec
import pytest
import torch

from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.engine.training.batches import PictureSet, epoch_order
from convviz.engine.training.loop import Diverged, Event, Measuring, TrainingLoop
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.optimisers import optimiser_tensors, restore_optimiser
from convviz.protocol.records import EpochRecord
from tests.support import small_training as small

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser

HUGE_STEPS = SGD(lr=1e30, weight_decay=1e30)
"""The largest numbers that are taken: one step of them is more than float32 holds."""
EXPLOSIVE = small.network(Flatten(), Linear(3072, 10))


def names(events: list[Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_every_epoch_has_an_order_of_its_own_that_the_seed_tells() -> None:
    first, second = epoch_order(0, 1, 100), epoch_order(0, 2, 100)
    assert sorted(first.tolist()) == sorted(second.tolist()) == list(range(100))
    assert not torch.equal(first, second)
    assert torch.equal(first, epoch_order(0, 1, 100))
    # Torch's generator on a CPU reads 32 bits of a seed; ours has 63.
    assert not torch.equal(first, epoch_order(1 << 32, 1, 100))


def test_pictures_become_numbers_as_a_division_by_255_does() -> None:
    dataset = small.small_dataset()
    pictures = PictureSet(dataset.train_images, dataset.train_labels, small.CPU)
    batch = pictures.take(torch.tensor([5, 2]))
    expected = torch.tensor(dataset.train_images[[5, 2]]).float() / 255
    assert torch.equal(batch.pictures, expected)
    assert batch.labels.tolist() == dataset.train_labels[[5, 2]].tolist()


def test_an_epoch_trains_every_picture_once_and_then_measures_every_test_picture() -> None:
    loop = small.make_loop(small.document(epochs=1), small.small_dataset(70, 300))
    events = list(loop.events())
    assert names(events) == [*["BatchLoss"] * 5, *["Measuring"] * 2, "EpochRecord"]
    losses = [event for event in events if isinstance(event, BatchLoss)]
    assert [loss.step for loss in losses] == [1, 2, 3, 4, 5]
    assert [loss.pictures for loss in losses] == [16, 16, 16, 16, 6]
    assert [event.done for event in events if isinstance(event, Measuring)] == [256, 300]
    result = events[-1]
    assert isinstance(result, EpochRecord)
    assert result.train_loss == pytest.approx(
        sum(loss.loss * loss.pictures for loss in losses) / 70
    )


def test_the_measured_numbers_are_those_of_the_whole_test_set_at_once() -> None:
    dataset = small.small_dataset(70, 300)
    loop = small.make_loop(small.document(small.varied_network(), epochs=1), dataset)
    result = list(loop.events())[-1]
    assert isinstance(result, EpochRecord)
    pictures = torch.tensor(dataset.test_images).float() / 255
    labels = torch.tensor(dataset.test_labels)
    with torch.no_grad():
        output = loop.model.eval()(pictures)
    loss = torch.nn.functional.cross_entropy(output, labels).item()
    accuracy = (output.argmax(1) == labels).float().mean().item()
    assert result.validation_loss == pytest.approx(loss, rel=1e-5)
    assert result.validation_accuracy == pytest.approx(accuracy, abs=0.005)


def test_a_network_learns() -> None:
    document = small.document(epochs=30, optimiser=Adam(lr=0.01))
    loop = small.make_loop(document, small.small_dataset())
    results = [event for event in loop.events() if isinstance(event, EpochRecord)]
    assert results[-1].train_loss < 0.6 * results[0].train_loss
    assert results[-1].validation_accuracy >= 0.5


def state_of(loop: TrainingLoop) -> dict[str, torch.Tensor]:
    tensors = dict(loop.model.state_dict())
    tensors |= {f"optimiser {n}": t for n, t in optimiser_tensors(loop.optimiser).items()}
    return {name: tensor.clone() for name, tensor in tensors.items()}


@functools.cache
def straight_run(optimiser: Optimiser) -> tuple[list[Event], dict[str, torch.Tensor]]:
    """Return what happens in a run that nobody interrupts, and where it ends."""
    document = small.document(small.varied_network(), epochs=3, optimiser=optimiser)
    loop = small.make_loop(document, small.small_dataset())
    return list(loop.events()), state_of(loop)


@pytest.mark.parametrize("optimiser", [SGD(lr=0.05, momentum=0.9), Adam(), SGD()])
@pytest.mark.parametrize("stop_after", [3, 5, 6, 7, 12])
def test_a_run_that_was_interrupted_goes_on_exactly(optimiser: Optimiser, stop_after: int) -> None:
    """Events of an epoch: 5 batches, 1 measurement, 1 result."""
    document = small.document(small.varied_network(), epochs=3, optimiser=optimiser)
    dataset = small.small_dataset()
    expected, right = straight_run(optimiser)

    first = small.make_loop(document, dataset)
    head = list(itertools.islice(first.events(), stop_after))
    first.settle()
    torch.manual_seed(12345)
    second = small.make_loop(document, dataset)
    saved = {name: tensor.clone() for name, tensor in first.model.state_dict().items()}
    second.model.load_state_dict(saved)
    restore_optimiser(second.optimiser, copy.deepcopy(optimiser_tensors(first.optimiser)))
    numbers = msgspec.json.encode(first.progress)
    second.progress = msgspec.json.decode(numbers, type=type(first.progress))
    tail = list(second.events())

    assert losses_of(head + tail) == losses_of(expected)
    assert results_of(head + tail) == results_of(expected)
    left = state_of(second)
    assert left.keys() == right.keys()
    assert all(torch.equal(left[name], right[name]) for name in left)


def losses_of(events: list[Event]) -> list[float]:
    return [event.loss for event in events if isinstance(event, BatchLoss)]


def results_of(events: list[Event]) -> list[EpochRecord]:
    return [event for event in events if isinstance(event, EpochRecord)]


def test_a_loss_that_is_no_number_ends_the_run() -> None:
    document = small.document(EXPLOSIVE, epochs=5, optimiser=HUGE_STEPS)
    loop = small.make_loop(document, small.small_dataset())
    events = list(loop.events())
    last = events[-1]
    assert isinstance(last, Diverged)
    assert not math.isfinite(last.loss)
    assert losses_of(events)[-1] == pytest.approx(last.loss, nan_ok=True)
    assert all(math.isfinite(loss) for loss in losses_of(events)[:-1])


def test_weights_that_overflow_in_an_epochs_last_batch_end_the_run_too() -> None:
    document = small.document(EXPLOSIVE, epochs=5, batch_size=70, optimiser=HUGE_STEPS)
    loop = small.make_loop(document, small.small_dataset())
    events = list(loop.events())
    assert names(events)[0] == "BatchLoss"
    assert names(events)[-1] == "Diverged"
    assert results_of(events) == []
