"""A step as the window shows it: grids, or a view with small grids beside it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from convviz.core.errors import ErrorCode, ExportError
from convviz.stepping.usage_counts import drawn_usage
from convviz.ui.stepper.output_cover import OutputCover
from convviz.ui.stepper.step_grids import StepGrids
from convviz.ui.stepper.view_state import ViewState

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk
    from convviz.ui.export.look import ExportLook
    from convviz.ui.stepper.views.step_view import StepView, ViewEntry
    from convviz.ui.widgets.grid import PlaneStackView

_VIEW_SHARE: Final = 0.74
"""Of the width, for a view that has the grids beside it."""
_GAP: Final = 16
_LEGEND_SHARE: Final = 0.2
"""Of the height; a legend that would take more is left out, so that the grids stay readable."""


class StepPanes:
    """Widgets that are never shown, laid out in an area; they paint themselves on any device."""

    def __init__(self, scene: Scene, entry: ViewEntry, area: QRectF, look: ExportLook) -> None:
        """Lay out a scene, standing at its first step.

        Args:
            scene: What is shown.
            entry: How; a view that suits the layer.
            area: Where, in logical pixels.
            look: Whether uses are counted, outputs fill, what is not in the step is dimmed.

        Raises:
            ExportError: VIEW_TOO_SMALL: Too little of the view has room in the area.
        """
        self._holder = QWidget()
        self._grids = StepGrids(self._holder)
        cover = OutputCover(fills=look.fills)
        self._state = ViewState(entry, scene, usage=look.has_usage, dimmed=look.dims, cover=cover)
        self.walk: Walk = entry.walk(scene, 0)
        self._legend_area = QRectF()
        if look.has_usage:
            area = self._with_legend(scene, area)
        self._view: StepView | None = None
        self._places: list[tuple[PlaneStackView, QRectF]] = []
        if entry.build is not None:
            view = self._view = entry.build(self._holder)
            wide = QRectF(area)
            wide.setWidth(round(area.width() * _VIEW_SHARE) - _GAP)
            view.resize(wide.size().toSize())
            self._place(view.grids, wide)
            area = QRectF(area)
            area.setLeft(wide.right() + _GAP)
        self._place(self._grids.view, area)
        self._show(0)
        if self._view is not None and not self._view.has_room:
            self.delete()
            raise ExportError(ErrorCode.VIEW_TOO_SMALL, view=entry.text)

    @property
    def backdrop_key(self) -> tuple[object, ...]:
        """Equal for steps in which the same is painted still."""
        drawing = None if self._view is None else self._view.drawing
        return self._grids.visible_planes, self._grids.chapters.drawn, drawing

    def show_step(self, index: int) -> Walk:
        """Stand at another step; returns the walk, which stands there."""
        self._show(index)
        return self.walk

    def _show(self, index: int) -> None:
        cover = dataclasses.replace(self._state.cover, reached=index)
        self._state = dataclasses.replace(self._state, index=index, settled=index, cover=cover)
        self.walk.go_to(index)
        if self._view is not None:
            self._view.show_state(self._state)
        self._grids.show_state(self._state, self.walk, small=self._view is not None)

    def paint_still(self, painter: QPainter) -> None:
        """Paint what is the same in all steps with an equal backdrop key."""
        for view, area in self._places:
            painter.save()
            _enter(painter, view, area)
            view.paint_still(painter, self._moving_in(view))
            painter.restore()
        if not self._legend_area.isEmpty():
            painter.save()
            painter.translate(self._legend_area.topLeft())
            self._grids.legend.paint_line(painter, round(self._legend_area.width()))
            painter.restore()

    def paint_moving(self, painter: QPainter) -> None:
        """Paint what belongs to the step, over what stands still."""
        for view, area in self._places:
            painter.save()
            _enter(painter, view, area)
            view.paint_moving(painter, self._moving_in(view))
            painter.restore()

    def delete(self) -> None:
        """Delete the widgets at once and whole."""
        if shiboken6.isValid(self._holder):
            shiboken6.delete(self._holder)

    def _with_legend(self, scene: Scene, area: QRectF) -> QRectF:
        """Return what is left of an area above the legend of the uses."""
        legend, width = self._grids.legend, round(area.width())
        legend.show_usage(drawn_usage(scene))
        height = legend.height_for(width)
        if height > area.height() * _LEGEND_SHARE:
            return area
        self._legend_area = QRectF(area.left(), area.bottom() - height, area.width(), height)
        return area.adjusted(0, 0, 0, -height - _GAP)

    def _place(self, view: PlaneStackView, area: QRectF) -> None:
        view.resize(area.size().toSize())
        self._places.append((view, area))

    def _moving_in(self, view: PlaneStackView) -> tuple[str, ...]:
        if view is not self._grids.view:
            return () if self._view is None else self._view.covered
        covered = self.walk.results if self._grids.covers else ()
        moving = (*self.walk.moving, *covered)
        return tuple(name for name in moving if view.has_group(name))


def _enter(painter: QPainter, view: PlaneStackView, area: QRectF) -> None:
    """Go into a view's coordinates: centred, in its own size or as much as fits.

    What is drawn in its own size stands on whole logical pixels, so that its lines stay sharp.
    """
    source = view.sceneRect()
    share = min(1.0, area.width() / source.width(), area.height() / source.height())
    left = area.left() + (area.width() - source.width() * share) / 2
    top = area.top() + (area.height() - source.height() * share) / 2
    painter.translate(round(left), round(top))
    painter.scale(share, share)
