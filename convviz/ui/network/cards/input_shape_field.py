"""The shape of one picture that enters the network, editable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from convviz.core.shape_reading import shape_parts
from convviz.protocol.network_plain import LARGEST_RANK, LARGEST_SIZE
from convviz.ui.theme import set_code_font
from convviz.ui.widgets.number_texts import number_text, shape_text
from convviz.ui.widgets.value_edit import ValueEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Shape

_SIZE: Final = re.compile(r"\d{1,7}")
_COLOUR_PICTURE: Final = (3, 32, 32)


def read_shape(text: str) -> Shape | None:
    """Return the shape of a text such as 3, 32, 32 or 3 × 32 × 32; None when it is none."""
    parts = shape_parts(text)
    if not 1 <= len(parts) <= LARGEST_RANK or not all(map(_SIZE.fullmatch, parts)):
        return None
    shape = tuple(map(int, parts))
    return shape if all(1 <= size <= LARGEST_SIZE for size in shape) else None


class InputShapeField(ValueEdit):
    """The input shape.

    A shape with as many dimensions as before takes effect while it is typed; another one when
    it is finished, so that 3 on the way to 3, 64, 64 does not tear the network apart. A text that
    is no shape leaves the network as it was before typing.

    Signals:
        edited(tuple): Another shape was typed.
    """

    edited = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._shown: Shape = ()
        super().__init__((1,), parent)
        set_code_font(self)
        self.set_hint(self.tr("Shape of one picture: channels × height × width, without the batch"))
        self.setAccessibleName(self.tr("Input shape"))
        self.value_changed.connect(self._announce_typed)
        self.settled.connect(self._announce_settled)

    def show_shape(self, shape: Shape) -> None:
        """Show a shape; text that already stands for it, or is being corrected, is kept."""
        self._shown = shape
        self.set_value(shape)

    def _read(self) -> tuple[bool, object]:
        shape = read_shape(self.text())
        return shape is not None, shape

    def _text_of(self, value: object) -> str:
        return shape_text(value) if isinstance(value, tuple) else ""

    def _why_not(self) -> str:
        text = self.tr("Write 1 to {most} sizes up to {limit}, such as {example}.")
        return text.format(
            most=LARGEST_RANK, limit=number_text(LARGEST_SIZE), example=shape_text(_COLOUR_PICTURE)
        )

    def _announce_typed(self, shape: object) -> None:
        if isinstance(shape, tuple) and len(shape) == len(self._shown):
            self.edited.emit(shape)

    def _announce_settled(self) -> None:
        shape = self.value
        if isinstance(shape, tuple) and shape != self._shown:
            self.edited.emit(shape)
