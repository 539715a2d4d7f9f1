"""What the objects of a page keep, to be compared between one that was used and a new one."""

from __future__ import annotations

import enum
from collections import deque
from dataclasses import is_dataclass
from typing import Any, Final

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QGraphicsItem,
    QLabel,
    QLineEdit,
    QWidget,
)

from convviz.ui.widgets.late_widget import LateWidget

_PLAIN: Final = (bool, int, float, str, bytes, enum.Enum, type(None))
_OURS: Final = "convviz.ui"
_CACHES: Final = frozenset({"_hints", "widths", "_heights", "_fonts", "_needed", "_seen"})
_BUILT: Final = frozenset({"_built", "_laid_out", "picker", "_popup"})
_COUNTS: Final = frozenset({"_views", "_number", "_wish", "tiles_painted"})
"""Attributes with what is worked out or built once, and with numbers that only grow."""


def kept_state(root: QWidget) -> dict[str, object]:
    """Return the plain values in all objects of the user interface that a widget leads to.

    What is hidden says only that: it is filled when it is shown.

    Args:
        root: The widget.

    Returns:
        By the names of the attributes that lead there, from the root. What a widget shows is
        named like a call.
    """
    found: dict[str, object] = {}
    known = {id(root)}
    waiting: deque[tuple[str, Any]] = deque([("", root)])
    while waiting:
        path, item = waiting.popleft()
        if isinstance(item, LateWidget) and item.built is None:
            continue
        if _is_hidden(item, root):
            found[f"{path}.isHidden()"] = True
            continue
        found.update((f"{path}.{name}", value) for name, value in _shown(item).items())
        for name, value in _attributes(item).items():
            here = f"{path}.{name}"
            if _is_plain(value):
                found[here] = value
            else:
                for key, part in _parts(value):
                    if id(part) not in known and _is_ours(part):
                        if not is_dataclass(part):  # of values, there are equal ones elsewhere
                            known.add(id(part))
                        waiting.append((f"{here}{key}", part))
    return found


def _is_hidden(item: Any, root: QWidget) -> bool:
    if isinstance(item, QGraphicsItem):
        return not item.isVisible()
    return isinstance(item, QWidget) and item is not root and not item.isVisibleTo(root)


def _attributes(item: Any) -> dict[str, Any]:
    slots = [name for kind in type(item).__mro__ for name in getattr(kind, "__slots__", ())]
    values = {name: getattr(item, name, None) for name in slots if not name.startswith("__")}
    values |= getattr(item, "__dict__", {})
    return {name: value for name, value in values.items() if name not in _CACHES | _BUILT | _COUNTS}


def _parts(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(f"[{key}]", part) for key, part in value.items()]
    if isinstance(value, (list, tuple)):
        return [(f"[{number}]", part) for number, part in enumerate(value)]
    return [("", value)]


def _is_plain(value: Any) -> bool:
    if isinstance(value, (tuple, list, set, frozenset)):
        return all(_is_plain(part) for part in value)
    if isinstance(value, dict):
        return all(_is_plain(part) for part in value.values())
    return isinstance(value, _PLAIN)


def _is_ours(value: Any) -> bool:
    module = type(value).__module__
    return (module.startswith(_OURS) or isinstance(value, QWidget)) and not isinstance(value, type)


def _shown(item: Any) -> dict[str, object]:
    shown: dict[str, object] = {}
    if isinstance(item, QWidget):
        size = item.minimumSize()
        shown = {"isHidden()": False, "isEnabled()": item.isEnabled()}
        shown["minimumSize()"] = (size.width(), size.height())
        shown["toolTip()"] = item.toolTip()
    if isinstance(item, (QLabel, QLineEdit, QAbstractButton)):
        shown["text()"] = item.text()
    if isinstance(item, QAbstractButton):
        shown["isChecked()"] = item.isChecked()
    if isinstance(item, QAbstractSlider):
        shown["value()"] = item.value()
    return shown
