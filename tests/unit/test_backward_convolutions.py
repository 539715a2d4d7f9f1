"""The backward pass of a convolution, cell by cell: products by hand, and who is made of whom."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.core.code.writing import parse_layer
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.gradient_layer import gradient_layer
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.stepping.cells import CellAddress
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.gradients import walk_backward
from convviz.stepping.worked.backward.gradient_working import GradientWorking, Thrown
from convviz.stepping.worked.backward.passes import backward_of
from convviz.ui.calculator.edits import with_gradient_layer
from tests.support.cell_users import users_of

CALLS = (
    ("Conv2d(1, 1, 3, stride=2, padding=1)", (1, 6, 5)),
    ("Conv2d(4, 6, (3, 2), groups=2, dilation=2, bias=False)", (4, 6, 5)),
    ("Conv2d(2, 1, 3, padding=2, padding_mode='reflect')", (2, 4, 5)),
    ("Conv1d(2, 3, 4, padding='same', padding_mode='circular')", (2, 6)),
    ("Conv3d(1, 2, (2, 3, 1), padding=1)", (1, 2, 3, 2)),
    ("ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2)", (4, 3, 2)),
)


def passed(call: str, shape: tuple[int, ...]) -> GradientWorking:
    calculator = Calculator(parse_layer(call), shape)
    upstream = Fill(FillPattern.RANDOM_INTEGERS, seed=7)
    return backward_of(build_scene(calculator.with_recipe(UPSTREAM, upstream)))


def test_products_are_written_out_for_the_input_the_kernel_and_the_bias() -> None:
    calculator = Calculator(
        Conv2d(1, 1, 2), (1, 2, 3), Numbers((1, 2, 3), (1, 2, 3, 4, 5, 6)),
        Numbers((1, 1, 2, 2), (1, 2, 3, 4)),
    ).with_recipe(UPSTREAM, Numbers((1, 1, 2), (10, -1)))  # fmt: skip
    walk = walk_backward(build_scene(calculator))
    texts = {}
    for index in range(walk.step_count):
        walk.go_to(index)
        texts[index] = walk.lines()[0][0].text
    assert texts[1] == "grad_input = Σ g·w = 10·2 + (−1)·1 = 19"
    assert texts[6] == "grad_weight = Σ x·g = 1·10 + 2·(−1) = 8"
    assert texts[9] == "grad_weight = Σ x·g = 5·10 + 6·(−1) = 44"
    assert texts[10] == "grad_bias = Σ g = 10 + (−1) = 9"


@pytest.mark.parametrize(("call", "shape"), CALLS)
def test_the_products_of_each_step_come_to_its_gradient(call: str, shape: tuple[int, ...]) -> None:
    working = passed(call, shape)
    for index in range(working.step_count):
        step = working.step(index)
        reads = {name: working.part(name).values for name in step.reads}
        values = {
            name: np.array([reads[name][reading.cell] for reading in readings])
            for name, readings in step.reads.items()
        }
        grads = step.reads[UPSTREAM]
        if step.part == "grad_input":
            factors = np.array([reading.factor or 0 for reading in grads])
        else:
            factors = values.get("input", np.ones(len(grads)))
        total = float(working.part(step.part).values[step.cell])
        assert np.isclose((values[UPSTREAM] * factors).sum(), total)


@pytest.mark.parametrize(("call", "shape"), CALLS)
def test_what_a_step_reads_names_the_step_among_what_is_made_of_it(
    call: str, shape: tuple[int, ...]
) -> None:
    working = passed(call, shape)
    for index in range(0, working.step_count, 7):
        step = working.step(index)
        for name, readings in step.reads.items():
            for reading in readings[:3]:
                users = {(user.part, user.cell) for user in users_of(working, name, reading.cell)}
                assert (step.part, step.cell) in users


def test_padding_throws_gradient_away_unless_it_repeats_cells() -> None:
    assert passed("Conv2d(1, 1, 3, padding=1)", (1, 3, 3)).thrown() == Thrown(81 - 49, 81)
    repeated = "Conv2d(1, 1, 3, padding=1, padding_mode='replicate')"
    assert passed(repeated, (1, 3, 3)).thrown().products == 0


@pytest.mark.parametrize(
    ("call", "shape", "back"),
    [
        (*CALLS[0], "ConvTranspose2d(1, 1, 3, 2, 1, output_padding=(1, 0), bias=False)"),
        (*CALLS[1], "ConvTranspose2d(6, 4, (3, 2), groups=2, dilation=2, bias=False)"),
        (*CALLS[5], "Conv2d(6, 4, 3, 2, 1, groups=2, bias=False)"),
    ],
)
def test_the_layer_that_is_offered_computes_the_gradient_of_the_input(
    call: str, shape: tuple[int, ...], back: str
) -> None:
    working = passed(call, shape)
    calculator = working.calculator
    upstream = calculator.recipe_of(UPSTREAM)
    opened = with_gradient_layer(calculator, working.scene.output_shape, upstream)
    assert opened is not None
    assert opened.layer == parse_layer(back)
    output = build_scene(opened).output
    assert output is not None
    assert np.array_equal(output.ravel(), working.gradients["input"].ravel())


@pytest.mark.parametrize(("call", "shape"), CALLS[2:4])
def test_no_layer_is_offered_where_none_does_the_same(call: str, shape: tuple[int, ...]) -> None:
    layer = parse_layer(call)
    assert gradient_layer(layer, shape, layer.infer(shape)) is None


def test_the_upstream_gradient_can_be_edited_and_is_ones_at_first() -> None:
    scene = build_scene(Calculator(Conv2d(1, 1, 3), (1, 4, 4)))
    walk = walk_backward(scene)
    assert backward_of(scene).upstream.tolist() == [[[1, 1], [1, 1]]]
    assert walk.edited_at(CellAddress(UPSTREAM, 0, 1, 0)) == (UPSTREAM, (0, 1, 0))
    assert walk.edited_at(CellAddress("grad_input", 0, 1, 0)) is None
    assert walk.step_at(CellAddress("grad_weight", 0, 0, 1)) == 16 + 1


def test_very_many_places_are_lit_in_one_hue_and_their_sum_is_the_gradient() -> None:
    scene = build_scene(Calculator(Conv2d(1, 1, 3, padding=1), (1, 20, 20)))
    told = backward_of(scene)
    walk = walk_backward(scene, 400)
    washes = {light.group: light.lit.wash for light in walk.lit(afresh=True)}
    read, handed = washes["input"], washes[UPSTREAM]
    assert read is not None
    assert handed is not None
    assert read.rows == tuple(range(19))
    assert handed.columns == tuple(range(1, 20))
    line = type(told)(scene, told.passed, {}).step(400).lines[0]
    assert float(line.parts[-1].text.replace("−", "-")) == told.gradients["weight"].ravel()[0]
