"""Pages put parts together: what grows beyond that becomes a part with a file of its own."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import convviz.ui
from tests.support.sources import trees_with

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.unmeasured

UI: Final = Path(convviz.ui.__file__).parent
MOST_LINES: Final = 250
MOST_IMPORTS: Final = 15


def page_classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith("Page"):
            yield node


def length(node: ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def imports(tree: ast.Module) -> int:
    """Count what a module imports when it runs: not what only names types."""
    counted = (ast.Import, ast.ImportFrom)
    for_types = {
        statement
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in ast.walk(node)
    }
    statements = [node for node in ast.walk(tree) if isinstance(node, counted)]
    return sum(
        getattr(node, "module", "") != "__future__" and node not in for_types for node in statements
    )


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


PAGES: Final = sorted(path.parent.name for path in UI.glob("*/page.py"))


def test_all_pages_are_looked_at() -> None:
    assert {"calculator", "network", "training", "runs"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_puts_parts_together_and_no_more(name: str) -> None:
    tree = parsed(UI / name / "page.py")
    lines = max(map(length, page_classes(tree)))
    assert lines <= MOST_LINES
    assert imports(tree) <= MOST_IMPORTS


def test_no_other_class_calls_itself_a_page_and_is_long() -> None:
    long = [
        f"{path.relative_to(UI)}: {node.name}"
        for path, tree in trees_with(UI, "Page(", "Page:", "Page[")
        if path.name != "page.py"
        for node in page_classes(tree)
        if length(node) > MOST_LINES
    ]
    assert long == []


def test_the_count_sees_lines_and_imports() -> None:
    head = "import os\nfrom a import b\nif TYPE_CHECKING:\n    import c\n"
    tree = ast.parse(f"{head}class SomePage:\n" + "    x = 1\n" * 300)
    assert [length(node) for node in page_classes(tree)] == [301]
    assert imports(tree) == 2
