"""Which inputs suit a layer: how many dimensions they have, with a batch or without, which sizes.

What is shown of a layer at first, and what follows when its parameters or its input change, follow
from what it answers here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from convviz.core.call_parameters import Follows
from convviz.core.calls import parameters_of
from convviz.core.layers.beside import LayerTensors

if TYPE_CHECKING:
    from convviz.core.layers.parameters import Shape


class LayerInputs(LayerTensors):
    """A layer, as far as its inputs go.

    Attributes:
        needs_batch: Whether torch takes no input without a batch.
        is_shown_in_batch: Whether one picture is shown as a batch of one: alone, torch would take
            its channels for pictures.
        shows_batch: Whether an input is shown with all of its batch, which it mixes.
    """

    needs_batch: ClassVar[bool] = False
    is_shown_in_batch: ClassVar[bool] = False
    shows_batch: ClassVar[bool] = False

    def without_batch(self, shape: Shape) -> Self | None:  # noqa: ARG002 - few count dimensions
        """Return the layer that does to one picture what this one does to each of a batch.

        Args:
            shape: The picture's, without the batch.

        Returns:
            None where it works along the batch.
        """
        return self

    def with_batch(self) -> Self:
        """Return the layer that does to each picture of a batch what this one does to one."""
        return self

    def unbatched_dimensions(self) -> int:
        """Return how many dimensions an input has that torch takes for one without a batch.

        0 where it makes no difference.
        """
        return 0

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return how many dimensions one picture may have, without a batch: mostly three."""
        return (self.unbatched_dimensions() or 3,)

    def accepts_empty(self, input_shape: Shape) -> bool:  # noqa: ARG002 - most layers do
        """Return whether torch computes an input of which a dimension is 0."""
        return True

    def batch_parameter(self, rank: int) -> str:  # noqa: ARG002 - most leave the batch alone
        """Return the parameter by which it works along the batch; "" where it does not.

        Args:
            rank: Dimensions of the input, with the batch.
        """
        return ""

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return the layer and an input near a picture that it takes, to have something to show.

        Channels and sizes that have to be multiples are rounded up.

        Args:
            picture: Channels and spatial sizes.
        """
        return self, picture

    def input_asked(self, before: Shape) -> Shape | None:  # noqa: ARG002 - most take any picture
        """Return an input of the size that the parameters ask for, near the one before.

        Args:
            before: Without a batch, likewise.

        Returns:
            None where the parameters ask for channels at most.
        """
        return None

    def fitting_input(self, shape: Shape) -> Shape:
        """Return an input near a shape that has the sizes which the parameters name.

        Args:
            shape: Of an input as the calculator shows it.
        """
        return shape

    def following_input(self, before: Shape, after: Shape) -> Self:  # noqa: ARG002 - most fit any
        """Return the layer for another input, where its parameters name sizes of the one before.

        Args:
            before: Of an input as the calculator shows it.
            after: The other, with as many dimensions.
        """
        return self

    def features_asked(self) -> str:
        """Return the parameter that the input's last dimension has to agree with; "" for none."""
        return ""

    def channels_asked(self) -> int | None:
        """Return the channels that the parameters ask of the input; None where they ask none."""
        for name, described in parameters_of(type(self)).items():
            value = getattr(self, name)
            if described.follows is Follows.CHANNELS and isinstance(value, int):
                return value
        return None
