"""Choosing a layer to add: by family, by its name, or by typing its call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.core.layers.base import LayerFamily
from convviz.core.sequential import NetworkStep, SequentialResult, infer_sequential
from convviz.core.torch_code import layer_call, parse_layers
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.edits import new_step, steps_of_code
from convviz.ui.network.texts import FAMILY_ICONS, family_text, layer_summary
from convviz.ui.theme import code_font, current_palette, icon, ui_font
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from convviz.core.layers import Layer, Shape
    from convviz.ui.theme import IconRole

_SIZE: Final = QSize(380, 460)
_STEPS_ROLE: Final = Qt.ItemDataRole.UserRole


class AddLayerPopup(QFrame):
    """A list of all layers under a search field; the keyboard stays in the field.

    Signals:
        chosen(list): The steps to insert.
    """

    chosen = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._shape: Shape = (1,)
        self.setProperty("card", "true")
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(self.tr("Name, or code such as Conv2d(3, 32, 5)"))
        self._search.setAccessibleName(self.tr("Layer to add"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._fill)
        self._search.returnPressed.connect(self._take_current)
        self._list = QTreeWidget(self)
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("Layers"))
        self._list.setObjectName("layersToAdd")
        self._list.setStyleSheet("#layersToAdd { border: 0; }")
        self._list.itemClicked.connect(self._take)
        sections = self._list.header()
        sections.setStretchLastSection(False)
        sections.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        sections.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._problem = QLabel(self)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setProperty("role", "error")
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._search)
        layout.addWidget(self._problem)
        layout.addWidget(self._list, 1)
        self.resize(_SIZE)

    @property
    def problem(self) -> str:
        """What is wrong with the code that was typed; "" for nothing."""
        return self._problem.text()

    def names(self) -> list[str]:
        """Return the names of the layers that are offered now."""
        return [item.text(0) for item in self._offered()]

    def open_at(self, place: QPoint, input_shape: Shape) -> None:
        """Show the popup.

        Args:
            place: Its top left corner on the screen.
            input_shape: The shape that enters the new layer, without the batch.
        """
        self._shape = input_shape
        self._search.clear()
        self._fill()
        room = self.screen().availableGeometry()
        x = min(place.x(), room.right() - self.width())
        y = min(place.y(), room.bottom() - self.height())
        self.move(max(room.left(), x), max(room.top(), y))
        self.show()
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def type_text(self, text: str) -> None:
        """Put a text into the search field."""
        self._search.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list by Up and Down while the field has the keyboard."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8}
        key = Qt.Key(event.key())
        if key in steps or key == Qt.Key.Key_PageUp:
            self._move(steps.get(key, -8))
            return
        super().keyPressEvent(event)

    def _offered(self) -> list[QTreeWidgetItem]:
        """Return the items that can be chosen."""
        items = [self._list.topLevelItem(row) for row in range(self._list.topLevelItemCount())]
        return [item for item in items if item is not None and item.data(0, _STEPS_ROLE)]

    def _move(self, by: int) -> None:
        items = self._offered()
        if items:
            current = self._list.currentItem()
            place = items.index(current) if current in items else -1
            self._list.setCurrentItem(items[min(max(place + by, 0), len(items) - 1)])

    def _fill(self) -> None:
        self._list.clear()
        self._problem.clear()
        text = self._search.text().strip()
        if "(" in text:
            self._offer_code(text)
        else:
            self._offer_types(text.casefold())
        self._problem.setVisible(bool(self._problem.text()))
        self._move(1)

    def _offer_code(self, text: str) -> None:
        try:
            steps = steps_of_code(parse_layers(text), self._shape)
        except ConvVizError as error:
            self._problem.setText(error_sentence(error))
            return
        for step in steps[:1]:
            label = layer_call(step.layer)
            if len(steps) > 1:
                label = self.tr("{layer} and {count} more").format(
                    layer=label, count=len(steps) - 1
                )
            self._offer(label, steps)

    def _offer_types(self, wanted: str) -> None:
        matches = [
            layer_type
            for name, layer_type in layer_types().items()
            if wanted in name.casefold() or wanted in family_text(layer_type.family).casefold()
        ]
        for family in LayerFamily:
            offered = [self._try(found) for found in matches if found.family is family]
            if not offered:
                continue
            header = QTreeWidgetItem([family_text(family)])
            header.setFlags(Qt.ItemFlag.NoItemFlags)
            header.setFont(0, ui_font(0.85))
            self._list.addTopLevelItem(header)
            for step, result in sorted(offered, key=lambda pair: _misfit(pair[1])):
                shape = None if result.failure else result.output_shape
                self._offer(step.layer.type_name(), (step,), shape)
        if not matches:
            self._problem.setText(self.tr("No layer has this name."))

    def _try(self, layer_type: type[Layer]) -> tuple[NetworkStep, SequentialResult]:
        """Return a new layer, and what it does to the shape here."""
        step = new_step(layer_type, self._shape)
        return step, infer_sequential((step,), self._shape)

    def _offer(
        self, text: str, steps: tuple[NetworkStep, ...], output: Shape | None = None
    ) -> None:
        layer, palette = steps[0].layer, current_palette()
        item = QTreeWidgetItem([text, shape_text(output) if output else ""])
        fits = output is not None or "(" in text
        role: IconRole = "accent" if fits else "text_muted"
        item.setIcon(0, icon(FAMILY_ICONS[layer.family], role))
        item.setForeground(1, QColor(palette.text_muted))
        item.setFont(1, code_font(0.85))
        if not fits:
            item.setForeground(0, QColor(palette.text_muted))
        item.setData(0, _STEPS_ROLE, steps)
        for column in (0, 1):
            item.setToolTip(column, f"{layer_call(layer)}\n{layer_summary(type(layer))}")
        self._list.addTopLevelItem(item)

    def _take_current(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self._take(item)

    def _take(self, item: QTreeWidgetItem) -> None:
        steps = item.data(0, _STEPS_ROLE)
        if steps:
            self.hide()
            self.chosen.emit(list(steps))


def _misfit(result: SequentialResult) -> tuple[bool, bool]:
    """Return how badly a layer fits: refused, or accepted with something to be warned of."""
    return result.failure is not None, any(row.notes for row in result.rows)
