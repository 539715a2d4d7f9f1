"""What a person changes on the page, as undoable steps of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec.structs
from PySide6.QtCore import QObject

from convviz.ui.calculator.model import edits
from convviz.ui.calculator.presets.texts import preset_name

if TYPE_CHECKING:
    from convviz.core.presets import Preset
    from convviz.protocol.document import Calculator
    from convviz.ui.document_store import DocumentStore


class CalculatorEdits(QObject):
    """Puts the calculator that an edit leads to into the document, under the edit's name."""

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    @property
    def calculator(self) -> Calculator:
        """The document's calculator."""
        return self._store.document.calculator

    def replace(self, calculator: Calculator, text: str, merge_key: str = "") -> None:
        """Show another calculator.

        Args:
            calculator: What the edit leads to.
            text: The edit's name in the menu, translated.
            merge_key: Edits in a row with the same key are undone together; empty for none.
        """
        document = msgspec.structs.replace(self._store.document, calculator=calculator)
        self._store.edit(document, text, merge_key)

    def layer(self, layer: Any, name: str) -> None:  # noqa: ANN401 - a Layer through a signal
        """Change one setting, by its name."""
        text = self.tr("Change {name}").format(name=name)
        self.replace(edits.with_layer(self.calculator, layer), text, f"calculator.{name}")

    def choose_layer(self, layer: Any, text: str) -> None:  # noqa: ANN401 - a Layer
        """Take a layer that was offered."""
        self.replace(edits.with_layer(self.calculator, layer), text)

    def layer_type(self, layer_type: Any) -> None:  # noqa: ANN401 - a type of layer
        """Change the layer to one of another type."""
        text = self.tr("Change the layer to {name}").format(name=layer_type.type_name())
        self.replace(edits.with_type(self.calculator, layer_type), text)

    def output_size(self, size: Any) -> None:  # noqa: ANN401 - a shape or None
        """Change the size that unpooling is given."""
        axes = len(self.calculator.input_shape) - 1
        calculator = edits.with_output_size(
            self.calculator, (size,) * axes if isinstance(size, int) else size
        )
        self.replace(calculator, self.tr("Change output_size"), "calculator.output_size")

    def shape(self, shape: tuple[int, ...]) -> None:
        """Change the input's shape."""
        text = self.tr("Change the input's shape")
        self.replace(edits.with_input_shape(self.calculator, shape), text, "calculator.shape")

    def preset(self, preset: Preset) -> None:
        """Show a preset."""
        text = self.tr("Preset: {name}").format(name=preset_name(preset.key))
        self.replace(edits.with_preset(self.calculator, preset), text)

    def fill(self, part: str, recipe: Any) -> None:  # noqa: ANN401 - a Recipe
        """Fill the "input", the "weight" or the "bias"."""
        texts = {
            "input": self.tr("Fill the input"),
            "weight": self.tr("Fill the kernel"),
            "bias": self.tr("Fill the bias"),
        }
        self.replace(edits.with_fill(self.calculator, part, recipe), texts[part])

    def cell(self, part: str, place: tuple[int, ...], value: float) -> None:
        """Change one number of the "input", the "weight" or the "bias"."""
        if part == "input":
            text = self.tr("Edit a cell of the input")
            self.replace(edits.with_input_cell(self.calculator, place, value), text)
        elif part == "weight":
            text = self.tr("Edit a cell of the kernel")
            self.replace(edits.with_weight_cell(self.calculator, place, value), text)
        else:
            text = self.tr("Edit the bias")
            self.replace(edits.with_bias_cell(self.calculator, place[0], value), text)
