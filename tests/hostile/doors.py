"""All doors through which a file enters: what opens it, and what a real one holds."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import safetensors.numpy
from PIL import Image

from convviz.cli.code_options import Wanted
from convviz.cli.layer_arguments import read_layers
from convviz.core.data_sets import MNIST, ImageFolder
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.image_folder import open_image_folder
from convviz.engine.datasets.mnist import open_mnist
from convviz.engine.training.checkpoint_file import read_checkpoint, tensors_named_by
from convviz.protocol.document_file import encode_document, read_document
from convviz.protocol.file_lock import holder, is_held
from convviz.protocol.messages.code import OpenCode
from convviz.protocol.recipes import FileBlock
from convviz.protocol.templates import new_document
from convviz.runs.database import open_store
from convviz.runs.entries import read_unwritten
from convviz.ui.network.code.code_process import CodeAnswerer
from convviz.ui.settings import SettingsFile
from convviz.ui.training.results.result_files import save_result
from convviz.values.cifar10_sample import CIFAR10_VARIABLE, cifar10_sample
from convviz.values.exported_files import read_exported_file, read_exported_state
from convviz.values.number_files import NumberFiles
from convviz.values.pictures import read_picture_file
from convviz.values.weights import read_weights
from tests.support import small_cifar10 as small
from tests.support.exported_files import archive, small_program
from tests.support.small_pictures import idx, mnist_arrays, write_folder, write_mnist

BLOCK_CONTENT = safetensors.numpy.save({"numbers": np.ones((2, 3, 3), np.float32)})
BLOCK = FileBlock((2, 3, 3), hashlib.sha256(BLOCK_CONTENT).hexdigest())
CODE = b"model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())\n"
NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "code", "source": [CODE.decode()]}],
        "nbformat": 4,
        "nbformat_minor": 5,
    }
).encode()
SHA256 = "0" * 64
PROGRAM = archive(small_program().files())
ARRAYS = mnist_arrays(side=4)


@dataclass(frozen=True)
class FileDoor:
    """A door for files.

    Attributes:
        name: Of the file, in the folder that the test gives.
        real: The bytes of a sound one.
        read: What reads it.
        forgives: Whether it goes on without the file, as with broken settings.
    """

    name: str
    real: bytes
    read: Callable[[Path], object]
    forgives: bool = False


def _read_mnist(path: Path) -> object:
    """Read the set of a file whose other three are sound."""
    others = write_mnist(path.parent / "others", ARRAYS)
    for other in others.iterdir():
        if path.name.removesuffix(".gz") != other.name:
            other.rename(path.parent / other.name)
    return open_mnist(MNIST(), path.parent)


def _read_pictures(path: Path) -> object:
    """Read a folder of pictures of which one is the file."""
    write_folder(path.parent.parent, {path.parent.name: 2, "others": 2})
    return open_image_folder(ImageFolder(8), path.parent.parent)


def _picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    return stream.getvalue()


def _weights() -> bytes:
    return safetensors.numpy.save({"0.weight": np.ones((8, 3, 3, 3), np.float32)})


def _store() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE runs (id INTEGER PRIMARY KEY)")
    content = connection.serialize()
    connection.close()
    return content


def _ask_lock(path: Path) -> None:
    is_held(path)
    holder(path)


def _open_store(path: Path) -> None:
    open_store(path).close()


def _sample(path: Path) -> object:
    before = os.environ.get(CIFAR10_VARIABLE)
    os.environ[CIFAR10_VARIABLE] = str(path)
    try:
        return cifar10_sample(0)
    finally:
        os.environ.pop(CIFAR10_VARIABLE)
        if before is not None:
            os.environ[CIFAR10_VARIABLE] = before


def _beside_real_batches(path: Path, folder: str) -> Path:
    """Return the folder of a batch that is tried, with the five others beside it."""
    for name, content in small.batch_files(folder).items():
        if name != path.name:
            (path.parent / name).write_bytes(content)
    return path.parent


def _checkpoint() -> bytes:
    body = {"tensors": "step-0000000001-0123456789abcdef.safetensors", "sha256": SHA256}
    return json.dumps({"version": 2, "sha256": SHA256, "body": body}).encode()


def _archive(folder: str, mode: str) -> bytes:
    return small.archive_of(small.archive_members(folder), mode)


FILE_DOORS: Final[dict[str, FileDoor]] = {
    "a document": FileDoor("d.convviz", encode_document(new_document()), read_document),
    "a Python file of the shell": FileDoor(
        "net.py", CODE, lambda path: read_layers([str(path)], Wanted(None, {}, (3, 32, 32)))
    ),
    "a notebook of the shell": FileDoor(
        "net.ipynb", NOTEBOOK, lambda path: read_layers([str(path)], Wanted(None, {}, (3, 32, 32)))
    ),
    "a notebook of the window": FileDoor(
        "net.ipynb", NOTEBOOK, lambda path: CodeAnswerer().answer(OpenCode(str(path)))
    ),
    "a program of torch.export": FileDoor("net.pt2", PROGRAM, read_exported_file),
    "weights of a program": FileDoor("net.pt2", PROGRAM, read_exported_state),
    "a picture": FileDoor("p.png", _picture(), read_picture_file),
    "weights": FileDoor("w.safetensors", _weights(), read_weights),
    "weights with a checksum": FileDoor(
        "w.safetensors", _weights(), lambda path: read_weights(path, sha256=SHA256)
    ),
    "weights to be saved elsewhere": FileDoor(
        "w.safetensors",
        _weights(),
        lambda path: save_result(path, SHA256, new_document(), path.with_name("copy.safetensors")),
    ),
    "numbers of a document": FileDoor(
        f"{BLOCK.sha256}.safetensors",
        BLOCK_CONTENT,
        lambda path: NumberFiles().load(BLOCK, [path.parent]),
    ),
    "a checkpoint": FileDoor("step-0000000001.json", _checkpoint(), read_checkpoint),
    "a checkpoint to be swept": FileDoor(
        "step-0000000001.json", _checkpoint(), tensors_named_by, forgives=True
    ),
    "a batch of bytes": FileDoor(
        "data_batch_1.bin",
        small.binary_batch(0),
        lambda path: open_cifar10(
            _beside_real_batches(path, small.BINARY_FOLDER), records_per_batch=small.RECORDS
        ),
    ),
    "a pickled batch": FileDoor(
        "data_batch_1",
        small.python2_batch(0),
        lambda path: open_cifar10(
            _beside_real_batches(path, small.PYTHON_FOLDER), records_per_batch=small.RECORDS
        ),
    ),
    "an archive of pictures": FileDoor(
        "cifar.tar.gz",
        _archive(small.BINARY_FOLDER, "w:gz"),
        lambda path: open_cifar10(path, records_per_batch=small.RECORDS),
    ),
    "an archive that is not packed": FileDoor(
        "cifar.tar",
        _archive(small.PYTHON_FOLDER, "w"),
        lambda path: open_cifar10(path, records_per_batch=small.RECORDS),
    ),
    "the archive of a sample": FileDoor(
        "cifar.tar.gz", _archive(small.BINARY_FOLDER, "w:gz"), _sample
    ),
    "pictures in MNIST's format": FileDoor(
        "train-images-idx3-ubyte", idx(ARRAYS["train", "images"]), _read_mnist
    ),
    "packed labels in MNIST's format": FileDoor(
        "t10k-labels-idx1-ubyte.gz", gzip.compress(idx(ARRAYS["test", "labels"])), _read_mnist
    ),
    "a picture in a folder of them": FileDoor(
        "hostile.png", _picture(), _read_pictures, forgives=True
    ),
    "the settings": FileDoor("settings.json", b'{"theme": "dark"}', SettingsFile, forgives=True),
    "the list of runs": FileDoor("runs.sqlite", _store(), _open_store),
    "what the list of runs lacks": FileDoor("a.unwritten", b"\x80", read_unwritten),
    "the lock of a run": FileDoor("run.lock", b"123", _ask_lock, forgives=True),
}
"""Every door for files by what it takes.

Beside them: strings (``STRING_DOORS``), frames (``STREAM_DOORS``), and the server of downloads,
which has a test of its own, tests/engine/test_datasets_hostile_server.py.
"""
