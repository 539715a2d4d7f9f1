"""One checkpoint: tensors in a safetensors file, numbers in JSON, a checksum of each, no pickle.

The JSON file is the checkpoint: it names its tensors' file, whose name holds the beginning of its
checksum, so that replacing the JSON is the one step that counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
import safetensors.torch
import torch
from safetensors import SafetensorError

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.engine.training.progress import TrainingProgress
from convviz.engine.training.run_identity import EarlierIdentity, RunIdentity
from convviz.engine.training.tensor_file import tensor_parts
from convviz.protocol.decoding import json_decoder
from convviz.protocol.file_reading import LARGEST_WEIGHTS, read_file, read_verified_weights
from convviz.protocol.files import Bytes, write_file

VERSION = 3
"""1 knew the pictures' number and classes only, not what is on them. 2 kept the settings as texts
that said every default, so that one more setting made another run of it."""
_FIRST_WITH_DOCUMENT = 3
LARGEST_BODY = 64 << 20
"""Bytes of a checkpoint's JSON, which has some 200 an epoch."""
TENSORS_NAME = re.compile(r"step-\d{10}-[0-9a-f]{16}\.safetensors")


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
    progress: TrainingProgress
    tensors: dict[str, torch.Tensor]


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tensors: str
    sha256: str
    torch_version: str
    identity: RunIdentity
    progress: TrainingProgress


class _EarlierBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of versions 1 and 2."""

    tensors: str
    sha256: str
    torch_version: str
    identity: EarlierIdentity
    progress: TrainingProgress

    def in_todays_words(self) -> _Body:
        """Return the same body as it is written now.

        Raises:
            ValueError: A part of the identity is not what it should be.
        """
        identity = self.identity.in_todays_words()
        return _Body(self.tensors, self.sha256, self.torch_version, identity, self.progress)


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
    folder: Path,
    identity: RunIdentity,
    progress: TrainingProgress,
    tensors: Mapping[str, torch.Tensor],
) -> Path:
    """Write a checkpoint into a folder, which is made if missing.

    Args:
        folder: Where it is to lie.
        identity: What run it belongs to.
        progress: Where the run stands.
        tensors: On the CPU; they must not change meanwhile.

    Returns:
        Its JSON file.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; a checkpoint of that step that was there stays.
    """
    parts = tensor_parts(tensors)
    digest = _digest(parts)
    path = folder / checkpoint_name(progress.step)
    tensors_path = folder / f"{path.stem}-{digest[:16]}.safetensors"
    body = msgspec.json.encode(
        _Body(tensors_path.name, digest, str(torch.__version__), identity, progress)
    )
    checksum = hashlib.sha256(body).hexdigest()
    was_there = tensors_path.exists()
    write_file(tensors_path, parts)
    try:
        write_file(path, msgspec.json.encode(_File(VERSION, checksum, msgspec.Raw(body))))
    except StorageError:
        if not was_there:  # tensors that nobody names would only keep the disk full
            with suppress(OSError):
                tensors_path.unlink()
        raise
    return path


def _digest(parts: Sequence[Bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


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
        _check_version(path, json_decoder(_Header).decode(text).version)
        file = json_decoder(_File).decode(text)
        if hashlib.sha256(file.body).hexdigest() != file.sha256:
            raise _damaged(path, "its checksum is not the recorded one")
        body = _read_body(file)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise _damaged(path, str(error)[:200]) from error
    if not TENSORS_NAME.fullmatch(body.tensors):
        raise _damaged(path, f"it names the file {body.tensors[:80]!r}")
    tensors = _read_tensors(path.with_name(body.tensors), body.sha256)
    return Checkpoint(path, body.identity, body.progress, tensors)


def tensors_named_by(path: Path) -> str | None:
    """Return the name of a checkpoint's tensors' file; None if the checkpoint cannot be read."""
    try:
        file = json_decoder(_File).decode(read_file(path, LARGEST_BODY))
        return _read_body(file).tensors
    except (DocumentError, msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _read_body(file: _File) -> _Body:
    """Return the body of a checkpoint of any version.

    Raises:
        msgspec.MsgspecError, ValueError, RecursionError: It is none.
    """
    if file.version < _FIRST_WITH_DOCUMENT:
        return json_decoder(_EarlierBody).decode(file.body).in_todays_words()
    return json_decoder(_Body).decode(file.body)


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
