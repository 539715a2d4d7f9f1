from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.errors import ErrorCode
from convviz.core.layers.conv import Conv2d
from convviz.protocol.messages.engine import Devices, LayerValues
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.processes.engine_keeper import EngineLimits, EngineState
from convviz.values.tensors import array_of
from tests.support.fake_child import fake_command, runs_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.messages.common import Problem
    from convviz.ui.processes.child_process import Outcome

LAYER = Conv2d(1, 1, 1, bias=False)
WEIGHTS = {"weight": np.ones((1, 1, 1, 1))}
LIMITS = EngineLimits(back_off_ms=1)
WAIT = 30_000

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals")


class Listener:
    """Keeps what the client's signals said."""

    def __init__(self, client: EngineClient) -> None:
        self.values: list[tuple[str, float]] = []
        self.refused: list[tuple[str, Problem]] = []
        self.deaths: list[Outcome] = []
        self.states: list[EngineState] = []
        client.values_ready.connect(self._keep_values)
        client.refused.connect(lambda key, problem: self.refused.append((key, problem)))
        client.died.connect(self.deaths.append)
        client.state_changed.connect(self.states.append)

    def _keep_values(self, key: str, values: LayerValues) -> None:
        self.values.append((key, float(array_of(values.output).flat[0])))


class Bench:
    """A client, what it told, and how often its engine was started."""

    def __init__(self, client: EngineClient, runs_file: Path) -> None:
        self.client = client
        self.heard = Listener(client)
        self._runs_file = runs_file

    @property
    def runs(self) -> int:
        return runs_of(self._runs_file)

    def ask(self, number: float, key: str = "calculator") -> int:
        return self.client.compute(key, LAYER, np.full((1, 1, 1), number), WEIGHTS)


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
    with qtbot.waitSignal(bench.client.devices_ready, timeout=WAIT) as waiter:
        request_id = bench.client.describe_devices()
    assert waiter.args == [Devices(request_id, {"cpu": "fake"})]


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


def test_different_keys_do_not_supersede_each_other(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answer-together:2")
    bench.ask(1, "calculator")
    bench.ask(2, "network")
    qtbot.waitUntil(lambda: len(bench.heard.values) == 2, timeout=WAIT)
    assert sorted(bench.heard.values) == [("calculator", 1.0), ("network", 2.0)]


def test_a_forgotten_request_is_not_answered(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answers")
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    bench.ask(1, "closed")
    bench.client.forget("closed")
    bench.ask(2, "open")
    qtbot.waitUntil(lambda: bool(bench.heard.values), timeout=WAIT)
    assert bench.heard.values == [("open", 2.0)]


def test_a_refusal_reaches_who_asked(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,refuse,answers")
    bench.ask(1)
    qtbot.waitUntil(lambda: bool(bench.heard.refused), timeout=WAIT)
    key, problem = bench.heard.refused[0]
    assert (key, problem.error().code) == ("calculator", ErrorCode.TORCH_REFUSED)


@pytest.mark.usefixtures("qtbot")
def test_what_the_layer_refuses_is_told_without_the_engine(make: Make) -> None:
    bench = make("ready,answers")
    bench.client.compute("calculator", Conv2d(1, 1, 5), np.ones((1, 3, 3)), {})
    bench.client.compute("calculator", Conv2d(1, 1, 10**40), np.ones((1, 3, 3)), {})
    codes = [problem.code for _, problem in bench.heard.refused]
    assert codes == [ErrorCode.KERNEL_LARGER_THAN_INPUT, ErrorCode.TOO_LARGE]


@posix_only
def test_when_the_engine_is_killed_a_fresh_one_computes_again(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,read,die:9/ready,answers")
    bench.ask(5)
    with qtbot.waitSignal(bench.client.died, timeout=WAIT):
        pass
    assert bench.client.sentence() == (
        "The engine was killed from outside, or because memory ran out (SIGKILL)."
        " A new one is starting and will compute this again."
    )
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 5.0)], timeout=WAIT)
    assert bench.heard.states == [
        EngineState.STARTING,
        EngineState.READY,
        EngineState.RESTARTING,
        EngineState.READY,
    ]


def test_what_was_computed_already_is_computed_again(qtbot: QtBot, make: Make) -> None:
    bench = make("ready,answer,exit:1/ready,answers")
    bench.ask(5)
    qtbot.waitUntil(lambda: len(bench.heard.values) == 2, timeout=WAIT)
    assert bench.heard.values == [("calculator", 5.0)] * 2


def test_a_request_that_ends_the_engine_twice_is_not_sent_a_third_time(
    qtbot: QtBot, make: Make
) -> None:
    bench = make("ready,read,say:bad kernel,exit:7/ready,read,say:bad kernel,exit:7/ready,answers")
    bench.ask(1)
    qtbot.waitUntil(lambda: bool(bench.heard.refused), timeout=WAIT)
    key, problem = bench.heard.refused[0]
    assert (key, problem.code) == ("calculator", ErrorCode.ENGINE_DIED)
    assert problem.facts["detail"] == "The engine ended with exit code 7"
    assert problem.detail == "bad kernel"
    qtbot.waitUntil(lambda: bench.client.state is EngineState.READY, timeout=WAIT)
    bench.ask(2)
    qtbot.waitUntil(lambda: bench.heard.values == [("calculator", 2.0)], timeout=WAIT)
    assert bench.runs == 3


def test_only_the_request_that_was_computed_is_blamed(qtbot: QtBot, make: Make) -> None:
    die = "ready,read,read,exit:7"
    bench = make(f"{die}/{die}/ready,answers")
    bench.ask(1, "deadly")
    bench.ask(2, "innocent")
    qtbot.waitUntil(lambda: bench.heard.values == [("innocent", 2.0)], timeout=WAIT)
    assert [key for key, _ in bench.heard.refused] == ["deadly"]


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
    qtbot.waitUntil(lambda: bool(bench.heard.refused), timeout=WAIT)
    key, problem = bench.heard.refused[0]
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
    assert bench.heard.refused == []


def test_an_engine_that_never_gets_ready_is_replaced(qtbot: QtBot, make: Make) -> None:
    bench = make("silence/ready,answers", EngineLimits(start_ms=700))
    bench.ask(1)
    qtbot.waitUntil(lambda: bool(bench.heard.deaths), timeout=WAIT)
    assert str(bench.heard.deaths[0]) == "The engine did not answer in time and was ended."


def test_a_missing_program_is_told_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    client = EngineClient(command=[str(tmp_path / "nothing")])
    heard = Listener(client)
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
