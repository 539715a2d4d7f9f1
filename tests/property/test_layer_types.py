"""Whatever the settings of any layer type: its code and its plain data mean the same layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convviz.core.code.writing import layer_call, parse_layer
from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.protocol.layer_plain import layer_from_plain, layer_to_plain
from tests.oracle.strategies import configurations

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

pytestmark = pytest.mark.unmeasured

any_layer = st.sampled_from(list(layer_types().values())).flatmap(configurations)
some = settings(max_examples=200, deadline=None, derandomize=True)


@some
@given(any_layer)
def test_a_layer_is_written_and_read_back(configuration: tuple[Layer, Shape]) -> None:
    layer, _ = configuration
    try:
        layer.check()
    except ConvVizError:
        assume(False)  # noqa: FBT003 - hypothesis names no parameter

    assert parse_layer(layer_call(layer)) == layer
    assert layer_from_plain(layer_to_plain(layer)) == layer
