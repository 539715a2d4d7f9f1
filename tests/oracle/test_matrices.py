"""The matrices of a convolution times its input are what torch computes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import hypothesis
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, Phase, given, settings

from convviz.core.errors import ConvVizError
from convviz.core.layers.base import per_axis
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d, ConvolutionLayer
from convviz.core.layers.conv_transpose import (
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    TransposedConvolutionLayer,
)
from convviz.values.matrix_form import kernel_matrix, matrix_form, window_matrix
from convviz.values.matrix_sparse import sparse_matrix
from tests.oracle.strategies import configurations
from tests.oracle.torch_side import pads_some_axes_only, run_torch

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

KINDS = (Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)
LARGEST = 200_000
COUNT = 40
"""Configurations of each kind of layer."""
ROUNDS = 20
"""In which so many are drawn at most: about one of five is accepted."""


@cache
def draw(kind: type[Layer]) -> list[tuple[Any, Shape]]:
    """Return different configurations of one picture that torch accepts, the same each time."""
    found: dict[tuple[Any, Shape], None] = {}

    def collect(configuration: tuple[Any, Shape]) -> None:
        layer, shape = configuration
        shape = shape[-layer.rank - 1 :]
        if len(found) < COUNT and is_accepted(layer, shape):
            found[layer, shape] = None

    some = settings(
        max_examples=COUNT,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for further in range(ROUNDS):
        if len(found) < COUNT:
            hypothesis.seed(further)(some(given(configurations(kind))(collect)))()
    assert len(found) == COUNT
    return list(found)


def is_accepted(layer: Any, shape: Shape) -> bool:
    try:
        cells = int(np.prod(layer.infer(shape)))
    except ConvVizError:
        return False
    return len(shape) == layer.rank + 1 and cells <= LARGEST and not pads_some_axes_only(layer)


def numbers(shape: Shape) -> np.ndarray[Any, Any]:
    return np.random.default_rng(0).integers(-4, 5, shape).astype(np.float64)


@pytest.mark.parametrize("kind", KINDS)
def test_both_products_are_the_convolution(kind: type[Layer]) -> None:
    for layer, shape in draw(kind):
        values = numbers(shape)
        outcome = run_torch(layer, values, seed=2)
        assert outcome.output is not None
        assert outcome.weights is not None
        weight = outcome.weights["weight"]
        bias = outcome.weights.get("bias", np.zeros(layer.out_channels))[:, None]
        output = outcome.output.reshape(layer.out_channels, -1)
        form = matrix_form(layer, shape[1:])
        matrix = sparse_matrix(form, weight)

        product = kernel_matrix(form, weight) @ window_matrix(form, values)
        assert np.array_equal(product + bias, output), (layer, shape)
        product = (matrix.dense()[0] @ values.ravel()).reshape(output.shape)
        assert np.array_equal(product + bias, output), (layer, shape)
        ones, is_joined = sparse_matrix(form, np.ones_like(weight)).dense()
        assert np.array_equal(is_joined, ones > 0), (layer, shape)
        assert matrix.entry_count == np.count_nonzero(ones), (layer, shape)
        assert matrix.sum_count == np.count_nonzero(ones > 1), (layer, shape)


def test_windows_in_columns_are_what_torch_unfolds() -> None:
    for layer, shape in draw(Conv2d):
        values = numbers(shape)
        before_after = [side for sides in reversed(layer.paddings()) for side in sides]
        mode = {"zeros": "constant"}.get(layer.padding_mode, layer.padding_mode)
        padded = torch.nn.functional.pad(torch.from_numpy(values)[None], before_after, mode)
        names = ("kernel_size", "dilation", "stride")
        sizes = {name: per_axis(getattr(layer, name), 2) for name in names}

        unfolded = torch.nn.functional.unfold(padded, **sizes)[0].numpy()
        assert np.array_equal(window_matrix(matrix_form(layer, shape[1:]), values), unfolded)


@pytest.mark.parametrize("kind", [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d])
def test_the_matrix_of_a_transposed_convolution_is_the_transpose(kind: type[Layer]) -> None:
    compared = 0
    for layer, shape in draw(kind):
        assert isinstance(layer, TransposedConvolutionLayer)
        twin_type = {1: Conv1d, 2: Conv2d, 3: Conv3d}[layer.rank]
        names = ("kernel_size", "stride", "padding", "dilation", "groups")
        settings_of_both = {name: getattr(layer, name) for name in names}
        twin = twin_type(layer.out_channels, layer.in_channels, **settings_of_both)
        output = layer.infer(shape)
        if not is_accepted(twin, output) or twin.infer(output) != shape:
            continue
        compared += 1
        weight = numbers(layer.weight_shapes()["weight"])
        forward, _ = sparse_matrix(matrix_form(twin, output[1:]), weight).dense()
        backward, _ = sparse_matrix(matrix_form(layer, shape[1:]), weight).dense()
        assert np.array_equal(backward, forward.T), layer
    assert compared >= 20


def test_parts_of_a_matrix_are_cut_out_of_it() -> None:
    for layer, shape in draw(Conv2d):
        assert isinstance(layer, ConvolutionLayer)
        form = matrix_form(layer, shape[1:])
        weight = numbers(layer.weight_shapes()["weight"])
        matrix = sparse_matrix(form, weight)
        whole, is_joined = matrix.dense()
        rows = np.arange(0, matrix.shape[0], 2)
        columns = np.arange(matrix.shape[1] // 3, matrix.shape[1])

        part, is_joined_part = matrix.dense(rows, columns)
        assert np.array_equal(part, whole[np.ix_(rows, columns)])
        assert np.array_equal(is_joined_part, is_joined[np.ix_(rows, columns)])
        for column in columns[:4].tolist():
            readings = matrix.column_readings(column)
            total = np.bincount(readings.rows, readings.values, len(whole))
            assert np.array_equal(total, whole[:, column])
        windows = np.arange(form.window_count)[::-2]
        values = numbers(shape)
        part = window_matrix(form, values)[:, windows]
        assert np.array_equal(window_matrix(form, values, windows), part)
