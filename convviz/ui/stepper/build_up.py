"""The button of what builds a step up before people's eyes, which is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from convviz.ui.theme import set_icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.page_actions import PageActions
    from convviz.ui.stepper.presenter import StepPresenter
    from convviz.ui.stepper.view_state import ViewState

_KEY: Final = "calculator/build-up"


class BuildUpButton(QToolButton):
    """Outputs that fill, hide or wait to be asked for, and the rest of the drawing dimmed."""

    def __init__(
        self, presenter: StepPresenter, actions: PageActions, parent: QWidget | None = None
    ) -> None:
        """Switch on what was on when the window was closed.

        Args:
            presenter: What is switched.
            actions: Have "fill", "hide", "reveal" and "dim".
            parent: The parent.
        """
        super().__init__(parent)
        self.setText(self.tr("Build up"))
        self.setAccessibleName(self.text())
        self.setToolTip(
            self.tr("Let the output fill step by step, hide it, or dim what is not in the step")
        )
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setCheckable(True)
        set_icon(self, "mdi6.layers-edit")
        menu = QMenu(self)
        menu.addActions([actions[name] for name in ("fill", "hide", "reveal", "dim")])
        self.setMenu(menu)
        self._presenter = presenter
        known = str(QSettings("convviz", "convviz").value(_KEY, "")).split()
        presenter.fill(fills="fill" in known)
        presenter.hide(hides="hide" in known)
        presenter.dim(dimmed="dim" in known)
        self._chosen = _chosen(presenter.state)
        presenter.changed.connect(self._show)
        menu.aboutToHide.connect(self._show_chosen)  # a click on the button toggles it as well
        self._show_chosen()

    def _show(self, state: ViewState) -> None:
        if _chosen(state) != self._chosen:
            self._chosen = _chosen(state)
            QSettings("convviz", "convviz").setValue(_KEY, " ".join(self._chosen))
            self._show_chosen()

    def _show_chosen(self) -> None:
        self.setChecked(bool(self._chosen))


def _chosen(state: ViewState) -> tuple[str, ...]:
    on = {"fill": state.cover.fills, "hide": state.cover.hides, "dim": state.dimmed}
    return tuple(name for name, is_on in on.items() if is_on)
