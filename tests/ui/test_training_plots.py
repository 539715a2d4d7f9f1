"""The plots of a run: losses, accuracies, their cursor, and pictures of them."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from convviz.core.errors import ErrorCode, StorageError
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.protocol.batch_course import BatchCourse
from convviz.protocol.records import EpochRecord
from convviz.ui.plots.colours import train_colour, validation_colour
from convviz.ui.plots.loss_card import LossCard
from convviz.ui.plots.plot_image import save_loss_plot
from convviz.ui.plots.training_plots import TrainingPlots
from convviz.ui.theme import DARK, LIGHT, apply_theme
from tests.support.shown_plots import curves, lasting_plots, shown_anew

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.plots.line_plot import LinePlot


EPOCHS = [
    EpochRecord(1, 100, 2.0, 1.9, 0.29, 1.0, 1.8, 0.31),
    EpochRecord(2, 200, 1.7, 1.6, 0.43, 1.0, 1.5, 0.45),
    EpochRecord(3, 300, 1.5, 1.7, 0.39, 1.0, 1.4, 0.5),
]


@pytest.fixture(scope="module")
def same_plots(qapp: QApplication) -> Iterator[TrainingPlots]:
    del qapp
    yield from lasting_plots()


@pytest.fixture
def plots(qtbot: QtBot, same_plots: TrainingPlots) -> Iterator[TrainingPlots]:
    yield from shown_anew(qtbot, same_plots)


def show(qtbot: QtBot, plots: TrainingPlots, losses: list[float], total: int = 0) -> None:
    plots.show_losses(np.array(losses), total)
    qtbot.waitUntil(lambda: len(plots.loss.losses) == len(losses))


def test_the_loss_has_a_unit_only_where_it_is_a_logarithm(plots: TrainingPlots) -> None:
    axes = plots.loss.plot.left, plots.epoch_loss.plot.left
    assert {axis.name for axis in axes} == {"Loss, nats"}
    plots.show_unit(in_nats=MSELoss.in_nats)
    assert {axis.name for axis in axes} == {"Loss"}
    plots.show_unit(in_nats=CrossEntropyLoss.in_nats)
    assert {axis.name for axis in axes} == {"Loss, nats"}


def is_home(plot: LinePlot) -> bool:
    return plot.is_home


def test_every_loss_is_a_point_and_a_loss_that_is_no_number_a_gap(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    show(qtbot, plots, [2.3, math.nan, 2.1])
    raw, smooth = curves(plots.loss.plot)
    assert raw[0].tolist() == [1, 2, 3]
    np.testing.assert_array_equal(raw[1], [2.3, math.nan, 2.1])
    assert np.isnan(smooth[1][1])
    assert np.isfinite(smooth[1][[0, 2]]).all()


@pytest.mark.parametrize("weight", [0.0, 0.9, 1.0])
def test_the_raw_line_is_always_visible_under_the_smoothed_one(
    qtbot: QtBot, plots: TrainingPlots, weight: float
) -> None:
    show(qtbot, plots, [2.0, 1.0])
    plots.loss.set_weight(weight)
    raw, smooth = curves(plots.loss.plot)
    assert raw[1].tolist() == [2.0, 1.0]
    expected = 1.0 if weight == 0 else (weight * 2 + 1) / (weight + 1)
    assert smooth[1][1] == pytest.approx(expected, rel=1e-3)
    assert plots.loss.weight < 1


def test_a_logarithmic_axis_shows_logarithms_and_leaves_out_zero(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    show(qtbot, plots, [10.0, 1.0, 0.0])
    plots.loss.set_log(on=True)
    raw, _ = curves(plots.loss.plot)
    np.testing.assert_allclose(raw[1], [1.0, 0.0, math.nan])
    low, high = plots.loss.plot.view.viewRange()[1]
    assert low < 0
    assert 1 < high < 1.2
    strings = plots.loss.plot.left.tickStrings([0.0, 1.0], 1.0, 1.0)
    assert strings == ["1", "10"]


def test_the_cursor_reads_both_lines(qtbot: QtBot, plots: TrainingPlots) -> None:
    show(qtbot, plots, [2.0, 1.0, 0.5])
    assert plots.loss.reading.startswith("batch 0.5000, smoothed ")
    plots.loss.plot.set_cursor(2)
    assert plots.loss.reading == "batch 1.0000, smoothed 1.4737, at batch 2"
    plots.loss.plot.set_cursor(None)
    assert "at batch" not in plots.loss.reading


def test_the_cursor_follows_the_arrow_keys(qtbot: QtBot, plots: TrainingPlots) -> None:
    show(qtbot, plots, [2.0, 1.0, 0.5])
    plot = plots.loss.plot
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.cursor == 2
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.cursor == 3
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert "at batch 2" in plots.loss.reading


def test_an_empty_plot_has_no_cursor(plots: TrainingPlots) -> None:
    plots.loss.plot.set_cursor(3)
    assert plots.loss.plot.cursor is None


def test_the_view_follows_the_losses_until_a_person_zooms_and_again_after_a_reset(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    plot = plots.loss.plot
    show(qtbot, plots, [2.0] * 50, 1000)
    assert plot.visible_range()[0] == 1
    assert plot.visible_range()[1] >= 50
    centre = QPointF(plot.viewport().rect().center())
    wheel = QWheelEvent(
        centre,
        plot.viewport().mapToGlobal(centre),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )
    QApplication.sendEvent(plot.viewport(), wheel)
    assert not is_home(plot)
    zoomed = plot.visible_range()
    assert zoomed[1] - zoomed[0] < 59
    show(qtbot, plots, [2.0] * 500, 1000)
    assert plot.visible_range() == zoomed
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert is_home(plot)
    assert plot.visible_range()[1] >= 500


def test_the_view_never_goes_beyond_the_end_of_the_run(qtbot: QtBot, plots: TrainingPlots) -> None:
    show(qtbot, plots, [2.0] * 990, 1000)
    assert plots.loss.plot.visible_range() == (1, 1000)


def test_the_keyboard_zooms_and_pans(qtbot: QtBot, plots: TrainingPlots) -> None:
    show(qtbot, plots, [2.0] * 200, 1000)
    plot = plots.loss.plot
    before = plot.visible_range()
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    near = plot.visible_range()
    assert near[1] - near[0] < before[1] - before[0]
    QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert plot.visible_range()[0] > near[0]


def test_a_short_peak_in_a_long_run_is_drawn(qtbot: QtBot, plots: TrainingPlots) -> None:
    losses = np.ones(200_000)
    losses[123_456] = 9.0
    plots.show_losses(losses, len(losses))
    qtbot.waitUntil(lambda: len(plots.loss.losses) == len(losses))
    places, heights = curves(plots.loss.plot)[0]
    assert len(places) < 10_000
    assert np.nanmax(heights) == 9.0
    assert abs(places[np.nanargmax(heights)] - 123_457) < 1000


def test_losses_after_a_resume_are_smoothed_anew(qtbot: QtBot, plots: TrainingPlots) -> None:
    show(qtbot, plots, [3.0, 3.0, 9.0])
    plots.restart()
    plots.show_losses(np.array([3.0, 3.0, 1.0]), 0)
    qtbot.waitUntil(lambda: plots.loss.losses.tolist() == [3.0, 3.0, 1.0])
    _, smooth = curves(plots.loss.plot)
    assert smooth[1][-1] < 3.0


def test_epochs_show_both_losses_and_mark_the_best_accuracy(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    plots.show_epochs(EPOCHS, 3)
    qtbot.waitUntil(lambda: "best" in plots.accuracy.reading)
    assert plots.epoch_loss.reading == "training 1.4000, validation 1.7000, epoch's mean 1.5000"
    assert "lies above" in plots.epoch_loss.legend.toolTip()
    assert plots.accuracy.reading == "training 50.0%, validation 39.0%, best: epoch 2"
    marked = curves(plots.accuracy.plot)[-1]
    assert (marked[0].tolist(), marked[1].tolist()) == ([2.0], [43.0])
    plots.accuracy.plot.set_cursor(1)
    assert plots.accuracy.reading == "training 31.0%, validation 29.0%, at epoch 1"


def test_an_older_run_shows_what_it_measured(qtbot: QtBot, plots: TrainingPlots) -> None:
    plots.show_epochs([EpochRecord(1, 100, 2.0, 1.9, 0.29, 1.0)], 3)
    qtbot.waitUntil(lambda: "best" in plots.accuracy.reading)
    assert plots.epoch_loss.reading == "training, validation 1.9000, epoch's mean 2.0000"
    assert plots.accuracy.reading.startswith("training, validation 29.0%")
    plots.grab()


def test_one_cursor_reads_all_plots(qtbot: QtBot, plots: TrainingPlots) -> None:
    plots.mark_epochs(BatchCourse.of(100, 1))
    plots.show_losses(np.linspace(3.0, 1.0, 300), 300)
    plots.show_epochs(EPOCHS, 3)
    qtbot.waitUntil(lambda: "best" in plots.accuracy.reading)
    plots.loss.plot.set_cursor(150.0)
    assert plots.epoch_loss.reading.endswith("at epoch 2")
    assert plots.accuracy.reading.endswith("at epoch 2")
    plots.accuracy.plot.set_cursor(3.0)
    assert plots.loss.reading.endswith("at batch 300")
    assert plots.epoch_loss.reading.endswith("at epoch 3")
    plots.accuracy.plot.set_cursor(None)
    assert plots.loss.plot.cursor is None


def test_of_epochs_that_are_equally_good_the_first_is_marked_and_of_none_none(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    equal = [EpochRecord(n, 100 * n, 2.0, 2.0 - n, 0.4, 1.0) for n in (1, 2, 3)]
    plots.show_epochs([EpochRecord(0, 0, 2.0, 2.0, math.nan, 1.0), *equal], 3)
    qtbot.waitUntil(lambda: "best" in plots.accuracy.reading)
    assert plots.accuracy.reading.endswith("best: epoch 1")
    plots.show_epochs([], 3)
    qtbot.waitUntil(lambda: "best" not in plots.accuracy.reading)
    assert not len(curves(plots.accuracy.plot)[-1][0])


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_training_and_validation_wear_their_colours_in_every_plot_and_theme(
    qapp: QApplication, plots: TrainingPlots, theme: str, palette: object
) -> None:
    assert palette in (LIGHT, DARK)
    chosen = LIGHT if theme == "light" else DARK
    apply_theme(qapp, "light" if theme == "light" else "dark")

    def colours(plot: LinePlot) -> list[str]:
        items = plot.getPlotItem().items
        return [
            one.opts["pen"].color().name() for one in items if "pen" in getattr(one, "opts", {})
        ]

    assert colours(plots.loss.plot)[1] == train_colour(chosen)
    assert colours(plots.epoch_loss.plot)[:2] == [train_colour(chosen), validation_colour(chosen)]
    assert colours(plots.accuracy.plot)[:2] == [train_colour(chosen), validation_colour(chosen)]
    background = plots.loss.plot.backgroundBrush().color().name()
    assert background == chosen.surface_raised
    apply_theme(qapp, "light")


def test_a_run_is_saved_as_a_picture(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "loss.png"
    save_loss_plot(path, [2.3, math.nan, 2.1] * 50, EPOCHS, theme="dark")
    image = QImage(str(path))
    assert image.width() > 1000
    assert image.pixelColor(2, 2).name() == DARK.surface
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }
    assert {train_colour(DARK), validation_colour(DARK)} <= colours
    apply_theme(qapp, "light")


def test_a_picture_that_cannot_be_written_leaves_what_was_there(
    qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(StorageError) as caught:
        save_loss_plot(tmp_path / "file" / "loss.png", [1.0], EPOCHS)
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert (tmp_path / "file").read_text() == "old"
    assert qapp is not None


def test_a_shell_without_an_application_or_a_display_saves_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "loss.png"
    code = (
        "import os; os.environ.pop('DISPLAY', None); os.environ.pop('QT_QPA_PLATFORM', None)\n"
        "from pathlib import Path\n"
        "from convviz.ui.plots.plot_image import save_loss_plot\n"
        f"save_loss_plot(Path({str(path)!r}), [2.0, 1.0, 0.5], [])\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert QImage(str(path)).height() > 500


def test_the_training_page_does_not_load_the_plots_before_they_are_shown() -> None:
    code = (
        "import sys\n"
        "import convviz.ui.training.page\n"
        "sys.exit('pyqtgraph' in sys.modules or 'torch' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_axes_say_what_they_measure_and_in_which_unit(plots: TrainingPlots) -> None:
    def names(plot: LinePlot) -> tuple[str, str]:
        return plot.bottom.labelText, plot.left.labelText

    assert names(plots.loss.plot) == ("Batch", "Loss, nats")
    assert names(plots.epoch_loss.plot) == ("Epoch", "Loss, nats")
    assert names(plots.accuracy.plot) == ("Epoch", "Accuracy, %")


def test_the_ends_of_epochs_are_marked_over_the_batches_as_many_as_there_is_room_for(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    show(qtbot, plots, [2.0] * 300, 300)
    top = plots.loss.plot.top
    assert top is not None
    assert top.tickValues(0, 300, 900) == []
    plots.mark_epochs(BatchCourse.of(100, 1))
    ((_, places),) = top.tickValues(0, 300, 900)
    assert places == [100, 200, 300]
    assert top.tickStrings(places, 1.0, 1.0) == ["epoch 1", "epoch 2", "epoch 3"]
    ((_, many),) = top.tickValues(0, 100_000, 900)
    assert 2 <= len(many) <= 12
    assert all(place % 100 == 0 for place in many)


def test_the_plots_are_loaded_beside_the_window(qtbot: QtBot) -> None:
    from convviz.ui.plots.preload import PlotsLoader

    loader = PlotsLoader()
    with qtbot.waitSignal(loader.loaded) as waiter:
        loader.start()
        loader.start()
    (widget,) = waiter.args
    assert isinstance(widget, TrainingPlots)
    qtbot.addWidget(widget)


def test_what_is_built_of_the_plots_goes_with_their_page(qtbot: QtBot) -> None:
    from convviz.ui.plots.preload import PlotsLoader

    before = len(QApplication.topLevelWidgets())
    page = QWidget()
    PlotsLoader(page).start()
    qtbot.waitUntil(lambda: bool(page.findChildren(LossCard)))
    delete(page)
    assert len(QApplication.topLevelWidgets()) == before
