"""Learning a kernel with any optimiser: chosen, set, remembered, compared, exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.adaptive import RMSprop
from convviz.core.optimisers.sgd import SGD
from convviz.core.presets import presets
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers, cell_of
from convviz.ui.stepper.part_planes import part_groups

if TYPE_CHECKING:
    from convviz.stepping.worked.learning import LearnWorking
    from convviz.ui.calculator.learn_section import LearnSection
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

FIRST = Calculator(Conv2d(1, 1, 3), (1, 5, 5))


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(shared_calculator: SharedCalculator) -> CalculatorPage:
    made = shared_calculator.hidden(FIRST)
    made.stepper.presenter.choose_view("learn")
    return made


@pytest.fixture
def section(page: CalculatorPage) -> LearnSection:
    return page.side.learning


def working_of(page: CalculatorPage) -> LearnWorking:
    walk: Any = page.stepper.presenter.walk
    working: LearnWorking = walk.working
    return working


def test_an_optimiser_is_chosen_by_its_name_and_keeps_what_was_set(
    store: DocumentStore, section: LearnSection
) -> None:
    field = section.optimiser
    field.fill()
    offered = {action.text(): action for action in field.menu.actions()}
    assert "Muon" not in offered  # it does not open here
    assert offered["SGD"].isChecked()
    offered["RMSprop"].trigger()
    learned_by = store.document.calculator.lesson.optimiser
    assert learned_by == RMSprop(lr=0.01)
    assert field.call.call_name == "RMSprop"
    field.call.argument_edited.emit("momentum", 0.5)
    field.choose(SGD)
    learned_by = store.document.calculator.lesson.optimiser
    assert learned_by == SGD(lr=0.01, momentum=0.5)
    assert store.undo_stack.undoText() == "Learn with SGD"
    field.choose(Adam)
    learned_by = store.document.calculator.lesson.optimiser
    assert learned_by == Adam(lr=0.01)


def test_settings_that_torch_refuses_are_told_and_kept_until_they_fit(
    store: DocumentStore, section: LearnSection
) -> None:
    call = section.optimiser.call
    call.argument_edited.emit("nesterov", bool(1))
    assert "momentum" in section.optimiser.problem.text()
    assert store.document.calculator.lesson == FIRST.lesson
    call.argument_edited.emit("momentum", 0.9)  # with which nesterov is taken, too
    assert store.document.calculator.lesson.optimiser == SGD(lr=0.01, momentum=0.9, nesterov=True)
    assert not section.optimiser.problem.text()


def test_another_optimiser_keeps_nothing_that_torch_refused(
    store: DocumentStore, section: LearnSection
) -> None:
    section.optimiser.call.argument_edited.emit("lr", -1.0)
    assert section.optimiser.problem.text()
    section.optimiser.choose(Adam)
    assert store.document.calculator.lesson.optimiser == Adam(lr=0.01)
    assert not section.optimiser.problem.text()


def test_steps_one_by_one_remember_as_many_steps_at_once_do(
    page: CalculatorPage, store: DocumentStore, section: LearnSection
) -> None:
    section.optimiser.choose(Adam)
    section.optimiser.call.argument_edited.emit("lr", 0.1)
    section.steps.value_changed.emit(3)
    begun = store.document.calculator
    section.step_often.click()
    at_once = working_of(page).standing
    store.undo_stack.undo()
    assert store.document.calculator == begun
    for _ in range(3):
        section.step_once.click()
    one_by_one = working_of(page).standing
    assert one_by_one.kept["weight"]["step"] == 3
    for name in ("exp_avg", "exp_avg_sq"):
        for weight in ("weight", "bias"):
            kept = one_by_one.kept[weight][name]
            assert np.allclose(kept, at_once.kept[weight][name], rtol=1e-5)
    assert np.allclose(one_by_one.weights["weight"], at_once.weights["weight"], rtol=1e-5)


def test_what_is_remembered_stands_between_gradient_and_weight(
    page: CalculatorPage, section: LearnSection
) -> None:
    section.optimiser.choose(Adam)
    section.step_once.click()
    walk: Any = page.stepper.presenter.walk
    captions = [group.caption for group in part_groups(walk)]
    first = captions.index("grad_weight")
    assert captions[first + 1 : first + 6] == [
        "m before",
        "m = exp_avg",
        "v before",
        "v = exp_avg_sq",
        "Weight after",
    ]


def test_another_optimiser_or_kernel_remembers_nothing(
    page: CalculatorPage, store: DocumentStore, section: LearnSection
) -> None:
    section.optimiser.choose(Adam)
    section.step_once.click()
    section.optimiser.call.argument_edited.emit("lr", 0.5)
    assert working_of(page).standing.kept["weight"]["step"] == 1  # as in torch
    section.optimiser.choose(RMSprop)
    assert working_of(page).standing.kept["weight"] == {}
    assert store.document.calculator.lesson.taken == 1
    section.step_once.click()
    section.again.click()
    assert working_of(page).standing.kept["weight"] == {}
    assert store.document.calculator.weight == FIRST.weight


def test_a_curve_is_kept_to_compare_the_next_optimiser_with(
    store: DocumentStore, section: LearnSection
) -> None:
    section.compare.click()
    section.optimiser.choose(Adam)
    section.look_ahead()
    taking, kept = section.courses.rows
    assert taking.optimiser == Adam(lr=0.01)
    assert kept.optimiser == FIRST.lesson.optimiser
    assert len(section.curve.others) == 1
    assert section.curve.others[0][0] == section.curve.losses[0]
    kept.name.click()
    assert store.document.calculator.lesson.optimiser == FIRST.lesson.optimiser
    assert not section.compare.isEnabled()  # it is kept already
    section.courses.rows[1].drop.click()
    assert store.document.calculator.lesson.compared == ()
    assert not section.courses.isVisibleTo(section)


def test_momentum_and_adam_are_nearer_than_plain_sgd_on_the_same_kernel(
    page: CalculatorPage, section: LearnSection
) -> None:
    page.call_bar.preset_chosen.emit(next(p for p in presets() if p.key == "learn_by_momentum"))
    section.look_ahead()
    ends = [section.curve.losses[-1], *(losses[-1] for losses in section.curve.others)]
    assert ends == pytest.approx([0.011, 0.41, 0.023], rel=0.05)  # as its words say


def test_numbers_that_a_document_remembers_wrongly_do_no_harm(page: CalculatorPage) -> None:
    tensors = {
        "weight.step": Numbers((), (cell_of(float("nan")),)),
        "weight.exp_avg_sq": Numbers((2,), (-1.0, 3.0)),
        "bias.exp_avg": Numbers((), (1.0,)),
    }
    calculator = page.presenter.edits.calculator
    for name, recipe in tensors.items():
        calculator = calculator.with_recipe(name, recipe)
    page.presenter.edits.replace(calculator, "", learns=True)
    page.side.learning.optimiser.call.name_pressed.emit()
    page.side.learning.optimiser.menu.hide()
    for index in range(working_of(page).step_count):
        page.player.go_to(index)


def test_the_curve_is_kept_by_a_key_too_where_it_is_not_kept_yet(
    page: CalculatorPage, store: DocumentStore
) -> None:
    action = page.page_actions["keep curve"]
    assert action.isEnabled()
    action.trigger()
    assert store.document.calculator.lesson.compared == (FIRST.lesson.optimiser,)
    assert not action.isEnabled()
    page.stepper.presenter.choose_view("grids")
    assert not action.isEnabled()
