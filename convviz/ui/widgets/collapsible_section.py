"""A titled part of a panel that can be folded to its title, and stays so."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING


class CollapsibleSection(QWidget):
    """A title that opens and folds what stands below it; remembered by its name.

    Attributes:
        title: The button with the title; Space, Enter and clicks fold the section.
        body: Holds the content, below each other.

    Signals:
        toggled(bool): It was opened (True) or folded.
    """

    toggled = Signal(bool)

    def __init__(
        self, name: str, title: str, parent: QWidget | None = None, *, is_open: bool = True
    ) -> None:
        """Make a section, as it was left.

        Args:
            name: Under which it is remembered.
            title: What it is about.
            parent: The parent.
            is_open: Whether it is open before anybody opened or folded it.
        """
        super().__init__(parent)
        self._key = f"sections/{name}"
        self.title = QToolButton(self)
        self.title.setText(title)
        self.title.setCheckable(True)
        self.title.setProperty("role", "section")
        self.title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title.setToolTip(self.tr("Fold or open this part"))
        self._content = QWidget(self)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, SPACING, 0, SPACING)
        self.body.setSpacing(2 * SPACING)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self._content)
        known = QSettings("convviz", "convviz").value(self._key, defaultValue=is_open, type=bool)
        self.title.setChecked(bool(known))
        self._show(self.is_open)
        self.title.toggled.connect(self._toggle)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self.title.isChecked()

    def open(self) -> None:
        """Show the content."""
        self.title.setChecked(True)

    def _show(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.title.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._content.setVisible(is_open)

    def _toggle(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._show(is_open)
        QSettings("convviz", "convviz").setValue(self._key, is_open)
        self.toggled.emit(is_open)
