"""What the engine computes of one layer, and the numbers of a layer in a network."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from convviz.core.layers.modes import EVALUATION, Mode
from convviz.protocol.gradients import GradientChoice
from convviz.protocol.layer_plain import Plain
from convviz.protocol.messages.common import Message, Problem, Tensor
from convviz.protocol.passing import Fit
from convviz.protocol.recipes import FileBlock, TypedOver


class StoredPart(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """Numbers that lie in a file, so that they are not sent each time.

    Attributes:
        recipe: Which they are.
        shape: What they are used for.
        channel_axes: Axes of the shape before the spatial ones.
        folder: Where the file is.
    """

    recipe: FileBlock | TypedOver
    shape: tuple[int, ...]
    channel_axes: int
    folder: str


Part: TypeAlias = Tensor | StoredPart


class LossOfOutput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The loss of a layer's output at which a backward pass begins.

    Attributes:
        loss: As plain data.
        shape: How it takes the output, with a batch where it needs one.
        target: What the output is compared with.
    """

    loss: Plain
    shape: tuple[int, ...]
    target: Tensor


class ComputeLayer(Message, frozen=True):
    """Compute one layer on an input.

    Attributes:
        layer: As plain data (``layer_to_plain``).
        input: (channels, *spatial), unbatched.
        weights: By torch's names; empty for layers that have none.
        output_size: The sizes that max unpooling is given; None for its default. Before it, the
            engine pools the input with the same settings.
        mode: How the layer runs, or the optimiser.
        grad_output: The gradient of the output, with which a backward pass begins; None for none.
        loss: The loss at which it begins instead.
        in_float64: Whether to compute with twice the digits, on the CPU: what then agrees with
            arithmetic in float64 differed by rounding alone. What draws by chance draws other
            numbers then.
    """

    layer: Plain
    input: Part
    weights: dict[str, Part]
    output_size: tuple[int, ...] | None = None
    mode: Mode = EVALUATION
    grad_output: Part | None = None
    loss: LossOfOutput | None = None
    in_float64: bool = False


class LayerValues(Message, frozen=True):
    """Answer to ComputeLayer: torch's own output.

    Attributes:
        output: Output of the layer, unbatched.
        indices: Flat positions of the winners, where the layer returns them.
        device: Where it was computed.
        milliseconds: Time of the forward.
        notices: Why it was not computed where it should have been.
        gradients: What autograd gives for the input and the tensors, by their names, where a
            backward pass was asked for and the layer has one; for the "output", too, if
            it began at a loss.
    """

    output: Tensor
    device: str
    milliseconds: float
    indices: Tensor | None = None
    notices: tuple[Problem, ...] = ()
    gradients: dict[str, Tensor] = msgspec.field(default_factory=dict)


class OpenLayer(Message, frozen=True):
    """Ask for the numbers of a layer of the network: its weights, and what reaches it.

    Attributes:
        document: The document's JSON text: its network and its training settings are used. The
            path of the network's weights is absolute.
        step: The layer's number in the network, from 0.
        folder: Where numbers are written that are too many for a document; "" for nowhere.
        picture: The place of the test picture that is sent through, from 0.
        pixels: A picture instead, uint8 (channels, height, width), as a network saw it.
        choice: How backward goes through the network, where the gradient of the layer's output is
            wanted as well; its input is then what it has there.
        fit: How the picture is brought to the network's size there.
    """

    document: bytes
    step: int
    folder: str = ""
    picture: int = 0
    pixels: Tensor | None = None
    choice: GradientChoice | None = None
    fit: Fit = "crop"


class LayerOpened(Message, frozen=True):
    """Answer to OpenLayer.

    Attributes:
        parts: The numbers by what the calculator calls them: "input", which is what the layers
            before it give for a picture, unbatched unless the layer is shown with its batch, and
            the layer's weights and what it keeps by torch's names; "grad_output", if it was wanted.
            Those that are too many for a document were written into files.
        weights_origin: Where the weights come from, of ``WeightsOrigin``.
        picture: Which picture it was, of ``PictureOrigin``.
        notices: Why the trained weights, the picture or a part could not be had.
    """

    parts: dict[str, Tensor | FileBlock]
    weights_origin: str
    picture: str
    notices: tuple[Problem, ...] = ()
