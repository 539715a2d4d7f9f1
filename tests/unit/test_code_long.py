"""The longest network that can be built is read from its own code; what is longer is refused."""

from __future__ import annotations

import pytest

from convviz.core.code.reading import parse_code
from convviz.core.code.text import LONGEST_CODE
from convviz.core.code.writing import network_code
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep
from convviz.core.network.tree_limits import MOST_LAYERS

LONGEST = tuple(
    NetworkStep(Conv2d(8, 8, (3, 1), stride=(1, 1), padding=(1, 0), dilation=1, bias=bool(n % 2)))
    for n in range(MOST_LAYERS)
)


@pytest.mark.unmeasured
def test_the_longest_network_is_read_from_its_own_code() -> None:
    result = infer_sequential(LONGEST, (8, 8, 8))
    as_module = network_code(LONGEST, result, is_module=True).text
    text = network_code(LONGEST, result).text

    read = parse_code(text).network()

    assert 1 << 16 < len(text) < len(as_module) < LONGEST_CODE
    assert read.layers == tuple(step.layer for step in LONGEST)


def test_one_layer_more_is_too_long() -> None:
    text = "nn.Sequential(" + "nn.ReLU()," * (MOST_LAYERS + 1) + ")"
    with pytest.raises(DocumentError) as caught:
        parse_code(text)
    assert caught.value.code is ErrorCode.NETWORK_TOO_LONG
