"""``convviz doctor`` names a torch that is older or newer than those that were tested."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from convviz.cli import doctor


@pytest.mark.parametrize(
    ("release", "found", "problem"),
    [
        ("2.9.1", "2.9.1 (too old: tested with 2.10 to 2.15)", "older than 2.10"),
        ("2.10.0+cu128", "2.10.0+cu128", ""),
        ("2.13.0+cpu", "2.13.0+cpu", ""),
        ("2.16.0", "2.16.0 (newer than those tested: 2.10 to 2.15)", ""),
    ],
)
def test_the_release_of_torch(
    release: str, found: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _: release)

    findings = {what: (said, wrong) for what, said, wrong in map(doctor._package, ("torch",))}

    said, wrong = findings["torch"]
    assert said == found
    assert problem in wrong
    assert bool(wrong) is bool(problem)


def test_files_of_the_current_folder_are_never_run(tmp_path: Path) -> None:
    for name in ("PySide6", "numpy", "torch", "msgspec", "rich", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("print('EXECUTED')\nraise SystemExit(9)\n")
    for command in (["doctor"], ["shape", "ReLU()", "--input", "3"]):
        done = subprocess.run(
            [sys.executable, "-m", "convviz", *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "EXECUTED" not in done.stdout + done.stderr
        assert done.returncode in {0, 1}
