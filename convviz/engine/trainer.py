"""The trainer: one run after the other, told by the window.

Run as ``python -m convviz.engine.trainer``.

The end of stdin, SIGTERM, SIGHUP and the command to stop mean the same: finish the batch in hand,
save, then end. The window need not be there any more. One that goes without a word was killed: the
run counts as interrupted, so that the next window tells of it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.engine.compute.memory import spare_others_when_memory_runs_out
from convviz.engine.training.commands import polite_signals
from convviz.protocol.child_io import (
    EXIT_FAILED,
    ChildChannel,
    GarbageError,
    InputEndedError,
    problem_of,
    run_child,
)
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.trainer import (
    FindRate,
    RunFailed,
    StartRun,
    StopRun,
    TrainerRequest,
    may_go_on_after,
    trainer_requests,
)

if TYPE_CHECKING:
    from types import FrameType

    from convviz.protocol.messages.trainer import RunCommand

_LONGEST_WAIT = 0.2
"""Seconds after which a wait looks whether SIGTERM came."""
ALONE_SECONDS = 600.0
"""How long a trainer without a window may take for its batch and its checkpoint."""


class WindowCommands:
    """The window's messages as commands; its end, polite signals and garbage as StopRun."""

    def __init__(self, channel: ChildChannel[TrainerRequest]) -> None:
        self._channel = channel
        self._terminated = False
        for number in polite_signals():
            signal.signal(number, self._on_signal)

    def wait(self) -> TrainerRequest | None:
        """Return what is to be done next; None once a polite signal asked to end.

        Raises:
            InputEndedError: Stdin ended.
            GarbageError: What came is no message.
        """
        while not self._terminated:
            with contextlib.suppress(TimeoutError):
                return self._channel.receive(_LONGEST_WAIT)
        return None

    def poll(self, timeout: float) -> RunCommand | None:
        """Return the next command, or None if none comes in time."""
        if self._terminated:
            return StopRun()
        try:
            request = self._channel.receive(min(timeout, _LONGEST_WAIT))
        except TimeoutError:
            return None
        except InputEndedError:
            return StopRun(is_cut=True)
        except GarbageError as error:
            sys.stderr.write(f"what came on stdin is not a message of convviz: {error}\n")
            return StopRun()
        return None if isinstance(request, StartRun | FindRate) else request

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._terminated = True


def train(channel: ChildChannel[TrainerRequest]) -> None:
    """Do what the window starts, one run or search after the other; errors go there as RunFailed.

    Torch and what it has loaded stay for the next one, so that it begins at once.

    Raises:
        InputEndedError: Stdin ended.
        GarbageError: What came first is no message.
    """
    commands = WindowCommands(channel)
    begun = False
    while (request := commands.wait()) is not None:
        if isinstance(request, StartRun | FindRate):
            begun = True
            if not _do(channel, commands, request):
                return
        elif not begun:
            detail = f"{type(request).__name__} came before StartRun"
            channel.send(RunFailed(Problem(ErrorCode.UNEXPECTED, {"detail": detail})))
            return


def _do(
    channel: ChildChannel[TrainerRequest],
    commands: WindowCommands,
    request: StartRun | FindRate,
) -> bool:
    """Train or search; return whether this process is sound enough for another run."""
    try:
        if isinstance(request, StartRun):
            _run(channel, commands, request)
        else:
            _search(channel, commands, request)
    except ConvVizError as error:
        channel.send(RunFailed(problem_of(error)))
        return may_go_on_after(error.code)
    except Exception as error:  # noqa: BLE001 - a child process's main is one of the three doors
        channel.send(RunFailed(problem_of(error)))
        return False
    finally:
        gc.collect()
    return True


def _run(
    channel: ChildChannel[TrainerRequest], commands: WindowCommands, request: StartRun
) -> None:
    # Torch is loaded here, so that a broken installation is told to the window as well.
    from convviz.engine.training.headless import train_headless
    from convviz.protocol.document_file import decode_document
    from convviz.protocol.numbers_folder import without_file_blocks

    _start_afresh()
    train_headless(
        without_file_blocks(decode_document(request.document)),
        Path(request.run_folder),
        resume=request.resume,
        on_message=channel.send,
        commands=commands,
    )


def _search(
    channel: ChildChannel[TrainerRequest], commands: WindowCommands, request: FindRate
) -> None:
    from convviz.engine.training.headless import load_training
    from convviz.protocol.document_file import decode_document
    from convviz.protocol.numbers_folder import without_file_blocks

    load_training()
    from convviz.engine.training.rate_finder import RateRange, search_rates

    _start_afresh()
    document = without_file_blocks(decode_document(request.document))
    wanted = RateRange(request.lowest, request.highest, request.steps)
    search_rates(document, wanted, channel.send, commands)


def _start_afresh() -> None:
    """Leave nothing of the run before to the next one: its threads, and what a device holds."""
    from convviz.engine.training.headless import load_training

    load_training()
    import torch

    torch.set_num_threads(_threads_of_torch())
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


@cache
def _threads_of_torch() -> int:
    """Return how many threads torch takes by itself, before any run sets another number."""
    import torch

    return torch.get_num_threads()


def end_in_time() -> None:
    """End the process if it does not end by itself: a batch may hang for ever."""
    last = threading.Timer(ALONE_SECONDS, os._exit, (EXIT_FAILED,))
    last.daemon = True
    last.start()


def main() -> int:
    """Train over stdin and stdout; return the exit code."""
    spare_others_when_memory_runs_out()
    return run_child(trainer_requests.decode, train, at_end=end_in_time)


if __name__ == "__main__":
    sys.exit(main())
