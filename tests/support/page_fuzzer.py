"""Does at random what a person can do on the calculator page, and checks what must always hold."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.drawn_page import check_as_drawn_anew, grid_views
from tests.support.new_page import check_as_on_a_new_page
from tests.support.page_checks import check_page, check_readable
from tests.support.page_gestures import PageGestures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.protocol.document import Calculator, Document
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.direct_engine import DirectEngine


class PageFuzzer(PageGestures):
    """One run of random actions on one page.

    Attributes:
        done: Every action so far, to be told when something breaks.
        spent: Processor time of the window's thread for each of them, in seconds.
    """

    def __init__(
        self,
        page: CalculatorPage,
        store: DocumentStore,
        engine: DirectEngine,
        calculators: Sequence[Calculator],
        seed: int,
    ) -> None:
        super().__init__(page, store, engine, calculators, seed)
        self.done: list[str] = []
        self.spent: list[float] = []
        self._history: dict[int, Document] = {0: store.document}
        self._is_undoing = False
        store.undo_stack.indexChanged.connect(self._remember)
        self._actions: tuple[Callable[[], str], ...] = (
            self.open_document, self.choose_type, self.type_into_field, self.type_into_field,
            self.type_into_field, self.turn_field, self.edit_cell, self.paste, self.undo, self.redo,
            self.choose_view, self.trigger, self.trigger, self.hover, self.hover_and_leave,
            self.hover_and_leave, self.click, self.press_key, self.press_key, self.press_button,
            self.press_button, self.scrub, self.preset, self.fill, self.tick, self.theme,
            self.torch, self.choose_view, self.choose_loss, self.resize, self.text_size,
            self.write_call, self.mode, self.rest_and_leave, self.rest_and_leave,
        )  # fmt: skip

    def act(self) -> None:
        """Do one thing, and check."""
        action = self.random.choice(self._actions)
        self.done.append(action.__name__)
        started = time.thread_time()
        what = action()
        QApplication.processEvents()
        spent = time.thread_time() - started
        self.done[-1] = f"{action.__name__} {what}"
        self.spent.append(spent)
        check_readable(self.store.document)
        torch = self.engine if self.random.random() < 0.5 else None
        check_page(self.page, self.store.document.calculator, torch)

    def _remember(self, index: int) -> None:
        if not self._is_undoing:
            kept = {place: known for place, known in self._history.items() if place < index}
            self._history = {**kept, index: self.store.document}

    def open_document(self) -> str:
        what = super().open_document()
        self._history = {0: self.store.document}
        return what

    def undo(self) -> str:
        return self._move_in_history(self.store.undo_stack.undo)

    def redo(self) -> str:
        return self._move_in_history(self.store.undo_stack.redo)

    def rewind(self) -> None:
        """Undo everything, check, and redo it: both ends of the history are as they were."""
        stack, last = self.store.undo_stack, self.store.document
        end = stack.index()
        for index, expected in ((0, self._history[0]), (end, last)):
            self.done.append(f"rewind to {index}")
            self._is_undoing = True
            stack.setIndex(index)
            self._is_undoing = False
            assert self.store.document == expected, f"history at {index}"
            QApplication.processEvents()
            check_page(self.page, self.store.document.calculator, self.engine)

    def compare_with_new_page(self) -> None:
        """Check, once nothing is pointed at and torch has answered, that a new page shows it so."""
        self.done.append("compare_with_new_page")
        self.take_keyboard_from_cells()
        self.leave()
        self.page.player.set_playing(False)
        self.torch()
        QApplication.processEvents()
        check_as_on_a_new_page(self.page, self.store)

    def _move_in_history(self, move: Callable[[], None]) -> str:
        self._is_undoing = True
        move()
        self._is_undoing = False
        index = self.store.undo_stack.index()
        expected = self._history.get(index)
        assert expected is None or expected == self.store.document, f"history at {index}"
        return str(index)

    def hover_and_leave(self) -> str:
        self.take_keyboard_from_cells()
        self.leave()
        self.page.player.set_playing(False)
        QApplication.processEvents()
        before = self._lit()
        names = [self.hover() for _ in range(self.random.randint(1, 3))]
        QApplication.processEvents()
        self.leave()
        QApplication.processEvents()
        after = self._lit()
        differing = [key for key in after if after[key] != before.get(key)]
        assert not differing, f"still lit after the mouse left {names}: {differing}"
        check_as_drawn_anew(self.page)
        return str(names)

    def rest_and_leave(self) -> str:
        """Rest on a cell while other things change, then leave: nothing is pointed at any more."""
        self.take_keyboard_from_cells()
        done = [self.hover()]
        for _ in range(self.random.randint(1, 3)):
            change = self.random.choice((
                self.choose_view, self.torch, self.undo, self.type_into_field, self.trigger,
                self.preset, self.mode, self.fill, self.edit_cell, self.click, self.resize,
            ))  # fmt: skip
            done.append(f"{change.__name__} {change()}")
            if self.random.random() < 0.5:
                QApplication.processEvents()
        self.take_keyboard_from_cells()
        self.leave()
        QApplication.processEvents()
        target, player = self.page.stepper.presenter.state.target, self.page.player
        assert target is None, f"still lit after {done}: {target}"
        assert player._hovered is None, f"still at the step that was hovered after {done}"
        return str(done)

    def take_keyboard_from_cells(self) -> None:
        """Leave the cells as Escape does: what the keyboard points at is lit, too."""
        for view in self._views():
            if view._editor.isVisible():
                QTest.keyClick(view._editor, Qt.Key.Key_Escape)
            if view._cursor.address is not None:
                QTest.keyClick(view, Qt.Key.Key_Escape)

    def leave(self) -> str:
        for view in self._views():
            QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
            QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        return ""

    def _lit(self) -> dict[Any, Any]:
        return {
            (number, name, plane): (grids.overlays[plane].marks, grids.overlays[plane].windows)
            for number, view in enumerate(grid_views(self.page))
            for name, grids in view._items.items()
            for plane in range(len(grids.overlays))
        }
