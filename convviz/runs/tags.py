"""Tags of a run: short words by which a person finds it again."""

from __future__ import annotations

from typing import Final

LONGEST_TAG: Final = 40
MOST_TAGS: Final = 20


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags that a text with commas means: each once, in order, none too long."""
    words = (" ".join(word.split())[:LONGEST_TAG] for word in text.replace("，", ",").split(","))  # noqa: RUF001 - typed in Chinese
    return tuple(dict.fromkeys(filter(None, words)))[:MOST_TAGS]


def tags_text(tags: tuple[str, ...]) -> str:
    """Return tags as a person writes them."""
    return ", ".join(tags)
