"""One of several processes that train a run together, as torchrun starts them.

The first one reads and writes the run's folder, enters the store and tells how it goes; the others
compute their parts.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
import safetensors.torch
import torch
from torch import distributed

from convviz.core.errors import ComputeError, ConvVizError, DocumentError, ErrorCode, StorageError
from convviz.engine.training.checkpoint_file import Checkpoint
from convviz.engine.training.commands import SignalCommands
from convviz.engine.training.driver import DriverPorts, RunDriver
from convviz.engine.training.failures import loss_of_worker
from convviz.engine.training.launch import keep_to_this_machine
from convviz.engine.training.loop import Diverged
from convviz.engine.training.meeting import meeting_place
from convviz.engine.training.pace import RunPace
from convviz.engine.training.progress import TrainingProgress
from convviz.engine.training.run_folder import held_folder
from convviz.engine.training.run_identity import RunIdentity
from convviz.engine.training.setup import (
    Found,
    Run,
    build_run,
    find_checkpoint,
    holds_checkpoints,
)
from convviz.engine.training.sharing import device_of_worker
from convviz.engine.training.workers import PATIENCE, JoinedWorkers
from convviz.protocol.child_io import die_with_parent
from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.messages.common import Problem, encode
from convviz.protocol.messages.trainer import StopRun, trainer_requests
from convviz.runs import default_store
from convviz.runs.journal import last_launch
from convviz.runs.records import RunStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convviz.engine.training.commands import CommandSource
    from convviz.engine.training.launch import Launch
    from convviz.engine.training.run_folder import RunFolder
    from convviz.protocol.document import Document
    from convviz.protocol.messages.trainer import RunCommand, RunEnded, TrainerReply


class _Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the first process tells the others of where the run begins.

    Attributes:
        problem: Why it does not.
        path: Of the checkpoint; "" for a run that begins.
        identity: What the checkpoint must match.
        progress: Where it stands.
        tensors: Of model and optimiser, as safetensors.
    """

    problem: Problem | None = None
    path: str = ""
    identity: RunIdentity | None = None
    progress: TrainingProgress | None = None
    tensors: bytes = b""


class _Ready(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each process tells the others when it could start, or why it cannot."""

    problem: Problem | None = None
    identity: RunIdentity | None = None
    epochs: int = 0


class AgreedCommands:
    """Commands that all hear at the same batch: the first process's, and anybody's to stop."""

    def __init__(self, own: CommandSource, workers: JoinedWorkers) -> None:
        self._own = own
        self._workers = workers

    def poll(self, timeout: float) -> RunCommand | None:
        """Return the first process's command; StopRun for all once one of them was told to stop."""
        command = self._own.poll(timeout)
        wish = _Wish.NONE if command is None else _Wish.COMMAND
        if isinstance(command, StopRun):
            wish = _Wish.STOP
        agreed = self._workers.most(wish if wish is _Wish.STOP or not self._workers.rank else 0)
        if agreed == _Wish.COMMAND:
            told = self._workers.hear_first(None if command is None else encode(command))
            return cast("RunCommand", trainer_requests.decode(told))
        return StopRun() if agreed == _Wish.STOP else None


class _Wish(IntEnum):
    """What a process has to say to the others; the largest counts."""

    NONE = 0
    COMMAND = 1
    STOP = 2


class Follower:
    """Drives the part of a process that is not the first: it computes, and writes nothing."""

    def __init__(self, run: Run, commands: CommandSource) -> None:
        """Stand where the run stands.

        Args:
            run: Prepared like the first process's.
            commands: Polled whenever the first process polls.
        """
        self._loop = run.loop
        self._pace = RunPace(
            commands,
            self,
            ends_epoch=lambda step: self._loop.course().ends_epoch(step),
            epochs=run.plan.epochs,
        )

    def train(self) -> RunStatus:
        """Train to the end, and return how it ended."""
        if not self._pace.goes_on():
            return RunStatus.STOPPED
        for event in self._loop.events():
            if isinstance(event, Diverged):
                return RunStatus.DIVERGED
            if not self._pace.goes_on(event):
                return RunStatus.STOPPED
        return RunStatus.FINISHED

    def paused(self) -> None:
        """Nobody pauses several processes."""

    def still_paused(self) -> None:
        """Likewise."""

    def step_begins(self) -> None:
        """Likewise."""

    def continued(self) -> None:
        """Likewise."""

    def carry_out(self, command: RunCommand) -> None:
        """Nothing else than to stop is told to several processes."""


def goes_on_again(launch: Launch, folder: Path) -> bool:
    """Return whether torchrun started the processes again, and their own run can go on.

    A run that was there before, and that the first start refused to touch, is none of theirs.
    """
    if launch.restarts == 0 or not holds_checkpoints(folder):
        return False
    with suppress(StorageError):
        return last_launch(folder) == launch.name
    return False


def lead(
    document: Document,
    folder: Path,
    launch: Launch,
    *,
    resume: bool = False,
    on_message: Callable[[TrainerReply], None] = lambda _message: None,
    portion: Callable[[CommandSource], CommandSource] = lambda signals: signals,
) -> RunEnded:
    """Train a document's network as the first of several processes.

    Ctrl-C, SIGTERM and SIGHUP, to whichever process, end the run after the batch in hand, with a
    checkpoint and the result.

    Args:
        document: Its network and its training settings are used.
        folder: For checkpoints and the result; made if missing.
        launch: Which process this is.
        resume: Go on from the folder's last checkpoint. Processes that are started again go on
            with their own run in any case.
        on_message: Called with everything that a trainer sends to a window.
        portion: Makes of the signals the commands that end the run earlier.

    Returns:
        How it ended.

    Raises:
        ConvVizError: why it could not start, or why it failed; what was saved before stays.
    """
    with _joined(document, launch) as workers, ExitStack() as stack:
        signals = stack.enter_context(SignalCommands(is_patient=True))
        commands = AgreedCommands(portion(signals), workers)
        held, found = _begin(document, folder, launch, workers, stack, resume=resume)
        run = _prepared(document, held.path, found, workers, launch)
        ports = DriverPorts(on_message, commands, default_store(), launch=launch.name)
        driver = RunDriver(run, ports)
        held.is_runs = True
        return driver.train()


def follow(document: Document, launch: Launch) -> str:
    """Train as one of several processes, and not the first.

    Args:
        document: As the first process has it.
        launch: Which process this is.

    Returns:
        How it ended: "finished", "stopped" or "diverged".

    Raises:
        ConvVizError: As :func:`lead`; what another process tells is WORKER_REFUSED here.
    """
    with _joined(document, launch) as workers, ExitStack() as stack:
        commands = AgreedCommands(stack.enter_context(SignalCommands(is_patient=True)), workers)
        run = _prepared(document, Path(), _told(workers), workers, launch)
        return Follower(run, commands).train().value


@contextmanager
def _joined(document: Document, launch: Launch) -> Iterator[JoinedWorkers]:
    """Join the processes of a launch: over gloo between CPUs, over NCCL between GPUs."""
    device = device_of_worker(document.training.device, launch.local_rank)
    keep_to_this_machine(launch, sys.platform)
    die_with_parent(politely=True)
    backend = "gloo"
    if device.type == "cuda":
        backend = "nccl"
        torch.cuda.set_device(device)
    try:
        place = meeting_place(launch.rank, launch.count, PATIENCE)
        distributed.init_process_group(
            backend, store=place, rank=launch.rank, world_size=launch.count, timeout=PATIENCE
        )
        workers = JoinedWorkers(device)
    except RuntimeError as error:  # DistError is one
        detail = str(error).strip().splitlines()[0][:120]
        raise ComputeError(ErrorCode.WORKER_LOST, detail=detail) from error
    try:
        yield workers
    except RuntimeError as error:
        lost = loss_of_worker(error)
        if lost is None:
            raise
        raise lost from error
    finally:
        with suppress(RuntimeError):
            distributed.destroy_process_group()


def _begin(
    document: Document,
    folder: Path,
    launch: Launch,
    workers: JoinedWorkers,
    stack: ExitStack,
    *,
    resume: bool,
) -> tuple[RunFolder, Found]:
    """Hold the run's folder, find where it goes on, and tell the others, errors included."""
    try:
        held = stack.enter_context(held_folder(folder))
        again = resume or goes_on_again(launch, held.path)
        found = find_checkpoint(held.path, resume=again)
        if found is None:
            held.refuse_to_replace(document)
    except ConvVizError as error:
        workers.hear_first(msgspec.msgpack.encode(_Start(Problem.of(error))))
        raise
    workers.hear_first(msgspec.msgpack.encode(_start_at(found)))
    return held, found


def _start_at(found: Found) -> _Start:
    if found is None:
        return _Start()
    checkpoint = found[0]
    data = safetensors.torch.save(checkpoint.tensors)
    return _Start(None, str(checkpoint.path), checkpoint.identity, checkpoint.progress, data)


def _told(workers: JoinedWorkers) -> Found:
    """Return where the run goes on, as the first process tells it."""
    start = msgpack_decoder(_Start).decode(workers.hear_first(None))
    if start.problem is not None:
        raise _refused(0)
    if start.identity is None or start.progress is None:
        return None
    tensors = safetensors.torch.load(start.tensors)
    return Checkpoint(Path(start.path), start.identity, start.progress, tensors), ()


def _prepared(
    document: Document, folder: Path, found: Found, workers: JoinedWorkers, launch: Launch
) -> Run:
    """Build the run, if every process can, and if it is the same in all of them.

    Raises:
        ConvVizError: Why this process cannot.
        ComputeError: WORKER_REFUSED, WORKERS_DIFFER.
    """
    try:
        run = build_run(document, folder, found, workers, launch.local_rank)
    except ConvVizError as error:
        workers.exchange(msgspec.msgpack.encode(_Ready(Problem.of(error))))
        raise
    told = workers.exchange(msgspec.msgpack.encode(_Ready(None, run.identity, run.plan.epochs)))
    ready = [msgpack_decoder(_Ready).decode(part) for part in told]
    for rank, other in enumerate(ready):
        if other.problem is not None:
            raise other.problem.error() if launch.rank == 0 else _refused(rank)
    for rank, other in enumerate(ready):
        different = _differences(ready[0], other)
        if different:
            raise DocumentError(ErrorCode.WORKERS_DIFFER, rank=rank, settings=", ".join(different))
    return run


def _refused(rank: int) -> ComputeError:
    return ComputeError(ErrorCode.WORKER_REFUSED, rank=rank)


def _differences(first: _Ready, other: _Ready) -> tuple[str, ...]:
    if first.identity is None or other.identity is None:
        return ()
    more = ("epochs",) if first.epochs != other.epochs else ()
    return (*first.identity.differences(other.identity), *more)
