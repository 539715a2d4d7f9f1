"""Which batch lies where in the epochs of a run, also where the batch size was changed on the way.

A person may change the batch size between any two batches. The epoch in hand goes on from the
picture at which it stands, in the order that it has, in batches of the new size; its last batch
may be smaller, as ever. So all of it follows from the changes, and nothing else need be kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.protocol.document import Training
    from convviz.protocol.records import SettingChange

BATCH_SIZE: Final = "batch_size"
"""The name of the setting in a :class:`SettingChange`."""


@dataclass(frozen=True, slots=True)
class BatchCourse:
    """The batches of a run. A step is the number of batches done.

    Attributes:
        pictures: Of an epoch. At least 1.
        sizes: From which step on a batch has how many pictures, ascending; the first at step 0.
    """

    pictures: int
    sizes: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, pictures: int, batch_size: int, changes: Iterable[SettingChange] = ()) -> Self:
        """Return the course of a run.

        Args:
            pictures: Training pictures of an epoch.
            batch_size: What the run began with.
            changes: The settings that were changed, in order; those of others are passed over.
        """
        sizes = {0: max(1, batch_size)}
        sizes |= {c.step: max(1, int(c.value)) for c in changes if c.name == BATCH_SIZE}
        return cls(max(1, pictures), tuple(sorted(sizes.items())))

    def pictures_after(self, step: int) -> int:
        """Return how many pictures were trained on after some batches, over all epochs."""
        done = 0
        for start, end, size in self._parts():
            if end is not None and end <= step:
                done = self._advance(done, size, end - start)
            else:
                return self._advance(done, size, step - start)
        return done

    def epochs_after(self, step: float) -> float:
        """Return how many epochs are done after some batches, with the part of the one in hand."""
        whole = int(step)
        done = self.pictures_after(whole) / self.pictures
        if step == whole:
            return done
        return done + (step - whole) * (self.pictures_after(whole + 1) / self.pictures - done)

    def ends_epoch(self, step: int) -> bool:
        """Return whether the last of some batches was the last of its epoch."""
        return step > 0 and self.pictures_after(step) % self.pictures == 0

    def steps_until(self, epoch: int) -> int:
        """Return how many batches are done when an epoch ends, counted from 1; 0 for epoch 0."""
        target, done = epoch * self.pictures, 0
        for start, end, size in self._parts():
            steps = self._steps(done, size, target)
            if end is None or start + steps <= end:
                return start + steps
            done = self._advance(done, size, end - start)
        return 0

    def _parts(self) -> Iterator[tuple[int, int | None, int]]:
        """Yield the stretches of one size: first step, the step behind the last, size."""
        for place, (start, size) in enumerate(self.sizes):
            is_last = place + 1 == len(self.sizes)
            yield start, None if is_last else self.sizes[place + 1][0], size

    def _advance(self, done: int, size: int, steps: int) -> int:
        """Return the pictures done after some more batches of a size."""
        left = self.pictures - done % self.pictures
        to_end = -(-left // size)
        if steps < to_end:
            return done + steps * size
        epochs, rest = divmod(steps - to_end, -(-self.pictures // size))
        return done + left + epochs * self.pictures + rest * size

    def _steps(self, done: int, size: int, target: int) -> int:
        """Return how many batches of a size lead from some pictures to the end of an epoch."""
        if target <= done:
            return 0
        left = self.pictures - done % self.pictures
        epochs = (target - done - left) // self.pictures
        return -(-left // size) + epochs * -(-self.pictures // size)


def course_of(
    training: Training, batches: int, changes: Iterable[SettingChange] = (), pictures: int = 0
) -> BatchCourse:
    """Return the course of a run of which the number of pictures may be unknown.

    Args:
        training: Its settings.
        batches: Of an epoch, of the size that the run began with.
        changes: The settings that were changed, in order.
        pictures: Of an epoch; 0 if that was not kept: then it is what the data set says, or as
            many as fill the batches.
    """
    facts = training.dataset.facts()
    known = pictures or (0 if facts is None else facts.train_pictures)
    size = training.batch_size
    if -(-known // size) != batches:  # some of the pictures, or other ones
        known = max(1, batches) * size
    return BatchCourse.of(known, size, changes)
