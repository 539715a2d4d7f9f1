"""What a person chose to see on the network page last: it is seen again at the next start."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QSettings

from convviz.ui.network.state import Density, View

_VIEW: Final = "network/view"
_FORM_SHOWN: Final = "network/form_shown"
_DENSITY: Final = "network/density"


def last_view() -> View:
    """Return the view that was shown last; the first of all where a later convviz had others."""
    views, key = list(View), _kept(_VIEW, "")
    return View(key) if key in views else views[0]


def remember_view(view: View) -> None:
    """Show a view at the next start, too."""
    _keep(_VIEW, view.value)


def last_density() -> Density:
    """Return the density that was chosen last; by the network's length if none ever was."""
    key = _kept(_DENSITY, "")
    return Density(key) if key in list(Density) else Density.BY_LENGTH


def remember_density(density: Density) -> None:
    """List layers so at the next start, too."""
    _keep(_DENSITY, density.value)


def was_form_shown() -> bool:
    """Return whether the form of what is chosen was shown; at first it is."""
    return bool(_kept(_FORM_SHOWN, True))  # noqa: FBT003 - the value without one kept


def remember_form(is_shown: bool) -> None:  # noqa: FBT001 - the one thing to remember
    """Show the form at the next start, too, or hide it."""
    _keep(_FORM_SHOWN, is_shown)


def _kept(name: str, first: Any) -> Any:  # noqa: ANN401 - of the type of the first
    return QSettings("convviz", "convviz").value(name, first, type=type(first))


def _keep(name: str, value: object) -> None:
    QSettings("convviz", "convviz").setValue(name, value)
