"""The menu of numbers: where those of the input and of each tensor come from, pasted and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from convviz.core.layers.conv import is_convolution
from convviz.protocol.document import UPSTREAM
from convviz.protocol.lesson import HIDDEN_KERNEL
from convviz.ui.calculator.value_menu import CopyMenu, ValueMenu
from convviz.ui.stepper.part_planes import part_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.loss_menu import LossMenu

_OUTPUT: Final = "output"
_OF_KERNELS: Final = frozenset({"weight", HIDDEN_KERNEL})


class NumbersMenu(QMenu):
    """Has a menu for each part that a layer computes with, and copies the output.

    Attributes:
        menus: By the parts' names: "input", "weight" and "bias", which most layers compute with;
            others when they are first shown.
        output_copies: The forms in which the output is copied.

    Signals:
        recipe_chosen(str, Recipe): "input" or the name of a tensor, and its new numbers.
        paste_wanted(str): The clipboard's numbers are wanted for one of these.
        copy_wanted(str, TextForm): Its numbers, or those of the "output", are wanted on the
            clipboard.
        asked(): A dialog for numbers was closed.
    """

    recipe_chosen = Signal(str, object)
    paste_wanted = Signal(str)
    copy_wanted = Signal(str, object)
    asked = Signal()

    def __init__(self, losses: LossMenu, parent: QWidget) -> None:
        """Make the menus of what most layers compute with.

        Args:
            losses: Offers losses at which a backward pass may begin, in place of its numbers.
            parent: The parent.
        """
        super().__init__(parent)
        self.setTitle(self.tr("Numbers"))
        self._losses = losses
        self.output_copies = CopyMenu(self.tr("Copy the output as"), self)
        self.output_copies.wanted.connect(lambda form: self.copy_wanted.emit(_OUTPUT, form))
        self.addMenu(self.output_copies)
        self.menus: dict[str, ValueMenu] = {}
        for part, title in (
            ("input", self.tr("Input")),
            ("weight", self.tr("Kernel")),
            ("bias", self.tr("Bias")),
        ):
            self._add(part, title)

    def show_calculator(self, calculator: Calculator, further: frozenset[str]) -> None:
        """Offer menus for the numbers that there are.

        Args:
            calculator: The settings.
            further: What is shown beside the layer's tensors, such as the upstream gradient.
        """
        layer = calculator.layer
        parts = {"input", *layer.tensor_shapes(calculator.input_shape), *further}
        for part in parts - self.menus.keys():
            self._add(part, part_name(part))
        for part, menu in self.menus.items():
            if part in parts:
                menu.set_recipe(calculator.recipe_of(part))
            if part == UPSTREAM:
                self._losses.show_calculator(calculator)
            menu.menuAction().setVisible(part in parts)
        self.menus["input"].setTitle(part_name(layer.input_name))
        weight, has_kernels = self.menus["weight"], is_convolution(layer)
        weight.setTitle(self.tr("Kernel") if has_kernels else self.tr("Weight"))
        weight.set_kernels_shown(shown=has_kernels)

    def _add(self, part: str, title: str) -> None:
        menu = self.menus[part] = ValueMenu(title, self, has_kernels=part in _OF_KERNELS)
        menu.chosen.connect(lambda recipe: self.recipe_chosen.emit(part, recipe))
        menu.paste_wanted.connect(lambda: self.paste_wanted.emit(part))
        menu.copy_wanted.connect(lambda form: self.copy_wanted.emit(part, form))
        menu.asked.connect(self.asked)
        if part == UPSTREAM:
            menu.insert_menu(self._losses)
        self.insertMenu(self.output_copies.menuAction(), menu)
