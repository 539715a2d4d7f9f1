"""The commands of bootstrap.py."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from provisioning.environment import Environment
from provisioning.system_packages import ensure_system_packages
from provisioning.terminal import SetupError, say

ROOT: Final = Path(__file__).resolve().parents[2]
Command: TypeAlias = Callable[[Environment, Sequence[str]], int]

_INTERRUPTED: Final = 130
_LEFTOVERS: Final = (
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".import_linter_cache",
    ".hypothesis",
    ".coverage",
)


def prepare(environment: Environment, *, for_tests: bool) -> None:
    """Install what is missing: system packages, the virtual environment, the dependencies.

    Raises:
        SetupError: Something is to be done by hand; the sentence says what.
    """
    profile = "dev" if for_tests else "runtime"
    ready = environment.is_ready(profile)
    ensure_system_packages(for_tests=for_tests, for_environment=not ready)
    if not ready:
        environment.ensure(profile)


def setup(environment: Environment, _: Sequence[str]) -> int:
    """Install everything, also what the checks need."""
    prepare(environment, for_tests=True)
    say(f"convviz is set up in {environment.folder}")
    return 0


def run(environment: Environment, arguments: Sequence[str]) -> int:
    """Open the window, or run a convviz command: run shape "Conv2d(3, 8, 3)" --input 3,32,32."""
    prepare(environment, for_tests=False)
    return start([str(environment.python), "-m", "convviz", *arguments])


def test(environment: Environment, _: Sequence[str]) -> int:
    """Run lint, types, import contracts, the translations check and all tests."""
    from provisioning.checks import run_checks, static_checks, test_runs

    prepare(environment, for_tests=True)
    return run_checks([*static_checks(environment), *test_runs(environment)], environment.root)


def lint(environment: Environment, _: Sequence[str]) -> int:
    """Run lint, types, import contracts and the translations check."""
    from provisioning.checks import run_checks, static_checks

    prepare(environment, for_tests=True)
    return run_checks(static_checks(environment), environment.root)


def bench(environment: Environment, arguments: Sequence[str]) -> int:
    """Print the measurements as ratios."""
    prepare(environment, for_tests=True)
    return start([str(environment.python), "-m", "tests.benchmarks", *arguments])


def oracle(environment: Environment, arguments: Sequence[str]) -> int:
    """Compare 20,000 random configurations of every kind of layer with torch."""
    prepare(environment, for_tests=True)
    return start([str(environment.python), "-m", "tests.oracle", *arguments])


def translate(environment: Environment, arguments: Sequence[str]) -> int:
    """Bring the translation file up to date with the sources: translate update, translate check."""
    prepare(environment, for_tests=True)
    script = environment.root / "resources" / "translate.py"
    return start([str(environment.python), str(script), *arguments])


def clean(environment: Environment, _: Sequence[str]) -> int:
    """Delete what was made: the virtual environments, build outputs, caches."""
    made = [environment.root / name for name in (".venv", "build", "dist", *_LEFTOVERS)]
    for folder in ("convviz", "resources", "tests"):
        made += (environment.root / folder).rglob("__pycache__")
    for path in [*made, *environment.root.glob(".venv-*")]:
        if path.is_file():
            path.unlink()
        shutil.rmtree(path, ignore_errors=True)
    return 0


COMMANDS: Final[dict[str, Command]] = {
    command.__name__: command
    for command in (setup, run, test, lint, bench, oracle, translate, clean)
}


def start(command: Sequence[str]) -> int:
    """Become a program where the system can, so that signals reach it; else run it to its end."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], list(command))  # noqa: S606 - the command is made here
    return subprocess.call(command)


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        description="Sets convviz up in this folder, then runs, tests or checks it.",
        epilog="; ".join(f"{name}: {function.__doc__}" for name, function in COMMANDS.items()),
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="arguments of the program")
    options = parser.parse_args(arguments)
    try:
        return COMMANDS[options.command](Environment(ROOT), options.arguments)
    except SetupError as error:
        sys.stdout.flush()
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
