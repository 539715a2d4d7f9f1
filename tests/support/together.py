"""Several processes that train together with the small data set, started as torchrun does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.support import small_training as small
from tests.support.light_torch import leave_the_compiler_out

SLOW_BATCHES = "CONVVIZ_TEST_SECONDS_A_BATCH"
"""Of the environment: how long a batch takes at the least."""


def start(
    rank: int, count: int, port: int, arguments: list[str], environ: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start one process of several; its output can be read."""
    told = {
        "RANK": str(rank),
        "WORLD_SIZE": str(count),
        "LOCAL_RANK": str(rank),
        "LOCAL_WORLD_SIZE": str(count),
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", __name__, *arguments],
        cwd=small.CHECKOUT,
        env={**os.environ, **told, **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def torchrun(
    count: int, arguments: list[str], *options: str, environ: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start torchrun with the small data set."""
    program = str(Path(sys.executable).with_name("torchrun"))
    places = ["--nproc-per-node", str(count), "--master-port", str(free_port()), *options]
    return subprocess.Popen(
        [program, *places, "-m", __name__, *arguments],
        cwd=small.CHECKOUT,
        env={**os.environ, **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def main() -> int:
    """Run a command of the shell on the small data set."""
    from convviz.__main__ import main as run
    from convviz.engine.training import setup
    from convviz.engine.training.loop import TrainingLoop

    leave_the_compiler_out()
    vars(setup)["load_dataset"] = lambda _data_set, _path: small.small_dataset()
    seconds = float(os.environ.get(SLOW_BATCHES, "0"))
    train_batch = TrainingLoop._train_batch

    def slowly(*arguments: object) -> object:
        time.sleep(seconds)
        return train_batch(*arguments)  # type: ignore[arg-type]

    if seconds:
        TrainingLoop._train_batch = slowly  # type: ignore[method-assign,assignment]
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
