"""Rounds of kills with real windows and trainers; fifty are done by ``python -m tests.faults``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it looks for orphans in /proc")
def test_whoever_is_killed_nothing_is_lost_but_what_came_after_the_last_checkpoint() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--rounds", "6", "--seed", "3"],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("6 rounds, 0 faults\n")
