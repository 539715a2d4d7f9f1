"""Settings that a person changes while a run goes on: checked as at its start, then put to work."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
import torch

from convviz.core.errors import ComputeError, DocumentError, ErrorCode
from convviz.engine.training.optimisers import build_optimiser
from convviz.protocol.batch_course import BATCH_SIZE
from convviz.protocol.document import Training, check_training
from convviz.protocol.messages.trainer import SETTING_NAMES, SettingCommand
from convviz.protocol.records import SettingChange

if TYPE_CHECKING:
    from collections.abc import Iterable


def settings_now(training: Training, changes: Iterable[SettingChange]) -> Training:
    """Return the settings that a run has after some changes, which are in order."""
    for change in changes:
        if change.name == BATCH_SIZE:
            training = msgspec.structs.replace(training, batch_size=int(change.value))
        else:
            optimiser = training.optimiser.replace(**{change.name: change.value})
            training = msgspec.structs.replace(training, optimiser=optimiser)
    return training


def wanted_change(
    training: Training, command: SettingCommand, step: int, *, is_schedule_over: bool = False
) -> SettingChange:
    """Return the change that a command asks for; a batch size is checked further by ``batch_size``.

    Args:
        training: The settings of now.
        command: What is asked.
        step: Batches done.
        is_schedule_over: Whether the schedule has nothing more to change.

    Raises:
        ComputeError: SETTING_ABSENT: the optimiser has none of this name; SETTING_SCHEDULED: the
            schedule would put its own value in its place.
        ConvVizError: a run with this value would not have begun.
    """
    change = SettingChange(step, SETTING_NAMES[type(command)], float(command.value))
    optimiser = training.optimiser
    if change.name == BATCH_SIZE:
        check_training(settings_now(training, [change]))
        return change
    if change.name not in optimiser.parameters():
        kind = optimiser.type_name()
        raise ComputeError(ErrorCode.SETTING_ABSENT, setting=change.name, optimiser=kind)
    schedule = training.schedule
    is_set = schedule is not None and change.name in schedule.overwrites()
    if schedule is not None and is_set and not is_schedule_over:
        code, kind = ErrorCode.SETTING_SCHEDULED, schedule.type_name()
        raise ComputeError(code, setting=change.name, schedule=kind)
    if not math.isfinite(change.value):
        detail = f"{change.name} is {change.value}"
        raise DocumentError(ErrorCode.TRAINING_MALFORMED, detail=detail)
    changed = settings_now(training, [change])
    check_training(changed)
    build_optimiser(changed.optimiser, [torch.nn.Parameter(torch.zeros(1))])
    return change


def put_to_work(optimiser: torch.optim.Optimizer, changes: Iterable[SettingChange]) -> None:
    """Let an optimiser that was built have what was changed since; the names are torch's."""
    for change in changes:
        if change.name == BATCH_SIZE:
            continue  # follows from the changes: see protocol.batch_course
        for group in optimiser.param_groups:
            group[change.name] = change.value
