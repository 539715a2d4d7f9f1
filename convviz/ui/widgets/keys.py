"""Keys in tooltips: taken from the actions, never written down a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


def keys_text(*actions: QAction) -> str:
    """Return the first key of each action, as the platform writes it; "" where none has one."""
    native = QKeySequence.SequenceFormat.NativeText
    texts = (action.shortcut().toString(native) for action in actions)
    return " / ".join(text for text in texts if text)


def with_keys(text: str, *actions: QAction) -> str:
    """Return a tooltip with the keys that do the same.

    Args:
        text: What the control does, translated.
        actions: What it can be done by as well.
    """
    keys = keys_text(*actions)
    if not keys:
        return text
    return QCoreApplication.translate("Keys", "{text} ({keys})").format(text=text, keys=keys)
