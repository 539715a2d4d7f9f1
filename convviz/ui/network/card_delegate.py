"""Paints a layer's card, what is worth knowing about it, and the shape that leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from convviz.ui.network.card_model import CARD_ROLE, Card, CardModel, CardState
from convviz.ui.network.texts import FAMILY_ICONS, shape_text
from convviz.ui.theme import RADIUS, code_font, current_palette, icon, theme_notifier, ui_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.explanations import Explanation
    from convviz.ui.theme import IconRole, Palette

MARGIN: Final = 12
"""Between the list's edge and a card, in logical pixels."""
PADDING: Final = 10
ICON: Final = 18
GAP: Final = 8
_BUTTON: Final = 24
_TEXT_LEFT: Final = ICON + GAP + 2
"""From a card's padding to its text."""


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
        self.notice_height: Callable[[int], int] = lambda _width: 0
        self.note_text: Callable[[Explanation], str] = lambda note: note.code.value
        self._icons: dict[tuple[str, str], QIcon] = {}
        theme_notifier().changed.connect(self._forget_icons)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row: its card and the shape below."""
        view = option.widget
        width = view.viewport().width() if hasattr(view, "viewport") else option.rect.width()
        parts = self.parts(QRect(0, 0, width, 0), index)
        return QSize(width, parts.link.bottom() + 1)

    def parts(self, row: QRect, index: QModelIndex | QPersistentModelIndex) -> CardParts:
        """Return where the parts of a row stand."""
        card: Card = index.data(CARD_ROLE)
        inner = row.width() - 2 * MARGIN - 2 * PADDING
        left, top = row.left() + MARGIN + PADDING, row.top()
        name, arguments = _fonts().name_metrics, _fonts().code_metrics
        head = QRect(left, top + 6, inner, name.height() + arguments.height() + 1)
        bottom = head.bottom() + 1
        notes = QRect(left, bottom + 6, inner, self._notes_height(card, inner))
        notice = QRect(left, bottom + 6, inner, 0).adjusted(_TEXT_LEFT, 0, 0, 0)
        if card.state is CardState.FAILS:
            notice.setHeight(self.notice_height(notice.width()))
        extra = max(notes.height(), notice.height())
        bottom += extra + 6 if extra else 0
        frame = QRect(row.left() + MARGIN, top, row.width() - 2 * MARGIN, bottom + 6 - top)
        toggle = QRect(0, 0, _BUTTON, _BUTTON)
        toggle.moveBottomRight(QPoint(frame.right() - 5, head.bottom() + 4))
        link = QRect(frame.left(), frame.bottom() + 1, frame.width(), arguments.height() + 8)
        return CardParts(frame, head, notes, notice, toggle, link)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        card: Card = index.data(CARD_ROLE)
        parts = self.parts(option.rect, index)
        palette = current_palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_frame(painter, parts.card, card, option, palette)
        self._paint_head(painter, parts, index, option)
        self._paint_notes(painter, parts.notes, card)
        if card.state is CardState.FAILS:
            symbol = QRect(parts.head.left(), parts.notice.top(), ICON, ICON)
            self._icon("mdi6.alert-circle-outline", "error").paint(painter, symbol)
        _paint_link(painter, parts.link, card, palette)
        painter.restore()

    def _notes_height(self, card: Card, width: int) -> int:
        metrics = _fonts().small_metrics
        room = QRect(0, 0, width - _TEXT_LEFT, 10_000)
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
        card: Card = index.data(CARD_ROLE)
        palette, head = current_palette(), parts.head
        quiet = not card.step.enabled or card.state is CardState.UNKNOWN
        symbol = QRect(head.left(), head.center().y() - ICON // 2 + 1, ICON, ICON)
        role: IconRole = "text_muted" if quiet else "accent"
        self._icon(FAMILY_ICONS[card.layer.family], role).paint(painter, symbol)
        text = head.adjusted(_TEXT_LEFT, 0, 0, 0)
        shows_toggle = not card.step.enabled or bool(
            option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        )
        if shows_toggle:
            shown = "mdi6.eye-outline" if card.step.enabled else "mdi6.eye-off-outline"
            self._icon(shown, "text_muted").paint(painter, parts.toggle.adjusted(4, 4, -4, -4))
        line = _fonts().name_metrics.height()
        upper = QRect(text.left(), text.top(), text.width(), line)
        lower = QRect(text.left(), text.top() + line + 1, text.width(), text.height() - line)
        lower.setRight(parts.toggle.left() if shows_toggle else text.right())
        if not card.arguments:
            upper.moveTop(text.center().y() - line // 2)
        font = QFont(_fonts().name)
        font.setStrikeOut(not card.step.enabled)
        name_width = QFontMetrics(font).horizontalAdvance(card.name)
        _paint_counts(painter, upper.adjusted(name_width + 2 * GAP, 0, 0, 0), index)
        _write(painter, upper, card.name, font, palette.text_muted if quiet else palette.text)
        _write(painter, lower, card.arguments, _fonts().code, palette.text_muted)

    def _paint_notes(self, painter: QPainter, room: QRect, card: Card) -> None:
        palette, top = current_palette(), room.top()
        metrics = _fonts().small_metrics
        painter.setFont(_fonts().small)
        for note in card.notes:
            text = self.note_text(note)
            line = QRect(room.left() + _TEXT_LEFT, top, room.width() - _TEXT_LEFT, 10_000)
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
        _fonts.cache_clear()


def _paint_counts(
    painter: QPainter, room: QRect, index: QModelIndex | QPersistentModelIndex
) -> None:
    """Paint parameters and multiply-adds at the right, as far as there is room for them."""
    model, card = index.model(), index.data(CARD_ROLE)
    if not isinstance(model, CardModel):
        return
    texts = [text for text in (model.parameters_text(card), model.mult_adds_text(card)) if text]
    metrics = _fonts().small_metrics
    while texts and metrics.horizontalAdvance(" · ".join(texts)) > room.width():
        texts.pop()
    colour, right = current_palette().text_muted, Qt.AlignmentFlag.AlignRight
    _write(painter, room, " · ".join(texts), _fonts().small, colour, right)


def _paint_frame(
    painter: QPainter, frame: QRect, card: Card, option: QStyleOptionViewItem, palette: Palette
) -> None:
    state = QStyle.StateFlag
    selected = bool(option.state & state.State_Selected)
    fill, line, width = palette.surface_raised, palette.border, 1.0
    if card.state is CardState.FAILS:
        line = palette.error
    elif not card.step.enabled or card.state is CardState.UNKNOWN:
        fill = palette.surface
    if selected:
        fill = palette.accent_soft
        line = palette.error if card.state is CardState.FAILS else palette.accent
    elif option.state & state.State_MouseOver and card.state is not CardState.FAILS:
        line = palette.border_strong
    if selected and option.state & state.State_HasFocus and _has_focus(option.widget):
        width = 2.0
    pen = QPen(QColor(line), width)
    if not card.step.enabled:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QColor(fill))
    inset = width / 2
    painter.drawRoundedRect(
        QRectF(frame).adjusted(inset, inset, -inset, -inset), RADIUS + 2, RADIUS + 2
    )


def _paint_link(painter: QPainter, room: QRect, card: Card, palette: Palette) -> None:
    """Paint the arrow to the next card, and the shape; what the layer changed is darker."""
    x = room.left() + PADDING + ICON // 2
    known = card.output_shape is not None
    arrow = QRect(x - ICON // 2, room.top(), ICON, room.height())
    paint_arrow(painter, arrow, palette, known=known)
    if card.output_shape is None:
        return
    before = card.input_shape or ()
    same_rank = len(before) == len(card.output_shape)
    left = room.left() + PADDING + _TEXT_LEFT
    fonts = _fonts()
    for axis, size in enumerate(card.output_shape):
        changed = not same_rank or size != before[axis]
        for text, emphasised in ((" × " if axis else "", False), (str(size), changed)):
            used = fonts.strong_code if emphasised else fonts.code
            metrics = fonts.strong_code_metrics if emphasised else fonts.code_metrics
            width = metrics.horizontalAdvance(text)
            place = QRect(left, room.top(), width + 2, room.height())
            _write(painter, place, text, used, palette.text if emphasised else palette.text_muted)
            left += width


def paint_arrow(painter: QPainter, room: QRect, palette: Palette, *, known: bool) -> None:
    """Paint an arrow downwards in the middle of a room; a dotted line where nothing is known."""
    x = room.center().x()
    pen = QPen(QColor(palette.border_strong if known else palette.border), 1.5)
    if not known:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(x, room.top() + 1, x, room.bottom() - 2)
    if known:
        painter.drawLine(x - 3, room.bottom() - 5, x, room.bottom() - 2)
        painter.drawLine(x + 3, room.bottom() - 5, x, room.bottom() - 2)


def _write(
    painter: QPainter,
    room: QRect,
    text: str,
    font: QFont,
    colour: str,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write one line, shortened where it does not fit."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, alignment | Qt.AlignmentFlag.AlignVCenter, shown)


def _has_focus(widget: QWidget | None) -> bool:
    return widget is not None and widget.hasFocus()


class _Fonts:
    """The fonts of cards, made once: every paint needs them for every card."""

    def __init__(self) -> None:
        self.name = ui_font()
        self.name.setWeight(QFont.Weight.DemiBold)
        self.code = code_font(0.9)
        self.strong_code = QFont(self.code)
        self.strong_code.setWeight(QFont.Weight.DemiBold)
        self.small = ui_font(0.85)
        self.name_metrics = QFontMetrics(self.name)
        self.code_metrics = QFontMetrics(self.code)
        self.strong_code_metrics = QFontMetrics(self.strong_code)
        self.small_metrics = QFontMetrics(self.small)


@cache
def _fonts() -> _Fonts:
    return _Fonts()


def card_tooltip(card: Card) -> str:
    """Return what a card says when the mouse rests on it."""
    call = f"{card.name}({card.arguments})"
    if card.input_shape is None or card.output_shape is None:
        return call
    return f"{call}\n{shape_text(card.input_shape)} → {shape_text(card.output_shape)}"
