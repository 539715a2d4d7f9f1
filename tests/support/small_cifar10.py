"""CIFAR-10 in small: the official layout with a few pictures a file, and hostile variants of it."""

from __future__ import annotations

import io
import pickle
import struct
import tarfile
from pathlib import Path

import numpy as np

RECORDS = 20
BINARY_FOLDER = "cifar-10-batches-bin"
PYTHON_FOLDER = "cifar-10-batches-py"
STEMS = (*(f"data_batch_{number}" for number in range(1, 6)), "test_batch")


def pixels_of(batch: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Return the pixels of a batch, (20, 3072), each batch different."""
    values = np.arange(RECORDS * 3072).reshape(RECORDS, 3072) * (2 * batch + 1) + batch
    return (values % 251).astype(np.uint8)


def labels_of(batch: int) -> list[int]:
    return [(record * 3 + batch) % 10 for record in range(RECORDS)]


def binary_batch(batch: int) -> bytes:
    return b"".join(
        bytes([label]) + row.tobytes()
        for label, row in zip(labels_of(batch), pixels_of(batch), strict=True)
    )


def python2_batch(batch: int) -> bytes:
    """Return a batch pickled as Python 2 and numpy 1 pickled the official ones."""
    pixels, labels = pixels_of(batch), labels_of(batch)
    dtype = b"cnumpy\ndtype\n" + _text(b"u1") + b"K\x00K\x01\x87R(K\x03" + _text(b"|")
    dtype += b"NNN" + (b"J" + b"\xff" * 4) * 2 + b"K\x00tb"
    array = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + _text(b"b")
    array += b"\x87R(K\x01K" + bytes([RECORDS]) + b"M" + struct.pack("<H", 3072) + b"\x86"
    array += dtype + b"\x89" + _text(pixels.tobytes()) + b"tb"
    listed = b"](" + b"".join(b"K" + bytes([label]) for label in labels) + b"e"
    names = b"](" + b"".join(_text(b"picture_s_%06d.png" % index) for index in labels) + b"e"
    items = _text(b"batch_label") + _text(b"batch") + _text(b"labels") + listed
    return b"\x80\x02}(" + items + _text(b"data") + array + _text(b"filenames") + names + b"u."


def _text(text: bytes) -> bytes:
    if len(text) < 256:
        return b"U" + bytes([len(text)]) + text
    return b"T" + struct.pack("<i", len(text)) + text


def python3_batch(batch: int, protocol: int) -> bytes:
    """Return a batch that somebody pickled again with Python 3."""
    content = {b"labels": labels_of(batch), b"data": pixels_of(batch)}
    return pickle.dumps(content, protocol=protocol)


def batch_files(folder: str) -> dict[str, bytes]:
    """Return the six files of a distribution by name."""
    if folder == BINARY_FOLDER:
        return {f"{stem}.bin": binary_batch(index) for index, stem in enumerate(STEMS)}
    return {stem: python2_batch(index) for index, stem in enumerate(STEMS)}


def write_folder(parent: Path, folder: str) -> Path:
    target = parent / folder
    target.mkdir(parents=True)
    for name, content in batch_files(folder).items():
        (target / name).write_bytes(content)
    return target


def member(
    name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.type = kind
    return info, content


def archive_of(members: list[tuple[tarfile.TarInfo, bytes]], mode: str = "w:gz") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as tar:  # type: ignore[call-overload]
        for info, content in members:
            tar.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def archive_members(folder: str) -> list[tuple[tarfile.TarInfo, bytes]]:
    files = batch_files(folder)
    return [member(f"{folder}/{name}", content) for name, content in files.items()]
