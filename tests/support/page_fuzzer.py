"""Does at random what a person can do on the calculator page, and checks what must always hold."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec.structs
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QSlider,
    QToolButton,
)

from convviz.core.presets import presets
from convviz.core.shown_layers import shown_types
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.cells import CellAddress
from convviz.ui.theme import ThemeChoice, apply_theme
from convviz.ui.widgets.grid import PlaneStackView
from convviz.ui.widgets.source_link import SourceLink
from tests.support.drawn_page import check_as_drawn_anew
from tests.support.hostile_texts import CELL_TEXTS, FIELD_TEXTS, PASTED
from tests.support.mouse import move_mouse
from tests.support.page_checks import check_page, check_readable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.protocol.document import Calculator, Document
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.direct_engine import DirectEngine

KEYS: Final = (
    Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape,
    Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Delete, Qt.Key.Key_F2,
    Qt.Key.Key_5, Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_L, Qt.Key.Key_U,
)  # fmt: skip


class PageFuzzer:
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
        self.page, self.store, self.engine = page, store, engine
        self.calculators = calculators
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
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
            self.torch,
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
        check_page(self.page, self.store.document.calculator, self.engine)

    def _remember(self, index: int) -> None:
        if not self._is_undoing:
            kept = {place: known for place, known in self._history.items() if place < index}
            self._history = {**kept, index: self.store.document}

    # what a person does

    def open_document(self) -> str:
        calculator = self.random.choice(self.calculators)
        document = msgspec.structs.replace(self.store.document, calculator=calculator)
        self.store.open(document)
        self._history = {0: document}
        return f"{calculator.layer!r} {calculator.input_shape}"

    def choose_type(self) -> str:
        kind = self.random.choice(shown_types())
        self.page.call_bar.type_action(kind.type_name()).trigger()
        return kind.type_name()

    def type_into_field(self) -> str:
        fields = [f for f in self.page.findChildren(QLineEdit) if f.isVisible() and f.isEnabled()]
        if not fields:
            return ""
        field, text = self.random.choice(fields), self.random.choice(FIELD_TEXTS)
        field.setFocus()
        field.selectAll()
        self._type(field, text)
        if self.random.random() < 0.3:
            QTest.keyClick(
                field, self.random.choice([Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Up])
            )
        return f"{field.accessibleName() or field.objectName()} = {text!r}"

    def turn_field(self) -> str:
        fields = [f for f in self.page.findChildren(QComboBox) if f.isVisible() and f.isEnabled()]
        if not fields:
            return ""
        field = self.random.choice(fields)
        field.setFocus()
        QTest.keyClick(field, self.random.choice([Qt.Key.Key_Down, Qt.Key.Key_Up]))
        return field.accessibleName()

    def edit_cell(self) -> str:
        found = self._random_cell()
        if found is None:
            return ""
        view, address, where = found
        text = self.random.choice(CELL_TEXTS)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        editor = QApplication.focusWidget()
        if isinstance(editor, QLineEdit):
            editor.selectAll()
            self._type(editor, text)
            if self.random.random() < 0.8:
                QTest.keyClick(editor, self.random.choice([Qt.Key.Key_Return, Qt.Key.Key_Tab]))
        return f"{address} {text!r}"

    def paste(self) -> str:
        text = self.random.choice(PASTED)
        part = self.random.choice([None, "input", "weight", "bias", "output"])
        QGuiApplication.clipboard().setText(text)
        self.page.presenter.values.paste(part)
        return f"{part} {text[:40]!r}"

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

    def _move_in_history(self, move: Callable[[], None]) -> str:
        self._is_undoing = True
        move()
        self._is_undoing = False
        index = self.store.undo_stack.index()
        expected = self._history.get(index)
        assert expected is None or expected == self.store.document, f"history at {index}"
        return str(index)

    def choose_view(self) -> str:
        number = self.random.choice([1, 2, 3, 4])
        keys = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
        self.page.setFocus()
        QTest.keyClick(self.page, keys[number - 1], Qt.KeyboardModifier.AltModifier)
        return str(number)

    def trigger(self) -> str:
        actions = [a for a in self.page.page_actions.all() if _asks_nothing(a)]
        action = self.random.choice(actions)
        action.trigger()
        return action.text()

    def hover(self) -> str:
        found = self._random_cell()
        if found is None:
            return ""
        view, address, where = found
        move_mouse(view, where)
        return str(address)

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

    def click(self) -> str:
        found = self._random_cell()
        if found is None:
            return ""
        view, address, where = found
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        return str(address)

    def press_key(self) -> str:
        key = self.random.choice(KEYS)
        target = QApplication.focusWidget()
        if target is None or not self.page.isAncestorOf(target) or self.random.random() < 0.3:
            target = self.random.choice([self.page, self.page.grids.view])
            target.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(target, QToolButton) and target.menu() is not None:
            return ""
        if isinstance(target, QAbstractButton) and not self._is_harmless(target):
            return ""
        QTest.keyClick(target, key)
        return f"{key.name} at {type(target).__name__}"

    def press_button(self) -> str:
        buttons = [b for b in self.page.findChildren(QAbstractButton) if self._is_harmless(b)]
        if not buttons:
            return ""
        button = self.random.choice(buttons)
        text = button.text() or button.accessibleName()
        button.click()
        return text

    @staticmethod
    def _is_harmless(button: QAbstractButton) -> bool:
        has_menu = getattr(button, "menu", lambda: None)() is not None
        return (
            button.isVisible() and button.isEnabled() and not has_menu
            and not isinstance(button, SourceLink) and not button.text().endswith("\u2026")
        )  # fmt: skip

    def scrub(self) -> str:
        sliders = [s for s in self.page.findChildren(QSlider) if s.isVisible() and s.isEnabled()]
        if not sliders:
            return ""
        slider = self.random.choice(sliders)
        slider.setValue(
            self.random.randint(slider.minimum(), max(slider.minimum(), slider.maximum()))
        )
        return str(slider.value())

    def preset(self) -> str:
        preset = self.random.choice(presets())
        self.page.call_bar.preset_chosen.emit(preset)
        return preset.key

    def fill(self) -> str:
        part = self.random.choice(["input", "weight", "bias"])
        pattern = self.random.choice(list(FillPattern))
        self.page.call_bar.recipe_chosen.emit(part, Fill(pattern, seed=self.random.randint(0, 9)))
        return f"{part} {pattern}"

    def tick(self) -> str:
        if self.page.player.is_playing:
            self.page.player._tick()
        return ""

    def theme(self) -> str:
        if self.random.random() < 0.7:
            return "kept"
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        choice: ThemeChoice = "dark" if self.random.random() < 0.5 else "light"
        apply_theme(app, choice)
        return choice

    def torch(self) -> str:
        QApplication.processEvents()
        self.engine.answer()
        return ""

    @staticmethod
    def _type(field: QLineEdit, text: str) -> None:
        if text.isascii():
            QTest.keyClicks(field, text)
        else:  # QTest knows no key for it
            field.insert(text)

    def _views(self) -> list[PlaneStackView]:
        return [v for v in self.page.findChildren(PlaneStackView) if v.isVisible()]

    def _lit(self) -> dict[Any, Any]:
        return {
            (number, name, plane): (grids.overlays[plane].marks, grids.overlays[plane].windows)
            for number, view in enumerate(self._views())
            for name, grids in view._items.items()
            for plane in range(len(grids.overlays))
        }

    def _random_cell(self) -> tuple[PlaneStackView, CellAddress, QPoint] | None:
        views = [view for view in self._views() if view._items]
        if not views:
            return None
        view = self.random.choice(views)
        group = self.random.choice(list(view._items.values())).group
        planes, rows, columns = group.shape
        if not planes * rows * columns:
            return None
        plane, row, column = (self.random.randrange(size) for size in group.shape)
        address = CellAddress(group.name, plane, row, column)
        return view, address, view.cell_position(address)


def _asks_nothing(action: QAction) -> bool:
    """Return whether an action can be done now and opens no dialog."""
    opens = action.text().endswith("\u2026") or "xport" in action.text()
    return action.isEnabled() and not opens
