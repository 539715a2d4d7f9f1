"""Losses, optimisers and schedules in words: what their own declarations say, translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.call_code import value_code
from convviz.core.call_texts import explained_parameters, parameter_texts_of, summary_of

if TYPE_CHECKING:
    from convviz.core.calls import Call

_CONTEXT = "CallTexts"
"""The context under which ``resources/translate.py`` collects the declarations."""


def call_summary(call_type: type[Call]) -> str:
    """Return what a class does, in one sentence."""
    return QCoreApplication.translate(_CONTEXT, summary_of(call_type))


def parameter_meaning(call_type: type[Call], name: str) -> str:
    """Return what a parameter means by the definition of its class; "" where that is silent."""
    text = explained_parameters(call_type).get(name, "")
    return QCoreApplication.translate(_CONTEXT, text) if text else ""


def parameter_hint(call_type: type[Call], name: str) -> str:
    """Return what a parameter means, and what it is where it is left out, in torch or here."""
    meaning = QCoreApplication.translate(_CONTEXT, parameter_texts_of(call_type)[name])
    defaults = call_type.defaults()
    if name not in defaults:
        return meaning
    text = QCoreApplication.translate("ArgumentHints", "torch's default: {value}.")
    if not call_type.group.startswith("torch"):
        text = QCoreApplication.translate("ArgumentHints", "Default: {value}.")
    return f"{meaning} {text.format(value=value_code(defaults[name]))}"
