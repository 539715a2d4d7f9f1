"""Linear beside torch: its numbers, its steps and what it refuses, on settings by chance."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
import torch

from convviz.core.errors import ConvVizError
from convviz.core.layers.linear import Linear
from convviz.core.shown_layers import infer_shown, is_shown
from convviz.protocol.document import Calculator
from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT, CellAddress
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.lines.block_lines import block_lines
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.scene.volumes import folded_rows
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.usage_counts import drawn_usage
from convviz.stepping.walks.by_output import walk_by_output
from convviz.stepping.walks.linear import LinearWalk
from convviz.ui.calculator.edits import with_input_shape, with_layer
from convviz.ui.calculator.paste import with_pasted
from convviz.values.linear_values import linear_output
from convviz.values.recipes import numbers_from_array

ODD = np.array((0, -0.0, 1e30, -1e30, np.inf, -np.inf, np.nan))


def scene_of(layer: Linear, values: np.ndarray, weights: dict[str, np.ndarray]) -> Scene:
    recipes = {name: numbers_from_array(array) for name, array in weights.items()}
    calculator = Calculator(layer, values.shape, numbers_from_array(values))
    return build_scene(msgspec.structs.replace(calculator, **recipes))


def by_chance(
    chance: np.random.Generator,
) -> tuple[Linear, np.ndarray, dict[str, np.ndarray]]:
    """Return a layer, an input that it may refuse, and its tensors; some numbers are odd."""
    features, outputs = (int(n) for n in chance.integers(1, 6, 2))
    layer = Linear(features, outputs, bias=bool(chance.integers(2)))
    wrong = int(chance.random() < 0.1)
    leading = chance.integers(1, 4, chance.integers(0, 4))
    values = chance.normal(0, 2, (*leading, features + wrong))
    tensors = {name: chance.normal(0, 1, shape) for name, shape in layer.weight_shapes().items()}
    share = chance.choice((0, 0, 0.1))
    for array in (values, *tensors.values()):
        replaced = chance.random(array.shape) < share
        array[replaced] = chance.choice(ODD, array.shape)[replaced]
    single = {name: array.astype(np.float32).astype(float) for name, array in tensors.items()}
    return layer, values.astype(np.float32).astype(float), single


def theirs(layer: Linear, values: np.ndarray, tensors: dict[str, np.ndarray]) -> np.ndarray | None:
    """Return torch's numbers in float64; None where it refuses."""
    module = torch.nn.Linear(layer.in_features, layer.out_features, layer.bias).double()
    module.load_state_dict({name: torch.tensor(array) for name, array in tensors.items()})
    try:
        output: np.ndarray = module(torch.tensor(values)).detach().numpy()
    except RuntimeError:
        return None
    return output


def assert_close(ours: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9)


def test_numbers_steps_and_refusals_are_torchs() -> None:
    chance = np.random.default_rng(11)
    refused = 0
    for _ in range(400):
        layer, values, tensors = by_chance(chance)
        assert is_shown(layer)
        expected = theirs(layer, values, tensors)
        try:
            infer_shown(layer, values.shape)
        except ConvVizError:
            assert expected is None
            refused += 1
            continue
        assert expected is not None
        assert_close(linear_output(layer, values, tensors), expected)
        scene = scene_of(layer, values, tensors)
        assert scene.output is not None
        assert scene.output_shape == expected.shape
        totals = [build_block_step(scene, index).total for index in range(scene.step_count)]
        assert_close(np.array(totals), expected.ravel())
        assert set(drawn_usage(scene).counts.ravel().tolist()) == {layer.out_features}
    assert refused > 20


VALUES = np.array([[1.0, -2.0, 3.0], [4.0, 0.0, -1.0]])
TENSORS = {"weight": np.array([[2.0, 1.0, 0.5], [-1.0, 0.0, 3.0]]), "bias": np.array([1.0, -4.0])}


@pytest.fixture
def scene() -> Scene:
    return scene_of(Linear(3, 2), VALUES, TENSORS)


def test_each_product_is_written_out(scene: Scene) -> None:
    assert [line.text for line in block_lines(scene, build_block_step(scene, 3))] == [
        "4\u00b7(\u22121) + 0\u00b70 + (\u22121)\u00b73 + (\u22124) = \u221211",
        "y[1, 1] = x[1] \u00b7 W[1] + b[1]",
    ]
    alone = scene_of(Linear(3, 2, bias=False), VALUES[0], {"weight": TENSORS["weight"]})
    assert [line.text for line in block_lines(alone, build_block_step(alone, 0))] == [
        "1\u00b72 + (\u22122)\u00b71 + 3\u00b70.5 = 1.5",
        "y[0] = x \u00b7 W[0]",
    ]


def test_a_step_lights_its_row_its_weights_and_its_bias(scene: Scene) -> None:
    walk = walk_by_output(scene, 3)
    lit = {lights.group: lights.lit for lights in walk.lit(afresh=True)}
    assert [(cell.row, cell.label) for cell in lit[INPUT].cells] == [(1, -1), (1, 0), (1, 3)]
    assert {cell.row for cell in lit[KERNEL].cells} == {1}
    assert (lit[BIAS].box, lit[OUTPUT].box) != (None, None)
    assert lit[BIAS].box is not None
    assert lit[BIAS].box.column == 1


def test_a_number_and_a_weight_light_what_they_are_used_for(scene: Scene) -> None:
    walk = walk_by_output(scene)
    number = TracedCell(is_tap=False, channel=0, cell=(0, 1, 2))
    lit = {lights.group: lights.lit for lights in walk.traced(number)}
    assert [(cell.row, cell.column) for cell in lit[OUTPUT].cells] == [(1, 0), (1, 1)]
    assert [(cell.row, cell.column) for cell in lit[KERNEL].cells] == [(0, 2), (1, 2)]
    weight = walk.target_at(CellAddress(KERNEL, 0, 1, 2))
    assert weight is not None
    lit = {lights.group: lights.lit for lights in walk.traced(weight)}
    assert [(cell.row, cell.column) for cell in lit[INPUT].cells] == [(0, 2), (1, 2)]
    assert [(cell.row, cell.column) for cell in lit[OUTPUT].cells] == [(0, 1), (1, 1)]


def test_every_number_has_its_place_where_it_is_edited(scene: Scene) -> None:
    walk = walk_by_output(scene)
    assert walk.edited_at(CellAddress(INPUT, 0, 1, 2)) == ("input", (1, 2))
    assert walk.edited_at(CellAddress(KERNEL, 0, 1, 2)) == ("weight", (1, 2))
    assert walk.edited_at(CellAddress(BIAS, 0, 0, 1)) == ("bias", (1,))
    assert walk.edited_at(CellAddress(OUTPUT, 0, 1, 1)) is None


def test_features_and_the_input_follow_each_other(scene: Scene) -> None:
    wider = with_layer(scene.calculator, Linear(5, 2))
    assert wider.input_shape == (2, 5)
    assert with_input_shape(wider, (2, 3, 4)).layer == Linear(4, 2)
    matrix = np.arange(12.0).reshape(4, 3)
    pasted = with_pasted(scene.calculator, "weight", matrix)
    assert pasted.layer == Linear(3, 4)
    assert build_scene(pasted).plain_weights["weight"].tolist() == matrix.tolist()
    row = with_pasted(scene.calculator, "weight", np.array([7.0, 8.0, 9.0]), (1,))
    assert build_scene(row).plain_weights["weight"].tolist() == [[2, 1, 0.5], [7, 8, 9]]
    wide = with_pasted(scene.calculator, "weight", np.arange(8.0).reshape(2, 4))
    assert (wide.layer, wide.input_shape) == (Linear(4, 2), (2, 4))


def test_a_long_vector_is_drawn_in_rows_with_the_weights_of_the_output_alike() -> None:
    chance = np.random.default_rng(2)
    layer = Linear(100, 90)
    tensors = {name: chance.normal(size=shape) for name, shape in layer.weight_shapes().items()}
    values = chance.normal(size=100)
    scene = scene_of(layer, values, tensors)
    assert (scene.input.shape, scene.output_volume) == ((1, 1, 10, 10), (1, 1, 9, 10))
    walk = walk_by_output(scene, 57)
    assert isinstance(walk, LinearWalk)
    np.testing.assert_array_equal(walk.drawn_weight().ravel(), scene.plain_weights["weight"][57])
    assert scene.output is not None
    assert walk.step.total == pytest.approx(scene.output.ravel()[57])
    assert walk.edited_at(CellAddress(INPUT, 0, 3, 4)) == ("input", (34,))
    assert walk.edited_at(CellAddress(KERNEL, 0, 3, 4)) == ("weight", (57, 34))
    assert walk.edited_at(CellAddress(BIAS, 0, 5, 7)) == ("bias", (57,))
    assert walk.step_at(CellAddress(OUTPUT, 0, 5, 7)) == 57
    lit = {lights.group: lights.lit for lights in walk.lit(afresh=True)}
    assert [(cell.row, cell.column) for cell in lit[INPUT].cells][34] == (3, 4)
    assert [(cell.row, cell.column) for cell in lit[KERNEL].cells][34] == (3, 4)
    assert lit[BIAS].box == lit[OUTPUT].box
    number = walk.target_at(CellAddress(INPUT, 0, 3, 4))
    assert number is not None
    lit = {lights.group: lights.lit for lights in walk.traced(number)}
    assert len(lit[OUTPUT].cells) == 90
    assert [(cell.row, cell.column) for cell in lit[KERNEL].cells] == [(3, 4)]


def test_a_vector_without_even_rows_stays_one_row() -> None:
    assert [folded_rows(cells) for cells in (40, 64, 67, 134, 400, 784, 4096)] == [
        (1, 40),
        (8, 8),
        (1, 67),
        (1, 134),
        (20, 20),
        (28, 28),
        (64, 64),
    ]
