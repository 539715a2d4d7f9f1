"""Reads a pickled CIFAR-10 batch without running anything that the file names.

Three fences, one behind the other. The opcodes are checked against the few that such a batch needs
before anything is built. The names that the file may mention are the five that numpy's arrays were
pickled with, and each stands for a token of ours: neither numpy nor any other code sees what the
file says. What comes out is checked for its exact form.
"""

from __future__ import annotations

import io
import itertools
import pickle
import pickletools
import warnings
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import numpy as np

from convviz.engine.datasets.cifar10_format import PIXEL_BYTES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STOP, _GLOBAL = pickle.STOP[0], pickle.GLOBAL[0]
_MEMO_WRITES = {pickle.BINPUT[0], pickle.LONG_BINPUT[0]}
_PLAIN_OPCODES = b"".join(
    (
        *(pickle.MARK, pickle.STOP, pickle.NONE, pickle.NEWTRUE, pickle.NEWFALSE),
        *(pickle.EMPTY_DICT, pickle.EMPTY_LIST, pickle.EMPTY_TUPLE),
        *(pickle.TUPLE, pickle.TUPLE1, pickle.TUPLE2, pickle.TUPLE3),
        *(pickle.APPEND, pickle.APPENDS, pickle.SETITEM, pickle.SETITEMS),
        *(pickle.MEMOIZE, pickle.STACK_GLOBAL, pickle.REDUCE, pickle.BUILD),
    )
)
_ARGUMENT_BYTES = {
    **dict.fromkeys(_PLAIN_OPCODES, 0),
    pickle.PROTO[0]: 1,
    pickle.FRAME[0]: 8,
    pickle.BININT1[0]: 1,
    pickle.BININT2[0]: 2,
    pickle.BININT[0]: 4,
    pickle.BINPUT[0]: 1,
    pickle.LONG_BINPUT[0]: 4,
    pickle.BINGET[0]: 1,
    pickle.LONG_BINGET[0]: 4,
}
"""Opcodes with an argument of fixed length."""
_COUNT_BYTES = {
    pickle.LONG1[0]: 1,
    pickle.SHORT_BINSTRING[0]: 1,
    pickle.SHORT_BINBYTES[0]: 1,
    pickle.SHORT_BINUNICODE[0]: 1,
    pickle.BINSTRING[0]: 4,
    pickle.BINBYTES[0]: 4,
    pickle.BINUNICODE[0]: 4,
}
"""Opcodes whose argument begins with its own length."""
_CALLING = b"".join(
    (
        *(pickle.GLOBAL, pickle.INST, pickle.OBJ, pickle.NEWOBJ, pickle.NEWOBJ_EX),
        *(pickle.EXT1, pickle.EXT2, pickle.EXT4, pickle.PERSID, pickle.BINPERSID),
    )
)
"""Opcodes that name code or call it, beside those that a batch needs."""
_MOST_LOOKED_AT = 10_000
_OPCODES_PER_RECORD = 16
_LARGEST_MEMO_INDEX = 1_000_000
"""The unpickler allocates its memo by the largest index in the file."""
_ARRAY_STATE_LENGTH = 5
_BREAKAGES = (
    pickle.UnpicklingError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading a broken pickle raises, as the file chooses."""


class ForbiddenPickleError(Exception):
    """The file asks for more than a batch of pictures needs.

    Attributes:
        name: What it asks for: a qualified name, cut to 80 characters, or an opcode.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name[:80]


class BrokenPickleError(Exception):
    """The file is no batch of pictures. The text says what is wrong with it."""


class _Array:
    """What the file's array becomes: the bytes of a C-ordered (records, 3072) uint8 array."""

    __slots__ = ("pixels", "shape")

    def __init__(self) -> None:
        self.shape: object = None
        self.pixels: object = None

    def __setstate__(self, state: object) -> None:
        if not (
            isinstance(state, tuple) and len(state) == _ARRAY_STATE_LENGTH and state[3] is False
        ):
            message = "the array's state"
            raise BrokenPickleError(message)
        _version, self.shape, dtype, _fortran, self.pixels = state
        if not isinstance(dtype, _ByteType):
            message = "the array's type"
            raise BrokenPickleError(message)


class _ByteType:
    """What the file's dtype becomes. Only one-byte unsigned integers are made."""

    __slots__ = ()

    def __setstate__(self, state: object) -> None:
        """Take byte order, alignment and fields of the type: one byte has none."""


class _Token:
    """What stands for a name that the file mentions. Calling it makes what a batch needs of it."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *arguments: object) -> object:
        match self._name, arguments:
            case "_reconstruct", (_Token(), (0,), bytes() | str()):
                return _Array()
            case "dtype", ("u1" | b"u1" | "uint8" | b"uint8", *_):
                return _ByteType()
            case "encode", (str() as text, "latin1" | b"latin1" | "latin-1"):
                return text.encode("latin-1")
            case _:
                raise ForbiddenPickleError(self._name)

    def __setstate__(self, state: object) -> NoReturn:
        raise ForbiddenPickleError(self._name)


_ADMITTED = {
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("_codecs", "encode"),
}


class _BatchUnpickler(pickle.Unpickler):
    """Admits the five names of ``_ADMITTED``, as tokens."""

    def find_class(self, module_name: str, global_name: str, /) -> _Token:
        if (module_name, global_name) not in _ADMITTED:
            name = f"{module_name}.{global_name}"
            raise ForbiddenPickleError(name)
        return _Token(global_name)


def read_pickled_batch(content: bytes, records: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the pixels, (records, 3072), and the labels, (records,), of a pickled batch.

    Args:
        content: The whole file.
        records: Pictures that the batch must hold.

    Returns:
        The pixels, read-only, and the labels, not checked for their range.

    Raises:
        ForbiddenPickleError: The file names code, or uses opcodes that a batch does not need.
        BrokenPickleError: The file is no pickle, or holds something else than such a batch.
    """
    _check_opcodes(content, records)
    try:
        batch = _BatchUnpickler(io.BytesIO(content), encoding="bytes").load()
    except _BREAKAGES as error:
        raise BrokenPickleError(str(error)) from error
    return _pixels(batch, records), _labels(batch, records)


def _check_opcodes(content: bytes, records: int) -> None:
    """Walk over the opcodes up to the end of the pickle, building nothing."""
    position = 0
    for _ in range(_OPCODES_PER_RECORD * records + 1_000):
        if position >= len(content):
            break
        opcode = content[position]
        if opcode == _STOP:
            return
        position = _end_of_argument(content, position + 1, opcode)
    message = "it ends early" if position >= len(content) else "it has too many parts"
    raise BrokenPickleError(message)


def _end_of_argument(content: bytes, start: int, opcode: int) -> int:
    if opcode in _ARGUMENT_BYTES:
        end = start + _ARGUMENT_BYTES[opcode]
        memo_index = int.from_bytes(content[start:end], "little")
        if opcode in _MEMO_WRITES and memo_index > _LARGEST_MEMO_INDEX:
            raise ForbiddenPickleError(_name_of(opcode))
        return end
    if opcode in _COUNT_BYTES:
        end = start + _COUNT_BYTES[opcode]
        return end + int.from_bytes(content[start:end], "little")
    if opcode == _GLOBAL:
        module_end = content.find(b"\n", start)
        name_end = content.find(b"\n", module_end + 1)
        return len(content) if name_end < start else name_end + 1
    raise _refused(content, opcode)


def _refused(content: bytes, opcode: int) -> ForbiddenPickleError | BrokenPickleError:
    """Return the error of an opcode that no batch needs: only of a whole pickle is it a demand.

    Nearly any byte is some opcode: `import os` begins with the one that makes an instance.
    """
    name = _name_of(opcode)
    if opcode in _CALLING and _is_pickle(content):
        return ForbiddenPickleError(name)
    return BrokenPickleError(f"{name} stands where a batch has none")


def _is_pickle(content: bytes) -> bool:
    """Return whether opcodes follow each other up to the end of a pickle, or very many do."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes in texts, where it is junk
            for _ in itertools.islice(pickletools.genops(content), _MOST_LOOKED_AT):
                pass
    except (ValueError, UnicodeDecodeError, MemoryError, OverflowError):
        return False
    return True


def _name_of(opcode: int) -> str:
    names = {known.code: known.name for known in pickletools.opcodes}
    return names.get(chr(opcode), f"opcode {opcode:#04x}")


def _entry(batch: object, name: Literal["data", "labels"]) -> Any:  # noqa: ANN401  checked by the callers
    if not isinstance(batch, dict):
        message = "not a dictionary"
        raise BrokenPickleError(message)
    return batch.get(name.encode(), batch.get(name))


def _pixels(batch: object, records: int) -> NDArray[np.uint8]:
    array = _entry(batch, "data")
    sound = (
        isinstance(array, _Array)
        and array.shape == (records, PIXEL_BYTES)
        and isinstance(array.pixels, bytes)
        and len(array.pixels) == records * PIXEL_BYTES
    )
    if not sound:
        message = f"'data' is not an array of {records} x {PIXEL_BYTES} bytes"
        raise BrokenPickleError(message)
    return np.frombuffer(array.pixels, np.uint8).reshape(records, PIXEL_BYTES)


def _labels(batch: object, records: int) -> NDArray[np.int64]:
    labels = _entry(batch, "labels")
    if not isinstance(labels, list) or len(labels) != records:
        message = f"'labels' is not a list of {records}"
        raise BrokenPickleError(message)
    if not all(type(label) is int for label in labels):
        message = "'labels' holds something else than integers"
        raise BrokenPickleError(message)
    try:
        return np.array(labels, np.int64)
    except OverflowError as error:
        raise BrokenPickleError(str(error)) from error
