"""Choosing a layer to add: by family, by its name, or by typing its call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Signal

from convviz.core.errors import ConvVizError
from convviz.core.layer_search import search_rank
from convviz.core.layers import layer_types
from convviz.core.layers.base import LayerFamily
from convviz.core.sequential import NetworkStep, SequentialResult, infer_sequential
from convviz.core.torch_code import layer_call
from convviz.core.torch_code_reader import parse_code
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.edits import new_step, steps_of_code
from convviz.ui.network.texts import FAMILY_ICONS, family_text, layer_summary
from convviz.ui.theme import code_font
from convviz.ui.widgets.number_texts import shape_text
from convviz.ui.widgets.search_list import SearchPopup, SearchRow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Layer, Shape

_SIZE: Final = QSize(380, 460)
_BY_FAMILY: Final = (4, 0)
"""How well a layer matches whose family alone is named so."""


class AddLayerPopup(SearchPopup):
    """A list of all layers under a search field.

    Signals:
        chosen(list): The steps to insert.
    """

    chosen = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Name, or code such as Conv2d(3, 32, 5)"), _SIZE, parent)
        self._shape: Shape = (1,)
        self.search.field.setAccessibleName(self.tr("Layer to add"))
        self.search.list.setAccessibleName(self.tr("Layers"))
        self.search.set_detail_font(code_font(0.85))
        self.search.searched.connect(self._fill)
        self.search.chosen.connect(self._take)

    @property
    def problem(self) -> str:
        """What is wrong with the code that was typed; "" for nothing."""
        return self.search.problem.text()

    def names(self) -> list[str]:
        """Return the names of the layers that are offered now."""
        return [name for name, _ in self.search.rows()]

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

    def type_text(self, text: str) -> None:
        """Put a text into the search field."""
        self.search.field.setText(text)

    def _fill(self, text: str) -> None:
        text = text.strip()
        problem, sections = "", {}
        if "(" in text:
            try:
                sections[""] = self._code_rows(text)
            except ConvVizError as error:
                problem = error_sentence(error)
        else:
            sections = self._type_sections(text.casefold())
            problem = "" if sections else self.tr("No layer has this name.")
        self.search.show_problem(problem)
        self.search.show_rows(sections)

    def _code_rows(self, text: str) -> list[SearchRow]:
        """Return what typed code adds: a row for each network in it.

        Raises:
            ConvVizError: The text is no code of layers, or names wrong parameters.
        """
        reading = parse_code(text)
        several = len(reading.networks) > 1
        return [
            self._code_row(network.layers, network.label if several else "")
            for network in reading.networks
            if network.layers
        ]

    def _code_row(self, layers: tuple[Layer, ...], name: str) -> SearchRow:
        steps = steps_of_code(layers, self._shape)
        label = layer_call(steps[0].layer)
        if len(steps) > 1:
            more = self.tr("{layer} and {count} more")
            label = more.format(layer=label, count=len(steps) - 1)
        return _row(f"{name}: {label}" if name else label, steps)

    def _type_sections(self, wanted: str) -> dict[str, list[SearchRow]]:
        """Return the layers of each family that match: what fits here first, then the likeliest.

        The family with the likeliest layer comes first; without a text, families keep their order.
        """
        sections: dict[str, list[SearchRow]] = {}
        likeliest: dict[str, tuple[int, ...]] = {}
        for number, family in enumerate(LayerFamily):
            name = family_text(family)
            is_named = wanted in name.casefold()
            found = [layer for layer in layer_types().values() if layer.family is family]
            ranked = {layer: search_rank(layer.type_name(), wanted) for layer in found}
            matching = [
                (ranked[layer] or _BY_FAMILY, *self._try(layer))
                for layer in found
                if is_named or ranked[layer] is not None
            ]
            matching.sort(key=lambda found: (_match(found[0]), *_misfit(found[2]), found[0]))
            if matching:
                sections[name] = [
                    _row(step.layer.type_name(), (step,), result) for _, step, result in matching
                ]
                likeliest[name] = (*matching[0][0], number) if wanted else (number,)
        return {name: sections[name] for name in sorted(sections, key=likeliest.__getitem__)}

    def _try(self, layer_type: type[Layer]) -> tuple[NetworkStep, SequentialResult]:
        """Return a new layer, and what it does to the shape here."""
        step = new_step(layer_type, self._shape)
        return step, infer_sequential((step,), self._shape)

    def _take(self, steps: tuple[NetworkStep, ...]) -> None:
        self.hide()
        self.chosen.emit(list(steps))


def _row(
    text: str, steps: tuple[NetworkStep, ...], result: SequentialResult | None = None
) -> SearchRow:
    """Return the row of steps; where it is known, with the shape that comes out of them."""
    layer = steps[0].layer
    fits = result is None or not result.failure
    shape = shape_text(result.output_shape) if result is not None and fits else ""
    tip = f"{layer_call(layer)}\n{layer_summary(type(layer))}"
    return SearchRow(text, shape, steps, FAMILY_ICONS[layer.family], fits, tip)


def _match(rank: tuple[int, int]) -> int:
    """Return how well a name matches, without regard to how common the layer is."""
    return rank[0]


def _misfit(result: SequentialResult) -> tuple[bool, bool]:
    """Return how badly a layer fits: refused, or accepted with something to be warned of."""
    return result.failure is not None, any(row.notes for row in result.rows)
