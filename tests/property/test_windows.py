"""What holds for the windows, values, formulas and remedies of any settings."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convviz.core.axis_windows import PositionKind
from convviz.core.errors import ConvVizError
from convviz.core.formulas.complexity import worked_mult_adds, worked_parameters
from convviz.core.formulas.output_size import formula_for
from convviz.core.layers import layer_types
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose2d
from convviz.core.layers.pool import AveragePoolingLayer
from convviz.core.layers.spatial import WindowedLayer
from convviz.core.remedies.covering import covering_changes
from convviz.core.remedies.layer_remedies import remedies
from convviz.core.remedies.remedy import RemedyKind
from convviz.values.layer_values import layer_output
from tests.oracle.strategies import configurations
from tests.support.window_terms import window_terms

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

pytestmark = pytest.mark.unmeasured

WINDOWED = [kind for kind in layer_types().values() if issubclass(kind, WindowedLayer)]
any_layer = st.sampled_from(list(layer_types().values())).flatmap(configurations)
any_windowed = st.sampled_from(WINDOWED).flatmap(configurations)
some = settings(max_examples=150, deadline=None, derandomize=True)


def accepted(configuration: tuple[Layer, Shape]) -> tuple[WindowedLayer, Shape]:
    """Return an accepted configuration of a size that can be computed."""
    layer, shape = configuration
    assume(isinstance(layer, WindowedLayer))
    assert isinstance(layer, WindowedLayer)
    try:
        output = layer.infer(shape)
    except ConvVizError:
        assume(False)  # noqa: FBT003 - hypothesis names no parameter
        raise
    axes = layer.axis_windows(layer.spatial(shape))
    assume(0 not in output)
    assume(math.prod(output) < 10_000)
    assume(math.prod(axis.kernel_size for axis in axes) < 1000)
    return layer, shape


def tensors(
    layer: WindowedLayer, shape: Shape, seed: int
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    random = np.random.default_rng(seed)
    weights = {name: random.normal(size=size) for name, size in layer.weight_shapes().items()}
    return random.normal(size=shape), weights


@some
@given(any_windowed)
def test_every_output_position_has_one_window_with_every_tap_once(
    configuration: tuple[Layer, Shape],
) -> None:
    layer, shape = accepted(configuration)
    output = layer.infer(shape)

    for axis, size in zip(
        layer.axis_windows(layer.spatial(shape)), output[-layer.rank :], strict=True
    ):
        assert axis.output_size == len(axis.windows) == size
        for window in axis.windows:
            assert sorted(reading.tap for reading in window) == list(range(len(window)))
        assert max(map(len, axis.windows)) == axis.kernel_size


@some
@given(any_windowed)
def test_a_cell_is_used_as_often_as_windows_read_it(configuration: tuple[Layer, Shape]) -> None:
    layer, shape = accepted(configuration)

    for axis in layer.axis_windows(layer.spatial(shape)):
        real = [r for window in axis.windows for r in window if r.kind is PositionKind.REAL]
        assert sum(axis.usage) == len(real)
        assert all(
            axis.usage[cell] <= len(axis.readers_of(cell)) for cell in range(axis.input_size)
        )
        for cell in axis.dropped:
            assert all(reading.position != cell for window in axis.windows for reading in window)


@some
@given(any_windowed, st.integers(0, 999))
def test_a_cell_worked_out_gives_the_output(configuration: tuple[Layer, Shape], seed: int) -> None:
    layer, shape = accepted(configuration)
    values, weights = tensors(layer, shape, seed)

    output = layer_output(layer, values, weights)

    random = np.random.default_rng(seed)
    cell = tuple(int(random.integers(size)) for size in output.shape)
    terms = window_terms(layer, values, weights, cell)
    assert terms.total == pytest.approx(output[cell], rel=1e-9, abs=1e-9)
    if not isinstance(layer, AveragePoolingLayer) and terms.winner is None and weights:
        products = sum(term.product for term in terms.terms)
        assert products + (terms.bias or 0) == pytest.approx(terms.total, rel=1e-9, abs=1e-9)


@some
@given(any_windowed)
def test_the_formula_arrives_at_the_output_size(configuration: tuple[Layer, Shape]) -> None:
    layer, shape = configuration
    assert isinstance(layer, WindowedLayer)
    assume(len(shape) in (layer.rank + 1, layer.rank + 2) and 0 not in shape)
    try:
        expected = layer.infer(shape)
    except ConvVizError as error:
        expected, on_axis = (), "axis" in error.facts
    else:
        on_axis = False

    formulas = formula_for(layer, layer.spatial(shape))

    for formula in formulas:
        lines = [formula.symbolic, formula.substituted, *(step.latex for step in formula.steps)]
        assert all(line.count("{") == line.count("}") for line in lines)
        assert all(line.count(r"\left") == line.count(r"\right") for line in lines)
        assert (formula.result is None) is (not formula.steps or formula.steps[-1].fails)
    if expected:
        assert tuple(formula.result for formula in formulas) == expected[-layer.rank :]
    if on_axis:
        assert any(formula.result is None for formula in formulas)


@some
@given(any_layer)
def test_every_remedy_mends(configuration: tuple[Layer, Shape]) -> None:
    layer, shape = configuration

    for remedy in remedies(layer, shape):
        if remedy.kind is RemedyKind.CHANGE_INPUT:
            assert isinstance(remedy.value, tuple)
            changed, given_shape = layer, remedy.value
        else:
            changed, given_shape = layer.replace(**{remedy.parameter: remedy.value}), shape
        if remedy.output_shape is not None:
            assert changed.infer(given_shape) == remedy.output_shape


@some
@given(any_windowed)
def test_every_cover_covers(configuration: tuple[Layer, Shape]) -> None:
    layer, shape = accepted(configuration)

    for remedy in covering_changes(layer, shape):
        changed: Layer = layer
        if remedy.kind is RemedyKind.SET_PARAMETER:
            changed = layer.replace(**{remedy.parameter: remedy.value})
        else:
            assert isinstance(remedy.value, tuple)
            shape = remedy.value
        assert isinstance(changed, WindowedLayer)
        assert changed.infer(shape) == remedy.output_shape
        assert not any(axis.dropped for axis in changed.axis_windows(changed.spatial(shape)))


@some
@given(any_layer)
def test_products_written_out_equal_the_counts(configuration: tuple[Layer, Shape]) -> None:
    layer, shape = configuration
    try:
        layer.infer(shape)
    except ConvVizError:
        assume(False)  # noqa: FBT003 - hypothesis names no parameter

    assert worked_parameters(layer).value == layer.num_params()
    assert worked_mult_adds(layer, shape).value == layer.mult_adds(shape)


@some
@given(
    st.integers(1, 9), st.integers(1, 4), st.integers(1, 3), st.integers(0, 3), st.integers(1, 3),
    st.integers(0, 999),
)  # fmt: skip
def test_a_transposed_convolution_is_the_adjoint_of_the_convolution(
    size: int, kernel: int, stride: int, padding: int, dilation: int, seed: int
) -> None:
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    assume(room >= 0)
    forward = Conv1d(2, 3, kernel, stride, padding, dilation, bias=False)
    back = ConvTranspose1d(
        3, 2, kernel, stride, padding, room % stride, bias=False, dilation=dilation
    )
    x, weights = tensors(forward, (2, size), seed)
    y = np.random.default_rng(seed + 1).normal(size=forward.infer((2, size)))

    through = float((layer_output(forward, x, weights) * y).sum())
    returned = float((layer_output(back, y, weights) * x).sum())

    assert returned == pytest.approx(through, rel=1e-9, abs=1e-9)


@some
@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3), st.integers(0, 999))
def test_a_transposed_convolution_scatters(size: int, kernel: int, stride: int, seed: int) -> None:
    layer = ConvTranspose2d(1, 1, kernel, stride, bias=False)
    values, weights = tensors(layer, (1, size, size), seed)

    scattered = np.zeros(layer.infer((1, size, size)))
    for row, column in itertools.product(range(size), repeat=2):
        rows = slice(row * stride, row * stride + kernel)
        columns = slice(column * stride, column * stride + kernel)
        scattered[0, rows, columns] += values[0, row, column] * weights["weight"][0, 0]

    assert np.allclose(layer_output(layer, values, weights), scattered)


def test_axes_are_independent() -> None:
    layer = Conv2d(1, 1, (2, 3), stride=(1, 2), padding=(1, 0), dilation=(2, 1))

    rows, columns = layer.axis_windows((7, 8))

    assert rows == Conv1d(1, 1, 2, padding=1, dilation=2).axis_windows((7,))[0]
    assert columns == Conv1d(1, 1, 3, stride=2).axis_windows((8,))[0]
