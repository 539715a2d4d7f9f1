"""Zooming the grids, from anywhere in the page and from the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from convviz.ui.calculator.page_actions import PageActions
    from convviz.ui.stepper.picture import CalculatorPicture
    from convviz.ui.stepper.views.step_views import StepViews

translate = QCoreApplication.translate


def add_zoom_actions(actions: PageActions, views: StepViews) -> None:
    """Let the page zoom the picture under the mouse, else that of the view."""
    actions.add_view(
        translate("ZoomActions", "Larger cells"),
        "mdi6.magnify-plus-outline",
        ("Ctrl++", "Ctrl+="),
        views.zoom_in,
    )
    actions.add_view(
        translate("ZoomActions", "Smaller cells"),
        "mdi6.magnify-minus-outline",
        ("Ctrl+-",),
        views.zoom_out,
    )
    actions.add_view(
        translate("ZoomActions", "Fit the cells to the window"),
        "mdi6.fit-to-page-outline",
        ("Ctrl+0",),
        views.zoom_reset,
    )


def add_loupe_action(actions: PageActions, picture: CalculatorPicture) -> None:
    """Let a person do without the loupe."""
    text = translate("ZoomActions", "Loupe over pictures without numbers")
    action = actions.add_view(text, "mdi6.magnify", ("G",), lambda: None)
    action.setCheckable(True)
    action.setChecked(picture.loupe.is_wanted)
    action.toggled.connect(picture.set_loupe)
