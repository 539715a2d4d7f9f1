"""What views are made of is imported before one of them is chosen, and no click waits for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from convviz.protocol.templates import new_document
from convviz.ui.calculator.view_modules import VIEW_MODULES
from convviz.ui.document_store import DocumentStore
from convviz.ui.later_work import LaterWork, imports
from tests.support.matrix_views import shown_page

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

MODULES = ("later_part", "later_whole", "later_beside")


def test_modules_are_imported_one_in_a_pass_and_those_that_are_there_take_none(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del qapp
    for name, text in zip(MODULES, ("", "import later_part", ""), strict=True):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    later = LaterWork(imports(("sys", *MODULES)))
    seen = []
    while not later.is_done:
        later.do_next()
        seen.append([name for name in MODULES if name in sys.modules])
    for name in MODULES:
        sys.modules.pop(name)
    assert seen == [list(MODULES[:1]), list(MODULES[:2]), list(MODULES), list(MODULES)]


def test_once_the_calculator_was_painted_all_that_its_views_need_is_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown_page(qtbot, DocumentStore(new_document()), monkeypatch)
    later = page.findChild(LaterWork)
    assert later is not None
    qtbot.waitUntil(lambda: later.is_done)
    assert not set(VIEW_MODULES) - set(sys.modules)
