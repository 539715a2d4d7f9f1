"""The schedules of the rate: one class each. Importing this package registers every one."""

from convviz.core.schedules.base import Schedule, Unit, schedule_types
from convviz.core.schedules.falling import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LinearLR,
    MultiStepLR,
    StepLR,
)
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.core.schedules.plateau import ReduceLROnPlateau

__all__ = [
    "ConstantLR",
    "CosineAnnealingLR",
    "ExponentialLR",
    "LinearLR",
    "MultiStepLR",
    "OneCycleLR",
    "ReduceLROnPlateau",
    "Schedule",
    "StepLR",
    "Unit",
    "schedule_types",
]
