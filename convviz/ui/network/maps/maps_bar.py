"""Which picture goes through the network, how it is fitted, and with which weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from convviz.core.call_parameters import LARGEST_INTEGER
from convviz.protocol.document import PictureOrigin
from convviz.ui.formats import count_text
from convviz.ui.images.pixels import picture_image
from convviz.ui.network.maps.maps_texts import way_text
from convviz.ui.theme import SPACING
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.labels import ElidedLabel
from convviz.ui.widgets.number_fields import NumberField
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from convviz.protocol.passing import PassedPicture
    from convviz.ui.network.maps.maps_looker import Maps

_THUMB: Final = 48
_MOST_PICTURES: Final = 1_000_000
_SPIN_DIGITS: Final = 18


class MapsBar(QWidget):
    """Shows the choice, and announces another.

    Attributes:
        place: Chooses the test picture.
        fit: Chooses how a picture of another size is fitted.
        weights: Chooses trained or random weights.
        seed: Of random weights.
        label: What the picture is.
        way: How it goes through.

    Signals:
        chosen(str, object): A field of the choice, by its name, and what is chosen.
    """

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumb, self.label, self.way = QLabel(), QLabel(), ElidedLabel()
        self.place, self.seed = QSpinBox(), NumberField(0, parent=self)
        self.fit = ChoiceField(
            [
                (self.tr("Middle cut out"), "crop"),
                (self.tr("Squashed"), "squash"),
                (self.tr("Black beside it"), "pad"),
            ]
        )
        self.weights = ChoiceField(
            [(self.tr("Trained weights"), True), (self.tr("Random weights"), False)]
        )
        for field in (self.fit, self.weights):
            field.setProperty("inline", "false")
        self.open = self._button(self.tr("Open\u2026"), self.tr("Send a picture's file through"))
        self.paste = self._button(
            self.tr("Paste", "a picture"), self.tr("Send the copied picture through")
        )
        self.back = self._button(
            self.tr("Test picture"), self.tr("Send a test picture of the data set through again")
        )
        self.new_seed = self._button(self.tr("New"), self.tr("Other random weights"))
        self._assemble()
        self._connect()

    def show_maps(self, maps: Maps) -> None:
        """Show what is chosen, and what is known of it."""
        picture = None if maps.passed is None else maps.passed.picture
        own = maps.choice.pixels is not None
        is_random = picture is not None and picture.origin == PictureOrigin.SEEDED
        self._show_picture(picture)
        self.place.setVisible(not own and not is_random)
        self.back.setVisible(own)
        with QSignalBlocker(self.place):
            last = _MOST_PICTURES if picture is None or not picture.total else picture.total - 1
            self.place.setMaximum(last)
            self.place.setValue(maps.choice.place)
        self.fit.setVisible(picture is not None and _is_of_another_size(picture))
        self.fit.set_value(maps.choice.fit)
        self.weights.setVisible(maps.has_trained)
        self.weights.set_value(maps.choice.wants_trained)
        self._seed_group.setVisible(not maps.is_trained)
        self.seed.set_value(maps.seed)
        self.label.setText(self._picture_text(maps))
        self.way.setText(self._way_text(maps))
        self.way.setToolTip(self.way.text())

    def add(self, field: QWidget) -> None:
        """Put a field at the end of the last line."""
        self._last_line.addWidget(field)

    def remember_tips(self) -> None:
        """Take what the buttons say now as what they always say."""
        self._tips = {button: button.toolTip() for button in (self.open, self.paste)}

    def tell_no_picture(self, *, is_none: bool) -> None:
        """Take no picture where the network's input is none."""
        why = self.tr("The network's input is no picture: it needs 1 or 3 channels")
        for button in (self.open, self.paste):
            button.setEnabled(not is_none)
            button.setToolTip(why if is_none else self._tips[button])

    def _picture_text(self, maps: Maps) -> str:
        picture = None if maps.passed is None else maps.passed.picture
        if picture is None:
            return ""
        if maps.choice.pixels is not None:
            size = " \u00d7 ".join(map(str, picture.size))
            return self.tr("Your picture, {size}").format(size=size) if size else ""
        if picture.origin == PictureOrigin.SEEDED:
            return self.tr("Random numbers")
        return self.tr('of {total}: "{label}"').format(
            total=count_text(picture.total), label=picture.label
        )

    def _way_text(self, maps: Maps) -> str:
        if maps.is_stale and maps.problem is None:
            return self.tr("Sending the picture through the network\u2026")
        if maps.passed is None:
            return ""
        is_unexpected = maps.is_trained and bool(maps.passed.notices)  # they could not be read
        return way_text(maps.passed, says_weights=is_unexpected or not maps.has_trained)

    def _refused_seed(self, value: object) -> str:
        """Return why a number can be no seed; "" if it can."""
        if isinstance(value, int) and 0 <= value <= LARGEST_INTEGER:
            return ""
        text = self.tr("A seed is a whole number from 0 to {most}")
        return text.format(most=LARGEST_INTEGER)

    def _show_picture(self, picture: PassedPicture | None) -> None:
        self._thumb.setVisible(picture is not None and picture.pixels is not None)
        if picture is not None and picture.pixels is not None:
            image = picture_image(array_of(picture.pixels))
            keeps = Qt.AspectRatioMode.KeepAspectRatio
            self._thumb.setPixmap(QPixmap.fromImage(image.scaled(_THUMB, _THUMB, keeps)))

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        return button

    def _connect(self) -> None:
        def tell(name: str, value: Any) -> None:  # noqa: ANN401 - what the field has
            self.chosen.emit(name, value)

        self.place.valueChanged.connect(lambda place: tell("place", place))
        self.fit.value_changed.connect(lambda fit: tell("fit", fit))
        self.weights.value_changed.connect(lambda is_trained: tell("wants_trained", is_trained))
        self.seed.value_changed.connect(lambda seed: tell("seed", seed))
        self.back.clicked.connect(lambda: tell("pixels", None))

    def _assemble(self) -> None:
        self.remember_tips()
        self._thumb.setFixedSize(_THUMB, _THUMB)
        for field in (self.place, self.seed):
            field.setFixedWidth(field.fontMetrics().horizontalAdvance("0") * _SPIN_DIGITS)
        self.place.setMaximum(_MOST_PICTURES)
        self.place.setPrefix(self.tr("Test picture "))
        self.place.setAccessibleName(self.tr("Test picture"))
        self.place.setToolTip(self.tr("Which test picture goes through the network"))
        self.seed.set_limits(0, LARGEST_INTEGER)
        self.seed.set_check(self._refused_seed)
        self.seed.setAccessibleName(self.tr("Seed of the random weights"))
        self.seed.setToolTip(
            self.tr("Equal seeds give equal weights: those with which a training would begin")
        )
        self.fit.setAccessibleName(self.tr("How the picture is fitted"))
        self.fit.setToolTip(self.tr("How a picture of another size is brought to the network's"))
        self.weights.setAccessibleName(self.tr("Weights"))
        self.way.setProperty("muted", "true")
        self._seed_group = QWidget()
        group = QHBoxLayout(self._seed_group)
        group.setContentsMargins(0, 0, 0, 0)
        group.setSpacing(SPACING)
        caption = QLabel(self.tr("Seed"))
        caption.setBuddy(self.seed)
        group.addWidget(caption)
        group.addWidget(self.seed)
        group.addWidget(self.new_seed)
        parts = QWidget()
        flow = FlowLayout(parts)
        for part in (
            self.place,
            self.label,
            self.open,
            self.paste,
            self.back,
            self.fit,
            self.weights,
            self._seed_group,
        ):
            flow.addWidget(part)
        column = QVBoxLayout()
        column.setSpacing(SPACING)
        column.addWidget(parts)
        self._last_line = QHBoxLayout()
        self._last_line.addWidget(self.way, 1)
        column.addLayout(self._last_line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACING)
        row.addWidget(self._thumb, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)


def _is_of_another_size(picture: PassedPicture) -> bool:
    shape = () if picture.pixels is None else picture.pixels.shape[1:]
    return bool(shape) and tuple(picture.size) != tuple(shape)
