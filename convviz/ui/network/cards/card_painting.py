"""The parts of a card as they are painted: frame, counts, arrow, shape."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from convviz.ui.network.cards.card_model import CARD_ROLE, CardModel
from convviz.ui.network.cards.cards import AnyCard, BlockCard, CardState
from convviz.ui.theme import RADIUS, code_font, current_palette, ui_font

if TYPE_CHECKING:
    from convviz.ui.theme import Palette

MARGIN: Final = 12
"""Between the list's edge and a card, in logical pixels."""
PADDING: Final = 10
ICON: Final = 18
GAP: Final = 8
INDENT: Final = 18
"""How much further right the cards of a block stand than its own."""
DEEPEST_INDENT: Final = 8
"""Blocks inside each other beyond which cards stand no further right: they need their width."""
TEXT_LEFT: Final = ICON + GAP + 2
"""From a card's padding to its text."""


def paint_counts(
    painter: QPainter, room: QRect, index: QModelIndex | QPersistentModelIndex
) -> None:
    """Paint parameters and multiply-adds at the right, as far as there is room for them."""
    model, card = index.model(), index.data(CARD_ROLE)
    if not isinstance(model, CardModel):
        return
    texts = [text for text in (model.parameters_text(card), model.mult_adds_text(card)) if text]
    metrics = card_fonts().small_metrics
    while texts and metrics.horizontalAdvance(" · ".join(texts)) > room.width():
        texts.pop()
    colour, right = current_palette().text_muted, Qt.AlignmentFlag.AlignRight
    write(painter, room, " · ".join(texts), card_fonts().small, colour, right)


def paint_frame(
    painter: QPainter, frame: QRect, card: AnyCard, option: QStyleOptionViewItem, palette: Palette
) -> None:
    """Paint a card's background and outline: chosen, failing, disabled, under the mouse."""
    state = QStyle.StateFlag
    selected = bool(option.state & state.State_Selected)
    fill, line, width = palette.surface_raised, palette.border, 1.0
    if card.state is CardState.FAILS:
        line = palette.error
    elif not card.enabled or card.state is CardState.UNKNOWN:
        fill = palette.surface
    if selected:
        fill = palette.accent_soft
        line = palette.error if card.state is CardState.FAILS else palette.accent
    elif option.state & state.State_MouseOver and card.state is not CardState.FAILS:
        line = palette.border_strong
    if selected and option.state & state.State_HasFocus and _has_focus(option.widget):
        width = 2.0
    pen = QPen(QColor(line), width)
    if not card.enabled:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QColor(fill))
    inset = width / 2
    painter.drawRoundedRect(
        QRectF(frame).adjusted(inset, inset, -inset, -inset), RADIUS + 2, RADIUS + 2
    )


def paint_guides(painter: QPainter, row: QRect, card: AnyCard, palette: Palette) -> None:
    """Paint a line for each block around a card, which joins what stands in it."""
    depth = card.depth + (isinstance(card, BlockCard) and not card.folded)
    painter.setPen(QPen(QColor(palette.border_strong), 1.5))
    for level in range(min(depth, DEEPEST_INDENT)):
        x = row.left() + MARGIN + level * INDENT + INDENT // 2
        top = row.center().y() if level == card.depth else row.top()
        painter.drawLine(x, top, x, row.bottom())


def paint_link(painter: QPainter, room: QRect, card: AnyCard, palette: Palette) -> None:
    """Paint the arrow to the next card, and the shape; what the layer changed is darker."""
    x = room.left() + PADDING + ICON // 2
    known = card.leaving is not None
    arrow = QRect(x - ICON // 2, room.top(), ICON, room.height())
    paint_arrow(painter, arrow, palette, known=known)
    if card.leaving is None:
        return
    before = card.input_shape or ()
    same_rank = len(before) == len(card.leaving)
    left = room.left() + PADDING + TEXT_LEFT
    fonts = card_fonts()
    for axis, size in enumerate(card.leaving):
        changed = not same_rank or size != before[axis]
        for text, emphasised in ((" × " if axis else "", False), (str(size), changed)):
            used = fonts.strong_code if emphasised else fonts.code
            metrics = fonts.strong_code_metrics if emphasised else fonts.code_metrics
            width = metrics.horizontalAdvance(text)
            place = QRect(left, room.top(), width + 2, room.height())
            write(painter, place, text, used, palette.text if emphasised else palette.text_muted)
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


def write(
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


class CardFonts:
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
def card_fonts() -> CardFonts:
    """Return the fonts of cards; a change of theme makes them anew."""
    return CardFonts()
