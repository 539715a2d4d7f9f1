"""What of a scene is on the screen, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field

from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.scene.refused_scene import RefusedScene
from convviz.stepping.scene.scene import Scene
from convviz.ui.stepper.output_cover import OutputCover
from convviz.ui.stepper.views.step_view import ViewEntry


@dataclass(frozen=True, slots=True, eq=False)
class Refusal:
    """What stands in place of a scene: settings are refused, or too large to draw.

    Attributes:
        title: What there is none of, or what it is.
        reason: Why.
        is_wrong: Whether something is refused.
        scene: What is refused, to be drawn; None where it cannot be.
        keeps_last: Whether the last scene stays, dimmed, where nothing else is drawn.
        text: What is shown, where the drawing does not say it; for the line above.
        edits_last: Whether the cells of the last scene can be edited: they are where they were, and
            only the numbers are refused.
    """

    title: str
    reason: str
    is_wrong: bool
    scene: RefusedScene | None = None
    keeps_last: bool = False
    text: str = ""
    edits_last: bool = False


@dataclass(frozen=True, slots=True)
class ViewState:
    """What is on the screen of a page that steps through a scene.

    Attributes:
        entry: How the steps are shown: one of the views that suit the scene.
        scene: The last one that could be shown; None before the first.
        refused: What stands in its place now; None where the scene itself does.
        index: Number of the step that is shown.
        pinned: Whether it is the pinned one.
        settled: The step that is shown when the mouse points at nothing.
        page: Number of the first input channel to draw among those that are read.
        target: The cell or tap whose part in all steps is shown instead; None for none.
        usage: Whether the input shows how often its cells are used.
        dimmed: Whether what is not in the step is dimmed.
        cover: Which outputs are covered.
    """

    entry: ViewEntry
    scene: Scene | None = None
    refused: Refusal | None = None
    index: int = 0
    pinned: bool = False
    settled: int = 0
    page: int = 0
    target: TracedCell | None = None
    usage: bool = False
    dimmed: bool = False
    cover: OutputCover = field(default_factory=OutputCover)

    @property
    def shown(self) -> Scene | None:
        """The scene that is stepped through; None while something stands in its place."""
        return None if self.refused is not None else self.scene
