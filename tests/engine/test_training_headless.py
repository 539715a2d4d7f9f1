"""Training from a shell: Ctrl-C and SIGTERM save and end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from convviz.engine.training import setup
from convviz.engine.training.headless import train_headless
from convviz.protocol.messages.trainer import EpochDone, RunEnded, TrainerReply
from tests.support import small_training as small
from tests.support.trainer_process import CHECKOUT


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def heard() -> Iterator[None]:
    """Hear Ctrl-C and SIGHUP as a program in the foreground does; others may ignore them."""
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        signal.SIGHUP: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    }
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_run_after_the_batch_in_hand(
    tmp_path: Path, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    assert before is not signal.SIG_IGN

    def interrupt(message: TrainerReply) -> None:
        if isinstance(message, EpochDone):
            os.kill(os.getpid(), number)

    ended = train_headless(small.document(epochs=1000), tmp_path / "run", on_message=interrupt)
    assert (ended.outcome, ended.epochs_done, ended.step) == ("stopped", 1, 5)
    assert (tmp_path / "run" / "weights.safetensors").is_file()
    assert signal.getsignal(number) is before
    finished = train_headless(small.document(epochs=2), tmp_path / "run", resume=True)
    assert (finished.outcome, finished.epochs_done) == ("finished", 2)


def test_a_run_that_was_told_to_ignore_the_end_of_its_terminal_goes_on(tmp_path: Path) -> None:
    """As ``nohup`` does it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def hang_up(_message: TrainerReply) -> None:
        os.kill(os.getpid(), signal.SIGHUP)

    ended = train_headless(small.document(epochs=1), tmp_path / "run", on_message=hang_up)
    signal.signal(signal.SIGHUP, before)
    assert ended.outcome == "finished"


@pytest.mark.usefixtures("heard")
def test_a_second_interrupt_is_not_held_back(tmp_path: Path) -> None:
    def interrupt(message: TrainerReply) -> None:
        if isinstance(message, EpochDone):
            for _ in range(2):  # what Python calls; two signals can melt into one
                handler = signal.getsignal(signal.SIGINT)
                assert callable(handler)
                handler(signal.SIGINT, None)

    with pytest.raises(KeyboardInterrupt):
        train_headless(small.document(epochs=1000), tmp_path / "run", on_message=interrupt)


def test_idle_threads_sleep_unless_the_user_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    train_headless(small.document(epochs=1), tmp_path / "run")
    assert os.environ["OMP_WAIT_POLICY"] == "PASSIVE"
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    train_headless(small.document(epochs=1), tmp_path / "other")
    assert os.environ["OMP_WAIT_POLICY"] == "ACTIVE"


def test_that_is_decided_before_torch_is_loaded() -> None:
    code = (
        "import sys\nimport convviz.engine.trainer, convviz.engine.training.headless\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=CHECKOUT)


def test_it_trains_in_other_threads_too(tmp_path: Path) -> None:
    ended: list[RunEnded] = []
    thread = threading.Thread(
        target=lambda: ended.append(train_headless(small.document(), tmp_path / "run"))
    )
    thread.start()
    thread.join(60)
    assert ended[0].outcome == "finished"
