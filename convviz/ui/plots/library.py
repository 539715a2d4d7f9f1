"""The one door to pyqtgraph, which is imported when a plot is first shown."""

from __future__ import annotations

import os

# It prefers another binding of Qt when that one is installed as well.
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

import pyqtgraph

pyqtgraph.setConfigOptions(antialias=True, exitCleanup=False)

__all__ = ["pyqtgraph"]
