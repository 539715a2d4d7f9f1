"""The training loop as a stream of events: no window, no files, no processes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Protocol, TypeAlias

import torch

from convviz.core.augmentation import Augmentation
from convviz.core.clipping import Clipping
from convviz.engine.training.augmenting import BatchAugmenter, Moment
from convviz.engine.training.batches import Batch, PictureSet, epoch_order
from convviz.engine.training.clipping import clip_gradients
from convviz.engine.training.compiling import compiled
from convviz.engine.training.judging import Judge
from convviz.engine.training.losses import BatchLoss, LossReader
from convviz.engine.training.not_finite import Kind, Origin, Replayed, find_origin
from convviz.engine.training.precision import Precision
from convviz.engine.training.recent_steps import RecentSteps
from convviz.engine.training.seeds import Use, derive_seed, seed_device
from convviz.engine.training.watching import MOST_KEPT, LayerWatch
from convviz.engine.training.workers import ALONE, Workers
from convviz.protocol.batch_course import BatchCourse
from convviz.protocol.records import TRAIN_SAMPLE
from convviz.protocol.soundness import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from torch import nn

    from convviz.engine.training.averaging import WeightAverage
    from convviz.engine.training.loss_function import LossFunction
    from convviz.engine.training.progress import TrainingProgress
    from convviz.engine.training.rate_schedule import RateSchedule
    from convviz.protocol.records import EpochRecord

_TEST_BATCH = 256
"""Test pictures at a time: fast, and short enough to answer commands between them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What stays the same during a run.

    Attributes:
        train: Training pictures.
        test: Test pictures.
        batch_size: Pictures a step at first; the last batch of an epoch may have fewer.
        epochs: Passes over the training pictures.
        seed: Of the order of pictures and of dropout.
        device: Where everything is computed.
        augmentation: How training pictures are changed; None leaves them as they are.
        workers: Who trains: this process alone, or several that share each batch.
        clipping: How large gradients may be; None for any size.
        is_compiled: Whether torch compiles the network, where that pays.
        precision: In which numbers the network is computed.
    """

    train: PictureSet
    test: PictureSet
    batch_size: int
    epochs: int
    seed: int
    device: torch.device
    augmentation: Augmentation | None = None
    workers: Workers = ALONE
    clipping: Clipping | None = None
    is_compiled: bool = False
    precision: str = PLAIN

    @property
    def batches_per_epoch(self) -> int:
        """Batches an epoch of the first batch size, the partial one included."""
        return math.ceil(len(self.train) / self.batch_size)


@dataclass(frozen=True, slots=True)
class Measuring:
    """Some test pictures were measured.

    Attributes:
        done: Test pictures measured so far in this epoch.
    """

    done: int


@dataclass(frozen=True, slots=True)
class Diverged:
    """The loss or the weights became infinite or no number; nothing follows.

    Attributes:
        step: The batch, counted from 1 over the whole run.
        loss: Its loss, or that of the test pictures.
    """

    step: int
    loss: float


Event: TypeAlias = "BatchLoss | Measuring | EpochRecord | Diverged"


class MovesRate(Protocol):
    """What moves the learning rate between batches."""

    def batch_done(self) -> None:
        """Called after each batch."""


class TrainingLoop:
    """Trains a model; what happens comes out of :meth:`events`.

    Between two events the caller may save the state, wait as long as it likes, or drop the stream
    and come back with a new one: everything random follows from the seed and the step.

    Attributes:
        model: The network, in training mode between events of training.
        optimiser: Its optimiser.
        progress: Where the run stands; :meth:`settle` first.
        batch_size: Pictures of the next batch and those behind it.
        watch: Looks at layers between the gradients and the step, and behind it.
        recent: What there was before the last batches.
        judge: What the network took the test pictures for when it was measured last; None before.
        average: The average of the weights, which is measured in their place; None for none.
        precision: In which numbers the network is computed.
    """

    def __init__(
        self,
        model: nn.Module,
        optimiser: torch.optim.Optimizer,
        loss: LossFunction,
        plan: Plan,
        progress: TrainingProgress,
        rates: RateSchedule | None = None,
        average: WeightAverage | None = None,
    ) -> None:
        """Stand where a run stands.

        Args:
            model: The network.
            optimiser: Its optimiser.
            loss: What is minimised.
            plan: What stays the same.
            progress: Where the run stands.
            rates: Moves the learning rate, and stands there, too; None leaves it as it is.
            average: Of the weights, standing there as well; None for none.
        """
        self.model = model
        self.optimiser = optimiser
        self.progress = progress
        self.batch_size = BatchCourse.of(1, plan.batch_size, progress.changes).sizes[-1][1]
        batches = plan.epochs * plan.batches_per_epoch
        self.watch = LayerWatch(model, keep_every=-(-batches // MOST_KEPT))
        self.judge: Judge | None = None
        self.average = average
        self.precision = Precision(plan.precision, plan.device)
        self._loss = loss
        self._plan = plan
        self._rates = rates
        self._mover: MovesRate | None = rates
        self._reader = LossReader(plan.device)
        self._joined: Callable[[torch.Tensor], torch.Tensor] | None = None
        self.recent = RecentSteps(model, optimiser, 2 + self._reader.lag)

    def events(self) -> Iterator[Event]:
        """Train from where the run stands to its end.

        Yields:
            BatchLoss after each batch, Measuring between test pictures, EpochRecord when
            an epoch is measured; Diverged instead, and last, when numbers stop being finite.
        """
        while len(self.progress.epochs) < self._plan.epochs:
            epoch = len(self.progress.epochs) + 1
            for event in chain(self._train_epoch(epoch), self._measure()):
                yield event
                if isinstance(event, Diverged):
                    return

    def batches(self, mover: MovesRate) -> Iterator[BatchLoss | Diverged]:
        """Train on and on, epoch after epoch, and measure nothing; no epoch is recorded.

        Args:
            mover: Moves the learning rate between batches, in place of a schedule.

        Yields:
            BatchLoss after each batch; Diverged, and last, when a loss is not finite.
        """
        self._mover = mover
        while True:
            done = self.course().pictures_after(self.progress.step)
            for event in self._train_epoch(done // len(self._plan.train) + 1):
                yield event
                if isinstance(event, Diverged):
                    return

    def settle(self) -> list[BatchLoss]:
        """Wait for losses that are still on their way; return them, in order."""
        return self._counted(self._reader.flush())

    @property
    def measured(self) -> nn.Module:
        """What is measured after each epoch and saved: the network, or the average of its weights.

        In evaluation or training mode, as it was used last.
        """
        return self.model if self.average is None else self.average.model

    def is_finite(self) -> bool:
        """Return whether every weight and every remembered number is finite."""
        with torch.no_grad():
            return all(
                bool(torch.isfinite(tensor).all()) for tensor in self.model.state_dict().values()
            )

    def course(self) -> BatchCourse:
        """Return which batch lies where in the epochs, with the changes that there were."""
        return BatchCourse.of(len(self._plan.train), self._plan.batch_size, self.progress.changes)

    def origin(self) -> Origin | None:
        """Return where numbers stopped being finite in the last batches; None if that is unknown.

        They are gone through once more, so that it takes as long as they did.
        """
        last = self.recent.last
        steps = range(last.step - self.recent.depth + 1, last.step + 1) if last else range(0)
        known = [self.recent.before(step) for step in steps]
        self.model.train()
        batches = [
            Replayed(
                state,
                self._batch(state.epoch, state.step, state.places),
                partial(self._seed, state.step),
            )
            for state in known
            if state is not None
        ]
        origin = find_origin(self.model, self._loss, batches, self.precision.context)
        is_alone = self._plan.workers.count == 1
        # The gradient of several workers may be infinite by the part of another one.
        return origin if is_alone or origin is None or origin.kind is not Kind.WEIGHTS else None

    def _train_epoch(self, epoch: int) -> Iterator[BatchLoss | Diverged]:
        """Do the batches of an epoch, counted from 1, that are not done yet."""
        plan, progress = self._plan, self.progress
        count = len(plan.train)
        done = self.course().pictures_after(progress.step) - (epoch - 1) * count
        order = epoch_order(plan.seed, epoch, count)
        self.model.train()
        while done < count:
            chosen = order[done : done + self.batch_size]
            done += len(chosen)
            losses = self._train_batch(self._batch(epoch, progress.step + 1, chosen), epoch, chosen)
            yield from _checked(self._counted(losses))
        yield from _checked(self.settle())

    def _batch(self, epoch: int, step: int, places: torch.Tensor) -> Batch:
        """Return this worker's part of the pictures at some places, as a batch takes them."""
        plan = self._plan
        portion = plan.workers.portion(len(places))
        augmenter = None
        if plan.augmentation is not None:
            moment = Moment(plan.seed, epoch, step)
            augmenter = BatchAugmenter(plan.augmentation, moment, portion)
        return plan.train.take(places, augmenter, portion)

    def _seed(self, step: int) -> None:
        """Seed what is random in a batch."""
        plan = self._plan
        seed_device(plan.device, derive_seed(Use.BATCH, plan.seed, step, *plan.workers.seeds))

    def _trained(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return the outputs of pictures, on the way to gradients."""
        if self._joined is None:
            joined = self._plan.workers.joined(self.model)
            self._joined = compiled(joined, self._plan.device) if self._plan.is_compiled else joined
        with self.precision.context():
            outputs: torch.Tensor = self._joined(pictures)
        return outputs.float()

    def _train_batch(self, batch: Batch, epoch: int, places: torch.Tensor) -> list[BatchLoss]:
        plan, step = self._plan, self.progress.step + 1
        workers = plan.workers
        self._seed(step)
        self.recent.begin(step, epoch, places)
        if not plan.is_compiled:  # hooks would have it compiled anew
            self.watch.look_at_activations(step)
        self.optimiser.zero_grad(set_to_none=True)
        outputs = self._trained(batch.pictures)
        loss = workers.loss(self._loss, outputs, batch)
        self.recent.note(outputs, batch.labels, loss)
        self.precision.backward(loss)
        self.precision.unscale(self.optimiser)
        self.watch.look_at_gradients()
        if self._plan.clipping is not None:
            clip_gradients(self._plan.clipping, self.model)
        rate = float(self.optimiser.param_groups[0]["lr"])
        self.precision.step(self.optimiser)
        self.watch.look_at_weights(step)
        if self.average is not None:
            self.average.batch_done(step)
        if self._mover is not None:
            self._mover.batch_done()
        self.progress.step = step
        pictures = len(batch.whole)
        whole = self._loss.of_a_picture(workers.total(loss), pictures)
        return self._reader.push(step, whole, pictures, rate)

    def _counted(self, losses: list[BatchLoss]) -> list[BatchLoss]:
        for loss in losses:
            self.progress.add_loss(loss.loss, loss.pictures)
        return losses

    def _measure(self) -> Iterator[Event]:
        """Measure the test pictures, and some training pictures likewise, and close the epoch."""
        plan = self._plan
        sample = torch.arange(0, len(plan.train), -(-len(plan.train) // TRAIN_SAMPLE))
        judge = Judge(self._loss.settings)
        test, train = (_Measured(self._loss, plan.workers, self.precision) for _ in range(2))
        plan.workers.level(self.model)
        model = self.measured.eval()
        if self.average is not None:
            plan.workers.level(model)
        for batch in plan.test.in_order(_TEST_BATCH):
            judge.add(test.add(model, batch), batch.labels)
            yield Measuring(test.pictures)
        for places in torch.split(sample, _TEST_BATCH):
            train.add(model, plan.train.take(places))
        model.train()
        self.judge = judge
        means = plan.workers.as_first(torch.cat([test.means(), train.means()]))
        loss, accuracy, *of_train = means.tolist()
        if math.isfinite(loss) and self.is_finite():
            record = self.progress.finish_epoch(loss, accuracy, (of_train[0], of_train[1]))
            if self._rates is not None:
                self._rates.epoch_done(record.validation_loss, record.validation_accuracy)
            yield record
        else:
            yield Diverged(self.progress.step, loss)


class _Measured:
    """What a network in evaluation reaches on some pictures, summed up batch by batch.

    Attributes:
        pictures: How many they are.
    """

    def __init__(self, loss: LossFunction, workers: Workers, precision: Precision) -> None:
        self._of = loss
        self._precision = precision
        self._workers = workers
        self._loss = torch.zeros((), dtype=torch.float64)
        self._right = torch.zeros((), dtype=torch.int64)
        self.pictures = 0

    def means(self) -> torch.Tensor:
        """Return the mean loss of a picture, and the share of pictures that are right."""
        return torch.stack([self._loss, self._right.double()]) / max(self.pictures, 1)

    @torch.no_grad()
    def add(self, model: nn.Module, batch: Batch) -> torch.Tensor:
        """Measure some more; return what the network makes of them."""
        with self._precision.context():
            output = self._workers.outputs(model, batch.pictures)
        output = output.float()
        pictures = len(batch.labels)
        loss = self._of.of_a_picture(self._of(output, batch.labels), pictures)
        self._loss += loss.cpu().double() * pictures
        self._right += (output.argmax(1) == batch.labels).sum().cpu()
        self.pictures += pictures
        return output


def _checked(losses: Iterable[BatchLoss]) -> Iterator[BatchLoss | Diverged]:
    """Yield losses; behind one that is not finite, say so."""
    for loss in losses:
        yield loss
        if not math.isfinite(loss.loss):
            yield Diverged(loss.step, loss.loss)
