"""What is asked of a trainer (``python -m convviz.engine.trainer``), and what it tells."""

from __future__ import annotations

from typing import Final, TypeAlias

from convviz.core.errors import ErrorCode
from convviz.protocol.batch_course import BATCH_SIZE
from convviz.protocol.best_weights import BestWeights
from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.document import WeightsFile
from convviz.protocol.judgement import Judgement
from convviz.protocol.messages.common import Message, Problem, Tensor
from convviz.protocol.rate_search import HIGHEST_RATE, LOWEST_RATE, STEPS
from convviz.protocol.records import EpochRecord, RateStep, SettingChange
from convviz.protocol.watching import LayerInside, LayerStatistics, WatchKind
from convviz.protocol.worked_batch import WeightStep


class StartRun(Message, frozen=True):
    """Train. Sent first, once.

    Attributes:
        document: The document's JSON text: its network and its training settings are used.
        run_folder: Folder for checkpoints and the result; made if missing.
        resume: Go on from the folder's last checkpoint.
    """

    document: bytes
    run_folder: str
    resume: bool = False


class FindRate(Message, frozen=True):
    """Search for a learning rate: answered by RatesTried, then RateSearchEnded or RunFailed.

    Sent instead of StartRun; StopRun ends it. Nothing of a run is read or written.

    Attributes:
        document: As in StartRun.
        lowest: The first rate that is tried.
        highest: The last one.
        steps: Batches, one a rate.
    """

    document: bytes
    lowest: float = LOWEST_RATE
    highest: float = HIGHEST_RATE
    steps: int = STEPS


class PauseRun(Message, frozen=True):
    """Stop after the batch in hand and wait."""


class ContinueRun(Message, frozen=True):
    """Go on after a pause."""


class StepRun(Message, frozen=True):
    """While paused: do a single batch."""


class FinishEpoch(Message, frozen=True):
    """Go on to the end of the epoch in hand, measured, and pause there; also while not paused."""


class StopRun(Message, frozen=True):
    """End after the batch in hand; write a checkpoint.

    Attributes:
        is_cut: Nobody asked for it: the window ended without a word.
    """

    is_cut: bool = False


class SetLearningRate(Message, frozen=True):
    """Train with another learning rate from the next batch on, in every part of the run to come.

    Answered by SettingChanged, or by RunNotice if the value is refused. This holds for all such
    requests.
    """

    value: float


class SetMomentum(Message, frozen=True):
    """Train with another momentum, if the optimiser has one of this name."""

    value: float


class SetWeightDecay(Message, frozen=True):
    """Train with another weight decay."""

    value: float


class SetBatchSize(Message, frozen=True):
    """Train in batches of another size from the next batch on: see ``protocol.batch_course``."""

    value: int


SettingCommand: TypeAlias = SetLearningRate | SetMomentum | SetWeightDecay | SetBatchSize
SETTING_NAMES: Final[dict[type[SettingCommand], str]] = {
    SetLearningRate: "lr",
    SetMomentum: "momentum",
    SetWeightDecay: "weight_decay",
    SetBatchSize: BATCH_SIZE,
}
"""Which setting each sets: of the optimiser, but for the batch size."""


class Watch(Message, frozen=True):
    """Tell of layers' statistics from the next batch on; the newest such request counts.

    Layers that the network does not have, or that have nothing trained, are left out, and so are
    those beyond ``MOST_LAYERS``.

    Attributes:
        layers: As torch names them in the network: "0" for the layer of "0.weight". None ends it.
        kinds: What is wanted of each.
    """

    layers: tuple[str, ...]
    kinds: tuple[WatchKind, ...] = tuple(WatchKind)


class LookInside(Message, frozen=True):
    """Tell what a layer makes of a test picture, at once and from then on now and then.

    Attributes:
        layer: As torch names it in the network; "" ends it.
        picture: The test picture's place, from 0; the last one if there are fewer.
    """

    layer: str
    picture: int = 0


class WorkBatch(Message, frozen=True):
    """Tell the newest batch in numbers, once; before the first batch nothing is told.

    Attributes:
        weight: Name of the trained numbers of which one weight's step is told, such as "0.weight".
        place: Which of them, from 0.
    """

    weight: str = ""
    place: int = 0


class KeepWeights(Message, frozen=True):
    """Write the weights of now into a file of the run's folder, which they share with nothing.

    Answered by WeightsKept, or by RunNotice if they cannot be written.
    """


RunCommand: TypeAlias = (
    PauseRun
    | ContinueRun
    | StepRun
    | FinishEpoch
    | StopRun
    | SettingCommand
    | Watch
    | LookInside
    | WorkBatch
    | KeepWeights
)
"""What a person can ask of a run that goes on; it takes effect within one batch."""

TrainerRequest: TypeAlias = StartRun | FindRate | RunCommand


class EpochDone(Message, frozen=True):
    """An epoch is finished and measured.

    Attributes:
        epoch: What was measured.
    """

    epoch: EpochRecord


class CheckpointSaved(Message, frozen=True):
    """A checkpoint lies on the disk, whole; one that could not be saved is a RunNotice.

    It is written while training goes on, so batches of the next epoch may come before it.

    Attributes:
        path: Its JSON file.
        step: Batches done.
        epoch: The epoch at whose end it was taken; 0 if it was within one.
    """

    path: str
    step: int
    epoch: int = 0


class EpochJudged(Message, frozen=True):
    """What the network takes each test picture for at the end of an epoch; follows EpochDone.

    Attributes:
        epoch: Counted from 1.
        step: Batches done.
        judgement: Of the first test pictures, at most ``MOST_JUDGED``.
    """

    epoch: int
    step: int
    judgement: Judgement


class RunStarted(Message, frozen=True):
    """The data is loaded and the network built.

    Attributes:
        device: Where it is trained: "cpu", "cuda:0" or "mps".
        batches_per_epoch: Of the batch size that the run began with.
        first_step: Batches done before: 0, or more when a run goes on.
        notices: What the user should know: altered data files, a damaged checkpoint passed over.
        earlier: The epochs done before, in order, as the checkpoint keeps them.
        changes: The settings that were changed in those, in order.
        start: The weights that the run began with; None for new ones.
    """

    device: str
    train_pictures: int
    test_pictures: int
    batches_per_epoch: int
    epochs: int
    first_step: int
    num_params: int
    class_names: tuple[str, ...]
    notices: tuple[Problem, ...] = ()
    earlier: tuple[EpochRecord, ...] = ()
    changes: tuple[SettingChange, ...] = ()
    start: WeightsFile | None = None


class BatchesDone(Message, frozen=True):
    """Batches since the last such message, sent at most 20 times a second.

    Attributes:
        first_step: Number of the first batch, counted from 1 over the whole run.
        losses: Loss of each batch, in order.
        pictures_per_second: Over the last second or so, pauses left out.
        eta_seconds: Estimated time to the end of the run.
        memory: Bytes that the training takes: on a GPU those of its tensors, else those of its
            process; 0 where that is not known.
        rates: The learning rate of each batch that had another one than the batch before; of a
            process's first batch always.
    """

    first_step: int
    losses: tuple[float, ...]
    pictures_per_second: float
    eta_seconds: float
    memory: int = 0
    rates: tuple[RateStep, ...] = ()


class RunPaused(Message, frozen=True):
    """The trainer waits."""

    step: int


class RunContinued(Message, frozen=True):
    """The trainer goes on."""

    step: int


class SettingChanged(Message, frozen=True):
    """A setting is another from now on."""

    change: SettingChange


class LayersWatched(Message, frozen=True):
    """What was seen of the watched layers, sent at most twice a second, and only if asked for.

    Attributes:
        step: The batch that was looked at, counted from 1 over the whole run.
        statistics: Of each layer, in the order in which they were asked for.
    """

    step: int
    statistics: tuple[LayerStatistics, ...]


class InsideSeen(Message, frozen=True):
    """What was seen of the layer of LookInside.

    Attributes:
        step: Batches done.
        inside: The layer.
    """

    step: int
    inside: LayerInside


class BatchWorked(Message, frozen=True):
    """A batch in numbers.

    Attributes:
        step: Its number.
        outputs: float32 (pictures, outputs), as the loss got them; of very many the first.
        labels: int64 (pictures,): the class of each of these.
        places: int64 (pictures,): the place of each in the training part.
        pictures: Of the whole batch.
        loss: torch's own, in float32.
        weight: What the step did to one weight; None where that is not known.
    """

    step: int
    outputs: Tensor
    labels: Tensor
    places: Tensor
    pictures: int
    loss: float
    weight: WeightStep | None


class WeightsKept(Message, frozen=True):
    """Answer to KeepWeights.

    Attributes:
        step: Batches done.
        path: The file.
        sha256: Of its bytes.
    """

    step: int
    path: str
    sha256: str


class RunNotice(Message, frozen=True):
    """Something went wrong that the run survives, such as a disk too full for a checkpoint."""

    problem: Problem


class RunEnded(Message, frozen=True):
    """The run is over.

    Attributes:
        outcome: "finished", "stopped" or "diverged".
        step: Batches done.
        last: The last finished epoch; None if there is none.
        seconds: Time spent training and validating, pauses left out, earlier parts included.
        weights: Path of the safetensors file of the result; empty if there is none. The document
            with the network stands beside it, as network.convviz. After "diverged" it holds the
            weights of the last checkpoint.
        sha256: Of that file.
        reason: Why it diverged.
        best: The weights of the best epoch; None if they are those of the last one, or not kept.
    """

    outcome: str
    step: int
    last: EpochRecord | None
    seconds: float
    weights: str
    sha256: str
    reason: Problem | None = None
    best: BestWeights | None = None

    @property
    def epochs_done(self) -> int:
        """Epochs finished and measured."""
        return 0 if self.last is None else self.last.epoch


class RunFailed(Message, frozen=True):
    """The run ended with an error; what was saved before stays."""

    problem: Problem


class RatesTried(Message, frozen=True):
    """Some more rates were tried.

    Attributes:
        total: How many there are to try.
        rates: Those that were tried since the last such message, ascending.
        losses: The loss of the batch of each.
    """

    total: int
    rates: tuple[float, ...]
    losses: tuple[float, ...]


class RateSearchEnded(Message, frozen=True):
    """A search for a learning rate is over.

    Attributes:
        outcome: "finished": all were tried; "exploded": the loss did; "stopped": it was told to.
    """

    outcome: str


TrainerReply: TypeAlias = (
    RunStarted
    | BatchesDone
    | EpochDone
    | CheckpointSaved
    | EpochJudged
    | RunPaused
    | RunContinued
    | SettingChanged
    | LayersWatched
    | InsideSeen
    | BatchWorked
    | WeightsKept
    | RunNotice
    | RunEnded
    | RunFailed
)


def may_go_on_after(code: str) -> bool:
    """Return whether a trainer that failed by an error can train another run: it was refused."""
    return code not in {ErrorCode.OUT_OF_MEMORY, ErrorCode.UNEXPECTED}


SearchReply: TypeAlias = RatesTried | RateSearchEnded | RunFailed

trainer_requests = msgpack_decoder(TrainerRequest)
trainer_replies = msgpack_decoder(TrainerReply | SearchReply)
