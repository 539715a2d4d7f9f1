"""Runs the program itself until its window is painted for the first time, then ends the process."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


def run_until_painted(
    then: Callable[[], None] = lambda: None, *, in_loop: Callable[[], None] = lambda: None
) -> NoReturn:
    """Start the window, and leave at the end of its first paint.

    Args:
        then: Is called once the window is painted.
        in_loop: Is called when the event loop begins.
    """
    from convviz.app import import_qt, run_window

    import_qt()
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    def leave() -> None:
        then()
        sys.stdout.flush()
        os._exit(0)

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, leave)
            return super().eventFilter(watched, event)

    run_loop = QApplication.exec

    def watch_and_run() -> int:
        watcher = FirstPaint()
        for widget in QApplication.topLevelWidgets():
            widget.installEventFilter(watcher)
        in_loop()
        return run_loop()

    setattr(QApplication, "exec", staticmethod(watch_and_run))  # noqa: B010 - mypy knows a method
    sys.exit(run_window([]))


def _print_what_was_loaded() -> None:
    modules = sorted(sys.modules)
    import linecache

    from tests.support.leftovers import running_children

    loaded = {
        "modules": modules,
        "sources": sorted(linecache.cache),
        "children": [str(pid) for pid in sorted(running_children())],
        "searching": _loaded_by_searches(),
    }
    sys.stdout.write(json.dumps(loaded))


def _loaded_by_searches() -> list[str]:
    """Return which of convviz's modules the first searches load beside what was prepared."""
    from PySide6.QtWidgets import QApplication

    from convviz.ui.calculator.view_modules import VIEW_MODULES
    from convviz.ui.later_work import imports
    from convviz.ui.shell.main_window import MainWindow
    from convviz.ui.shell.search_modules import search_modules

    for step in imports((*VIEW_MODULES, *search_modules())):
        step()
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.shell.commands_dialog import CommandsDialog

    known = set(sys.modules)
    (window,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
    window.show_commands()
    window.findChildren(CommandsDialog)[0].search.field.setText("conv")
    page = window.page_named("calculator")
    assert isinstance(page, CalculatorPage)
    page.call_bar.open_layers()
    assert page.call_bar.picker is not None
    page.call_bar.picker.type_text("conv")
    return sorted(name for name in set(sys.modules) - known if name.startswith("convviz."))


if __name__ == "__main__":
    run_until_painted(_print_what_was_loaded)
