"""The step of one weight, worked out by hand by its optimiser's rule. Without Qt and torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.optimisers.step_work import StepWork

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser
    from convviz.core.optimisers.step_work import RuleLine
    from convviz.protocol.worked_batch import WeightStep


def work_out_step(optimiser: Optimiser, step: WeightStep) -> tuple[RuleLine, ...]:
    """Return the rule of an optimiser with the numbers of one weight.

    The last line is the weight behind the step. What the settings were in that step counts, not
    what the document says: a schedule or a person may have changed them.

    Args:
        optimiser: Which rule.
        step: The numbers.

    Returns:
        No lines for numbers that are not finite any more.
    """
    work = StepWork(
        step.settings, step.remembered, step.before, step.gradient, step.after, step.shape
    )
    try:
        optimiser.work_out(work)
    except (OverflowError, ZeroDivisionError, ValueError):
        return ()
    return tuple(work.lines)
