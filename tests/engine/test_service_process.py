from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from convviz.core.errors import ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.protocol import child_io
from convviz.protocol.frames import encode_frame
from convviz.protocol.messages.common import Ask, Refused, encode
from convviz.protocol.messages.engine import DescribeDevices, Devices
from convviz.protocol.messages.engine_layers import LayerValues
from tests.support.engine_process import (
    CHECKOUT,
    EngineProcess,
    conv_request,
    patched_service,
    request_for,
)

AT_ONCE = 5.0
"""Seconds, on a machine that does other things as well; it takes some milliseconds."""

WITHOUT_TORCH = """
from convviz.engine import service
from convviz.protocol.messages.common import Answer
from convviz.protocol.messages.engine import Devices, EngineReady

def serve(channel):
    channel.send(EngineReady("none", "cpu"))
    while True:
        channel.send(Answer(channel.receive().id, Devices({})))

service.serve = serve
"""
"""The service's own main around a loop that needs no torch: it starts in a tenth of the time."""


ODD_LAYERS = """
import convviz.engine.compute.layer_values as v
original = v.build_module

def odd(layer, dtype):
    if type(layer).__name__ == "ReLU":
        {}["surprise"]
    print("stray words", flush=True)
    os.write(1, b"stray bytes")
    assert sys.stdin.read() == ""
    return original(layer, dtype)

v.build_module = odd
"""
"""A layer at which the engine meets an error of its own, and others that print."""


def test_an_engine_outlives_errors_and_stray_prints_and_ends_idle_with_its_stdin() -> None:
    """One engine for all of it: each loads torch for seconds."""
    with EngineProcess(patched_service(ODD_LAYERS)) as engine:
        ready = engine.wait_until_ready()
        assert ready.torch_version == torch.__version__
        assert ready.device in {"cpu", "mps", "cuda:0"}

        reply = engine.ask(request_for(ReLU(), np.ones((1, 2))))
        assert isinstance(reply, Refused)
        assert reply.problem.code == ErrorCode.UNEXPECTED
        assert "KeyError: 'surprise'" in reply.problem.detail

        for _ in range(3):
            assert isinstance(engine.ask(conv_request()), LayerValues)
        exit_code, output, errors = engine.finish(seconds=AT_ONCE)
        assert (exit_code, output) == (0, b"")
        assert errors.count("stray words") == 3
        assert errors.count("stray bytes") == 3


@pytest.mark.parametrize(
    "junk",
    [b"\xff" * 64, encode_frame(b"\xc1 no message"), encode_frame(b"\x81\xa4type\xa1x")],
    ids=["no frame", "no MessagePack", "no message"],
)
def test_garbage_ends_the_engine_with_a_sentence(junk: bytes) -> None:
    with EngineProcess(patched_service(WITHOUT_TORCH)) as engine:
        engine.write(junk)
        exit_code = engine.process.wait(30)
        assert exit_code == child_io.EXIT_GARBAGE
        errors = engine.finish()[2]
        assert errors.startswith("what came on stdin is not a message of convviz: ")
        assert errors.count("\n") == 1


def test_the_end_of_stdin_ends_an_engine_in_the_middle_of_a_computation() -> None:
    code = (
        "def compute(channel):\n"
        "    channel.receive()\n"
        "    os.write(2, b'busy\\n')\n"
        "    time.sleep(600)\n"
        "service.serve = compute"
    )
    with EngineProcess(patched_service(WITHOUT_TORCH + code)) as engine:
        engine.write(encode(Ask(1, conv_request())))
        assert engine.process.stderr is not None
        assert engine.process.stderr.readline() == b"busy\n"
        assert engine.finish(seconds=AT_ONCE)[0] == 0


def test_the_end_of_stdin_ends_an_engine_that_still_loads_torch() -> None:
    with EngineProcess() as engine:
        assert engine.finish(seconds=30)[:2] == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_in_the_terminal_is_not_the_engines_business() -> None:
    with EngineProcess(patched_service(WITHOUT_TORCH)) as engine:
        engine.wait_until_ready()
        engine.process.send_signal(signal.SIGINT)
        assert isinstance(engine.ask(DescribeDevices()), Devices)


def test_an_error_outside_of_any_request_ends_the_engine_with_its_traceback() -> None:
    code = f"{WITHOUT_TORCH}\nservice.serve = lambda channel: {{}}['surprise']"
    with EngineProcess(patched_service(code)) as engine:
        assert engine.process.wait(30) == child_io.EXIT_FAILED
        _, output, errors = engine.finish()
        assert output == b""
        assert "KeyError: 'surprise'" in errors


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child")
def test_the_engine_dies_with_its_parent_even_if_stdin_stays_open() -> None:
    read_end, write_end = os.pipe()
    command = patched_service(WITHOUT_TORCH)
    code = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen({command!r}, stdin={read_end}, stdout=subprocess.PIPE)\n"
        "child.stdout.read(4)\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[read_end],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    os.close(read_end)
    assert parent.stdout is not None
    engine_pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 5
    while runs(engine_pid) and time.monotonic() < deadline:
        os.sched_yield()
    still_there = runs(engine_pid)
    os.close(write_end)
    assert not still_there


def runs(pid: int) -> bool:
    """Return whether a process of any parent runs; one that nobody waits for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}
