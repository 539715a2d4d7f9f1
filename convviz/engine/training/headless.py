"""Training without a window: what ``convviz train`` does, and tests."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from convviz.engine.training.commands import CommandSource, NoCommands, SignalCommands
from convviz.runs import default_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.protocol.document import Document
    from convviz.protocol.messages.trainer import RunEnded, TrainerReply


def load_training() -> None:
    """Load what a training needs, torch above all: seconds in which nothing is made yet."""
    let_idle_threads_sleep()
    import convviz.engine.training.driver
    import convviz.engine.training.setup  # noqa: F401


def train_headless(
    document: Document,
    run_folder: Path,
    *,
    resume: bool = False,
    on_message: Callable[[TrainerReply], None] = lambda _message: None,
    commands: CommandSource | None = None,
    launch: str = "",
    portion: Callable[[CommandSource], CommandSource] = lambda signals: signals,
) -> RunEnded:
    """Train a document's network in this process.

    Ctrl-C and SIGTERM end the run after the batch in hand, with a checkpoint and the result, if
    this is the main thread; a second Ctrl-C interrupts as usual.

    Args:
        document: Its network and its training settings are used.
        run_folder: For checkpoints and the result; made if missing.
        resume: Go on from the folder's last checkpoint.
        on_message: Called with everything that a trainer sends to a window, in this thread.
        commands: Where commands come from; None for the signals.
        launch: Of which launch of torchrun this process is; "" without.
        portion: Makes of the commands those that end the run earlier.

    Returns:
        How it ended.

    Raises:
        ConvVizError: why it could not start, or why it failed; what was saved before stays.
    """
    load_training()
    from convviz.engine.training.driver import DriverPorts, RunDriver
    from convviz.engine.training.failures import told_of_memory
    from convviz.engine.training.run_folder import held_folder
    from convviz.engine.training.setup import prepare_run

    with ExitStack() as stack:
        if commands is None and threading.current_thread() is threading.main_thread():
            commands = stack.enter_context(SignalCommands())
        folder = stack.enter_context(held_folder(run_folder))
        with told_of_memory():
            run = prepare_run(document, folder.path, resume=resume)
        if not resume:
            folder.refuse_to_replace(document)
        wanted = portion(commands or NoCommands())
        ports = DriverPorts(on_message, wanted, default_store(), launch=launch)
        driver = RunDriver(run, ports)
        folder.is_runs = True
        return driver.train()


def let_idle_threads_sleep() -> None:
    """Have idle threads sleep instead of spin, unless the user's environment says otherwise.

    OpenMP reads this once, when torch is imported. A thread that spins takes a core from the
    window, and from the very thread that it waits for. Course network, 2 threads on 2 cores:
    2,200 pictures a second either way alone; beside busy neighbours 560 instead of 180.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
