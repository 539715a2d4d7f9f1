"""What became of a child process, as a value that reads as a sentence."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication


class OutcomeKind(StrEnum):
    """How a child process came to its end."""

    EXITED = "exited"
    CRASHED = "crashed"
    FAILED_TO_START = "failed_to_start"
    GARBAGE = "garbage"
    SILENT = "silent"
    """Given up by its owner; a child process itself never ends so."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a child process; ``str`` of it is a sentence for the user.

    Attributes:
        kind: How it ended.
        name: The child at the beginning of a sentence, such as "The engine", translated.
        expected: It was told to stop.
        code: The exit code; the signal's number if it crashed (on Windows, the exception's).
        reason: Why it could not be started, or what was wrong with its bytes.
        stderr_tail: The end of what it wrote to stderr.
    """

    kind: OutcomeKind
    name: str
    expected: bool = False
    code: int = 0
    reason: str = ""
    stderr_tail: str = ""

    def __str__(self) -> str:
        return _outcome_text(self).format(
            name=self.name, code=self.code, reason=self.reason, signal=signal_name(self.code)
        )


def _outcome_text(outcome: Outcome) -> str:
    translate = QCoreApplication.translate
    match outcome.kind:
        case OutcomeKind.FAILED_TO_START:
            text = translate("Outcome", "{name} could not be started: {reason}.")
        case OutcomeKind.GARBAGE:
            text = translate("Outcome", "{name} sent an unreadable message and was ended.")
        case OutcomeKind.SILENT:
            text = translate("Outcome", "{name} did not answer in time and was ended.")
        case _ if outcome.expected:
            text = translate("Outcome", "{name} has ended.")
        case OutcomeKind.CRASHED:
            text = _crash_text(outcome.code)
        case _ if outcome.code == 0:
            text = translate("Outcome", "{name} ended by itself.")
        case _:
            text = translate("Outcome", "{name} ended with exit code {code}.")
    return text


def _crash_text(code: int) -> str:
    translate = QCoreApplication.translate
    match signal_name(code):
        case "SIGKILL":
            return translate(
                "Outcome", "{name} was killed from outside, or because memory ran out ({signal})."
            )
        case "SIGILL":
            return translate(
                "Outcome", "{name} used an instruction that this processor lacks ({signal})."
            )
        case "":
            return translate("Outcome", "{name} crashed (code {code}).")
        case _:
            return translate("Outcome", "{name} crashed ({signal}).")


def signal_name(number: int) -> str:
    """Return a signal's name, such as "SIGKILL"; empty on Windows and for numbers without one."""
    if os.name != "posix":
        return ""
    try:
        return signal.Signals(number).name
    except ValueError:
        return ""
