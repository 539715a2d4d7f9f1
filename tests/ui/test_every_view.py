"""Everything that opens, in every view, takes whatever is done to it: hovered, typed, covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from convviz.core.presets import presets
from convviz.core.shown_layers import offered_types
from convviz.protocol.templates import new_document
from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT, CellAddress
from convviz.ui.calculator.edits import with_type
from convviz.ui.calculator.presets.applied import with_preset
from convviz.ui.document_store import DocumentStore
from tests.support.matrix_views import shown_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.page import CalculatorPage

STEPS = (0, 1, 2, 5)
GIVEN = ("weight", "target", "params", "grad_output")
"""Parts that are typed, beside those of every layer."""


def calculators() -> Iterator[Calculator]:
    """Yield every type as it is chosen first, and every preset."""
    first = new_document().calculator
    for kind in offered_types():
        yield with_type(first, kind)
    for preset in presets():
        yield with_preset(first, preset)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_whatever_is_done_to_whatever_is_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DocumentStore(new_document())
    page = shown_page(qtbot, store, monkeypatch)
    shown = 0
    for calculator in calculators():
        store.edit(msgspec.structs.replace(store.document, calculator=calculator), "Show")
        for key in page.stepper.presenter.entries:
            use_view(page, key)
            shown += 1
    assert shown > 1000


def use_view(page: CalculatorPage, key: str) -> None:
    """Step, count uses, build up, hover, click and type in a view."""
    presenter = page.stepper.presenter
    presenter.choose_view(key)
    for step in STEPS:
        page.player.go_to(min(step, max(0, page.player.count - 1)))
    presenter.show_usage(shown=True)
    QApplication.processEvents()
    presenter.show_usage(shown=False)
    presenter.dim(dimmed=True)
    presenter.fill(fills=True)
    presenter.hide(hides=True)
    QApplication.processEvents()
    presenter.forward()
    presenter.hide(hides=False)
    presenter.fill(fills=False)
    presenter.dim(dimmed=False)
    presenter.move_channel(1)
    presenter.move_channel(-1)
    walk = presenter.walk
    view = page.grids.view
    for group in () if walk is None else (INPUT, KERNEL, BIAS, OUTPUT, *walk.results, *GIVEN):
        if not view.has_group(group):
            continue
        page.grids._on_hovered(group, 0, 0, 0)
        page.grids._on_clicked(group, 0, 0, 0)
        if view._is_editable(CellAddress(group, 0, 0, 0)):  # nothing is typed into padding
            page.grids._on_edited(group, 0, 0, 0, "7")
    QApplication.processEvents()
