"""What is worth knowing about settings that work: a code and its facts, no prose.

The interface maps each code to a sentence (``convviz.protocol.sentences``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from convviz.core.errors import Fact


class ExplanationCode(StrEnum):
    """What is explained. Each code has one sentence; its placeholders are the facts."""

    # A layer in a Sequential.
    LINEAR_WITHOUT_FLATTEN = "linear_without_flatten"
    """Linear works on the last dimension alone. Facts: shape, in_features, flattened."""
    SOFTMAX_BEFORE_LOSS = "softmax_before_loss"
    """A network's last layer is a softmax, which CrossEntropyLoss applies itself. Facts: layer."""
    SOFTMAX_WITHOUT_DIMENSION = "softmax_without_dimension"
    """torch chooses the dimension, and warns. Facts: layer, chosen."""
    BATCH_JOINED = "batch_joined"
    """The layer joins the pictures of a batch into one. Facts: layer, batch."""
    READ_AS_UNBATCHED = "read_as_unbatched"
    """The batch is taken for the channels. Facts: layer, shape, expected."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One thing worth knowing.

    Attributes:
        code: What it is.
        facts: The numbers and names at hand, by the names that the code's docstring gives.
    """

    code: ExplanationCode
    facts: Mapping[str, Fact]


def explain(code: ExplanationCode, **facts: Fact) -> Explanation:
    """Return an explanation with its facts as keywords."""
    return Explanation(code, facts)
