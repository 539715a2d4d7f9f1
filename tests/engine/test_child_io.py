from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

import pytest

from convviz.engine.child_io import ChildChannel, GarbageError, InputEndedError
from convviz.protocol.frames import FrameDecoder, encode_frame
from convviz.protocol.messages.common import encode
from convviz.protocol.messages.engine import (
    DescribeDevices,
    Devices,
    EngineRequest,
    engine_replies,
    engine_requests,
)


class Pipes:
    """A channel over two pipes, and the window's ends of them."""

    def __init__(self, at_end: Callable[[], object] | None = None) -> None:
        self._input, self.to_child = os.pipe()
        self.from_child, self._output = os.pipe()
        self.channel: ChildChannel[EngineRequest] = ChildChannel(
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
    os.write(pipes.to_child, b"".join(encode(DescribeDevices(id_)) for id_ in range(3)))
    assert [pipes.channel.receive(timeout=10).id for _ in range(3)] == [0, 1, 2]


def test_nothing_in_time_is_told(pipes: Pipes) -> None:
    for timeout in (0, 0.01):
        with pytest.raises(TimeoutError):
            pipes.channel.receive(timeout=timeout)


def test_the_end_of_input_comes_after_what_was_sent_and_stays() -> None:
    ended: list[bool] = []
    pipes = Pipes(at_end=lambda: ended.append(True))
    os.write(pipes.to_child, encode(DescribeDevices(1)))
    pipes.hang_up()
    assert pipes.channel.receive(timeout=10) == DescribeDevices(1)
    for _ in range(2):
        with pytest.raises(InputEndedError):
            pipes.channel.receive(timeout=10)
    assert pipes.channel.input_ended
    pipes.close()
    assert ended == [True]


def test_garbage_comes_after_what_was_sent_and_stays(pipes: Pipes) -> None:
    os.write(pipes.to_child, encode(DescribeDevices(1)) + encode_frame(b"\xc1"))
    assert pipes.channel.receive(timeout=10) == DescribeDevices(1)
    for _ in range(2):
        with pytest.raises(GarbageError):
            pipes.channel.receive(timeout=10)


def test_what_is_sent_can_be_read(pipes: Pipes) -> None:
    pipes.channel.send(Devices(1, {"cpu": "one"}))
    (payload,) = FrameDecoder().feed(os.read(pipes.from_child, 1000))
    assert engine_replies.decode(payload) == Devices(1, {"cpu": "one"})


def test_sending_to_nobody_is_no_error(pipes: Pipes) -> None:
    os.close(pipes.from_child)
    pipes.from_child = -1
    pipes.channel.send(Devices(1, {}))
