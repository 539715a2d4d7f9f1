"""One step of a scene on any paint device, looking as in the window; nothing is shown."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from convviz.core.code.writing import layer_call
from convviz.core.errors import ErrorCode, ExportError
from convviz.stepping.lines.line_parts import PartRole
from convviz.ui.export.formula_strip import FormulaStrip, strip_parts
from convviz.ui.export.panes import StepPanes
from convviz.ui.stepper.step_lines_widget import StepLinesWidget
from convviz.ui.stepper.views.entries import view_entries
from convviz.ui.theme import code_font, current_palette, theme_notifier
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk
    from convviz.ui.export.look import ExportLook
    from convviz.ui.stepper.views.step_view import ViewEntry
    from convviz.ui.theme import Palette
    from convviz.ui.widgets.formula_source import FormulaDrawing

_MARGIN: Final = 14
_GAP: Final = 6
_HEADING: Final = 26
_SAMPLES: Final = 12
_LARGEST_LINES: Final = 0.36
"""Of the height; longer lines are drawn smaller."""

_LEAST_SHARE: Final = 0.6
"""Of their own size, in which lines can still be read."""


def check_view(view: ViewEntry, scene: Scene) -> None:
    """Refuse to show a scene in a view that is none of its layer.

    Raises:
        ExportError: VIEW_UNSUITABLE.
    """
    obstacle = view.obstacle(scene.layer)
    if obstacle:
        code, layer = ErrorCode.VIEW_UNSUITABLE, scene.layer.type_name()
        raise ExportError(code, view=view.text, layer=layer, reason=obstacle)


class ExportStage:
    """Paints steps of one scene in one look.

    It paints with the window's own painters, to which it lends its palette for as long as a
    painting takes: the window's theme neither matters nor changes.
    """

    def __init__(
        self,
        scene: Scene,
        look: ExportLook,
        drawing_of: Callable[[str], FormulaDrawing],
        view: ViewEntry | None = None,
    ) -> None:
        """Make a stage. Needs a QApplication.

        Args:
            scene: What is shown.
            look: How.
            drawing_of: Returns the drawing of LaTeX; asked only if the look has the formula.
            view: How the steps are shown, as the window offers it; None for the grids.

        Raises:
            ExportError: EXPORT_SIZE; VIEW_UNSUITABLE; VIEW_WITHOUT_USAGE; VIEW_TOO_SMALL.
        """
        look.check()
        self.scene = scene
        self.look = look
        self.view = view_entries()[0] if view is None else view
        check_view(self.view, scene)
        walk = self.view.walk(scene, 0)
        if look.has_usage and not (self.view.build is None and walk.counts_uses):
            raise ExportError(ErrorCode.VIEW_WITHOUT_USAGE, view=self.view.text)
        self.step_count = walk.step_count
        self.row = walk.row_length
        width = look.width - 2 * _MARGIN
        parts = strip_parts(scene) if look.has_formula else ()
        self._strip = FormulaStrip(parts, width, drawing_of)
        self._panes: list[StepPanes] = []
        # What is collected as garbage dies piece by piece, and may hear of another theme meanwhile.
        weakref.finalize(self, _delete, self._panes).atexit = False
        self._lines = StepLinesWidget()
        self._lines.resize(width, 1)
        self._only_total = False
        lines = self._needed_for_lines(walk) if look.has_step_line else 0
        self.leaves_sum_out = look.has_step_line and not lines
        top = _MARGIN + (_HEADING if look.has_formula else 0)
        strip_top = look.height - _MARGIN - self._strip.height
        lines_top = strip_top - (lines + _GAP if lines else 0)
        self._area = QRectF(_MARGIN, top, width, max(1, lines_top - top - _GAP))
        self._lines_area = QRectF(_MARGIN, lines_top, width, lines)
        self._strip_top = strip_top
        self._backdrop: QImage | None = None
        self._backdrop_key: tuple[object, ...] = ()
        self._worn: Palette | None = None

    def paint(self, painter: QPainter, index: int) -> None:
        """Paint a step in logical pixels, from the painter's origin.

        Args:
            painter: Paints on any device.
            index: Number of the step, from 0.
        """
        worn = theme_notifier().palette
        with theme_notifier().palette_of_painters(self.look.palette):
            panes = self._prepared(index, worn)
            self._paint_still(painter, panes)
            self._paint_moving(painter, panes)

    def image(self, index: int) -> QImage:
        """Return a step in the look's pixels, opaque."""
        image = self.new_image()
        self.paint_image(image, index)
        return image

    def new_image(self) -> QImage:
        """Return an image for :meth:`paint_image`; what is in it is undefined."""
        image = QImage(*self.look.pixel_size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.look.scale)
        return image

    def paint_image(self, image: QImage, index: int) -> None:
        """Paint a step into an image; what no step changes is painted once and then copied."""
        worn = theme_notifier().palette
        with theme_notifier().palette_of_painters(self.look.palette):
            panes = self._prepared(index, worn)
            if self._backdrop is None or self._backdrop_key != panes.backdrop_key:
                self._backdrop, self._backdrop_key = self.new_image(), panes.backdrop_key
                painter = QPainter(self._backdrop)
                self._paint_still(painter, panes)
                painter.end()
            painter = QPainter(image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(QPointF(0, 0), self._backdrop)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._paint_moving(painter, panes)
            painter.end()

    def _prepared(self, index: int, worn: Palette) -> StepPanes:
        """Return the drawing of a step.

        It is made anew after the window's theme has changed, for it took over the window's colours
        then.
        """
        if not self._panes or worn is not self._worn:
            self._worn, self._backdrop = worn, None
            _delete(self._panes)
            look = self.look
            panes = StepPanes(self.scene, self.view, self._area, look)
            self._panes.append(panes)
        self._panes[0].show_step(index)
        return self._panes[0]

    def _paint_still(self, painter: QPainter, panes: StepPanes) -> None:
        look = self.look
        painter.fillRect(QRectF(0, 0, look.width, look.height), QColor(current_palette().surface))
        if look.has_formula:
            self._paint_heading(painter)
            self._strip.paint(painter, _MARGIN, self._strip_top)
        panes.paint_still(painter)

    def _paint_heading(self, painter: QPainter) -> None:
        """Paint the layer's call and the shapes, smaller where they are too wide."""
        scene, palette = self.scene, current_palette()
        font = code_font(1.1)
        call = layer_call(scene.layer)
        shapes = (
            f"{shape_text(scene.calculator.input_shape)} \u2192 {shape_text(scene.output_shape)}"
        )
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(f"{call}    {shapes}")
        share = min(1.0, self._area.width() / width)
        font.setPointSizeF(font.pointSizeF() * share)
        baseline = _MARGIN + metrics.ascent() * (1 + share) / 2
        painter.setFont(font)
        painter.setPen(QColor(palette.text))
        painter.drawText(QPointF(_MARGIN, baseline), call)
        painter.setPen(QColor(palette.text_muted))
        right = self._area.right() - QFontMetricsF(font).horizontalAdvance(shapes)
        painter.drawText(QPointF(right, baseline), shapes)

    def _paint_moving(self, painter: QPainter, panes: StepPanes) -> None:
        panes.paint_moving(painter)
        if self._lines_area.height() > 0:
            painter.save()
            self._paint_lines(painter, panes.walk)
            painter.restore()

    def _paint_lines(self, painter: QPainter, walk: Walk) -> None:
        self._lines.set_lines(*self._written(walk))
        needed, room = self._lines.minimumHeight(), self._lines_area.height()
        painter.translate(self._lines_area.topLeft())
        if needed > room:
            painter.scale(room / needed, room / needed)
        self._lines.paint_lines(painter)

    def _needed_for_lines(self, walk: Walk) -> int:
        """Return the height that holds the lines of steps all over the scene.

        Of lines that would be too small to be read, only that of the sum of all channels is kept;
        0 where even that is too long.
        """
        last = walk.step_count - 1
        indices = {round(last * share / (_SAMPLES - 1)) for share in range(_SAMPLES)}
        needed = 0
        for index in indices:
            walk.go_to(index)
            self._lines.set_lines(*self._written(walk))
            needed = max(needed, self._lines.minimumHeight())
        room = round(self.look.height * _LARGEST_LINES)
        if needed * _LEAST_SHARE <= room:
            return min(needed, room)
        if self._only_total:
            return 0
        self._only_total = True
        return self._needed_for_lines(walk)

    def _written(self, walk: Walk) -> tuple[tuple[StepLine, ...], int]:
        """Return what is written of a step, and the taps among which the hues are spread."""
        lines, taps = walk.lines()
        if not self._only_total:
            return lines, taps
        total = [line for line in lines if line.parts[-1].role is PartRole.TOTAL]
        return tuple(total[:1]) or lines[:1], taps


def _delete(panes: list[StepPanes]) -> None:
    while panes:
        panes.pop().delete()
