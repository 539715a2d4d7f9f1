"""Where batches lie in epochs, also where their size was changed, held against counting them."""

from __future__ import annotations

import itertools

import pytest

from convviz.core.data_sets import Shapes10
from convviz.protocol.batch_course import BatchCourse, course_of
from convviz.protocol.document import Training
from convviz.protocol.records import SettingChange

CHANGES: list[list[tuple[int, int]]] = [
    [],
    [(3, 4)],
    [(0, 7)],
    [(2, 100), (3, 1)],
    [(1, 5), (4, 9), (5, 3), (40, 2)],
]


def counted(pictures: int, size: int, changes: dict[int, int], steps: int) -> list[int]:
    """Return the pictures done after each batch, by doing them."""
    done = [0]
    for step in range(steps):
        size = changes.get(step, size)
        left = pictures - done[-1] % pictures
        done.append(done[-1] + min(size, left))
    return done


@pytest.mark.parametrize("pictures", [1, 7, 16, 30])
@pytest.mark.parametrize("size", [1, 3, 8, 64])
@pytest.mark.parametrize("changes", CHANGES)
def test_it_is_what_counting_says(pictures: int, size: int, changes: list[tuple[int, int]]) -> None:
    course = BatchCourse.of(
        pictures, size, [SettingChange(step, "batch_size", float(new)) for step, new in changes]
    )
    done = counted(pictures, size, dict(changes), 80)
    assert [course.pictures_after(step) for step in range(81)] == done
    for epoch in range(done[-1] // pictures):
        assert done[course.steps_until(epoch)] == epoch * pictures
    ends = [step for step in range(1, 81) if done[step] % pictures == 0]
    assert [step for step in range(81) if course.ends_epoch(step)] == ends
    for (_, before), (step, after) in itertools.pairwise(enumerate(done)):
        assert course.epochs_after(step) == pytest.approx(after / pictures)
        middle = (before + after) / 2 / pictures
        assert course.epochs_after(step - 0.5) == pytest.approx(middle)


def test_other_settings_do_not_matter() -> None:
    changes = [SettingChange(2, "lr", 0.1), SettingChange(4, "batch_size", 10.0)]
    assert BatchCourse.of(30, 5, changes).sizes == ((0, 5), (4, 10))


def test_pictures_that_were_not_kept_follow_from_the_data_or_from_the_batches() -> None:
    training = Training(dataset=Shapes10(), batch_size=64)
    facts = Shapes10().facts()
    assert course_of(training, -(-facts.train_pictures // 64)).pictures == facts.train_pictures
    assert course_of(training, 5).pictures == 5 * 64
    assert course_of(training, 5, (), 300).pictures == 300
