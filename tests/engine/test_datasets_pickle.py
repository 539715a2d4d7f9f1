"""A pickled batch never runs anything, never takes much memory, and says what it asked for."""

from __future__ import annotations

import os
import pickle
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.cifar10_pickle import (
    BrokenPickleError,
    ForbiddenPickleError,
    read_pickled_batch,
)
from tests.support import small_cifar10 as small


class Calls:
    """Pickles as a call."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> Any:
        return self._call


def batch_with(data: Any = None, labels: Any = None, protocol: int = 2) -> bytes:
    return pickle.dumps(
        {
            b"data": small.pixels_of(0) if data is None else data,
            b"labels": small.labels_of(0) if labels is None else labels,
        },
        protocol=protocol,
    )


def refusal(content: bytes) -> ForbiddenPickleError | BrokenPickleError:
    try:
        read_pickled_batch(content, small.RECORDS)
    except (ForbiddenPickleError, BrokenPickleError) as error:
        return error
    pytest.fail("it was read")


@pytest.mark.parametrize("protocol", [2, 3, 4])
@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (os.system, ("touch {witness}",)),
        (eval, ("open('{witness}', 'w')",)),
        (exec, ("open('{witness}', 'w')",)),
        (getattr, (os, "system")),
        (open, ("{witness}", "w")),
        (np.load, ("{witness}",)),
        (np.fromfile, ("{witness}",)),
        (np.memmap, ("{witness}", "u1", "w+", 0, (9,))),
    ],
)
def test_nothing_that_the_file_names_is_run(
    tmp_path: Path, function: Any, arguments: tuple[Any, ...], protocol: int
) -> None:
    witness = tmp_path / "witness"
    filled = [
        part.format(witness=witness) if isinstance(part, str) else part
        for part in arguments
        if part is not os
    ]
    error = refusal(batch_with(data=Calls(function, *filled), protocol=protocol))
    assert isinstance(error, ForbiddenPickleError)
    assert error.name.split(".")[-1] == function.__name__
    assert not witness.exists()


def test_an_attribute_of_an_admitted_name_is_not_reached() -> None:
    # Protocol 4 looks dotted names up attribute by attribute.
    dotted = b"\x80\x04\x8c\x05numpy\x8c\x15ndarray.__class__.mro\x93."
    error = refusal(dotted)
    assert isinstance(error, ForbiddenPickleError)
    assert error.name == "numpy.ndarray.__class__.mro"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("INST", b"(ios\nsystem\n."),
        ("OBJ", b"(cnumpy\nndarray\no."),
        ("NEWOBJ", b"\x80\x02cnumpy\nndarray\n)\x81."),
        ("EXT1", b"\x80\x02\x82\x01."),
        ("PERSID", b"P1\n."),
    ],
)
def test_opcodes_that_call_code_are_named(name: str, content: bytes) -> None:
    error = refusal(content)
    assert isinstance(error, ForbiddenPickleError)
    assert error.name == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("BYTEARRAY8", b"\x80\x05\x96" + struct.pack("<Q", 4) + b"abcd."),
        ("opcode 0xff", b"\xff."),
        ("INST", b"import os\nprint('a shopping list')\n"),
        ("PERSID", b"Plain text, which is no pickle at all"),
        ("opcode 0x3c", b"<!DOCTYPE html><html>404 Not Found</html>"),
    ],
)
def test_junk_is_broken_and_asks_for_nothing(name: str, content: bytes) -> None:
    error = refusal(content)
    assert isinstance(error, BrokenPickleError)
    assert name in str(error)


def test_calls_of_admitted_names_make_nothing_but_a_batch() -> None:
    huge = b"\x80\x02cnumpy\nndarray\nJ\xff\xff\xff\x7f\x85R."
    assert str(refusal(huge)) == "ndarray"
    objects = b"\x80\x02cnumpy\ndtype\nU\x01OK\x00K\x01\x87R."
    assert str(refusal(objects)) == "dtype"
    packed = b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aU\x03hex\x86R."
    assert str(refusal(packed)) == "encode"


def test_an_admitted_name_cannot_be_changed_for_the_next_file() -> None:
    build = b"\x80\x02c_codecs\nencode\n}U\x01aK\x01sb."
    assert str(refusal(build)) == "encode"
    pixels, _ = read_pickled_batch(small.python3_batch(0, 2), small.RECORDS)
    assert np.array_equal(pixels, small.pixels_of(0))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x80\x02]r\xff\xff\xff\x02.", id="memo index"),
        pytest.param(b"\x80\x04\x8e" + struct.pack("<Q", 2**40) + b".", id="bytes length"),
        pytest.param(b"\x80\x04\x95" + struct.pack("<Q", 2**40) + b".", id="frame length"),
        pytest.param(b"\x80\x02" + b"(" * 500_000 + b".", id="marks"),
        pytest.param(b"\x80\x02" + b"]" * 500_000 + b"a" * 499_999 + b".", id="nesting"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak memory")
def test_a_small_file_cannot_ask_for_much_memory(content: bytes) -> None:
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refusal(content)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000  # kB


@pytest.mark.parametrize(
    "data",
    [
        small.pixels_of(0).astype(object),
        small.pixels_of(0).astype(np.int64),
        small.pixels_of(0)[:-1],
        small.pixels_of(0).reshape(-1),
        np.asfortranarray(small.pixels_of(0)),
        b"pixels",
        None.__class__,
    ],
)
def test_an_array_of_another_form_is_refused(data: Any) -> None:
    refusal(batch_with(data=data))


@pytest.mark.parametrize(
    "labels", [[1] * 19, "labels", [0.5] * 20, [True] * 20, [2**70] * 20, [[1]] * 20]
)
def test_labels_of_another_form_are_refused(labels: Any) -> None:
    refusal(batch_with(labels=labels))


@pytest.mark.parametrize("kept", [0, 1, 10, 1000, -1])
def test_a_truncated_pickle_is_broken(kept: int) -> None:
    assert isinstance(refusal(small.python2_batch(0)[:kept]), BrokenPickleError)


def test_every_flipped_byte_of_the_frame_is_survived() -> None:
    content = small.python2_batch(0)
    pixels_begin = content.index(small.pixels_of(0).tobytes())
    for position in range(pixels_begin):
        for flip in (0x01, 0x80, 0xFF):
            changed = bytearray(content)
            changed[position] ^= flip
            try:
                pixels, labels = read_pickled_batch(bytes(changed), small.RECORDS)
            except (ForbiddenPickleError, BrokenPickleError):
                continue
            assert pixels.shape == (small.RECORDS, 3072)
            assert labels.shape == (small.RECORDS,)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (batch_with(data=Calls(os.system, "true")), ErrorCode.DATA_PICKLE_FORBIDDEN),
        (b"junk", ErrorCode.DATA_PICKLE_BROKEN),
        (bytes(200_000), ErrorCode.DATA_FILE_TOO_LARGE),
    ],
)
def test_the_user_is_told_which_file_it_is(tmp_path: Path, content: bytes, code: ErrorCode) -> None:
    path = small.write_folder(tmp_path, small.PYTHON_FOLDER) / "data_batch_3"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        open_cifar10(tmp_path, records_per_batch=small.RECORDS)
    assert caught.value.code is code
    assert caught.value.facts["path"] == str(path)
