"""Files of code: their text, in the encoding that they name, and what kind of text it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from convviz.core.code.program.found import ProgramKind
from convviz.core.errors import DocumentError, ErrorCode
from convviz.protocol.file_reading import read_file

CODE_SUFFIXES: Final = (".py", ".ipynb")
"""What the names of files of code end with."""

LARGEST_CODE_FILE: Final = 8_000_000
"""Bytes: what is read at most is 2,000,000 characters, and one of UTF-8 has up to four."""

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


def read_code_file(path: Path) -> str:
    """Return the text of a file of code; nothing of it is executed.

    Args:
        path: The file.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE.
    """
    content = read_file(path, LARGEST_CODE_FILE)
    try:
        return code_text(content)
    except UnicodeDecodeError as error:
        detail = f"it is not {error.encoding.upper()} text (byte {error.start})"
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), detail=detail) from error


def code_text(content: bytes) -> str:
    """Return the text of bytes: UTF-8, or what its first lines declare.

    Raises:
        UnicodeDecodeError: it is none.
    """
    for line in content.split(b"\n", 2)[:2]:
        declared = _DECLARED.match(line)
        if declared is not None:
            name = declared[1].decode("ascii", "replace").lower().replace("_", "-")
            known = {known.replace("_", "-"): known for known in _ENCODINGS}
            return content.decode(known.get(name, "utf-8-sig"))
    return content.decode("utf-8-sig")
