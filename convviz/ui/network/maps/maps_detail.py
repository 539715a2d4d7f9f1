"""The chosen layer's maps, large, with their scale, and its kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from convviz.core.written_numbers import short
from convviz.ui.formats import count_text
from convviz.ui.network.maps.maps_gallery import MapGallery, NumberBars
from convviz.ui.network.maps.maps_images import map_colours
from convviz.ui.network.maps.maps_scene import as_planes, is_output, known_maps, large_maps
from convviz.ui.network.maps.maps_texts import (
    facts_text,
    map_tip,
    row_text,
    shape_label,
)
from convviz.ui.plane_gallery import PlaneGallery, ScaleBar
from convviz.ui.plane_images import common_scale, kernel_images, plane_images
from convviz.ui.theme import SPACING, current_palette, theme_notifier
from convviz.ui.widgets.labels import ElidedLabel, SectionTitle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from convviz.protocol.passing import AskedMaps
    from convviz.ui.network.maps.maps_looker import Maps, Planes
    from convviz.ui.network.maps.maps_scene import MapsRow

_SIDE: Final = 96
_FEW: Final = 6
_KERNEL_SIDE: Final = 40
_NEAR_THE_END: Final = 40


class MapsDetail(QWidget):
    """Loads maps page by page, as far as it is scrolled.

    Attributes:
        gallery: The maps.
        bars: The numbers, where the layer makes a vector.
        kernels: The kernels of a two-dimensional convolution.

    Signals:
        map_chosen(int): A map is chosen.
        opened(int, object): The calculator is to show the layer at a map, and at a cell or none.
        hovered(str): Which cell the mouse is at.
        wanted_changed(): More maps are wanted.
    """

    map_chosen = Signal(int)
    opened = Signal(int, object)
    hovered = Signal(str)
    wanted_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: MapsRow | None = None
        self._maps: Maps | None = None
        self._is_each = False
        self._pages = 1
        self._drawn: tuple[object, ...] = ()
        self._drawn_kernels: tuple[object, ...] = ()
        self._title, self._facts = SectionTitle(""), ElidedLabel()
        self._more = QLabel()
        self._scale, self._kernel_scale = ScaleBar(), ScaleBar()
        self.gallery = MapGallery(self.tr("Maps of the chosen layer"), _SIDE)
        self.bars = NumberBars()
        self.kernels = PlaneGallery(self.tr("Kernels"), _KERNEL_SIDE)
        self.plane = QSpinBox()
        self._area = QScrollArea(self)
        self._assemble()
        self._connect()

    @property
    def wanted(self) -> tuple[AskedMaps, ...]:
        """What is asked for."""
        return () if self._row is None else large_maps(self._row, self._pages)

    def show_row(self, row: MapsRow, maps: Maps, chosen: int, *, is_each: bool) -> None:
        """Show a row's maps.

        Args:
            row: The row.
            maps: What is known.
            chosen: The chosen map; -1 for none.
            is_each: Each map has a scale of its own.
        """
        if self._row is None or row.path != self._row.path or row.shape != self._row.shape:
            self._pages = 1
            self._area.verticalScrollBar().setValue(0)
        self._row, self._maps, self._is_each = row, maps, is_each
        self._title.setText(row.title)
        node = maps.nodes.get(row.path)
        is_known = node is not None and node.shape == row.shape and row.has_maps
        facts = facts_text(node, in_full=True) if node is not None and is_known else row_text(row)
        self._facts.setText(" \u00b7 ".join(text for text in (shape_label(row), facts) if text))
        self._facts.setToolTip(self._facts.text())
        self._draw(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Load what has room now."""
        super().resizeEvent(event)
        self._load_more()

    def _draw(self, chosen: int) -> None:
        row, maps = self._row, self._maps
        assert row is not None  # noqa: S101 - of a row that is shown
        assert maps is not None  # noqa: S101 - likewise
        known = known_maps(maps, row, self.wanted)
        node = maps.nodes.get(row.path)
        self.bars.setVisible(row.is_vector and bool(known))
        has_maps = not row.is_vector and bool(known)
        for widget in (self.gallery, self._scale):
            widget.setVisible(has_maps)
        if known and node is not None:
            if row.is_vector:
                values = np.concatenate([planes.values for planes in known])
                self._draw_vector(row, maps, values, chosen)
            else:
                self._draw_maps(row, known, node.reach)
                if 0 <= chosen < self.gallery.count:
                    self.gallery.set_current(chosen)
        self._more.setVisible(has_maps and bool(self._more.text()))
        self._draw_kernels()
        self._load_more()

    def _draw_maps(self, row: MapsRow, known: Sequence[Planes], reach: float) -> None:
        """Colour the maps, unless these are shown already."""
        drawn = row, tuple(known), reach, self._is_each, current_palette()
        if drawn == self._drawn:
            return
        self._drawn = drawn
        values = np.concatenate([planes.values for planes in known])
        lows = np.concatenate([planes.lows for planes in known])
        highs = np.concatenate([planes.highs for planes in known])
        planes, colours = as_planes(values), map_colours(row.path)
        if self._is_each:
            own = [common_scale(plane) for plane in planes]
            pairs = zip(planes, own, strict=True)
            images = [plane_images(plane[None], *colours, end)[0] for plane, end in pairs]
        else:
            images = list(plane_images(planes, *colours, reach))
        tips = [
            map_tip(number, float(low), float(high))
            for number, (low, high) in enumerate(zip(lows, highs, strict=True))
        ]
        self.gallery.set_side(2 * _SIDE if row.count <= _FEW else _SIDE)
        sizes = (row.shape or ())[1:]
        is_whole = values.shape[1:] == sizes  # else they are means of cells
        self.gallery.show_values(planes if is_whole else None, sizes)
        self.gallery.show_images(images, tips)
        self._scale.show_colours(*colours)
        low_text, high_text = f"\u2212{short(reach)}", short(reach)
        if self._is_each:
            low_text, high_text = self.tr("\u2212 largest of each map"), self.tr("+ largest")
        self._scale.show_ends(low_text, high_text)
        text = ""
        if len(images) < row.count:
            text = self.tr("{shown} of {all} maps; scroll for more").format(
                shown=count_text(len(images)), all=count_text(row.count)
            )
        self._more.setText(text)

    def _draw_vector(self, row: MapsRow, maps: Maps, values: np.ndarray, chosen: int) -> None:
        negative, _, positive = map_colours(row.path)
        is_last = is_output(maps, row)
        shares = maps.shares if is_last else None
        names = maps.passed.class_names if maps.passed is not None and is_last else ()
        is_judged = shares is not None and len(shares) == len(values) and bool(names)
        self.bars.show_numbers(
            values.tolist(),
            names if is_judged else (),
            shares.tolist() if shares is not None and is_judged else (),
            (negative, positive),
            chosen,
        )

    def _draw_kernels(self) -> None:
        """Colour the kernels, unless these are shown already."""
        row, maps = self._row, self._maps
        weight = None
        if row is not None and maps is not None and maps.kernels_of == row.path:
            weight = maps.kernels
        for part in (self._kernel_title, self.kernels, self._kernel_row):
            part.setVisible(weight is not None)
        if weight is None:
            return
        palette, plane = current_palette(), min(self.plane.value(), weight.shape[1] - 1)
        drawn = maps, plane, palette
        if drawn == self._drawn_kernels:
            return
        self._drawn_kernels = drawn
        wide = weight.astype(np.float64)
        self.plane.setMaximum(weight.shape[1] - 1)
        self._plane_pair.setVisible(weight.shape[1] > 1)
        colours = palette.kernel_negative, palette.surface_raised, palette.kernel
        images = kernel_images(wide, plane, *colours, is_colour=False)
        tips = [
            self.tr("Kernel {number}: from {low} to {high}").format(
                number=number, low=short(kernel.min()), high=short(kernel.max())
            )
            for number, kernel in enumerate(wide)
        ]
        self.kernels.show_images(list(images), tips)
        reach = short(common_scale(wide[:, plane]))
        self._kernel_scale.show_ends(f"\u2212{reach}", reach)

    def _load_more(self) -> None:
        """Want another page where the end of what is loaded is near."""
        row = self._row
        if row is None or row.is_vector or self._maps is None or self.gallery.isHidden():
            return
        loaded = self.gallery.count
        bar = self._area.verticalScrollBar()
        seen = bar.value() + self._area.viewport().height()
        is_near = seen >= self.gallery.geometry().bottom() - _NEAR_THE_END
        if (
            is_near
            and loaded < row.count
            and len(known_maps(self._maps, row, self.wanted)) == len(self.wanted)
        ):
            self._pages += 1
            self.wanted_changed.emit()

    def _connect(self) -> None:
        self.gallery.chosen.connect(self.map_chosen)
        self.gallery.opened_at.connect(self.opened)
        self.gallery.hovered.connect(self.hovered)
        self.bars.chosen.connect(self.map_chosen)
        self.bars.opened.connect(lambda number: self.opened.emit(number, None))
        self.kernels.opened.connect(lambda number: self.opened.emit(number, None))
        self.plane.valueChanged.connect(lambda _plane: self._draw_kernels())
        self._area.verticalScrollBar().valueChanged.connect(lambda _value: self._load_more())
        theme_notifier().changed.connect(self._on_theme)

    def _on_theme(self) -> None:
        if self._row is not None:
            self._draw(self.gallery.current)

    def _assemble(self) -> None:
        self._facts.setProperty("muted", "true")
        self._more.setProperty("muted", "true")
        self.plane.setAccessibleName(self.tr("Plane"))
        self.plane.setToolTip(self.tr("Which input channel's plane of each kernel is shown"))
        self._kernel_title = SectionTitle(self.tr("Kernels"))
        self._kernel_row, self._plane_pair = QWidget(), QWidget()
        pair = QHBoxLayout(self._plane_pair)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.addWidget(QLabel(self.tr("Plane")))
        pair.addWidget(self.plane)
        row = QHBoxLayout(self._kernel_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._plane_pair)
        row.addWidget(self._kernel_scale, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, SPACING, 0)
        column.setSpacing(2 * SPACING)
        parts = (self.gallery, self._more, self.bars)
        for part in (*parts, self._kernel_title, self.kernels, self._kernel_row):
            column.addWidget(part)
        column.addStretch(1)
        self._area.setWidget(body)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("Maps of the chosen layer"))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._facts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACING, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(head)
        layout.addWidget(self._scale)
        layout.addWidget(self._area, 1)
