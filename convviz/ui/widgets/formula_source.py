"""Drawings of formulas: from a cache, or soon from the helper process."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from convviz.ui.processes.asked_process import AskedProcess
from convviz.ui.processes.child_process import Outcome, python_command
from convviz.ui.widgets.formula_process import (
    EM,
    INK,
    FormulaRequest,
    FormulaSvg,
    formula_replies,
    render,
)

_MOST_KEPT: Final = 512
_MOST_DEATHS: Final = 3
_DEATHS_WITHIN_S: Final = 60.0
FIRST_ANSWER_MS: Final = 30_000
"""For the first formula of a helper, which loads its libraries: 1 s, on a busy machine far more."""
ANSWER_MS: Final = 10_000
"""For the others, which take 0.1 s."""
_VIEW_BOX: Final = re.compile(r'viewBox="(\S+) (\S+) (\S+) (\S+)"')


@dataclass(frozen=True, slots=True)
class FormulaDrawing:
    """A rendered formula.

    Attributes:
        svg: The drawing in INK, "" when the formula cannot be drawn.
        width: In em.
        ascent: From the top to the baseline, in em.
        descent: From the baseline to the bottom, in em.
    """

    svg: str
    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0

    def coloured(self, colour: str) -> bytes:
        """Return the SVG in a colour, ``#rrggbb``.

        Its outlines are transparent: without that, and with stroke="none" too, Qt 6.11 gives all
        shapes a black one when the drawing is rendered into an SVG or a PDF.
        """
        clear = '<svg stroke="#000" stroke-opacity="0" '
        return self.svg.replace(INK, colour).replace("<svg ", clear, 1).encode()


_NOT_NOW: Final = FormulaDrawing("")
"""Stands for formulas that were not tried, since the helper died too often."""


class _Visit(QObject):
    """What a view has of the source, whose child it is: a source that is gone hears of no view."""

    def __init__(self, view: QObject, source: FormulaSource) -> None:
        super().__init__(source)
        self._source = source
        self._number = id(view)
        view.destroyed.connect(self.end)

    def end(self) -> None:
        """The view is gone."""
        self._source.release(self._number)
        self.deleteLater()


class FormulaSource(QObject):
    """Renders formulas for the views of the window, one at a time, the newest request first.

    The helper starts with the first request and is ended when the last view is gone. When it dies,
    or gives no answer in time, it is started again, at most three times a minute; the formula that
    it died of stays undrawn. What nobody could draw meanwhile is tried again a minute later.

    Signals:
        rendered(str): The drawing of this LaTeX is in the cache now.
    """

    rendered = Signal(str)

    def __init__(self, parent: QObject | None = None, command: list[str] | None = None) -> None:
        """Make a source.

        Args:
            parent: The owner.
            command: What to start; None takes the helper.
        """
        super().__init__(parent)
        self._command = command or python_command("convviz.ui.widgets.formula_process")
        self._drawings: OrderedDict[str, FormulaDrawing] = OrderedDict()
        self._requested: OrderedDict[int, str] = OrderedDict()
        self._views = 0
        self._child: AskedProcess | None = None
        self._asked = ""
        self._deaths: list[float] = []
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._give_up_waiting)
        self._has_answered = False
        self._is_held = False

    def hold(self) -> None:
        """Start no helper for now; what is asked for waits."""
        self._is_held = True

    def go_on(self) -> None:
        """Draw what was asked for meanwhile."""
        self._is_held = False
        self._ask_next()

    @property
    def pid(self) -> int:
        """The helper's process id, 0 while none runs."""
        return self._child.pid if self._child is not None else 0

    def attach(self, view: QObject) -> None:
        """Count a view; the helper ends with the last one."""
        self._views += 1
        _Visit(view, self)

    def drawing(self, latex: str) -> FormulaDrawing | None:
        """Return a drawing from the cache, None when it is not there."""
        drawing = self._drawings.get(latex)
        if drawing is _NOT_NOW and self._may_start():
            del self._drawings[latex]
            return None
        if drawing is not None:
            self._drawings.move_to_end(latex)
        return drawing

    def render_now(self, latex: str) -> FormulaDrawing:
        """Return a drawing, made here if need be: for the shell, which may wait 0.1 s."""
        known = self.drawing(latex)
        if known is None:
            known = _drawing_of(render(latex).svg)
            self._keep(latex, known)
        return known

    def request(self, view: QObject, latex: str) -> None:
        """Render a formula for a view, in place of what it asked for before; "" for nothing."""
        self._requested.pop(id(view), None)
        if latex and latex not in self._drawings:
            self._requested[id(view)] = latex
            self._ask_next()

    def stop(self) -> None:
        """End the helper and wait for its end."""
        child, self._child = self._child, None
        self._asked = ""
        self._patience.stop()
        if child is not None:
            child.dismiss(at_once=True)
            child.stop_and_wait()

    def release(self, number: int) -> None:
        """Forget a view that is gone.

        Args:
            number: Its id.
        """
        self._requested.pop(number, None)
        self._views -= 1
        if self._views == 0:
            self.stop()

    def _ask_next(self) -> None:
        if self._asked or not self._requested or self._is_held:
            return
        if self._child is None and not self._start():
            return
        self._asked = next(reversed(self._requested.values()))
        if self._child is not None:
            reply = self._child.ask(self, FormulaRequest(self._asked))
            reply.answered.connect(self._on_drawn)
            reply.failed.connect(self._on_not_drawn)
            self._patience.start(ANSWER_MS if self._has_answered else FIRST_ANSWER_MS)

    def _may_start(self) -> bool:
        now = monotonic()
        self._deaths = [death for death in self._deaths if now - death < _DEATHS_WITHIN_S]
        return len(self._deaths) < _MOST_DEATHS

    def _start(self) -> bool:
        if not self._may_start():
            for latex in set(self._requested.values()):
                self._keep(latex, _NOT_NOW)
            return False
        self._has_answered = False
        name = QCoreApplication.translate("FormulaSource", "The drawing of formulas")
        child = AskedProcess(name, formula_replies.decode, self)
        child.ended.connect(self._on_helper_ended)
        self._child = child
        child.start(self._command)
        return True

    def _on_drawn(self, reply: FormulaSvg) -> None:
        self._has_answered = True
        latex = self._end_wait()
        self._keep(latex, _drawing_of(reply.svg))
        self._ask_next()

    def _on_not_drawn(self) -> None:
        """Leave a formula undrawn over which the helper died or stumbled."""
        latex = self._end_wait()
        if latex:
            self._keep(latex, FormulaDrawing(""))
        self._ask_next()

    def _end_wait(self) -> str:
        """Wait no more; return the formula that was asked for."""
        self._patience.stop()
        latex, self._asked = self._asked, ""
        return latex

    def _give_up_waiting(self) -> None:
        """End a helper that hangs; what follows is as if it had died of the formula."""
        if self._child is not None:
            self._child.kill()

    def _on_helper_ended(self, outcome: Outcome) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        if outcome.expected:
            self._end_wait()
            self._requested.clear()
            return
        self._deaths.append(monotonic())

    def _keep(self, latex: str, drawing: FormulaDrawing) -> None:
        self._drawings[latex] = drawing
        while len(self._drawings) > _MOST_KEPT:
            self._drawings.popitem(last=False)
        for number in [key for key, asked in self._requested.items() if asked == latex]:
            del self._requested[number]
        self.rendered.emit(latex)


@cache
def formula_source() -> FormulaSource:
    """Return the one source of the window."""
    return FormulaSource()


def _drawing_of(svg: str) -> FormulaDrawing:
    box = _VIEW_BOX.search(svg)
    if box is None:
        return FormulaDrawing("")
    _, top, width, height = (float(part) for part in box.groups())
    return FormulaDrawing(svg, width / EM, -top / EM, (height + top) / EM)
