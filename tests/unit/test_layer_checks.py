"""What a reader of layers needs, the layer answers: nobody asks for its class."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import convviz
from tests.support.sources import trees_with

pytestmark = pytest.mark.unmeasured

ROOT = Path(convviz.__file__).parent
LAYERS = ROOT / "core" / "layers"
REASONS = {
    ("core/remedies/sequential_remedies.py", "Flatten"): (
        "the remedy takes a Flatten out, and no other layer that gives a vector"
    ),
}
"""The checks that there are, and why."""


def layer_classes() -> set[str]:
    """Return the names of all classes in core/layers."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in LAYERS.glob("*.py")]
    return {node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}


def checks_in(tree: ast.AST, classes: set[str]) -> set[str]:
    """Return the classes of layers for which isinstance, issubclass or a match asks."""
    asked: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"isinstance", "issubclass"}:
                asked |= {part.id for part in ast.walk(node.args[1]) if isinstance(part, ast.Name)}
        elif isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name):
            asked.add(node.cls.id)
    return asked & classes


def test_a_check_on_the_class_of_a_layer_is_found() -> None:
    text = "def f(x):\n    match x:\n        case Conv2d():\n            return issubclass(x, Pool)"
    assert checks_in(ast.parse(text), {"Conv2d", "Pool", "Fold"}) == {"Conv2d", "Pool"}


def test_readers_ask_a_layer_and_not_for_its_class() -> None:
    classes = layer_classes()
    assert {"Layer", "Conv2d", "WindowedLayer"} <= classes
    asked = {
        (path.relative_to(ROOT).as_posix(), name)
        for path, tree in trees_with(ROOT, "isinstance(", "issubclass(", "case ")
        if LAYERS not in path.parents
        for name in checks_in(tree, classes)
    }
    assert asked == set(REASONS)
