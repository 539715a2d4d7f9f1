"""Reading code: any text is a layer or one expected error, and nothing is ever executed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.code.writing import layer_call, parse_layer, parse_layers, value_code
from convviz.core.errors import DocumentError
from convviz.core.layers.conv import Conv2d
from convviz.protocol.sentences.errors import sentence

pytestmark = pytest.mark.unmeasured

PIECES = st.sampled_from(
    [
        *("nn.", "torch.", "Conv2d", "Sequential", "ReLU", "Linear", "(", ")", "[", "]", ","),
        *("=", "-", "*", "**", "1", "2.5", "'same'", "None", "True", "padding", "\n", "    "),
        *("lambda", "for", "x", ":", "#", "\\", '"', "f'{x}'", "0x", "1e999", "import os"),
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    assert 0 < len(_said_of(text, parse_layer)) < 600
    assert 0 < len(_said_of(text, parse_layers)) < 600


def _said_of(text: str, read: Callable[[str], object]) -> str:
    """Return what a reader makes of a text: anything but an expected error is raised."""
    try:
        read(text)
    except DocumentError as error:
        return sentence(error)
    return "a layer"


@given(
    st.integers(-(2**62), 2**62),
    st.one_of(st.integers(0, 9), st.tuples(st.integers(0, 9), st.integers(0, 9))),
    st.one_of(st.integers(0, 99), st.text(max_size=12)),
    st.booleans(),
)
def test_whatever_a_layer_holds_is_written_and_read_back(
    channels: int, kernel: int | tuple[int, int], padding: int | str, bias: bool
) -> None:
    layer = Conv2d(3, channels, kernel, padding=padding, bias=bias)
    assert parse_layer(layer_call(layer)) == layer


@given(st.text(max_size=64))
def test_a_text_stays_a_text_in_written_code(text: str) -> None:
    code = value_code(text)
    with contextlib.suppress(UnicodeEncodeError):
        code.encode()
        assert parse_layer(f"Conv2d(1, 1, 1, padding={code})") == Conv2d(1, 1, 1, padding=text)
