"""Networks that are known to learn, in the empty state of the plots: one click trains one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.protocol.network_templates import network_templates
from convviz.ui.template_texts import reached_text, template_name, template_tip
from convviz.ui.theme import SPACING, set_icon
from convviz.ui.training.page_actions import TEMPLATES
from convviz.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.protocol.network_templates import NetworkTemplate
    from convviz.ui.page_actions import PageActions

ON_A_PROCESSOR: Final = ("fast", "strong", "course")
ON_A_CARD: Final = ("airbench", "fast", "strong")
"""Which templates are offered, by what torch can compute on here."""


class TemplateRows(QFrame):
    """A row for each of a few templates, and a way to all of them.

    Attributes:
        buttons: What trains a template, by its key.

    Signals:
        wanted(NetworkTemplate): it is to be trained now.
    """

    wanted = Signal(object)

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self._rows: dict[str, QWidget] = {}
        self.setProperty("card", True)  # noqa: FBT003 - Qt's signature
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING * 4, SPACING * 3, SPACING * 4, SPACING * 3)
        column.setSpacing(SPACING)
        head = QHBoxLayout()
        head.addWidget(SectionTitle(self.tr("Recognise photographs (CIFAR-10)")))
        head.addStretch(1)
        every = QPushButton(self.tr("More…"))
        every.setToolTip(actions[TEMPLATES].toolTip())
        every.clicked.connect(actions[TEMPLATES].trigger)
        head.addWidget(every)
        column.addLayout(head)
        for key in dict.fromkeys((*ON_A_CARD, *ON_A_PROCESSOR)):
            self._rows[key] = self._row(network_templates()[key])
            column.addWidget(self._rows[key])
        self.show_devices(None)

    def show_devices(self, devices: Mapping[str, str] | None) -> None:
        """Offer what suits this computer.

        Args:
            devices: What torch can compute on, by its name in documents; None while unknown.
        """
        keys = ON_A_CARD if devices is not None and "cuda" in devices else ON_A_PROCESSOR
        for key, row in self._rows.items():
            row.setVisible(key in keys)

    def _row(self, template: NetworkTemplate) -> QWidget:
        row = QWidget()
        name, reached = QLabel(template_name(template.key)), QLabel(reached_text(template))
        reached.setProperty("muted", True)  # noqa: FBT003 - Qt's signature
        reached.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        button = QPushButton(self.tr("Train"))
        set_icon(button, "mdi6.play")
        button.setAccessibleName(
            self.tr("Train: {template}").format(template=template_name(template.key))
        )
        button.clicked.connect(lambda: self.wanted.emit(template))
        self.buttons[template.key] = button
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACING * 3)
        line.addWidget(name)
        line.addWidget(reached, 1)
        line.addWidget(button)
        for part in (row, button):
            part.setToolTip(template_tip(template))
        return row
