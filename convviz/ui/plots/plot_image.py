"""A run's plots as an image file, without a window: for the shell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage

from convviz.protocol.batch_course import BatchCourse
from convviz.protocol.files import write_file
from convviz.ui.offscreen import offscreen_application
from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.rate_search import RateSuggestion
    from convviz.protocol.records import EpochRecord
    from convviz.ui.theme import ThemeChoice

SIZE: Final = QSize(1280, 860)
_MARGIN: Final = 16


def save_loss_plot(
    path: Path,
    losses: Sequence[float],
    epochs: Sequence[EpochRecord],
    *,
    rates: Sequence[float] = (),
    theme: ThemeChoice = "light",
) -> None:
    """Write the plots of a run as a PNG file: the loss and the learning rate, the accuracy.

    Where there is no application yet, one without a display is made. The theme is put on the
    whole application.

    Args:
        path: The file.
        losses: Of every batch, from batch 1; NaN is a gap.
        epochs: The finished epochs.
        rates: The learning rate of every batch, likewise; none where it is not known.
        theme: "light" or "dark".

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; an older file stays.
    """
    offscreen_application(theme)
    write_file(path, _png(np.asarray(losses, float), epochs, np.asarray(rates, float)))


def save_rate_plot(
    path: Path,
    rates: Sequence[float],
    losses: Sequence[float],
    suggestion: RateSuggestion | None,
    *,
    theme: ThemeChoice = "light",
) -> None:
    """Write the curve of a search for a learning rate as a PNG file, likewise.

    Args:
        path: The file.
        rates: Ascending.
        losses: Of each.
        suggestion: What the search says.
        theme: "light" or "dark".

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; an older file stays.
    """
    offscreen_application(theme)
    from convviz.ui.plots.rate_card import RateCard

    card = RateCard()
    card.set_controls_visible(visible=False)
    card.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    card.resize(SIZE)
    card.show_curve(rates, losses, suggestion)
    write_file(path, _rendered(card))


def _png(losses: np.ndarray, epochs: Sequence[EpochRecord], rates: np.ndarray) -> bytes:
    from convviz.ui.plots.training_plots import TrainingPlots

    plots = TrainingPlots()
    plots.set_controls_visible(visible=False)
    plots.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    plots.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    plots.resize(SIZE)
    is_whole = bool(epochs) and epochs[0].epoch == 1
    plots.mark_epochs(BatchCourse.of(epochs[0].step, 1) if is_whole else None)
    plots.rate.setVisible(bool(len(rates)))
    plots.show_losses(losses, len(losses), rates)
    plots.show_epochs(epochs, len(epochs))
    return _rendered(plots)


def _rendered(widget: QWidget) -> bytes:
    """Return a widget as PNG; it is gone then."""
    widget.show()
    QCoreApplication.processEvents()
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(current_palette().surface))
    widget.render(image)
    widget.hide()
    widget.deleteLater()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt text
    return bytes(buffer.data().data())
