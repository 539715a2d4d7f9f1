"""Composition of the window: application, looks, language, document, engine, main window."""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

    from convviz.ui.shell.window_session import WindowSession


_SPIN: Final = "OPENBLAS_THREAD_TIMEOUT"


def run_window(arguments: Sequence[str]) -> int:
    """Show the window until it is closed.

    Args:
        arguments: At most the path of a document to open.

    Returns:
        The exit status.
    """
    # Modules and widgets that are made now stay: looking for garbage among them takes a tenth of
    # the start.
    gc.disable()
    import_qt()
    _import_numpy()
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from convviz.resource_files import resource_path
    from convviz.ui.settings import SettingsFile
    from convviz.ui.shell.window_session import WindowSession

    _start_log()
    application = QApplication([sys.argv[0], *arguments])
    application.setApplicationName("convviz")
    application.setApplicationDisplayName("convviz")
    application.setDesktopFileName("convviz")
    application.setWindowIcon(QIcon(str(resource_path("icons/convviz.svg"))))
    session = WindowSession(application, SettingsFile())
    application.commitDataRequest.connect(session.save_for_the_session_manager)
    _end_on_signals(application, session)
    session.show()
    QTimer.singleShot(0, application, lambda: _tidy_up_after_the_start(application))
    if arguments:
        QTimer.singleShot(0, lambda: session.open_file(Path(arguments[0])))
    status = application.exec()
    session.close()
    _delete_window(session)
    return status


def _delete_window(session: WindowSession) -> None:
    """Delete the window while all that it uses is there.

    Left to the end of the application, Qt's objects go in any order: the source of formulas may be
    half gone when the last of its views tells it that it goes.
    """
    from PySide6.QtCore import QCoreApplication, QEvent

    session.window.deleteLater()
    QCoreApplication.sendPostedEvents(session.window, QEvent.Type.DeferredDelete)


def import_qt() -> None:
    """Import PySide, and leave Python's own import statement as it was.

    WORKAROUND PySide 6.11.3: it puts an import function of its own in its place, which reads
    the source of every module that is imported afterwards, to find out whether the module asks for
    ``from __feature__ import``. Nothing here does, and it takes a tenth of the start.
    """
    import builtins

    import PySide6.QtCore  # noqa: F401 - what puts it there

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _import_numpy() -> None:
    """Import numpy, and let the threads that its matrix library starts wait asleep.

    They turn round for a thirtieth of a second first, in case there is work for them: a second
    processor is taken from the start for nothing. Child processes hear nothing of the setting.
    """
    is_chosen = _SPIN in os.environ
    os.environ.setdefault(_SPIN, "4")  # the logarithm of the turns; 4 is the least
    import numpy as np  # noqa: F401

    if not is_chosen:
        del os.environ[_SPIN]


def _tidy_up_after_the_start(application: QApplication) -> None:
    """Look for garbage from now on, and not among what the start made."""
    from convviz.ui.shell.garbage import GarbageCollector

    gc.freeze()
    GarbageCollector(application)


def _start_log() -> None:
    """Write the log to its file; without a writable place, to stderr alone."""
    from convviz.ui.settings import log_file
    from convviz.ui.shell.log_file import LogFile

    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=[logging.StreamHandler(), LogFile(log_file())],
    )


def _end_on_signals(application: QApplication, session: WindowSession) -> None:
    """End properly on Ctrl+C, on a polite kill and when the terminal closes, without a question."""
    import signal

    from PySide6.QtCore import QTimer

    def leave() -> None:
        session.leave()
        application.exit()  # ends the loops of open dialogs as well

    def end(_number: int, _frame: object) -> None:
        # Python calls this between any two steps of its own: in the middle of an edit, or before
        # the event loop runs, when exit() would be forgotten and the program never end.
        QTimer.singleShot(0, leave)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
    beat = QTimer(application)  # lets Python look at its signals while Qt waits
    beat.timeout.connect(lambda: None)
    beat.start(250)
