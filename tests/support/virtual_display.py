"""A virtual X display for one test process, so that processes do not steal each other's focus."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

REQUEST: Final = "CONVVIZ_TEST_DISPLAY"
"""Set to ``xvfb`` to run the window's tests under Xvfb instead of offscreen."""

_OPTIONS: Final = ("-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset")
_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 5.0


def wanted(variables: Mapping[str, str]) -> bool:
    """Return whether the tests are to run under a virtual X display."""
    return variables.get(REQUEST) == "xvfb"


@dataclass(frozen=True, slots=True)
class VirtualDisplay:
    """A running Xvfb.

    Attributes:
        name: What ``DISPLAY`` must hold, such as ``":93"``.
        process: The server.
    """

    name: str
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> Self:
        """Start a server on the first free display number and wait until it listens.

        Raises:
            RuntimeError: Xvfb is not installed, or did not start.
        """
        program = shutil.which("Xvfb")
        if program is None:
            msg = "Xvfb is not installed; run: make test"
            raise RuntimeError(msg)
        reader, writer = os.pipe()
        try:
            process = subprocess.Popen(
                [program, "-displayfd", str(writer), *_OPTIONS],
                pass_fds=[writer],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        finally:
            os.close(writer)
        number = _read_line(reader)
        os.close(reader)
        if not number:
            process.kill()
            process.wait()
            msg = f"Xvfb did not start: exit status {process.returncode}"
            raise RuntimeError(msg)
        return cls(f":{number}", process)

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _read_line(descriptor: int) -> str:
    """Return the line that the server writes when it is ready; empty if it never does."""
    text = b""
    while not text.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], _START_SECONDS)
        part = os.read(descriptor, 16) if ready else b""
        if not part:
            return ""
        text += part
    return text.decode("ascii").strip()
