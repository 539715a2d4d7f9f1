from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from weakref import WeakSet

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject

from convviz.core.errors import ErrorCode
from convviz.core.layers.conv import Conv2d
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.messages.engine import DescribeDevices, Devices
from convviz.protocol.messages.engine_layers import ComputeLayer, LayerValues, Part
from convviz.ui.processes import engine_client, engine_keeper
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.processes.engine_keeper import EngineLimits, EngineState
from convviz.values.tensors import array_of, tensor_of
from tests.support.fake_child import fake_command, runs_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.messages.common import Problem
    from convviz.ui.processes.child_process import Outcome
    from convviz.ui.processes.reply import Reply

PLAIN = layer_to_plain(Conv2d(1, 1, 1, bias=False))
WEIGHTS: dict[str, Part] = {"weight": tensor_of(np.ones((1, 1, 1, 1)), "float32")}
LIMITS = EngineLimits(back_off_ms=1)
WAIT = 30_000

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals")


class Asker(QObject):
    """Somebody who asks, and keeps what came of it."""

    def __init__(self, client: EngineClient, heard: Heard, name: str) -> None:
        super().__init__()
        self._client = client
        self._heard = heard
        self._name = name
        self.reply: Reply | None = None

    def ask(self, number: float) -> Reply:
        """Ask for the values of a layer, which are the number, instead of what was asked before."""
        request = ComputeLayer(PLAIN, tensor_of(np.full((1, 1, 1), number), "float32"), WEIGHTS)
        self.reply = self._client.ask(self, request, instead_of=self.reply)
        self.reply.answered.connect(self._on_values)
        self.reply.failed.connect(self._on_failed)
        return self.reply

    def _on_values(self, values: LayerValues) -> None:
        self._heard.values.append((self._name, float(array_of(values.output).flat[0])))

    def _on_failed(self, problem: Problem) -> None:
        self._heard.failed.append((self._name, problem))


class Heard:
    """Keeps what the client told."""

    def __init__(self, client: EngineClient) -> None:
        self.values: list[tuple[str, float]] = []
        self.failed: list[tuple[str, Problem]] = []
        self.deaths: list[Outcome] = []
        self.states: list[EngineState] = []
        client.died.connect(self.deaths.append)
        client.state_changed.connect(self.states.append)


class Bench:
    """A client, what it told, and how often its engine was started."""

    def __init__(self, client: EngineClient, runs_file: Path) -> None:
        self.client = client
        self.heard = Heard(client)
        self.askers: dict[str, Asker] = {}
        self._runs_file = runs_file

    @property
    def runs(self) -> int:
        return runs_of(self._runs_file)

    def asker(self, name: str) -> Asker:
        return self.askers.setdefault(name, Asker(self.client, self.heard, name))

    def ask(self, number: float, name: str = "calculator") -> Reply:
        return self.asker(name).ask(number)


Make = Callable[..., Bench]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Start a client whose engine plays a script."""
    clients: list[EngineClient] = []

    def start(script: str, limits: EngineLimits = LIMITS) -> Bench:
        runs_file = tmp_path / "runs"
        client = EngineClient(command=fake_command(runs_file, script), limits=limits)
        clients.append(client)
        bench = Bench(client, runs_file)
        client.start()
        return bench

    yield start
    for client in clients:
        client.shut_down()


def test_values_follow_a_request(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answers")
    bench.ask(3)
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 3.0)], timeout=WAIT)
    assert bench.heard.states == [EngineState.STARTING, EngineState.READY]
    assert bench.client.sentence() == "The engine is ready: torch 0.0, cpu."


def test_nothing_runs_before_start_and_requests_wait_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    client = EngineClient(command=fake_command(tmp_path / "runs", "ready,answers"))
    bench = Bench(client, tmp_path / "runs")
    bench.ask(1)
    assert (client.state, client.pid) == (EngineState.STOPPED, 0)
    client.start()
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 1.0)], timeout=WAIT)
    client.shut_down()
    assert (client.state, client.pid) == (EngineState.STOPPED, 0)


def test_devices_are_told(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answers")
    reply = bench.client.ask(bench.client, DescribeDevices())
    with qtbot.waitSignal(reply.answered, timeout=WAIT) as waiter:
        pass
    assert waiter.args == [Devices({"cpu": "fake"})]


def test_of_many_requests_only_the_first_and_the_newest_are_computed(
    qtbot: QtBot, make: Make
) -> None:
    bench = make("ready,answer,answer,read,exit:9")
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    for number in range(50):
        bench.ask(number)
    qtbot.waitUntil(lambda: bool(bench.heard.values), timeout=WAIT)
    assert bench.heard.values == [("calculator", 49.0)]
    assert bench.heard.deaths == []


def test_everybody_who_asks_gets_his_own_answer_and_no_other(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answers")
    for number, name in enumerate(("calculator", "network", "training")):
        bench.ask(number, name)
    qtbot.waitUntil(lambda: len(bench.heard.values) == 3, timeout=WAIT)
    assert bench.heard.values == [("calculator", 0.0), ("network", 1.0), ("training", 2.0)]


def test_a_cancelled_request_is_not_answered(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answers")
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    closed = bench.ask(1, "closed")
    closed.cancel()
    assert not closed.is_waiting
    bench.ask(2, "open")
    qtbot.waitUntil(lambda: bool(bench.heard.values), timeout=WAIT)
    assert bench.heard.values == [("open", 2.0)]


def test_who_asked_and_is_gone_is_not_answered_and_holds_nobody_up(
    qtbot: QtBot, make: Make
) -> None:
    bench = make("ready,read,silence/ready,answers", EngineLimits(superseded_ms=100))
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    bench.ask(1, "gone")
    bench.ask(2, "here")
    del bench.askers["gone"]
    qtbot.waitUntil(lambda: bool(bench.heard.values), timeout=WAIT)
    assert bench.heard.values == [("here", 2.0)]
    assert bench.heard.failed == []


def test_a_reply_can_be_cancelled_when_it_is_long_over(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answers")
    reply = bench.ask(1)
    with qtbot.waitSignal(reply.destroyed, timeout=WAIT):
        pass
    reply.cancel()
    assert not reply.is_waiting
    bench.ask(2)
    qtbot.waitUntil(lambda: len(bench.heard.values) == 2, timeout=WAIT)


def test_ten_thousand_requests_leave_nothing_behind(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answers")
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    asker, replies = bench.asker("calculator"), WeakSet[QObject]()
    loop = QEventLoop()
    for number in range(10_000):
        replies.add(asker.ask(number))
        if number % 20 == 0:  # the others are superseded
            asker.ask(number).answered.connect(loop.quit)
            loop.exec()
    qtbot.waitUntil(lambda: bench.heard.values[-1] == ("calculator", 9999.0), timeout=WAIT)
    assert len(bench.heard.values) == 501
    asker.reply = None
    qtbot.waitUntil(lambda: not replies, timeout=WAIT)
    assert asker.children() == []


def test_a_refusal_reaches_who_asked(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,refuse,answers")
    bench.ask(1)
    qtbot.waitUntil(lambda: bool(bench.heard.failed), timeout=WAIT)
    key, problem = bench.heard.failed[0]
    assert (key, problem.error().code) == ("calculator", ErrorCode.TORCH_REFUSED)


@posix_only
def test_when_the_engine_is_killed_a_fresh_one_computes_again(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,read,die:9/ready,answers")
    bench.ask(5)
    with qtbot.waitSignal(bench.client.died, timeout=WAIT):
        pass
    assert bench.client.sentence() == (
        "The engine was killed from outside, or because memory ran out (SIGKILL)."
        " A new one is starting and computes what is still missing."
    )
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 5.0)], timeout=WAIT)
    assert bench.heard.states == [
        EngineState.STARTING,
        EngineState.READY,
        EngineState.RESTARTING,
        EngineState.READY,
    ]


def test_what_was_answered_is_not_computed_again(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answer,exit:1/ready,answers")
    bench.ask(5)
    qtbot.waitUntil(lambda: len(bench.heard.deaths) == 1, timeout=WAIT)
    bench.ask(6, "later")
    qtbot.waitUntil(lambda: len(bench.heard.values) == 2, timeout=WAIT)
    assert bench.heard.values == [("calculator", 5.0), ("later", 6.0)]


def test_a_request_that_ends_the_engine_twice_is_not_sent_a_third_time(
    qtbot: QtBot, make: Make
) -> None:
    bench = make("ready,read,say:bad kernel,exit:7/ready,read,say:bad kernel,exit:7/ready,answers")
    bench.ask(1)
    qtbot.waitUntil(lambda: bool(bench.heard.failed), timeout=WAIT)
    key, problem = bench.heard.failed[0]
    assert (key, problem.code) == ("calculator", ErrorCode.ENGINE_DIED)
    assert problem.facts["detail"] == "The engine ended with exit code 7"
    assert problem.detail == "bad kernel"
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    bench.ask(2)
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 2.0)], timeout=WAIT)
    assert bench.runs == 3


def test_only_the_request_that_was_computed_is_blamed(qtbot: QtBot, make: Make) -> None:
    die = "ready,read,exit:7"
    bench = make(f"{die}/{die}/ready,answers")
    bench.ask(1, "deadly")
    bench.ask(2, "innocent")
    qtbot.waitUntil(lambda: bench.heard.values == [("innocent", 2.0)], timeout=WAIT)
    assert [key for key, _ in bench.heard.failed] == ["deadly"]


def test_an_engine_that_keeps_dying_is_given_up_and_can_be_retried(
    qtbot: QtBot, make: Make
) -> None:
    bench = make("exit:3/exit:3/exit:3/ready,answers")
    bench.ask(4)
    qtbot.waitUntil(lambda: bench.client.state is EngineState.FAILED, timeout=WAIT)
    assert bench.runs == 3
    assert bench.client.sentence() == (
        "The engine ended with exit code 3."
        " The values of torch are missing until it is started again."
    )
    bench.client.retry()
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 4.0)], timeout=WAIT)


def test_garbage_is_told_and_a_fresh_engine_answers(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,read,garbage,silence/ready,answers")
    bench.ask(6)
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 6.0)], timeout=WAIT)
    assert str(bench.heard.deaths[0]) == "The engine sent an unreadable message and was ended."


def test_half_an_answer_before_the_end_is_no_answer(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,half,exit:1/ready,partial,answers")
    bench.ask(7)
    qtbot.waitUntil(lambda: bool(bench.heard.values), timeout=WAIT)
    assert bench.heard.values == [("calculator", 7.0)]
    assert len(bench.heard.deaths) == 1


def test_an_engine_that_gives_no_answer_is_replaced(qtbot: QtBot, make: Make) -> None:
    limits = EngineLimits(answer_ms=100)
    bench = make("ready,read,silence/ready,answers", limits)
    bench.ask(1)
    qtbot.waitUntil(lambda: bool(bench.heard.failed), timeout=WAIT)
    key, problem = bench.heard.failed[0]
    assert (key, problem.code) == ("calculator", ErrorCode.ENGINE_SILENT)
    assert problem.facts == {"seconds": 1}
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    assert bench.heard.deaths == []


def test_a_newer_request_does_not_wait_long_for_a_slow_one(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,read,silence/ready,answers", EngineLimits(superseded_ms=100))
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    bench.ask(1)
    bench.ask(2)
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 2.0)], timeout=WAIT)
    assert bench.heard.failed == []


def test_a_busy_machine_is_given_time_for_what_nobody_waits_for(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a layer is changed while its first values, just after the start, take long."""
    started_within_20_seconds = SimpleNamespace(monotonic=itertools.count(0, 20).__next__)
    monkeypatch.setattr(engine_keeper, "time", started_within_20_seconds)
    monkeypatch.setattr(engine_client, "LAST_CHANCE_MS", 0)
    bench = make("ready,read,silence", EngineLimits(superseded_ms=0))
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    bench.ask(1)
    bench.ask(2)
    for _turn in range(20):
        QCoreApplication.processEvents()
    assert bench.client.state is EngineState.READY
    assert bench.heard.states == [EngineState.STARTING, EngineState.READY]


def test_an_engine_that_never_gets_ready_is_replaced(qtbot: QtBot, make: Make) -> None:
    bench = make("silence/ready,answers", EngineLimits(start_ms=700))
    bench.ask(1)
    qtbot.waitUntil(lambda: bool(bench.heard.deaths), timeout=WAIT)
    assert str(bench.heard.deaths[0]) == "The engine did not answer in time and was ended."


def test_a_missing_program_is_told_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    client = EngineClient(command=[str(tmp_path / "nothing")])
    heard = Heard(client)
    client.start()
    qtbot.waitUntil(lambda: client.state is EngineState.FAILED, timeout=WAIT)
    assert client.sentence().startswith("The engine could not be started: ")
    assert len(heard.deaths) == 1


def test_stopping_does_not_wait_and_is_no_death(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answers")
    bench.ask(1)
    qtbot.waitUntil(lambda: bool(bench.heard.values), timeout=WAIT)
    bench.client.stop()
    assert bench.client.state is EngineState.STOPPED
    bench.ask(2)
    bench.client.start()
    qtbot.waitUntil(lambda: bench.heard.values[-1] == ("calculator", 2.0), timeout=WAIT)
    assert bench.heard.deaths == []
