"""Chosen runs, plotted over each other, compared and exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from convviz.protocol.templates import new_document
from convviz.ui.plots.colours import run_colour
from convviz.ui.runs.export import write_plot
from convviz.ui.runs.page_actions import EXPORT
from convviz.ui.runs.state import Quantity
from convviz.ui.theme import apply_theme, current_palette
from tests.support.past_runs import leave_run
from tests.support.runs_page import Stage, open_stage, show_three

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(tmp_path, qtbot) as made:
        yield made


@pytest.fixture
def three(stage: Stage) -> Stage:
    return show_three(stage)


def test_chosen_runs_are_plotted_over_each_other_and_compared(three: Stage) -> None:
    three.choose("done", "slow")
    overlay, comparison = three.page.panels.overlay, three.page.panels.comparison
    three.qtbot.waitUntil(lambda: overlay.card is not None and overlay.card.isVisible())
    three.qtbot.waitUntil(lambda: comparison.table.columnCount() == 3)
    assert overlay.card is not None
    assert overlay.card.reading.count("Run ") == 2
    table = comparison.table
    model = table.model()
    cells = [[model.index(row, place).data() for place in range(3)] for row in range(2)]
    rows = {name: values for name, *values in cells}
    assert table.rowCount() == 2
    assert rows == {"Batch size": ["64", "16"], "Optimiser · lr": ["0.01", "0.5"]}
    comparison.all_too.click()
    assert table.rowCount() > 20
    three.page.presenter.plot(Quantity.ACCURACY)
    assert "60.0" in overlay.card.reading
    three.page.presenter.plot(Quantity.RATE)
    overlay.card.plot.set_cursor(1.0)
    assert " 0.01, " in overlay.card.reading
    assert overlay.card.reading.endswith(" 0.5, at 1")


@pytest.mark.parametrize("ending", [".csv", ".json", ".png", ".svg"])
def test_chosen_runs_are_exported(
    three: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = tmp_path / f"out{ending}"
    monkeypatch.setattr("convviz.ui.runs.page.ask_where_to_export", lambda *_: path)
    three.choose("done", "cut")
    overlay = three.page.panels.overlay
    three.qtbot.waitUntil(lambda: overlay.card is not None and overlay.card.isVisible())
    three.page.page_actions[EXPORT].trigger()
    three.qtbot.waitUntil(lambda: "Saved as" in three.page.notice.sentence)
    content = path.read_bytes()
    begins = {".csv": b"run,name", ".json": b"{", ".png": b"\x89PNG", ".svg": b"<?xml"}
    assert content.startswith(begins[ending])
    if ending == ".svg":
        assert b"<image" not in content
        assert b"polyline" in content or b"path" in content


def rightmost(image: QImage, colour: QColor) -> float:
    """Return where a colour ends at the right, as a share of the width."""
    seen = [
        x
        for x in range(image.width())
        for y in range(image.height() // 3, image.height())
        if _is_like(image.pixelColor(x, y), colour)
    ]
    return max(seen) / image.width()


def _is_like(colour: QColor, other: QColor) -> bool:
    pairs = (
        (colour.red(), other.red()),
        (colour.green(), other.green()),
        (colour.blue(), other.blue()),
    )
    return all(abs(one - two) < 30 for one, two in pairs)


def test_the_lines_of_a_drawing_end_where_they_do_on_the_screen(
    three: Stage, tmp_path: Path
) -> None:
    three.choose("done")
    overlay = three.page.panels.overlay
    three.qtbot.waitUntil(lambda: overlay.card is not None and overlay.card.isVisible())
    card = overlay.card
    assert card is not None
    write_plot(card, tmp_path / "out.svg")
    drawn = QImage(card.size(), QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    QSvgRenderer(str(tmp_path / "out.svg")).render(painter)
    painter.end()
    colour = QColor(run_colour(0, current_palette()))
    shown = card.grab().toImage()
    assert rightmost(drawn, colour) == pytest.approx(rightmost(shown, colour), abs=0.02)


def test_the_lines_take_the_colours_of_a_new_theme(three: Stage, qapp: QApplication) -> None:
    three.choose("done")
    overlay = three.page.panels.overlay
    three.qtbot.waitUntil(lambda: overlay.card is not None and overlay.card.isVisible())
    card = overlay.card
    assert card is not None
    try:
        apply_theme(qapp, "dark")
        ((_, curve),) = card._drawn
        assert curve.opts["pen"].color() == QColor(run_colour(0, current_palette()))
    finally:
        apply_theme(qapp, "light")


def test_every_one_of_many_runs_is_named_in_the_plot_and_in_the_drawing(
    stage: Stage, tmp_path: Path
) -> None:
    names = [f"run-{number}" for number in range(14)]
    for name in names:
        leave_run(stage.folder, name, new_document())
    stage.show()
    stage.qtbot.waitUntil(lambda: stage.rows.rowCount() == len(names))
    stage.choose(*names)
    overlay, state = stage.page.panels.overlay, stage.page.presenter
    stage.qtbot.waitUntil(lambda: len(state.state.known) == len(names))
    stage.qtbot.waitUntil(lambda: overlay.card is not None and overlay.card.isVisible())
    card = overlay.card
    assert card is not None
    row = card.legend.fontMetrics().height()
    stage.qtbot.waitUntil(lambda: card.legend.height() >= 2 * row)
    write_plot(card, tmp_path / "out.svg")
    text = (tmp_path / "out.svg").read_text(encoding="utf-8")
    assert all(f"Run {run.id} " in text for run in stage.rows.runs)
    stage.choose(names[0])
    stage.qtbot.waitUntil(lambda: card.legend.height() < 2 * row)


def test_an_export_that_cannot_be_written_is_told(
    three: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "out.csv"
    monkeypatch.setattr("convviz.ui.runs.page.ask_where_to_export", lambda *_: path)
    three.choose("done")
    three.page.page_actions[EXPORT].trigger()
    three.qtbot.waitUntil(three.page.notice.isVisible)
    assert three.page.notice.level == "error"
