"""The inside of one layer: its kernels, and what it makes of a test picture, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from convviz.core.code.writing import layer_call
from convviz.ui.error_sentences import error_sentence
from convviz.ui.formats import count_text
from convviz.ui.images.pixels import picture_image
from convviz.ui.plane_gallery import PlaneGallery, ScaleBar
from convviz.ui.plane_images import RGB, common_scale, kernel_images, plane_images
from convviz.ui.theme import SPACING, current_palette, set_state, theme_notifier
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.labels import SectionTitle
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from convviz.protocol.watching import LayerInside
    from convviz.ui.training.results.inside_looker import Inside, SeenLayer
    from convviz.ui.training.run.session import TrainingSession

_THUMB: Final = 48
_KERNEL_SIDE: Final = 40
_MAP_SIDE: Final = 72
_MOST_PICTURES: Final = 1_000_000


class InsideView(QWidget):
    """Shows a layer of the run while it is seen; double click, Enter or the menu opens a number.

    Attributes:
        kernels: The kernels.
        maps: The feature maps.
        layer: Chooses the layer.
        picture: Chooses the test picture.
        plane: Chooses the input channel's plane of each kernel.

    Signals:
        opened(int): The calculator is to show the layer at that output channel.
        picture_opened(int): The calculator is to show that test picture.
    """

    opened = Signal(int)
    picture_opened = Signal(int)

    def __init__(
        self,
        session: TrainingSession,
        open_button: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Look at nothing.

        Args:
            session: Whose run is looked into.
            open_button: Opens the chosen kernel; it stands below the kernels.
            parent: The parent.
        """
        super().__init__(parent)
        self._wanted_plane = 0
        self._open_button = open_button or QWidget()
        self._session = session
        self._looker = session.inside
        self._layers: tuple[SeenLayer, ...] = ()
        self.layer = ChoiceField([("", 0)])
        set_state(self.layer, "inline", on=False)
        self.layer.setAccessibleName(self.tr("Layer"))
        self.picture, self.plane = QSpinBox(), QSpinBox()
        self.kernels = PlaneGallery(self.tr("Kernels"), _KERNEL_SIDE)
        self.maps = PlaneGallery(self.tr("Feature maps"), _MAP_SIDE)
        self._scales = ScaleBar(), ScaleBar()
        self._thumb, self._hint, self._call = QLabel(), QLabel(), QLabel()
        self._assemble()
        self._connect()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Look."""
        super().showEvent(event)
        self._looker.want(on=True)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: what nobody sees costs the training nothing."""
        super().hideEvent(event)
        self._looker.want(on=False)

    def _connect(self) -> None:
        self._looker.changed.connect(self._show)
        self._session.judge.changed.connect(self._show_picture)
        self.layer.value_changed.connect(lambda _layer: self._choose())
        self.picture.valueChanged.connect(lambda _number: self._choose())
        self.plane.valueChanged.connect(self._choose_plane)
        self.kernels.chosen.connect(self._looker.choose_kernel)
        self.kernels.opened.connect(self.opened)
        self.maps.opened.connect(self.opened)
        theme_notifier().changed.connect(self._draw)

    def _choose(self) -> None:
        layer = self.layer.value
        self._looker.choose(layer if isinstance(layer, int) else 0, self.picture.value())

    def _choose_plane(self, plane: int) -> None:
        self._wanted_plane = plane
        self._draw()

    def _show(self) -> None:
        if not self.isVisible():
            return
        inside = self._looker.inside
        if inside.layers != self._layers:
            self._layers = inside.layers
            choices = [(layer.title, number) for number, layer in enumerate(self._layers)]
            self.layer.set_choices(choices or [("", 0)])
        self._control_row.setVisible(bool(inside.layers))
        if inside.layers:
            self.layer.set_value(inside.layer)
        with QSignalBlocker(self.picture):
            self.picture.setValue(inside.picture)
        self._hint.setText(self._sentence(inside))
        chosen = inside.chosen
        self._call.setText("" if chosen is None else layer_call(chosen.layer))
        self._show_picture()
        self._draw()

    def _sentence(self, inside: Inside) -> str:
        if inside.problem is not None:
            return error_sentence(inside.problem)
        if inside.seen is None:
            progress = self._session.progress
            if progress.is_active or progress.result is not None:
                return self.tr("Looking into the layer…")
            return self.tr("This run left no weights to look at.")
        if inside.step < 0:
            return self.tr("With the weights of the result.")
        return self.tr("After batch {number}; shown anew about twice a second.").format(
            number=count_text(inside.step)
        )

    def _show_picture(self) -> None:
        if not self.isVisible():
            return
        judge, place = self._session.judge, self._looker.inside.picture
        pixels = judge.judged.pictures.get(place)
        if pixels is None:
            self._thumb.clear()
            judge.want_pictures([place])
        else:
            image = picture_image(pixels).scaled(_THUMB, _THUMB, Qt.AspectRatioMode.KeepAspectRatio)
            self._thumb.setPixmap(QPixmap.fromImage(image))

    def _draw(self) -> None:
        seen = self._looker.inside.seen
        has_kernels = seen is not None and seen.kernels is not None
        for widget in self._kernel_parts:
            widget.setVisible(has_kernels)
        for widget in self._map_parts:
            widget.setVisible(seen is not None)
        self._plane_pair.setVisible(False)
        if seen is None:
            return
        if seen.kernels is not None:
            self._draw_kernels(seen)
        maps = array_of(seen.maps).astype(np.float64)
        planes = maps.reshape(len(maps), *_as_plane(maps.shape[1:]))
        palette = current_palette()
        colours = palette.kernel_negative, palette.surface_raised, palette.kernel
        tips = [
            self.tr("Map {number}: from {low} to {high}").format(
                number=number, low=f"{plane.min():.3g}", high=f"{plane.max():.3g}"
            )
            for number, plane in enumerate(planes)
        ]
        self.maps.show_images(list(plane_images(planes, *colours)), tips)
        _show_scale(self._scales[1], common_scale(planes))
        title = self.tr("What it makes of the picture")
        if len(maps) < seen.channels:
            title = self.tr("What it makes of the picture: the first {shown} of {all}").format(
                shown=len(maps), all=seen.channels
            )
        self._map_title.setText(title)

    def _draw_kernels(self, seen: LayerInside) -> None:
        assert seen.kernels is not None  # noqa: S101 - narrows the type
        weight = array_of(seen.kernels).astype(np.float64)
        chosen = self._looker.inside.chosen
        is_first = chosen is not None and chosen.step == 0
        is_colour = is_first and weight.shape[1] == RGB
        self._plane_pair.setVisible(not is_colour and weight.shape[1] > 1)
        with QSignalBlocker(self.plane):  # a layer with fewer planes shows its last one
            self.plane.setMaximum(weight.shape[1] - 1)
            self.plane.setValue(self._wanted_plane)
        palette = current_palette()
        colours = palette.kernel_negative, palette.surface_raised, palette.kernel
        images = kernel_images(weight, self.plane.value(), *colours, is_colour=is_colour)
        tips = [
            self.tr("Kernel {number}: from {low} to {high}").format(
                number=number, low=f"{kernel.min():.3g}", high=f"{kernel.max():.3g}"
            )
            for number, kernel in enumerate(weight)
        ]
        self.kernels.show_images(list(images), tips)
        with QSignalBlocker(self.kernels):
            self.kernels.set_current(self._looker.inside.kernel)
        shown = weight if is_colour else weight[:, self.plane.value()]
        self._scales[0].setVisible(not is_colour)
        _show_scale(self._scales[0], common_scale(shown))
        title = self.tr("Kernels")
        if is_colour:
            title = self.tr("Kernels: red, green and blue planes as one colour around grey")
        if len(weight) < seen.out_channels:
            title = self.tr("Kernels: the first {shown} of {all}").format(
                shown=len(weight), all=seen.out_channels
            )
        self._kernel_title.setText(title)

    def _assemble(self) -> None:
        self.picture.setMaximum(_MOST_PICTURES)
        self.picture.setAccessibleName(self.tr("Test picture"))
        self.picture.setToolTip(self.tr("Which test picture goes through the network"))
        self.plane.setAccessibleName(self.tr("Plane"))
        self.plane.setToolTip(self.tr("Which input channel's plane of each kernel is shown"))
        self._thumb.setFixedSize(_THUMB, _THUMB)
        self._hint.setProperty("role", "caption")
        self._call.setProperty("role", "caption")
        for label in (self._hint, self._call):
            label.setWordWrap(True)
        self._control_row = QWidget()
        self._controls = QHBoxLayout(self._control_row)
        self._controls.setContentsMargins(0, 0, 0, 0)
        self._controls.setSpacing(SPACING * 2)
        self._controls.addWidget(self._thumb)
        self._controls.addWidget(QLabel(self.tr("Test picture")))
        self._controls.addWidget(self.picture)
        self._controls.addSpacing(SPACING * 2)
        self._controls.addWidget(QLabel(self.tr("Layer")))
        self._controls.addWidget(self.layer)
        self._plane_pair = QWidget()
        pair = QHBoxLayout(self._plane_pair)
        pair.setContentsMargins(SPACING * 2, 0, 0, 0)
        pair.addWidget(QLabel(self.tr("Plane")))
        pair.addWidget(self.plane)
        self._controls.addWidget(self._plane_pair)
        self._controls.addStretch(1)
        self._kernel_title, self._map_title = SectionTitle(""), SectionTitle("")
        open_row = QWidget()
        row = QHBoxLayout(open_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._open_button)
        row.addStretch(1)
        self._kernel_parts = self._kernel_title, self.kernels, self._scales[0], open_row
        self._map_parts = self._map_title, self.maps, self._scales[1]
        self._fill()

    def _fill(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACING, SPACING, SPACING * 2, SPACING)
        column.setSpacing(SPACING * 2)
        column.addWidget(self._control_row)
        for widget in (self._hint, self._call, *self._map_parts, *self._kernel_parts):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Inside a layer"))
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)


def _as_plane(sizes: tuple[int, ...]) -> tuple[int, int]:
    """Return the rows and columns as which something of any number of axes is shown."""
    if not sizes:
        return 1, 1
    return int(np.prod(sizes[:-1])), sizes[-1]


def _show_scale(scale: ScaleBar, reach: float) -> None:
    scale.show_ends(f"−{reach:.3g}", f"{reach:.3g}")
