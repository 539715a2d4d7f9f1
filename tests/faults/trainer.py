"""The trainer of the rounds: the small data set, and marks of where it is, for who kills it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from tests.support.trainer_process import small_trainer

if TYPE_CHECKING:
    from pathlib import Path

TRAIN: Final = 640
TEST: Final = 160
PIPE: Final = "CONVVIZ_ROUND_MARKS"
PID: Final = "CONVVIZ_ROUND_PID"

BATCH: Final = b"b"
"""A batch begins."""
CHECKPOINT: Final = b"c"
"""A checkpoint begins to be written."""
CHECKPOINT_DONE: Final = b"C"
"""It lies on the disk."""
DATABASE: Final = b"d"
"""Numbers of a run were written into the store and not committed yet."""

_MARKS: Final = """
import os
from pathlib import Path
from convviz.engine.training import checkpoint
from convviz.engine.training.loop import TrainingLoop
from convviz.runs import writer
pipe = os.open(os.environ["CONVVIZ_ROUND_MARKS"], os.O_WRONLY)
Path(os.environ["CONVVIZ_ROUND_PID"]).write_text(str(os.getpid()))
def marked(function, before=b"", after=b""):
    def call(*arguments):
        os.write(pipe, before)
        result = function(*arguments)
        os.write(pipe, after)
        return result
    return call
TrainingLoop._train_batch = marked(TrainingLoop._train_batch, b"b")
checkpoint.write_checkpoint = marked(checkpoint.write_checkpoint, b"c", b"C")
writer._insert_metrics = marked(writer._insert_metrics, b"", b"d")
"""


def marking_trainer() -> tuple[str, ...]:
    """Return the command of a trainer that marks, where somebody listens."""
    return small_trainer(_MARKS if PIPE in os.environ else "", TRAIN, TEST)


def make_pipe(path: Path) -> int:
    """Make the pipe of the marks; return its end for reading, which never blocks."""
    os.mkfifo(path)
    # For writing as well: it does not end when a trainer does.
    return os.open(path, os.O_RDWR | os.O_NONBLOCK)
