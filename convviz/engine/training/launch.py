"""How torchrun started this process: as which of how many that train one run together."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEEDED: Final = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT")
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_LOOPBACK: Final = {"darwin": "lo0", "linux": "lo"}


@dataclass(frozen=True, slots=True)
class Launch:
    """What torchrun tells each process that it starts.

    Attributes:
        rank: Which process this is, from 0; the first alone writes and prints.
        count: How many there are, on all machines.
        local_rank: Which process of this machine.
        local_count: How many this machine has.
        is_here: Whether all of them are on this machine.
        restarts: How often torchrun has started them again.
        most_restarts: How often it would.
        name: The same for every process and every restart of one call of torchrun on one machine.
    """

    rank: int = 0
    count: int = 1
    local_rank: int = 0
    local_count: int = 1
    is_here: bool = True
    restarts: int = 0
    most_restarts: int = 0
    name: str = ""

    @classmethod
    def here(cls, environ: Mapping[str, str] = os.environ) -> Self | None:
        """Return how this process was started; None without torchrun.

        Args:
            environ: The variables that torchrun sets.

        Source:
            torchrun, "Environment Variables".
        """
        if any(not environ.get(name) for name in _NEEDED):
            return None
        try:
            count, local = int(environ["WORLD_SIZE"]), int(environ.get("LOCAL_WORLD_SIZE", "1"))
            return cls(
                rank=int(environ["RANK"]),
                count=count,
                local_rank=int(environ["LOCAL_RANK"]),
                local_count=local,
                is_here=count == local and environ["MASTER_ADDR"] in _HERE,
                restarts=int(environ.get("TORCHELASTIC_RESTART_COUNT", "0")),
                most_restarts=int(environ.get("TORCHELASTIC_MAX_RESTARTS", "0")),
                name=f"{environ.get('TORCHELASTIC_RUN_ID', '')} {os.getppid()}",
            )
        except ValueError:  # another program's variables of these names
            return None


def keep_to_this_machine(launch: Launch, platform: str) -> None:
    """Have gradients travel over the loopback interface where all processes are on one machine.

    Torch's processes trust whoever connects. What the environment says already stays.

    Args:
        launch: How this process was started.
        platform: ``sys.platform``.
    """
    interface = _LOOPBACK.get(platform)
    if launch.is_here and interface is not None:
        for name in ("GLOO_SOCKET_IFNAME", "NCCL_SOCKET_IFNAME"):
            os.environ.setdefault(name, interface)
