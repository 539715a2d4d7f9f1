"""What every test gets: folders of its own, no network, nothing left behind.

Most of it is done by pytest's hooks and not by fixtures: there are fifteen thousand tests, and
pytest takes as long for three fixtures that every test has as for a small test.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest
from pytestqt.qtbot import QtBot

from tests.support import environment, leftovers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

PATIENCE_MS = 30_000
"""How long a test waits for what must happen: a machine may be slow for a while."""

for _name in ("waitUntil", "waitSignal", "waitSignals"):
    vars(QtBot)[_name].__kwdefaults__["timeout"] = PATIENCE_MS


_YOUNG: Final = 700
_OLD_AFTER: Final = 50
"""New objects, and looks at new objects, after which it is worth to look at those and the old."""
_WHOLE_WINDOWS: Final = Path(__file__).resolve().parents[1] / "e2e"


class Homes:
    """The folders that take the place of the user's own, one for each test that writes into it."""

    def __init__(self) -> None:
        self._base = Path()
        self._number = 0
        self.current = Path()

    def begin(self) -> None:
        """Make a folder for the tests of this process, and the first of theirs in it."""
        self._base = Path(tempfile.mkdtemp(prefix="convviz-homes-"))
        self.current = self._base / "0"
        self.current.mkdir()

    def end(self) -> None:
        """Delete everything."""
        shutil.rmtree(self._base, ignore_errors=True)

    def settle_in(self) -> None:
        """Point all that asks for a user's folders to the current one, which is empty."""
        home = str(self.current)
        os.environ["HOME"] = os.environ["USERPROFILE"] = home
        for name in environment.OWN_FOLDERS:
            os.environ[name] = f"{home}/{name.lower()}"
        if "PySide6.QtCore" in sys.modules:
            from PySide6.QtCore import QSettings

            for file_format in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
                QSettings.setPath(file_format, QSettings.Scope.UserScope, f"{home}/qt")

    def move_out(self) -> None:
        """Leave a folder in which something lies; an empty one does for the next test, too.

        What lies there stays: the application may still wear the style sheet that is in it.
        """
        with os.scandir(self.current) as entries:
            if next(entries, None) is None:
                return
        self._number += 1
        self.current = self._base / str(self._number)
        self.current.mkdir()


_homes: Final = Homes()


def pytest_configure(config: pytest.Config) -> None:
    """Prepare what lasts as long as the tests of this process."""
    _homes.begin()
    config.add_cleanup(_homes.end)
    patches = pytest.MonkeyPatch()
    config.add_cleanup(patches.undo)
    _start_no_trials(patches)
    _reach_no_network(patches)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give whole windows a display, as nothing else runs them, and move its mouse away from all."""
    has_mouse = os.environ.get("QT_QPA_PLATFORM") == "xcb"
    for item in items:
        if _WHOLE_WINDOWS in item.path.parents:
            item.add_marker("display")
        if has_mouse and isinstance(item, pytest.Function) and _has_window(item):
            item.fixturenames.insert(0, "mouse_out_of_the_way")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Make light what every test has, now that it is imported.

    What was imported and collected is left out of every later collection of garbage.

    It stays to the end, and to look through it after each test costs more than most tests do.
    """
    if "torch" in sys.modules:
        from tests.support.light_torch import leave_the_compiler_out, seed_without_stacks

        seed_without_stacks()
        is_wanted = any(item.get_closest_marker("compiler") for item in session.items)
        if not is_wanted and "torch._dynamo" not in sys.modules:
            leave_the_compiler_out()
    gc.collect()
    gc.freeze()


class _SoundProcess:
    """A trial of a way to compute that has succeeded."""

    returncode = 0

    def poll(self) -> int:
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[bytes, None]:
        del timeout
        return b'{"verdict": "sound"}', None


def _start_no_trials(patches: pytest.MonkeyPatch) -> None:
    """Take every way to compute for sound, as no process of a test needs seconds to find out."""
    from convviz.engine import soundness

    patches.setattr(soundness, "_start", lambda _device, _way: _SoundProcess())


def _reach_no_network(patches: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = str(address[0])
            if host not in {"localhost", "::1"} and not host.startswith("127."):
                pytest.fail(f"the test tried to reach {host}: tests need no network")
        connect(self, address)

    patches.setattr(socket.socket, "connect", connect_here)


@pytest.fixture
def own_folders() -> Path:
    """Return the folder that holds the settings, data, logs and caches of the test."""
    return Path(os.environ["HOME"])


class _Watch:
    """What is running before a test and what is logged in it."""

    lasting: ClassVar[dict[int, str]] = {}
    """What was started by something that several tests share: it ends after the last of them."""

    def __init__(self) -> None:
        self.collector = WarningCollector()
        self._logger = logging.getLogger("convviz")
        self._logger.addHandler(self.collector)
        self._before = leftovers.running_children()

    def end(self) -> list[str]:
        """Stop what the test left running, and return what that was."""
        known = self._before | self.lasting
        found = leftovers.stop_leftover_qt() + leftovers.end_leftover_children(known)
        self._logger.removeHandler(self.collector)
        return found


_WATCH: Final = pytest.StashKey[_Watch]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give a test folders of its own, before all of its fixtures, and watch it from here on."""
    _homes.settle_in()
    if _has_window(item):
        gc.disable()  # see _sweep_the_window
    leftovers.watch_qt()
    item.stash[_WATCH] = _Watch()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object],
) -> Generator[None, object, object]:
    """Let the processes of a fixture live that is there for several tests."""
    if fixturedef.scope == "function":
        return (yield)
    before = leftovers.running_children()
    result = yield
    started = leftovers.running_children().items() - before.items()
    _Watch.lasting.update(started)
    return result


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Fail a test that leaves something behind, when all of its fixtures have ended.

    The last of the wrappers: those of pytest-qt still see what goes wrong in here.
    """
    try:
        yield
    finally:
        watch = item.stash.get(_WATCH, None)
        if watch is not None:  # one that is skipped was never set up
            _clear_up(item, watch)


def _clear_up(item: pytest.Item, watch: _Watch) -> None:
    has_window = _has_window(item)
    if has_window:
        _undress()
    _homes.move_out()
    found = watch.end()
    if has_window:
        _sweep_the_window()
    if found:
        pytest.fail("the test left behind:\n  " + "\n  ".join(found))
    lines = watch.collector.lines
    if lines and item.get_closest_marker("logs_warnings") is None:
        pytest.fail("convviz logged warnings:\n  " + "\n  ".join(lines))


def _has_window(item: pytest.Item) -> bool:
    return "qapp" in getattr(item, "fixturenames", ())


def _sweep_the_window() -> None:
    """Collect the widgets of a test in its own thread, as the window does.

    The collector is off while it runs: in another thread it would delete widgets there. What a test
    has made is young then. To look through all that is older takes thirty times as long, and is
    done five times less often than by Python.
    """
    young, _, old = gc.get_count()
    if young > _YOUNG:
        gc.collect(2 if old > _OLD_AFTER else 1)
    gc.enable()


@pytest.fixture
def light_theme(qapp: QApplication) -> None:
    """Dress the application, in a test of what only the style sheet decides."""
    from convviz.ui.theme import apply_theme

    apply_theme(qapp, "light")


def _undress() -> None:
    """Take the style sheet off that a test put on the application.

    With a sheet on, Qt dresses every widget once for each time that one around it gets a parent:
    it takes a third of what a page costs, and would in each of the tests that come later.
    """
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if isinstance(application, QApplication) and application.styleSheet():
        application.setStyleSheet("")


@pytest.fixture
def no_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no formula in this test: each would start the process that draws them."""
    from convviz.ui.widgets.formula_source import FormulaSource

    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)


@pytest.fixture
def mouse_out_of_the_way(qapp: QApplication) -> None:
    """Put the display's mouse into a corner: a picture that opens beneath it would be hovered."""
    from PySide6.QtGui import QCursor

    QCursor.setPos(qapp.primaryScreen().geometry().bottomRight())


class WarningCollector(logging.Handler):
    """Collects what convviz logs at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record's text."""
        self.lines.append(self.format(record))
