"""Remedies: what would mend a refusal, and what would cover dropped cells. The public door."""

from convviz.core.covering import covering_changes
from convviz.core.layer_remedies import remedies
from convviz.core.remedy import ParameterValue, Remedy, RemedyKind
from convviz.core.sequential_remedies import sequential_remedies

__all__ = [
    "ParameterValue",
    "Remedy",
    "RemedyKind",
    "covering_changes",
    "remedies",
    "sequential_remedies",
]
