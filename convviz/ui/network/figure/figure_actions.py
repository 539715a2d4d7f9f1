"""What can be done with the drawing of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication

from convviz.ui.network.state import View
from convviz.ui.page_actions import VIEW_MENU, PageAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.ui.network.figure.figure_canvas import FigureCanvas
    from convviz.ui.network.presenter import NetworkPresenter

translate = QCoreApplication.translate


class DrawnView(Protocol):
    """A view that is a drawing."""

    @property
    def canvas(self) -> FigureCanvas:
        """What shows it."""

    def export(self) -> None:
        """Ask how the drawing is to be written into a file."""

    def copy(self) -> None:
        """Put the drawing on the clipboard, as a picture."""


def figure_actions(presenter: NetworkPresenter, view: Callable[[], DrawnView]) -> list[PageAction]:
    """Return the actions.

    Args:
        presenter: Knows which view is shown.
        view: Returns the drawing that is shown, or that of the network where none is; it is made
            when it is first wanted.
    """

    def is_shown() -> bool:
        return presenter.state.view in {View.DRAWING, View.GRAPH}

    def zoom_in() -> None:
        view().canvas.zoom_in()

    def zoom_out() -> None:
        view().canvas.zoom_out()

    def fit() -> None:
        view().canvas.fit()

    return [
        PageAction(
            "export drawing",
            translate("FigureActions", "Export the dra&wing…"),
            "mdi6.export-variant",
            ("Ctrl+Shift+E",),
            lambda: view().export(),
            tip=translate(
                "FigureActions",
                "Write the drawing of the network, or the graph where it is shown, as SVG, PNG or "
                "PDF",
            ),
            group="figure",
        ),
        PageAction(
            "copy drawing",
            translate("FigureActions", "Copy the drawing as a p&icture"),
            "mdi6.content-copy",
            ("Ctrl+Alt+P",),
            lambda: view().copy(),
            group="figure",
        ),
        PageAction(
            "zoom in",
            translate("FigureActions", "Larger drawing"),
            "mdi6.magnify-plus-outline",
            ("Ctrl++", "Ctrl+="),
            zoom_in,
            can=is_shown,
            group=VIEW_MENU,
        ),
        PageAction(
            "zoom out",
            translate("FigureActions", "Smaller drawing"),
            "mdi6.magnify-minus-outline",
            ("Ctrl+-",),
            zoom_out,
            can=is_shown,
            group=VIEW_MENU,
        ),
        PageAction(
            "fit",
            translate("FigureActions", "Fit the drawing to the window"),
            "mdi6.fit-to-page-outline",
            ("Ctrl+0",),
            fit,
            can=is_shown,
            group=VIEW_MENU,
        ),
    ]
