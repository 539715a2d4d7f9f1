"""Stands for the programs that set convviz up."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from provisioning.terminal import Outcome


class FakePrograms:
    """Stands for ``python -m venv`` and pip: makes an environment whose Python is this one.

    Attributes:
        calls: The arguments behind each program's name.
        pip: What pip answers.
        cpu_build: What it answers where the CPU build of torch is asked for, if something else.
    """

    def __init__(self, pip: Outcome | None = None, cpu_build: Outcome | None = None) -> None:
        self.calls: list[list[str]] = []
        self.pip = pip or Outcome(0, "")
        self.cpu_build = cpu_build or self.pip

    def __call__(
        self,
        command: Sequence[str],
        variables: Mapping[str, str] | None = None,  # noqa: ARG002 - as run_shown has it
        when_slow: str = "",  # noqa: ARG002
    ) -> Outcome:
        """Run a program."""
        self.calls.append(list(command[1:]))
        if "venv" not in command:
            return self.cpu_build if any("+cpu" in part for part in command) else self.pip
        python = Path(command[-1]) / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        (Path(command[-1]) / "pyvenv.cfg").touch()
        return Outcome(0, "")

    @property
    def environments_made(self) -> int:
        """How often an environment was made."""
        return sum("venv" in call for call in self.calls)

    def calls_with(self, text: str) -> list[str]:
        """Return the calls that have a text in their arguments, each as a line."""
        return [line for call in self.calls if text in (line := " ".join(call))]
