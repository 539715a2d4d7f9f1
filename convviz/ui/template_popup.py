"""Choosing a template of a network by typing: its name, its data, its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Signal

from convviz.protocol.network_templates import NetworkTemplate, network_templates
from convviz.ui.template_texts import reached_text, template_name, template_purpose, template_tip
from convviz.ui.widgets.search_list import SearchPopup, SearchRow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_SIZE: Final = QSize(640, 300)


class TemplatePopup(SearchPopup):
    """All templates under a search field, by the data that they are trained on.

    Signals:
        chosen(NetworkTemplate): A template was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Search by name, data or layer"), _SIZE, parent)
        self._current: NetworkTemplate | None = None
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
            heading = self.tr("Trained on {data}").format(data=template.training.dataset.title)
            sections.setdefault(heading, []).append(self._row(template))
        self.search.show_rows(sections, self._current)

    def _row(self, template: NetworkTemplate) -> SearchRow:
        return SearchRow(
            template_name(template.key),
            reached_text(template),
            template,
            "mdi6.check" if template is self._current else "",
            tip=template_tip(template),
        )

    def _choose(self, template: NetworkTemplate) -> None:
        self.hide()
        self.chosen.emit(template)


def _matches(template: NetworkTemplate, words: list[str]) -> bool:
    """Return whether each word stands somewhere in what can be said of a template."""
    layers = " ".join(step.layer.type_name() for step in template.build().layers)
    said = (
        template.key,
        template_name(template.key),
        template_purpose(template.key),
        template.training.dataset.title,
        layers,
    )
    text = "\n".join(said).casefold()
    return all(word in text for word in words)
