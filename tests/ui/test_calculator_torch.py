from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest

from convviz.core.errors import ComputeError, ErrorCode, StorageError
from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator
from convviz.protocol.messages.engine_layers import StoredPart
from convviz.protocol.templates import course_calculator
from convviz.stepping.agreement import Agreement, AgreementState, compare
from convviz.stepping.cells import INPUT, OUTPUT, CellKind
from convviz.ui.processes.engine_keeper import EngineState
from convviz.values.number_files import number_files, write_block
from convviz.values.recipes import typed_over

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.fake_engine import FakeEngine
    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def engine(shared_calculator: SharedCalculator) -> FakeEngine:
    return shared_calculator.engine


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator, engine: FakeEngine) -> CalculatorPage:
    made = shared_calculator.hidden()
    qtbot.waitUntil(lambda: len(engine.asked) == 1)
    return made


def state(page: CalculatorPage) -> AgreementState:
    return page.side.agreement.agreement.state


def verdict(page: CalculatorPage) -> str:
    return page.side.agreement.verdict.text()


def test_torch_is_asked_with_the_numbers_that_are_shown(
    page: CalculatorPage, engine: FakeEngine
) -> None:
    layer, values, weights = engine.asked[0]

    assert layer == course_calculator().layer
    assert values.shape == (1, 5, 5)
    assert set(weights) == {"weight"}
    assert state(page) is AgreementState.COMPUTING


def test_numbers_in_a_file_are_not_sent_but_named(
    page: CalculatorPage, engine: FakeEngine, store: DocumentStore, tmp_path: Path, qtbot: QtBot
) -> None:
    block = write_block(np.full((1, 1, 3, 3), 2.0), tmp_path)
    number_files.load(block, [tmp_path])
    typed = typed_over(block, {(0, 0, 1, 1): 3.0})
    calculator = msgspec.structs.replace(store.document.calculator, weight=typed)

    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "file")
    qtbot.waitUntil(lambda: len(engine.asked) == 2)

    assert engine.asked[1][2]["weight"] == StoredPart(typed, (1, 1, 3, 3), 2, str(tmp_path))
    assert isinstance(engine.asked[1][1], np.ndarray)
    engine.answer()
    assert state(page) is AgreementState.AGREES


def test_a_file_that_the_engine_cannot_read_has_its_numbers_sent(
    page: CalculatorPage, engine: FakeEngine, store: DocumentStore, tmp_path: Path, qtbot: QtBot
) -> None:
    block = write_block(np.full((1, 1, 3, 3), 2.0), tmp_path)
    number_files.load(block, [tmp_path])
    calculator = msgspec.structs.replace(store.document.calculator, weight=block)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "file")
    qtbot.waitUntil(lambda: len(engine.asked) == 2)

    gone = StorageError(ErrorCode.NUMBERS_FILE_MISSING, name="a", folder="b")
    engine.refuse(gone)

    sent = engine.asked[2][2]["weight"]
    assert isinstance(sent, np.ndarray)
    assert (sent == 2).all()
    engine.answer()
    assert state(page) is AgreementState.AGREES
    engine.refuse(gone)
    assert len(engine.asked) == 3


def test_equal_values_agree_with_shape_and_difference(
    page: CalculatorPage, engine: FakeEngine
) -> None:
    engine.answer()

    assert state(page) is AgreementState.AGREES
    assert verdict(page) == "torch agrees: 1 \u00d7 3 \u00d7 3, largest difference 0."


def test_a_single_number_is_not_named_by_its_empty_shape(page: CalculatorPage) -> None:
    mark = page.side.agreement
    mark.show_agreement(Agreement(AgreementState.AGREES, (), (), 0.0))
    assert verdict(page) == "torch agrees: one number, largest difference 0."
    mark.show_agreement(Agreement(AgreementState.DIFFERS, (), (3,)))
    assert verdict(page) == "torch differs: its output is 3, not one number."


def test_other_values_differ(page: CalculatorPage, engine: FakeEngine) -> None:
    engine.answer(off_by=0.5)
    assert state(page) is AgreementState.COMPUTING  # it may be rounding: float64 is asked
    engine.answer(off_by=0.5)
    assert state(page) is AgreementState.DIFFERS
    assert "0.5" in verdict(page)


def test_another_shape_differs(page: CalculatorPage, engine: FakeEngine) -> None:
    engine.answer(shape=(1, 2, 2))

    assert state(page) is AgreementState.DIFFERS
    assert "1 \u00d7 2 \u00d7 2" in verdict(page)


def test_what_torch_refuses_is_said_with_its_reason(
    page: CalculatorPage, engine: FakeEngine
) -> None:
    engine.refuse(ComputeError(ErrorCode.TORCH_REFUSED, layer="Conv2d", detail="no reason"))

    assert state(page) is AgreementState.TORCH_REFUSES
    assert "no reason" in verdict(page)


def test_an_answer_to_what_is_no_longer_shown_changes_nothing(
    page: CalculatorPage, engine: FakeEngine, store: DocumentStore
) -> None:
    refused = msgspec.structs.replace(course_calculator(), layer=Conv2d(1, 1, 9))
    store.edit(msgspec.structs.replace(store.document, calculator=refused), "test")
    engine.refuse(ComputeError(ErrorCode.OUT_OF_MEMORY, device="cpu"))

    assert state(page) is AgreementState.COMPUTING


def test_a_late_answer_to_what_was_shown_before_is_no_verdict(
    qtbot: QtBot, page: CalculatorPage, engine: FakeEngine, store: DocumentStore
) -> None:
    calculator = Calculator(Conv2d(1, 1, 3, padding=1), (1, 5, 5))
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")
    engine.answer(0)
    assert state(page) is AgreementState.COMPUTING
    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    engine.answer(0)
    assert state(page) is AgreementState.COMPUTING

    engine.answer(1)
    assert state(page) is AgreementState.AGREES


def test_the_engine_s_end_and_its_return_are_told(page: CalculatorPage, engine: FakeEngine) -> None:
    engine.enter(EngineState.RESTARTING)
    assert state(page) is AgreementState.ENGINE_LOST
    engine.enter(EngineState.STARTING)
    assert state(page) is AgreementState.ENGINE_STARTING
    engine.enter(EngineState.READY)
    assert state(page) is AgreementState.COMPUTING


def test_an_agreement_outlives_the_engine(page: CalculatorPage, engine: FakeEngine) -> None:
    engine.answer()
    engine.enter(EngineState.RESTARTING)

    assert state(page) is AgreementState.AGREES


def test_too_much_work_is_filled_in_by_torch(
    qtbot: QtBot, page: CalculatorPage, engine: FakeEngine, store: DocumentStore
) -> None:
    calculator = Calculator(Conv2d(48, 64, 5), (48, 40, 40))
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")
    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    grid = page.grids.view.grid(OUTPUT)
    assert set(grid.kinds.flat) == {CellKind.PENDING}

    engine.answer()
    assert set(grid.kinds.flat) == {CellKind.REAL}
    assert state(page) is AgreementState.TORCH_ONLY


def test_lines_and_lights_stay_of_one_thing_when_torch_fills_in(
    qtbot: QtBot, page: CalculatorPage, engine: FakeEngine, store: DocumentStore
) -> None:
    calculator = Calculator(Conv2d(48, 64, 5), (48, 40, 40))
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")
    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    view, lines = page.grids.view, page.step_panel.lines_widget
    lit, written = view.marks(INPUT), lines.lines
    view.cell_hovered.emit(INPUT, 0, 9, 9)
    assert lines.lines != written

    engine.answer()
    assert (view.marks(INPUT), lines.lines) == (lit, written)


def test_rounding_agrees_and_special_values_must_match() -> None:
    own = np.array([[1e6 / 3, np.nan, np.inf]])
    rounded = own.astype(np.float32)

    assert compare((1, 3), own, rounded, "cpu").state is AgreementState.AGREES
    other = np.array([[1e6 / 3, np.nan, -np.inf]])
    assert compare((1, 3), own, other, "cpu").state is AgreementState.DIFFERS
    nothing = np.array([[1e6 / 3, 0.0, np.inf]])
    assert compare((1, 3), own, nothing, "cpu").state is AgreementState.DIFFERS
