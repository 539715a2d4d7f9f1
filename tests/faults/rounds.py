"""Kills of trainer, window or both at random moments, and what must be so afterwards."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from convviz.engine.training import setup
from convviz.engine.training.checkpoint_file import read_checkpoint
from convviz.engine.training.headless import train_headless
from convviz.protocol.document_file import read_document, write_document
from convviz.runs import RunStatus, default_store, list_runs, load_run
from convviz.values.weights import read_weights
from tests.faults import trainer
from tests.support import environment
from tests.support import small_training as small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.protocol.document import Document

CHECKOUT: Final = Path(__file__).resolve().parents[2]
EPOCHS: Final = 6
PATIENCE: Final = 600.0
"""Seconds for what must happen, on a machine that is busy with much else."""
SETTLING: Final = 5.0
"""Seconds in which Linux takes the locks of a killed process, once its memory is gone."""
TOKEN: Final = "CONVVIZ_ROUND"  # noqa: S105 - no secret: it marks the processes of a round

VICTIMS: Final = ("trainer", "window", "both")
DELAYS: Final = {trainer.BATCH: 0.01, trainer.CHECKPOINT: 0.04, trainer.DATABASE: 0.002}
"""The longest wait, in seconds, between a mark and the kill: about as long as what begins there."""
MOST_MARKS: Final = {trainer.BATCH: 230, trainer.CHECKPOINT: EPOCHS, trainer.DATABASE: 40}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round does.

    Attributes:
        victim: Who is killed.
        mark: Where the trainer is then.
        number: At which mark of that kind, from 1.
        delay: Seconds after it.
        starts_again: Whether a window is started next, to say what happened.
        in_window: Whether that window goes on with the run; else the shell's way does.
    """

    victim: str
    mark: bytes
    number: int
    delay: float
    starts_again: bool
    in_window: bool

    @classmethod
    def of(cls, seed: int, number: int) -> Plan:
        """Return the plan of a round."""
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - not for secrets
        mark = chance.choice(list(DELAYS))
        return cls(
            victim=VICTIMS[number % len(VICTIMS)],
            mark=mark,
            number=chance.randint(1, MOST_MARKS[mark]),
            delay=chance.uniform(0, DELAYS[mark]),
            starts_again=number % 5 < 2,
            in_window=number % 10 == 0,
        )


def document() -> Document:
    """Return what is trained: all that is random or remembers, 40 batches an epoch."""
    return small.document(small.varied_network(), epochs=EPOCHS)


@dataclass(frozen=True, slots=True)
class Straight:
    """What a run that nobody killed comes to.

    Attributes:
        losses: Of each batch.
        epochs: What was measured of each epoch, without times.
        weights: Their bytes by name.
    """

    losses: tuple[float, ...]
    epochs: tuple[tuple[float, ...], ...]
    weights: dict[str, bytes]

    @classmethod
    def of(cls, folder: Path) -> Straight:
        """Return what a finished run in a folder came to; it is the store's only one."""
        (summary,) = list_runs()
        check(summary.folder == folder, f"the store has {summary.folder}, not {folder}")
        check(summary.status is RunStatus.FINISHED, f"it is {summary.status}")
        record = load_run(summary.id)
        check(
            record.steps == tuple(range(1, len(record.steps) + 1)),
            "batches miss in the list of runs",
        )
        epochs = tuple(
            (e.step, e.train_loss, e.validation_loss, e.validation_accuracy) for e in record.epochs
        )
        arrays = read_weights(folder / "weights.safetensors", sha256=summary.sha256)
        weights = {name: array.tobytes() for name, array in arrays.items()}
        return cls(tuple(record.losses), epochs, weights)


class FaultError(AssertionError):
    """Something is not as it must be after a kill."""


def check(is_so: object, otherwise: str) -> None:
    """Raise FaultError unless something is so."""
    if not is_so:
        raise FaultError(otherwise)


def straight_run(folder: Path) -> Straight:
    """Train without a kill."""
    use_home(folder)
    vars(setup)["load_dataset"] = lambda _name, _path: small.small_dataset(
        trainer.TRAIN, trainer.TEST
    )
    train_headless(document(), folder / "run")
    return Straight.of(folder / "run")


def use_home(folder: Path) -> None:
    """Have this process, and what it starts, keep everything in a folder."""
    os.environ["HOME"] = str(folder)
    for name in environment.OWN_FOLDERS:
        os.environ[name] = str(folder / name.lower())


class Round:
    """One kill, the next start, and the run to its end."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._folder = folder
        self._plan = plan
        self._marks = b""
        self._story: list[str] = []
        folder.mkdir(parents=True)
        use_home(folder)
        write_document(folder / "given.convviz", document())
        os.environ["CONVVIZ_ROUND_DOCUMENT"] = str(folder / "given.convviz")
        os.environ[TOKEN] = str(folder)
        os.environ["PYTHONFAULTHANDLER"] = "1"

    def run(self, straight: Straight) -> str:
        """Do the round; return its story.

        Raises:
            FaultError: Something is not as it must be.
        """
        try:
            self._kill()
            folder = self._files_are_whole()
            if self._plan.starts_again:
                self._next_start(folder)
            if folder is not None:
                self._go_on(folder)
                check(Straight.of(folder) == straight, "the run that went on is another one")
        except FaultError as error:
            told = (self._folder / "stderr.txt").read_text(errors="replace")[-2000:]
            text = f"{'; '.join(self._story)}: {error}\n{told}"
            raise FaultError(text) from error
        finally:
            self._end_all()
        return "; ".join(self._story)

    def _kill(self) -> None:
        plan = self._plan
        os.environ[trainer.PIPE] = str(self._folder / "marks")
        os.environ[trainer.PID] = str(self._folder / "pid")
        pipe = trainer.make_pipe(self._folder / "marks")
        try:
            with self._window("train") as window:
                self._wait_for_mark(pipe, window)
                time.sleep(plan.delay)
                pid = int((self._folder / "pid").read_text())
                victims = {"trainer": [pid], "window": [window.pid]}.get(
                    plan.victim, [window.pid, pid]
                )
                for victim in victims:
                    with suppress(ProcessLookupError):
                        os.kill(victim, signal.SIGKILL)
                self._note(f"{plan.victim} killed at mark {plan.mark.decode()} {plan.number}")
                if plan.victim == "trainer":
                    self._window_tells(window)
                window.wait(PATIENCE)
            # What has something to save ends by itself, and everything else as well.
            until = time.monotonic() + PATIENCE
            while (left := self._processes()) and time.monotonic() < until:
                time.sleep(0.05)
            check(not left, f"orphans: {left}")
            with suppress(BlockingIOError):
                self._marks += os.read(pipe, 1 << 16)
        finally:
            os.close(pipe)
            del os.environ[trainer.PIPE], os.environ[trainer.PID]

    def _wait_for_mark(self, pipe: int, window: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE
        while self._marks.count(self._plan.mark) < self._plan.number:
            check(time.monotonic() < until, f"the mark never came: {self._marks[-20:]!r}")
            check(window.poll() is None, "the window ended by itself")
            if select.select([pipe], [], [], 0.5)[0]:
                self._marks += os.read(pipe, 1 << 16)
            if self._marks.translate(None, b"bcd") == b"C" * EPOCHS:
                break  # the run is at its end: killed while it writes its result

    def _window_tells(self, window: subprocess.Popen[bytes]) -> None:
        """A window whose trainer was killed says so, and offers to go on; then it is closed."""
        ended = self._told(window, "ended")
        if ended["state"] != "finished":
            check(ended["state"] == "failed", f"the window takes the run for {ended['state']}")
            check("trainer" in ended["said"].lower(), f"the window says {ended['said']!r}")
            saved = trainer.CHECKPOINT_DONE in self._marks
            check(ended["can_resume"] or not saved, "the window offers no Resume")
            self._note(f"it says: {ended['said']}")
        window.send_signal(signal.SIGTERM)

    def _files_are_whole(self) -> Path | None:
        """Check every file; return the run's folder, or None if nothing was saved."""
        store = default_store()
        with closing(sqlite3.connect(store)) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
        check(answer == "ok", f"the list of runs: {answer}")
        until = time.monotonic() + SETTLING
        while list_runs()[0].status is RunStatus.RUNNING and time.monotonic() < until:
            time.sleep(0.05)
        (summary,) = list_runs()
        allowed = {RunStatus.INTERRUPTED, RunStatus.FINISHED}
        check(summary.status in allowed, f"the list of runs says {summary.status}")
        read_document(summary.folder / "network.convviz")
        found = sorted((summary.folder / "checkpoints").glob("step-*.json"))
        steps = [read_checkpoint(path).progress.step for path in found]
        newest = steps[-1] if steps else 0
        done = self._marks.count(trainer.CHECKPOINT_DONE)
        if self._plan.victim == "window":
            done -= 1  # the trainer saved once more before it ended, within an epoch
        interval = -(-trainer.TRAIN // 16)
        check(newest >= done * interval, f"{done} checkpoints were written, and {newest} is newest")
        batches = self._marks.count(trainer.BATCH)
        lost = max(0, batches - newest)
        unsaved = self._marks.rpartition(trainer.CHECKPOINT)[2]
        is_writing = trainer.CHECKPOINT in self._marks and trainer.CHECKPOINT_DONE not in unsaved
        # The thread that writes is told of a checkpoint some batches before it begins.
        beside = unsaved.count(trainer.BATCH) + 5 if is_writing else 0
        check(lost <= interval + beside, f"{lost} batches are lost, {beside} while it was writing")
        self._note(f"{summary.status}, {lost} batches lost of {batches}")
        return summary.folder if steps else None

    def _next_start(self, folder: Path | None) -> None:
        """Start the program again: it says what happened, and offers to go on."""
        arguments = ["resume"] if self._plan.in_window else []
        with self._window("look", *arguments) as window:
            looked = self._told(window, "looked")
            said = " ".join(looked["notices"])
            (summary,) = list_runs()
            if folder is not None and summary.status is RunStatus.INTERRUPTED:
                check("was cut off" in said, f"the next start says {said!r}")
                check("was cut off" in looked["offer"], f"it offers {looked['offer']!r}")
                check(looked["resume"], "it offers no Resume")
                if self._plan.in_window:
                    ended = self._told(window, "ended")
                    check(ended["state"] == "finished", f"gone on with, it is {ended}")
                    self._note("gone on with in the window")
            if folder is not None:
                self._note(f"the next start says: {said or looked['offer']}")
            window.wait(PATIENCE)

    def _go_on(self, folder: Path) -> None:
        (summary,) = list_runs()
        if summary.status is not RunStatus.FINISHED:
            train_headless(document(), folder, resume=True)

    @contextmanager
    def _window(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start a window; it is ended if something is not as it must be."""
        with (self._folder / "stderr.txt").open("ab") as errors:
            window = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.window", *arguments],
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        with window:
            try:
                yield window
            except BaseException:
                window.kill()
                raise

    def _told(self, window: subprocess.Popen[bytes], what: str) -> dict[str, Any]:
        """Return the next thing of a kind that a window tells."""
        stream = window.stdout
        assert stream is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if not select.select([stream], [], [], 1.0)[0]:
                continue
            line = stream.readline()
            if not line:
                status = window.wait(PATIENCE)
                check(line, f"the window ended with {status} before it told of {what!r}")
            told: dict[str, Any] = json.loads(line)
            check(told["what"] != "raised", str(told))
            if told["what"] == what:
                return told
        message = f"the window never told of {what!r}"
        raise FaultError(message)

    def _processes(self) -> list[str]:
        """Return the processes of this round that are there, but for this one."""
        wanted = f"{TOKEN}={self._folder}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and int(entry.name) != os.getpid():
                with suppress(OSError):
                    if wanted in (entry / "environ").read_bytes().split(b"\0"):
                        command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                        found.append(f"{entry.name} {command[:80]}")
        return found

    def _end_all(self) -> None:
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(int(process.split()[0]), signal.SIGKILL)

    def _note(self, text: str) -> None:
        self._story.append(text)
