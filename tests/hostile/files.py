"""The hostile things that may lie where a file is wanted, each made at a path."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def _writes(change: Callable[[bytes], bytes]) -> Callable[[Path, bytes], None]:
    def make(path: Path, real: bytes) -> None:
        path.write_bytes(change(real))

    return make


def _sparse(path: Path, real: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(real)
        stream.truncate(3 << 30)


def _folder(path: Path, _real: bytes) -> None:
    path.mkdir()
    (path / "inside").write_bytes(b"")


def _linked(target: str) -> Callable[[Path, bytes], None]:
    return lambda path, _real: path.symlink_to(target)


def _fifo(path: Path, _real: bytes) -> None:
    os.mkfifo(path)


def _socket_like(path: Path, _real: bytes) -> None:
    os.mknod(path, 0o600 | 0o140000)


HOSTILE_FILES: Final[dict[str, Callable[[Path, bytes], None]]] = {
    "missing": lambda _path, _real: None,
    "empty": _writes(lambda _real: b""),
    "one byte": _writes(lambda real: real[:1]),
    "null bytes": _writes(lambda _real: bytes(5_000)),
    "a byte order mark before it": _writes(lambda real: b"\xef\xbb\xbf" + real),
    "UTF-16": _writes(lambda real: "\ufeff".encode("utf-16") + real),
    "invalid UTF-8": _writes(lambda real: b"\xff\xfe\xc0\xaf" + real),
    "half of a surrogate pair": _writes(lambda _real: b'"\xed\xa0\x80"'),
    "10 MB of garbage": _writes(lambda _real: b'\x9e\x01{[("\x00\xffcos\n' * (10 << 20 >> 4)),
    "a deep nest of lists": _writes(lambda _real: b"[" * 1_000_000),
    "a deep nest of objects": _writes(lambda _real: b'{"a":' * 200_000),
    "a number of 4,000 digits": _writes(lambda _real: b"9" * 4_000),
    "many numbers of 4,400 digits": _writes(
        lambda _real: b"[" + (b"9" * 4_400 + b",") * 500 + b"1]"
    ),
    "the real one, cut in half": _writes(lambda real: real[: len(real) // 2]),
    "the real one without its last byte": _writes(lambda real: real[:-1]),
    "the real one twice": _writes(lambda real: real + real),
    "the real one backwards": _writes(lambda real: real[::-1]),
    "a sparse file of 3 GB": _sparse,
    "a folder": _folder,
    "a pipe": _fifo,
    "a socket": _socket_like,
    "/dev/zero": _linked("/dev/zero"),
    "/dev/full": _linked("/dev/full"),
    "/dev/tty": _linked("/dev/tty"),
    "/proc/self/mem": _linked("/proc/self/mem"),
    "a link to nothing": _linked("nothing-here"),
    "a link to itself": lambda path, _real: path.symlink_to(path.name),
    "not to be read": _writes(lambda real: real),
}
"""By name: what makes it, given the path and the bytes of a real file."""

UNREADABLE: Final = "not to be read"


def forbid(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Make every opening of a path fail as it does for a person without the right to read it.

    Permissions mean nothing to root, as whom tests run in containers.
    """
    os_open, io_open = os.open, io.open

    def refuse(name: object) -> None:
        if isinstance(name, (str, os.PathLike)) and os.fspath(name) == str(path):
            raise PermissionError(13, "Permission denied", str(path))

    def guarded_os_open(name: Any, *arguments: Any, **options: Any) -> int:
        refuse(name)
        return os_open(name, *arguments, **options)

    def guarded_io_open(name: Any, *arguments: Any, **options: Any) -> Any:
        refuse(name)
        return io_open(name, *arguments, **options)

    monkeypatch.setattr(os, "open", guarded_os_open)
    monkeypatch.setattr(io, "open", guarded_io_open)
    monkeypatch.setattr("builtins.open", guarded_io_open)
