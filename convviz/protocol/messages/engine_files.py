"""What the engine reads and writes: weights, ONNX files, and the programs of torch.export."""

from __future__ import annotations

from convviz.protocol.messages.common import Message, Problem
from convviz.protocol.messages.engine_layers import Part


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


class WeightsApplied(Message, frozen=True):
    """Answer to ApplyWeights and TakeWeights.

    Attributes:
        path: The copy, absolute.
        sha256: Of its bytes, in hexadecimal.
    """

    path: str
    sha256: str


class WriteWeights(Message, frozen=True):
    """Ask for a network's trained weights in a file for others.

    Attributes:
        document: The document's JSON text: its network is used. The path of its weights is
            absolute.
        path: The file; its ending says in which form.
        is_for_script: Whether the names are those of a script, in which no layer is lazy.
    """

    document: bytes
    path: str
    is_for_script: bool = False


class WeightsWritten(Message, frozen=True):
    """Answer to WriteWeights.

    Attributes:
        path: The file.
    """

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


class OnnxWritten(Message, frozen=True):
    """Answer to WriteOnnx.

    Attributes:
        path: The file.
        seed: Of its weights; None for trained ones.
    """

    path: str
    seed: int | None


class ReadProgram(Message, frozen=True):
    """Ask for the network of a .pt2 file of torch.export; see TakeWeights.

    Attributes:
        path: The file.
        folder: Where its weights are written; "" leaves them.
    """

    path: str
    folder: str


class ProgramRead(Message, frozen=True):
    """Answer to ReadProgram.

    Attributes:
        document: The JSON text of a document with the network, and with the path of its weights,
            absolute, where it has all of them.
        notices: What was left out, and why.
    """

    document: bytes
    notices: tuple[Problem, ...] = ()
