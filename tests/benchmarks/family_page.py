"""A calculator's page on which steps, hovers and edits are timed, by its thread's own time."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.layers.activation import ReLU
from convviz.core.layers.parameters import LayerFamily
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.engine_client import EngineClient
from tests.benchmarks.bench_page import HEIGHT, WIDTH, close, show

if TYPE_CHECKING:
    from tests.benchmarks.family_cases import Case

STEPS: Final = 40
HOVERS: Final = 15
QUIET_S: Final = 0.15
STARTING_MS: Final = 300


class Move(NamedTuple):
    """A step or a hover: what it counts as, "" for nothing, and what makes it."""

    what: str
    make: Callable[[], None]


class MeasuredPage:
    """Shows one case, and says in milliseconds what is done with it costs.

    Attributes:
        longest: The longest pass over the event loop after the opening and the edits.
    """

    def __init__(self, case: Case) -> None:
        """Open the case on a page that shows another layer before."""
        self.case = case
        self._spent: defaultdict[str, list[float]] = defaultdict(list)
        self._edits: defaultdict[str, list[float]] = defaultdict(list)
        self.longest = 0.0
        self._page = _page()
        self._page.stepper.presenter.choose_view(case.view)
        calculator = Calculator(case.layer, case.shape, function=case.function)
        self._edit("opening", partial(show, self._page, calculator))
        assert self._page.scene is not None, case
        self._page.stepper.presenter.choose_view(case.view)
        QTest.qWait(round(1000 * QUIET_S))

    def moves(self, number: int) -> list[Move]:
        """Return the steps and hovers of a round.

        Each round goes over places of its own: nothing may be known already.
        """
        player = self._page.player
        stride = 1 if player.count < STEPS * 7 else 7
        steps = [(number * STEPS + at) * stride % player.count for at in range(STEPS)]
        ends = range(number * HOVERS, (number + 1) * HOVERS)
        lasts = [player.count - 1 - at % player.count for at in ends]
        moves = [Move("steps", partial(player.go_to, step)) for step in steps]
        moves += [Move("last steps", partial(player.go_to, last)) for last in lasts]
        view = self._page.grids.view
        for group in view.group_names:
            if view.has_plane(group, 0):
                moves += self._hovers(group, number)
        return [*moves, Move("", self._page.grids.output_left.emit)]

    def time(self, move: Move) -> None:
        """Time a move with what it paints."""
        began = thread_time()
        move.make()
        QApplication.processEvents()
        self._spent[move.what].append(1000 * (thread_time() - began))

    def end_round(self) -> tuple[float, float]:
        """Return what a step and a hover cost in the round that is over.

        A step is the dearer one of those at the beginning and at the end, a hover that of the
        dearest part.
        """
        cost = {what: statistics.median(spent) for what, spent in self._spent.items()}
        self._spent.clear()
        hovers = (ms for what, ms in cost.items() if what.startswith("hover"))
        return max(cost["steps"], cost["last steps"]), max(hovers)

    def edit(self, number: int) -> None:
        """Type both values of the argument, then a number into a cell."""
        for which, value in enumerate(self.case.values if self.case.argument else ()):
            self._change(f"argument {which}", partial(self._type, value))
        if self._has_cells:
            place = tuple(0 for _ in self.case.shape)
            edit = self._page.presenter.edits.cell
            self._change("cell", partial(edit, "input", place, float(1 + number)))

    def edited(self) -> dict[str, float]:
        """Return the best of what each edit took: whatever else the machine does only adds to it.

        An argument's is the mean of both values.
        """
        best = {what: min(rounds) for what, rounds in self._edits.items()}
        values = [ms for what, ms in best.items() if what.startswith("argument")]
        if values:
            best["argument"] = statistics.mean(values)
        return {what: best[what] for what in ("opening", "argument", "cell") if what in best}

    def close(self) -> None:
        """Delete the page."""
        close(self._page)

    def _hovers(self, group: str, number: int) -> list[Move]:
        """Return the mouse over cells of a part, then over the last of them."""
        rows, columns = self._page.grids.view.grid(group, 0).kinds.shape
        size = rows * columns
        emit = self._page.grids.view.cell_hovered.emit
        places = range(number * HOVERS, (number + 1) * HOVERS)
        return [
            Move(what, partial(emit, group, 0, *divmod(cell, columns)))
            for what, cells in (
                (f"hover {group}", [at * 7 % size for at in places]),
                (f"hover {group}, last", [size - 1 - at % size for at in places]),
            )
            for cell in cells
        ]

    @property
    def _has_cells(self) -> bool:
        """Whether numbers can be typed into the input."""
        walk = self._page.stepper.presenter.walk
        function = self._page.presenter.edits.calculator.function
        return walk is not None and not (
            function and walk.scene.layer.family is LayerFamily.OPTIMISER
        )

    def _type(self, value: object) -> None:
        edits = self._page.presenter.edits
        argument = self.case.argument
        edits.layer(edits.calculator.layer.replace(**{argument: value}), argument)

    def _change(self, what: str, edit: Callable[[], None]) -> None:
        """Note what an edit takes that changes something."""
        before = self._page.presenter.edits.calculator
        self._edit(what, edit)
        assert self._page.presenter.edits.calculator != before, (self.case, what)

    def _edit(self, what: str, edit: Callable[[], None]) -> None:
        """Note what an edit takes until it is painted; then wait until all is quiet."""
        began = thread_time()
        edit()
        QApplication.processEvents()
        took = thread_time() - began
        longest, end = took, perf_counter() + QUIET_S
        while perf_counter() < end:
            start = thread_time()
            QApplication.processEvents()
            longest = max(longest, thread_time() - start)
        self._edits[what].append(1000 * took)
        self.longest = max(self.longest, 1000 * longest)


def _page() -> CalculatorPage:
    course = new_document()
    document = Document(Calculator(ReLU(), (1, 5, 5)), course.network)
    page = CalculatorPage(DocumentStore(document), EngineClient())
    page.resize(WIDTH, HEIGHT)
    page.show()
    QTest.qWait(STARTING_MS)
    return page
