"""Normalisations beside torch: values of every kind, their steps and what is written of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from convviz.core.code.writing import parse_layer
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.shown_layers import is_shown, torch_shape
from convviz.engine.compute.module_builder import build_module
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern
from convviz.protocol.sentences.errors import sentence
from convviz.stepping.cells import CellAddress, CellKind
from convviz.stepping.lines.block_lines import block_lines
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.walks.by_output import walk_by_output
from convviz.stepping.walks.normalise import NormaliseWalk
from convviz.ui.calculator import edits
from convviz.ui.calculator.cell_edits import with_cell
from convviz.values.norm_values import COUNT, KEPT
from convviz.values.recipes import numbers_from_array

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.protocol.recipes import Recipe

ODD = np.array((0, -0.0, 700, -800, 1e18, np.inf, -np.inf, np.nan), np.float32)
LAYERS = [
    ("LayerNorm(5)", (5,)),
    ("LayerNorm(4)", (3, 4)),
    ("LayerNorm((3, 4), bias=False)", (2, 3, 4)),
    ("LayerNorm((2, 2, 3, 2), eps=0.5)", (2, 2, 3, 2)),
    ("LayerNorm(1)", (3, 1)),
    ("LayerNorm(4, elementwise_affine=False)", (2, 3, 4)),
    ("RMSNorm(4)", (3, 4)),
    ("RMSNorm((3, 4), eps=0.1)", (2, 3, 4)),
    ("RMSNorm(6, elementwise_affine=False)", (6,)),
    ("GroupNorm(2, 6)", (6,)),
    ("GroupNorm(3, 6)", (6, 4)),
    ("GroupNorm(2, 4, affine=False)", (4, 2, 3)),
    ("GroupNorm(1, 2)", (2, 2, 3, 2)),
]


def scene_of(layer: Layer, values: np.ndarray) -> Scene:
    integers = Fill(FillPattern.RANDOM_INTEGERS, seed=5)
    numbers = numbers_from_array(values)
    return build_scene(Calculator(layer, values.shape, numbers, weight=integers, bias=integers))


def theirs(scene: Scene) -> np.ndarray:
    """Return torch's numbers in float64, with the eps that float32 has."""
    module = build_module(scene.layer).double()
    if isinstance(module, torch.nn.RMSNorm) and module.eps is None:
        module.eps = torch.finfo(torch.float32).eps
    weights = {name: torch.tensor(value) for name, value in scene.plain_weights.items()}
    module.load_state_dict(weights)
    given = torch.tensor(scene.plain_input.reshape(torch_shape(scene.layer, scene.output_shape)))
    with torch.no_grad():
        output: np.ndarray = module(given).numpy().reshape(scene.output_shape)
    return output


def texts(code: str, *values: float) -> list[str]:
    scene = scene_of(parse_layer(code), np.array(values))
    return [line.text for line in block_lines(scene, build_block_step(scene, 0))]


@pytest.mark.parametrize(("code", "shape"), LAYERS, ids=str)
def test_values_and_steps_are_torchs(code: str, shape: tuple[int, ...]) -> None:
    layer = parse_layer(f"nn.{code}")
    assert is_shown(layer)
    chance = np.random.default_rng(3)
    for odd in (0.0, 0.1):
        values = chance.normal(0, 3, shape).astype(np.float32).astype(np.float64)
        replaced = chance.random(shape) < odd
        values[replaced] = chance.choice(ODD, shape)[replaced]
        scene = scene_of(layer, values)
        expected = theirs(scene)
        assert scene.output is not None
        np.testing.assert_allclose(scene.output.ravel(), expected.ravel(), rtol=1e-9, atol=1e-9)
        totals = [build_block_step(scene, at).total for at in range(scene.step_count)]
        np.testing.assert_allclose(totals, scene.output.ravel(), rtol=1e-12, atol=1e-12)


def test_the_working_has_the_numbers_in_it() -> None:
    assert texts("nn.LayerNorm(2, eps=0.25, elementwise_affine=False)", 1, -2) == [
        "( 1 + (−2) ) / 2 = −1 / 2 = −0.5",
        "( (1 − (−0.5))² + (−2 − (−0.5))² ) / 2 = 4.5 / 2 = 2.25",
        "(1 − (−0.5)) / √(2.25 + 0.25) = 1.5 / 1.58114 = 0.948683",
    ]
    assert texts("nn.RMSNorm(2, eps=0.5)", 1, -2)[:2] == [
        "( 1² + (−2)² ) / 2 = 5 / 2 = 2.5",
        "1 / √(2.5 + 0.5) = 1 / 1.73205 = 0.57735",
    ]
    assert texts("nn.RMSNorm(2, eps=0.5)", 1, -2)[2].startswith("0.57735 · ")


def test_a_cell_of_the_weight_is_edited_where_it_is_drawn() -> None:
    for code, shape, index, weight in (
        ("nn.GroupNorm(2, 4)", (4, 2, 2), 9, (2,)),
        ("nn.LayerNorm((2, 3))", (4, 2, 3), 10, (1, 1)),
        ("nn.LayerNorm((4, 4, 4))", (4, 4, 4), 23, (1, 1, 3)),  # too large: its own alone
    ):
        scene = scene_of(parse_layer(code), np.zeros(shape))
        walk = walk_by_output(scene, index)
        (own,) = [lit for lit in walk.lit(afresh=True) if lit.group == "scale"]
        (cell,) = own.lit.cells
        address = walk_address("scale", cell.row, cell.column)
        assert walk.edited_at(address) == ("weight", weight)
        edited = with_cell(scene.calculator, "weight", weight, 50.0)
        after = build_scene(edited)
        moved = build_block_step(after, index).norm
        assert moved is not None
        assert moved.weight == 50.0


def walk_address(group: str, row: int, column: int) -> CellAddress:
    return CellAddress(group, 0, row, column)


@pytest.mark.parametrize(
    ("code", "shape", "then", "changed"),
    [
        ("nn.LayerNorm(4)", (3, 4), (3, 6), "nn.LayerNorm(6)"),
        ("nn.LayerNorm((3, 4))", (2, 3, 4), (2, 5, 4), "nn.LayerNorm((5, 4))"),
        ("nn.GroupNorm(2, 4)", (4, 3, 3), (6, 3, 3), "nn.GroupNorm(2, 6)"),
    ],
)
def test_sizes_of_input_and_layer_follow_each_other(
    code: str, shape: tuple[int, ...], then: tuple[int, ...], changed: str
) -> None:
    before, after = parse_layer(code), parse_layer(changed)
    calculator = Calculator(before, shape)
    assert edits.with_input_shape(calculator, then).layer == after
    assert edits.with_layer(calculator, after).input_shape == then


KEEPING = [
    ("BatchNorm1d(3)", (4, 3)),
    ("BatchNorm1d(3, momentum=None)", (2, 3, 2)),
    ("BatchNorm2d(3, affine=False)", (4, 3, 2, 2)),
    ("BatchNorm2d(2, momentum=0.5, eps=0.25)", (1, 2, 2, 3)),
    ("BatchNorm3d(2, momentum=None)", (2, 2, 2, 1, 2)),
    ("BatchNorm1d(3, track_running_stats=False)", (4, 3)),
    ("InstanceNorm1d(3, track_running_stats=True, momentum=None)", (3, 4)),
    ("InstanceNorm2d(3, affine=True, track_running_stats=True)", (3, 3, 2)),
    ("InstanceNorm2d(3)", (3, 3, 2)),
    ("InstanceNorm3d(2, eps=0)", (2, 2, 1, 2)),
]


def batch(code: str, shape: tuple[int, ...], *, training: bool, values: Recipe) -> Scene:
    numbers = {
        name: Fill(FillPattern.RANDOM_INTEGERS, seed=seed, low=1, high=4)
        for seed, name in enumerate(("weight", "bias", *KEPT, COUNT))
    }
    calculator = Calculator(parse_layer(f"nn.{code}"), shape, values, training=training)
    for name, recipe in numbers.items():
        calculator = calculator.with_recipe(name, recipe)
    return build_scene(calculator)


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
@pytest.mark.parametrize(("code", "shape"), KEEPING, ids=str)
def test_a_batch_is_torchs_and_so_is_what_is_kept_of_it(
    code: str, shape: tuple[int, ...], *, training: bool
) -> None:
    for values in (Fill(FillPattern.RANDOM_NORMAL, seed=4), Fill(FillPattern.ONES)):
        scene = batch(code, shape, training=training, values=values)
        module = build_module(scene.layer).double().train(training)
        weights = {name: torch.tensor(value) for name, value in scene.plain_weights.items()}
        module.load_state_dict(weights, strict=False)
        with torch.no_grad():
            output = module(torch.tensor(scene.plain_input)).numpy()
        assert scene.output is not None
        np.testing.assert_allclose(scene.output.ravel(), output.ravel(), rtol=1e-9, atol=1e-9)
        totals = [build_block_step(scene, at).total for at in range(scene.step_count)]
        np.testing.assert_allclose(totals, scene.output.ravel(), rtol=1e-12, atol=1e-12)
        walk = walk_by_output(scene)
        assert isinstance(walk, NormaliseWalk)
        for plane in walk.kept:
            kept = getattr(module, plane.name).numpy().ravel()
            np.testing.assert_allclose(plane.values[:, -1], kept[: len(plane.values)], rtol=1e-9)
        changed = {plane.values.shape[1] for plane in walk.kept}
        assert changed <= {2 if training else 1}


def test_what_is_kept_is_written_with_its_momentum() -> None:
    scene = batch("BatchNorm1d(2)", (2, 2), training=True, values=Fill(FillPattern.RAMP))
    lines = [line.text for line in block_lines(scene, build_block_step(scene, 0))]
    mean, variance = scene.plain_weights["running_mean"][0], scene.plain_weights["running_var"][0]
    assert lines[-3:] == [
        "1 · 2 / (2 − 1) = 2",
        f"(1 − 0.1) · {mean:g} + 0.1 · 1 = {0.9 * mean + 0.1:g}",
        f"(1 − 0.1) · {variance:g} + 0.1 · 2 = {0.9 * variance + 0.2:g}",
    ]
    scene = batch("BatchNorm1d(2)", (2, 2), training=False, values=Fill(FillPattern.RAMP))
    lines = [line.text for line in block_lines(scene, build_block_step(scene, 3))]
    assert lines[0].startswith("running_mean[1] = ")
    assert lines[1].startswith("running_var[1] = ")


@pytest.mark.parametrize("code", ["BatchNorm1d(2)", "BatchNorm1d(2, track_running_stats=False)"])
@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
def test_one_value_a_channel_is_refused_as_torch_refuses_it(code: str, *, training: bool) -> None:
    layer = parse_layer(f"nn.{code}")
    module = build_module(layer).train(training)
    is_refused = training or not layer.depends_on_training()
    calculator = Calculator(layer, (1, 2), training=training)
    if not is_refused:
        assert module(torch.ones(1, 2)).shape == build_scene(calculator).output_shape
        return
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        module(torch.ones(1, 2))
    with pytest.raises(ShapeError) as caught:
        build_scene(calculator)
    assert caught.value.code is ErrorCode.ONE_VALUE_PER_CHANNEL


def test_a_running_value_is_edited_where_it_is_drawn_and_what_follows_is_not() -> None:
    scene = batch("BatchNorm2d(3)", (2, 3, 2, 2), training=True, values=Fill(FillPattern.RAMP))
    walk = walk_by_output(scene, 5)
    assert walk.edited_at(CellAddress("kept", 1, 2, 0)) == ("running_var", (2,))
    assert walk.edited_at(CellAddress("input", 4, 1, 0)) == ("input", (1, 1, 1, 0))
    edited = with_cell(scene.calculator, "running_var", (2,), 9.0)
    assert build_scene(edited).plain_weights["running_var"][2] == 9.0
    assert isinstance(walk, NormaliseWalk)
    assert (walk.kept[0].kinds[:, 1] != CellKind.REAL).all()


def test_a_type_that_is_chosen_begins_as_torch_begins_and_with_a_batch() -> None:
    conv = Calculator(parse_layer("nn.Conv2d(3, 1, 3, bias=False)"), (3, 5, 5))
    calculator = edits.with_type(conv, BatchNorm2d)
    assert calculator.layer == BatchNorm2d(3)
    assert calculator.input_shape == (4, 3, 2, 2)
    scene = build_scene(calculator)
    first = {name: set(numbers.ravel().tolist()) for name, numbers in scene.plain_weights.items()}
    assert first == {"weight": {1}, "bias": {0}, "running_mean": {0}, "running_var": {1}}
    back = edits.with_type(calculator, type(conv.layer))
    assert back.input_shape[0] == 3
    assert back.weight == conv.weight


def test_a_picture_without_its_batch_is_refused_with_what_a_batch_is() -> None:
    with pytest.raises(ShapeError) as caught:
        build_scene(Calculator(BatchNorm2d(3), (3, 5, 5)))
    assert "(samples, channels, height, width)" in sentence(caught.value)
