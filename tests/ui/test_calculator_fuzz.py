"""Random use of the calculator page: whatever is done, it holds what torch says, and no error.

CONVVIZ_FUZZ_ROUNDS=500 runs longer, CONVVIZ_FUZZ_SEED=1 differently; CONVVIZ_FUZZ_STALL_MS=200
fails where one action keeps the window's thread busy for longer.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from convviz.ui.theme import NORMAL_TEXT, set_text_scale
from tests.support.page_fuzzer import PageFuzzer
from tests.support.random_calculators import random_calculators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.support.shared_calculator import SharedTorchCalculator

ROUNDS = int(os.environ.get("CONVVIZ_FUZZ_ROUNDS", "3"))
SEED = int(os.environ.get("CONVVIZ_FUZZ_SEED", "0"))
STALL = float(os.environ.get("CONVVIZ_FUZZ_STALL_MS", "inf")) / 1000
ACTIONS = 25
ROUNDS_A_NEW_PAGE = 4
OF_A_TYPE = 1 + ROUNDS // 30


@pytest.fixture
def usual_text() -> Iterator[None]:
    """Have text as large as it was, whoever enlarged it."""
    yield
    set_text_scale(NORMAL_TEXT)


@pytest.mark.timeout(0)
@pytest.mark.filterwarnings("ignore::UserWarning:torch")
@pytest.mark.usefixtures("usual_text")
def test_whatever_is_done_the_page_shows_what_torch_says(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    calculators = random_calculators(OF_A_TYPE, SEED)
    store, engine = shared_torch_calculator.store, shared_torch_calculator.engine
    for number in range(ROUNDS):
        page = shared_torch_calculator.shown(qtbot)
        fuzzer = PageFuzzer(page, store, engine, calculators, ROUNDS * SEED + number)
        try:
            use(qtbot, fuzzer)
            if number % ROUNDS_A_NEW_PAGE == 0:
                fuzzer.compare_with_new_page()
            finish(qtbot, fuzzer)
        except (AssertionError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            last = "\n  ".join(fuzzer.done)
            pytest.fail(f"round {number} of seed {SEED}:\n  {last}\n{error!r}")
        store.undo_stack.indexChanged.disconnect(fuzzer._remember)
        shared_torch_calculator.put_back()


def use(qtbot: QtBot, fuzzer: PageFuzzer) -> None:
    """Act for a while, and check after each action."""
    for _ in range(ACTIONS):
        with qtbot.capture_exceptions() as exceptions:
            fuzzer.act()
        assert not exceptions, exceptions
        assert fuzzer.spent[-1] < STALL, f"busy for {fuzzer.spent[-1]:.2f} s"


def finish(qtbot: QtBot, fuzzer: PageFuzzer) -> None:
    """Undo everything, and redo it."""
    with qtbot.capture_exceptions() as exceptions:
        fuzzer.rewind()
    assert not exceptions, exceptions
