"""Choosing another layer: by typing its name, by its family, or as a call."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Signal

from convviz.core.code.opened import parse_opened
from convviz.core.code.writing import layer_call
from convviz.core.errors import ConvVizError, ErrorCode, ShapeError
from convviz.core.layer_meanings import meaning_rank
from convviz.core.network.new_layers import typed_steps
from convviz.core.shown_layers import (
    infer_shown,
    offered_types,
    shown_as,
    shown_form,
    unshown_types,
)
from convviz.core.torch_names import absent_classes, not_shown
from convviz.ui.calculator.edits import with_type
from convviz.ui.calculator.opened_call import with_call
from convviz.ui.layer_popup import LayerPopup
from convviz.ui.layer_texts import FAMILY_ICONS, layer_summary
from convviz.ui.widgets.number_texts import shape_text
from convviz.ui.widgets.search_list import LateRow, SearchRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Layer, Shape
    from convviz.protocol.document import Calculator

_SIZE: Final = QSize(860, 520)


class LayerPicker(LayerPopup):
    """All layers that the calculator shows, by family, each in a line.

    Signals:
        type_chosen(type): A type of layer; what it has in common with the one before is kept.
        call_chosen(Layer): A layer as it was typed or pasted.
    """

    type_chosen = Signal(object)
    call_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        text = self.tr("Name, family, conv2d 64 7 s2, or code such as nn.Conv2d(3, 64, 7, 2)")
        super().__init__(text, _SIZE, parent)
        self._calculator: Calculator | None = None
        self.search.field.setAccessibleName(self.tr("Layer to show"))
        self.search.chosen.connect(self._choose)

    def open_at(self, place: QPoint, calculator: Calculator) -> None:
        """Show the popup.

        Args:
            place: Its top left corner on the screen.
            calculator: What is shown now; its layer is marked.
        """
        self._calculator = calculator
        self.search.field.clear()
        self._fill("")
        self.show_at(place)

    def layer_types(self) -> Iterable[type[Layer]]:
        """Return the layers that can be stepped through."""
        return offered_types()

    def row_of(self, layer_type: type[Layer]) -> tuple[LateRow, tuple[bool, ...]]:
        """Return a layer with what it does, and what it makes of the input here."""
        return LateRow(layer_type, partial(self._type_row, layer_type)), (False,)

    def _type_row(self, layer_type: type[Layer]) -> SearchRow:
        calculator = self._calculator
        shape = None if calculator is None else _output(with_type(calculator, layer_type))
        return _row(layer_type, layer_type.type_name(), layer_type, shape)

    def code_rows(self, text: str) -> list[SearchRow]:
        """Return the layers of a code that can be shown, one a row.

        Raises:
            ConvVizError: The text is no code of layers; LAYER_WITHOUT_WINDOWS: none can be shown.
        """
        return self._shown_rows(parse_opened(text))

    def typed_rows(self, text: str) -> list[SearchRow]:
        """Return the layers that a typed text can mean and that can be shown, one a row.

        Raises:
            ConvVizError: The text is nothing of the kind; LAYER_WITHOUT_WINDOWS: none can be
                shown.
        """
        shape = (1,) if self._calculator is None else self._calculator.input_shape
        return self._shown_rows([steps[-1].layer for steps in typed_steps(text, shape)])

    def _shown_rows(self, layers: Sequence[Layer]) -> list[SearchRow]:
        """Return those of some layers that can be shown, one a row.

        Raises:
            ShapeError: LAYER_WITHOUT_WINDOWS: none can be shown.
        """
        shape = () if self._calculator is None else self._calculator.input_shape
        forms = [shown_form(layer, shape) for layer in layers]
        shown = [layer for layer in forms if layer is not None]
        if layers and not shown:
            code = ErrorCode.LAYER_WITHOUT_WINDOWS
            raise ShapeError(code, layer=layers[0].type_name())
        return [_row(layer, layer_call(layer), type(layer), self._opened(layer)) for layer in shown]

    def other_rows(self, wanted: str) -> tuple[str, list[tuple[tuple[int, ...], SearchRow]]]:
        """Return what torch has and what only the network has, with why it has no steps here."""
        _, rows = super().other_rows(wanted)
        for layer_type in unshown_types():
            rank = meaning_rank(layer_type.type_name(), wanted)
            if rank is not None:
                rows.append((rank, self._unshown_row(layer_type)))
        return self.tr("Not in the calculator"), rows

    def absent(self) -> Iterable[str]:
        """Return the classes of torch that have no steps here and are no layers of a network."""
        shown = {kind.type_name() for kind in self.layer_types()}
        return [name for name in absent_classes() if name not in shown]

    def absence(self, name: str) -> ConvVizError:
        """Return why a class or a function of torch is not shown here."""
        return not_shown(name) or super().absence(name)

    def _unshown_row(self, layer_type: type[Layer]) -> SearchRow:
        plain = shown_as(layer_type)
        if plain is None:
            note = self.tr("Has no windows to step through. Add it on the Network page.")
        else:
            note = self.tr("Becomes {name} at its first input. Choose that, or type its call.")
            note = note.format(name=plain.type_name())
        icon = FAMILY_ICONS[layer_type.family]
        return SearchRow(layer_type.type_name(), "", None, icon, fits=False, tip=note, note=note)

    def marked(self) -> object:
        """Return the type that is shown now."""
        return None if self._calculator is None else type(self._calculator.layer)

    def _opened(self, layer: Layer) -> Shape | None:
        return None if self._calculator is None else _output(with_call(self._calculator, layer))

    def _choose(self, chosen: type[Layer] | Layer) -> None:
        self.hide()
        if isinstance(chosen, type):
            self.type_chosen.emit(chosen)
        else:
            self.call_chosen.emit(chosen)


def _output(calculator: Calculator) -> Shape | None:
    """Return what comes out of a calculator's layer; None where it is refused."""
    try:
        return infer_shown(
            calculator.layer,
            calculator.input_shape,
            calculator.output_size,
            calculator.forms,
            training=calculator.training,
        )
    except ConvVizError:
        return None


def _row(value: object, text: str, layer_type: type[Layer], output: Shape | None) -> SearchRow:
    """Return a row; a layer that is refused here is muted, but can be chosen."""
    summary = layer_summary(layer_type)
    detail = "" if output is None else shape_text(output)
    icon = FAMILY_ICONS[layer_type.family]
    return SearchRow(text, detail, value, icon, output is not None, summary, note=summary)
