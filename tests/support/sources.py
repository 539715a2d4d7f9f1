"""Sources of the program, read as trees, for tests that look for something in all of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def trees_with(folder: Path, *words: str) -> Iterator[tuple[Path, ast.Module]]:
    """Parse the modules below a folder in which one of some words stands.

    To parse a module takes a hundred times as long as to look for a word in it.

    Args:
        folder: Where the modules are.
        words: Parts of the text, one of which whatever is looked for contains.

    Yields:
        The path of each such module, and its tree.
    """
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if any(word in text for word in words):
            yield path, ast.parse(text)
