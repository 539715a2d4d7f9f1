from __future__ import annotations

import io
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.protocol.frames import FrameDecoder, encode_frame
from convviz.protocol.messages.common import Answer, Ask, Tensor, encode
from convviz.protocol.messages.engine import engine_replies, engine_requests
from convviz.protocol.messages.engine_layers import ComputeLayer, LayerValues
from tests.support.frame_reading import read_frame

pytestmark = pytest.mark.unmeasured

payloads = st.lists(st.binary(max_size=300), max_size=8)
texts = st.text(max_size=20)
numbers = st.integers(-(2**63), 2**63 - 1)
tensors = st.builds(
    Tensor,
    shape=st.lists(st.integers(0, 2**40), max_size=5).map(tuple),
    dtype=texts,
    data=st.binary(max_size=100),
)


@given(payloads, st.lists(st.integers(0, 1000), max_size=20))
def test_however_a_stream_is_cut_the_same_payloads_come_out(
    sent: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(map(encode_frame, sent))
    places = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    decoder = FrameDecoder()
    received = []
    for start, end in pairwise(places):
        received += decoder.feed(stream[start:end])
    assert received == sent


@given(payloads)
def test_a_blocking_stream_gives_the_same_payloads(sent: list[bytes]) -> None:
    stream = io.BytesIO(b"".join(map(encode_frame, sent)))
    received = []
    while (payload := read_frame(stream)) is not None:
        received.append(payload)
    assert received == sent


@settings(max_examples=40)
@given(
    st.builds(
        ComputeLayer,
        layer=st.dictionaries(texts, st.one_of(texts, numbers, st.booleans(), st.none())),
        input=tensors,
        weights=st.dictionaries(texts, tensors, max_size=3),
    )
)
def test_requests_survive_the_way(request: ComputeLayer) -> None:
    (payload,) = FrameDecoder().feed(encode(Ask(1, request)))
    assert engine_requests.decode(payload) == Ask(1, request)


@given(
    st.builds(
        LayerValues,
        output=tensors,
        device=texts,
        milliseconds=st.floats(allow_nan=False),
        indices=st.none() | tensors,
    )
)
def test_answers_survive_the_way(values: LayerValues) -> None:
    (payload,) = FrameDecoder().feed(encode(Answer(1, values)))
    assert engine_replies.decode(payload) == Answer(1, values)
