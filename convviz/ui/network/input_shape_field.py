"""The shape of one picture that enters the network, editable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from convviz.protocol.document_file import LARGEST_RANK, LARGEST_SIZE
from convviz.ui.theme import set_code_font
from convviz.ui.widgets.inline_edit import InlineEdit
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Shape

_SIZE: Final = re.compile(r"\d{1,7}")
_BETWEEN: Final = re.compile(r"\s*[,;x×X*\uff0c\s]\s*")


def read_shape(text: str) -> Shape | None:
    """Return the shape of a text such as 3, 32, 32 or 3 × 32 × 32; None when it is none."""
    parts = [part for part in _BETWEEN.split(text.strip().strip("()[] ")) if part]
    if not 1 <= len(parts) <= LARGEST_RANK or not all(map(_SIZE.fullmatch, parts)):
        return None
    shape = tuple(map(int, parts))
    return shape if all(1 <= size <= LARGEST_SIZE for size in shape) else None


class InputShapeField(InlineEdit):
    """The input shape.

    A shape with as many dimensions as before takes effect while it is typed; another one when
    it is finished, so that 3 on the way to 3, 64, 64 does not tear the network apart.

    Signals:
        edited(tuple): Another shape was typed.
    """

    edited = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_code_font(self)
        self.set_hint(self.tr("Shape of one picture: channels × height × width, without the batch"))
        self.setAccessibleName(self.tr("Input shape"))
        self._shown: Shape = ()
        self.textEdited.connect(self._take)
        self.editingFinished.connect(self._finish)

    def show_shape(self, shape: Shape) -> None:
        """Show a shape; text that already stands for it, or is being corrected, is kept."""
        self._shown = shape
        shown = read_shape(self.text())
        if shown == shape or (shown is None and self.hasFocus()):
            return
        self.show_text(shape_text(shape))
        self._set_typing_problem("")

    def _take(self) -> None:
        shape = read_shape(self.text())
        if shape is None:
            self._set_typing_problem(
                self.tr("Write 1 to {most} sizes from 1 to {limit}, such as 3, 32, 32.").format(
                    most=LARGEST_RANK, limit=LARGEST_SIZE
                )
            )
            return
        self._set_typing_problem("")
        if len(shape) == len(self._shown):
            self.edited.emit(shape)

    def _finish(self) -> None:
        shape = read_shape(self.text())
        if shape is not None and shape != self._shown:
            self.edited.emit(shape)
