"""The steps of every optimiser are torch's: a few of the settings that the command compares."""

from __future__ import annotations

import pytest

from tests.oracle.optimisers import compare_many, shown_optimisers


@pytest.mark.parametrize("kind", shown_optimisers(), ids=lambda kind: kind.__name__)
def test_steps_and_refusals_are_torchs(kind: type) -> None:
    taken, refused, found = compare_many(kind, 60, 4)
    assert not found
    assert taken > 20
    assert taken + refused == 60
