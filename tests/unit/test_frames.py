from __future__ import annotations

import io

import pytest

from convviz.core.errors import ErrorCode, ShapeError
from convviz.protocol.frames import LARGEST_FRAME, FrameDecoder, FrameError, encode_frame
from convviz.protocol.messages.common import Ask, Problem, Refused, encode
from convviz.protocol.messages.engine import DescribeDevices, engine_replies, engine_requests
from tests.support.frame_reading import read_frame

TOO_LARGE = (LARGEST_FRAME + 1).to_bytes(4, "big")


class HugePayload(bytes):
    """Bytes that say that they are too many."""

    __slots__ = ()

    def __len__(self) -> int:
        return LARGEST_FRAME + 1


def test_a_frame_is_its_length_and_its_bytes() -> None:
    assert encode_frame(b"abc") == b"\0\0\0\3abc"
    assert encode_frame(b"") == b"\0\0\0\0"


def test_frames_come_out_as_soon_as_they_are_whole() -> None:
    decoder = FrameDecoder()
    assert decoder.feed(b"\0\0\0\3ab") == []
    assert decoder.feed(b"c\0\0\0\0\0\0") == [b"abc", b""]
    assert decoder.feed(b"\0\1") == []
    assert decoder.feed(b"x") == [b"x"]


def test_a_length_that_no_frame_has_is_refused_before_its_bytes_come() -> None:
    for read in (FrameDecoder().feed, lambda data: read_frame(io.BytesIO(data))):
        with pytest.raises(FrameError) as caught:
            read(TOO_LARGE)
        assert caught.value.code is ErrorCode.FRAME_TOO_LARGE
        assert caught.value.facts == {"size": LARGEST_FRAME + 1, "limit": LARGEST_FRAME}


def test_a_payload_over_the_limit_is_not_sent() -> None:
    with pytest.raises(FrameError):
        encode_frame(HugePayload())


def test_a_stream_that_ends_gives_none() -> None:
    stream = io.BytesIO(encode_frame(b"one") + encode_frame(b"two")[:-1])
    assert read_frame(stream) == b"one"
    assert read_frame(stream) is None
    assert read_frame(io.BytesIO(b"\0\0")) is None


def test_a_message_goes_through_a_frame() -> None:
    (payload,) = FrameDecoder().feed(encode(Ask(3, DescribeDevices())))
    assert engine_requests.decode(payload) == Ask(3, DescribeDevices())


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (2**63 - 1, 2**63 - 1),
        (2**63, "9223372036854775808"),
        (-(10**4000), "-1e4000"),
        ((1, 2**64), "1, 18446744073709551616"),
        ((1, 2), (1, 2)),
        ("text", "text"),
        (None, None),
        (True, True),
        (2.5, 2.5),
    ],
)
def test_an_errors_facts_survive_whatever_their_size(value: object, sent: object) -> None:
    error = ShapeError(ErrorCode.SCALED_TO_NOTHING, axis=0, scale=value)  # type: ignore[arg-type]
    (payload,) = FrameDecoder().feed(encode(Refused(1, Problem.of(error, "detail"))))
    received = engine_replies.decode(payload).problem
    assert received.detail == "detail"
    assert received.error().code is ErrorCode.SCALED_TO_NOTHING
    assert received.error().facts == {"axis": 0, "scale": sent}
