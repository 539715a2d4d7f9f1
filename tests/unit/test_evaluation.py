"""What is counted of a test: right ones, confusions, and the surest mistakes first."""

from __future__ import annotations

import math

import numpy as np
import pytest

from convviz.values.evaluation import Evaluation

TESTED = Evaluation(
    ("cat", "dog", "owl"),
    labels=np.array([0, 0, 1, 1, 1]),
    classes=np.array([[0, 1], [1, 0], [1, 0], [0, 1], [7, 1]]),
    shares=np.array([[0.9, 0.1], [0.6, 0.4], [0.5, 0.5], [0.8, 0.2], [0.7, 0.3]], np.float32),
)


def test_right_pictures_are_counted_together_and_by_class() -> None:
    assert (len(TESTED), TESTED.right) == (5, 2)
    assert TESTED.accuracy == pytest.approx(0.4)
    assert TESTED.class_sizes.tolist() == [2, 3, 0]
    accuracy = TESTED.class_accuracy.tolist()
    assert accuracy[:2] == [pytest.approx(1 / 2), pytest.approx(1 / 3)]
    assert math.isnan(accuracy[2])  # no owl was shown


def test_an_output_without_a_class_is_in_no_column_and_has_a_number_for_a_name() -> None:
    assert TESTED.confusion.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert (TESTED.name(1), TESTED.name(7)) == ("dog", "7")


def test_the_surest_come_first() -> None:
    assert TESTED.mistakes.tolist() == [3, 4, 1]
    assert TESTED.in_cell(1, None).tolist() == [3, 4, 2]
    assert TESTED.in_cell(1, 0).tolist() == [3]


def test_without_pictures_nothing_is_right_or_wrong() -> None:
    none = np.empty((0, 1), np.int64)
    empty = Evaluation(("cat",), none[:, 0], none, none.astype(np.float32))
    assert math.isnan(empty.accuracy)
    assert empty.mistakes.tolist() == []
