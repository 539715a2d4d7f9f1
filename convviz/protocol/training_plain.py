"""Training settings as plain data, and back: also those that an earlier convviz wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from convviz.core.augmentation import augmentation_types
from convviz.core.calls import Call
from convviz.core.data_sets import data_set_types
from convviz.core.errors import DocumentError, ErrorCode, ParameterError
from convviz.core.losses import loss_types
from convviz.core.optimisers import optimiser_types
from convviz.core.schedules import schedule_types
from convviz.protocol.call_plain import Plain, PlainError, call_from_plain, call_to_plain
from convviz.protocol.document import RunOptions, Training

if TYPE_CHECKING:
    from collections.abc import Mapping

CallT = TypeVar("CallT", bound=Call)

_FIRST_RATE = 0.01
"""The learning rate of SGD in documents of version 1 that do not say it; torch's own is 0.001."""


class TrainingPlain(RunOptions, frozen=True, forbid_unknown_fields=True):
    """Training settings as they stand in a document's file.

    Attributes:
        dataset: Until version 2 a name alone; None for the default.
        augmentation: None for none.
        loss: None for the default.
        optimiser: Likewise.
        schedule: None for a rate that stays.
    """

    dataset: Plain | str | None = None
    augmentation: Plain | None = None
    loss: Plain | None = None
    optimiser: Plain | None = None
    schedule: Plain | None = None


def training_to_plain(training: Training) -> TrainingPlain:
    """Return training settings as plain data."""
    schedule = training.schedule
    return TrainingPlain(
        **_options(training),
        dataset=call_to_plain(training.dataset),
        augmentation=call_to_plain(training.augmentation),
        loss=call_to_plain(training.loss),
        optimiser=call_to_plain(training.optimiser),
        schedule=None if schedule is None else call_to_plain(schedule),
    )


def training_from_plain(plain: TrainingPlain, version: int) -> Training:
    """Return the training settings that plain data means; their values are within their limits.

    Args:
        plain: The data.
        version: Of the document that it stands in.

    Raises:
        DocumentError: TRAINING_PART_UNKNOWN, TRAINING_PART_MALFORMED, and the codes of values.
    """
    parts: dict[str, Any] = {}
    if plain.dataset is not None:
        parts["dataset"] = _part("dataset", _named(plain.dataset), data_set_types())
    if plain.augmentation is not None:
        parts["augmentation"] = _part("augmentation", plain.augmentation, augmentation_types())
    if plain.loss is not None:
        parts["loss"] = _part("loss", plain.loss, loss_types())
    if plain.optimiser is not None:
        parts["optimiser"] = _part(
            "optimiser", _of_today(plain.optimiser, version), optimiser_types()
        )
    if plain.schedule is not None:
        parts["schedule"] = _part("schedule", plain.schedule, schedule_types())
    return Training(**_options(plain), **parts)


def _options(settings: RunOptions) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in RunOptions.__struct_fields__}


def _part(part: str, plain: Plain, types: Mapping[str, type[CallT]]) -> CallT:
    try:
        call = call_from_plain(plain, types)
        call.check_values()
    except KeyError as error:
        code, known = ErrorCode.TRAINING_PART_UNKNOWN, ", ".join(types)
        raise DocumentError(code, part=part, name=error.args[0], known=known) from error
    except PlainError as error:
        code, name = ErrorCode.TRAINING_PART_MALFORMED, plain["type"]
        raise DocumentError(code, part=part, name=name, detail=str(error)) from error
    except ParameterError as error:
        raise DocumentError(error.code, **error.facts) from error
    return call


def _named(dataset: Plain | str) -> Plain:
    """Return a data set of versions 1 and 2, which was a name, as it is written today."""
    if not isinstance(dataset, str):
        return dataset
    types = {kind.key: name for name, kind in data_set_types().items()}
    return {"type": types.get(dataset, dataset)}


def _of_today(optimiser: Plain, version: int) -> Plain:
    """Return an optimiser of version 1 in today's words: Adam had beta1 and beta2, not betas."""
    match optimiser:
        case {"type": "SGD"} if version == 1:
            return {"lr": _FIRST_RATE, **optimiser}
        case {"type": "Adam"} if {"beta1", "beta2"} & optimiser.keys():
            rest = {k: v for k, v in optimiser.items() if k not in ("beta1", "beta2")}
            return {**rest, "betas": (optimiser.get("beta1", 0.9), optimiser.get("beta2", 0.999))}
        case _:
            return optimiser
