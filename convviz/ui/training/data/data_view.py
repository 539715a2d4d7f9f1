"""Pictures of each class before they are learned, and what there is of them in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from convviz.ui.error_sentences import error_sentence
from convviz.ui.formats import count_text
from convviz.ui.theme import SPACING, set_role
from convviz.ui.training.data.sample_strip import SampleStrip
from convviz.ui.widgets.number_texts import shape_text
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from convviz.protocol.messages.engine_pictures import DataSeen
    from convviz.ui.training.data.data_look import Seen

_COLUMNS: Final = 5
_CAPTION_WIDTH: Final = 86
"""Pixels: five columns of them fit into the width of the page's middle."""


class DataView(QWidget):
    """Two pictures of each class with its name; under them, counts, mean and deviation.

    Attributes:
        sentence: The counts, or why there are none.
        spread: Mean and deviation of the pixels.
        augmented: Shows the pictures as training sees them.

    Signals:
        augmented_chosen(bool): the pictures are to be shown so, or not.
        picture_opened(NDArray[uint8]): the calculator is to show one of the pictures.
    """

    augmented_chosen = Signal(bool)
    picture_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._pictures: list[SampleStrip] = []
        self._data: DataSeen | None = None
        self.sentence, self.spread = QLabel(), QLabel()
        for label in (self.sentence, self.spread):
            label.setProperty("role", "caption")
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.augmented = QCheckBox(self.tr("As training changes them"))
        self.augmented.clicked.connect(self.augmented_chosen)
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING)
        self._grid.setVerticalSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(self._body)
        column.addWidget(self.sentence)
        column.addWidget(self.spread)
        column.addWidget(self.augmented, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    @property
    def drawn(self) -> int:
        """How many classes show pictures."""
        return sum(strip.drawn > 0 for strip in self._pictures)

    def show_data(self, seen: Seen) -> None:
        """Show what is known of the data; nothing of it where there is none."""
        data = seen.data
        self.setVisible(data is not None or seen.problem is not None or seen.is_waited_for)
        self.augmented.setVisible(data is not None)
        self.augmented.setEnabled(seen.can_augment)
        self.augmented.setChecked(seen.is_augmented)
        self.augmented.setToolTip(
            ""
            if seen.can_augment
            else self.tr("Training changes no picture: set an augmentation first.")
        )
        self._body.setVisible(data is not None)
        self.spread.setVisible(data is not None)
        is_wrong = seen.problem is not None
        set_role(self.sentence, "error" if is_wrong else "caption")
        if seen.problem is not None:
            self.sentence.setText(error_sentence(seen.problem))
        elif data is None:
            self.sentence.setText(self.tr("Looking at the pictures…"))
        else:
            self.sentence.setText(self._counts_text(data))
            self.spread.setText(self._spread_text(data, is_normalised=seen.is_normalised))
            self._show_pictures(data)

    def _show_pictures(self, data: DataSeen) -> None:
        if data is self._data:
            return
        self._data = data
        shown = sorted(set(data.labels))
        names = tuple(data.class_names[label] for label in shown)
        if names != self._names:
            self._build(names)
        pictures, labels = array_of(data.pictures), np.array(data.labels)
        for place, label in zip(self._pictures, shown, strict=True):
            place.show_pictures(pictures[labels == label])

    def _build(self, names: tuple[str, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._names, self._pictures = names, []
        for number, name in enumerate(names):
            row, column = divmod(number, _COLUMNS)
            picture, caption = SampleStrip(name), QLabel()
            picture.opened.connect(self.picture_opened)
            caption.setProperty("role", "caption")
            caption.ensurePolished()
            # A folder may have any name; a column has the width of its pictures.
            fitting = caption.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, _CAPTION_WIDTH
            )
            caption.setTextFormat(Qt.TextFormat.PlainText)
            caption.setText(fitting)
            caption.setToolTip("" if fitting == name else name)
            centre = Qt.AlignmentFlag.AlignHCenter
            self._grid.addWidget(picture, 2 * row, column, centre)
            self._grid.addWidget(caption, 2 * row + 1, column, centre)
            self._pictures.append(picture)

    def _counts_text(self, data: DataSeen) -> str:
        shape = shape_text(tuple(data.pictures.shape[1:]))
        train, test = sum(data.train_counts), sum(data.test_counts)
        least, most = min(data.train_counts), max(data.train_counts)
        text = (
            self.tr(
                "{classes} classes of {shape}: {train} training pictures, {least} of each class, "
                "and {test} test pictures."
            )
            if least == most
            else self.tr(
                "{classes} classes of {shape}: {train} training pictures, {least} to {most} of a "
                "class, and {test} test pictures."
            )
        )
        told = text.format(
            classes=count_text(len(data.class_names)),
            shape=shape,
            train=count_text(train),
            least=count_text(least),
            most=count_text(most),
            test=count_text(test),
        )
        shown = len(set(data.labels))
        if shown == len(data.class_names):
            return told
        more = self.tr("Here you see pictures of {shown} classes.").format(shown=count_text(shown))
        return f"{told} {more}"

    def _spread_text(self, data: DataSeen, *, is_normalised: bool) -> str:
        mean, deviation = (
            ", ".join(f"{number:.3f}" for number in numbers)
            for numbers in (data.mean, data.deviation)
        )
        text = (
            self.tr("Mean {mean} and deviation {deviation} become 0 and 1: they are normalised.")
            if is_normalised
            else self.tr("Pixels from 0 to 1: mean {mean}, deviation {deviation}.")
        )
        return text.format(mean=mean, deviation=deviation)
