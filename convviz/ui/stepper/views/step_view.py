"""What a view of the steps is: it renders the same scene as the grids, in another form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from convviz.core.layers.base import Layer
from convviz.stepping.walks.by_output import walk_by_output
from convviz.stepping.walks.walk import WalkMaker

if TYPE_CHECKING:
    from convviz.stepping.lights.tracing import Target
    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.output_cover import OutputCover
    from convviz.ui.widgets.grid import PlaneStackView


class StepView(QWidget):
    """Base of the views.

    Signals:
        output_hovered(int): The mouse is over what stands for the output cell of this step.
        cell_traced(Target): It is over what stands for an input cell or a tap.
        output_left(): It is over neither any more.
        output_clicked(int): What stands for the output cell of this step was clicked.
        cell_edited(str, tuple, float): "input", "weight" or "bias", the index in that tensor, and
            the number typed.
        described(str): A sentence or two on what is shown, translated.
    """

    output_hovered = Signal(int)
    cell_traced = Signal(object)
    output_left = Signal()
    output_clicked = Signal(int)
    cell_edited = Signal(str, tuple, float)
    described = Signal(str)

    @property
    def picture(self) -> PlaneStackView:
        """What it paints on."""
        raise NotImplementedError

    @property
    def drawn(self) -> object:
        """Another object as soon as other planes are drawn."""
        raise NotImplementedError

    @property
    def has_room(self) -> bool:
        """Whether enough has room in it to be drawn."""
        raise NotImplementedError

    def show_scene(self, scene: Scene, index: int) -> None:
        """Show another scene at a step."""
        raise NotImplementedError

    def show_step(self, index: int, *, pinned: bool = False) -> None:
        """Show another step of the scene."""
        raise NotImplementedError

    def set_cover(self, cover: OutputCover) -> None:
        """Cover outputs as the grids do."""
        raise NotImplementedError

    @property
    def covered(self) -> tuple[str, ...]:
        """The groups whose cells may be covered at the step."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw the step again: other cells are to be shown."""
        raise NotImplementedError

    def show_trace(self, target: Target | None) -> None:
        """Light what belongs to an input cell or a tap; None lights the step again."""
        raise NotImplementedError

    def show_page(self, first: int) -> None:
        """Show other input channels, from this number; for views that show only some."""


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A view that the switch offers.

    Attributes:
        key: Its name in the settings.
        text: Its name, translated.
        tip: What it shows, translated.
        icon: Name in the icon font.
        obstacle: Returns why it makes no sense for a layer, translated; "" if it does.
        build: Makes it, given its parent; None for the grids alone.
        with_grids: Whether the grids stand beside it.
        walk: How the grids walk through a scene.
    """

    key: str
    text: str
    tip: str
    icon: str
    obstacle: Callable[[Layer], str]
    build: Callable[[QWidget], StepView] | None = None
    with_grids: bool = True
    walk: WalkMaker = walk_by_output
