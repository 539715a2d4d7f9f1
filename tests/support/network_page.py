"""The network page in tests: how it is opened, and what its user would see or type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QDialog, QLineEdit, QWidget

from convviz.core.network.sequential import NetworkStep
from convviz.protocol.document import Network
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.cards.cards import Card
from convviz.ui.network.code.code_panel import CodePanel
from convviz.ui.network.field.receptive_field_panel import ReceptiveFieldPanel
from convviz.ui.network.page import NetworkPage
from convviz.ui.network.state import View
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.windows import show_active

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.protocol.document import Document

POOL, FLATTEN, FIRST_LINEAR, LAST_LINEAR = 1, 6, 7, 8
"""Rows of the course network."""


def open_page(qtbot: QtBot, store: DocumentStore, monkeypatch: pytest.MonkeyPatch) -> NetworkPage:
    """Return the page in a window that has the keyboard.

    It draws no formula: that takes a process, and its tests are elsewhere.
    """
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    page = NetworkPage(store)
    qtbot.addWidget(page)
    _show(qtbot, page)
    return page


def _show(qtbot: QtBot, page: NetworkPage) -> None:
    page.resize(1280, 800)
    show_active(qtbot, page)
    page.layers.cards.setFocus()


class LastingPage:
    """A network page that test after test uses: to build and show one takes longer than most tests.

    Each of them is lent a page that is as a new one. One that cannot be brought back, since its
    test has chosen something that stays, is thrown away.
    """

    def __init__(self, document: Document) -> None:
        """Build nothing yet.

        Args:
            document: The document of every test.
        """
        self._document = document
        self._kept: tuple[NetworkPage, DocumentStore] | None = None
        self._new: _Looks = ()
        self._columns = QByteArray()

    @contextmanager
    def lend(self, qtbot: QtBot) -> Iterator[tuple[NetworkPage, DocumentStore]]:
        """Lend the page and its document; what a test that fails has left is not used again."""
        page, store = self._shown(qtbot) or self._built(qtbot)
        try:
            yield page, store
            _begin_anew(page, self._columns)
            store.open(self._document)
            _settle(page)
            if _looks_of(page) == self._new:
                self._kept = page, store
        finally:
            if self._kept is None:
                _delete(page)

    def end(self) -> None:
        """Throw the page away."""
        if self._kept is not None:
            _delete(self._kept[0])
        self._kept = None

    def _shown(self, qtbot: QtBot) -> tuple[NetworkPage, DocumentStore] | None:
        """Return what is kept, if its window still gets the keyboard: once hidden it does not."""
        kept, self._kept = self._kept, None
        if kept is not None:
            _show(qtbot, kept[0])
            if not kept[0].isActiveWindow():
                _delete(kept[0])
                return None
        return kept

    def _built(self, qtbot: QtBot) -> tuple[NetworkPage, DocumentStore]:
        store = DocumentStore(self._document)
        page = NetworkPage(store)
        _show(qtbot, page)
        if not self._new:
            self._new, self._columns = _looks_of(page), page.panels.saveState()
        return page, store


def _delete(page: NetworkPage) -> None:
    page.close()
    page.deleteLater()


def _begin_anew(page: NetworkPage, columns: QByteArray) -> None:
    """Show the first view, with nothing open, nothing told and nothing half typed."""
    for window in page.findChildren(QDialog):
        window.close()
    page.popup.hide()
    page.notice.hide()
    page.layers.finder.field.clear()
    page.layers.finder.hide()
    for code in page.findChildren(CodePanel):
        code.restore()
    page.presenter.select(())
    for field in page.findChildren(ReceptiveFieldPanel):  # it keeps the cell of a layer
        field.show_state(page.presenter.state, None)
    page.presenter.show_module(False)  # noqa: FBT003 - a signal's slot
    page.show_view(View.DRAWING)
    page.resize(1280, 800)
    page.panels.restoreState(columns)


def _settle(page: NetworkPage) -> None:
    """Begin at the top, and let everything happen that was put off."""
    page.begin()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


_Looks: TypeAlias = tuple[object, ...]


def _looks_of(page: NetworkPage) -> _Looks:
    """Return all by which a page that was used can be told from a new one."""
    panels, drawing = page.panels, page.panels.drawing
    parts = (page.layers, page.form, panels.block, drawing, page.advice, page.notice, page.totals)
    seen = (child for part in parts for child in part.findChildren(QWidget) if child.isVisible())
    looks = Counter(map(_look_of, seen))
    is_at_rest = not any(timer.isActive() for timer in page.findChildren(QTimer))
    return page.presenter.state, panels.sizes(), drawing.canvas.is_fitted, looks, is_at_rest


def _look_of(widget: QWidget) -> _Looks:
    look: _Looks = (type(widget), widget.isEnabled())
    if isinstance(widget, QLineEdit):
        return *look, widget.text()
    if isinstance(widget, QAbstractButton):
        return *look, widget.isChecked(), widget.text()
    if isinstance(widget, QAbstractSlider):
        return *look, widget.value()
    return look


def show(store: DocumentStore, *layers: Layer, shape: tuple[int, ...] = (3, 32, 32)) -> None:
    """Show another network."""
    network = Network(shape, tuple(map(NetworkStep, layers)))
    store.open(msgspec.structs.replace(store.document, network=network))


def names(page: NetworkPage) -> list[str]:
    """Return the layers' types."""
    return [card.name for card in page.layers.cards.cards]


def shapes(page: NetworkPage) -> list[tuple[int, ...] | None]:
    """Return the shape after each layer, as far as it is known."""
    return [card.output_shape for card in page.layers.cards.cards]


def layer_card(page: NetworkPage, row: int) -> Card:
    """Return the card of a layer."""
    card = page.layers.cards.cards[row]
    assert isinstance(card, Card)
    return card


def retype(field: QLineEdit, text: str) -> None:
    """Replace the text of a field by typing."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def parameter(page: NetworkPage, name: str) -> QLineEdit:
    """Return the field of a parameter that is typed."""
    field = page.form.field(name).field
    assert isinstance(field, QLineEdit)
    return field
