"""Choosing a layer by typing: its name, its family, or its call as code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError
from convviz.core.layer_meanings import family_is_meant, meaning_rank, misspelt_rank
from convviz.core.layers.base import LayerFamily
from convviz.ui.error_sentences import error_sentence
from convviz.ui.layer_texts import family_text
from convviz.ui.theme import code_font
from convviz.ui.widgets.search_list import SearchPopup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Layer
    from convviz.ui.widgets.search_list import SearchRow

_BY_FAMILY: Final = (4, 1000)
"""How well a layer matches whose family alone is named so: behind those that are called so."""


class LayerPopup(SearchPopup):
    """Base of the lists of layers under a search field.

    Subclasses say which layers there are, what each does here, and what code means.
    """

    def __init__(self, placeholder: str, size: QSize, parent: QWidget) -> None:
        super().__init__(placeholder, size, parent)
        self.search.list.setAccessibleName(self.tr("Layers"))
        self.search.set_detail_font(code_font(0.85), of_notes=False)
        self.search.searched.connect(self._fill)

    @property
    def problem(self) -> str:
        """What is wrong with the code that was typed; "" for nothing."""
        return self.search.problem.text()

    def names(self) -> list[str]:
        """Return the names of the layers that are offered now."""
        return [name for name, _ in self.search.rows()]

    def type_text(self, text: str) -> None:
        """Put a text into the search field."""
        self.search.field.setText(text)

    def layer_types(self) -> Iterable[type[Layer]]:
        """Return the layers that are offered, in order."""
        raise NotImplementedError

    def row_of(self, layer_type: type[Layer]) -> tuple[SearchRow, tuple[bool, ...]]:
        """Return a layer's row, and how badly it fits here: less is better."""
        raise NotImplementedError

    def code_rows(self, text: str) -> list[SearchRow]:
        """Return what typed code means.

        Raises:
            ConvVizError: The text is no code of layers, or names wrong parameters.
        """
        raise NotImplementedError

    def typed_rows(self, text: str) -> list[SearchRow]:
        """Return what a layer typed in few letters means, such as `conv2d 32 5 p2`.

        Raises:
            ConvVizError: The text is nothing of the kind.
        """
        raise NotImplementedError

    def other_rows(
        self,
        wanted: str,  # noqa: ARG002 - for subclasses
    ) -> tuple[str, list[tuple[tuple[int, ...], SearchRow]]]:
        """Return a heading, and layers that match but cannot be chosen, each with its rank."""
        return "", []

    def marked(self) -> object:
        """Return the value of the row that is marked while nothing is typed; None for the first."""
        return None

    def _fill(self, text: str) -> None:
        text = text.strip()
        problem = ""
        sections: dict[str, list[SearchRow]] = {}
        if "(" in text:
            try:
                sections[self.tr("As it is written")] = self.code_rows(text)
            except ConvVizError as error:
                problem = error_sentence(error)
        else:
            wanted = text.casefold()
            sections = self._type_sections(wanted)
            if not sections and not any(word.isdigit() for word in wanted.split()):
                sections = self._type_sections(wanted, misspelt_rank)  # no call in few letters
            problem = "" if sections else self.tr("No layer has this name.")
            if len(text.replace(";", " ; ").split()) > 1:
                sections, problem = self._with_typed(text, sections)
        self.search.show_problem(problem)
        self.search.show_rows(sections, None if text else self.marked())

    def _with_typed(
        self, text: str, sections: dict[str, list[SearchRow]]
    ) -> tuple[dict[str, list[SearchRow]], str]:
        """Return what several words mean above the layers of that name; why they mean nothing."""
        try:
            return {self.tr("As it is typed"): self.typed_rows(text), **sections}, ""
        except ConvVizError as error:
            return sections, "" if sections else error_sentence(error)

    def _type_sections(
        self,
        wanted: str,
        rank_of: Callable[[str, str], tuple[int, int] | None] = meaning_rank,
    ) -> dict[str, list[SearchRow]]:
        """Return the layers of each family that match: what fits here first, then the likeliest.

        The family with the likeliest layer comes first; without a text, families keep their order.
        """
        sections: dict[str, list[SearchRow]] = {}
        likeliest: dict[str, tuple[int, ...]] = {}
        for number, family in enumerate(LayerFamily):
            name = family_text(family)
            is_named = wanted in name.casefold() or family_is_meant(family, wanted)
            layer_types = [layer for layer in self.layer_types() if layer.family is family]
            ranked = {layer: rank_of(layer.type_name(), wanted) for layer in layer_types}
            matching = [
                (ranked[layer] or _BY_FAMILY, *self.row_of(layer))
                for layer in layer_types
                if is_named or ranked[layer] is not None
            ]
            matching.sort(key=lambda match: (match[0][0], *match[2], match[0]))
            if matching:
                sections[name] = [row for _, row, _ in matching]
                likeliest[name] = (*matching[0][0], number) if wanted else (number,)
        heading, others = self.other_rows(wanted) if wanted else ("", [])
        if others:
            others.sort(key=lambda match: match[0])
            sections[heading] = [row for _, row in others]
            likeliest[heading] = (*others[0][0], len(LayerFamily))
        return {name: sections[name] for name in sorted(sections, key=likeliest.__getitem__)}
