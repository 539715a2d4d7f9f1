"""What is asked of the engine (``python -m convviz.engine.service``), and what it answers."""

from __future__ import annotations

from typing import TypeAlias

from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.messages.common import Answer, Ask, Message, Refused
from convviz.protocol.messages.engine_files import (
    ApplyWeights,
    OnnxWritten,
    ProgramRead,
    ReadProgram,
    TakeWeights,
    WeightsApplied,
    WeightsWritten,
    WriteOnnx,
    WriteWeights,
)
from convviz.protocol.messages.engine_layers import (
    ComputeLayer,
    LayerOpened,
    LayerValues,
    OpenLayer,
)
from convviz.protocol.messages.engine_pictures import (
    ClassifyPicture,
    DataSeen,
    GradientsTraced,
    JudgeTestPictures,
    LookAtData,
    LookInsideResult,
    PassPicture,
    PictureClassified,
    PicturePassed,
    PicturesJudged,
    PicturesRead,
    ReadPictures,
    ResultInside,
    TraceGradients,
)
from convviz.protocol.soundness import Finding


class EngineReady(Message, frozen=True):
    """Torch is loaded; sent once, unasked."""

    torch_version: str
    device: str


class DescribeDevices(Message, frozen=True):
    """Ask which devices torch can use."""


class Devices(Message, frozen=True):
    """Answer to DescribeDevices: names such as "cpu" or "cuda:0", with a description."""

    devices: dict[str, str]


class TryWays(Message, frozen=True):
    """Ask which ways to compute a device has; one that was never tried is tried meanwhile.

    Attributes:
        device: As a document spells it.
        ways: Such as "bfloat16" or "Muon".
    """

    device: str
    ways: tuple[str, ...]


class WaysTried(Message, frozen=True):
    """Answer to TryWays.

    Attributes:
        found: Of each way that was tried to the end. Of others it is to be asked again.
    """

    found: dict[str, Finding]


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
    | TraceGradients
)
EngineAsk: TypeAlias = Ask[EngineRequest]

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
    | GradientsTraced
)
EngineReply: TypeAlias = EngineReady | Answer[EngineAnswer] | Refused

engine_requests = msgpack_decoder(EngineAsk)
engine_replies = msgpack_decoder(EngineReply)
