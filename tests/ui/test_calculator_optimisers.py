"""Optimisers in the calculator: a row is a step, a column a weight, and each memory has a part."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.optimisers import optimiser_types
from convviz.core.optimisers.adam import Adam, AdamW
from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import SGD
from convviz.core.optimisers.step_work import BEFORE, GRADIENT, NEW, OLD
from convviz.core.shown_layers import is_shown
from convviz.core.surface import EXAMPLES
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import NonFinite, Numbers
from convviz.stepping.agreement import AgreementState, compare
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.worked import WorkedWalk
from convviz.stepping.worked.calculations import working_of
from convviz.ui.calculator.edits import with_function
from convviz.ui.calculator.rule_section import RuleSection
from convviz.ui.calculator.torch_check import request_of
from convviz.ui.stepper.view_state import ViewState
from convviz.ui.stepper.views.entries import view_named
from convviz.ui.stepper.views.surface import surface_map
from convviz.ui.stepper.views.surface_view import SurfaceView
from convviz.values import step_values
from convviz.values.recipes import numbers_from_array
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from convviz.core.optimisers import Optimiser
    from tests.support.shared_calculator import SharedCalculator

SHOWN = [kind for kind in optimiser_types().values() if is_shown(kind)]

SHAPES = ((3, 2), (4,), (7, 2, 2), (12, 1))


def walk_of(optimiser: Optimiser) -> WorkedWalk:
    """Return the steps of one weight of 1 whose gradient is 1, 1 and 1."""
    gradients = Numbers((3, 1), (1.0, 1.0, 1.0))
    calculator = Calculator(optimiser, (3, 1), gradients).with_recipe(PARAMS, Numbers((1,), (1.0,)))
    scene = build_scene(calculator)
    return WorkedWalk(scene, working_of(scene))


def texts(walk: WorkedWalk, step: int) -> list[str]:
    walk.go_to(step)
    return [line.text for line in walk.lines()[0]]


def test_a_plain_step_is_written_out() -> None:
    walk = walk_of(SGD(lr=0.1))
    assert [part.name for part in walk.working.parts] == ["params", "input", "output"]
    assert texts(walk, 0) == ["w = w − lr·g = 1 − 0.1·1 = 0.9"]
    assert texts(walk, 2) == ["w = w − lr·g = 0.8 − 0.1·1 = 0.7"]


def test_momentum_is_a_part_of_its_own_and_adds_to_the_second_step() -> None:
    walk = walk_of(SGD(lr=0.1, momentum=0.9))
    assert texts(walk, 2) == ["v = μ·v + (1 − τ)·g = 0.9·1 + (1 − 0)·1 = 1.9"]
    assert walk.step.part == "momentum_buffer"
    assert texts(walk, 3)[-1] == "w = w − lr·v = 0.9 − 0.1·1.9 = 0.71"
    assert set(walk.step.reads) == {"input", "output", "momentum_buffer"}
    assert walk.step.cell.row == 1


def test_a_memory_says_nothing_of_the_weight_that_shrinks_by_itself() -> None:
    assert len(texts(walk_of(AdamW(lr=0.1)), 0)) == 1
    assert "w" not in walk_of(AdamW(lr=0.1)).step.reads
    assert [text[:5] for text in texts(walk_of(Adam(weight_decay=0.1)), 0)] == ["g = g", "m = β"]


def test_without_zero_grad_gradients_add_up_and_stand_in_a_part_of_their_own() -> None:
    gradients = Numbers((3, 1), (1.0, 2.0, 4.0))
    calculator = Calculator(SGD(lr=1.0), (3, 1), gradients, zero_grad=False)
    scene = build_scene(calculator.with_recipe(PARAMS, Numbers((1,), (10.0,))))
    walk = WorkedWalk(scene, working_of(scene))
    assert [part.name for part in walk.working.parts] == ["params", "input", "grad", "output"]
    assert texts(walk, 4) == ["grad = grad + g = 3 + 4 = 7"]
    assert texts(walk, 5) == ["w = w − lr·g = 6 − 1·7 = −1"]
    assert walk.step.reads["grad"][0].cell.row == 2
    output = array_of(LayerComputer().compute(request_of(scene)).output)
    assert output.ravel().tolist() == [9, 6, -1]


def test_weights_that_are_no_longer_finite_are_shown_all_the_same() -> None:
    gradients = Numbers((2, 1), (1e30, 1e30))
    scene = build_scene(Calculator(Adam(lr=1e30), (2, 1), gradients))
    assert scene.output is not None
    walk = WorkedWalk(scene, working_of(scene), 5)
    assert walk.lines()[0]
    nothing = Numbers((1, 1), (NonFinite.NAN,))
    scene = build_scene(Calculator(SGD(lr=1), (1, 1), nothing))
    walk = WorkedWalk(scene, working_of(scene))
    assert texts(walk, 0)[-1].endswith("NaN")


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_torch_takes_the_same_steps(kind: type[Optimiser]) -> None:
    random = np.random.default_rng(5)
    computer = LayerComputer()
    flags = [name for name, value in kind.defaults().items() if value is False]
    shapes = [(3, 2), (7, 2, 2), (2, 4, 3), (1, 3)] if kind.moves_matrices else SHAPES
    for number, shape in enumerate(shapes):
        settings: dict[str, Any] = {
            name: number % 2 == at % 2 for at, name in enumerate(flags) if name != "fused"
        }
        known = {"lr": 0.1, "weight_decay": 0.05 * number, "momentum": 0.9, "dampening": 0.0}
        settings |= {name: value for name, value in known.items() if name in kind.parameters()}
        gradients = random.normal(size=shape).astype(np.float32)
        recipe = numbers_from_array(gradients)
        calculator = Calculator(kind(**settings), shape, recipe, zero_grad=number != 1)
        scene = build_scene(calculator)
        answer = computer.compute(request_of(scene))
        rounding = scene.layer.rounding(shape)
        output = array_of(answer.output)
        agreement = compare(shape, scene.output, output, answer.device, rounding=rounding)
        assert agreement.state is AgreementState.AGREES, agreement


def descending(function: str, steps: int = 3) -> Calculator:
    calculator = Calculator(SGD(lr=0.1), (steps, 2), function=function)
    return calculator.with_recipe(PARAMS, Numbers((2,), (1.0, 2.0)))


def test_a_function_gives_the_gradients_which_are_worked_out() -> None:
    scene = build_scene(descending("x^2 + 10*y^2"))
    walk = WorkedWalk(scene, working_of(scene))
    assert texts(walk, 0) == ["∂f/∂x = 2·x = 2·1 = 2"]
    assert texts(walk, 2) == ["∂f/∂y = 20·y = 20·2 = 40"]
    assert texts(walk, 3) == ["w = w − lr·g = 2 − 0.1·40 = −2"]
    assert texts(walk, 6) == ["∂f/∂y = 20·y = 20·(−2) = −40"]
    assert walk.step.reads["output"][0].cell == (0, 0, 1)
    answer = LayerComputer().compute(request_of(scene))
    agreement = compare((3, 2), scene.output, array_of(answer.output), answer.device)
    assert agreement.state is AgreementState.AGREES


def test_torch_walks_the_same_way_over_every_example() -> None:
    for function in EXAMPLES.values():
        for optimiser in (SGD(lr=0.01, momentum=0.9), Adam(lr=0.1)):
            calculator = descending(function, 12)
            scene = build_scene(msgspec.structs.replace(calculator, layer=optimiser))
            answer = LayerComputer().compute(request_of(scene))
            agreement = compare((12, 2), scene.output, array_of(answer.output), answer.device)
            assert agreement.state is AgreementState.AGREES, (function, optimiser, agreement)


@pytest.mark.parametrize(
    ("function", "shape", "code"),
    [
        ("x +", (3, 2), ErrorCode.SURFACE_UNREADABLE),
        ("x + z", (3, 2), ErrorCode.SURFACE_UNKNOWN_NAME),
        ("x^2", (3, 4), ErrorCode.SURFACE_WEIGHTS),
    ],
)
def test_a_function_that_cannot_be_descended_is_refused(
    function: str, shape: tuple[int, ...], code: ErrorCode
) -> None:
    with pytest.raises(ConvVizError) as refused:
        build_scene(Calculator(SGD(), shape, function=function))
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("optimiser", "before", "after"),
    [
        (SGD(), (3, 2), (20, 2)),
        (SGD(), (30, 1, 2), (30, 1, 2)),
        (SGD(), (2,), (20, 2)),
        (SGD(), (3, 4), (20, 2)),
        (Muon(), (2, 3), (20, 1, 2)),
        (Muon(), (1, 2), (20, 1, 2)),
        (Muon(), (25, 2, 1), (25, 2, 1)),
    ],
)
def test_a_function_that_is_typed_moves_two_weights(
    optimiser: Optimiser, before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    descended = with_function(Calculator(optimiser, before), "x^2 + y^2")
    assert descended.input_shape == after
    build_scene(descended)


@pytest.mark.parametrize("function", ["x^2 + y^2", "x^2 + 20*y^2", "x^2 - y^2"])
def test_the_map_stays_while_the_learning_rate_is_typed(function: str) -> None:
    edges = set()
    for lr in (0.041, 0.042, 0.043):
        calculator = Calculator(SGD(lr=lr), (20, 2), function=function)
        scene = build_scene(calculator.with_recipe(PARAMS, Numbers((2,), (-1.2, 1.1))))
        seen = surface_map(scene)
        assert seen is not None
        for axis, (least, most) in enumerate(((seen.left, seen.right), (seen.low, seen.high))):
            assert least < seen.path[:, axis].min()
            assert seen.path[:, axis].max() < most
        edges.add(seen.edges)
    assert len(edges) == 1


@pytest.mark.usefixtures("qapp")
def test_the_map_follows_a_matrix_through_its_iteration() -> None:
    scene = build_scene(Calculator(Muon(lr=0.1), (3, 1, 2), function="x^2 + y^2"))
    view, working = SurfaceView(), working_of(scene)
    state = ViewState(view_named("surface"), scene)
    for part, flat, at in [("momentum_buffer", 0, 0), ("A₃", 1, 1), ("output", 3, 2)]:
        view.show_state(dataclasses.replace(state, index=working.number_of(part, flat)))
        assert view.item.at == at


@pytest.mark.usefixtures("qapp")
def test_the_map_shows_where_the_weights_stand_behind_each_step() -> None:
    scene = build_scene(descending("x^2 + y^2"))
    view = SurfaceView()
    view.resize(400, 300)
    said: list[str] = []
    view.described.connect(said.append)
    state = ViewState(view_named("surface"), scene)
    for index in range(12):
        view.show_state(dataclasses.replace(state, index=index))
    assert view.item.at == 3
    assert said[0].startswith("Step 0: f(1, 2) = 5.")
    assert said[-1].startswith("Step 3: f(0.512, 1.024) = 1.31072.")
    seen = view.item.seen
    assert seen is not None
    bands = seen.levels("x^2 + y^2", 60, 40)
    row, column = np.unravel_index(int(bands.argmin()), bands.shape)
    assert abs(seen.left + (seen.right - seen.left) * column / 59) < 0.6
    assert abs(seen.high - (seen.high - seen.low) * row / 39) < 0.6


@pytest.mark.usefixtures("qapp")
def test_a_shorter_way_takes_the_place_of_a_longer_one_that_was_followed_to_its_end() -> None:
    """The window died of it, when the shape of the steps was typed over the map."""
    view = SurfaceView()
    view.resize(400, 300)
    for start in ("1", "nan"):
        for steps in (9, 1):
            calculator = Calculator(SGD(lr=0.1), (steps, 2), function="x^2 + y^2")
            weights = Numbers((2,), (NonFinite(start) if start == "nan" else 1.0, 2.0))
            scene = build_scene(calculator.with_recipe("params", weights))
            last = working_of(scene).step_count - 1
            view.show_state(ViewState(view_named("surface"), scene, index=last))
            assert view.item.at == steps
            view.grab()


@pytest.mark.usefixtures("qapp")
def test_the_steps_of_a_document_are_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Any] = []
    take = step_values._each_step

    def noted(*arguments: Any) -> Any:
        taken.append(arguments)
        return take(*arguments)

    monkeypatch.setattr(step_values, "_each_step", noted)
    scene = build_scene(descending("3*x^2 + 2*y^2"))
    walk = WorkedWalk(scene, working_of(scene))
    SurfaceView().show_state(ViewState(view_named("surface"), scene, index=walk.index))
    assert len(taken) == 1


def test_a_step_over_the_map_draws_again_where_the_weights_stood_and_stand(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = SurfaceView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    qapp.processEvents()
    drawn: list[QRectF] = []
    monkeypatch.setattr(view.item, "paint_point", lambda _, at: drawn.append(QRectF(at)))
    state = ViewState(view_named("surface"), build_scene(descending("x^2 + y^2")))
    view.show_state(dataclasses.replace(state, index=3))
    qapp.processEvents()
    drawn.clear()
    view.show_state(dataclasses.replace(state, index=7))
    qapp.processEvents()
    (again,) = drawn
    assert again.width() < view.item.boundingRect().width() / 2
    places = view.item.places()
    assert all(again.contains(QPointF(*places[at])) for at in (view.item.at - 1, view.item.at))


@pytest.mark.usefixtures("qapp")
def test_a_map_is_as_fine_as_what_it_is_painted_on() -> None:
    view = SurfaceView()
    view.show_state(ViewState(view_named("surface"), build_scene(descending("x^2 + y^2"))))
    view.item.set_size(QRectF(0, 0, 400, 300))
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    image.fill(0)
    painter = QPainter(image)
    view.item.paint_still(painter)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(600, 800)
    corner = pixels[20:200, 120:320]  # of the map, without the way
    assert (corner != 0).all()
    assert (corner[:, ::2] != corner[:, 1::2]).any()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "start", [(900000.0, -500000.0), (770000.0, -1.0)], ids=["left edge", "right edge"]
)
def test_no_number_at_the_edges_of_a_map_is_cut_off(start: tuple[float, float]) -> None:
    view = SurfaceView()
    view.resize(400, 300)
    far = descending("x^2 + y^2").with_recipe(PARAMS, Numbers((2,), start))
    view.show_state(ViewState(view_named("surface"), build_scene(far)))
    image = view.grab().toImage()
    for x in (0, image.width() - 1):
        assert len({image.pixel(x, y) for y in range(image.height())}) == 1


@pytest.mark.usefixtures("qapp")
def test_a_map_of_other_weights_or_of_no_number_says_so() -> None:
    view = SurfaceView()
    view.resize(400, 300)
    said: list[str] = []
    view.described.connect(said.append)
    view.show_state(ViewState(view_named("surface"), build_scene(Calculator(SGD(), (3, 4)))))
    assert "two weights" in said[-1]
    view.show_state(ViewState(view_named("surface"), build_scene(descending("log(x - 99)"))))
    assert not view.grab().isNull()


def test_a_function_takes_steps_of_two_weights_and_gives_them_back() -> None:
    walking = with_function(Calculator(SGD(), (3, 4)), "x^2 + y^2")
    assert walking.input_shape == (20, 2)
    assert with_function(walking, "").input_shape == (20, 2)
    assert with_function(Calculator(SGD(), (30, 2)), "x").input_shape == (30, 2)


def test_each_number_wears_the_hue_of_the_cell_that_it_is_read_from() -> None:
    """As in a convolution: the gradient, the weight before, what was remembered, what is now."""
    calculator = Calculator(Adam(lr=0.1), (2, 1), Numbers((2, 1), (3.0, 5.0)))
    scene = build_scene(calculator.with_recipe(PARAMS, Numbers((1,), (4.0,))))
    walk = WorkedWalk(scene, working_of(scene))
    walk.go_to(walk.step_count - 1)
    hues = [
        {part.text: part.tap for part in line.parts if part.tap is not None}
        for line in walk.lines()[0]
    ]
    assert hues[0] == {"0.3": OLD, "5": GRADIENT}
    assert hues[1] == {"0.009": OLD, "5²": GRADIENT}
    assert hues[2] == {"0.77": NEW}
    assert hues[-1] == {"3.9": BEFORE}
    for part, readings in walk.step.reads.items():
        for reading in readings:
            assert part != "exp_avg" or reading.tap in {OLD, NEW}


def test_the_two_weights_in_a_slope_have_hues_of_their_own() -> None:
    scene = build_scene(descending("x^2 + x*y"))
    walk = WorkedWalk(scene, working_of(scene))
    (line,) = walk.lines()[0]
    assert line.text == "∂f/∂x = 2·x + y = 2·1 + 2 = 4"
    taps = [part.tap for part in line.parts if part.tap is not None]
    assert taps == [reading.tap for reading in walk.step.reads[PARAMS]]
    assert len(set(taps)) == 2


@pytest.mark.parametrize(
    ("optimiser", "legend"),
    [
        (SGD(lr=0.1, momentum=0.9), "μ momentum, τ dampening"),
        (Adam(weight_decay=0.1), "λ weight_decay, ε eps, t step, β₁ betas[0], β₂ betas[1]"),
        (SGD(lr=0.1), ""),
    ],
)
def test_the_letters_of_a_rule_are_named_as_torch_names_them(
    qtbot: QtBot, optimiser: Optimiser, legend: str
) -> None:
    section = RuleSection()
    qtbot.addWidget(section)
    section.show_lines(optimiser.rule({}, (3, 2)), optimiser.rule_letters())
    assert section.legend.text() == legend
    assert section.legend.isHidden() is not bool(legend)


def test_beside_the_map_the_weights_stay_drawn_while_the_iteration_goes_on(
    qtbot: QtBot, shared_calculator: SharedCalculator, monkeypatch: pytest.MonkeyPatch
) -> None:
    calculator = Calculator(Muon(lr=0.1), (3, 1, 2), function="x^2 + y^2")
    page, store = shared_calculator.shown(qtbot), shared_calculator.store
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")
    page.stepper.presenter.choose_view("surface")
    walk = page.stepper.presenter.walk
    assert isinstance(walk, WorkedWalk)
    page.player.go_to(walk.working.number_of("A₁", 0))
    drawn_anew: list[object] = []
    monkeypatch.setattr(page.grids.view, "set_groups", drawn_anew.append)
    for part, flat in [("A₂", 0), ("X₅", 1), ("momentum_buffer", 2), ("output", 3)]:
        page.player.go_to(walk.working.number_of(part, flat))
        assert page.grids.view.group_names == ("output",)
    assert not drawn_anew
