"""How the loss is made, what learns, and what was done before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QSpinBox, QToolButton, QWidget

from convviz.core.call_code import call_code
from convviz.ui.formats import count_text
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction

    from convviz.core.losses import Loss
    from convviz.ui.network.graph.graph_looker import Gradients
    from convviz.ui.page_actions import PageActions

_MOST_CLASSES: Final = 999_999
_DIGITS: Final = 19
_PICTURES: Final = (1, 2, 4, 8, 16)
SWITCH_ACTIONS: Final = ("freeze", "detach", "retain grad")
"""Names of the page's actions that concern what is chosen."""


class ClassField(QSpinBox):
    """The right class: the picture's own, or another by its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.setRange(-1, _MOST_CLASSES)
        self.setSpecialValueText(self.tr("Its own class"))
        self.setPrefix(self.tr("Class "))
        self.setAccessibleName(self.tr("Right class"))
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * _DIGITS)

    def show_names(self, names: tuple[str, ...]) -> None:
        """Write the name of a class behind its number, where the names are known."""
        self._names = names
        if names:
            self.setMaximum(len(names) - 1)
        value = self.value()
        self.setSuffix(f" ({names[value]})" if 0 <= value < len(names) else "")


class GraphBar(QWidget):
    """Shows the choice, and announces another.

    Attributes:
        loss: What backward begins at.
        label: The right class.
        mode: Training or evaluation.
        more: Opens what else there is to switch.
        switches: What the menu switches, by the choice's name.
        choices: What it offers one of, by the choice's name and value.

    Signals:
        chosen(str, object): A field of the choice, by its name, and what is chosen.
    """

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loss_name = ""
        self.loss = ChoiceField(self._losses("loss"))
        self.label = ClassField(self)
        self.mode = ChoiceField([("train()", True), ("eval()", False)])
        self.more = QToolButton(self)
        self.switches: dict[str, QAction] = {}
        self.choices: dict[str, dict[object, QAction]] = {}
        self._menu = QMenu(self.more)
        self._assemble()
        self._connect()

    def add(self, tool: QWidget) -> None:
        """Put something behind the fields."""
        self._flow.addWidget(tool)

    def show_actions(self, actions: PageActions) -> None:
        """Offer what can be done with what is chosen."""
        self._menu.addSeparator()
        for name in SWITCH_ACTIONS:
            self._menu.addAction(actions[name])

    def show_known(self, known: Gradients, loss: Loss) -> None:
        """Show what is chosen.

        Args:
            known: What is known of the graph.
            loss: The training's.
        """
        name = call_code(loss)
        if name != self._loss_name:
            self._loss_name = name
            with QSignalBlocker(self.loss):
                self.loss.set_choices(self._losses(name))
            self.loss.updateGeometry()
        choice = known.choice
        self.loss.set_value(choice.loss)
        self.mode.set_value(choice.is_training)
        with QSignalBlocker(self.label):
            self.label.setValue(choice.label)
            self.label.show_names(() if known.traced is None else known.traced.class_names)
        self.label.setVisible(choice.loss in {"loss", "score"})
        for key, action in self.switches.items():
            action.setChecked(bool(getattr(choice, key)))
        for key, actions in self.choices.items():
            for value, action in actions.items():
                action.setChecked(value == getattr(choice, key))

    def _losses(self, call: str) -> list[tuple[str, object]]:
        return [
            (call, "loss"),
            (self.tr("sum of the outputs"), "sum"),
            (self.tr("mean of the outputs"), "mean"),
            (self.tr("output of the class"), "score"),
            (self.tr("outputs as they are"), "none"),
        ]

    def _connect(self) -> None:
        def telling(name: str) -> Callable[[Any], None]:
            return lambda value: self.chosen.emit(name, value)

        self.loss.value_changed.connect(telling("loss"))
        self.mode.value_changed.connect(telling("is_training"))
        self.label.valueChanged.connect(telling("label"))
        for key, action in self.switches.items():
            action.triggered.connect(telling(key))

    def _assemble(self) -> None:
        for field, name, tip in (
            (self.loss, self.tr("Loss"), self.tr("The number at which backward begins")),
            (
                self.label,
                self.tr("Right class"),
                self.tr("The class with which the loss compares the outputs"),
            ),
            (
                self.mode,
                self.tr("Mode"),
                self.tr("train(): dropout drops and BatchNorm takes the batch's mean; eval(): not"),
            ),
        ):
            field.setAccessibleName(name)
            field.setToolTip(tip)
        for choice in (self.loss, self.mode):
            choice.setProperty("inline", "false")
        for key, text in (
            ("no_grad", self.tr("Forward under torch.no_grad()")),
            ("picture_learns", self.tr("The picture has requires_grad=True")),
        ):
            self.switches[key] = self._menu.addAction(text)
            self.switches[key].setCheckable(True)
        counts = [(count_text(count), count) for count in _PICTURES]
        self._offer("pictures", self.tr("Test pictures in the batch"), counts)
        self._offer(
            "before",
            self.tr("Before this backward"),
            [
                (self.tr("zero_grad()"), "nothing"),
                (self.tr("a backward, and no zero_grad()"), "not_zeroed"),
                (self.tr("backward(retain_graph=True) on the same graph"), "retained"),
                (self.tr("backward() on the same graph"), "freed"),
            ],
        )
        self.more.setText(self.tr("Gradients \u25be"))
        self.more.setToolTip(self.tr("Which tensors want a gradient"))
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        flow = self._flow = FlowLayout(self)
        for part in (self.loss, self.label, self.mode, self.more):
            flow.addWidget(part)

    def _offer(self, key: str, title: str, values: Sequence[tuple[str, object]]) -> None:
        """Offer one of several values in a menu within the menu."""
        menu, group = self._menu.addMenu(title), QActionGroup(self)
        self.choices[key] = {}
        for text, value in values:
            action = group.addAction(menu.addAction(text))
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, value=value: self.chosen.emit(key, value))
            self.choices[key][value] = action
