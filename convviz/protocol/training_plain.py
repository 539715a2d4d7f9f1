"""Training settings as plain data, and back: also those that an earlier convviz wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from convviz.core.calls import Call
from convviz.core.data_sets import data_set_types
from convviz.core.errors import DocumentError, ErrorCode, ParameterError
from convviz.core.losses import loss_types
from convviz.protocol.call_plain import Plain, PlainError, call_from_plain, call_to_plain
from convviz.protocol.document import RunOptions, Training
from convviz.protocol.training_parts import TRAINING_PARTS, check_trained, part_types

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
        clipping: None for gradients of any size.
        averaging: None for the weights themselves.
        initialisation: None for torch's.
        whitening: None for no such kernels.
    """

    dataset: Plain | str | None = None
    augmentation: Plain | None = None
    loss: Plain | None = None
    optimiser: Plain | None = None
    schedule: Plain | None = None
    clipping: Plain | None = None
    averaging: Plain | None = None
    initialisation: Plain | None = None
    whitening: Plain | None = None


def training_to_plain(training: Training) -> TrainingPlain:
    """Return training settings as plain data."""
    calls = {name: getattr(training, name) for name in TRAINING_PARTS}
    parts: dict[str, Any]
    parts = {name: None if call is None else call_to_plain(call) for name, call in calls.items()}
    return TrainingPlain(**_options(training), **parts)


def training_from_plain(plain: TrainingPlain, version: int) -> Training:
    """Return the training settings that plain data means; their values are within their limits.

    Args:
        plain: The data.
        version: Of the document that it stands in.

    Raises:
        DocumentError: TRAINING_PART_UNKNOWN, TRAINING_PART_MALFORMED, and the codes of values.
    """
    parts: dict[str, Any] = {}
    for name in TRAINING_PARTS:
        part = getattr(plain, name)
        if name == "dataset" and part is not None:
            part = _named(part)
        if name == "optimiser" and part is not None:
            part = _of_today(part, version)
        if part is not None:
            parts[name] = _part(name, part, part_types(name))
    return Training(**_options(plain), **parts)


def _options(settings: RunOptions) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in RunOptions.__struct_fields__}


def _part(part: str, plain: Plain, types: Mapping[str, type[CallT]]) -> CallT:
    try:
        call = call_from_plain(plain, types)
        call.check_values()
    except KeyError as error:
        check_trained(part, loss_types().get(str(error.args[0])))
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
