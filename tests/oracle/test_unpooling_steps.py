"""Pooling and unpooling in the calculator give torch's numbers and indices, step by step."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.unpool import MaxUnpool1d, MaxUnpool2d, MaxUnpool3d, MaxUnpoolingLayer
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.cells import CellAddress
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.walks.by_output import walk_by_output

KINDS = (MaxUnpool1d, MaxUnpool2d, MaxUnpool3d)
LARGEST = {1: 12, 2: 8, 3: 5}


@st.composite
def cases(
    draw: st.DrawFn, kind: type[MaxUnpoolingLayer]
) -> tuple[MaxUnpoolingLayer, tuple[int, ...], tuple[int, ...] | None]:
    """Draw a layer, the shape of the picture, and what is given as output_size."""
    kernel = draw(st.integers(1, 3))
    stride = draw(st.none() | st.integers(1, 3))
    layer = kind(kernel, stride, draw(st.integers(0, kernel // 2)))
    sizes = st.integers(2, LARGEST[kind.rank])
    spatial = tuple(draw(sizes) for _ in range(kind.rank))
    other = st.tuples(*(st.integers(max(1, size - 1), size + 1) for size in spatial))
    return layer, (draw(st.integers(1, 2)), *spatial), draw(st.just(spatial) | st.none() | other)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_step_arrives_at_torchs_number(
    kind: type[MaxUnpoolingLayer], data: st.DataObject
) -> None:
    layer, shape, output_size = data.draw(cases(kind))
    fill = Fill(FillPattern.RANDOM_INTEGERS, seed=data.draw(st.integers(0, 99)))
    calculator = Calculator(layer, shape, fill, output_size=output_size)
    settings_of = (layer.kernel_size, layer.stride, layer.padding)
    pooling = getattr(torch.nn, layer.pooling().type_name())(*settings_of, return_indices=True)
    module = getattr(torch.nn, layer.type_name())(*settings_of)
    try:
        scene = build_scene(calculator)
    except ConvVizError as refusal:
        if refusal.code in (ErrorCode.PADDING_TAKES_OUTPUT, ErrorCode.NOT_POSITIVE):
            return  # where nothing is left torch returns nothing; convviz says why
        picture = torch.zeros(shape, dtype=torch.float64)
        if refusal.code is ErrorCode.INDEX_OUTSIDE_OUTPUT:
            whole = build_scene(Calculator(layer, shape, fill, output_size=shape[1:]))
            picture = torch.from_numpy(whole.plain_input.copy())
        with pytest.raises((RuntimeError, ValueError)):
            module(*pooling(picture), output_size)
        return

    maxima, indices = pooling(torch.from_numpy(scene.plain_input.copy()))
    theirs = module(maxima, indices, output_size).numpy()
    assert theirs.shape == scene.output_shape
    assert scene.indices is not None
    assert scene.indices.ravel().tolist() == indices.ravel().tolist()
    totals = [build_block_step(scene, index).total for index in range(scene.step_count)]
    assert totals == theirs.ravel().tolist()
    assert scene.output is not None
    assert np.array_equal(scene.output.ravel(), theirs.ravel())


def test_a_maximum_leads_to_the_place_where_it_lands() -> None:
    ramp = Fill(FillPattern.RAMP)
    scene = build_scene(Calculator(MaxUnpool2d(2), (1, 5, 5), ramp, output_size=(5, 5)))
    walk = walk_by_output(scene)

    assert walk.step_at(CellAddress("indices", 0, 1, 1)) == 18
    walk.go_to(18)
    assert [line.text for line in walk.lines()[0]] == [
        "18 = 18",
        "3\u00b75 + 3 = 18",
        "\u230a18/5\u230b = 3",
        "18 mod 5 = 3",
    ]


def test_an_index_without_a_place_is_refused_with_the_size_that_would_hold_it() -> None:
    ramp = Fill(FillPattern.RAMP)

    with pytest.raises(ConvVizError) as refusal:
        build_scene(Calculator(MaxUnpool2d(2), (1, 5, 5), ramp))

    assert refusal.value.code is ErrorCode.INDEX_OUTSIDE_OUTPUT
    assert refusal.value.facts == {"index": 18, "output": (4, 4), "last": 15}
