"""The training loop as a stream of events: no window, no files, no processes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import torch

from convviz.core.augmentation import Augmentation
from convviz.engine.training.augmenting import BatchAugmenter, Moment
from convviz.engine.training.batches import Batch, PictureSet, epoch_order
from convviz.engine.training.judging import Judge
from convviz.engine.training.losses import BatchLoss, LossReader
from convviz.engine.training.seeds import Use, derive_seed, seed_device
from convviz.engine.training.watching import LayerWatch
from convviz.engine.training.workers import ALONE, Portion, Workers
from convviz.protocol.batch_course import BatchCourse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from torch import nn

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
    """

    train: PictureSet
    test: PictureSet
    batch_size: int
    epochs: int
    seed: int
    device: torch.device
    augmentation: Augmentation | None = None
    workers: Workers = ALONE

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
        judge: What the network took the test pictures for when it was measured last; None before.
    """

    def __init__(
        self,
        model: nn.Module,
        optimiser: torch.optim.Optimizer,
        loss: LossFunction,
        plan: Plan,
        progress: TrainingProgress,
        rates: RateSchedule | None = None,
    ) -> None:
        """Stand where a run stands.

        Args:
            model: The network.
            optimiser: Its optimiser.
            loss: What is minimised.
            plan: What stays the same.
            progress: Where the run stands.
            rates: Moves the learning rate, and stands there, too; None leaves it as it is.
        """
        self.model = model
        self.optimiser = optimiser
        self.progress = progress
        self.batch_size = BatchCourse.of(1, plan.batch_size, progress.changes).sizes[-1][1]
        self.watch = LayerWatch(model)
        self.judge: Judge | None = None
        self._loss = loss
        self._plan = plan
        self._rates = rates
        self._reader = LossReader(plan.device)
        self._joined: nn.Module | None = None

    def events(self) -> Iterator[Event]:
        """Train from where the run stands to its end.

        Yields:
            BatchLoss after each batch, Measuring between test pictures, EpochRecord when
            an epoch is measured; Diverged instead, and last, when numbers stop being finite.
        """
        while len(self.progress.epochs) < self._plan.epochs:
            for event in chain(self._train_epoch(), self._measure()):
                yield event
                if isinstance(event, Diverged):
                    return

    def settle(self) -> list[BatchLoss]:
        """Wait for losses that are still on their way; return them, in order."""
        return self._counted(self._reader.flush())

    def is_finite(self) -> bool:
        """Return whether every weight and every remembered number is finite."""
        with torch.no_grad():
            return all(
                bool(torch.isfinite(tensor).all()) for tensor in self.model.state_dict().values()
            )

    def course(self) -> BatchCourse:
        """Return which batch lies where in the epochs, with the changes that there were."""
        return BatchCourse.of(len(self._plan.train), self._plan.batch_size, self.progress.changes)

    def _train_epoch(self) -> Iterator[Event]:
        """Do the batches of the epoch in hand that are not done yet."""
        plan, progress = self._plan, self.progress
        count = len(plan.train)
        done = self.course().pictures_after(progress.step) - len(progress.epochs) * count
        order = epoch_order(plan.seed, len(progress.epochs) + 1, count)
        self.model.train()
        while done < count:
            chosen = order[done : done + self.batch_size]
            done += len(chosen)
            portion = plan.workers.portion(len(chosen))
            batch = plan.train.take(chosen, self._augmenter(portion), portion)
            losses = self._train_batch(batch)
            yield from _checked(self._counted(losses))
        yield from _checked(self.settle())

    def _augmenter(self, portion: Portion | None) -> BatchAugmenter | None:
        """Return what changes the pictures of the batch that comes next."""
        plan, progress = self._plan, self.progress
        if plan.augmentation is None:
            return None
        moment = Moment(plan.seed, len(progress.epochs) + 1, progress.step + 1)
        return BatchAugmenter(plan.augmentation, moment, portion)

    def _trained(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return the outputs of pictures, on the way to gradients."""
        if self._joined is None:
            self._joined = self._plan.workers.joined(self.model)
        outputs: torch.Tensor = self._joined(pictures)
        return outputs

    def _train_batch(self, batch: Batch) -> list[BatchLoss]:
        plan, step = self._plan, self.progress.step + 1
        workers = plan.workers
        seed_device(plan.device, derive_seed(Use.BATCH, plan.seed, step, *workers.seeds))
        self.optimiser.zero_grad(set_to_none=True)
        loss = workers.loss(self._loss, self._trained(batch.pictures), batch)
        loss.backward()  # type: ignore[no-untyped-call]
        self.watch.look_at_gradients()
        self.optimiser.step()
        self.watch.look_at_weights(step)
        if self._rates is not None:
            self._rates.batch_done()
        self.progress.step = step
        pictures = len(batch.whole)
        whole = self._loss.of_a_picture(workers.total(loss), pictures)
        return self._reader.push(step, whole, pictures)

    def _counted(self, losses: list[BatchLoss]) -> list[BatchLoss]:
        for loss in losses:
            self.progress.add_loss(loss.loss, loss.pictures)
        return losses

    def _measure(self) -> Iterator[Event]:
        """Measure loss and accuracy on the test pictures and close the epoch."""
        plan = self._plan
        loss_sum = torch.zeros((), dtype=torch.float64)
        right = torch.zeros((), dtype=torch.int64)
        done = 0
        judge = Judge(is_one_hot=self._loss.is_one_hot)
        plan.workers.level(self.model)
        self.model.eval()
        for batch in plan.test.in_order(_TEST_BATCH):
            with torch.no_grad():
                output = plan.workers.outputs(self.model, batch.pictures)
                loss = self._loss(output, batch.labels)
                pictures = len(batch.labels)
                loss_sum += self._loss.of_a_picture(loss, pictures).cpu().double() * pictures
                right += (output.argmax(1) == batch.labels).sum().cpu()
                judge.add(output, batch.labels)
            done += len(batch.labels)
            yield Measuring(done)
        self.model.train()
        self.judge = judge
        sums = plan.workers.as_first(torch.stack([loss_sum, right.double()]))
        loss, accuracy = (float(number) / max(done, 1) for number in sums)
        if math.isfinite(loss) and self.is_finite():
            record = self.progress.finish_epoch(loss, accuracy)
            if self._rates is not None:
                self._rates.epoch_done(record.validation_loss, record.validation_accuracy)
            yield record
        else:
            yield Diverged(self.progress.step, loss)


def _checked(losses: Iterable[BatchLoss]) -> Iterator[Event]:
    """Yield losses; behind one that is not finite, say so."""
    for loss in losses:
        yield loss
        if not math.isfinite(loss.loss):
            yield Diverged(loss.step, loss.loss)
