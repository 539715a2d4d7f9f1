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
    from convviz.ui.stepper.view_state import ViewState
    from convviz.ui.widgets.grid import PlaneStackView


class StepView(QWidget):
    """Base of the views.

    Signals:
        output_hovered(int): The mouse is over what stands for the output cell of this step.
        cell_traced(TracedCell): It is over what stands for an input cell or a tap.
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
    def grids(self) -> PlaneStackView:
        """What it paints on."""
        raise NotImplementedError

    @property
    def drawing(self) -> object:
        """Another object as soon as other planes are drawn."""
        raise NotImplementedError

    @property
    def has_room(self) -> bool:
        """Whether enough has room in it to be drawn."""
        raise NotImplementedError

    def show_state(self, state: ViewState) -> None:
        """Render a state with a scene that the view suits."""
        raise NotImplementedError

    @property
    def covered(self) -> tuple[str, ...]:
        """The groups whose cells may be covered at the step."""
        raise NotImplementedError


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
        is_backward: Whether that is its backward pass.
        is_lesson: Whether that is a gradient step of its kernel.
    """

    key: str
    text: str
    tip: str
    icon: str
    obstacle: Callable[[Layer], str]
    build: Callable[[QWidget], StepView] | None = None
    with_grids: bool = True
    walk: WalkMaker = walk_by_output
    is_backward: bool = False
    is_lesson: bool = False
