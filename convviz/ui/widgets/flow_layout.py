"""A layout that fills lines like words of a text, aligned on the middle of each line."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from convviz.ui.theme import SPACING


class FlowLayout(QLayout):
    """Places items from left to right and goes on in the next line when a line is full.

    Items keep their size hints; those of one line are centred on its height.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        gap: int = SPACING,
        line_gap: int = SPACING,
        *,
        hanging: bool = False,
    ) -> None:
        """Make a layout.

        Args:
            parent: The widget that it lays out.
            gap: Pixels between the items of a line.
            line_gap: Pixels between lines.
            hanging: Whether later lines start under the second item, as in a wrapped call.
        """
        super().__init__()
        self._hanging = hanging
        self._laid_out: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._gap = gap
        self._line_gap = line_gap
        self.setContentsMargins(QMargins())
        if parent is not None:
            parent.setLayout(self)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._laid_out.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._laid_out)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, None past the end: Qt asks until there is none."""
        return self._laid_out[index] if 0 <= index < len(self._laid_out) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item, None past the end."""
        return self._laid_out.pop(index) if 0 <= index < len(self._laid_out) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that the layout asks for no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return that narrow spaces need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines in a width: Qt asks several times before it lays out."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Hear that an item was added, hidden or has another size."""
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        margins = self.contentsMargins()
        sizes = [item.sizeHint() for item in self._visible()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        height = max((size.height() for size in sizes), default=0)
        return QSize(
            width + margins.left() + margins.right(), height + margins.top() + margins.bottom()
        )

    def minimumSize(self) -> QSize:
        """Return the size of the widest item."""
        margins = self.contentsMargins()
        size = QSize()
        for item in self._visible():
            size = size.expandedTo(item.minimumSize())
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        """Place the items, in the middle of the height where the layout is aligned so."""
        super().setGeometry(rect)
        spare = rect.height() - self.heightForWidth(rect.width())
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter and spare > 0:
            rect = rect.adjusted(0, spare // 2, 0, 0)
        self._arrange(rect, move=True)

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._laid_out if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        y = inner.top()
        indent = self._indent(inner.width())
        for number, line in enumerate(self._lines(inner.width(), indent)):
            height = max(item.sizeHint().height() for item in line)
            x = inner.left() + (indent if number else 0)
            for item in line:
                size = item.sizeHint()
                if move:
                    width = min(size.width(), inner.width())
                    top = y + (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(x, top), QSize(width, size.height())))
                x += size.width() + self._gap
            y += height + self._line_gap
        used = y - inner.top() - (self._line_gap if y > inner.top() else 0)
        return used + margins.top() + margins.bottom()

    def _indent(self, width: int) -> int:
        visible = self._visible()
        if not self._hanging or not visible:
            return 0
        indent = visible[0].sizeHint().width() + self._gap
        return indent if indent < width / 3 else self._gap * 4

    def _lines(self, width: int, indent: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._visible():
            needed = item.sizeHint().width()
            if not lines or used + needed > width:
                used = indent if lines else 0
                lines.append([])
            lines[-1].append(item)
            used += needed + self._gap
        return lines
