"""How soon the window is painted, against how long ``import torch`` takes, and where the time goes.

Run by ``python -m tests.benchmarks start``; it needs no display. The two are processes of their
own, started in turn, so that a noisy machine is as noisy for one as for the other. Times are those
of the processor: what else runs on the machine has little to say in them. The table is of a start
in which imports are watched, which makes it some hundredths of a second longer.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
from functools import partial
from time import process_time
from typing import TYPE_CHECKING

from tests.support.first_paint import run_until_painted

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 9
PAINT_FLAG = "--paint"
TABLE_FLAG = "--table"
_MODULE = "tests.benchmarks.bench_start"
_QT = ("PySide6", "shiboken6", "shibokensupport", "signature_bootstrap")
_PROGRAM = "convviz"
_LOAD = "_find_and_load"
"""CPython's own function in which every import statement of a new module ends."""


def measure() -> dict[str, float]:
    """Return seconds to the painted window, of import torch, their ratio, and where they went."""
    window, torch = [], []
    for _ in range(ROUNDS + 1):
        window.append(_seconds(["-m", _MODULE, PAINT_FLAG]))
        torch.append(_seconds(["-c", "import torch"]))
    pairs = list(zip(window[1:], torch[1:], strict=True))  # the first warms the disk's cache
    return {
        "window painted, s": statistics.median(window[1:]),
        "import torch, s": statistics.median(torch[1:]),
        "start ratio": statistics.median(painted / imported for painted, imported in pairs),
        **_table(),
    }


def _table() -> dict[str, float]:
    """Return milliseconds by stage, the middle of several starts."""
    starts = [dict[str, float](json.loads(_run(["-m", _MODULE, TABLE_FLAG]))) for _ in range(3)]
    return {
        f"  {stage}, ms": statistics.median(start[stage] for start in starts) for stage in starts[0]
    }


def _seconds(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(arguments: list[str]) -> bytes:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # torch, installed, has its byte code
    done = subprocess.run(
        [sys.executable, *arguments],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return done.stdout


class _Stages:
    """Adds up processor time by stage: what is imported apart from what is then done."""

    def __init__(self) -> None:
        self.spent = {"interpreter": process_time()}
        self._since = process_time()
        self._stage = "application"
        self._imports: list[str] = []

    def enter(self, stage: str) -> None:
        """Count for another stage from now on."""
        self._count()
        self._stage = stage

    def watch_imports(self) -> None:
        """Count the imports of Qt, of the program's modules and of all others for themselves."""
        machinery = sys.modules["_frozen_importlib"]
        load = getattr(machinery, _LOAD)

        def load_and_count(name: str, import_: object) -> object:
            self._count()
            self._imports.append(_owner(name))
            try:
                return load(name, import_)
            finally:
                self._count()
                self._imports.pop()

        setattr(machinery, _LOAD, load_and_count)

    def watch(self, owner: type, method: str, stage: str) -> None:
        """Count a method for a stage, and what follows for the stage before."""
        original: Callable[..., object] = getattr(owner, method)

        def counted(*arguments: object, **named: object) -> object:
            before = self._stage
            self.enter(stage)
            try:
                return original(*arguments, **named)
            finally:
                self.enter(before)

        setattr(owner, method, counted)

    def _count(self) -> None:
        now = process_time()
        stage = self._imports[-1] if self._imports else self._stage
        self.spent[stage] = self.spent.get(stage, 0.0) + now - self._since
        self._since = process_time()


def _owner(module: str) -> str:
    package = module.partition(".")[0]
    if package in _QT:
        return "import Qt"
    return "import convviz" if package == _PROGRAM else "import others"


def _print_stages() -> None:
    stages = _Stages()
    stages.watch_imports()
    from convviz.app import import_qt

    import_qt()
    from convviz.ui.shell.main_window import MainWindow
    from convviz.ui.shell.page_entry import PageEntry
    from convviz.ui.shell.window_session import WindowSession

    stages.watch(WindowSession, "__init__", "window")
    stages.watch(MainWindow, "show_page", "page")
    stages.watch(PageEntry, "widget", "page")
    stages.watch(WindowSession, "show", "first paint")

    def tell() -> None:
        stages.enter("")
        order = ("interpreter", "import Qt", "import others", "import convviz", "application")
        parts = (*order, "window", "page", "first paint")
        told = {part: stages.spent[part] * 1000 for part in parts}
        sys.stdout.write(json.dumps(told))

    run_until_painted(tell, in_loop=partial(stages.enter, "first paint"))


if __name__ == "__main__":
    if PAINT_FLAG in sys.argv:
        run_until_painted()
    if TABLE_FLAG in sys.argv:
        _print_stages()
    for name, value in measure().items():
        print(f"{name:24} {value:8.3f}")
