"""Losses beside torch's: a few hundred random ones, and every step of their working.

``python -m tests.oracle`` compares many more.
"""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from convviz.core.errors import ConvVizError
from convviz.core.layers.modes import EVALUATION
from convviz.core.losses import loss_types
from convviz.stepping.cells import OUTPUT
from convviz.stepping.worked.calculations import loss_working
from convviz.stepping.worked.losses import LOSSES
from convviz.values.loss_values import loss_output
from tests.oracle.compare import Result
from tests.oracle.losses import compare_many_losses, random_case

COUNT = 200


@pytest.mark.parametrize("name", list(loss_types()))
def test_a_loss_takes_what_torch_takes_and_comes_to_what_torch_has(name: str) -> None:
    counts, disagreement = compare_many_losses(loss_types()[name], COUNT, 5)
    assert not disagreement
    assert min(counts[Result.ACCEPTED], counts[Result.REFUSED]) > 0


@pytest.mark.parametrize("name", list(loss_types()))
def test_every_step_of_a_loss_is_written_out_and_the_last_is_the_loss(name: str) -> None:
    random, steps = Random(3), 0  # noqa: S311 - drawn again the same way
    while steps < 2 * COUNT:
        case = random_case(loss_types()[name], random)
        try:
            case.loss.infer_given(case.values.shape, case.forms)
            whole = loss_output(case.loss, case.values, case.tensors, EVALUATION)
        except ConvVizError:
            continue
        working = loss_working(case.loss, case.values, case.tensors)
        last = working.part(OUTPUT if case.loss.reduction != "none" else LOSSES)
        np.testing.assert_allclose(last.values.ravel(), whole.ravel())
        for index in range(min(working.step_count, 40)):
            step = working.step(index)
            assert step.lines, str(case)
            assert step.reads, str(case)
            assert all("=" in line.text for line in step.lines)
        steps += working.step_count
