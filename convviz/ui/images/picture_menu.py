"""The menu that makes a picture the input: where from, how large, in which colours."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from convviz.protocol.recipes import LARGEST_SIDE, PictureMode

SIDES: Final = (32, 64, 128, 224)
"""Sizes that are offered: CIFAR-10's, ImageNet's, and two between."""

FILE, CLIPBOARD, SAMPLE, SHAPES10, CIFAR10 = "file", "clipboard", "sample", "shapes10", "cifar10"
"""Where a picture comes from."""


class PictureMenu(QMenu):
    """Offers sources, sizes and colours.

    Signals:
        wanted(str): A source was chosen: FILE, CLIPBOARD, SAMPLE, SHAPES10 or CIFAR10.
        side_chosen(): Another size was chosen.
        mode_chosen(): Other colours were chosen.
    """

    wanted = Signal(str)
    side_chosen = Signal()
    mode_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Picture"))
        self.sources: dict[str, QAction] = {}
        for source, text in self._source_texts().items():
            action = self.sources[source] = self.addAction(text)
            action.triggered.connect(lambda _checked=False, chosen=source: self.wanted.emit(chosen))
        self.addSeparator()
        self.sides: dict[int | None, QAction] = {}
        sides = QActionGroup(self)
        for side in SIDES:
            text = self.tr("Longer side {pixels} pixels").format(pixels=side)
            self.sides[side] = self._choice(sides, text)
        text = self.tr("As it is, up to {pixels} pixels").format(pixels=LARGEST_SIDE)
        self.sides[None] = self._choice(sides, text)
        self.sides[SIDES[1]].setChecked(True)
        self.addSeparator()
        modes = QActionGroup(self)
        self.modes = {
            PictureMode.GREY: self._choice(modes, self.tr("Grey, one channel"), is_mode=True),
            PictureMode.RGB: self._choice(
                modes, self.tr("Red, green and blue, three channels"), is_mode=True
            ),
        }
        self.modes[PictureMode.GREY].setChecked(True)

    @property
    def side(self) -> int | None:
        """Pixels along the longer side; None for as it is."""
        return next(side for side, action in self.sides.items() if action.isChecked())

    @property
    def mode(self) -> PictureMode:
        """The colours."""
        return next(mode for mode, action in self.modes.items() if action.isChecked())

    def _source_texts(self) -> dict[str, str]:
        return {
            FILE: self.tr("From a file\u2026"),
            CLIPBOARD: self.tr("From the clipboard"),
            SAMPLE: self.tr("Sample picture: a house at a lake"),
            SHAPES10: self.tr("Next sample of Shapes-10"),
            CIFAR10: self.tr("Next sample of CIFAR-10"),
        }

    def _choice(self, group: QActionGroup, text: str, *, is_mode: bool = False) -> QAction:
        action = self.addAction(text)
        action.setCheckable(True)
        group.addAction(action)
        chosen = self.mode_chosen if is_mode else self.side_chosen
        action.triggered.connect(lambda _checked=False: chosen.emit())
        return action
