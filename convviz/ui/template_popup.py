"""Choosing a template of a network by typing: its name, its authors, its data, its layers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel

from convviz.protocol.network_templates import NetworkTemplate, network_templates
from convviz.ui.template_texts import (
    group_name,
    reached_text,
    template_name,
    template_purpose,
    template_tip,
)
from convviz.ui.theme import SPACING, set_ui_font
from convviz.ui.widgets.number_texts import shape_text
from convviz.ui.widgets.search_list import SearchPopup, SearchRow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Network

_SIZE: Final = QSize(700, 560)
_DETAILS: Final = 168
"""Height of what is told of a template, in pixels: of the longest one, so that nothing jumps."""


class TemplatePopup(SearchPopup):
    """All templates under a search field, in groups; below, what is known of the marked one.

    Attributes:
        details: What is known of the template that Return would take, with links to its papers.

    Signals:
        chosen(NetworkTemplate): A template was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Search by name, author, year, data or layer"), _SIZE, parent)
        self._current: NetworkTemplate | None = None
        self.details = QLabel(self)
        self.details.setFixedHeight(_DETAILS)
        self.details.setWordWrap(True)
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.details.setContentsMargins(2 * SPACING, SPACING, 2 * SPACING, 0)
        self.details.setOpenExternalLinks(True)
        self.details.setAccessibleName(self.tr("About the marked template"))
        set_ui_font(self.details, 0.9)
        self.add_below(self.details)
        self.search.marked.connect(self._tell)
        self.search.list.setAccessibleName(self.tr("Templates"))
        self.search.searched.connect(self._fill)
        self.search.chosen.connect(self._choose)

    def open_at(self, place: QPoint, current: NetworkTemplate | None) -> None:
        """Show the popup.

        Args:
            place: Its top left corner on the screen.
            current: The template that the document has now, which is marked; None for none.
        """
        self._current = current
        self.search.field.clear()
        self._fill("")
        self.show_at(place)

    def _fill(self, text: str) -> None:
        words = text.casefold().split()
        matching = [known for known in network_templates().values() if _matches(known, words)]
        self.search.show_problem("" if matching else self.tr("No template matches."))
        sections: dict[str, list[SearchRow]] = {}
        for template in matching:
            sections.setdefault(group_name(template.group), []).append(self._row(template))
        self.search.show_rows(sections, self._current)

    def _row(self, template: NetworkTemplate) -> SearchRow:
        return SearchRow(
            template_name(template.key),
            reached_text(template),
            template,
            "mdi6.check" if template is self._current else "",
            note=shape_text(_network(template.key).input_shape),
        )

    def _tell(self, template: NetworkTemplate | None) -> None:
        self.details.setText("" if template is None else template_tip(template, with_links=True))

    def _choose(self, template: NetworkTemplate) -> None:
        self.hide()
        self.chosen.emit(template)


def _matches(template: NetworkTemplate, words: list[str]) -> bool:
    """Return whether each word stands somewhere in what can be said of a template."""
    layers = " ".join(step.layer.type_name() for step in _network(template.key).layers)
    said = (
        template.key,
        template_name(template.key),
        template_purpose(template.key),
        group_name(template.group),
        template.training.dataset.title if template.is_for_training else "ImageNet",
        *(f"{paper.name} {paper.title}" for paper in template.papers),
        layers,
    )
    text = "\n".join(said).casefold()
    return all(word in text for word in words)


@cache
def _network(key: str) -> Network:
    """Return a template's network, built once: it is looked through at every key."""
    return network_templates()[key].build()
