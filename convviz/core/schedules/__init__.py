"""The schedules of the rate: one class each, in the files that `core/schedules/base.py` lists."""

from convviz.core.schedules.base import Schedule, Unit, schedule_types

__all__ = ["Schedule", "Unit", "schedule_types"]
