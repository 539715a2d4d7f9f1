"""The start: the window is painted before anything is loaded that only a later click needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import convviz
from tests.support.environment import OWN_FOLDERS


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return which modules the window had loaded when it was painted, and which sources it read."""
    # Whoever runs the tests may have left convviz on another page.
    home = str(tmp_path_factory.mktemp("first_start"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.first_paint"],
        env={**os.environ, **dict.fromkeys(OWN_FOLDERS, home), "QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    read: dict[str, list[str]] = json.loads(done.stdout)
    return read


@pytest.mark.parametrize(
    "later",
    [
        "torch",
        "pyqtgraph",
        "PIL",
        "pygments",
        "ziamath",
        "safetensors",
        "sqlite3",
        "hashlib",
        "difflib",
        "logging.handlers",
        "convviz.engine",
        "convviz.cli",
        "convviz.ui.network.page",
        "convviz.ui.training.page",
        "convviz.ui.training.run.session",
        "convviz.ui.plots",
        "convviz.ui.export",
        "convviz.ui.layer_opener",
        "convviz.core.solver",
        "convviz.stepping.worked.learning",
        "convviz.ui.calculator.learn_section",
        "convviz.ui.stepper.views.surface_view",
    ],
)
def test_what_the_first_picture_does_not_need_is_not_loaded(
    loaded: dict[str, list[str]], later: str
) -> None:
    assert not [name for name in loaded["modules"] if f"{name}.".startswith(f"{later}.")]


def test_the_first_searches_load_nothing_once_the_window_was_idle(
    loaded: dict[str, list[str]],
) -> None:
    assert loaded["searching"] == []


def test_no_helper_is_started_before_the_window_is_painted(loaded: dict[str, list[str]]) -> None:
    assert loaded["children"] == []


def test_no_module_is_read_a_second_time_for_what_pyside_looks_for_in_it(
    loaded: dict[str, list[str]],
) -> None:
    package = Path(convviz.__file__).parent
    assert not [path for path in loaded["sources"] if package in Path(path).parents]
