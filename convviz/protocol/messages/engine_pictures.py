"""What the engine is asked of pictures: of a data set, and through a network."""

from __future__ import annotations

from typing import Final

from convviz.protocol.gradients import GradientChoice, GraphNode, GraphTensor, LossTold
from convviz.protocol.judgement import Judgement
from convviz.protocol.messages.common import Message, Problem, Tensor
from convviz.protocol.passing import AskedMaps, Fit, PassedNode, PassedPicture, SentMaps
from convviz.protocol.watching import LayerInside

MOST_PICTURES: Final = 64
"""Pictures that are sent at a time."""


class LookAtData(Message, frozen=True):
    """Ask for some pictures of a data set, and what is in it, before it is learned.

    Attributes:
        document: The document's JSON text: its training settings are used.
        augmented: Whether the pictures are changed as in training.
    """

    document: bytes
    augmented: bool


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


class PicturesRead(Message, frozen=True):
    """Answer to ReadPictures.

    Attributes:
        places: Which they are, from 0.
        pictures: uint8 (pictures, channels, height, width).
    """

    places: tuple[int, ...]
    pictures: Tensor


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


class ClassifyPicture(Message, frozen=True):
    """Ask what a trained network takes a picture for.

    Attributes:
        document: As for JudgeTestPictures.
        picture: uint8 (3, height, width); it is fitted to what the network takes.
    """

    document: bytes
    picture: Tensor


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


class ResultInside(Message, frozen=True):
    """Answer to LookInsideResult.

    Attributes:
        inside: The layer; None if the network has none of that name.
    """

    inside: LayerInside | None


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


class TraceGradients(Message, frozen=True):
    """Ask for the autograd graph of a batch, with what flows forwards and backwards through it.

    Attributes:
        document: As for PassPicture.
        place: Likewise, and so the others.
        pixels: A picture instead.
        fit: How it is brought to the network's size.
        choice: How the loss is made, and what learns.
    """

    document: bytes
    place: int = 0
    pixels: Tensor | None = None
    fit: Fit = "crop"
    choice: GradientChoice = GradientChoice()


class GradientsTraced(Message, frozen=True):
    """Answer to TraceGradients.

    Attributes:
        picture: What went through; the first of the batch.
        loss: What backward began at.
        nodes: Of the graph, as it is walked from the loss on; none where nothing wants a gradient.
        tensors: The parameters, the picture, and outputs that keep their gradient.
        weights_origin: Where the weights come from, of ``WeightsOrigin``.
        class_names: Of the data set.
        refusal: Why torch refused backward; the nodes then have the gradients up to there.
        notices: Why the trained weights or the picture could not be had.
    """

    picture: PassedPicture
    loss: LossTold
    nodes: tuple[GraphNode, ...]
    tensors: tuple[GraphTensor, ...]
    weights_origin: str
    class_names: tuple[str, ...] = ()
    refusal: Problem | None = None
    notices: tuple[Problem, ...] = ()
