"""What `test` and `lint` run: static checks beside the tests, and a line that sums them up."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provisioning.terminal import Outcome, run_kept, run_shown, say

if TYPE_CHECKING:
    from provisioning.environment import Environment

_NO_TESTS_COLLECTED: Final = 5
_MOST_WORKERS: Final = 4
_SUMMARY: Final = re.compile(
    r"^=*\s*((?:\d+ [a-z]+,? ?)+|no tests ran) in [\d.]+s.*$", re.MULTILINE
)
_COUNT: Final = re.compile(r"(\d+) ([a-z]+)")


@dataclass(frozen=True, slots=True)
class Check:
    """One program that must succeed.

    Attributes:
        name: What stands in the summary when it fails.
        command: The program and its arguments.
        variables: Environment variables beside the process's own.
        is_pytest: Whether it ends with pytest's summary line.
    """

    name: str
    command: Sequence[str]
    variables: Mapping[str, str]
    is_pytest: bool = False


def static_checks(environment: Environment) -> list[Check]:
    """Return lint, format, types, import contracts and translations."""
    python = str(environment.python)
    translate = str(environment.root / "resources" / "translate.py")
    commands = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy", "convviz", "tests", "resources"],
        "import contracts": [str(environment.script("lint-imports"))],
        "translations": [python, translate, "check"],
    }
    return [Check(name, command, {}) for name, command in commands.items()]


def test_runs(environment: Environment) -> list[Check]:
    """Return the two runs of pytest: without a display, and what needs one with one."""
    workers = str(min(os.cpu_count() or 1, _MOST_WORKERS))
    pytest = [str(environment.python), "-m", "pytest", "-q", "-n", workers, "--dist", "loadfile"]
    without_display = ["-m", "not slow and not display", "tests", "--ignore=tests/e2e"]
    with_display = ["-m", "not slow and display", "tests/ui", "tests/e2e"]
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    return [
        Check("tests", [*pytest, *without_display], offscreen, is_pytest=True),
        Check("tests with a display", [*pytest, *with_display], _display(), is_pytest=True),
    ]


def _display() -> dict[str, str]:
    """Return the variables that give the tests a display: a virtual one where there is Xvfb."""
    if shutil.which("Xvfb"):
        return {"CONVVIZ_TEST_DISPLAY": "xvfb"}
    return {
        "QT_QPA_PLATFORM": {"darwin": "cocoa", "win32": "windows"}.get(sys.platform, "offscreen")
    }


def run_checks(checks: Sequence[Check], root: Path) -> int:
    """Run all checks, also after one failed, and print what became of them.

    What is no test says little and runs beside everything else; its output comes when it has
    ended. Tests are shown as they run, one run after the other.

    Args:
        checks: What to run.
        root: The checkout; paths in commands and reports are relative to it.

    Returns:
        The exit status: 0 if every check succeeded.
    """
    os.chdir(root)
    started = time.monotonic()
    passed: set[str] = set()
    counts: Counter[str] = Counter()
    tests = [check for check in checks if check.is_pytest]
    others = [check for check in checks if not check.is_pytest]
    with ThreadPoolExecutor(max_workers=len(others) or 1) as beside:
        results = [(check, beside.submit(_run_quietly, check)) for check in others]
        for check in tests:
            say(f"\n--- {check.name}")
            outcome = run_shown(check.command, {**os.environ, **check.variables})
            counts += count_tests(outcome.output)
            if outcome.status in {0, _NO_TESTS_COLLECTED}:
                passed.add(check.name)
        for check, result in results:
            say(f"\n--- {check.name}\n{result.result().output.rstrip()}")
            if result.result().status == 0:
                passed.add(check.name)
    say("")
    failed = [check.name for check in checks if check.name not in passed]
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    say(f"{len(passed)} of {len(checks)} checks passed")
    if counts:
        total = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
        say(f"===== {total} in {time.monotonic() - started:.2f}s =====")
    return 1 if failed else 0


def _run_quietly(check: Check) -> Outcome:
    return run_kept(check.command, {**os.environ, **check.variables})


def count_tests(output: str) -> Counter[str]:
    """Return how many tests passed, failed, were skipped and so on, from pytest's output."""
    summaries = _SUMMARY.findall(output)
    pairs = _COUNT.findall(summaries[-1]) if summaries else []
    return Counter({kind: int(number) for number, kind in pairs})
