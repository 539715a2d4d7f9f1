"""Formulas are drawn by a helper that the window never waits for."""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from convviz.ui.theme import DARK, LIGHT, apply_theme
from convviz.ui.widgets import formula_source as formula_module
from convviz.ui.widgets.formula_process import render
from convviz.ui.widgets.formula_source import FormulaSource, formula_source
from convviz.ui.widgets.formula_view import FormulaLine, FormulaStepsView, FormulaView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

FORMULA = r"o = \left\lfloor \frac{i + 2p - k}{s} \right\rfloor + 1"

LIBRARY_WARNING = pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[FormulaView]:
    apply_theme(qapp, "light")
    made = FormulaView()
    qtbot.addWidget(made)
    made.resize(500, 80)
    made.show()
    yield made
    formula_source().stop()


def inks(view: FormulaView) -> set[str]:
    image = view.grab().toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in points}


def test_a_formula_appears_in_the_ink_of_the_theme(
    qtbot: QtBot, qapp: QApplication, view: FormulaView
) -> None:
    view.set_latex(FORMULA)
    assert not view.is_current
    qtbot.waitUntil(lambda: view.is_current)
    assert LIGHT.text in inks(view)
    apply_theme(qapp, "dark")
    assert DARK.text in inks(view)
    apply_theme(qapp, "light")


def test_a_formula_that_was_drawn_before_is_there_at_once(qtbot: QtBot, view: FormulaView) -> None:
    view.set_latex("a^2")
    qtbot.waitUntil(lambda: view.is_current)
    view.set_latex("b^2")
    qtbot.waitUntil(lambda: view.is_current)
    view.set_latex("a^2")
    assert view.is_current


def test_until_the_new_formula_is_drawn_the_old_one_stays_but_pale(
    qtbot: QtBot, view: FormulaView
) -> None:
    view.set_latex("a^2+b^2")
    qtbot.waitUntil(lambda: view.is_current)
    size = view.sizeHint()
    assert LIGHT.text in inks(view)
    view.set_latex(r"\frac{c}{d}")
    assert view.sizeHint() == size
    pale = inks(view)
    assert LIGHT.text not in pale
    assert len(pale) > 1
    qtbot.waitUntil(lambda: view.is_current)
    assert LIGHT.text in inks(view)


HANGING = """
import time
from convviz.ui.widgets import formula_process as helper

def render(latex):
    if latex.startswith("hang"):
        time.sleep(600)
    return helper.FormulaSvg('<svg viewBox="0 -10 20 15"></svg>')

helper.render = render
helper.main()
"""


def _holds(drawn: list[str], number: int) -> bool:
    return len(drawn) == number


def test_a_source_that_is_held_starts_its_helper_when_it_may_go_on(qtbot: QtBot) -> None:
    source = FormulaSource(command=[sys.executable, "-c", HANGING])
    drawn: list[str] = []
    source.rendered.connect(drawn.append)
    source.hold()
    source.request(source, "first")
    assert source.pid == 0
    source.go_on()
    qtbot.waitUntil(functools.partial(_holds, drawn, 1))
    assert drawn == ["first"]
    source.stop()


def test_a_helper_that_hangs_is_replaced_and_the_next_formula_drawn(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formula_module, "ANSWER_MS", 50)
    source = FormulaSource(command=[sys.executable, "-c", HANGING])
    drawn: list[str] = []
    source.rendered.connect(drawn.append)
    for number, latex in enumerate(("first", "hang", "next"), start=1):
        source.request(source, latex)
        qtbot.waitUntil(functools.partial(_holds, drawn, number))
    assert drawn == ["first", "hang", "next"]
    hung, last = source.drawing("hang"), source.drawing("next")
    assert hung is not None
    assert hung.svg == ""
    assert last is not None
    assert last.svg
    source.stop()


def test_what_nobody_could_draw_is_tried_again_when_the_helper_may_start_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = FormulaSource(command=[sys.executable, "-c", "raise SystemExit(1)"])
    for latex in ("p", "q", "r", "s"):
        with qtbot.waitSignal(source.rendered):
            source.request(source, latex)
    assert source.drawing("s") is not None
    monkeypatch.setattr(formula_module, "_DEATHS_WITHIN_S", -1.0)
    assert source.drawing("s") is None
    assert source.drawing("p") is not None  # of this one the helper died


def test_a_helper_that_was_killed_is_replaced(qtbot: QtBot, view: FormulaView) -> None:
    view.set_latex("x_1")
    qtbot.waitUntil(lambda: view.is_current)
    first = formula_source().pid
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: formula_source().pid == 0)
    view.set_latex("x_2")
    qtbot.waitUntil(lambda: view.is_current)
    assert formula_source().pid not in {0, first}


def test_a_helper_that_dies_at_once_is_given_up_and_the_text_is_shown(qtbot: QtBot) -> None:
    source = FormulaSource(command=[sys.executable, "-c", "raise SystemExit(1)"])
    for latex in ("p", "q", "r", "s"):
        with qtbot.waitSignal(source.rendered):
            source.request(source, latex)
        picture = source.drawing(latex)
        assert picture is not None
        assert picture.svg == ""
    assert source.pid == 0


def test_latex_that_cannot_be_drawn_is_shown_as_text(qtbot: QtBot, view: FormulaView) -> None:
    view.set_latex(r"\frac{1")
    qtbot.waitUntil(lambda: view.is_current)
    assert LIGHT.text in inks(view)


def test_the_newest_wish_of_a_view_replaces_its_older_ones(qtbot: QtBot) -> None:
    source = FormulaSource()
    drawn: list[str] = []
    source.rendered.connect(drawn.append)
    for number in range(6):
        source.request(source, f"n_{number}")
    qtbot.waitUntil(lambda: "n_5" in drawn)
    assert drawn == ["n_0", "n_5"]
    source.stop()


def test_a_long_formula_is_scaled_down_to_the_width(qtbot: QtBot, view: FormulaView) -> None:
    view.set_latex(" + ".join(f"x_{number}" for number in range(12)))
    qtbot.waitUntil(lambda: view.is_current)
    natural = view.sizeHint()
    assert view.heightForWidth(natural.width() * 3 // 4) < view.heightForWidth(natural.width())
    assert 0 < view.baseline() < view.height()


def test_the_latex_can_be_copied(view: FormulaView) -> None:
    view.set_latex(FORMULA)
    view.copy_latex()
    assert QGuiApplication.clipboard().text() == FORMULA


def test_a_formula_is_read_aloud_as_plain_text(view: FormulaView) -> None:
    view.set_latex(r"\left\lfloor \frac{i - 3}{2} \right\rfloor")
    assert view.accessibleDescription() == view.toolTip() == "\u230a (i \u2212 3) / 2 \u230b"


def test_a_hidden_formula_starts_no_helper(qtbot: QtBot) -> None:
    hidden = FormulaView()
    qtbot.addWidget(hidden)
    hidden.set_latex("never shown")
    assert formula_source().pid == 0


def test_the_helper_ends_with_the_last_view(qtbot: QtBot, qapp: QApplication) -> None:
    last = FormulaView()
    last.show()
    last.set_latex("y^2")
    qtbot.waitUntil(lambda: formula_source().pid != 0)
    last.deleteLater()
    qtbot.waitUntil(lambda: formula_source().pid == 0)
    qapp.processEvents()


def test_a_view_may_outlive_the_source(qtbot: QtBot) -> None:
    """As at the end of a program, whose objects go in any order."""
    source, view = FormulaSource(), QWidget()
    source.attach(view)
    delete(source)
    with qtbot.captureExceptions() as errors:
        delete(view)
    assert errors == []


def test_steps_show_as_many_lines_as_there_are(qtbot: QtBot) -> None:
    steps = FormulaStepsView()
    qtbot.addWidget(steps)
    steps.set_lines([FormulaLine("a", "Formula"), FormulaLine("b"), FormulaLine("c")])
    assert [formula.latex for formula in steps.formulas] == ["a", "b", "c"]
    steps.set_lines([FormulaLine("d")])
    assert [formula.latex for formula in steps.formulas] == ["d"]


@LIBRARY_WARNING
def test_a_formula_that_cannot_be_drawn_is_answered_with_the_reason() -> None:
    good, bad = render("a"), render(r"\x{")
    assert good.svg.startswith("<svg")
    assert good.error == ""
    assert bad.svg == ""
    assert bad.error


@LIBRARY_WARNING
def test_svg_has_nothing_that_qt_cannot_draw() -> None:
    svg = render(FORMULA).svg
    assert "<symbol" not in svg
    assert "<use" not in svg
