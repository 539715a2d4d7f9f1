"""Choosing a layer by typing: its name, its family, or its call as code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.core.layer_meanings import (
    family_is_meant,
    is_called_so,
    meaning_rank,
    misspelt_rank,
)
from convviz.core.layer_search import search_rank
from convviz.core.layers.base import LayerFamily
from convviz.core.torch_classes import absence_facts
from convviz.core.torch_names import (
    FUNCTIONS_ALONE,
    absent_classes,
    bare_name,
    called_name,
    is_function_name,
    meant_class,
    nearest_classes,
)
from convviz.ui.error_sentences import error_sentence
from convviz.ui.layer_texts import family_text
from convviz.ui.theme import code_font
from convviz.ui.widgets.search_list import SearchPopup, SearchRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Layer
    from convviz.ui.widgets.search_list import AnyRow

_BY_FAMILY: Final = (4, 1000)
"""How well a layer matches whose family alone is named so: behind those that are called so."""

_NEAR: Final = (-1, 1000)
"""How well what is near to a class matches where that is not here: right behind it."""

_LAST: Final = (9,)
"""How well a class matches that is not here, where another is meant as likely."""

_BEGINS_SO: Final = 1
_HOLDS_IT: Final = 3
"""Ranks of :func:`search_rank`."""

_LEAST_TYPED: Final = 4
"""Letters with which a class that is not here may stand before those that are."""


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

    def row_of(self, layer_type: type[Layer]) -> tuple[AnyRow, tuple[bool, ...]]:
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

    def other_rows(self, wanted: str) -> tuple[str, list[tuple[tuple[int, ...], SearchRow]]]:
        """Return a heading, and what matches but cannot be chosen, each with its rank."""
        most = _HOLDS_IT if len(wanted) >= _LEAST_TYPED else _BEGINS_SO
        ranked = {name: search_rank(name, wanted) for name in self.absent()}
        rows: list[tuple[tuple[int, ...], SearchRow]] = [
            (rank, self.absent_row(name))
            for name, rank in ranked.items()
            if rank is not None and rank[0] <= most
        ]
        return self.tr("Not in convviz"), rows

    def absent(self) -> Iterable[str]:
        """Return the classes of torch that are not offered here."""
        return absent_classes()

    def absence(self, name: str) -> ConvVizError:
        """Return why a class or a function of torch is not offered here."""
        if name in FUNCTIONS_ALONE:
            return DocumentError(ErrorCode.FUNCTION_WITHOUT_CLASS, name=name)
        return DocumentError(ErrorCode.UNKNOWN_LAYER, name=name, **absence_facts(name))

    def absent_row(self, name: str) -> SearchRow:
        """Return the row of a class that cannot be chosen, with the reason."""
        note = error_sentence(self.absence(name))
        return SearchRow(name, "", None, fits=False, tip=note, note=note)

    def marked(self) -> object:
        """Return the value of the row that is marked while nothing is typed; None for the first."""
        return None

    def _fill(self, text: str) -> None:
        text = bare_name(text)
        problem = ""
        sections: dict[str, Sequence[AnyRow]] = {}
        if "(" in text:
            sections, problem = self._code_sections(text)
        else:
            sections = self._type_sections(text.casefold())
            if not sections:
                sections = self._meant_sections(text)
            problem = "" if sections else self.tr("No layer has this name.")
            if len(text.replace(";", " ; ").split()) > 1:
                sections, problem = self._with_typed(text, sections)
        self.search.show_problem(problem)
        self.search.show_rows(sections, None if text else self.marked())

    def _code_sections(self, text: str) -> tuple[dict[str, Sequence[AnyRow]], str]:
        """Return what code means, or why it means nothing, with what may have been meant."""
        try:
            return {self.tr("As it is written"): self.code_rows(text)}, ""
        except ConvVizError as error:
            name = bare_name(called_name(text))
            meant = meant_class(name)
            sections = self._near_sections(meant or name)
            if is_function_name(name) and (rows := self._rows_of([meant])):
                sections = {self.tr("The class of this function"): rows}
            return sections, error_sentence(error)

    def _meant_sections(self, text: str) -> dict[str, Sequence[AnyRow]]:
        """Return the layers of a name that is a function's, or has letters wrong."""
        meant = meant_class(text)
        if meant:
            return self._type_sections(meant.casefold())
        if any(word.isdigit() for word in text.split()):
            return {}  # a call in few letters
        return self._type_sections(text.casefold(), misspelt_rank)

    def _near_sections(self, name: str) -> dict[str, Sequence[AnyRow]]:
        """Return what is near to a class that is not offered here; nothing for one that is."""
        is_absent = name in set(self.absent()) or not meant_class(name)
        rows = self._rows_of(nearest_classes(name)) if is_absent else []
        return {self.tr("Near to it"): rows} if rows else {}

    def _rows_of(self, names: Iterable[str]) -> list[AnyRow]:
        known = {layer.type_name(): layer for layer in self.layer_types()}
        return [self.row_of(known[name])[0] for name in names if name in known]

    def _with_typed(
        self, text: str, sections: dict[str, Sequence[AnyRow]]
    ) -> tuple[dict[str, Sequence[AnyRow]], str]:
        """Return what several words mean above the layers of that name; why they mean nothing."""
        try:
            return {self.tr("As it is typed"): self.typed_rows(text), **sections}, ""
        except ConvVizError as error:
            return sections, "" if sections else error_sentence(error)

    def _type_sections(
        self,
        wanted: str,
        rank_of: Callable[[str, str], tuple[int, int] | None] = meaning_rank,
    ) -> dict[str, Sequence[AnyRow]]:
        """Return the layers of each family that match: what fits here first, then the likeliest.

        The family with the likeliest layer comes first; without a text, families keep their order.
        """
        sections: dict[str, Sequence[AnyRow]] = {}
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
        if wanted:
            self._add_absent(wanted, sections, likeliest)
        return {name: sections[name] for name in sorted(sections, key=likeliest.__getitem__)}

    def _add_absent(
        self,
        wanted: str,
        sections: dict[str, Sequence[AnyRow]],
        likeliest: dict[str, tuple[int, ...]],
    ) -> None:
        """Add what torch has and is not here: first what was typed to the last letter.

        Of what only begins so, what is here comes first where it is called so, too.
        """
        heading, others = self.other_rows(wanted)
        name = meant_class(wanted) or wanted
        if name in {*self.absent(), *FUNCTIONS_ALONE}:
            others = [match for match in others if match[1].text != name]
            others.insert(0, ((-1,), self.absent_row(name)))
            near = self._near_sections(name)
            sections |= near
            likeliest |= dict.fromkeys(near, _NEAR)
        if not others:
            return
        others.sort(key=lambda match: match[0])
        sections[heading] = [row for _, row in others]
        best = others[0][0]
        is_other_meant = any(is_called_so(kind.type_name(), wanted) for kind in self.layer_types())
        is_first = best[0] <= 0 or (len(wanted) >= _LEAST_TYPED and not is_other_meant)
        likeliest[heading] = (*best, len(LayerFamily)) if is_first else _LAST
