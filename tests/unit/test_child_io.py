from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

import pytest

from convviz.core.errors import DataError, ErrorCode
from convviz.protocol.child_io import (
    ChildChannel,
    GarbageError,
    InputEndedError,
    Tell,
    answer_requests,
)
from convviz.protocol.frames import FrameDecoder, encode_frame
from convviz.protocol.messages.common import Answer, Ask, Progress, Refused, encode
from convviz.protocol.messages.engine import (
    DescribeDevices,
    Devices,
    EngineAsk,
    EngineReply,
    EngineRequest,
    engine_replies,
    engine_requests,
)
from convviz.protocol.messages.fetch import FetchProgress, fetch_replies


class Pipes:
    """A channel over two pipes, and the window's ends of them."""

    def __init__(self, at_end: Callable[[], object] | None = None) -> None:
        self._input, self.to_child = os.pipe()
        self.from_child, self._output = os.pipe()
        self.channel: ChildChannel[EngineAsk] = ChildChannel(
            engine_requests.decode,
            input_fd=self._input,
            output_fd=self._output,
            at_end=at_end,
        )

    def hang_up(self) -> None:
        """Close the child's stdin."""
        os.close(self.to_child)
        self.to_child = -1

    def close(self) -> None:
        if self.to_child >= 0:
            self.hang_up()
        with contextlib.suppress(InputEndedError, GarbageError):
            while True:
                self.channel.receive(timeout=10)
        for descriptor in (self.from_child, self._output, self._input):
            if descriptor >= 0:
                os.close(descriptor)


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    made = Pipes()
    yield made
    made.close()


def test_messages_arrive_in_order(pipes: Pipes) -> None:
    os.write(pipes.to_child, b"".join(encode(Ask(id_, DescribeDevices())) for id_ in range(3)))
    assert [pipes.channel.receive(timeout=10).id for _ in range(3)] == [0, 1, 2]


def test_nothing_in_time_is_told(pipes: Pipes) -> None:
    for timeout in (0, 0.01):
        with pytest.raises(TimeoutError):
            pipes.channel.receive(timeout=timeout)


def test_the_end_of_input_comes_after_what_was_sent_and_stays() -> None:
    ended: list[bool] = []
    pipes = Pipes(at_end=lambda: ended.append(True))
    os.write(pipes.to_child, encode(Ask(1, DescribeDevices())))
    pipes.hang_up()
    assert pipes.channel.receive(timeout=10) == Ask(1, DescribeDevices())
    for _ in range(2):
        with pytest.raises(InputEndedError):
            pipes.channel.receive(timeout=10)
    pipes.close()
    assert ended == [True]


def test_garbage_comes_after_what_was_sent_and_stays(pipes: Pipes) -> None:
    os.write(pipes.to_child, encode(Ask(1, DescribeDevices())) + encode_frame(b"\xc1"))
    assert pipes.channel.receive(timeout=10) == Ask(1, DescribeDevices())
    for _ in range(2):
        with pytest.raises(GarbageError):
            pipes.channel.receive(timeout=10)


def test_what_is_sent_can_be_read(pipes: Pipes) -> None:
    pipes.channel.send(Answer(1, Devices({"cpu": "one"})))
    (payload,) = FrameDecoder().feed(os.read(pipes.from_child, 1000))
    assert engine_replies.decode(payload) == Answer(1, Devices({"cpu": "one"}))


def test_sending_to_nobody_is_no_error(pipes: Pipes) -> None:
    os.close(pipes.from_child)
    pipes.from_child = -1
    pipes.channel.send(Answer(1, Devices({})))


def replies_of(pipes: Pipes) -> list[EngineReply]:
    """Return what the child has said so far."""
    payloads = FrameDecoder().feed(os.read(pipes.from_child, 1 << 16))
    return [engine_replies.decode(payload) for payload in payloads]


def test_requests_are_answered_in_order_and_an_error_is_an_answer_too(pipes: Pipes) -> None:
    surprises: Iterator[Devices | Exception] = iter(
        [Devices({"cpu": "one"}), DataError(ErrorCode.DATA_NOT_FOUND), KeyError("x")]
    )

    def answer(_request: EngineRequest, _tell: Tell) -> Devices:
        surprise = next(surprises)
        if isinstance(surprise, Exception):
            raise surprise
        return surprise

    os.write(pipes.to_child, b"".join(encode(Ask(id_, DescribeDevices())) for id_ in (4, 5, 6)))
    pipes.hang_up()
    with pytest.raises(InputEndedError):
        answer_requests(pipes.channel, answer)

    answered, refused, unexpected = replies_of(pipes)
    assert answered == Answer(4, Devices({"cpu": "one"}))
    assert isinstance(refused, Refused)
    assert (refused.id, refused.problem.code) == (5, ErrorCode.DATA_NOT_FOUND)
    assert isinstance(unexpected, Refused)
    assert (unexpected.id, unexpected.problem.code) == (6, ErrorCode.UNEXPECTED)
    assert "KeyError: 'x'" in unexpected.problem.detail


def test_an_error_that_is_fatal_ends_the_child_without_an_answer(pipes: Pipes) -> None:
    def lose(_request: EngineRequest, _tell: Tell) -> Devices:
        message = "the device is lost"
        raise OSError(message)

    os.write(pipes.to_child, encode(Ask(1, DescribeDevices())))
    with pytest.raises(OSError, match="the device is lost"):
        answer_requests(pipes.channel, lose, fatal=(OSError,))


def test_progress_is_told_of_the_request_that_is_answered(pipes: Pipes) -> None:
    def answer(_request: EngineRequest, tell: Tell) -> Devices:
        tell(FetchProgress(1, 2, 0.0, None))
        return Devices({})

    os.write(pipes.to_child, encode(Ask(3, DescribeDevices())))
    pipes.hang_up()
    with pytest.raises(InputEndedError):
        answer_requests(pipes.channel, answer)

    first, last = FrameDecoder().feed(os.read(pipes.from_child, 1 << 16))
    assert fetch_replies.decode(first) == Progress(3, FetchProgress(1, 2, 0.0, None))
    assert engine_replies.decode(last) == Answer(3, Devices({}))
