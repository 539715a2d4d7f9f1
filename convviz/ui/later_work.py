"""Does what is wanted before long, such as imports, a little in a pass of the event loop.

Chosen, a view would import what it is made of in the middle of its first drawing, which then takes
half as long again; a search at its first letter. The window is painted before any of it is done:
see tests/e2e/test_start.py.
"""

from __future__ import annotations

import importlib
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

_BETWEEN_MS: Final = 10
"""So long the loop is free for the mouse and the keys."""

_NAMES_A_STEP: Final = 20


class LaterWork(QObject):
    """Does steps from the event loop, one after the other.

    Attributes:
        is_done: Whether all of them are done.
    """

    def __init__(
        self, steps: Iterable[Callable[[], object]], parent: QObject | None = None
    ) -> None:
        """Prepare; nothing is done.

        Args:
            steps: None of which takes long.
            parent: The owner.
        """
        super().__init__(parent)
        self.is_done = False
        self._steps = iter(steps)
        self._next = QTimer(self, interval=_BETWEEN_MS)
        self._next.timeout.connect(self.do_next)

    def start(self) -> None:
        """Begin."""
        self._next.start()

    def do_next(self) -> None:
        """Do the next step."""
        step = next(self._steps, None)
        if step is None:
            self._next.stop()
            self.is_done = True
        else:
            step()


def imports(names: Iterable[str]) -> Iterator[Callable[[], object]]:
    """Yield a step for each module that is not there yet.

    Args:
        names: Of the modules. What is made of others stands behind them: none then imports much at
            once.
    """
    return (partial(importlib.import_module, name) for name in names if name not in sys.modules)


def types_of_qt() -> Iterator[Callable[[], object]]:
    """Yield steps that make Qt's types, a few each.

    WORKAROUND PySide 6.11.3: it makes a type when it is first asked for. Where it meets an object
    of a class that it does not know, such as the button that clears a line, it makes all at once:
    10 ms at the first letter of a search.
    """
    modules = [module for name, module in sys.modules.items() if name.startswith("PySide6.Qt")]
    for module in modules:
        names = dir(module)
        for first in range(0, len(names), _NAMES_A_STEP):
            yield partial(_make_types, module, names[first : first + _NAMES_A_STEP])


def _make_types(module: ModuleType, names: Iterable[str]) -> None:
    for name in names:
        getattr(module, name, None)
