"""The archive of a .pt2 file: which member is what. Pickles in it are never opened.

torch.export.save writes an uncompressed ZIP. Since torch 2.9 its weights are raw bytes with an
index in JSON; 2.8 and older pickle them. Everything here is bounded before it is read.

Source:
    pytorch, torch/export/pt2_archive/_package.py and constants.py; torch/export/__init__.py of
    2.5, `save`.
"""

from __future__ import annotations

import json
import math
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, NoReturn

from convviz.core.call_parameters import LARGEST_INTEGER
from convviz.core.errors import DocumentError, ErrorCode

SUFFIX: Final = ".pt2"

_MOST_MEMBERS: Final = 20_000
_LARGEST_JSON: Final = 16 << 20
"""Bytes of a member in JSON; that of DenseNet-201 has under two million."""
_MOST_DIMENSIONS: Final = 32
_OLD_PROGRAM: Final = "serialized_exported_program.json"
"""The one member that torch 2.1 to 2.7 wrote in JSON; the others are pickles."""
_PICKLE_START: Final = b"\x80"


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor's numbers as they lie in the archive.

    Attributes:
        data: The bytes of its storage, which other tensors may share.
        dtype: The number that torch.export has for the type.
        shape: Its sizes.
        strides: Numbers from one cell to the next along each dimension.
        offset: Numbers before its first one.
    """

    data: bytes
    dtype: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class ExportedFiles:
    """What an archive holds.

    Attributes:
        program: The graph, as JSON has it.
        tensors: Weights by their names in the state_dict; constants too.
        pickled: Whether weights are there that only unpickling would show.
    """

    program: dict[str, Any]
    tensors: dict[str, StoredTensor]
    pickled: bool


def read_archive(content: bytes) -> ExportedFiles:
    """Return what a .pt2 file holds.

    Args:
        content: The file.

    Raises:
        DocumentError: EXPORTED_DAMAGED, with what is wrong as its detail; EXPORTED_PICKLE.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _Members(archive, len(content)).read()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        if content[:1] == _PICKLE_START:
            raise DocumentError(ErrorCode.EXPORTED_PICKLE) from error
        refuse(str(error) or "it is not a ZIP archive")
    except (LookupError, TypeError, ValueError, OverflowError, AttributeError) as error:
        refuse(f"its index is not as expected ({error})")


def refuse(detail: str) -> NoReturn:
    """Refuse a file that is not as torch.export writes it.

    Raises:
        DocumentError: EXPORTED_DAMAGED.
    """
    raise DocumentError(ErrorCode.EXPORTED_DAMAGED, detail=detail[:200])


class _Members:
    """The members of one archive, by their names without the folder that holds them all."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self._archive = archive
        infos = archive.infolist()
        if len(infos) > _MOST_MEMBERS:
            refuse(f"{len(infos)} members")
        names = [info.filename for info in infos]
        if len(set(names)) != len(names):
            refuse("a name that two members have")
        for info in infos:
            _check_member(info)
        # Members that overlap hold more together than the file does.
        if sum(info.file_size for info in infos) > size:
            refuse("members that are larger than the file")
        root = _root(names)
        self._infos = {info.filename.removeprefix(root): info for info in infos}

    def read(self) -> ExportedFiles:
        """Return what they hold."""
        if _OLD_PROGRAM in self._infos:
            return ExportedFiles(self._json(_OLD_PROGRAM), {}, pickled=True)
        models = [name for name in self._infos if name.startswith("models/")]
        programs = [name for name in models if name.endswith(".json")]
        if not programs:
            if "data.pkl" in self._infos:
                raise DocumentError(ErrorCode.EXPORTED_PICKLE)
            refuse("there is no models/model.json in it")
        model = programs[0].removeprefix("models/").removesuffix(".json")
        program = self._json(programs[0])
        tensors: dict[str, StoredTensor] = {}
        pickled = False
        for folder in ("weights", "constants"):
            found, is_pickled = self._tensors(f"data/{folder}/", model)
            tensors |= found
            pickled |= is_pickled
        return ExportedFiles(program, tensors, pickled)

    def _tensors(self, folder: str, model: str) -> tuple[dict[str, StoredTensor], bool]:
        """Return a folder's tensors, and whether some of them are pickles."""
        inside = [name for name in self._infos if name.startswith(f"{folder}{model}")]
        index = next((name for name in inside if name.endswith("config.json")), None)
        if index is None:
            return {}, bool(inside)
        tensors: dict[str, StoredTensor] = {}
        storages: dict[str, bytes] = {}
        pickled = False
        for name, entry in self._json(index)["config"].items():
            meta, place = entry.get("tensor_meta"), f"{folder}{entry['path_name']}"
            if meta is None or entry.get("use_pickle"):
                pickled = True
                continue
            if place not in storages:
                storages[place] = self._bytes(place)
            tensors[str(name)] = _tensor(storages[place], meta)
        return tensors, pickled

    def _bytes(self, name: str) -> bytes:
        info = self._infos.get(name)
        if info is None:
            refuse(f"{name} is missing")
        return self._archive.read(info)

    def _json(self, name: str) -> dict[str, Any]:
        info = self._infos[name]
        if info.file_size > _LARGEST_JSON:
            refuse(f"{name} has {info.file_size} bytes")
        try:
            found = json.loads(self._bytes(name))
        except RecursionError:
            refuse(f"{name} is nested too deeply")
        if not isinstance(found, dict):
            refuse(f"{name} is not an object")
        return found


def _check_member(info: zipfile.ZipInfo) -> None:
    """Refuse what torch never writes: what is packed, locked, or named to lie somewhere else."""
    name = info.filename
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
        refuse(f"{name[:80]} is compressed or encrypted, which torch.export never does")
    if info.compress_size != info.file_size:
        refuse(f"{name[:80]} has two sizes")
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        refuse(f"a member named {name[:80]}")


def _root(names: list[str]) -> str:
    """Return the folder that all members are in, with its slash; "" for none."""
    first = names[0].partition("/")[0] + "/" if names else ""
    return first if all(name.startswith(first) for name in names) else ""


def _tensor(data: bytes, meta: dict[str, Any]) -> StoredTensor:
    """Return a tensor, if its numbers lie within its storage."""
    shape = tuple(plain_size(size) for size in meta["sizes"])
    strides = tuple(plain_size(size) for size in meta["strides"])
    offset = plain_size(meta["storage_offset"])
    if len(shape) != len(strides) or min((*shape, *strides, offset), default=0) < 0:
        refuse("a tensor whose sizes cannot be")
    if len(shape) > _MOST_DIMENSIONS or math.prod(filter(None, shape)) > LARGEST_INTEGER:
        refuse("a tensor of more than a computer holds")
    return StoredTensor(data, int(meta["dtype"]), shape, strides, offset)


def plain_size(size: object) -> int:
    """Return a size of the file as a number; of one that may vary, what it was at the example.

    Raises:
        DocumentError: EXPORTED_DAMAGED: it is none.
    """
    number = _plain_number(size)
    if number is None or abs(number) > LARGEST_INTEGER:
        refuse(f"a size is {str(size)[:80]}")
    return number


def _plain_number(size: object) -> int | None:
    match size:
        case {"as_int": int() as number} if not isinstance(number, bool):
            return number
        case {"as_expr": {"hint": {"as_int": int() as number}}}:
            return number
        case int() as number if not isinstance(number, bool):
            return number
        case _:
            return None
