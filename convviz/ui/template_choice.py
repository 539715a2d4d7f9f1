"""Puts a template into the document: its network, and its settings unless one's own are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Signal

from convviz.protocol.network_templates import (
    settings_of_its_own,
    template_of,
    with_template,
)
from convviz.ui.setting_texts import setting_name
from convviz.ui.template_popup import TemplatePopup
from convviz.ui.template_texts import template_name
from convviz.ui.theme import SPACING
from convviz.ui.widgets.question import CANCEL, Choice, ask
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.network_templates import NetworkTemplate
    from convviz.ui.document_store import DocumentStore

_KEEP: Final = "keep"
_TAKE: Final = "take"


class TemplateChooser(QObject):
    """Offers the templates, and puts the chosen one into the document.

    Signals:
        taken(NetworkTemplate): The document has its network now.
    """

    taken = Signal(object)

    def __init__(self, store: DocumentStore, page: QWidget) -> None:
        """Join the templates to a document.

        Args:
            store: The document.
            page: The page, over which the popup and the question stand.
        """
        super().__init__(page)
        self._store = store
        self._page = page
        self._popup: TemplatePopup | None = None

    @property
    def popup(self) -> TemplatePopup:
        """What offers them; it is made when it is first wanted."""
        if self._popup is None:
            self._popup = TemplatePopup(self._page)
            self._popup.chosen.connect(self.take)
        return self._popup

    def open(self, beside: QWidget | None = None) -> None:
        """Offer the templates.

        Args:
            beside: What the popup opens over; None for the page.
        """
        place = (beside or self._page).mapToGlobal(QPoint(4 * SPACING, 4 * SPACING))
        self.popup.open_at(place, template_of(self._store.document))

    def take(self, template: NetworkTemplate) -> None:
        """Put a template into the document; ask first where settings of a person's own would go."""
        if choose_template(self._store, template, self._page):
            self.taken.emit(template)


def choose_template(store: DocumentStore, template: NetworkTemplate, window: QWidget) -> bool:
    """Put a template into the document, in one step that can be undone.

    Settings of the training that a person chose are replaced only if the person says so.

    Args:
        store: The document.
        template: The template.
        window: Where the question stands.

    Returns:
        Whether the document has the template's network now.
    """
    document = store.document
    own = settings_of_its_own(document, template)
    answer = _ask(template, own, window) if own else _TAKE
    if answer == CANCEL:
        return False
    text = QCoreApplication.translate("Templates", "Take {template}").format(
        template=template_name(template.key)
    )
    store.edit(with_template(document, template, keep_settings=answer == _KEEP), text)
    return True


def _ask(template: NetworkTemplate, own: tuple[str, ...], window: QWidget) -> str:
    translate = QCoreApplication.translate
    names = listed(list(dict.fromkeys(setting_name(name) for name in own)))
    return ask(
        window,
        translate("Templates", 'Take the training settings of "{template}" as well?').format(
            template=template_name(template.key)
        ),
        translate(
            "Templates",
            "You have chosen training settings of your own. These would change: {settings}. Undo "
            "brings them back.",
        ).format(settings=names),
        [
            Choice(_TAKE, translate("Templates", "Take its settings")),
            Choice(_KEEP, translate("Templates", "Keep mine")),
        ],
        cancel=translate("Templates", "Cancel"),
    )
