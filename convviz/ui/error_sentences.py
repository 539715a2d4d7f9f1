"""Sentences of errors, explanations and remedies in the interface's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.protocol.sentences.errors import (
    AXES,
    AXIS,
    CONTEXT,
    error_facts,
    explanation_template,
    fill,
    notice_templates,
    remedy_facts,
    remedy_template,
    templates,
)
from convviz.ui.widgets.axis_names import axis_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.errors import ConvVizError, ErrorCode, Fact
    from convviz.core.explaining.explanations import Explanation
    from convviz.core.remedies.remedy import Remedy


def error_sentence(error: ConvVizError, rank: int | None = None) -> str:
    """Return what went wrong and what to do.

    Args:
        error: What was refused.
        rank: Number of the spatial axes, whose names are told then, where the error does not
            know it; None for their numbers.
    """
    facts = error_facts(error)
    return "".join(_in_language(part, facts, rank) for part in templates(error))


def explanation_text(explanation: Explanation, rank: int | None = None) -> str:
    """Return what is worth knowing; with the names of axes where their number is given."""
    return _in_language(explanation_template(explanation), explanation.facts, rank)


def notice_text(code: ErrorCode, facts: Mapping[str, Fact]) -> str:
    """Return a notice about something that works all the same."""
    return "".join(_in_language(part, facts) for part in notice_templates(code, facts))


def remedy_text(remedy: Remedy) -> str:
    """Return what to change."""
    return _in_language(remedy_template(remedy), remedy_facts(remedy))


def _in_language(text: str, facts: Mapping[str, Fact], rank: int | None = None) -> str:
    axis = facts.get(AXIS)
    if isinstance(axis, int):
        known = facts.get(AXES)
        facts = {**facts, AXIS: axis_word(axis, known if isinstance(known, int) else rank)}
    return fill(QCoreApplication.translate(CONTEXT, text), facts)
