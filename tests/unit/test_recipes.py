from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from convviz.core.errors import ComputeError, ErrorCode
from convviz.protocol.messages.common import Tensor
from convviz.protocol.recipes import (
    ClassicKernel,
    Fill,
    FillPattern,
    KernelPattern,
    NonFinite,
    Numbers,
)
from convviz.values.recipes import LARGEST_ARRAY, materialise, numbers_from_array, typed_into
from convviz.values.tensors import array_of, tensor_of

RANDOM_INTEGERS_OF_SEED_1 = [[[3, 0, 0, 3, -2, -1], [2, -1, -1, 2, 3, -3]]]
RANDOM_NORMAL_OF_SEED_1 = [1.14, 0.53, -0.77, -1.58, 1.24, -1.63]
SHAPES = [(1, 5, 5), (3, 7), (2, 3, 4, 5), (2, 2, 3, 3), (4,), (1, 1, 1)]


def kernel(pattern: KernelPattern, *shape: int) -> Any:
    return materialise(ClassicKernel(pattern), (1, 1, *shape), channel_axes=2)[0, 0].tolist()


@pytest.mark.unmeasured
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("recipe", [*map(Fill, FillPattern), *map(ClassicKernel, KernelPattern)])
def test_every_recipe_fills_every_shape(
    recipe: Fill | ClassicKernel, shape: tuple[int, ...]
) -> None:
    array = materialise(recipe, shape)
    assert array.shape == shape
    assert array.dtype == np.float64
    assert np.isfinite(array).all()
    assert np.array_equal(array, materialise(recipe, shape))


def test_ramp_counts_row_by_row() -> None:
    assert materialise(Fill(FillPattern.RAMP), (1, 2, 3)).tolist() == [[[0, 1, 2], [3, 4, 5]]]


def test_one_hot_is_in_the_centre_of_every_plane() -> None:
    array = materialise(Fill(FillPattern.ONE_HOT), (2, 5, 4))
    assert np.argwhere(array).tolist() == [[0, 2, 1], [1, 2, 1]]


def test_one_hot_weight_is_in_the_centre_of_every_kernel_plane() -> None:
    array = materialise(Fill(FillPattern.ONE_HOT), (2, 3, 3, 3), channel_axes=2)
    assert array[:, :, 1, 1].tolist() == [[1, 1, 1], [1, 1, 1]]
    assert array.sum() == 6


def test_checkerboard_alternates() -> None:
    array = materialise(Fill(FillPattern.CHECKERBOARD), (1, 2, 3))
    assert array.tolist() == [[[1, 0, 1], [0, 1, 0]]]


def test_random_integers_never_change() -> None:
    array = materialise(Fill(FillPattern.RANDOM_INTEGERS, seed=1), (1, 2, 6))
    assert array.tolist() == RANDOM_INTEGERS_OF_SEED_1
    many = materialise(Fill(FillPattern.RANDOM_INTEGERS, seed=1), (1, 100, 100))
    assert set(many.flat) == set(range(-3, 6))


def test_random_normal_never_changes_and_is_normal() -> None:
    array = materialise(Fill(FillPattern.RANDOM_NORMAL, seed=1), (6,))
    assert array.tolist() == RANDOM_NORMAL_OF_SEED_1
    many = materialise(Fill(FillPattern.RANDOM_NORMAL, seed=3), (1, 200, 200))
    assert many.mean() == pytest.approx(0, abs=0.02)
    assert many.std() == pytest.approx(1, abs=0.02)
    assert (np.abs(many) < 1).mean() == pytest.approx(0.683, abs=0.01)


def test_seeds_differ_and_any_integer_is_a_seed() -> None:
    first, second = (
        materialise(Fill(FillPattern.RANDOM_INTEGERS, seed), (1, 5, 5)) for seed in (1, -(10**30))
    )
    assert not np.array_equal(first, second)


def test_typed_numbers_keep_their_places_when_the_shape_grows() -> None:
    typed = Numbers((1, 2, 2), (1.0, 2.0, 3.0, 4.0))
    grown = materialise(typed, (1, 3, 3))[0]
    assert grown[:2, :2].tolist() == [[1, 2], [3, 4]]
    assert (grown != 0).all()
    assert materialise(typed, (2, 1, 2))[0].tolist() == [[1, 2]]


def test_typed_numbers_keep_their_row_when_an_axis_goes_and_comes() -> None:
    typed = Numbers((2, 2, 2), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0))
    row = materialise(typed, (2, 2))
    assert row.tolist() == [[1, 2], [5, 6]]
    assert materialise(typed, (2, 1, 2, 2))[:, 0].tolist() == materialise(typed, (2, 2, 2)).tolist()
    weight = numbers_from_array(np.arange(12.0).reshape(2, 1, 2, 3))
    assert materialise(weight, (2, 1, 3), channel_axes=2)[1, 0].tolist() == [6, 7, 8]


def test_numbers_without_channels_are_the_first_plane() -> None:
    typed = Numbers((2, 2), (1.0, 2.0, 3.0, 4.0))
    assert materialise(Numbers((2,), (1.0, 2.0)), (1, 1, 3))[0, 0, :2].tolist() == [1, 2]
    assert materialise(typed, (1, 1, 2, 2), channel_axes=2).tolist() == [[[[1, 2], [3, 4]]]]


def test_nan_and_infinity_pass_through() -> None:
    typed = Numbers((1, 3), (NonFinite.NAN, NonFinite.INFINITY, NonFinite.MINUS_INFINITY))
    array = materialise(typed, (1, 3))
    assert math.isnan(array[0, 0])
    assert array[0, 1:].tolist() == [math.inf, -math.inf]
    assert numbers_from_array(array) == typed


def test_a_shape_beyond_memory_is_refused() -> None:
    with pytest.raises(ComputeError) as caught:
        materialise(Fill(FillPattern.ZEROS), (2**20, 2**20, 2**20))
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert caught.value.facts["limit"] == LARGEST_ARRAY


def test_classic_kernels_in_two_axes() -> None:
    assert kernel(KernelPattern.IDENTITY, 3, 3) == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert kernel(KernelPattern.SHARPEN, 3, 3) == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert kernel(KernelPattern.LAPLACIAN, 3, 3) == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    assert kernel(KernelPattern.SOBEL_X, 3, 3) == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert kernel(KernelPattern.SOBEL_Y, 3, 3) == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    assert kernel(KernelPattern.EMBOSS, 3, 3) == [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
    assert np.array(kernel(KernelPattern.GAUSSIAN_BLUR, 3, 3)) * 16 == pytest.approx(
        np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    )


def test_classic_kernels_in_one_axis() -> None:
    assert kernel(KernelPattern.SOBEL_X, 3) == [-1, 0, 1]
    assert kernel(KernelPattern.SOBEL_Y, 3) == [-1, 0, 1]
    assert kernel(KernelPattern.LAPLACIAN, 5) == [0, 1, -2, 1, 0]


@pytest.mark.parametrize("shape", [(1,), (2,), (5,), (1, 1), (2, 3), (4, 4), (3, 3, 3), (2, 1, 5)])
def test_blurs_keep_the_brightness_and_edges_ignore_it(shape: tuple[int, ...]) -> None:
    for pattern in (KernelPattern.BOX_BLUR, KernelPattern.GAUSSIAN_BLUR, KernelPattern.SHARPEN):
        assert np.sum(kernel(pattern, *shape)) == pytest.approx(1)
    for pattern in (KernelPattern.LAPLACIAN, KernelPattern.SOBEL_X, KernelPattern.SOBEL_Y):
        assert np.sum(kernel(pattern, *shape)) == pytest.approx(0)


def test_a_larger_kernel_has_zeros_around_the_classic_one() -> None:
    assert kernel(KernelPattern.SOBEL_X, 3, 5) == [
        [0, -1, 0, 1, 0],
        [0, -2, 0, 2, 0],
        [0, -1, 0, 1, 0],
    ]


def test_channels_keep_to_themselves() -> None:
    array = materialise(ClassicKernel(KernelPattern.IDENTITY), (3, 3, 1, 1), channel_axes=2)
    assert array[:, :, 0, 0].tolist() == np.eye(3).tolist()
    depthwise = materialise(ClassicKernel(KernelPattern.IDENTITY), (4, 1, 1, 1), channel_axes=2)
    assert depthwise.flatten().tolist() == [1, 1, 1, 1]


def test_arrays_survive_the_way_between_processes() -> None:
    array = np.arange(24, dtype=np.float64).reshape(2, 3, 4).transpose(2, 0, 1)
    assert np.array_equal(array_of(tensor_of(array)), array)
    assert array_of(tensor_of(array, "float32")).dtype == np.float32
    assert array_of(tensor_of(np.array([1e300]), "float32")).tolist() == [math.inf]
    assert array_of(tensor_of(np.full((), 3.0))).shape == ()


def test_bytes_that_do_not_fill_their_shape_are_refused() -> None:
    sent = tensor_of(np.zeros((2, 2)))
    wrong = (
        Tensor((3, 3), sent.dtype, sent.data),
        Tensor((-1, 5), sent.dtype, sent.data),
        Tensor(sent.shape, sent.dtype, b"abc"),
        Tensor(sent.shape, "object", sent.data),
    )
    for tensor in wrong:
        with pytest.raises(ComputeError):
            array_of(tensor)


def test_a_number_typed_into_others_leaves_them_as_they_are() -> None:
    before = Numbers((2, 3), (1.0, NonFinite.NAN, 3.0, 4.0, NonFinite.INFINITY, 6.0))
    after = typed_into(before, {(0, 2): -0.5, (1, 1): math.nan})
    assert after == Numbers((2, 3), (1.0, NonFinite.NAN, -0.5, 4.0, NonFinite.NAN, 6.0))
    assert typed_into(Numbers((), (1.0,)), {(): 7.0}) == Numbers((), (7.0,))
