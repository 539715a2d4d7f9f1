"""Marks a text for translation where it is written, without Qt."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001, N802 - lupdate's own name
    """Return `text` unchanged; lupdate finds the call and lists the text under `context`."""
    return text
