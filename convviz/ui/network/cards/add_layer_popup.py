"""Adding layers: by family, by name, by typing a call, or by pasting code."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QSize, Signal
from PySide6.QtGui import QGuiApplication

from convviz.core.code.reading import parse_code
from convviz.core.code.writing import layer_call
from convviz.core.layers import layer_types
from convviz.core.network.new_layers import new_step, typed_steps
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, NetworkStep, Node
from convviz.ui.layer_popup import LayerPopup
from convviz.ui.layer_texts import FAMILY_ICONS, layer_summary
from convviz.ui.network.block_texts import BLOCK_ICONS
from convviz.ui.network.code.code_opening import CodeOpening
from convviz.ui.network.code.code_paste import CodePaste
from convviz.ui.network.edits import steps_of_code
from convviz.ui.theme import SPACING
from convviz.ui.widgets.number_texts import shape_text
from convviz.ui.widgets.search_list import SearchRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.rows import SequentialResult
    from convviz.ui.network.presenter import NetworkPresenter

_SIZE: Final = QSize(460, 460)
_BELOW: Final = 48
"""Of the top of what the popups stand beside."""


class AddLayerPopup(LayerPopup):
    """A list of all layers under a search field.

    Signals:
        chosen(list): The steps to insert.
    """

    chosen = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        text = self.tr("Name, conv2d 32 5 p2, or code such as Conv2d(3, 32, 5)")
        super().__init__(text, _SIZE, parent)
        self._shape: Shape = (1,)
        self.search.field.setAccessibleName(self.tr("Layer to add"))
        self.search.chosen.connect(self._choose)

    def open_at(self, place: QPoint, input_shape: Shape) -> None:
        """Show the popup.

        Args:
            place: Its top left corner on the screen.
            input_shape: The shape that enters the new layer, without the batch.
        """
        self._shape = input_shape
        self.search.field.clear()
        self._fill("")
        self.show_at(place)

    def layer_types(self) -> Iterable[type[Layer]]:
        """Return all layers."""
        return layer_types().values()

    def row_of(self, layer_type: type[Layer]) -> tuple[SearchRow, tuple[bool, ...]]:
        """Return a new layer with what it makes of the shape here, and how badly it fits."""
        step = new_step(layer_type, self._shape)
        result = infer_sequential((step,), self._shape)
        return _row(step.layer.type_name(), (step,), result), _misfit(result)

    def code_rows(self, text: str) -> list[SearchRow]:
        """Return what typed code adds: a row for each network in it.

        Raises:
            ConvVizError: The text is no code of layers, or names wrong parameters.
        """
        reading = parse_code(text)
        several = len(reading.networks) > 1
        return [
            self._code_row(network.nodes, network.label if several else "")
            for network in reading.networks
            if network.nodes
        ]

    def typed_rows(self, text: str) -> list[SearchRow]:
        """Return what a typed text adds: a row for each of its meanings.

        Raises:
            ConvVizError: The text is nothing of the kind.
        """
        return [self._typed_row(steps) for steps in typed_steps(text, self._shape)]

    def _typed_row(self, steps: tuple[NetworkStep, ...]) -> SearchRow:
        result = infer_sequential(steps, self._shape)
        return _row(self._label(steps), steps, result)

    def _code_row(self, nodes: tuple[Node, ...], name: str) -> SearchRow:
        steps = steps_of_code(nodes, self._shape)
        label = self._label(steps)
        return _row(f"{name}: {label}" if name else label, steps)

    def _label(self, steps: Sequence[Node]) -> str:
        first = _call(steps[0])
        if len(steps) == 1:
            return first
        more = self.tr("{layer} and {count} more")
        return more.format(layer=first, count=len(steps) - 1)

    def _choose(self, steps: tuple[Node, ...]) -> None:
        self.hide()
        self.chosen.emit(list(steps))


class LayerAdding(QObject):
    """Offers layers to add behind the chosen ones, and reads those that are pasted.

    Attributes:
        reader: Reads pasted code.
        code: Reads files of code and pasted programs.
    """

    def __init__(self, presenter: NetworkPresenter, page: QWidget) -> None:
        """Join both to the network.

        Args:
            presenter: Inserts what is chosen.
            page: The page, over which the popups open.
        """
        super().__init__(page)
        self._presenter = presenter
        self._page = self._neighbour = page
        self.reader = CodePaste(page)
        self.reader.layers_read.connect(presenter.insert_code)
        self.reader.failed.connect(presenter.tell_error)
        self.code = CodeOpening(page, lambda: presenter.state.shape_before_insert)
        self.code.layers_read.connect(presenter.insert_code)
        self.code.opened.connect(presenter.open_network)
        self.code.told.connect(presenter.told)
        self.reader.program_found.connect(self.code.insert_text)

    @cached_property
    def popup(self) -> AddLayerPopup:
        """What offers layers; it is made when they are first wanted."""
        popup = AddLayerPopup(self._page)
        popup.chosen.connect(self._presenter.insert)
        return popup

    def stand_beside(self, widget: QWidget) -> None:
        """Open popups at the right end of a widget from now on."""
        self._neighbour = widget

    def open_popup(self) -> None:
        """Offer the layers that can be added behind the chosen ones."""
        self.popup.open_at(self._place(), self._presenter.state.shape_before_insert)

    def paste(self) -> None:
        """Insert the layers that the clipboard's code names; it is never executed."""
        self.reader.read(QGuiApplication.clipboard().text(), self._place())

    def _place(self) -> QPoint:
        return self._neighbour.mapToGlobal(QPoint(self._neighbour.width() - 2 * SPACING, _BELOW))


def _row(text: str, steps: tuple[Node, ...], result: SequentialResult | None = None) -> SearchRow:
    """Return the row of steps; where it is known, with the shape that comes out of them."""
    first = steps[0]
    fits = result is None or not result.failure
    shape = shape_text(result.output_shape) if result is not None and fits else ""
    if isinstance(first, Block):
        return SearchRow(text, shape, steps, BLOCK_ICONS[first.kind], fits, _call(first))
    tip = f"{layer_call(first.layer)}\n{layer_summary(type(first.layer))}"
    return SearchRow(text, shape, steps, FAMILY_ICONS[first.layer.family], fits, tip)


def _call(node: Node) -> str:
    return f"{node.kind.value}(…)" if isinstance(node, Block) else layer_call(node.layer)


def _misfit(result: SequentialResult) -> tuple[bool, bool]:
    """Return how badly a layer fits: refused, or accepted with something to be warned of."""
    return result.failure is not None, any(row.notes for row in result.rows)
