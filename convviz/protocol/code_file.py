"""Files of code: their text, in the encoding that they name, and what kind of text it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.found import ProgramKind
from convviz.core.errors import DocumentError, ErrorCode
from convviz.protocol.file_reading import read_file

if TYPE_CHECKING:
    from convviz.core.code.program.reading import Program

CODE_SUFFIXES: Final = (".py", ".ipynb")
"""What the names of files of code end with."""

LARGEST_CODE_FILE: Final = 8_000_000
"""Bytes: what is read at most is 2,000,000 characters, and one of UTF-8 has up to four."""

_IMPORT: Final = re.compile(r"^[ \t]*(?:from|import)[ \t]+\.?(\w{1,100})\b", re.MULTILINE)
_MOST_SEARCHED: Final = 100_000
"""Characters in which imports are looked for."""
_MOST_IMPORTS: Final = 50

_DECLARED: Final = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
"""PEP 263: the encoding of a file of Python, in its first or second line."""
_ENCODINGS: Final = frozenset(
    {
        *("big5", "cp936", "gb18030", "gb2312", "gbk"),
        *("euc-jp", "shift_jis", "euc-kr"),
        *("cp1252", "windows-1252", "iso-8859-1", "iso-8859-15", "latin-1"),
    }
)
"""What is taken beside UTF-8. By other names Python would look for modules."""


def is_code_file(path: Path) -> bool:
    """Return whether a file's name says that it holds code."""
    return path.suffix.lower() in CODE_SUFFIXES


def kind_of_file(path: Path) -> ProgramKind:
    """Return what kind of text a file of code holds, by its name."""
    return ProgramKind.NOTEBOOK if path.suffix.lower() == ".ipynb" else ProgramKind.PYTHON


def open_program(path: Path) -> Program:
    """Return the networks of a file of code; nothing of it is executed.

    Raises:
        DocumentError: what reading the file raises; CODE_* codes; CODE_NETWORK_BESIDE.
    """
    from convviz.core.code.program.reading import read_program  # the window's start needs none

    text = read_code_file(path)
    try:
        return read_program(text, kind_of_file(path))
    except DocumentError as error:
        beside = _imported_beside(path, text) if error.code is ErrorCode.CODE_NO_NETWORK else []
        if not beside:
            raise
        raise DocumentError(ErrorCode.CODE_NETWORK_BESIDE, files=", ".join(beside)) from None


def _imported_beside(path: Path, text: str) -> list[str]:
    """Return the names of files beside one from which it imports."""
    names = dict.fromkeys(found[1] for found in _IMPORT.finditer(text[:_MOST_SEARCHED]))
    files = [f"{name}.py" for name in list(names)[:_MOST_IMPORTS]]
    return [file for file in files if file != path.name and (path.parent / file).is_file()]


def read_code_file(path: Path) -> str:
    """Return the text of a file of code; nothing of it is executed.

    Args:
        path: The file.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE.
    """
    return code_text(read_file(path, LARGEST_CODE_FILE), str(path))


def code_text(content: bytes, path: str) -> str:
    """Return the text of bytes: UTF-8, or what its first lines declare.

    Args:
        content: The bytes.
        path: Whence they are.

    Raises:
        DocumentError: FILE_UNREADABLE.
    """
    try:
        return content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        detail = f"it is not {error.encoding.upper()} text (byte {error.start})"
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=path, detail=detail) from error


def _encoding(content: bytes) -> str:
    for line in content.split(b"\n", 2)[:2]:
        declared = _DECLARED.match(line)
        if declared is not None:
            name = declared[1].decode("ascii", "replace").lower().replace("_", "-")
            known = {known.replace("_", "-"): known for known in _ENCODINGS}
            return known.get(name, "utf-8-sig")
    return "utf-8-sig"
