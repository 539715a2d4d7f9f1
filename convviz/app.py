"""Composition of the window: application, looks, language, document, engine, main window."""

from __future__ import annotations

import logging
import logging.handlers
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication


def missing_display() -> str:
    """Return why no window can be shown here, as a sentence; empty if one can."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "") not in ("", "xcb"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        return ""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "There is no display here (DISPLAY and WAYLAND_DISPLAY are not set)."
    if not _display_answers(display):
        return f"The display {display} does not answer."
    return ""


def run_window(arguments: Sequence[str]) -> int:
    """Show the window until it is closed.

    Args:
        arguments: At most the path of a document to open.

    Returns:
        The exit status.
    """
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from convviz.resource_files import resource_path
    from convviz.ui.settings import SettingsFile
    from convviz.ui.window_session import WindowSession

    _start_log()
    application = QApplication([sys.argv[0], *arguments])
    application.setApplicationName("convviz")
    application.setApplicationDisplayName("convviz")
    application.setDesktopFileName("convviz")
    application.setWindowIcon(QIcon(str(resource_path("icons/convviz.svg"))))
    session = WindowSession(application, SettingsFile())
    _end_on_signals(application)
    session.show()
    if arguments:
        QTimer.singleShot(0, lambda: session.open_file(Path(arguments[0])))
    status = application.exec()
    session.close()
    return status


def _display_answers(display: str) -> bool:
    """Return whether an X server listens at `display`, such as ``:0`` or ``host:10.0``."""
    host, _, number = display.rpartition(":")
    try:
        screen = int(number.split(".")[0])
    except ValueError:
        return False
    if host and not host.startswith("unix"):
        try:
            with socket.create_connection((host, 6000 + screen), timeout=2):
                return True
        except OSError:
            return False
    path = f"/tmp/.X11-unix/X{screen}"  # noqa: S108 - where X servers listen
    for address in (f"\0{path}", path):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False


def _start_log() -> None:
    """Write the log to its file; without a writable place, to stderr alone."""
    from convviz.ui.settings import log_file

    handlers: list[logging.Handler] = [logging.StreamHandler()]
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(
                path, maxBytes=1 << 20, backupCount=2, encoding="utf-8"
            )
        )
    except OSError as error:
        sys.stderr.write(f"convviz: no log file: {error}\n")
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=handlers,
    )


def _end_on_signals(application: QApplication) -> None:
    """Close the window properly on Ctrl+C and on a polite kill."""
    import signal

    from PySide6.QtCore import QTimer

    def close(_number: int, _frame: object) -> None:
        application.closeAllWindows()
        application.quit()

    signal.signal(signal.SIGINT, close)
    signal.signal(signal.SIGTERM, close)
    beat = QTimer(application)  # lets Python look at its signals while Qt waits
    beat.timeout.connect(lambda: None)
    beat.start(250)
