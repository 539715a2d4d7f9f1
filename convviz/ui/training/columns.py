"""The three columns of the training page, which remember their widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QHideEvent

_WIDTHS: Final = (312, 640, 296)
_KEY: Final = "training/columns"


class Columns(QSplitter):
    """Settings, run and result; the middle takes what is left and cannot be folded away."""

    def __init__(self, left: QWidget, middle: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        for widget in (left, middle, right):
            self.addWidget(widget)
        self.setStretchFactor(1, 1)
        self.setSizes(list(_WIDTHS))
        self.setCollapsible(1, False)  # noqa: FBT003 - Qt's signature
        known = QSettings("convviz", "convviz").value(_KEY)
        if known is not None:
            self.restoreState(cast("QByteArray", known))

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the widths."""
        super().hideEvent(event)
        QSettings("convviz", "convviz").setValue(_KEY, self.saveState())
