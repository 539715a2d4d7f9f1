"""Sentences of errors, explanations and remedies in the interface's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.protocol.sentences import (
    CONTEXT,
    explanation_template,
    fill,
    remedy_facts,
    remedy_template,
    template,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.errors import ConvVizError, Fact
    from convviz.core.explanations import Explanation
    from convviz.core.remedy import Remedy


def error_sentence(error: ConvVizError) -> str:
    """Return what went wrong and what to do."""
    return _in_language(template(error), error.facts)


def explanation_text(explanation: Explanation) -> str:
    """Return what is worth knowing."""
    return _in_language(explanation_template(explanation), explanation.facts)


def remedy_text(remedy: Remedy) -> str:
    """Return what to change."""
    return _in_language(remedy_template(remedy), remedy_facts(remedy))


def _in_language(text: str, facts: Mapping[str, Fact]) -> str:
    return fill(QCoreApplication.translate(CONTEXT, text), facts)
