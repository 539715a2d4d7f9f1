"""The menu of layers, a submenu a family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from convviz.core.layers.base import LayerFamily
from convviz.core.shown_layers import shown_types
from convviz.ui.layer_texts import family_text
from convviz.ui.widgets.late_menu import LateMenu

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget


class LayerMenu(LateMenu):
    """Offers every layer that can be stepped through, by its name.

    Signals:
        chosen(type): A type of layer was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._actions: dict[str, QAction] = {}
        self.setTitle(self.tr("Change the layer to"))

    def _fill(self) -> None:
        for family in LayerFamily:
            types = [layer_type for layer_type in shown_types() if layer_type.family is family]
            if not types:
                continue
            menu = self.addMenu(family_text(family))
            for layer_type in types:
                action = menu.addAction(layer_type.type_name())
                self._actions[layer_type.type_name()] = action
                action.triggered.connect(
                    lambda _checked=False, chosen=layer_type: self.chosen.emit(chosen)
                )

    def type_action(self, name: str) -> QAction:
        """Return the action of a type of layer.

        Raises:
            KeyError: No such type.
        """
        self.fill()
        return self._actions[name]
