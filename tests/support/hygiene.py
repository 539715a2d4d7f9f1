"""Fixtures that every test gets: folders of its own, no network, nothing left behind."""

from __future__ import annotations

import contextlib
import gc
import itertools
import logging
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from pytestqt.qtbot import QtBot

from tests.support import environment, leftovers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

PATIENCE_MS = 30_000
"""How long a test waits for what must happen: a machine may be slow for a while."""

for _name in ("waitUntil", "waitSignal", "waitSignals"):
    vars(QtBot)[_name].__kwdefaults__["timeout"] = PATIENCE_MS


_home_numbers = itertools.count()
_WHOLE_WINDOWS: Final = Path(__file__).resolve().parents[1] / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give whole windows a display: nothing else runs them."""
    for item in items:
        if _WHOLE_WINDOWS in item.path.parents:
            item.add_marker("display")


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later collection of garbage.

    It stays to the end, and to look through it after each test costs more than most tests do.
    """
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


@pytest.fixture(scope="session", autouse=True)
def no_trials() -> Iterator[None]:
    """Take every way to compute for sound, as no process of a test needs seconds to find out."""
    from convviz.engine import soundness

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(soundness, "_start", lambda _device, _way: _SoundProcess())
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse connections that leave this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = str(address[0])
            if host not in {"localhost", "::1"} and not host.startswith("127."):
                pytest.fail(f"the test tried to reach {host}: tests need no network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture
def own_folders() -> Path:
    """Return the folder that holds the settings, data, logs and caches of the test."""
    return Path(os.environ["HOME"])


@pytest.fixture(autouse=True)
def hygiene(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Give a test folders of its own, and fail it if it leaves something behind.

    One fixture does it all: ten thousand tests have each of them set up and torn down.
    """
    home = _new_home(tmp_path_factory.getbasetemp())
    has_window = "qapp" in request.fixturenames
    collector = WarningCollector()
    if has_window:
        gc.disable()  # see _sweep_the_window
        _put_mouse_out_of_the_way(request)
    logger = logging.getLogger("convviz")
    logger.addHandler(collector)
    leftovers.watch_qt()
    before = leftovers.running_children()
    yield
    if has_window:
        _undress(request)
    # One that is not empty stays: the application may still wear the style sheet that is in it.
    with contextlib.suppress(OSError):
        home.rmdir()
    found = leftovers.stop_leftover_qt() + leftovers.end_leftover_children(before)
    logger.removeHandler(collector)
    if has_window:
        _sweep_the_window()
    if found:
        pytest.fail("the test left behind:\n  " + "\n  ".join(found))
    if collector.lines and request.node.get_closest_marker("logs_warnings") is None:
        pytest.fail("convviz logged warnings:\n  " + "\n  ".join(collector.lines))


def _new_home(base: Path) -> Path:
    """Keep settings, data, logs and caches of a test out of the user's own and the others'.

    Returns:
        The folder that holds them, empty.
    """
    # tmp_path_factory.mktemp reads the names of all folders that were made before.
    home = base / f"home-{next(_home_numbers)}"
    home.mkdir()
    os.environ["HOME"] = os.environ["USERPROFILE"] = str(home)
    for name in environment.OWN_FOLDERS:
        os.environ[name] = f"{home}/{name.lower()}"
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        for file_format in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(file_format, QSettings.Scope.UserScope, f"{home}/qt")
    return home


def _sweep_the_window() -> None:
    """Collect the widgets of a test in its own thread, as the window does.

    The collector is off while it runs: in another thread it would delete widgets there.
    """
    from convviz.ui.shell.garbage import collect_if_due

    collect_if_due()
    gc.enable()


@pytest.fixture
def light_theme(qapp: QApplication) -> None:
    """Dress the application, in a test of what only the style sheet decides."""
    from convviz.ui.theme import apply_theme

    apply_theme(qapp, "light")


def _undress(request: pytest.FixtureRequest) -> None:
    """Take the style sheet off that a test put on the application.

    With a sheet on, Qt dresses every widget once for each time that one around it gets a parent:
    it takes a third of what a page costs, and would in each of the tests that come later.
    """
    application = request.getfixturevalue("qapp")
    if application.styleSheet():
        application.setStyleSheet("")


@pytest.fixture
def no_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no formula in this test: each would start the process that draws them."""
    from convviz.ui.widgets.formula_source import FormulaSource

    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)


def _put_mouse_out_of_the_way(request: pytest.FixtureRequest) -> None:
    """Put the display's mouse into a corner: a picture that opens beneath it would be hovered."""
    if os.environ.get("QT_QPA_PLATFORM") != "xcb":
        return
    from PySide6.QtGui import QCursor, QGuiApplication

    request.getfixturevalue("qapp")
    QCursor.setPos(QGuiApplication.primaryScreen().geometry().bottomRight())


class WarningCollector(logging.Handler):
    """Collects what convviz logs at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record's text."""
        self.lines.append(self.format(record))
