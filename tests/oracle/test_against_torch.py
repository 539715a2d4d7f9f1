"""A few hundred of the comparisons that `python -m tests.oracle` makes by the thousand."""

from __future__ import annotations

import pytest

from convviz.core.layers import layer_types
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from tests.oracle.__main__ import compare_many
from tests.oracle.compare import DisagreementError, Result, compare
from tests.oracle.strategies import some_configurations


@pytest.mark.parametrize("name", list(layer_types()))
def test_agrees_with_torch_on_random_configurations(name: str) -> None:
    results = [
        compare(layer, shape, seed)
        for seed, (layer, shape) in enumerate(some_configurations(layer_types()[name]))
    ]
    assert Result.ACCEPTED in results
    assert len(results) - results.count(Result.SKIPPED) >= 8


def test_thousands_are_compared_in_the_same_way() -> None:
    counts, disagreement = compare_many(Conv2d, 6, seed=1)
    assert not disagreement
    assert counts[Result.ACCEPTED] + counts[Result.REFUSED] >= 6


def test_a_wrong_shape_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Conv2d, "output_shape", lambda _, shape: shape)

    with pytest.raises(DisagreementError, match="gives"):
        compare(Conv2d(1, 1, 3), (1, 1, 5, 5))


def test_a_wrong_refusal_would_be_noticed() -> None:
    class Strict(MaxPool2d):
        def check(self) -> None:
            super().check()
            Conv2d(3, 1, 1, groups=2).check()

        @classmethod
        def type_name(cls) -> str:
            return "MaxPool2d"

    with pytest.raises(DisagreementError, match="convviz groups_do_not_divide"):
        compare(Strict(2), (1, 1, 4, 4))


def test_a_wrong_value_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tests.oracle.compare.layer_output", lambda layer, x, _: x.reshape(layer.infer(x.shape)) + 1
    )

    with pytest.raises(DisagreementError, match="values"):
        compare(MaxPool2d(1), (1, 1, 4, 4))
