"""Words joined to lists and sentences, each way of joining one template that is translated whole.

Other languages have other commas, colons and words for "and".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Final

from PySide6.QtCore import QCoreApplication

SENTENCE_END: Final = "\n"
"""Between sentences of which the last ones may be left out; in a label it is a space."""


def listed(words: Sequence[str]) -> str:
    """Return ``a, b, c``; "" for nothing."""
    template = QCoreApplication.translate("Sentences", "{first}, {next}")
    return _joined(template, words)


def all_of(words: Sequence[str]) -> str:
    """Return ``a, b and c``; "" for nothing."""
    template = QCoreApplication.translate("Sentences", "{first} and {last}")
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return listed(words)
    return template.format(first=listed(words[:-1]), last=words[-1])


def in_a_row(sentences: Sequence[str]) -> str:
    """Return sentences one after the other; "" for nothing."""
    template = QCoreApplication.translate("Sentences", "{first} {next}")
    return _joined(template, sentences)


def labelled(label: str, text: str) -> str:
    """Return ``label: text``."""
    template = QCoreApplication.translate("Sentences", "{label}: {text}")
    return template.format(label=label, text=text)


def _joined(template: str, words: Sequence[str]) -> str:
    if not words:
        return ""
    return reduce(lambda first, following: template.format(first=first, next=following), words)
