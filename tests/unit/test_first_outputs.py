"""With which outputs a loss of classes opens: each of the first samples shows something else."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.core.losses.classes import CrossEntropyLoss
from convviz.values.class_losses import class_numbers


@pytest.mark.parametrize("shape", [(3, 3), (3, 4), (3, 10), (1, 3, 3), (1, 4, 3)])
def test_the_first_is_right_the_second_wrong_and_the_third_at_chance(
    shape: tuple[int, ...],
) -> None:
    loss = CrossEntropyLoss(reduction="none")
    form = loss.first_form("target", shape)
    target = np.array(loss.first_numbers_of("target", form, shape), dtype=np.int64)
    outputs = np.array(loss.first_input(shape)).reshape(shape)
    numbers = class_numbers(loss, outputs, target.reshape(form.shape))
    sure, wrong, chance = numbers.losses.tolist()
    assert sure < 0.3
    assert wrong > 1
    assert chance == pytest.approx(np.log(loss.class_count(shape)))
    assert numbers.shares is not None
    assert len({tuple(sorted(row)) for row in numbers.shares.round(3).tolist()}) == 3


def test_an_input_that_nobody_reads_has_no_lesson() -> None:
    assert CrossEntropyLoss().first_input((64, 64)) == ()
