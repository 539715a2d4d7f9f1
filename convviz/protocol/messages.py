"""What the window, the engine, the trainer and the data fetcher say to each other.

Every message is a tagged Struct; :func:`encode` and the decoders below are the only codec.
A request carries an id and its answer repeats it. Child processes answer on their stdout.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import msgspec

from convviz.core.errors import ConvVizError, ErrorCode, Fact
from convviz.core.layers.base import LARGEST_INTEGER
from convviz.protocol.frames import encode_frame
from convviz.protocol.layer_plain import Plain

LONGEST_WRITTEN = 128
"""Bits of the longest integer whose digits are sent."""


class _Message(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """Base of all messages; the tag is the class's name."""


class Tensor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers on their way between processes.

    Attributes:
        shape: Size of each dimension.
        dtype: numpy's name, such as "float32" or "int64".
        data: Row-major little-endian bytes.
    """

    shape: tuple[int, ...]
    dtype: str
    data: bytes


class Problem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An error on its way between processes.

    Attributes:
        code: One of :class:`ErrorCode`.
        facts: Its facts.
        detail: For "Copy details": a traceback or the end of stderr; empty if expected.
    """

    code: str
    facts: dict[str, Any]
    detail: str = ""

    @classmethod
    def of(cls, error: ConvVizError, detail: str = "") -> Problem:
        """Return an error as it is sent."""
        return cls(error.code.value, {k: _sendable(v) for k, v in error.facts.items()}, detail)

    def error(self) -> ConvVizError:
        """Return the error that was sent."""
        facts = {k: tuple(v) if isinstance(v, list) else v for k, v in self.facts.items()}
        return ConvVizError(ErrorCode(self.code), **facts)


def _sendable(fact: Fact) -> Fact:
    """Return a fact as MessagePack can carry it: integers beyond 64 bits go as text."""
    if isinstance(fact, tuple) and any(abs(number) > LARGEST_INTEGER for number in fact):
        return ", ".join(_digits(number) for number in fact)
    if isinstance(fact, int) and abs(fact) > LARGEST_INTEGER:
        return _digits(fact)
    return fact


def _digits(number: int) -> str:
    """Return an integer as text: its digits, or its size in powers of ten if it is huge."""
    if number.bit_length() <= LONGEST_WRITTEN:
        return str(number)
    sign = "-" if number < 0 else ""
    return f"{sign}1e{int(number.bit_length() * math.log10(2))}"


# To the engine


class ComputeLayer(_Message, frozen=True):
    """Compute one layer on an input.

    Attributes:
        layer: As plain data (``layer_to_plain``).
        input: (channels, *spatial), unbatched.
        weights: By torch's names; empty for layers that have none.
        output_size: The sizes that max unpooling is given; None for its default. Before it, the
            engine pools the input with the same settings.
    """

    id: int
    layer: Plain
    input: Tensor
    weights: dict[str, Tensor]
    output_size: tuple[int, ...] | None = None


class DescribeDevices(_Message, frozen=True):
    """Ask which devices torch can use."""

    id: int


class OpenLayer(_Message, frozen=True):
    """Ask for the numbers of a layer of the network: its weights, and what reaches it.

    Attributes:
        document: The document's JSON text: its network and its training settings are used. The
            path of the network's weights is absolute.
        step: The layer's number in the network, from 0.
    """

    id: int
    document: bytes
    step: int


EngineRequest: TypeAlias = ComputeLayer | DescribeDevices | OpenLayer

# From the engine


class EngineReady(_Message, frozen=True):
    """Torch is loaded; sent once, unasked."""

    torch_version: str
    device: str


class LayerValues(_Message, frozen=True):
    """Answer to ComputeLayer: torch's own output.

    Attributes:
        output: Output of the layer, unbatched.
        indices: Flat positions of the winners, where the layer returns them.
        device: Where it was computed.
        milliseconds: Time of the forward.
        notices: Why it was not computed where it should have been.
    """

    id: int
    output: Tensor
    device: str
    milliseconds: float
    indices: Tensor | None = None
    notices: tuple[Problem, ...] = ()


class Devices(_Message, frozen=True):
    """Answer to DescribeDevices: names such as "cpu" or "cuda:0", with a description."""

    id: int
    devices: dict[str, str]


class LayerOpened(_Message, frozen=True):
    """Answer to OpenLayer.

    Attributes:
        input: What the layers before it give for a picture, unbatched.
        weights: The layer's trained numbers by torch's names; none for a layer without.
        weights_origin: Where they come from, of ``WeightsOrigin``.
        picture: Which picture it was, of ``PictureOrigin``.
        notices: Why the trained weights or the picture could not be had.
    """

    id: int
    input: Tensor
    weights: dict[str, Tensor]
    weights_origin: str
    picture: str
    notices: tuple[Problem, ...] = ()


class Refused(_Message, frozen=True):
    """Answer to any request that failed."""

    id: int
    problem: Problem


EngineReply: TypeAlias = EngineReady | LayerValues | Devices | LayerOpened | Refused

# To the trainer


class StartRun(_Message, frozen=True):
    """Train. Sent first, once.

    Attributes:
        document: The document's JSON text: its network and its training settings are used.
        run_folder: Folder for checkpoints and the result; made if missing.
        resume: Go on from the folder's last checkpoint.
    """

    document: bytes
    run_folder: str
    resume: bool = False


class PauseRun(_Message, frozen=True):
    """Stop after the batch in hand and wait."""


class ContinueRun(_Message, frozen=True):
    """Go on after a pause."""


class StepRun(_Message, frozen=True):
    """While paused: do a single batch."""


class StopRun(_Message, frozen=True):
    """End after the batch in hand; write a checkpoint."""


TrainerRequest: TypeAlias = StartRun | PauseRun | ContinueRun | StepRun | StopRun

# From the trainer


class EpochDone(_Message, frozen=True):
    """An epoch is finished and measured, and saved if that was due.

    Attributes:
        epoch: Counted from 1.
        step: Batches done so far.
        train_loss: Mean over the pictures, each with the weights of its own batch.
        seconds: Time of this epoch, pauses left out.
        checkpoint: Path of the saved checkpoint; empty if none was due, or it could not be saved
            (RunNotice).
        best: Whether its validation accuracy is the best so far.
    """

    epoch: int
    step: int
    train_loss: float
    validation_loss: float
    validation_accuracy: float
    seconds: float
    checkpoint: str
    best: bool


class RunStarted(_Message, frozen=True):
    """The data is loaded and the network built.

    Attributes:
        device: Where it is trained: "cpu", "cuda:0" or "mps".
        first_step: Batches done before: 0, or more when a run goes on.
        notices: What the user should know: altered data files, a damaged checkpoint passed over.
        earlier: The epochs done before, in order, as the checkpoint keeps them.
    """

    device: str
    train_pictures: int
    test_pictures: int
    batches_per_epoch: int
    epochs: int
    first_step: int
    num_params: int
    class_names: tuple[str, ...]
    notices: tuple[Problem, ...] = ()
    earlier: tuple[EpochDone, ...] = ()


class BatchesDone(_Message, frozen=True):
    """Batches since the last such message, sent at most 20 times a second.

    Attributes:
        first_step: Number of the first batch, counted from 1 over the whole run.
        losses: Loss of each batch, in order.
        pictures_per_second: Over the last second or so, pauses left out.
        eta_seconds: Estimated time to the end of the run.
    """

    first_step: int
    losses: tuple[float, ...]
    pictures_per_second: float
    eta_seconds: float


class RunPaused(_Message, frozen=True):
    """The trainer waits."""

    step: int


class RunContinued(_Message, frozen=True):
    """The trainer goes on."""

    step: int


class RunNotice(_Message, frozen=True):
    """Something went wrong that the run survives, such as a disk too full for a checkpoint."""

    problem: Problem


class RunEnded(_Message, frozen=True):
    """The run is over.

    Attributes:
        outcome: "finished", "stopped" or "diverged".
        validation_loss: Of the last finished epoch; 0 if there is none.
        validation_accuracy: Likewise, from 0 to 1.
        seconds: Time spent training and validating, pauses left out, earlier parts included.
        weights: Path of the safetensors file of the result; empty if there is none. The document
            with the network stands beside it, as network.convviz. After "diverged" it holds the
            weights of the last checkpoint.
        sha256: Of that file.
        reason: Why it diverged.
    """

    outcome: str
    step: int
    epochs_done: int
    validation_loss: float
    validation_accuracy: float
    seconds: float
    weights: str
    sha256: str
    reason: Problem | None = None


class RunFailed(_Message, frozen=True):
    """The run ended with an error; what was saved before stays."""

    problem: Problem


TrainerReply: TypeAlias = (
    RunStarted
    | BatchesDone
    | EpochDone
    | RunPaused
    | RunContinued
    | RunNotice
    | RunEnded
    | RunFailed
)

# To and from the data fetcher (python -m convviz.engine.fetch)


class FetchData(_Message, frozen=True):
    """Download CIFAR-10 into a folder, or check what a folder or archive holds.

    Attributes:
        folder: Where it goes, or what is checked; empty for the default place.
        download: Whether to download.
    """

    folder: str
    download: bool


class CancelFetch(_Message, frozen=True):
    """Stop the download; the part stays for resuming."""


FetchRequest: TypeAlias = FetchData | CancelFetch


class FetchProgress(_Message, frozen=True):
    """How far a download is, sent at most 10 times a second.

    Attributes:
        bytes_done: Bytes on the disk, those of earlier downloads included.
        bytes_per_second: Over the last seconds; 0 while unknown.
        eta_seconds: Estimated time to its end; None while unknown.
    """

    bytes_done: int
    bytes_total: int
    bytes_per_second: float
    eta_seconds: float | None


class DataReady(_Message, frozen=True):
    """The data set is there and sound."""

    path: str
    train_pictures: int
    test_pictures: int
    notices: tuple[Problem, ...] = ()


class FetchFailed(_Message, frozen=True):
    """The download or the check failed or was cancelled."""

    problem: Problem


FetchReply: TypeAlias = FetchProgress | DataReady | FetchFailed

_encoder = msgspec.msgpack.Encoder()
engine_requests = msgspec.msgpack.Decoder(EngineRequest)
engine_replies = msgspec.msgpack.Decoder(EngineReply)
trainer_requests = msgspec.msgpack.Decoder(TrainerRequest)
trainer_replies = msgspec.msgpack.Decoder(TrainerReply)
fetch_requests = msgspec.msgpack.Decoder(FetchRequest)
fetch_replies = msgspec.msgpack.Decoder(FetchReply)


def encode(message: _Message) -> bytes:
    """Return a message as a frame, ready to be written."""
    return encode_frame(_encoder.encode(message))
