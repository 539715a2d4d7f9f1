from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convviz.ui.training.data.data_fetch import DataFetch, DataState
from convviz.ui.training.data.data_texts import data_role, data_sentence
from tests.support.fake_trainer import asked, fake_trainer
from tests.support.played_process import play_within

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Play = Callable[[str], DataFetch]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "asked.txt"


@pytest.fixture
def play(log: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    """Make a fetch whose child plays a script within this process; it is ended at the end."""
    play_within(monkeypatch)
    made: list[DataFetch] = []

    def make(script: str) -> DataFetch:
        made.append(DataFetch(command=fake_trainer(log, script)))
        return made[-1]

    yield make
    for one in made:
        one.shut_down()


def wait_for(qtbot: QtBot, data: DataFetch, state: DataState) -> None:
    qtbot.waitUntil(lambda: data.state is state)


def test_a_check_that_finds_the_data_says_where(qtbot: QtBot, play: Play, log: Path) -> None:
    data = play("ready:/data/cifar")
    data.check("/data")
    assert data.state is DataState.CHECKING
    wait_for(qtbot, data, DataState.READY)
    assert asked(log)[1] == "FetchData /data check"
    assert data_sentence(data) == ("50,000 training and 10,000 test pictures in /data/cifar")
    assert data_role(data.state) == "caption"


def test_a_newer_check_takes_the_place_of_the_one_before(
    qtbot: QtBot, play: Play, log: Path
) -> None:
    data = play("read,ready:/first;ready:/second")
    data.check("/first")
    qtbot.waitUntil(lambda: len(asked(log)) == 2)
    data.check("/second")
    wait_for(qtbot, data, DataState.READY)
    assert data.ready is not None
    assert data.ready.path == "/second"


def test_a_download_goes_on_where_it_was_and_is_not_disturbed_by_checks(
    qtbot: QtBot, play: Play, log: Path
) -> None:
    data = play("progress:1000000,stdin-ends")
    data.download()
    qtbot.waitUntil(lambda: data.progress is not None)
    data.check("/elsewhere")
    data.download()
    assert data.state is DataState.DOWNLOADING
    data.cancel()
    wait_for(qtbot, data, DataState.INTERRUPTED)
    assert asked(log)[:3] == ["started", "FetchData  download", "end of stdin"]
    assert data_role(data.state) == "warning"


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_download_is_told_and_can_go_on(qtbot: QtBot, play: Play) -> None:
    data = play("progress:1000000,die:9")
    data.download()
    wait_for(qtbot, data, DataState.INTERRUPTED)
    assert "SIGKILL" in data_sentence(data)


def test_a_fetcher_that_cannot_be_started_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    data = DataFetch(command=[str(tmp_path / "nothing")])
    data.check("")
    wait_for(qtbot, data, DataState.UNUSABLE)
    assert data_sentence(data).startswith("The check of the data could not be started: ")


def test_shutting_down_during_a_download_leaves_no_process(qtbot: QtBot, play: Play) -> None:
    data = play("progress:1000000")
    data.download()
    qtbot.waitUntil(lambda: data.progress is not None)
    data.shut_down()
    assert not data.is_downloading


def test_the_real_fetcher_says_that_an_empty_folder_holds_no_data(
    qtbot: QtBot, tmp_path: Path
) -> None:
    data = DataFetch()
    data.check(str(tmp_path))
    wait_for(qtbot, data, DataState.UNUSABLE)
    assert str(tmp_path) in data_sentence(data)
    data.shut_down()
