"""What `test` and `lint` run: static checks beside the tests, and a line that sums them up."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provisioning.terminal import Outcome, run_kept, run_shown, say

if TYPE_CHECKING:
    from provisioning.environment import Environment

_NO_TESTS_COLLECTED: Final = 5
_COVERING: Final = ("tests/unit", "tests/property")
_WINDOW: Final = "tests/ui"
_TORCH: Final = "tests/oracle"
_EARLY_HALF: Final = f"{_WINDOW}/test_[!n-z]*"
_LATE_HALF: Final = (f"{_WINDOW}/test_[n-z]*", f"{_WINDOW}/network*")
_WITH_BYTE_CODE: Final = {"PYTHONDONTWRITEBYTECODE": ""}
"""The tests start some two hundred processes: each would compile every source anew."""
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
        is_shown: Whether its output is shown as it comes; such checks run one after the other,
            the others beside everything else.
        after: Name of a check beside it that must have ended before.
    """

    name: str
    command: Sequence[str]
    variables: Mapping[str, str]
    is_pytest: bool = False
    is_shown: bool = False
    after: str = ""


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
    """Return the runs of pytest, and the floor of what the first of them covers.

    Each run is one process, and reads the tests of its own folders alone. What is in none of the
    folders named here is beside the window. The tests of the window are halved by their names:
    one process would still work on them when all others have ended.

    Coverage is measured where it is cheap: of what works without Qt and torch, by its own tests.

    Two processors are busy to the end if the longest begin first, as all that run share them: at
    once mypy (20 s of processor time), the tests below the window (40), both halves of the window's
    (55 each) and those beside it (65). The ones with a display (20) wait longer than they compute,
    so they come behind mypy, which ends first; those against torch (25) behind the ones below the
    window. No more than five are in memory at a time.
    """
    python = str(environment.python)
    run = ["-m", "pytest", "-q", "-m", "not slow and not display"]
    run_with_display = ["-m", "pytest", "-q", "-m", "not slow and display"]
    with_display = [*_files_about_a_display(environment.root), "tests/e2e"]
    elsewhere = [f"--ignore={folder}" for folder in (*_COVERING, _WINDOW, _TORCH, "tests/e2e")]
    window = [python, *run, _WINDOW]
    early = [*window, *(f"--ignore-glob={glob}" for glob in _LATE_HALF)]
    late = [*window, f"--ignore-glob={_EARLY_HALF}"]
    offscreen = {**_WITH_BYTE_CODE, "QT_QPA_PLATFORM": "offscreen"}
    below = "tests below the window"
    return [
        _pytest(below, [python, "-m", "coverage", "run", *run, *_COVERING], offscreen),
        Check("coverage", [python, "-m", "coverage", "report"], {}, after=below),
        _pytest(
            "tests with a display",
            [python, *run_with_display, *with_display],
            _display(),
            after="mypy",
        ),
        _pytest("tests beside the window", [python, *run, "tests", *elsewhere], offscreen),
        _pytest("tests against torch", [python, *run, _TORCH], offscreen, after=below),
        _pytest("tests of the window, a to m", early, offscreen),
        _pytest("tests of the window", late, offscreen, is_shown=True),
    ]


def _files_about_a_display(root: Path) -> list[str]:
    """Return the files of the window's tests that hold some about a display: most hold none.

    To import and collect all of them takes as long as those tests.
    """
    files = sorted((root / _WINDOW).rglob("test_*.py"))
    found = [file for file in files if "mark.display" in file.read_text(encoding="utf-8")]
    return [file.relative_to(root).as_posix() for file in found]


def _pytest(
    name: str,
    command: Sequence[str],
    variables: Mapping[str, str],
    *,
    after: str = "",
    is_shown: bool = False,
) -> Check:
    return Check(name, command, variables, is_pytest=True, is_shown=is_shown, after=after)


def _display() -> dict[str, str]:
    """Return the variables that give the tests a display: a virtual one where there is Xvfb."""
    if shutil.which("Xvfb"):
        return {**_WITH_BYTE_CODE, "CONVVIZ_TEST_DISPLAY": "xvfb"}
    return {
        **_WITH_BYTE_CODE,
        "QT_QPA_PLATFORM": {"darwin": "cocoa", "win32": "windows"}.get(sys.platform, "offscreen"),
    }


def run_checks(checks: Sequence[Check], root: Path) -> int:
    """Run all checks, also after one failed, and print what became of them.

    What is not shown as it runs is printed when everything has ended.

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
    results: dict[str, Future[Outcome]] = {}
    with ThreadPoolExecutor(max_workers=len(checks)) as beside:
        for check in checks:
            if not check.is_shown:
                results[check.name] = beside.submit(_run_quietly, check, results.get(check.after))
        for check in checks:
            if check.is_shown:
                say(f"\n--- {check.name}")
                outcome = run_shown(check.command, {**os.environ, **check.variables})
                if _has_passed(check, outcome, counts):
                    passed.add(check.name)
        for check in checks:
            if not check.is_shown:
                outcome = results[check.name].result()
                say(f"\n--- {check.name}\n{outcome.output.rstrip()}")
                if _has_passed(check, outcome, counts):
                    passed.add(check.name)
    _sum_up(checks, passed)
    if counts:
        total = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
        say(f"===== {total} in {time.monotonic() - started:.2f}s =====")
    return 0 if len(passed) == len(checks) else 1


def _sum_up(checks: Sequence[Check], passed: set[str]) -> None:
    """Say which checks failed, and how many did not."""
    say("")
    failed = [check.name for check in checks if check.name not in passed]
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    say(f"{len(passed)} of {len(checks)} checks passed")


def _run_quietly(check: Check, before: Future[Outcome] | None) -> Outcome:
    if before is not None:
        before.result()
    return run_kept(check.command, {**os.environ, **check.variables})


def _has_passed(check: Check, outcome: Outcome, counts: Counter[str]) -> bool:
    """Return whether a check succeeded; its tests are counted."""
    if not check.is_pytest:
        return outcome.status == 0
    counts.update(count_tests(outcome.output))
    return outcome.status in {0, _NO_TESTS_COLLECTED}


def count_tests(output: str) -> Counter[str]:
    """Return how many tests passed, failed, were skipped and so on, from pytest's output.

    What another check runs is not counted as deselected.
    """
    summaries = _SUMMARY.findall(output)
    pairs = _COUNT.findall(summaries[-1]) if summaries else []
    return Counter({kind: int(number) for number, kind in pairs if kind != "deselected"})
