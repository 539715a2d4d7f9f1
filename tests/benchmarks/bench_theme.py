"""What a change of theme costs: all pages built, each change from the click to the painted window.

Seconds of the processor, the middle of several changes there and back.
"""

from __future__ import annotations

import statistics
from time import process_time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from convviz.ui.settings import SettingsFile
from convviz.ui.shell.window_session import WindowSession

if TYPE_CHECKING:
    from collections.abc import Callable

CHANGES = 5
PAGES = ("network", "training", "runs", "calculator")


def measure() -> dict[str, float]:
    """Return seconds of a change of theme, of text size and of language."""
    application = QApplication([])
    session = WindowSession(application, SettingsFile())
    session.window.resize(1280, 800)
    session.window.show()
    for page in PAGES:
        session.window.show_page_named(page)
        _settle(application)
    menus = session.window.menus
    themes = [_seconds(application, menus.theme_chosen.emit, name) for name in _there_and_back()]
    texts = [_seconds(application, menus.text_size.chosen.emit, size) for size in (1.25, 1.0) * 2]
    widgets = len(application.allWidgets())
    languages = [
        _seconds(application, session.window.menus.language_chosen.emit, name)
        for name in ("zh_CN", "en") * 2
    ]
    session.close()
    return {
        "widgets": widgets,
        "theme cpu, s": statistics.median(themes),
        "text size cpu, s": statistics.median(texts),
        "language cpu, s": statistics.median(languages),
    }


def _there_and_back() -> list[str]:
    return ["dark", "light"] * CHANGES


def _seconds(application: QApplication, change: Callable[..., None], value: object) -> float:
    began = process_time()
    change(value)
    _settle(application)
    return process_time() - began


def _settle(application: QApplication) -> None:
    for _ in range(5):
        application.processEvents()


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:24} {value:8.3f}")
