"""What is worth knowing of what a view shows beside the layer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError
from convviz.protocol.document import ANY_UPSTREAM, UPSTREAM

if TYPE_CHECKING:
    from convviz.core.explaining.worth_knowing import Note
    from convviz.protocol.document import Calculator

BACKWARD: Final = "backward"
LEARN: Final = "learn"
"""The views of which there is something to say, by their names in the settings."""


def notes_of_view(calculator: Calculator, view: str) -> tuple[Note, ...]:
    """Return what is worth knowing of a backward pass or of learning, whichever is shown.

    Args:
        calculator: What is shown.
        view: In which view.
    """
    if view not in {BACKWARD, LEARN}:
        return ()
    from convviz.core.explaining.view_notes import backward_notes, learning_notes  # fast start

    if view == LEARN:
        return learning_notes(calculator.lesson.loss, calculator.lesson.optimiser)
    try:
        output_shape = calculator.shape_of(UPSTREAM)
    except ConvVizError:
        return ()
    return backward_notes(
        calculator.layer,
        calculator.input_shape,
        output_shape,
        training=calculator.training,
        loss=calculator.loss,
        is_of_ones=calculator.loss is None and calculator.recipe_of(UPSTREAM) == ANY_UPSTREAM,
    )
