"""Environment variables of a test process, set before Qt and torch are imported."""

from __future__ import annotations

import atexit
import shutil
import signal
import tempfile
from collections.abc import MutableMapping
from typing import Final

OWN_FOLDERS: Final = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
"""Variables that say where a program keeps a user's files."""


def prepare(variables: MutableMapping[str, str]) -> None:
    """Choose a platform that needs no display, one thread, one language and a runtime folder.

    Args:
        variables: The process environment, changed in place. A platform and a number of threads
            that the caller has set stay.
    """
    _listen_to_signals()
    variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    variables.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    variables.setdefault("OMP_NUM_THREADS", "1")
    # The language of the machine must not decide what a test reads.
    variables["LC_ALL"] = "C.UTF-8"
    variables["LANGUAGE"] = "en"
    # Qt warns when this is missing or readable by others; mkdtemp makes it 0700.
    runtime = tempfile.mkdtemp(prefix="convviz-runtime-")
    variables["XDG_RUNTIME_DIR"] = runtime
    atexit.register(shutil.rmtree, runtime, ignore_errors=True)


def _listen_to_signals() -> None:
    """Let signals have their way again that whoever started the tests turned off, as nohup does.

    Processes that tests start inherit what is ignored, and are then to be ended by these.
    """
    for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
