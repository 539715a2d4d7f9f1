"""The search for a learning rate among what can be done on the page, and where its rate goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QToolButton

from convviz.protocol.run_settings import with_data_path
from convviz.ui.page_actions import PageAction
from convviz.ui.theme import set_icon
from convviz.ui.training.data.data_sources import place_of

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Training
    from convviz.ui.settings import SettingsFile
    from convviz.ui.training.presenter import TrainingPresenter

FIND_RATE: Final = "find a learning rate"
_ICON: Final = "mdi6.chart-line"

translate = QCoreApplication.translate


def rate_target(training: Training) -> tuple[str, str]:
    """Return the part and the setting that a found rate is for: a schedule may set its own."""
    schedule = training.schedule
    if schedule is not None and "lr" in schedule.overwrites() and hasattr(schedule, "max_lr"):
        return "schedule", "max_lr"
    return "optimiser", "lr"


def rate_action(page: QWidget, presenter: TrainingPresenter, settings: SettingsFile) -> PageAction:
    """Return what opens the search."""

    def search() -> None:
        from convviz.ui.training.settings.rate_dialog import RateDialog  # keeps the start fast

        document = presenter.to_train
        part, name = rate_target(document.training)
        place = place_of(document.training, settings)
        dialog = RateDialog(
            presenter.session.finder, with_data_path(document, place), name, page.window()
        )
        dialog.chosen.connect(lambda rate: presenter.editor.set_part(part, name, rate))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def why_not() -> str:
        obstacle = presenter.state.obstacle
        if obstacle is not None:
            return obstacle.sentence
        return translate("TrainingActions", "A run is going on")

    return PageAction(
        FIND_RATE,
        translate("TrainingActions", "Find a learning rate…"),
        _ICON,
        ("Ctrl+Alt+L",),
        search,
        tip=translate(
            "TrainingActions",
            "Train a throw-away copy with an ever higher rate, and choose a rate on the curve",
        ),
        can=lambda: not presenter.state.is_busy and presenter.state.obstacle is None,
        why_not=why_not,
    )


class SmallActionButton(QToolButton):
    """A button without a text for an action, to stand beside a field."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setAutoRaise(True)
        self.setAccessibleName(action.text())
        set_icon(self, _ICON)
        self.clicked.connect(lambda _checked=False: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
