"""A layer or block as one line of the list, for long networks: number, name, arguments, shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle

from convviz.ui.network.block_texts import card_line, card_title
from convviz.ui.network.cards.card_painting import (
    DEEPEST_INDENT,
    GAP,
    ICON,
    INDENT,
    MARGIN,
    PADDING,
    card_fonts,
    write,
)
from convviz.ui.network.cards.cards import BlockCard, Card, CardState
from convviz.ui.theme import current_palette
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from convviz.ui.network.cards.cards import AnyCard

_BUTTON: Final = 22


def compact_height() -> int:
    """Return the height of a row, in pixels."""
    return max(ICON, card_fonts().name_metrics.height()) + 6


def compact_places(row: QRect, card: AnyCard) -> tuple[QRect, QRect]:
    """Return where the line of a row stands, and in it the eye that enables and disables."""
    indent = INDENT * min(card.depth, DEEPEST_INDENT)
    line = QRect(
        row.left() + MARGIN + indent, row.top(), row.width() - 2 * MARGIN - indent, compact_height()
    )
    eye = QRect(0, 0, _BUTTON, _BUTTON)
    eye.moveCenter(QPoint(line.right() - _BUTTON // 2 - 2, line.center().y()))
    return line, eye


def paint_line(painter: QPainter, line: QRect, card: AnyCard, option: QStyleOptionViewItem) -> None:
    """Paint what stands behind the texts of a row: chosen, under the mouse."""
    state, palette = QStyle.StateFlag, current_palette()
    is_chosen = bool(option.state & state.State_Selected)
    fails = card.state is CardState.FAILS
    if not is_chosen and not fails and not option.state & state.State_MouseOver:
        return
    painter.setPen(QColor(palette.error) if fails else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.accent_soft if is_chosen else palette.surface_raised))
    painter.drawRoundedRect(line.adjusted(0, 0, -1, -1), 4, 4)
    if is_chosen and _has_focus(option.widget):
        painter.fillRect(QRect(line.left(), line.top() + 3, 3, line.height() - 6), palette.accent)


def paint_texts(painter: QPainter, line: QRect, card: AnyCard, *, right: int, left: int) -> None:
    """Paint number, name and arguments at the left, and at the right the shape that leaves.

    Args:
        painter: The painter.
        line: Where the row stands.
        card: What it shows.
        right: Where the texts end.
        left: Where they begin, behind the icon.
    """
    palette, fonts = current_palette(), card_fonts()
    quiet = not card.enabled or card.state is CardState.UNKNOWN
    # Narrow, as the names need the room.
    shape = "" if card.leaving is None else shape_text(card.leaving).replace(" × ", "×")
    changes = card.leaving != card.input_shape
    font, metrics = (
        (fonts.strong_code, fonts.strong_code_metrics)
        if changes
        else (fonts.code, fonts.code_metrics)
    )
    room = QRect(left, line.top(), right - left, line.height())
    width = metrics.horizontalAdvance(shape)
    ink = palette.text if changes else palette.text_muted
    write(painter, room, shape, font, ink, Qt.AlignmentFlag.AlignRight)
    room.setRight(right - width - GAP)
    if isinstance(card, Card):
        number = str(card.number + 1)
        write(painter, room, number, fonts.small, palette.text_muted)
        room.setLeft(room.left() + fonts.small_metrics.horizontalAdvance("000") + GAP // 2)
    name = QFont(fonts.name)
    name.setStrikeOut(not card.enabled)
    title = card_title(card)
    write(painter, room, title, name, palette.text_muted if quiet else palette.text)
    room.setLeft(room.left() + QFontMetrics(name).horizontalAdvance(title) + GAP)
    below = fonts.small if isinstance(card, BlockCard) else fonts.code
    if room.width() > ICON:
        write(painter, room, card_line(card), below, palette.text_muted)


def icon_place(line: QRect) -> QRect:
    """Return where the icon of a row stands; of a block, what folds and unfolds it."""
    return QRect(line.left() + PADDING - 4, line.center().y() - ICON // 2 + 1, ICON, ICON)


def _has_focus(widget: QWidget | None) -> bool:
    return widget is not None and widget.hasFocus()
