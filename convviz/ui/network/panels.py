"""The network page's panels side by side: their sizes, and which are shown, are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from convviz.ui.network.code_panel import CodePanel
    from convviz.ui.network.page_actions import NetworkActions
    from convviz.ui.network.receptive_field_panel import ReceptiveFieldPanel

_COLUMNS: Final = "network/panels"
_RIGHT: Final = "network/right_panels"
_CODE_SHOWN: Final = "network/code_shown"
_FIELD_SHOWN: Final = "network/receptive_field_shown"


class NetworkPanels(QSplitter):
    """The layers, the form of one, and on the right the code above the receptive field."""

    def __init__(
        self,
        left: tuple[QWidget, QWidget],
        code: CodePanel,
        field: ReceptiveFieldPanel,
        actions: NetworkActions,
    ) -> None:
        """Put the panels in their places.

        Args:
            left: The layers and the form.
            code: The code, shown or hidden by its action.
            field: The receptive field, likewise.
            actions: The actions of the page.
        """
        super().__init__(Qt.Orientation.Horizontal)
        self._code, self._field = code, field
        self._shown: tuple[tuple[QAction, str], ...] = (
            (actions.show_code, _CODE_SHOWN),
            (actions.show_field, _FIELD_SHOWN),
        )
        right = self._right = QSplitter(Qt.Orientation.Vertical, self)
        for panel in (code, field):
            right.addWidget(panel)
        right.setChildrenCollapsible(False)
        right.setStretchFactor(0, 1)
        right.setStretchFactor(1, 2)
        right.setSizes([190, 440])
        for part in (*left, right):
            self.addWidget(part)
        self.setChildrenCollapsible(False)
        for number, share in enumerate((3, 2, 3)):
            self.setStretchFactor(number, share)
        self.setSizes([348, 346, 500])
        self._restore()

    def update_shown(self) -> None:
        """Show and hide the right panels as their actions say, and remember it."""
        self._show_right()
        self._remember()

    def _show_right(self) -> None:
        code, field = (action.isChecked() for action, _ in self._shown)
        self._code.setVisible(code)
        self._field.setVisible(field)
        self._right.setVisible(code or field)

    def _remember(self) -> None:
        settings = QSettings("convviz", "convviz")
        settings.setValue(_COLUMNS, self.saveState())
        settings.setValue(_RIGHT, self._right.saveState())
        for action, name in self._shown:
            settings.setValue(name, action.isChecked())

    def _restore(self) -> None:
        settings = QSettings("convviz", "convviz")
        for splitter, name in ((self, _COLUMNS), (self._right, _RIGHT)):
            state = settings.value(name)
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
            splitter.splitterMoved.connect(self._remember)
        for action, name in self._shown:
            shown = settings.value(name, True, type=bool)  # noqa: FBT003 - Qt's signature
            action.setChecked(bool(shown))
        self._show_right()
