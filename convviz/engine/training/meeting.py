"""Where the processes that train a run together tell each other their addresses.

torchrun keeps one store of keys for all its restarts, also that of its ``c10d`` rendezvous, and
torch writes the addresses of its process groups under the same keys each time. Whoever reads
before another has written anew connects to a process that is gone, and fails or waits. Neither
is there a number of the attempt that all know: each machine's torchrun counts for itself.
So the processes agree on a name first, and write under it.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Final

from torch.distributed.distributed_c10d import PrefixStore
from torch.distributed.rendezvous import rendezvous

from convviz.core.errors import ComputeError, ErrorCode

if TYPE_CHECKING:
    from datetime import timedelta

    from torch.distributed.distributed_c10d import Store

_PAUSE: Final = 0.02
"""Seconds between two looks at what the others have written."""


def meeting_place(rank: int, count: int, patience: timedelta) -> Store:
    """Return a store that this start of the processes has for itself.

    Args:
        rank: Which process this is.
        count: How many there are.
        patience: How long one waits for another, here and later.

    Raises:
        ComputeError: WORKER_LOST, if the others do not come.
        RuntimeError: The store cannot be reached.
    """
    store, _, _ = next(rendezvous("env://", timeout=patience))
    store.set_timeout(patience)
    return PrefixStore(agreed_name(store, rank, count, patience), store)


def agreed_name(store: Store, rank: int, count: int, patience: timedelta) -> str:
    """Return a name that the processes of one start agree on, and that no other start has.

    Each process makes a token and shows it. The first one calls all the tokens that it sees, which
    may be those of processes that are gone. Who hears its own token repeats the call; once all have
    repeated the same call, everybody has answered who is here now, and the first says so.

    Args:
        store: What earlier starts wrote may still be there.
        rank: Which process this is.
        count: How many there are.
        patience: How long one waits for the others.

    Raises:
        ComputeError: WORKER_LOST, if the others do not come.
        RuntimeError: The store cannot be reached.
    """
    meeting = PrefixStore("meeting", store)
    token = secrets.token_hex(8)
    deadline = time.monotonic() + patience.total_seconds()
    if rank:
        meeting.set(f"repeated {rank}", "")  # the first reads it as soon as it sees the token
        meeting.set(f"token {rank}", token)
    while time.monotonic() < deadline:
        call = _heard(meeting, rank, token) if rank else _called(meeting, count, token)
        if call:
            return call.split()[0]
        time.sleep(_PAUSE)
    raise ComputeError(ErrorCode.WORKER_LOST, detail=f"{count} processes were expected")


def _called(meeting: Store, count: int, token: str) -> str:
    """Call all tokens; return the call once everybody else has repeated it, "" until then."""
    others = range(1, count)
    tokens = meeting.multi_get([f"token {rank}" for rank in others])
    call = " ".join([token, *(told.decode() for told in tokens)])
    meeting.set("call", call)
    repeated = meeting.multi_get([f"repeated {rank}" for rank in others])
    if any(told.decode() != call for told in repeated):
        return ""
    meeting.set("agreed", call)
    return call


def _heard(meeting: Store, rank: int, token: str) -> str:
    """Repeat a call that has the own token; return it once all have repeated it, "" until then."""
    call = meeting.get("call").decode()
    if token not in call.split():
        return ""
    meeting.set(f"repeated {rank}", call)
    return call if meeting.check(["agreed"]) and meeting.get("agreed").decode() == call else ""
