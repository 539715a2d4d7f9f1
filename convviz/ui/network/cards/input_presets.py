"""The shapes that pictures of well-known data sets have, beside the field of the input's shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from convviz.core.data_sets import CIFAR10
from convviz.ui.theme import set_icon
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.data_sets import DataSet
    from convviz.core.layers import Shape


class InputPreset(NamedTuple):
    """A shape, and whose pictures have it."""

    title: str
    shape: Shape


KNOWN: Final = (
    InputPreset(CIFAR10.title, (3, 32, 32)),
    InputPreset("MNIST", (1, 28, 28)),
    InputPreset("ImageNet", (3, 224, 224)),
)


def shape_of_training(dataset: DataSet) -> Shape | None:
    """Return the shape of the pictures that a document trains on; None while it is not known."""
    facts = dataset.facts()
    return None if facts is None else facts.picture_shape


class InputPresets(QToolButton):
    """Opens a menu of shapes.

    Attributes:
        dataset: Returns the data that the document trains on.

    Signals:
        chosen(tuple): A shape is to be the network's input.
    """

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape: Shape = ()
        self.dataset: Callable[[], DataSet] | None = None
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(self, "mdi6.chevron-down")
        tip = self.tr("Shapes of the pictures of well-known data sets, and of the training's own")
        self.setToolTip(tip)
        self.setAccessibleName(self.tr("Input shapes to choose from"))
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def show_shape(self, shape: Shape) -> None:
        """Take the shape that the network has."""
        self._shape = shape

    def presets(self) -> list[InputPreset]:
        """Return the shapes that are offered."""
        known = list(KNOWN)
        dataset = None if self.dataset is None else self.dataset()
        own = None if dataset is None else shape_of_training(dataset)
        if own is not None and dataset is not None:
            text = self.tr("The training's pictures ({data})")
            known.append(InputPreset(text.format(data=dataset.title), own))
        return known

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for number, preset in enumerate(self.presets()):
            if number == len(KNOWN):
                menu.addSeparator()
            action = menu.addAction(f"{preset.title}\t{shape_text(preset.shape)}")
            action.setCheckable(True)
            action.setChecked(preset.shape == self._shape)
            action.triggered.connect(lambda _=False, shape=preset.shape: self.chosen.emit(shape))
