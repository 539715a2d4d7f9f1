"""Which ways to compute a training needs that not every computer has."""

from __future__ import annotations

import pytest

from convviz.core.optimisers.muon import Muon
from convviz.protocol.document import Training
from convviz.protocol.soundness import ways_of


@pytest.mark.parametrize(
    ("training", "ways"),
    [
        (Training(), ()),
        (Training(precision="float16"), ("float16",)),
        (Training(optimiser=Muon()), ("Muon",)),
        (Training(precision="bfloat16", optimiser=Muon()), ("bfloat16", "Muon")),
    ],
)
def test_what_a_training_needs_is_tried_before_it_starts(
    training: Training, ways: tuple[str, ...]
) -> None:
    assert ways_of(training) == ways
