"""What is measured of a run: how an epoch is kept as metrics, and which epoch is the best."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest

import convviz
from convviz.protocol.messages.common import encode
from convviz.protocol.messages.trainer import (
    CheckpointSaved,
    EpochDone,
    LayersWatched,
    RunEnded,
    SetLearningRate,
    SetMomentum,
    SettingChanged,
    SetWeightDecay,
    StopRun,
    TrainerReply,
    TrainerRequest,
    Watch,
    trainer_replies,
    trainer_requests,
)
from convviz.protocol.records import (
    EpochRecord,
    MetricRecord,
    SettingChange,
    best_epoch,
    epochs_of,
    metrics_of,
)
from convviz.protocol.watching import Histogram, LayerStatistics, WatchKind
from tests.support.sources import trees_with

pytestmark = pytest.mark.unmeasured


def epoch(number: int, accuracy: float, validation_loss: float = 1.5) -> EpochRecord:
    return EpochRecord(number, 5 * number, 2.0, validation_loss, accuracy, 4.0)


def test_an_epoch_comes_back_from_its_metrics_in_whatever_order_they_are() -> None:
    epochs = (epoch(1, 0.25), epoch(2, 0.5))
    metrics = [metric for one in epochs for metric in metrics_of(one)]
    assert {metric.step for metric in metrics} == {5, 10}
    assert epochs_of(reversed(metrics)) == epochs


def test_what_is_measured_beside_makes_no_epoch() -> None:
    beside = [MetricRecord(5, "loss", 2.0), MetricRecord(7, "loss", 1.0)]
    assert epochs_of([*metrics_of(epoch(1, 0.5)), *beside]) == (epoch(1, 0.5),)


@pytest.mark.parametrize("lost", range(5))
def test_an_epoch_of_which_something_is_missing_is_passed_over(lost: int) -> None:
    metrics = list(metrics_of(epoch(1, 0.5)))
    del metrics[lost]
    assert epochs_of([*metrics, *metrics_of(epoch(2, 0.5))]) == (epoch(2, 0.5),)


def test_an_epoch_whose_number_is_none_is_passed_over() -> None:
    metrics = [one for one in metrics_of(epoch(1, 0.5)) if one.name != "epoch"]
    assert epochs_of([*metrics, MetricRecord(5, "epoch", math.nan)]) == ()


@pytest.mark.parametrize(
    ("accuracies", "best"),
    [
        ((), None),
        ((0.5,), 1),
        ((0.1, 0.6, 0.5), 2),
        # Of equals the earlier, though the later has the lower loss.
        ((0.1, 0.6, 0.6), 2),
        ((0.0, 0.0), 1),
        # What is no number is never the best, wherever it stands.
        ((math.nan, 0.3, 0.2), 2),
        ((0.3, math.nan), 1),
        ((math.nan,), None),
    ],
)
def test_the_best_epoch_has_the_highest_accuracy_and_is_the_earliest_of_equals(
    accuracies: tuple[float, ...], best: int | None
) -> None:
    epochs = [
        epoch(number, accuracy, 9.0 - number) for number, accuracy in enumerate(accuracies, start=1)
    ]
    for order in (epochs, epochs[::-1]):
        found = best_epoch(order)
        assert (found and found.epoch) == best


PACKAGE = Path(convviz.__file__).parent


def declared_fields(tree: ast.Module) -> set[str]:
    """Return the names of the fields that the classes of a module declare."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    fields = [node for one in classes for node in one.body if isinstance(node, ast.AnnAssign)]
    return {field.target.id for field in fields if isinstance(field.target, ast.Name)}


def test_what_is_measured_of_an_epoch_is_declared_once() -> None:
    """A second declaration would be one more place to change for every new quantity."""
    measured = {"train_loss", "validation_loss", "validation_accuracy"}
    assert measured < set(EpochRecord.__struct_fields__)
    modules = [
        path for path, tree in trees_with(PACKAGE, *measured) if measured & declared_fields(tree)
    ]
    assert [path.relative_to(PACKAGE).as_posix() for path in modules] == ["protocol/records.py"]


@pytest.mark.parametrize(
    "request_",
    [
        SetLearningRate(0.5),
        SetMomentum(0.0),
        SetWeightDecay(1e-4),
        Watch(("0", "3"), (WatchKind.WEIGHTS,)),
        Watch(()),
        StopRun(),
    ],
)
def test_commands_carry_their_values_to_the_trainer(request_: TrainerRequest) -> None:
    assert trainer_requests.decode(encode(request_)[4:]) == request_


@pytest.mark.parametrize(
    "reply",
    [
        EpochDone(epoch(1, 0.5)),
        CheckpointSaved("step-0000000005.json", 5, 1),
        SettingChanged(SettingChange(5, "lr", 0.5)),
        LayersWatched(5, (LayerStatistics("0", 0.5, None, Histogram(0.0, 1.0, (1, 0, 3), 2)),)),
        RunEnded("stopped", 5, epoch(1, 0.5), 2.5, "", ""),
        RunEnded("stopped", 5, None, 2.5, "", ""),
    ],
)
def test_what_a_trainer_tells_comes_as_it_was_sent(reply: TrainerReply) -> None:
    assert trainer_replies.decode(encode(reply)[4:]) == reply
