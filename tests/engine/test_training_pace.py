"""Speed, time left, messages that come together, and what commands do between events."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from convviz.engine.training.loop import Event, Measuring
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.metrics import BatchReport, SpeedMeter, Stopwatch
from convviz.engine.training.pace import RunPace
from convviz.protocol.messages.trainer import (
    ContinueRun,
    FinishEpoch,
    PauseRun,
    RunCommand,
    SetLearningRate,
    StepRun,
    StopRun,
)
from convviz.protocol.records import EpochRecord

EPOCH = FinishEpoch()
PAUSE, CONTINUE, STEP, STOP = PauseRun(), ContinueRun(), StepRun(), StopRun()


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_pause_does_not_count_as_work() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    clock.now += 2
    assert watch.lap() == 2
    clock.now += 50
    watch.restart()
    clock.now += 3
    assert watch.lap() == 3


def test_speed_is_that_of_the_last_second() -> None:
    meter = SpeedMeter(1.0)
    assert meter.rate == 0
    for _ in range(20):
        meter.add(0.125, 5)
    assert meter.rate == pytest.approx(40)
    for _ in range(8):
        meter.add(0.125, 64)
    assert meter.rate == pytest.approx(512)


def test_a_batch_longer_than_a_second_still_has_a_speed() -> None:
    meter = SpeedMeter(1.0)
    meter.add(4.0, 64)
    meter.add(8.0, 64)
    assert meter.rate == pytest.approx(8)


def test_losses_are_reported_together_and_none_is_lost() -> None:
    clock = Clock()
    report = BatchReport(train_pictures=1000, test_pictures=100, clock=clock)
    messages = []
    for step in range(1, 101):
        clock.now += 0.01
        report.add_loss(BatchLoss(step, float(step), 10))
        report.add_training(0.01, 10)
        if report.is_due:
            messages.append(report.take(1 - step / 100))
    messages.append(report.take(0.0))
    sent = [message for message in messages if message is not None]
    assert len(sent) <= 21
    assert [loss for message in sent for loss in message.losses] == list(range(1, 101))
    ends = [message.first_step + len(message.losses) for message in sent]
    assert [message.first_step for message in sent] == [1, *ends[:-1]]
    assert sent[0].pictures_per_second == pytest.approx(1000)
    assert report.take(0.0) is None


def test_the_time_left_counts_the_measuring_of_every_epoch() -> None:
    clock = Clock()
    report = BatchReport(train_pictures=1000, test_pictures=100, clock=clock)
    report.add_loss(BatchLoss(1, 1.0, 10))
    report.add_training(0.1, 10)
    report.add_test(2.0, 60)
    report.add_test(3.0, 100)
    message = report.take(1.5)
    assert message is not None
    # 1500 pictures at 100 a second, and two measurements of 5 seconds.
    assert message.eta_seconds == pytest.approx(15 + 10)


class Listener:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def paused(self) -> None:
        self.heard.append("paused")

    def still_paused(self) -> None:
        self.heard.append("still paused")

    def step_begins(self) -> None:
        self.heard.append("step")

    def continued(self) -> None:
        self.heard.append("continued")

    def carry_out(self, command: RunCommand) -> None:
        self.heard.append(type(command).__name__)


class Scripted:
    """Commands in the order of the polls; None is an empty poll."""

    def __init__(self, commands: Iterable[RunCommand | None]) -> None:
        self.commands = list(commands)

    def poll(self, timeout: float) -> RunCommand | None:
        if not self.commands:
            assert timeout == 0, "the run waits for ever"
            return None
        return self.commands.pop(0)


def paced(
    *commands: RunCommand | None, events: Iterable[Event | None]
) -> tuple[list[bool], list[str]]:
    """Return what the pace answers to each event, and what its listener heard."""
    listener = Listener()
    pace = RunPace(Scripted(commands), listener, ends_epoch=lambda step: step % 3 == 0, epochs=2)
    return [pace.goes_on(event) for event in events], listener.heard


def batch(step: int) -> BatchLoss:
    return BatchLoss(step, 1.0, 16)


def measured(epoch: int) -> EpochRecord:
    return EpochRecord(epoch, 3 * epoch, 1.0, 1.0, 0.5, 1.0)


def test_without_commands_it_goes_on() -> None:
    assert paced(events=[batch(1), batch(2)]) == ([True, True], [])


def test_stop_ends_it_after_the_batch_in_hand() -> None:
    assert paced(None, STOP, events=[batch(1), batch(2)]) == ([True, False], [])


def test_a_pause_lasts_until_told_to_go_on() -> None:
    answers, heard = paced(PAUSE, None, None, CONTINUE, events=[batch(1)])
    assert answers == [True]
    assert heard == ["paused", "still paused", "still paused", "continued"]


def test_a_pause_can_end_in_a_stop() -> None:
    assert paced(PAUSE, PAUSE, STOP, events=[batch(1)])[0] == [False]


def test_a_single_step_is_one_batch() -> None:
    answers, heard = paced(
        *(PAUSE, STEP, None), *(STEP, None), *(CONTINUE, None),
        events=[batch(1), batch(2), batch(4), batch(5)],
    )  # fmt: skip
    assert answers == [True] * 4
    assert heard == ["paused", "step", "paused", "step", "paused", "continued"]


def test_steps_that_come_faster_than_batches_are_counted() -> None:
    answers, heard = paced(
        PAUSE, STEP, STEP, STEP, None, None, None, CONTINUE,
        events=[None, batch(1), batch(2), batch(4)],
    )  # fmt: skip
    assert answers == [True] * 4
    assert heard == ["paused", "step", "paused", "continued"]


def test_the_last_step_of_an_epoch_measures_it() -> None:
    events: list[Event | None] = [batch(2), batch(3), Measuring(100), measured(1)]
    _, heard = paced(PAUSE, STEP, None, None, None, CONTINUE, events=events)
    assert heard == ["paused", "step", "paused", "continued"]


def test_the_last_step_of_the_run_ends_it() -> None:
    events: list[Event | None] = [batch(5), batch(6), Measuring(100), measured(2)]
    answers, heard = paced(PAUSE, STEP, events=events)
    assert answers == [True] * 4
    assert heard == ["paused", "step"]


def test_a_stop_during_a_steps_measuring_is_obeyed_at_once() -> None:
    events: list[Event | None] = [batch(2), batch(3), Measuring(100)]
    answers, _ = paced(PAUSE, STEP, None, None, STOP, events=events)
    assert answers == [True, True, False]


def test_to_go_on_during_a_step_ends_the_stepping() -> None:
    answers, heard = paced(PAUSE, STEP, CONTINUE, events=[batch(1), batch(2), batch(4)])
    assert answers == [True] * 3
    assert heard == ["paused", "step", "continued"]


def test_other_commands_are_obeyed_between_batches_and_in_a_pause_and_end_neither() -> None:
    other = SetLearningRate(0.5)
    answers, heard = paced(
        other, other, None, PAUSE, other, STEP, other, None, other, CONTINUE,
        events=[batch(1), batch(2), batch(4)],
    )  # fmt: skip
    assert answers == [True] * 3
    name = "SetLearningRate"
    assert heard == [name, name, "paused", name, "step", name, "paused", name, "continued"]


def test_an_epoch_runs_to_its_end_and_pauses_when_it_is_measured() -> None:
    events: list[Event] = [batch(1), batch(2), batch(3), Measuring(10), measured(1), batch(4)]
    answers, heard = paced(PAUSE, EPOCH, *[None] * 4, CONTINUE, events=events)
    assert answers == [True] * 6
    assert heard == ["paused", "step", "paused", "continued"]


def test_an_epoch_can_be_finished_without_a_pause_before() -> None:
    events: list[Event] = [batch(1), batch(3), measured(1)]
    assert paced(EPOCH, None, None, STOP, events=events) == ([True, True, False], ["paused"])


def test_the_last_epoch_ends_the_run_and_no_pause_follows() -> None:
    events: list[Event] = [batch(4), batch(6), measured(2)]
    assert paced(EPOCH, events=events) == ([True] * 3, [])


def test_on_the_way_to_the_end_of_an_epoch_one_can_pause_or_go_on() -> None:
    answers, heard = paced(EPOCH, None, PAUSE, CONTINUE, events=[batch(1), batch(2), measured(1)])
    assert answers == [True] * 3
    assert heard == ["paused", "continued"]
    answers, heard = paced(EPOCH, None, CONTINUE, events=[batch(1), batch(2), measured(1)])
    assert answers == [True] * 3
    assert heard == ["continued"]


def test_an_epoch_takes_the_place_of_single_steps() -> None:
    events: list[Event] = [batch(1), batch(2), batch(3), measured(1)]
    answers, heard = paced(PAUSE, STEP, STEP, EPOCH, *[None] * 3, STOP, events=events)
    assert answers == [True, True, True, False]
    assert heard == ["paused", "step", "paused"]
