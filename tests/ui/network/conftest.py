"""What every test of the network's page is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from convviz.protocol.templates import new_document
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.network_page import LastingPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage


@pytest.fixture(scope="package")
def lasting_page(qapp: object) -> Iterator[LastingPage]:
    """Return what lends the page to each test that needs one."""
    del qapp
    lasting = LastingPage(new_document())
    yield lasting
    lasting.end()


@pytest.fixture
def lent(
    qtbot: QtBot, lasting_page: LastingPage, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[NetworkPage, DocumentStore]]:
    """Return the page of a first start, in a window that has the keyboard, and its document.

    It draws no formula: that takes a process, and its tests are elsewhere.
    """
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    with lasting_page.lend(qtbot) as lent:
        yield lent


@pytest.fixture
def page(lent: tuple[NetworkPage, DocumentStore]) -> NetworkPage:
    """Return the page."""
    return lent[0]


@pytest.fixture
def store(lent: tuple[NetworkPage, DocumentStore]) -> DocumentStore:
    """Return its document: the course's network."""
    return lent[1]
