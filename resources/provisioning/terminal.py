"""Talking to the person who called: lines, errors, programs whose output is shown and kept."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SLOW_SECONDS: Final = 90.0
"""One file that takes longer: torch's CPU build at less than some 2 MB a second."""


class SetupError(Exception):
    """Something that the caller must mend; its text is one sentence that says how."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended.

    Attributes:
        status: Its exit status; 0 is success.
        output: What it wrote on standard output and standard error.
    """

    status: int
    output: str


def say(text: str) -> None:
    """Print a line at once, also where output is a pipe."""
    print(text, flush=True)


def run_shown(
    command: Sequence[str], variables: Mapping[str, str] | None = None, when_slow: str = ""
) -> Outcome:
    """Run a program, show its output as it comes, and keep it.

    Args:
        command: The program and its arguments.
        variables: Its whole environment; this process's own when omitted.
        when_slow: What to say once if one download takes long; empty for nothing.

    Raises:
        SetupError: The program cannot be started.
    """
    process = _start(command, variables)
    lines: list[str] = []
    heard = threading.Event()
    if when_slow:
        watch = (lines, heard, when_slow, SLOW_SECONDS)
        threading.Thread(target=watch_downloads, args=watch, daemon=True).start()
    with process:
        for line in process.stdout or ():
            lines.append(line)
            heard.set()
            sys.stdout.write(line)
            sys.stdout.flush()
    lines.append("")
    heard.set()
    return Outcome(process.returncode, "".join(lines))


def run_kept(command: Sequence[str], variables: Mapping[str, str] | None = None) -> Outcome:
    """Run a program and keep its output, which is not shown.

    Args:
        command: The program and its arguments.
        variables: Its whole environment; this process's own when omitted.

    Raises:
        SetupError: The program cannot be started.
    """
    process = _start(command, variables)
    output, _ = process.communicate()
    return Outcome(process.returncode, output)


def _start(command: Sequence[str], variables: Mapping[str, str] | None) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=variables,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        msg = (
            f"{command[0]} cannot be started ({error.strerror}): install it, then call this again."
        )
        raise SetupError(msg) from error


def watch_downloads(
    lines: Sequence[str], heard: threading.Event, when_slow: str, patience: float
) -> None:
    """Say something once if nothing is heard for long after a download began.

    Args:
        lines: What the program has written; an empty line at the end means that it has ended.
        heard: Set at each line.
        when_slow: What to say.
        patience: How long nothing may be heard, in seconds.
    """
    while not lines or lines[-1]:
        if heard.wait(patience):
            heard.clear()
        elif lines and "Downloading" in lines[-1]:
            say(when_slow)
            return
