"""What every test of the network's page is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from tests.support.network_page import open_page

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.network.page import NetworkPage


@pytest.fixture
def store() -> DocumentStore:
    """Return the document of a first start: the course's network."""
    return DocumentStore(new_document())


@pytest.fixture
def page(qtbot: QtBot, store: DocumentStore, monkeypatch: pytest.MonkeyPatch) -> NetworkPage:
    """Return its page, in a window that has the keyboard."""
    return open_page(qtbot, store, monkeypatch)
