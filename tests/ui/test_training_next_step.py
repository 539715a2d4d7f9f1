"""After a run the page says what to try next, or keeps silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.data_sets import CIFAR10
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.protocol.records import EpochRecord
from convviz.protocol.templates import new_document
from convviz.ui.training.run.next_step import next_step
from convviz.ui.training.run.run_progress import RunProgress, RunState

if TYPE_CHECKING:
    from convviz.core.schedules import Schedule

RISING = [(2.0, 1.9, 0.3), (1.5, 1.4, 0.5), (1.2, 1.1, 0.6)]
FLAT = [(2.0, 1.2, 0.5), (1.5, 1.0, 0.6), (1.2, 1.05, 0.6)]
BY_HEART = [(2.0, 1.2, 0.5), (0.5, 1.0, 0.6), (0.2, 1.3, 0.6), (0.1, 1.6, 0.6)]
CHANCE = [(2.31, 2.31, 0.1), (2.3, 2.3, 0.11)]


def advice(
    epochs: list[tuple[float, float, float]],
    *,
    state: RunState = RunState.FINISHED,
    schedule: Schedule | None = None,
    on_photographs: bool = True,
) -> str:
    document, progress = new_document(), RunProgress()
    dataset = CIFAR10() if on_photographs else document.training.dataset
    training = msgspec.structs.replace(document.training, schedule=schedule, dataset=dataset)
    progress.document = msgspec.structs.replace(document, training=training)
    progress.state = state
    progress.epochs = [
        EpochRecord(number, number, train, loss, accuracy, 1.0)
        for number, (train, loss, accuracy) in enumerate(epochs, start=1)
    ]
    return next_step(progress)


@pytest.mark.parametrize(
    ("epochs", "words"),
    [
        (RISING, "Raise the epochs"),
        (BY_HEART, "Since epoch 2"),
        (CHANCE, "10.0%"),
        (FLAT, ""),
        ([], ""),
    ],
)
def test_the_epochs_say_what_to_try(epochs: list[tuple[float, float, float]], words: str) -> None:
    assert words in advice(epochs)
    assert bool(advice(epochs)) == bool(words)


def test_a_run_that_did_not_come_to_its_end_gets_no_advice() -> None:
    assert not advice(RISING, state=RunState.STOPPED)


def test_a_run_as_long_as_its_schedule_is_not_to_be_made_longer() -> None:
    assert not advice(RISING, schedule=OneCycleLR(0.2))


def test_after_the_drawn_shapes_photographs_are_next() -> None:
    assert "CIFAR-10" in advice(FLAT, on_photographs=False)
