"""What the views of matrices have in common: what is drawn, what is lit, what the mouse means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout

from convviz.stepping.cells import CellAddress
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.scene.visible import visible_planes
from convviz.stepping.steps.step import step_place
from convviz.ui.stepper.views.block_layout import MatrixSlot
from convviz.ui.stepper.views.matrix_grids import MatrixGrids
from convviz.ui.stepper.views.step_view import StepView
from convviz.ui.theme import current_palette, theme_notifier
from convviz.ui.widgets.grid import CellMark, PlaneGroup, WindowOutline
from convviz.values.number_text import read_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.view_state import ViewState


@dataclass(frozen=True, slots=True, eq=False)
class MatrixDrawing:
    """What is drawn at a step.

    Attributes:
        key: Equal for steps that need the same drawing.
        text: A sentence or two on it, translated.
        groups: The matrices; none where there is too much to draw.
        blocks: Where each stands.
        aside: A matrix left of them, with cells of its own size.
    """

    key: Any
    text: str
    groups: tuple[PlaneGroup, ...] = ()
    blocks: Mapping[str, MatrixSlot] = field(default_factory=dict)
    aside: PlaneGroup | None = None


Lit = Mapping[str, tuple[Sequence[CellMark], Sequence[WindowOutline]]]
"""What is highlighted on each matrix."""


class MatrixView(StepView):
    """Base of the views of matrices.

    A subclass says what to draw for a step, what a step or a target lights, and what a cell
    stands for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grids = MatrixGrids(self._cell_text, self)
        self._grids.setAcceptDrops(False)  # so that drops reach the page
        self._state: ViewState | None = None
        self._drawing: MatrixDrawing | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._grids)
        self._grids.cell_hovered.connect(self._on_hovered)
        self._grids.hover_left.connect(self.output_left)
        self._grids.cell_clicked.connect(self._on_clicked)
        self._grids.cell_edited.connect(self._on_edited)
        theme_notifier().changed.connect(self._light)

    @property
    def _scene(self) -> Scene | None:
        """What is shown."""
        return None if self._state is None else self._state.scene

    @property
    def _index(self) -> int:
        """The step that is shown."""
        return 0 if self._state is None else self._state.index

    @property
    def grids(self) -> MatrixGrids:
        """What it paints on."""
        return self._grids

    @property
    def drawing(self) -> object:
        """Another object as soon as other matrices are drawn."""
        return self._drawing

    @property
    def has_room(self) -> bool:
        """Whether enough of the matrices has room to be drawn."""
        return self._drawing is not None and bool(self._drawing.groups)

    def show_state(self, state: ViewState) -> None:
        """Render a state: what changed is drawn again."""
        before, self._state = self._state, state
        if state.scene is not None and (before is None or before.scene is not state.scene):
            self._drawing = None
            self._prepare(state.scene)
        if before is None or before.dimmed != state.dimmed:
            self.grids.set_dims(dims=state.dimmed)
        if before is not None and before.cover.uncovers(state.cover):
            self._drawing = None  # cells have to be drawn that were covered
        self._draw()

    @property
    def covered(self) -> tuple[str, ...]:
        """The matrices whose cells may be covered at the step."""
        is_on = self._state is not None and self._state.cover.is_on
        return tuple(self._output_steps()) if is_on and self.has_room else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw as much as there is room for."""
        super().resizeEvent(event)
        self._draw()

    def sizeHint(self) -> QSize:
        """Return room for a few lines of a matrix."""
        return QSize(400, 300)

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which something can be seen."""
        return QSize(160, 120)

    def _prepare(self, scene: Scene) -> None:
        """Prepare for a scene; for subclasses."""
        raise NotImplementedError

    def _drawing_key(self, scene: Scene) -> Any:  # noqa: ANN401 - whatever tells drawings apart
        """Return what tells the drawing of the step at hand from others; for subclasses."""
        raise NotImplementedError

    def _new_drawing(self, scene: Scene, key: Any) -> MatrixDrawing:  # noqa: ANN401 - as above
        """Return the drawing that a key stands for; for subclasses."""
        raise NotImplementedError

    def _output_steps(self) -> dict[str, NDArray[np.intp]]:
        """Return the step of each cell of the matrices of outputs; for subclasses."""
        raise NotImplementedError

    def _lit_step(self) -> Lit:
        """Return what the step lights; for subclasses."""
        raise NotImplementedError

    def _lit_target(self, scene: Scene, target: TracedCell) -> Lit:
        """Return what an input cell or a tap lights; for subclasses."""
        raise NotImplementedError

    def _meaning(self, address: CellAddress) -> int | TracedCell | None:
        """Return the step, the input cell or the tap that a cell stands for; for subclasses."""
        raise NotImplementedError

    def _edited_place(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return the tensor and the index that a cell stands for; for subclasses."""
        raise NotImplementedError

    def _cell_text(self, address: CellAddress) -> str:
        """Return what a cell is, "" for what the grid says itself; for subclasses."""
        raise NotImplementedError

    def _draw(self) -> None:
        scene = self._scene
        if scene is None or self.width() < 1:
            return
        key = self._drawing_key(scene)
        if self._drawing is None or key != self._drawing.key:
            drawing = self._drawing = self._new_drawing(scene, key)
            self._grids.setVisible(bool(drawing.groups))
            self._grids.set_matrices(drawing.groups, drawing.blocks, drawing.aside)
            self.described.emit(drawing.text)
        self._cover_outputs()
        self._light()

    def _cover_outputs(self) -> None:
        if self._state is None or not self.covered:
            return
        cover, index = self._state.cover, self._state.index
        for group, steps in self._output_steps().items():
            self._grids.grid(group).set_cell_kinds(cover.kinds_of(steps, index))

    def _light(self) -> None:
        state, scene, drawing = self._state, self._scene, self._drawing
        if state is None or scene is None or drawing is None or not drawing.groups:
            return
        target = state.target
        lit = self._lit_step() if target is None else self._lit_target(scene, target)
        aside = () if drawing.aside is None else (drawing.aside,)
        for group in (*aside, *drawing.groups):
            marks, outlines = lit.get(group.name, ((), ()))
            self._grids.set_marks(group.name, 0, marks, outlines)

    def _few_channels(self, scene: Scene) -> range:
        """Return the input channels that the grids draw for the step."""
        channel, cell = step_place(scene, self._index)
        page = 0 if self._state is None else self._state.page
        channels = [key.channel for key in visible_planes(scene, channel, cell[0], page).input]
        return range(min(channels), max(channels) + 1)

    def _accent(self) -> str:
        """Return the colour of the outline of the step's cell: a pinned one wears the accent."""
        is_pinned = self._state is not None and self._state.pinned
        return current_palette().accent if is_pinned else ""

    def _meaning_at(self, place: tuple[str, int, int, int]) -> int | TracedCell | None:
        if self._scene is None:
            return None
        return self._meaning(CellAddress(*place))

    def _on_hovered(self, *place: Any) -> None:  # noqa: ANN401 - group, plane, row, column
        meaning = self._meaning_at(place)
        if isinstance(meaning, TracedCell):
            self.cell_traced.emit(meaning)
        elif meaning is not None:
            self.output_hovered.emit(meaning)
        else:
            self.output_left.emit()

    def _on_clicked(self, *place: Any) -> None:  # noqa: ANN401 - group, plane, row, column
        meaning = self._meaning_at(place)
        if meaning is not None and not isinstance(meaning, TracedCell):
            self.output_clicked.emit(meaning)

    def _on_edited(self, group: str, plane: int, row: int, column: int, text: str) -> None:
        value = read_number(text)
        place = self._edited_place(CellAddress(group, plane, row, column))
        if value is not None and place is not None:
            self.cell_edited.emit(*place, value)
