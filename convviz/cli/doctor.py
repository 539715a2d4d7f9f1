"""``convviz doctor``: versions, devices, libraries, folders; what is missing and its remedy."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from convviz import __version__
from convviz.core.errors import DataError
from convviz.core.torch_releases import (
    NEWEST_TESTED,
    OLDEST_TESTED,
    ReleaseState,
    release_state,
)
from convviz.protocol.sentences.errors import sentence

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

PACKAGES = (
    "PySide6_Essentials",
    "torch",
    "numpy",
    "pyqtgraph",
    "msgspec",
    "ziamath",
    "safetensors",
)
BROKEN_PYSIDE = (6, 12, 0)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser("doctor", help="say what this machine has and what is missing")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Print the findings; status 1 if something that convviz needs is missing."""
    table = Table("What", "Found", show_lines=False)
    problems: list[str] = []
    for subject, state, problem in _findings():
        table.add_row(subject, escape(state))
        if problem:
            problems.append(f"{subject}: {problem}")
    Console().print(table)
    for problem in problems:
        sys.stderr.write(f"convviz: {problem}\n")
    return 1 if problems else 0


def _findings() -> Iterator[tuple[str, str, str]]:
    """Yield (what, what was found, the problem with its remedy or nothing)."""
    yield "convviz", __version__, ""
    yield "Python", platform.python_version(), ""
    yield "System", platform.platform(), ""
    yield from map(_package, PACKAGES)
    yield from _torch_devices()
    yield _window()
    yield from _folders()


def _package(name: str) -> tuple[str, str, str]:
    try:
        state = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return name, "missing", "it is not installed; install convviz again"
    if name == "torch":
        return name, *_torch_release(state)
    broken = name.startswith("PySide6") and tuple(map(int, state.split(".")[:3])) == BROKEN_PYSIDE
    advice = "this release crashes on Python 3.11; install a version below 6.12" if broken else ""
    return name, state, advice if sys.version_info < (3, 12) else ""


def _torch_release(version: str) -> tuple[str, str]:
    """Return what is said of a release of torch, and the problem with it."""
    tested = f"{OLDEST_TESTED} to {NEWEST_TESTED}"
    match release_state(version):
        case ReleaseState.TOO_OLD:
            problem = f"{version} is older than {OLDEST_TESTED}; install one of {tested}"
            return f"{version} (too old: tested with {tested})", problem
        case ReleaseState.UNTESTED:
            return f"{version} (newer than those tested: {tested})", ""
        case ReleaseState.TESTED:
            return version, ""


def _torch_devices() -> Iterator[tuple[str, str, str]]:
    try:
        from convviz.engine.compute.devices import list_devices

        for name, description in list_devices().items():
            yield f"Device {name}", description, ""
    except (ImportError, OSError) as error:
        yield "Devices", "torch does not load", f"{error}; install torch again"


def _window() -> tuple[str, str, str]:
    """Try Qt's window system in a process of its own: a missing library would end this one."""
    from convviz.ui.shell.display import missing_display

    reason = missing_display()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"} if reason else None
    code = "from PySide6.QtWidgets import QApplication as A; print(A([]).platformName())"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
    )
    if done.returncode == 0:
        return "Window", f"{reason} Qt itself works." if reason else done.stdout.strip(), ""
    last = done.stderr.strip().splitlines()[-1:] or [f"status {done.returncode}"]
    return "Window", "Qt cannot open a window", f"{last[0]}; run the set-up again as README says"


def _folders() -> Iterator[tuple[str, str, str]]:
    from convviz.engine.datasets.locate import find_cifar10, find_mnist_folder
    from convviz.runs import default_runs_folder
    from convviz.ui.settings import log_file, settings_folder

    try:
        state = find_cifar10()
        yield "CIFAR-10", str(state) if state else "not here; `convviz data get` fetches it", ""
    except DataError as error:
        yield "CIFAR-10", "cannot be read", sentence(error)
    mnist = find_mnist_folder()
    yield "MNIST files", str(mnist) if mnist else "not here; set CONVVIZ_MNIST, or use --data", ""
    for subject, folder in (
        ("Settings", settings_folder()),
        ("Log", log_file().parent),
        ("Runs", default_runs_folder()),
    ):
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
        writable = os.access(nearest, os.W_OK)
        yield (
            subject,
            str(folder),
            "" if writable else f"{nearest} cannot be written; change its owner",
        )
