"""What every schedule is: ONE frozen dataclass, named and parametrised as in torch."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Self

from convviz.core.calls import Call, Registry

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser


class Unit(StrEnum):
    """After what the learning rate changes."""

    EPOCH = "epoch"
    BATCH = "batch"


class Schedule(Call):
    """How the learning rate changes while a network is trained.

    Attributes:
        gamma: What the learning rate is multiplied by each time.
        eta_min: The learning rate at the lowest point.
        total_iters: The epochs that this takes.
        unit: After what it changes: torch leaves that to the loop.
        follows_the_loss: Whether it depends on how the validation goes, not on the time alone.
    """

    unit: ClassVar[Unit] = Unit.EPOCH
    follows_the_loss: ClassVar[bool] = False
    group: ClassVar[str] = "torch.optim.lr_scheduler"
    given: ClassVar[str] = "optimizer"
    given_code: ClassVar[str] = "optimizer"
    left_out: ClassVar[frozenset[str]] = frozenset({"last_epoch"})

    @classmethod
    def fitted(cls, epochs: int) -> Self:  # noqa: ARG003 - some fit any length
        """Return the schedule that a form begins with for a run of so many epochs."""
        return cls.new()

    def overwrites(self) -> frozenset[str]:
        """Return the optimiser's settings that it sets to values of its own, whatever they are.

        Others multiply what they find, and go on from what was changed meanwhile.
        """
        return frozenset()

    def rates(self, lr: float, count: int) -> list[float]:
        """Return the learning rate of each unit of a run, such as each epoch.

        Args:
            lr: The optimiser's.
            count: Units of the whole run. At least 1.

        Returns:
            Where it follows the loss, what it is as long as nothing makes it fall.
        """
        raise NotImplementedError

    def check_training(self, optimiser: Optimiser, count: int) -> None:
        """Refuse what torch refuses beside an optimiser and for a run of a length.

        Args:
            optimiser: Whose rate changes.
            count: Units of the whole run.

        Raises:
            ParameterError: what it refuses.
        """


_SCHEDULES: Registry[Schedule] = Registry(
    "convviz.core.schedules.falling",
    "convviz.core.schedules.one_cycle",
    "convviz.core.schedules.plateau",
)
register = _SCHEDULES.register
unregister = _SCHEDULES.unregister
schedule_types = _SCHEDULES.types
