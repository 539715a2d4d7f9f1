"""Paints a layer's card, what is worth knowing about it, and the shape that leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from convviz.ui.network.block_texts import card_icon, card_line, card_title
from convviz.ui.network.cards.card_model import CARD_ROLE, CardModel
from convviz.ui.network.cards.card_painting import (
    DEEPEST_INDENT,
    GAP,
    ICON,
    INDENT,
    MARGIN,
    PADDING,
    TEXT_LEFT,
    card_fonts,
    paint_counts,
    paint_frame,
    paint_guides,
    paint_link,
    write,
)
from convviz.ui.network.cards.cards import AnyCard, BlockCard, CardState
from convviz.ui.network.cards.compact_rows import (
    compact_places,
    icon_place,
    paint_line,
    paint_texts,
)
from convviz.ui.theme import current_palette, icon, theme_notifier
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.explaining.explanations import Explanation
    from convviz.ui.theme import IconRole

_BUTTON: Final = 24
_MARK: Final = 14
"""Of what is advised: a small icon behind a name."""


@dataclass(frozen=True, slots=True)
class CardParts:
    """Where the parts of a row stand.

    Attributes:
        card: The card.
        head: Its two lines of text.
        notes: The warnings inside it, below the head.
        notice: Room for the notice of a failure, below the head.
        toggle: The eye that enables and disables.
        link: The shape that leaves it, below the card.
    """

    card: QRect
    head: QRect
    notes: QRect
    notice: QRect
    toggle: QRect
    link: QRect


class CardDelegate(QStyledItemDelegate):
    """Paints cards. The notice of a failure is a widget; here room is kept for it.

    Attributes:
        notice_height: Returns the height of the failure's notice at a width.
        note_text: Returns the sentence of a note.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_compact = False
        self.notice_height: Callable[[int], int] = lambda _width: 0
        self.note_text: Callable[[Explanation], str] = lambda note: note.code.value
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._plain: QSize | None = None
        theme_notifier().changed.connect(self._forget_icons)

    @property
    def is_compact(self) -> bool:
        """Whether each row is one line, in place of a card."""
        return self._is_compact

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001 - the one thing it sets
        """Paint lines, or cards."""
        self._is_compact = is_compact
        self._plain = None

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row: its card and the shape below."""
        view = option.widget
        width = view.viewport().width() if hasattr(view, "viewport") else option.rect.width()
        card: AnyCard = index.data(CARD_ROLE)
        has_notes = bool(card.notes) and not self._is_compact
        if not has_notes and card.state is not CardState.FAILS:
            return self._plain_size(width, index)
        parts = self.parts(QRect(0, 0, width, 0), index)
        return QSize(width, parts.link.bottom() + 1)

    def _plain_size(self, width: int, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a row without notes: it is asked for of every row at every edit."""
        if self._plain is None or self._plain.width() != width:
            self._plain = QSize(width, self.parts(QRect(0, 0, width, 0), index).link.bottom() + 1)
        return self._plain

    def parts(self, row: QRect, index: QModelIndex | QPersistentModelIndex) -> CardParts:
        """Return where the parts of a row stand."""
        card: AnyCard = index.data(CARD_ROLE)
        if self._is_compact:
            return self._compact_parts(row, card)
        indent = INDENT * min(card.depth, DEEPEST_INDENT)
        inner = row.width() - 2 * MARGIN - 2 * PADDING - indent
        left, top = row.left() + MARGIN + PADDING + indent, row.top()
        name, arguments = card_fonts().name_metrics, card_fonts().code_metrics
        head = QRect(left, top + 6, inner, name.height() + arguments.height() + 1)
        bottom = head.bottom() + 1
        notes = QRect(left, bottom + 6, inner, self._notes_height(card, inner))
        notice = QRect(left, bottom + 6, inner, 0).adjusted(TEXT_LEFT, 0, 0, 0)
        if card.state is CardState.FAILS:
            notice.setHeight(self.notice_height(notice.width()))
        extra = max(notes.height(), notice.height())
        bottom += extra + 6 if extra else 0
        width = row.width() - 2 * MARGIN - indent
        frame = QRect(row.left() + MARGIN + indent, top, width, bottom + 6 - top)
        toggle = QRect(0, 0, _BUTTON, _BUTTON)
        toggle.moveBottomRight(QPoint(frame.right() - 5, head.bottom() + 4))
        link = QRect(frame.left(), frame.bottom() + 1, frame.width(), arguments.height() + 8)
        return CardParts(frame, head, notes, notice, toggle, link)

    def _compact_parts(self, row: QRect, card: AnyCard) -> CardParts:
        line, eye = compact_places(row, card)
        notice = QRect(line.left() + PADDING, line.bottom() + 4, line.width() - 2 * PADDING, 0)
        bottom = line.bottom()
        if card.state is CardState.FAILS:
            notice.setHeight(self.notice_height(notice.width()))
            bottom = notice.bottom() + 4
        frame = QRect(line.left(), line.top(), line.width(), bottom - line.top() + 1)
        link = QRect(line.left(), bottom, line.width(), 1)
        return CardParts(frame, line, QRect(), notice, eye, link)

    def _paint_compact(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        card: AnyCard,
        parts: CardParts,
        *,
        is_advised: bool,
    ) -> None:
        line = parts.head
        paint_line(painter, parts.card, card, option)
        quiet = not card.enabled or card.state is CardState.UNKNOWN
        place = icon_place(line)
        self._icon(card_icon(card), "text_muted" if quiet else "accent").paint(painter, place)
        right = line.right() - GAP
        shows_eye = not card.enabled or bool(option.state & QStyle.StateFlag.State_MouseOver)
        if shows_eye:
            shown = "mdi6.eye-outline" if card.enabled else "mdi6.eye-off-outline"
            self._icon(shown, "text_muted").paint(painter, parts.toggle.adjusted(4, 4, -4, -4))
            right = parts.toggle.left() - GAP // 2
        is_wrong = card.state is CardState.FAILS
        if is_wrong or card.notes:
            symbol = QRect(right - ICON, place.top(), ICON, ICON)
            name = "mdi6.alert-circle-outline" if is_wrong else "mdi6.alert-outline"
            self._icon(name, "error" if is_wrong else "warning").paint(painter, symbol)
            right = symbol.left() - GAP // 2
        elif is_advised:
            symbol = QRect(right - _MARK, line.center().y() - _MARK // 2, _MARK, _MARK)
            self._icon("mdi6.lightbulb-outline", "accent").paint(painter, symbol)
            right = symbol.left() - GAP // 2
        paint_texts(painter, line, card, right=right, left=place.right() + GAP // 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        card: AnyCard = index.data(CARD_ROLE)
        parts = self.parts(option.rect, index)
        palette = current_palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_guides(painter, option.rect, card, palette)
        if self._is_compact:
            self._paint_compact(painter, option, card, parts, is_advised=_is_advised(index))
            painter.restore()
            return
        paint_frame(painter, parts.card, card, option, palette)
        self._paint_head(painter, parts, index, option)
        self._paint_notes(painter, parts.notes, card)
        if card.state is CardState.FAILS:
            symbol = QRect(parts.head.left(), parts.notice.top(), ICON, ICON)
            self._icon("mdi6.alert-circle-outline", "error").paint(painter, symbol)
        paint_link(painter, parts.link, card, palette)
        painter.restore()

    def _notes_height(self, card: AnyCard, width: int) -> int:
        metrics = card_fonts().small_metrics
        room = QRect(0, 0, width - TEXT_LEFT, 10_000)
        heights = [
            metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self.note_text(note)).height()
            for note in card.notes
        ]
        return sum(heights) + 4 * max(0, len(heights) - 1)

    def _paint_head(
        self,
        painter: QPainter,
        parts: CardParts,
        index: QModelIndex | QPersistentModelIndex,
        option: QStyleOptionViewItem,
    ) -> None:
        card: AnyCard = index.data(CARD_ROLE)
        palette, head = current_palette(), parts.head
        quiet = not card.enabled or card.state is CardState.UNKNOWN
        symbol = symbol_place(head)
        role: IconRole = "text_muted" if quiet else "accent"
        self._icon(card_icon(card), role).paint(painter, symbol)
        text = head.adjusted(TEXT_LEFT, 0, 0, 0)
        shows_toggle = not card.enabled or bool(
            option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        )
        if shows_toggle:
            shown = "mdi6.eye-outline" if card.enabled else "mdi6.eye-off-outline"
            self._icon(shown, "text_muted").paint(painter, parts.toggle.adjusted(4, 4, -4, -4))
        line = card_fonts().name_metrics.height()
        upper = QRect(text.left(), text.top(), text.width(), line)
        lower = QRect(text.left(), text.top() + line + 1, text.width(), text.height() - line)
        lower.setRight(parts.toggle.left() if shows_toggle else text.right())
        title, line_below = card_title(card), card_line(card)
        if not line_below:
            upper.moveTop(text.center().y() - line // 2)
        font = QFont(card_fonts().name)
        font.setStrikeOut(not card.enabled)
        name_width = QFontMetrics(font).horizontalAdvance(title)
        name_width += self._paint_advised(painter, upper, name_width, index)
        paint_counts(painter, upper.adjusted(name_width + 2 * GAP, 0, 0, 0), index)
        write(painter, upper, title, font, palette.text_muted if quiet else palette.text)
        below = card_fonts().small if isinstance(card, BlockCard) else card_fonts().code
        write(painter, lower, line_below, below, palette.text_muted)

    def _paint_advised(
        self,
        painter: QPainter,
        line: QRect,
        left: int,
        index: QModelIndex | QPersistentModelIndex,
    ) -> int:
        """Paint a small mark behind a name where something is advised; return its width."""
        if not _is_advised(index):
            return 0
        size = min(_MARK, line.height())
        mark = QRect(line.left() + left + GAP, line.center().y() - size // 2, size, size)
        if mark.right() <= line.right():
            self._icon("mdi6.lightbulb-outline", "accent").paint(painter, mark)
        return size + GAP

    def _paint_notes(self, painter: QPainter, room: QRect, card: AnyCard) -> None:
        palette, top = current_palette(), room.top()
        metrics = card_fonts().small_metrics
        painter.setFont(card_fonts().small)
        for note in card.notes:
            text = self.note_text(note)
            line = QRect(room.left() + TEXT_LEFT, top, room.width() - TEXT_LEFT, 10_000)
            line.setHeight(metrics.boundingRect(line, Qt.TextFlag.TextWordWrap, text).height())
            symbol = QRect(room.left(), top, ICON, min(ICON, line.height()))
            self._icon("mdi6.alert-outline", "warning").paint(painter, symbol)
            painter.setPen(QColor(palette.warning))
            painter.drawText(line, Qt.TextFlag.TextWordWrap, text)
            top = line.bottom() + 5

    def _icon(self, name: str, role: IconRole) -> QIcon:
        key = (name, role)
        if key not in self._icons:
            self._icons[key] = icon(name, role)
        return self._icons[key]

    def _forget_icons(self) -> None:
        self._icons.clear()
        self._plain = None
        card_fonts.cache_clear()


def _is_advised(index: QModelIndex | QPersistentModelIndex) -> bool:
    """Return whether something is advised of a row's layer."""
    model = index.model()
    return isinstance(model, CardModel) and model.is_advised(index.data(CARD_ROLE))


def symbol_place(head: QRect) -> QRect:
    """Return where the icon of a card stands; of a block, what folds and unfolds it."""
    return QRect(head.left(), head.center().y() - ICON // 2 + 1, ICON, ICON)


def card_tooltip(card: AnyCard) -> str:
    """Return what a card says when the mouse rests on it."""
    is_block = isinstance(card, BlockCard)
    call = f"{card_title(card)}: {card_line(card)}" if is_block else card.call
    if card.input_shape is None or card.output_shape is None:
        return call
    return f"{call}\n{shape_text(card.input_shape)} → {shape_text(card.output_shape)}"
