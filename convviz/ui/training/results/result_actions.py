"""What can be done with the run that is shown: extended, its best epoch seen, its settings had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt

from convviz.ui.page_actions import PageAction

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.training.presenter import TrainingPresenter

EXTEND: Final = "extend the run"
BEST: Final = "show the best epoch"
RESTORE: Final = "restore the run's settings"

translate = QCoreApplication.translate


def result_actions(page: QWidget, presenter: TrainingPresenter) -> list[PageAction]:
    """Return these actions."""
    return [_extend(page, presenter), _best(presenter), _restore(presenter)]


def _extend(page: QWidget, presenter: TrainingPresenter) -> PageAction:
    def ask() -> None:
        from convviz.ui.training.run.extending import ExtendDialog  # keeps the start fast

        document = presenter.progress.document
        if document is None:
            return
        dialog = ExtendDialog(document.training, page.window())
        dialog.wanted.connect(presenter.extend)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    return PageAction(
        EXTEND,
        translate("TrainingActions", "Extend…"),
        "mdi6.plus",
        ("Ctrl+F6",),
        ask,
        tip=translate(
            "TrainingActions", "Train the run that is shown for more epochs than were planned"
        ),
        can=lambda: presenter.state.may_be_extended and not presenter.state.is_busy,
        why_not=translate(
            "TrainingActions", "A run that has ended and left a checkpoint can be extended"
        ),
    )


def _best(presenter: TrainingPresenter) -> PageAction:
    def text() -> str:
        if presenter.state.shows_best:
            return translate("TrainingActions", "Show the last epoch")
        return translate("TrainingActions", "Show the best epoch")

    def show() -> None:
        presenter.session.show_best(on=not presenter.state.shows_best)

    def why_not() -> str:
        if presenter.state.is_active:
            return translate("TrainingActions", "Both can be looked at when the run has ended")
        return translate(
            "TrainingActions", "The last epoch is the best one, or no other one was kept"
        )

    return PageAction(
        BEST,
        text,
        "mdi6.target",
        ("Ctrl+Alt+B",),
        show,
        tip=translate(
            "TrainingActions",
            "Look at the weights of the epoch with the highest validation accuracy, or at those of "
            "the last one: the result, its kernels, and what is saved",
        ),
        can=lambda: bool(presenter.state.best_epoch) and not presenter.state.is_active,
        why_not=why_not,
    )


def _restore(presenter: TrainingPresenter) -> PageAction:
    return PageAction(
        RESTORE,
        translate("TrainingActions", "Restore what the run trains"),
        "mdi6.repeat",
        ("Ctrl+Shift+F6",),
        presenter.restore_run_settings,
        tip=translate(
            "TrainingActions",
            "Take the network and the settings of the run that is shown into the document; undo "
            "brings yours back",
        ),
        can=lambda: bool(presenter.state.differing),
        why_not=translate("TrainingActions", "The document has them"),
    )
