"""Reading with msgspec, from any thread.

msgspec works out how a class is read when it is read for the first time, and keeps that at the
class. A thread that reads the same class meanwhile finds half of it, and the process dies (seen
with msgspec 0.22.0: a window that started while another thread read the runs). So one thread at a
time works classes out, here; what has been worked out is read without a lock.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar, overload

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_lock = threading.RLock()
_of_json: dict[Any, msgspec.json.Decoder[Any]] = {}
_of_msgpack: dict[Any, msgspec.msgpack.Decoder[Any]] = {}


@overload
def json_decoder(wanted: type[T]) -> msgspec.json.Decoder[T]: ...
@overload
def json_decoder(wanted: object) -> msgspec.json.Decoder[Any]: ...
def json_decoder(wanted: object) -> msgspec.json.Decoder[Any]:
    """Return the reader of JSON text for a type.

    Args:
        wanted: A class, a union of classes, or another type that msgspec reads.
    """
    found = _of_json.get(wanted)
    if found is None:
        with _lock:
            found = _of_json.setdefault(wanted, msgspec.json.Decoder(wanted))
    return found


@overload
def msgpack_decoder(
    wanted: type[T], dec_hook: Callable[[type, Any], Any] | None = None
) -> msgspec.msgpack.Decoder[T]: ...
@overload
def msgpack_decoder(
    wanted: object, dec_hook: Callable[[type, Any], Any] | None = None
) -> msgspec.msgpack.Decoder[Any]: ...
def msgpack_decoder(
    wanted: object, dec_hook: Callable[[type, Any], Any] | None = None
) -> msgspec.msgpack.Decoder[Any]:
    """Return the reader of MessagePack for a type.

    Args:
        wanted: As :func:`json_decoder`.
        dec_hook: Makes what msgspec does not know, as msgspec's own.
    """
    found = _of_msgpack.get((wanted, dec_hook))
    if found is None:
        with _lock:
            made = msgspec.msgpack.Decoder(wanted, dec_hook=dec_hook)
            found = _of_msgpack.setdefault((wanted, dec_hook), made)
    return found


def convert(plain: object, wanted: type[T]) -> T:
    """Return plain values as a type.

    Raises:
        msgspec.ValidationError: They do not fit it.
    """
    json_decoder(wanted)
    return msgspec.convert(plain, wanted)
