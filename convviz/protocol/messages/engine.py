"""What is asked of the engine (``python -m convviz.engine.service``), and what it answers."""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.judgement import Judgement
from convviz.protocol.layer_plain import Plain
from convviz.protocol.messages.common import Answer, Ask, Message, Problem, Refused, Tensor
from convviz.protocol.passing import AskedMaps, Fit, PassedNode, PassedPicture, SentMaps
from convviz.protocol.recipes import FileBlock, TypedOver
from convviz.protocol.soundness import Finding
from convviz.protocol.watching import LayerInside

MOST_PICTURES: Final = 64
"""Pictures that are sent at a time."""


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


class ComputeLayer(Message, frozen=True):
    """Compute one layer on an input.

    Attributes:
        layer: As plain data (``layer_to_plain``).
        input: (channels, *spatial), unbatched.
        weights: By torch's names; empty for layers that have none.
        output_size: The sizes that max unpooling is given; None for its default. Before it, the
            engine pools the input with the same settings.
    """

    layer: Plain
    input: Part
    weights: dict[str, Part]
    output_size: tuple[int, ...] | None = None


class DescribeDevices(Message, frozen=True):
    """Ask which devices torch can use."""


class TryWays(Message, frozen=True):
    """Ask which ways to compute a device has; one that was never tried is tried meanwhile.

    Attributes:
        device: As a document spells it.
        ways: Such as "bfloat16" or "Muon".
    """

    device: str
    ways: tuple[str, ...]


class OpenLayer(Message, frozen=True):
    """Ask for the numbers of a layer of the network: its weights, and what reaches it.

    Attributes:
        document: The document's JSON text: its network and its training settings are used. The
            path of the network's weights is absolute.
        step: The layer's number in the network, from 0.
        folder: Where numbers are written that are too many for a document; "" for nowhere.
        picture: The place of the test picture that is sent through, from 0.
        pixels: A picture instead, uint8 (channels, height, width), as a network saw it.
    """

    document: bytes
    step: int
    folder: str = ""
    picture: int = 0
    pixels: Tensor | None = None


class ApplyWeights(Message, frozen=True):
    """Ask for a copy of a network's trained weights in which a layer has other numbers.

    Attributes:
        document: The document's JSON text: its network is used. The path of its weights is
            absolute.
        step: The layer's number in the network, from 0; it is enabled.
        parts: Its new numbers by torch's names, in the shapes that they have there.
        folder: Where the copy is written.
    """

    document: bytes
    step: int
    parts: dict[str, Part]
    folder: str


class JudgeTestPictures(Message, frozen=True):
    """Ask what a trained network takes some test pictures for.

    A few at a time, so that what else is asked meanwhile need not wait.

    Attributes:
        document: The document's JSON text: its network and its training settings are used. The
            path of the network's weights is absolute.
        first: The first of them, from 0.
        count: How many; fewer are judged where there are fewer.
    """

    document: bytes
    first: int
    count: int


class ReadPictures(Message, frozen=True):
    """Ask for pictures as they are in the data set.

    Attributes:
        document: The document's JSON text: its training settings are used.
        places: Which, from 0; at most ``MOST_PICTURES``. One that there is not is left out.
        is_training: They are of the training part, not of the test part.
    """

    document: bytes
    places: tuple[int, ...]
    is_training: bool = False


class ClassifyPicture(Message, frozen=True):
    """Ask what a trained network takes a picture for.

    Attributes:
        document: As for JudgeTestPictures.
        picture: uint8 (3, height, width); it is fitted to what the network takes.
    """

    document: bytes
    picture: Tensor


class LookInsideResult(Message, frozen=True):
    """Ask what a layer of a trained network makes of a test picture.

    Attributes:
        document: As for JudgeTestPictures.
        layer: As torch names it in the network, such as "0".
        picture: The test picture's place, from 0; the last one if there are fewer.
    """

    document: bytes
    layer: str
    picture: int


class PassPicture(Message, frozen=True):
    """Ask what every layer and block of a network makes of a picture, in evaluation.

    Attributes:
        document: The document's JSON text: its network and its training settings are used. The
            path of the network's weights is absolute; without them the weights are those with
            which a training with the document's seed would begin.
        place: The test picture's place, from 0; the last one if there are fewer.
        pixels: A picture instead, uint8 (1 or 3, height, width).
        fit: How it is brought to the network's size.
        maps: What is wanted of outputs.
        kernels_of: The convolution whose kernels are wanted, too; None for none.
    """

    document: bytes
    place: int = 0
    pixels: Tensor | None = None
    fit: Fit = "crop"
    maps: tuple[AskedMaps, ...] = ()
    kernels_of: tuple[int, ...] | None = None


class LookAtData(Message, frozen=True):
    """Ask for some pictures of a data set, and what is in it, before it is learned.

    Attributes:
        document: The document's JSON text: its training settings are used.
        augmented: Whether the pictures are changed as in training.
    """

    document: bytes
    augmented: bool


class TakeWeights(Message, frozen=True):
    """Ask for a copy of the weights in somebody's file, if they are a network's; see ApplyWeights.

    Attributes:
        document: The document's JSON text: its network is used, without its weights.
        path: Of a safetensors file, of a state_dict of torch, or of what torch.export wrote.
        folder: Where the copy is written.
        by_order: Whether a state_dict with other names is taken by the order of its tensors.
    """

    document: bytes
    path: str
    folder: str
    by_order: bool = False


class WriteWeights(Message, frozen=True):
    """Ask for a network's trained weights in a file for others.

    Attributes:
        document: The document's JSON text: its network is used. The path of its weights is
            absolute.
        path: The file; its ending says in which form.
    """

    document: bytes
    path: str


class WriteOnnx(Message, frozen=True):
    """Ask for a network as an ONNX file.

    Attributes:
        document: The document's JSON text: its network is used, and the seed of its training for
            weights that are not trained. The path of its weights is absolute.
        path: The file.
    """

    document: bytes
    path: str


class ReadProgram(Message, frozen=True):
    """Ask for the network of a .pt2 file of torch.export; see TakeWeights.

    Attributes:
        path: The file.
        folder: Where its weights are written; "" leaves them.
    """

    path: str
    folder: str


EngineRequest: TypeAlias = (
    ComputeLayer
    | LookAtData
    | DescribeDevices
    | TryWays
    | OpenLayer
    | ApplyWeights
    | TakeWeights
    | WriteWeights
    | WriteOnnx
    | ReadProgram
    | JudgeTestPictures
    | ReadPictures
    | ClassifyPicture
    | LookInsideResult
    | PassPicture
)
EngineAsk: TypeAlias = Ask[EngineRequest]


class EngineReady(Message, frozen=True):
    """Torch is loaded; sent once, unasked."""

    torch_version: str
    device: str


class LayerValues(Message, frozen=True):
    """Answer to ComputeLayer: torch's own output.

    Attributes:
        output: Output of the layer, unbatched.
        indices: Flat positions of the winners, where the layer returns them.
        device: Where it was computed.
        milliseconds: Time of the forward.
        notices: Why it was not computed where it should have been.
    """

    output: Tensor
    device: str
    milliseconds: float
    indices: Tensor | None = None
    notices: tuple[Problem, ...] = ()


class Devices(Message, frozen=True):
    """Answer to DescribeDevices: names such as "cpu" or "cuda:0", with a description."""

    devices: dict[str, str]


class LayerOpened(Message, frozen=True):
    """Answer to OpenLayer.

    Attributes:
        parts: The numbers by what the calculator calls them: "input", which is what the layers
            before it give for a picture, unbatched, and the layer's weights by torch's names.
            Those that are too many for a document were written into files.
        weights_origin: Where the weights come from, of ``WeightsOrigin``.
        picture: Which picture it was, of ``PictureOrigin``.
        notices: Why the trained weights, the picture or a part could not be had.
    """

    parts: dict[str, Tensor | FileBlock]
    weights_origin: str
    picture: str
    notices: tuple[Problem, ...] = ()


class WeightsApplied(Message, frozen=True):
    """Answer to ApplyWeights and TakeWeights.

    Attributes:
        path: The copy, absolute.
        sha256: Of its bytes, in hexadecimal.
    """

    path: str
    sha256: str


class OnnxWritten(Message, frozen=True):
    """Answer to WriteOnnx.

    Attributes:
        path: The file.
        seed: Of its weights; None for trained ones.
    """

    path: str
    seed: int | None


class ProgramRead(Message, frozen=True):
    """Answer to ReadProgram.

    Attributes:
        document: The JSON text of a document with the network, and with the path of its weights,
            absolute, where it has all of them.
        notices: What was left out, and why.
    """

    document: bytes
    notices: tuple[Problem, ...] = ()


class PicturesJudged(Message, frozen=True):
    """Answer to JudgeTestPictures.

    Attributes:
        judgement: Of the pictures asked for.
        total: Test pictures that can be judged: at most ``MOST_JUDGED``.
        class_names: Of the data set.
    """

    judgement: Judgement
    total: int
    class_names: tuple[str, ...]


class PicturesRead(Message, frozen=True):
    """Answer to ReadPictures.

    Attributes:
        places: Which they are, from 0.
        pictures: uint8 (pictures, channels, height, width).
    """

    places: tuple[int, ...]
    pictures: Tensor


class PictureClassified(Message, frozen=True):
    """Answer to ClassifyPicture.

    Attributes:
        picture: uint8 (channels, height, width), as the network saw it.
        classes: Of the largest outputs, the largest first.
        shares: How sure the network is of each, 0 to 1.
        class_names: Of the data set.
    """

    picture: Tensor
    classes: tuple[int, ...]
    shares: tuple[float, ...]
    class_names: tuple[str, ...]


class ResultInside(Message, frozen=True):
    """Answer to LookInsideResult.

    Attributes:
        inside: The layer; None if the network has none of that name.
    """

    inside: LayerInside | None


class PicturePassed(Message, frozen=True):
    """Answer to PassPicture.

    Attributes:
        picture: What went through.
        nodes: What enters the network, then every layer and block that ran, in reading order, up
            to the first failure.
        maps: What was asked for, of those that ran.
        weights_origin: Where the weights come from, of ``WeightsOrigin``.
        kernels: float32 (out_channels, in_channels/groups, height, width), the first ones, as many
            as MOST_SENT numbers have room for; None if none were wanted or there are none.
        shares: float32, how sure the network is of each class, where its output is a vector.
        class_names: Of the data set, where there are as many as numbers in the output.
        notices: Why the trained weights or the picture could not be had.
    """

    picture: PassedPicture
    nodes: tuple[PassedNode, ...]
    maps: tuple[SentMaps, ...]
    weights_origin: str
    kernels: Tensor | None = None
    shares: Tensor | None = None
    class_names: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()


class DataSeen(Message, frozen=True):
    """Answer to LookAtData.

    Attributes:
        pictures: uint8, (count, channels, height, width): some of each class, class by class.
        labels: The class of each.
        class_names: Of all classes, also those without a picture here.
        train_counts: Training pictures of each class.
        test_counts: Test pictures of each class.
        mean: Of each channel over all training pictures, from 0 to 1.
        deviation: Standard deviation of each channel likewise.
    """

    pictures: Tensor
    labels: tuple[int, ...]
    class_names: tuple[str, ...]
    train_counts: tuple[int, ...]
    test_counts: tuple[int, ...]
    mean: tuple[float, ...]
    deviation: tuple[float, ...]


class WaysTried(Message, frozen=True):
    """Answer to TryWays.

    Attributes:
        found: Of each way that was tried to the end. Of others it is to be asked again.
    """

    found: dict[str, Finding]


class WeightsWritten(Message, frozen=True):
    """Answer to WriteWeights.

    Attributes:
        path: The file.
    """

    path: str


EngineAnswer: TypeAlias = (
    LayerValues
    | DataSeen
    | Devices
    | WaysTried
    | LayerOpened
    | WeightsApplied
    | WeightsWritten
    | OnnxWritten
    | ProgramRead
    | PicturesJudged
    | PicturesRead
    | PictureClassified
    | ResultInside
    | PicturePassed
)
EngineReply: TypeAlias = EngineReady | Answer[EngineAnswer] | Refused

engine_requests = msgpack_decoder(EngineAsk)
engine_replies = msgpack_decoder(EngineReply)
