"""What a person can do on the calculator page, done at random."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

import msgspec.structs
from PySide6.QtCore import QPoint, Qt
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

from convviz.core.layers.parameters import LayerFamily
from convviz.core.presets import presets
from convviz.core.shown_layers import offered_types
from convviz.core.surface import EXAMPLES
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.cells import CellAddress
from convviz.ui.calculator.loss_menu import offered_losses
from convviz.ui.theme import (
    TEXT_SIZES,
    ThemeChoice,
    apply_theme,
    set_text_scale,
    theme_notifier,
)
from convviz.ui.widgets.grid import PlaneStackView
from convviz.ui.widgets.source_link import SourceLink
from tests.support.hostile_texts import CALLS, CELL_TEXTS, FIELD_TEXTS, PASTED
from tests.support.mouse import move_mouse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.direct_engine import DirectEngine

KEYS: Final = (
    Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape,
    Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Delete, Qt.Key.Key_F2,
    Qt.Key.Key_5, Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_L, Qt.Key.Key_U,
)  # fmt: skip


class PageGestures:
    """Does one thing on a page; each says what it was.

    Attributes:
        page: The page.
        store: Has its document.
        engine: Is asked by it.
        calculators: What is opened.
        random: Chooses.
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

    def open_document(self) -> str:
        calculator = self.random.choice(self.calculators)
        document = msgspec.structs.replace(self.store.document, calculator=calculator)
        self.store.open(document)
        return f"{calculator.layer!r} {calculator.input_shape}"

    def choose_type(self) -> str:
        kind = self.random.choice(offered_types())
        self.page.open_type(kind)
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

    def choose_view(self) -> str:
        presenter = self.page.stepper.presenter
        scene = presenter.state.shown
        keys = [
            key
            for key, entry in presenter.entries.items()
            if scene is None or not entry.obstacle(scene.layer)
        ]
        key = self.random.choice(keys)
        self.page.views.chosen.emit(key)
        return key

    def choose_loss(self) -> str:
        calculator = self.store.document.calculator
        offered = offered_losses(calculator)
        if not offered:
            return ""
        loss = self.random.choice(offered)
        self.page.call_bar.loss_chosen.emit(loss)
        return repr(loss)

    def mode(self) -> str:
        bar = self.page.call_bar
        what = self.random.choice(["training", "zero_grad", "seed", "function", "example"])
        if what == "training":
            bar.further.training_chosen.emit(self.random.random() < 0.5)
        elif what == "zero_grad":
            bar.further.zero_grad_chosen.emit(self.random.random() < 0.5)
        elif what == "seed":
            bar.further.seed_edited.emit(self.random.randrange(5))
        elif what == "function" and self.is_optimiser():
            bar.function_edited.emit(self.random.choice(list(EXAMPLES.values())))
        elif self.is_optimiser():
            bar.function_chosen.emit(self.random.choice(["", *EXAMPLES.values()]))
        return what

    def is_optimiser(self) -> bool:
        return self.store.document.calculator.layer.family is LayerFamily.OPTIMISER

    def resize(self) -> str:
        width, height = self.random.choice([(1280, 800), (900, 600), (1920, 1200), (640, 480)])
        self.page.resize(width, height)
        return f"{width}x{height}"

    def text_size(self) -> str:
        if self.random.random() < 0.7:
            return "kept"
        size = self.random.choice(TEXT_SIZES)
        set_text_scale(size)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, theme_notifier().choice)
        return str(size)

    def write_call(self) -> str:
        text = self.random.choice(CALLS)
        QGuiApplication.clipboard().setText(text)
        self.page.presenter.values.paste(None)
        return text

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
        self.page.call_bar.numbers.recipe_chosen.emit(
            part, Fill(pattern, seed=self.random.randint(0, 9))
        )
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
