"""The parts of a training that are calls: their names in documents, and what each may be.

What reads or writes a training goes through this table, so that a new part is known to all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from convviz.core.augmentation import augmentation_types
from convviz.core.averaging import average_types
from convviz.core.clipping import clipping_types
from convviz.core.data_sets import data_set_types
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.initialisation import initialisation_types, whitening_types
from convviz.core.losses import training_loss_types
from convviz.core.optimisers import optimiser_types
from convviz.core.schedules import schedule_types

if TYPE_CHECKING:
    from convviz.core.calls import Call


@dataclass(frozen=True, slots=True)
class TrainingPart:
    """One part.

    Attributes:
        types: What it may be, by name.
        is_optional: Whether there may be none.
    """

    types: Callable[[], Mapping[str, type[Any]]]
    is_optional: bool = False


TRAINING_PARTS: Final[dict[str, TrainingPart]] = {
    "dataset": TrainingPart(data_set_types),
    "augmentation": TrainingPart(augmentation_types),
    "loss": TrainingPart(training_loss_types),
    "optimiser": TrainingPart(optimiser_types),
    "schedule": TrainingPart(schedule_types, is_optional=True),
    "clipping": TrainingPart(clipping_types, is_optional=True),
    "averaging": TrainingPart(average_types, is_optional=True),
    "initialisation": TrainingPart(initialisation_types, is_optional=True),
    "whitening": TrainingPart(whitening_types, is_optional=True),
}
"""By the names that a training has them under, in its order."""


def check_trained(part: str, kind: type[Call] | None) -> None:
    """Refuse what opens in the calculator as such a part does, but is none of a training.

    Args:
        part: The part's name.
        kind: What is named; None for what is nothing known.

    Raises:
        DocumentError: LOSS_NOT_TRAINED.
    """
    if part == "loss" and kind is not None and kind not in part_types(part).values():
        code, known = ErrorCode.LOSS_NOT_TRAINED, ", ".join(part_types(part))
        raise DocumentError(code, loss=kind.type_name(), known=known)


def part_types(name: str) -> Mapping[str, type[Call]]:
    """Return what a part may be, by name."""
    return TRAINING_PARTS[name].types()
