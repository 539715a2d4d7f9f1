"""The engine as a plain subprocess, without Qt."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from convviz.core.layers.conv import Conv2d
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.messages.common import Answer, Ask, Refused, encode
from convviz.protocol.messages.engine import (
    EngineAnswer,
    EngineReady,
    EngineReply,
    EngineRequest,
    engine_replies,
)
from convviz.protocol.messages.engine_layers import ComputeLayer, Part
from convviz.values.tensors import tensor_of
from tests.support.frame_reading import read_frame

if TYPE_CHECKING:
    from types import TracebackType

    from convviz.core.layers import Layer

CHECKOUT = Path(__file__).resolve().parents[2]
SERVICE = (sys.executable, "-m", "convviz.engine.service")
CONV = Conv2d(1, 1, 3)
PATIENCE = 60.0
"""Seconds after which a silent engine is killed, so that no test hangs."""


def patched_service(code: str) -> tuple[str, ...]:
    """Return the command of an engine that first runs some code of the test's."""
    main = "from convviz.engine import service; sys.exit(service.main())"
    return (sys.executable, "-c", f"import os, sys, time\n{code}\n{main}")


class EngineProcess:
    """A running engine."""

    def __init__(self, command: Sequence[str] = SERVICE) -> None:
        environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self._asked = 0
        self._guard = threading.Timer(PATIENCE, self.process.kill)
        self._guard.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._guard.cancel()
        self.process.kill()
        self.process.communicate()

    def write(self, data: bytes) -> None:
        """Write bytes to its stdin."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def read(self) -> EngineReply:
        """Return its next message."""
        assert self.process.stdout is not None
        payload = read_frame(self.process.stdout)
        assert payload is not None, "the engine ended"
        reply: EngineReply = engine_replies.decode(payload)
        return reply

    def wait_until_ready(self) -> EngineReady:
        """Return its first message."""
        ready = self.read()
        assert isinstance(ready, EngineReady)
        return ready

    def ask(self, request: EngineRequest) -> EngineAnswer | Refused:
        """Send a request and return the answer."""
        self._asked += 1
        self.write(encode(Ask(self._asked, request)))
        reply = self.read()
        assert not isinstance(reply, EngineReady)
        assert reply.id == self._asked
        return reply.answer if isinstance(reply, Answer) else reply

    def finish(self, seconds: float = PATIENCE) -> tuple[int, bytes, str]:
        """Close its stdin; return its exit code, the rest of its stdout, and its stderr.

        Raises:
            subprocess.TimeoutExpired: It is still there after so many seconds.
        """
        output, errors = self.process.communicate(timeout=seconds)
        return self.process.returncode, output, errors.decode()


def request_for(
    layer: Layer, numbers: np.ndarray, weights: dict[str, np.ndarray] | None = None
) -> ComputeLayer:
    """Return a request with arrays in it."""
    sent: dict[str, Part] = {
        name: tensor_of(array, "float32") for name, array in (weights or {}).items()
    }
    return ComputeLayer(layer_to_plain(layer), tensor_of(numbers, "float32"), sent)


def random_weights(layer: Layer) -> dict[str, np.ndarray]:
    """Return weights of a layer, the same ones every time."""
    generator = np.random.default_rng(2)
    return {name: generator.normal(size=shape) for name, shape in layer.weight_shapes().items()}


def conv_request(value: float = 1.0) -> ComputeLayer:
    """Return a request that every engine can answer."""
    return request_for(CONV, np.full((1, 4, 4), value), random_weights(CONV))
