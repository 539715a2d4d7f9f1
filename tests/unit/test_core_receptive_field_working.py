"""The recursion of the receptive field, worked out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convviz.core.formulas.receptive_field_working import latex_fraction, worked_field
from convviz.core.layers.activation import ReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose1d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pad import ZeroPad1d
from convviz.core.layers.pool import MaxPool1d
from convviz.core.layers.reaches import CellReach
from convviz.core.layers.shape import Flatten
from convviz.core.network.receptive_field import AxisField, receptive_fields
from convviz.core.network.row_reading import layer_reaches
from convviz.core.network.sequential import NetworkStep, infer_sequential

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer

BEFORE = AxisField(Fraction(5), Fraction(2), Fraction(1))


def reaches(layer: Layer, shape: tuple[int, ...]) -> tuple[CellReach, ...] | None:
    result = infer_sequential([NetworkStep(layer)], shape)
    assert result.failure is None
    found = layer_reaches(result.rows[0])
    return None if found is None else tuple(one for one in found if one is not None)


@pytest.mark.parametrize(
    ("layer", "size", "jump", "start"),
    [
        (
            Conv1d(1, 1, 3, stride=2, padding=1, dilation=2),
            r"r = r_0 + (k_e - 1) \, j_0 = 6 + 4 \cdot 2 = 14",
            r"j = j_0 \, s = 2 \cdot 2 = 4",
            (
                r"x = x_0 + \left(\frac{k_e - 1}{2} - p\right) j_0 = \frac{1}{2} + 1 \cdot 2"
                r" = \frac{5}{2}"
            ),
        ),
        (
            ConvTranspose1d(1, 1, 4, stride=2, padding=1),
            r"r = r_0 + \frac{k_e - 1}{s} \, j_0 = 6 + \frac{3}{2} \cdot 2 = 9",
            r"j = \frac{j_0}{s} = 2 \cdot \frac{1}{2} = 1",
            (
                r"x = x_0 + \left(p - \frac{k_e - 1}{2}\right) \frac{j_0}{s} = \frac{1}{2}"
                r" + \left(-\frac{1}{4}\right) \cdot 2 = 0"
            ),
        ),
        (
            ZeroPad1d((2, 0)),
            r"r = r_0 + e \, j_0 = 6 + 0 \cdot 2 = 6",
            r"j = j_0 \, s = 2 \cdot 1 = 2",
            r"x = x_0 + m \, j_0 = \frac{1}{2} + \left(-2\right) \cdot 2 = -\frac{7}{2}",
        ),
    ],
    ids=["convolution", "transposed", "padding"],
)
def test_the_recursion_has_the_numbers_of_the_layer(
    layer: Layer, size: str, jump: str, start: str
) -> None:
    found = reaches(layer, (1, 12))
    assert found

    working = worked_field(layer, found[0], BEFORE)

    assert (working.size, working.jump, working.start) == (size, jump, start)


def test_layers_that_mix_nothing_or_everything_have_no_reach() -> None:
    assert reaches(ReLU(), (1, 4, 4)) == ()
    assert reaches(Flatten(), (1, 4, 4)) is None
    assert reaches(Linear(4, 2), (4,)) is None
    assert reaches(AdaptiveAvgPool2d(2), (1, 4, 4)) == (CellReach(1, 2, 1),) * 2


def test_the_field_behind_a_layer_is_the_recursion_of_its_reach() -> None:
    steps = [NetworkStep(Conv2d(1, 1, 5, padding=2)), NetworkStep(Conv2d(1, 1, 3, stride=2))]
    result = infer_sequential(steps, (1, 9, 9))
    first, second = receptive_fields(result)
    reach = layer_reaches(result.rows[1])
    assert reach is not None

    pairs = zip(first.known_axes, filter(None, reach), strict=True)
    assert second.axes == tuple(axis.behind(read) for axis, read in pairs)


def test_a_disabled_layer_reaches_nothing() -> None:
    result = infer_sequential([NetworkStep(MaxPool1d(2), enabled=False)], (1, 8))

    assert layer_reaches(result.rows[0]) == ()


def test_numbers_are_whole_or_fractions() -> None:
    assert [latex_fraction(Fraction(*pair)) for pair in ((4, 2), (-3, 2))] == ["2", r"-\frac{3}{2}"]
