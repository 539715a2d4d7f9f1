"""A kernel is learned: each number of a gradient step, and where the loss goes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest

from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.adaptive import Adadelta, RMSprop
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator, Document
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.lesson import HIDDEN_KERNEL, TARGET_OUTPUT, Lesson
from convviz.protocol.recipes import ClassicKernel, KernelPattern, Numbers, cell_of
from convviz.protocol.templates import course_network
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.gradients import walk_learning
from convviz.stepping.walks.worked import WorkedWalk
from convviz.stepping.worked.learning import LearnWorking
from convviz.ui.calculator.lesson_edits import stepped
from convviz.ui.stepper.learning_texts import course_text
from convviz.values.learning import descent
from tests.support.cell_users import users_of

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser


def learning(calculator: Calculator) -> LearnWorking:
    return LearnWorking(build_scene(calculator))


SMALL = Calculator(Conv1d(1, 1, 2, bias=False), (1, 3), Numbers((1, 3), (1, 2, 3)))
BY_HAND = msgspec.structs.replace(
    SMALL,
    weight=Numbers((1, 1, 2), (1, 0)),
    tensors={TARGET_OUTPUT: Numbers((1, 2), (0, 4))},
    lesson=Lesson(MSELoss(), SGD(lr=0.1)),
)
"""Output (1, 2), difference (1, -2), slope of the mean square likewise; gradient (-3, -4)."""


def test_a_step_by_hand() -> None:
    working = learning(BY_HAND)
    assert working.learned.loss == 2.5
    assert working.part("grad_output").values.ravel().tolist() == [1, -2]
    assert working.part("grad_weight").values.ravel().tolist() == [-3, -4]
    assert working.after.weights["weight"].ravel() == pytest.approx([1.3, 0.4])


@pytest.mark.parametrize(
    ("part", "line"),
    [
        ("output", "o = Σ x·w = 1·1 + 2·0 = 1"),
        ("losses", "d = o − t = 1 − 0 = 1"),
        ("loss", "L = Σ l / n = ( 1 + 4 ) / 2 = 2.5"),
        ("grad_weight", "grad_weight = Σ x·g = 1·1 + 2·(−2) = −3"),
        ("new_weight", "w\u2032 = w − lr·g = 1 − 0.1· (−3) = 1.3"),
    ],
)
def test_each_cell_is_written_out(part: str, line: str) -> None:
    lines = learning(BY_HAND).work_out(part, 0).lines
    assert " ".join(piece.text for piece in lines[0].parts) == line


@pytest.mark.parametrize(
    "layer",
    [
        Conv2d(2, 4, (3, 2), stride=2, padding=1, groups=2, padding_mode="reflect"),
        ConvTranspose2d(2, 2, 3, stride=2, padding=1, output_padding=1),
    ],
)
@pytest.mark.parametrize("optimiser", [SGD(lr=0.01), Adam(weight_decay=0.1)])
def test_what_a_cell_reads_and_who_reads_it_agree(
    layer: Conv2d | ConvTranspose2d, optimiser: Optimiser
) -> None:
    calculator = Calculator(layer, (2, 4, 4), lesson=Lesson(optimiser=optimiser))
    if optimiser.remembered():
        calculator = stepped(learning(calculator), 2)
    working = learning(calculator)
    users: set[tuple[object, ...]] = set()
    for index in range(working.step_count):
        step = working.step(index)
        total = step.lines[-1].parts[-1].text
        value = working.part(step.part).values[step.cell]
        assert float(total.replace("−", "-")) == pytest.approx(value, rel=1e-4, abs=1e-4)
        for name, readings in step.reads.items():
            users |= {(name, reading.cell, step.part, step.cell) for reading in readings}
    for part in working.parts:
        for flat in range(part.size):
            cell = part.cell_at(flat)
            told = {(part.name, cell, u.part, u.cell) for u in users_of(working, part.name, cell)}
            assert told == {user for user in users if user[:2] == (part.name, cell)}


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        ("new_weight.momentum_buffer", ["v = μ·v + (1 − τ)·g = 0.5· (−2) + (1 − 0)· (−3) = −4"]),
        (
            "new_weight",
            [
                "v = μ·v + (1 − τ)·g = 0.5· (−2) + (1 − 0)· (−3) = −4",
                "w\u2032 = w − lr·v = 1 − 0.1· (−4) = 1.4",
            ],
        ),
    ],
)
def test_momentum_adds_what_it_remembers(part: str, lines: list[str]) -> None:
    lesson = Lesson(optimiser=SGD(lr=0.1, momentum=0.5))
    calculator = msgspec.structs.replace(BY_HAND, lesson=lesson)
    remembered = Numbers((1, 1, 2), (-2, 0))
    step = learning(calculator.with_recipe("weight.momentum_buffer", remembered)).work_out(part, 0)
    assert [" ".join(piece.text for piece in line.parts) for line in step.lines] == lines
    assert "weight.momentum_buffer" in step.reads


@pytest.mark.parametrize(
    "optimiser",
    [
        SGD(momentum=0.9),
        SGD(momentum=0.8, nesterov=True),
        SGD(momentum=0.5, dampening=0.4),
        SGD(weight_decay=0.5),
    ],
    ids=lambda optimiser: optimiser.type_name(),
)
def test_the_largest_rate_is_that_of_the_optimisers_settings(optimiser: SGD) -> None:
    calculator = Calculator(Conv2d(1, 1, 2), (1, 4, 4))
    most = largest(calculator, optimiser)
    for share, breaks in ((0.97, False), (1.03, True)):
        lesson = Lesson(optimiser=optimiser.replace(lr=share * most), steps=120)
        losses = list(learning(msgspec.structs.replace(calculator, lesson=lesson)).descended())
        assert (losses[-1] > 3 * losses[0]) == breaks


def largest(calculator: Calculator, optimiser: Optimiser) -> float:
    lesson = Lesson(optimiser=optimiser)
    most = learning(msgspec.structs.replace(calculator, lesson=lesson)).largest_rate
    assert most is not None
    return most


def test_below_the_largest_rate_the_loss_falls_and_above_it_breaks() -> None:
    calculator = Calculator(Conv2d(1, 1, 3), (1, 6, 6))
    most = learning(calculator).largest_rate
    assert most is not None
    ends = []
    for share in (0.4, 0.98, 1.1):
        lesson = Lesson(optimiser=SGD(lr=share * most), steps=100)
        losses = tuple(learning(msgspec.structs.replace(calculator, lesson=lesson)).descended())
        ends.append((losses[-1] / losses[0], course_text(losses, lesson.optimiser, most)))
    assert ends[0][0] < 0.01
    assert ends[0][1].startswith("It falls.")
    assert ends[1][0] < 1
    assert "zigzags" in ends[1][1]
    assert ends[2][0] > 100
    assert "diverges" in ends[2][1]


def test_numbers_beyond_all_bounds_are_told() -> None:
    calculator = Calculator(
        Conv2d(1, 1, 3), (1, 5, 5), lesson=Lesson(optimiser=SGD(lr=1e6), steps=100)
    )
    working = learning(calculator)
    losses = tuple(working.descended())
    assert not np.isfinite(losses[-1])
    assert "breaks" in course_text(losses, working.optimiser, working.largest_rate)


def test_the_hidden_kernel_is_learned_where_the_input_shows_all_of_it() -> None:
    calculator = Calculator(Conv2d(1, 1, 3, bias=False), (1, 8, 8))
    calculator = calculator.with_recipe(HIDDEN_KERNEL, ClassicKernel(KernelPattern.LAPLACIAN))
    most = learning(calculator).largest_rate
    assert most is not None
    working = learning(
        msgspec.structs.replace(calculator, lesson=Lesson(optimiser=SGD(lr=most / 2)))
    )
    *_, learned = descent(working.task, working.standing, working.optimiser, 100)
    weights = learned.standing.weights
    laplacian = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    assert weights["weight"][0, 0] == pytest.approx(np.array(laplacian), abs=0.01)


def test_a_hidden_kernel_is_drawn_only_when_revealed() -> None:
    calculator = Calculator(Conv2d(1, 1, 3), (1, 5, 5))
    assert HIDDEN_KERNEL not in {part.name for part in learning(calculator).parts}
    shown = msgspec.structs.replace(calculator, lesson=Lesson(revealed=True))
    assert HIDDEN_KERNEL in {part.name for part in learning(shown).parts}


def test_another_hidden_kernel_makes_the_target_again() -> None:
    typed = Calculator(Conv2d(1, 1, 3), (1, 5, 5)).with_recipe(
        TARGET_OUTPUT, Numbers((1, 3, 3), (7,) * 9)
    )
    assert learning(typed).task.target.tolist() == [[[7] * 3] * 3]
    hidden = typed.with_recipe(HIDDEN_KERNEL, ClassicKernel(KernelPattern.IDENTITY))
    working = learning(hidden)
    assert np.array_equal(working.task.target, working.scene.plain_input[:, 1:4, 1:4])


def test_too_many_numbers_leave_the_forward_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convviz.stepping.scene.extent.MOST_READINGS", 1)
    walk = walk_learning(build_scene(Calculator(Conv2d(1, 1, 3), (1, 5, 5))))
    assert not isinstance(walk, WorkedWalk)


def test_of_large_steps_fewer_are_looked_ahead() -> None:
    lesson = Lesson(steps=1000)
    small, large = (Calculator(Conv2d(1, 8, 3), (1, n, n), lesson=lesson) for n in (5, 200))
    assert 100 < learning(small).ahead < 1000
    assert 1 <= learning(large).ahead < 20


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("part", ["input", "weight", TARGET_OUTPUT])
def test_numbers_that_are_none_are_learned_from_without_harm(part: str, value: float) -> None:
    calculator = Calculator(Conv2d(1, 1, 2), (1, 3, 3))
    shape = calculator.shape_of(part)
    cells = (cell_of(value), *(1.0,) * (int(np.prod(shape)) - 1))
    working = learning(calculator.with_recipe(part, Numbers(shape, cells)))
    assert not np.isfinite(working.loss_after)
    told = course_text(tuple(working.descended()), working.optimiser, working.largest_rate)
    assert told.startswith("The loss is no finite number")


def test_a_document_keeps_the_lesson() -> None:
    lesson = Lesson(
        MSELoss(reduction="sum"),
        Adam(lr=0.5, amsgrad=True),
        steps=7,
        taken=3,
        revealed=True,
        compared=(SGD(lr=0.1, momentum=0.9), RMSprop()),
    )
    calculator = msgspec.structs.replace(BY_HAND, lesson=lesson)
    document = Document(calculator, course_network())
    assert decode_document(encode_document(document)).calculator == calculator


def test_a_memory_is_written_out_where_the_rule_divides_by_zero() -> None:
    still, lesson = Numbers((1, 3), (1, 0, 0)), Lesson(MSELoss(), Adadelta(eps=0.0))
    working = learning(msgspec.structs.replace(BY_HAND, input=still, lesson=lesson))
    assert working.part("grad_weight").values.ravel().tolist() == [1, 0]
    (line,) = working.work_out("new_weight.acc_delta", 1).lines
    assert line.text == "u = ρ·u + (1 − ρ)·Δ² = NaN"
