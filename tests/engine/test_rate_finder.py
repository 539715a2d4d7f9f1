"""The search for a learning rate, as the trainer makes it."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
import torch

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.optimisers import optimiser_types
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.engine import trainer
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training import setup
from convviz.engine.training.commands import NoCommands
from convviz.engine.training.rate_finder import RateRange, search_rates
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.trainer import (
    BatchesDone,
    FindRate,
    RateSearchEnded,
    RatesTried,
    RunEnded,
    StartRun,
    StopRun,
)
from convviz.runs import default_store
from tests.support import small_training as small
from tests.support.small_runs import losses_of, train
from tests.support.trainer_process import TrainerHere

if TYPE_CHECKING:
    from convviz.engine.training.commands import CommandSource
    from convviz.protocol.document import Document

RANGE = RateRange(1e-5, 10.0, 60)


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


def searched(
    document: Document, wanted: RateRange = RANGE, commands: CommandSource | None = None
) -> tuple[list[float], list[float], str]:
    rates: list[float] = []
    losses: list[float] = []

    def take(message: RatesTried | RateSearchEnded) -> None:
        if isinstance(message, RatesTried):
            assert message.total == wanted.steps
            rates.extend(message.rates)
            losses.extend(message.losses)

    ended = search_rates(document, wanted, take, commands or NoCommands())
    return rates, losses, ended.outcome


def test_each_batch_is_trained_with_the_next_rate() -> None:
    """As the loop of a tutorial that sets the rate of its groups before each step."""
    document = small.document(optimiser=SGD(lr=7.0), epochs=1)
    rates, losses, outcome = searched(document, RateRange(1e-4, 1e-2, 12))
    assert outcome == "finished"
    model = build_sequential(
        document.network.steps, document.network.input_shape, seed=document.training.seed
    )
    optimiser = torch.optim.SGD(model.parameters(), lr=rates[0])
    # Twelve batches are more than two epochs of five.
    training = msgspec.structs.replace(document.training, epochs=3)
    batches = small.plain_losses(
        model, optimiser, small.small_dataset(), training, 12, torch.channels_last
    )
    expected = []
    for number, loss in enumerate(batches, start=1):
        expected.append(loss)
        optimiser.param_groups[0]["lr"] = rates[min(number, 11)]
    assert losses == pytest.approx(expected, rel=1e-4)
    factors = [after / before for before, after in itertools.pairwise(rates)]
    assert factors == pytest.approx([factors[0]] * 11)


def test_it_ends_where_the_loss_explodes() -> None:
    deep = small.network(Flatten(), Linear(3072, 64), ReLU(), Linear(64, 10))
    rates, losses, outcome = searched(small.document(deep, optimiser=SGD(momentum=0.9)))
    assert outcome == "exploded"
    assert len(rates) == len(losses) < RANGE.steps
    assert rates[-1] < RANGE.highest


@pytest.mark.parametrize("name", sorted(optimiser_types()))
def test_every_optimiser_can_be_searched(name: str) -> None:
    document = small.document(optimiser=optimiser_types()[name].new())
    rates, _, outcome = searched(document, RateRange(1e-5, 1e-3, 6))
    assert (len(rates), outcome) == (6, "finished")


def test_a_schedule_does_not_move_the_rate() -> None:
    document = small.document(
        optimiser=SGD(lr=0.1, momentum=0.9), schedule=OneCycleLR(0.5), schedule_epochs=1
    )
    plain = small.document(optimiser=SGD(lr=0.1, momentum=0.9))
    wanted = RateRange(1e-5, 1e-3, 6)
    assert searched(document, wanted) == searched(plain, wanted)


def test_stop_ends_it_after_the_batch_in_hand() -> None:
    script = small.Script(lambda poll: StopRun() if poll == 3 else None)
    rates, _, outcome = searched(small.document(), commands=script)
    assert (len(rates), outcome) == (3, "stopped")


def test_nothing_of_a_run_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    searched(small.document(), RateRange(1e-5, 1e-3, 4))
    assert list(tmp_path.iterdir()) == []
    assert not default_store().exists()


@pytest.mark.parametrize(
    "wanted",
    [
        RateRange(0.0, 1.0, 10),
        RateRange(0.1, 0.1, 10),
        RateRange(0.1, float("inf"), 10),
        RateRange(float("nan"), 1.0, 10),
        RateRange(0.1, 1.0, 1),
        RateRange(0.1, 1.0, 10**6),
    ],
)
def test_what_is_no_range_is_refused(wanted: RateRange) -> None:
    with pytest.raises(ConvVizError) as caught:
        searched(small.document(), wanted)
    assert caught.value.code is ErrorCode.RATE_RANGE


def test_a_trainer_searches_and_trains_one_after_the_other_and_to_the_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of what it did before reaches a run: not the weights, the threads or the seeds."""
    monkeypatch.setattr(trainer, "polite_signals", tuple)  # they are heard by main threads only
    document = small.document(small.varied_network(), threads=None)
    _, expected = train(document, tmp_path / "alone")
    with TrainerHere() as here:
        for number in range(2):
            here.send(FindRate(encode_document(document), 1e-4, 1e-2, 7))
            assert isinstance(here.read_until(RateSearchEnded)[-1], RateSearchEnded)
            here.send(StopRun())  # came too late for what is over
            here.send(StartRun(encode_document(document), str(tmp_path / f"run {number}")))
            messages = here.read_until(RunEnded)
            told = [m for m in messages if isinstance(m, BatchesDone)]
            assert [loss for m in told for loss in m.losses] == losses_of(expected)
