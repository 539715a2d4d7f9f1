"""The chosen layer: its parameters as fields, what follows from them, and its way out."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from convviz.core.network.new_layers import followable
from convviz.core.shown_layers import is_shown
from convviz.ui.layer_texts import layer_summary
from convviz.ui.network.cards.cards import CardState
from convviz.ui.network.form.layer_explanation import LayerExplanation
from convviz.ui.network.form.layer_facts import CAPTION_WIDTH, LayerFacts
from convviz.ui.network.form.layer_fields import ParameterField
from convviz.ui.network.form.name_field import NameField
from convviz.ui.network.texts import failure_sentence
from convviz.ui.parameter_texts import argument_hints
from convviz.ui.theme import set_code_font, set_icon
from convviz.ui.widgets.call_arguments import layer_arguments
from convviz.ui.widgets.labels import SectionTitle
from convviz.ui.widgets.quiet_scroll_bar import QuietScrollBar
from convviz.ui.widgets.sentences import labelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer
    from convviz.ui.network.cards.cards import Card
    from convviz.ui.network.state import NetworkState
    from convviz.ui.widgets.call_arguments import ArgumentSpec

_MARGIN: Final = 16
_REASON_LINES: Final = 2
"""For which room is kept: most reasons of a refusal are no longer."""


class LayerForm(QScrollArea):
    """The form of one layer, or of what several chosen ones share.

    Attributes:
        name_field: What the layer is called.
        enabled_box: Whether the layer runs.
        open_button: Opens the layer in the calculator.
        explanation: Why the output has its size.

    Signals:
        renamed(str): The layer is to have another name; "" for none.
        parameter_edited(str, object): A parameter was set by hand.
        follow_toggled(str, bool): A parameter is to follow the layer before, or no longer.
        enabled_toggled(bool): The layer is to run, or not.
        calculator_wanted(): The layer is to be opened in the calculator.
    """

    renamed = Signal(str)
    parameter_edited = Signal(str, object)
    follow_toggled = Signal(str, bool)
    enabled_toggled = Signal(bool)
    calculator_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, ParameterField] = {}
        self._built: tuple[tuple[type[Layer], ...], tuple[str, ...] | None] = ((), None)
        self.name_field = NameField(self)
        self.name_field.renamed.connect(self.renamed)
        self._name = QLabel(self)
        self._name.setProperty("role", "title")
        self._summary = QLabel(self)
        self._summary.setProperty("muted", "true")
        self._summary.setWordWrap(True)
        self.enabled_box = QCheckBox(self.tr("Enabled"), self)
        self.enabled_box.setToolTip(self.tr("A disabled layer passes its input on unchanged"))
        self.enabled_box.clicked.connect(self.enabled_toggled)
        self._reason = QLabel(self)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setProperty("role", "error")
        self._reason.setWordWrap(True)
        self._grid_holder = QWidget(self)
        self._facts = LayerFacts(self)
        self.explanation = LayerExplanation(self)
        self.open_button = QPushButton(self.tr("Open in calculator"), self)
        self.open_button.setToolTip(
            self.tr("Step through this layer with the shape that it has here")
        )
        set_icon(self.open_button, "mdi6.grid")
        self.open_button.clicked.connect(self.calculator_wanted)
        self._assemble()

    @property
    def facts(self) -> LayerFacts:
        """What follows from the layer's settings."""
        return self._facts

    @property
    def reason(self) -> str:
        """Why the layer fails; "" when it does not."""
        return self._reason.text()

    def field(self, name: str) -> ParameterField:
        """Return the field of a parameter."""
        return self._fields[name]

    def field_names(self) -> list[str]:
        """Return the names of the parameters that have a field, in order."""
        return list(self._fields)

    def show_state(self, state: NetworkState) -> None:
        """Show the chosen layer, or what the chosen ones share; nothing new where none is."""
        cards, failure = state.chosen_layers, state.failure
        if not cards:
            return
        card = next((card for card in cards if card is state.card), cards[0])
        if len(cards) > 1:
            self.show_several(cards)
        elif card.state is CardState.FAILS and failure is not None:
            self.show_card(card, failure_sentence(failure), state.guilty_parameter)
        else:
            self.show_card(card)

    def show_several(self, cards: Sequence[Card]) -> None:
        """Show what several layers share; an edit concerns all of them."""
        layers = [card.layer for card in cards]
        specs = _shared_arguments(layers, argument_hints(layers[0]))
        names = tuple(spec.name for spec in specs)
        types = tuple(type(layer) for layer in layers)
        if (types, names) != self._built:
            self._build_fields(specs, followable(layers[0]), live=False)
            self._built = types, names
        for name, field in self._fields.items():
            is_same, value = _common_value(layers, name)
            follows = all(name in card.step.follows for card in cards)
            if is_same:
                field.show_value(value, follows=follows)
            else:
                field.show_different(follows=follows)
            field.show_problem("")
        self._name.setText(self.tr("{count} layers").format(count=len(cards)))
        shared = self.tr("{types}. What is changed here is changed in all of them.")
        if not specs:
            shared = self.tr("{types}. They have no parameter in common.")
        self._summary.setText(shared.format(types=_types_text(layers)))
        enabled = {card.step.enabled for card in cards}
        self.enabled_box.setCheckState(
            Qt.CheckState.PartiallyChecked
            if len(enabled) > 1
            else Qt.CheckState.Checked
            if enabled == {True}
            else Qt.CheckState.Unchecked
        )
        self._show_reason("")
        for part in self._of_one:
            part.hide()

    def show_card(self, card: Card, sentence: str = "", guilty: str = "") -> None:
        """Show a layer.

        Args:
            card: The layer and what is known of it.
            sentence: Why it fails; "" when it does not.
            guilty: The parameter to blame; "" for none.
        """
        layer = card.layer
        if self._built != ((type(layer),), None) or not self._show_values(card):
            specs = layer_arguments(layer, argument_hints(layer))
            self._build_fields(specs, followable(layer), live=True)
            self._built = (type(layer),), None
            self._show_values(card)
        self._name.setText(card.name)
        self.name_field.show_name(card.step.name)
        self._summary.setText(layer_summary(type(layer)))
        self.enabled_box.setTristate(False)
        self.enabled_box.setChecked(card.step.enabled)
        self._show_reason(sentence)
        for name, field in self._fields.items():
            field.show_problem(sentence if name == guilty else "")
        for part in self._of_one:
            part.show()
        self._facts.show_card(card)
        self.explanation.show_card(card)
        self.open_button.setVisible(is_shown(card.plain))
        self.open_button.setEnabled(card.can_open)

    def focus_first_field(self) -> None:
        """Give the first parameter the keyboard; without any, the name."""
        first = next((known.field for known in self._fields.values()), self.name_field)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_values(self, card: Card) -> bool:
        """Show the layer's values; return whether every field could."""
        try:
            for name, field in self._fields.items():
                field.show_value(getattr(card.layer, name), follows=name in card.step.follows)
        except ValueError:
            return False
        return True

    def _show_text_problem(self, name: str, sentence: str) -> None:
        """Say below the fields what is wrong with a text; the layer stays as it is."""
        self._show_reason(labelled(name, sentence))

    def _show_reason(self, sentence: str) -> None:
        self._reason.setText(sentence)

    def _build_fields(
        self, specs: Sequence[ArgumentSpec], followers: frozenset[str], *, live: bool
    ) -> None:
        self._fields.clear()
        old = self._grid_holder
        self._grid_holder = QWidget()
        grid = QGridLayout(self._grid_holder)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, CAPTION_WIDTH)
        for row, spec in enumerate(specs):
            field = ParameterField(spec, can_follow=spec.name in followers, live=live)
            field.edited.connect(partial(self.parameter_edited.emit, spec.name))
            field.invalid.connect(partial(self._show_text_problem, spec.name))
            field.follow_toggled.connect(partial(self.follow_toggled.emit, spec.name))
            label = QLabel(spec.name)
            set_code_font(label, 0.95)
            label.setBuddy(field.field)
            label.setToolTip(spec.hint)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            self._fields[spec.name] = field
        self._body.replaceWidget(old, self._grid_holder)
        old.hide()
        old.deleteLater()
        self._order_for_tab()

    def _order_for_tab(self) -> None:
        """Have Tab go from top to bottom: what is made anew would come last."""
        before: QWidget = self.enabled_box
        fields = self._fields.values()
        parts = [part for field in fields for part in (field.field, field.follow)]
        for part in (self.name_field, *parts, self.open_button):
            if part is not None:
                QWidget.setTabOrder(before, part)
                before = part

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self.enabled_box)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        content = QWidget(self)
        self._body = QVBoxLayout(content)
        self._body.setContentsMargins(_MARGIN, 12, _MARGIN, _MARGIN)
        self._body.setSpacing(8)
        self._body.addLayout(head)
        self._body.addWidget(self._summary)
        named = self._name_row()
        self._body.addWidget(named)
        self._body.addWidget(self._grid_holder)
        # Below the fields and in room that is always kept, so that nothing moves under the mouse.
        self._reason.setMinimumHeight(_REASON_LINES * self._reason.fontMetrics().lineSpacing())
        self._reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(self._reason)
        self._body.addLayout(buttons)
        self._body.addSpacing(4)
        self._body.addWidget(self.explanation)
        self._body.addSpacing(4)
        follows = SectionTitle(self.tr("What follows from this"), self)
        self._of_one = (named, self.open_button, self.explanation, follows, self._facts)
        self._body.addWidget(follows)
        self._body.addWidget(self._facts)
        self._body.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that nothing changes its width when a sentence comes or goes.
        self.setVerticalScrollBar(QuietScrollBar(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumWidth(360)
        self.setAccessibleName(self.tr("The chosen layer"))

    def _name_row(self) -> QWidget:
        """Return the field of the name with its caption, in line with the parameters."""
        row = QWidget(self)
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, CAPTION_WIDTH)
        caption = QLabel(self.tr("name"), row)
        caption.setBuddy(self.name_field)
        grid.addWidget(caption, 0, 0)
        grid.addWidget(self.name_field, 0, 1)
        return row


def _shared_arguments(layers: Sequence[Layer], hints: dict[str, str]) -> list[ArgumentSpec]:
    """Return the arguments that all layers have and that the same field can show.

    Args:
        layers: At least one.
        hints: What arguments mean, by their names.
    """
    first, *others = (layer_arguments(layer, hints) for layer in layers)
    return [
        spec
        for spec in first
        if all(any(spec.same_field(other) for other in specs) for specs in others)
    ]


def _common_value(layers: Sequence[Layer], name: str) -> tuple[bool, object]:
    """Return whether a parameter is the same in all layers, and its value in the first."""
    first, *others = (getattr(layer, name) for layer in layers)
    return all(type(value) is type(first) and value == first for value in others), first


def _types_text(layers: Sequence[Layer]) -> str:
    """Return which types of layers they are, with their numbers: 2 × Conv2d, ReLU."""
    counts = Counter(layer.type_name() for layer in layers)
    return ", ".join(name if count == 1 else f"{count} × {name}" for name, count in counts.items())
