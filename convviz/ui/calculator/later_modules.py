"""Imports what views are made of before one of them is chosen, a module in a pass of the loop.

Chosen, a view would import it in the middle of its first drawing, which then takes half as long
again. The window is painted before any of it is imported: see tests/e2e/test_start.py.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN_MS: Final = 10
"""So long the loop is free for the mouse and the keys."""

VIEW_MODULES: Final = (
    "convviz.stepping.lines.worked_lines",
    "convviz.stepping.worked.parts",
    "convviz.stepping.walks.worked",
    "convviz.ui.calculator.further_field",
    "convviz.ui.calculator.mode_switch",
    "convviz.ui.widgets.function_field",
    "convviz.ui.calculator.surface_bar",
    "convviz.ui.stepper.views.drawn_view",
    "convviz.stepping.worked.optimisers",
    "convviz.ui.stepper.views.surface",
    "convviz.ui.stepper.views.surface_view",
    "convviz.stepping.worked.backward.axis_readers",
    "convviz.stepping.worked.backward.gradient_working",
    "convviz.stepping.worked.backward.convolutions",
    "convviz.stepping.worked.losses",
    "convviz.stepping.worked.pointwise_losses",
    "convviz.stepping.worked.backward.passes",
    "convviz.stepping.worked.learning",
    "convviz.ui.stepper.learning_texts",
    "convviz.ui.widgets.drawn_widget",
    "convviz.ui.stepper.loss_curve",
    "convviz.ui.calculator.learn_section",
    "convviz.core.explaining.view_notes",
)
"""What is made of others stands behind them: none then imports much at once."""


class LaterModules(QObject):
    """Imports modules from the event loop, one after the other.

    Attributes:
        is_done: Whether all of them are there.
    """

    def __init__(self, names: Iterable[str] = VIEW_MODULES, parent: QObject | None = None) -> None:
        """Prepare; nothing is imported.

        Args:
            names: Of the modules, in the order in which they are imported.
            parent: The owner.
        """
        super().__init__(parent)
        self.is_done = False
        self._names = iter(names)
        self._next = QTimer(self, interval=_BETWEEN_MS)
        self._next.timeout.connect(self.import_next)

    def start(self) -> None:
        """Begin."""
        self._next.start()

    def import_next(self) -> None:
        """Import the next one that is not there yet."""
        name = next((name for name in self._names if name not in sys.modules), None)
        if name is None:
            self._next.stop()
            self.is_done = True
        else:
            importlib.import_module(name)
