"""Documents as versioned JSON, read strictly: a broken or hostile file changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import msgspec

from convviz.core.errors import DocumentError, ErrorCode
from convviz.protocol.calculator_plain import (
    CalculatorPlain,
    calculator_from_plain,
    calculator_to_plain,
)
from convviz.protocol.decoding import json_decoder
from convviz.protocol.document import Document
from convviz.protocol.file_reading import malformed, read_file, without_mark
from convviz.protocol.files import write_file
from convviz.protocol.network_plain import NetworkPlain, network_from_plain, network_to_plain
from convviz.protocol.training_plain import TrainingPlain, training_from_plain, training_to_plain

if TYPE_CHECKING:
    from pathlib import Path

PlainT = TypeVar("PlainT")

VERSION = 6
"""Of the format, raised with every field or kind of value that an earlier convviz does not know.

An earlier convviz then says that a document is a later one's, and not that it is damaged. 1 had no
blocks in files, no numbers typed over others, two optimisers and no schedules; 2 had two data sets
by their names alone, without settings; 3 had a list of layers for a network, without blocks and
names; 4 had no names of layers in a file of weights; 5 had layers alone in the calculator, without
tensors beside input, weight and bias, and all of them in evaluation, and
always began a training with new weights.
"""
SUFFIX = ".convviz"
LARGEST_DOCUMENT = 16 << 20
"""Bytes. Numbers typed by hand need far less; pictures and weights are files beside it."""
LARGEST_INDENTED = 1 << 18
"""Bytes. Indentation gives every number a line of its own, several times its size."""


class _DocumentPlain(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    calculator: CalculatorPlain
    network: NetworkPlain
    training: TrainingPlain


class _Header(msgspec.Struct):
    format: str
    version: int


def encode_document(document: Document) -> bytes:
    """Return a document as JSON; indented, unless it holds very many numbers."""
    plain = _DocumentPlain(
        format="convviz",
        version=VERSION,
        calculator=calculator_to_plain(document.calculator),
        network=network_to_plain(document.network),
        training=training_to_plain(document.training),
    )
    text = msgspec.json.encode(plain)
    if len(text) > LARGEST_INDENTED:
        return text + b"\n"
    return msgspec.json.format(text, indent=2) + b"\n"


def decode_document(text: bytes, path: str = "") -> Document:
    """Return the document that JSON text means.

    Args:
        text: The file's bytes.
        path: Where it came from, for the errors.

    Raises:
        DocumentError: DOCUMENT_TOO_LARGE, DOCUMENT_NOT_JSON, DOCUMENT_NEWER, DOCUMENT_MALFORMED,
            UNKNOWN_LAYER, LAYER_MALFORMED, NETWORK_TOO_LONG, and the codes of training settings.
    """
    text = without_mark(text)
    if len(text) > LARGEST_DOCUMENT:
        raise DocumentError(
            ErrorCode.DOCUMENT_TOO_LARGE, path=path, size=len(text), limit=LARGEST_DOCUMENT
        )
    header = _decode(text, _Header, path)
    if header.format != "convviz":
        raise malformed(path, "it is not a convviz document")
    if header.version > VERSION:
        raise DocumentError(
            ErrorCode.DOCUMENT_NEWER, path=path, version=header.version, supported=VERSION
        )
    plain = _decode(text, _DocumentPlain, path)
    if plain.version < 1:
        raise malformed(path, f"it says version {plain.version}")
    _check_keys(text, path)
    calculator = calculator_from_plain(plain.calculator, plain.version, path)
    training = training_from_plain(plain.training, plain.version)
    return Document(calculator, network_from_plain(plain.network, path), training)


def read_document(path: Path) -> Document:
    """Read a document's file.

    Raises:
        DocumentError: as :func:`decode_document`; FILE_MISSING, FILE_UNREADABLE.
    """
    try:
        text = read_file(path, LARGEST_DOCUMENT)
    except DocumentError as error:
        if error.code is ErrorCode.FILE_TOO_LARGE:
            raise DocumentError(ErrorCode.DOCUMENT_TOO_LARGE, **error.facts) from error
        raise
    return decode_document(text, str(path))


def write_document(path: Path, document: Document, *, replace_read_only: bool = False) -> None:
    """Write a document's file; a failure leaves the old one.

    Args:
        path: The file.
        document: What is written.
        replace_read_only: Also replace a file that is protected.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
        DocumentError: DOCUMENT_TOO_LARGE_TO_SAVE.
    """
    text = encode_document(document)
    if len(text) > LARGEST_DOCUMENT:
        code, limit = ErrorCode.DOCUMENT_TOO_LARGE_TO_SAVE, LARGEST_DOCUMENT
        raise DocumentError(code, path=str(path), size=len(text), limit=limit)
    write_file(path, text, replace_read_only=replace_read_only)


def _decode(text: bytes, wanted: type[PlainT], path: str) -> PlainT:
    try:
        return json_decoder(wanted).decode(text)
    except msgspec.ValidationError as error:
        raise malformed(path, str(error)[:200]) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(
            ErrorCode.DOCUMENT_NOT_JSON, path=path, detail=str(error)[:200]
        ) from error


def _check_keys(text: bytes, path: str) -> None:
    """Refuse an object with a key twice: msgspec takes the last one, other readers the first."""

    def check(pairs: list[tuple[str, object]]) -> None:
        keys = Counter(key for key, _ in pairs)
        if len(keys) < len(pairs):
            twice = keys.most_common(1)[0][0][:80]
            raise malformed(path, f"the key {twice!r} stands twice in one object")

    # Numbers are not read again: len takes their text, of whatever length.
    json.loads(text, object_pairs_hook=check, parse_int=len, parse_float=len)
