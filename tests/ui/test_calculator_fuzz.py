"""Random use of the calculator page: whatever is done, it holds what torch says, and no error.

CONVVIZ_FUZZ_ROUNDS=500 runs longer, CONVVIZ_FUZZ_SEED=1 differently; CONVVIZ_FUZZ_STALL_MS=200
fails where one action keeps the window's thread busy for longer.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from convviz.core.errors import DocumentError
from convviz.core.layers.upsample import Upsample
from convviz.core.shown_layers import shown_dimensions, shown_types
from convviz.protocol.document import Calculator, Document
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.templates import course_network
from tests.oracle.strategies import configurations
from tests.support.page_fuzzer import PageFuzzer

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer, Shape
    from tests.support.shared_calculator import SharedTorchCalculator

ROUNDS = int(os.environ.get("CONVVIZ_FUZZ_ROUNDS", "4"))
SEED = int(os.environ.get("CONVVIZ_FUZZ_SEED", "0"))
STALL = float(os.environ.get("CONVVIZ_FUZZ_STALL_MS", "inf")) / 1000
ACTIONS = 25
LAYERS_OF_A_TYPE = 1 + ROUNDS // 30


def random_calculators() -> list[Calculator]:
    """Return some layers of every type that the page shows, with inputs, valid and not."""
    found: list[Calculator] = []

    def take(configuration: tuple[Layer, Shape]) -> None:
        layer, shape = configuration
        axes = max(shown_dimensions(layer), default=3)
        unbatched = shape[1:] if isinstance(layer, Upsample) else shape[-axes:]
        calculator = Calculator(layer, unbatched)
        if can_be_opened(calculator):
            found.append(calculator)

    for kind in shown_types():
        drawn = given(configurations(kind))(take)
        configured = settings(
            max_examples=LAYERS_OF_A_TYPE,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )(drawn)
        hypothesis.seed(SEED)(configured)()
    return found


def can_be_opened(calculator: Calculator) -> bool:
    """Return whether a file can hold a calculator; some settings of torch cannot be typed."""
    try:
        decode_document(encode_document(Document(calculator, course_network())))
    except DocumentError:
        return False
    return True


@pytest.mark.timeout(0)
def test_whatever_is_done_the_page_shows_what_torch_says(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    calculators = random_calculators()
    store, engine = shared_torch_calculator.store, shared_torch_calculator.engine
    for number in range(ROUNDS):
        page = shared_torch_calculator.shown(qtbot)
        fuzzer = PageFuzzer(page, store, engine, calculators, ROUNDS * SEED + number)
        try:
            use(qtbot, fuzzer)
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
    with qtbot.capture_exceptions() as exceptions:
        fuzzer.rewind()
    assert not exceptions, exceptions
