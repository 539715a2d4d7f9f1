from __future__ import annotations

import ast
import contextlib
import logging
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QObject, QSettings, QTimer, QVariantAnimation

from tests.support import environment, hygiene, leftovers, measuring, virtual_display
from tests.support.sources import trees_with

pytestmark = pytest.mark.unmeasured


def print_nothing(*_: object) -> None:
    """Stand in for the tracer of a debugger."""


def test_a_child_process_that_stays_is_found_and_ended() -> None:
    before = leftovers.running_children()
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    found = leftovers.end_leftover_children(before, grace_seconds=0.1)
    assert child.wait(10) != 0
    assert len(found) == 1
    assert "time.sleep(600)" in found[0]


def test_a_child_process_that_was_there_before_stays() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    before = leftovers.running_children()
    assert child.pid in before
    assert leftovers.end_leftover_children(before, grace_seconds=0.1) == []
    assert child.poll() is None
    child.communicate(b"\n", timeout=10)


@pytest.mark.usefixtures("qapp")
def test_a_running_timer_is_found_and_stopped() -> None:
    timer = QTimer()
    timer.start(1000)
    assert len(leftovers.stop_leftover_qt()) == 1
    assert not timer.isActive()


@pytest.mark.usefixtures("qapp")
def test_a_running_animation_is_found_and_stopped() -> None:
    animation = QVariantAnimation(duration=60_000, startValue=0.0, endValue=1.0)
    animation.start()
    assert len(leftovers.stop_leftover_qt()) == 1
    assert animation.state() == QVariantAnimation.State.Stopped


@pytest.mark.usefixtures("qapp")
def test_a_timer_of_a_deleted_object_is_no_leftover() -> None:
    parent = QObject()
    timer = QTimer(parent)
    timer.start(1000)
    parent.deleteLater()
    assert leftovers.stop_leftover_qt() == []


def test_settings_are_nobodys(own_folders: Path) -> None:
    assert Path.home() == own_folders
    assert QSettings("convviz", "convviz").fileName().startswith(str(own_folders))
    for name in environment.OWN_FOLDERS:
        assert Path(os.environ[name]).is_relative_to(own_folders)


def test_a_folder_is_left_to_the_next_test_while_nothing_lies_in_it() -> None:
    homes = hygiene.Homes()
    homes.begin()
    first = homes.current
    homes.move_out()
    assert homes.current == first
    (first / "settings").touch()
    homes.move_out()
    assert list(homes.current.iterdir()) == []
    assert (first / "settings").exists()
    homes.end()
    assert not first.parent.exists()


class OtherTest:
    """Stands in for a test that pytest runs."""

    def __init__(self, marker: pytest.Mark | None = None) -> None:
        self.stash = pytest.Stash()
        self._marker = marker

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        """Return the marker of a name."""
        return self._marker if self._marker and self._marker.name == name else None


@pytest.mark.logs_warnings
def test_a_test_fails_that_logs_a_warning_and_one_that_was_skipped_does_not() -> None:
    loud, skipped = OtherTest(), OtherTest()
    hygiene.pytest_runtest_setup(loud)  # type: ignore[arg-type]
    logging.getLogger("convviz.somewhere").warning("disk %s is full", "A")
    ending = hygiene.pytest_runtest_teardown(loud)  # type: ignore[arg-type]
    next(ending)
    with pytest.raises(pytest.fail.Exception, match="disk A is full"):
        next(ending)
    ending = hygiene.pytest_runtest_teardown(skipped)  # type: ignore[arg-type]
    next(ending)
    with pytest.raises(StopIteration):
        next(ending)


def test_the_network_is_out_of_reach() -> None:
    with socket.socket() as client, pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))


def test_this_machine_is_within_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


@pytest.mark.logs_warnings
def test_a_logged_warning_is_collected() -> None:
    collector = hygiene.WarningCollector()
    logger = logging.getLogger("convviz.somewhere")
    logger.addHandler(collector)
    logger.info("all is well")
    logger.warning("disk %s is full", "A")
    logger.removeHandler(collector)
    assert collector.lines == ["disk A is full"]


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="make test installs Xvfb")
def test_two_virtual_displays_are_two() -> None:
    first = virtual_display.VirtualDisplay.start()
    second = virtual_display.VirtualDisplay.start()
    names = {first.name, second.name}
    first.stop()
    second.stop()
    assert len(names) == 2
    assert first.process.returncode is not None
    assert second.process.returncode is not None


class CoverageTracer:
    """Stands in for the tracer of coverage."""

    __module__ = "coverage.tracer"

    def __call__(self, *_: object) -> None:
        """Trace no frame."""


class Plugins:
    """Stands in for pytest while it starts: keeps plugins, and what is to be done at the end."""

    def __init__(self) -> None:
        self.pluginmanager = self
        self.registered: list[measuring.Measuring] = []
        self.endings: list[Callable[[], object]] = []

    def register(self, plugin: measuring.Measuring) -> None:
        """Keep a plugin."""
        self.registered.append(plugin)

    def add_cleanup(self, ending: Callable[[], object]) -> None:
        """Keep what is to be done at the end."""
        self.endings.insert(0, ending)


def ask(_loader: SourceFileLoader, module: ModuleType) -> None:
    """Stand in for the code of a module, which asks for the tracer at work."""
    vars(module)["tracer"] = sys.gettrace()


def tracers_in_a_test(
    patches: pytest.MonkeyPatch, tracer: Callable[..., Any], node: pytest.Item
) -> list[object]:
    """Return the tracers before a test, in it, in two modules that it imports, and at last."""
    patches.setattr(SourceFileLoader, "exec_module", ask)
    before, plugins = sys.gettrace(), Plugins()
    sys.settrace(tracer)
    measuring.pytest_configure(plugins)  # type: ignore[arg-type]
    found: list[object] = [sys.gettrace()]
    running = [one.pytest_pyfunc_call(node) for one in plugins.registered]  # type: ignore[arg-type]
    for one in running:
        next(one)
    found.append(sys.gettrace())
    for one in running:
        with contextlib.suppress(StopIteration):
            next(one)
    for name in ("convviz.made_up", "made_up"):
        module = ModuleType(name)
        SourceFileLoader(name, "").exec_module(module)
        found.append(module.tracer)
    for ending in plugins.endings:
        ending()
    found.append(sys.gettrace())
    sys.settrace(before)
    return found


@pytest.mark.parametrize("is_marked", [False, True])
def test_coverage_follows_measured_tests_and_imports_of_convviz_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, *, is_marked: bool
) -> None:
    tracer = CoverageTracer()
    node: Any = OtherTest(pytest.mark.unmeasured.mark if is_marked else None)
    in_test = None if is_marked else tracer
    assert tracers_in_a_test(monkeypatch, tracer, node) == [None, in_test, tracer, None, tracer]


def test_a_debugger_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    node: Any = OtherTest(pytest.mark.unmeasured.mark)
    assert tracers_in_a_test(monkeypatch, print_nothing, node) == [print_nothing] * 5


def test_no_test_forgets_to_enter_a_wait() -> None:
    """`qtbot.waitExposed(window)` waits for nothing without `with`."""
    waits = {"waitExposed", "waitActive", "waitSignal", "waitSignals", "assertNotEmitted"}
    forgotten = [
        f"{path.name}:{node.lineno}"
        for path, tree in trees_with(Path(__file__).parents[1], *waits)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "attr", "") in waits
    ]
    assert forgotten == []
