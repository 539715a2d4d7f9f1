"""Whole runs with the small data set, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.errors import ConvVizError
from convviz.engine.training.headless import train_headless
from convviz.protocol.messages.trainer import BatchesDone, RunEnded, TrainerReply
from convviz.values.weights import read_weights

if TYPE_CHECKING:
    from convviz.engine.training.commands import CommandSource
    from convviz.protocol.document import Document
    from convviz.protocol.records import EpochRecord


def train(
    document: Document,
    folder: Path,
    *,
    resume: bool = False,
    commands: CommandSource | None = None,
) -> tuple[RunEnded, list[TrainerReply]]:
    """Train and return how it ended, with everything that was sent."""
    messages: list[TrainerReply] = []
    ended = train_headless(
        document, folder, resume=resume, on_message=messages.append, commands=commands
    )
    assert messages[-1] == ended
    return ended, messages


def reached(ended: RunEnded) -> EpochRecord:
    """Return the last epoch of a run that finished one."""
    assert ended.last is not None
    return ended.last


def losses_of(messages: list[TrainerReply]) -> list[float]:
    """Return the loss of every batch that was reported."""
    return [loss for m in messages if isinstance(m, BatchesDone) for loss in m.losses]


def refusal(document: Document, folder: Path, *, resume: bool = False) -> ConvVizError:
    """Return why a run could not start or failed."""
    with pytest.raises(ConvVizError) as caught:
        train_headless(document, folder, resume=resume)
    return caught.value


def weights_of(folder: Path) -> dict[str, Any]:
    """Return the bytes of a run's result by their names."""
    return {n: a.tobytes() for n, a in read_weights(folder / "weights.safetensors").items()}
