"""Hygiene that every test gets: see tests.support.hygiene for the reasons."""

from __future__ import annotations

import gc
import os
import shutil
from typing import TYPE_CHECKING

import hypothesis

from tests.support import environment, virtual_display

if TYPE_CHECKING:
    import pytest

environment.prepare(os.environ)
# A busy machine is no fault of what is tested.
hypothesis.settings.register_profile("convviz", deadline=None)
hypothesis.settings.load_profile("convviz")
# The collector would walk through all that torch, Qt and the tests themselves have loaded, again
# and again: a tenth of the time of the tests.
gc.set_threshold(100_000, 50, 1000)

pytest_plugins = [
    "tests.support.drawn_pictures",
    "tests.support.hygiene",
    "tests.support.measuring",
]


def pytest_configure(config: pytest.Config) -> None:
    """Give this test process a virtual X display of its own, if it is asked for."""
    # Workers end without atexit's calls.
    config.add_cleanup(lambda: shutil.rmtree(os.environ["XDG_RUNTIME_DIR"], ignore_errors=True))
    runs_tests = not config.getoption("numprocesses", default=None) or hasattr(
        config, "workerinput"
    )
    if virtual_display.wanted(os.environ) and runs_tests:
        display = virtual_display.VirtualDisplay.start()
        os.environ["DISPLAY"] = display.name
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        config.add_cleanup(display.stop)
