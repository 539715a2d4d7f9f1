"""Talking to the person who called: lines, errors, programs whose output is shown and kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


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


def run_shown(command: Sequence[str], variables: Mapping[str, str] | None = None) -> Outcome:
    """Run a program, show its output as it comes, and keep it.

    Args:
        command: The program and its arguments.
        variables: Its whole environment; this process's own when omitted.

    Raises:
        SetupError: The program cannot be started.
    """
    try:
        process = subprocess.Popen(
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
    lines: list[str] = []
    with process:
        for line in process.stdout or ():
            lines.append(line)
            sys.stdout.write(line)
            sys.stdout.flush()
    return Outcome(process.returncode, "".join(lines))
