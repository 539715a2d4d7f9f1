"""Test pictures in rows, each marked as right or wrong, one of them chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from convviz.ui.formats import percent_text
from convviz.ui.images.pixels import picture_image
from convviz.ui.theme import current_palette
from convviz.ui.tile_gallery import GAP, TileGallery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.training.run.judging import Pixels
    from convviz.values.evaluation import Evaluation

_SIDE: Final = 44
_BADGE: Final = 13


class PictureGallery(TileGallery):
    """Small pictures; one that the network has wrong wears a cross.

    Which one is chosen is told from outside, after ``chosen``.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Test pictures"))
        self._evaluation: Evaluation | None = None
        self._places: tuple[int, ...] = ()
        self._pictures: Mapping[int, Pixels] = {}
        self._images: dict[int, QImage] = {}

    @property
    def places(self) -> tuple[int, ...]:
        """Which test pictures are shown."""
        return self._places

    @property
    def count(self) -> int:
        """How many are shown."""
        return len(self._places)

    @property
    def drawn(self) -> int:
        """How many of them are there to be drawn."""
        return sum(place in self._images for place in self._places)

    def show_pictures(
        self,
        evaluation: Evaluation,
        places: Sequence[int],
        pictures: Mapping[int, Pixels],
        current: int,
    ) -> None:
        """Show test pictures.

        Args:
            evaluation: What they are taken for.
            places: Which are shown.
            pictures: Those that are there by now.
            current: Which of the shown ones is chosen.
        """
        if pictures is not self._pictures:
            self._pictures = pictures
            kept = {place: image for place, image in self._images.items() if place in pictures}
            self._images = kept
        for place in places:
            if place in pictures and place not in self._images:
                self._images[place] = picture_image(pictures[place])
        is_resized = len(places) != self.count
        self._evaluation, self._places, self._current = evaluation, tuple(places), current
        self._show_anew(is_resized=is_resized)

    def sizeHint(self) -> QSize:
        """Return room for all rows at the present width."""
        return QSize(5 * (_SIDE + GAP), self._height(max(self.width(), 1)))

    def tip(self, number: int) -> str:
        """Return what a picture is, and what it is taken for."""
        evaluation = self._evaluation
        if evaluation is None or number >= self.count:
            return ""
        place = self._places[number]
        return self.tr('Test picture {number}: "{label}", taken for "{taken}" ({share})').format(
            number=place,
            label=evaluation.name(int(evaluation.labels[place])),
            taken=evaluation.name(int(evaluation.classes[place, 0])),
            share=percent_text(float(evaluation.shares[place, 0])),
        )

    def _side(self) -> int:
        return _SIDE

    def _draw_tile(self, painter: QPainter, number: int, place: QRect) -> None:
        """Draw a picture, a wrong one with a cross."""
        picture = self._places[number]
        image = self._images.get(picture)
        if image is None:
            painter.fillRect(place, QColor(current_palette().surface_sunken))
        else:
            painter.drawImage(place, image)
        if self._evaluation is not None and not self._evaluation.is_right[picture]:
            self._draw_cross(painter, place)

    def _draw_cross(self, painter: QPainter, where: QRect) -> None:
        """Draw a cross in a corner: that it is wrong is not said by a colour alone."""
        palette = current_palette()
        corner = QRect(where.right() - _BADGE + 1, where.top(), _BADGE, _BADGE)
        painter.fillRect(corner, QColor(palette.input_negative))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.surface_raised), 2))
        inner = corner.adjusted(3, 3, -3, -3)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
