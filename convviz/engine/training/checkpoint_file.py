"""One checkpoint: tensors in a safetensors file, numbers in JSON, a checksum of each, no pickle.

The JSON file is the checkpoint: it names its tensors' file, whose name holds the beginning of its
checksum, so that replacing the JSON is the one step that counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
import safetensors.torch
import torch
from safetensors import SafetensorError

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.engine.training.progress import Progress
from convviz.protocol.file_reading import LARGEST_WEIGHTS, read_file, read_verified_weights
from convviz.protocol.files import write_file

VERSION = 2
"""1 knew the pictures' number and classes only, not what is on them."""
LARGEST_BODY = 64 << 20
"""Bytes of a checkpoint's JSON, which has some 200 an epoch."""
TENSORS_NAME = re.compile(r"step-\d{10}-[0-9a-f]{16}\.safetensors")


class RunIdentity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be the same for a run to go on, each as text that says it completely.

    Epochs may be added; device, threads and the data's path may change.

    Attributes:
        network: The layers.
        loss: The loss.
        optimiser: The optimiser.
        batch_size: Pictures a step.
        seed: Of the weights and the order of the pictures.
        dataset: Its name, its number of pictures, and a checksum of their classes.
        pictures: A checksum of the pictures; "" in checkpoints of version 1.
    """

    network: str
    loss: str
    optimiser: str
    batch_size: str
    seed: str
    dataset: str
    pictures: str = ""

    def differences(self, other: RunIdentity) -> list[str]:
        """Return the names of what differs."""
        names = [name for name in self.__struct_fields__ if name != "pictures"]
        different = [name for name in names if getattr(self, name) != getattr(other, name)]
        is_known = bool(self.pictures and other.pictures)
        if is_known and "dataset" not in different and self.pictures != other.pictures:
            different.append("pictures")
        return different


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint that was read and verified.

    Attributes:
        path: Its JSON file.
        identity: What run it belongs to.
        progress: Where the run stood.
        tensors: "model.NAME" and "optimiser.INDEX.NAME", on the CPU.
    """

    path: Path
    identity: RunIdentity
    progress: Progress
    tensors: dict[str, torch.Tensor]


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tensors: str
    sha256: str
    torch_version: str
    identity: RunIdentity
    progress: Progress


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    sha256: str
    body: msgspec.Raw


class _Header(msgspec.Struct, frozen=True):
    version: int


def checkpoint_name(step: int) -> str:
    """Return the name of a checkpoint's JSON file; names sort as their steps do."""
    return f"step-{step:010}.json"


def write_checkpoint(
    folder: Path, identity: RunIdentity, progress: Progress, tensors: Mapping[str, torch.Tensor]
) -> Path:
    """Write a checkpoint into a folder, which is made if missing.

    Returns:
        Its JSON file.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; a checkpoint of that step that was there stays.
    """
    data = safetensors.torch.save(
        {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    )
    digest = hashlib.sha256(data).hexdigest()
    path = folder / checkpoint_name(progress.step)
    tensors_path = folder / f"{path.stem}-{digest[:16]}.safetensors"
    body = msgspec.json.encode(
        _Body(tensors_path.name, digest, str(torch.__version__), identity, progress)
    )
    checksum = hashlib.sha256(body).hexdigest()
    was_there = tensors_path.exists()
    write_file(tensors_path, data)
    try:
        write_file(path, msgspec.json.encode(_File(VERSION, checksum, msgspec.Raw(body))))
    except StorageError:
        if not was_there:  # tensors that nobody names would only keep the disk full
            with suppress(OSError):
                tensors_path.unlink()
        raise
    return path


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint and verify every byte of it.

    Args:
        path: Its JSON file.

    Raises:
        StorageError: CHECKPOINT_DAMAGED, CHECKPOINT_NEWER, FILE_UNREADABLE.
    """
    with _reading(path):
        text = read_file(path, LARGEST_BODY)
    try:
        _check_version(path, msgspec.json.decode(text, type=_Header).version)
        file = msgspec.json.decode(text, type=_File)
        if hashlib.sha256(file.body).hexdigest() != file.sha256:
            raise _damaged(path, "its checksum is not the recorded one")
        body = msgspec.json.decode(file.body, type=_Body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _damaged(path, str(error)[:200]) from error
    if not TENSORS_NAME.fullmatch(body.tensors):
        raise _damaged(path, f"it names the file {body.tensors[:80]!r}")
    tensors = _read_tensors(path.with_name(body.tensors), body.sha256)
    return Checkpoint(path, body.identity, body.progress, tensors)


def tensors_named_by(path: Path) -> str | None:
    """Return the name of a checkpoint's tensors' file; None if the checkpoint cannot be read."""
    try:
        file = msgspec.json.decode(read_file(path, LARGEST_BODY), type=_File)
        return msgspec.json.decode(file.body, type=_Body).tensors
    except (DocumentError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _check_version(path: Path, version: int) -> None:
    if version < 1:
        raise _damaged(path, f"it says version {version}")
    if version > VERSION:
        raise StorageError(
            ErrorCode.CHECKPOINT_NEWER, path=str(path), version=version, supported=VERSION
        )


def _read_tensors(path: Path, sha256: str) -> dict[str, torch.Tensor]:
    with _reading(path):
        data = read_verified_weights(path, sha256, LARGEST_WEIGHTS)
    if data is None:
        raise _damaged(path, "its checksum is not the recorded one")
    try:
        return safetensors.torch.load(data)
    except SafetensorError as error:
        raise _damaged(path, str(error)[:200]) from error


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what reading a file raises into a checkpoint's own errors."""
    try:
        yield
    except DocumentError as error:
        if error.code is ErrorCode.FILE_MISSING:
            raise _damaged(path, "the file is missing") from error
        raise StorageError(error.code, **error.facts) from error


def _damaged(path: Path, detail: str) -> StorageError:
    return StorageError(ErrorCode.CHECKPOINT_DAMAGED, path=str(path), detail=detail)
