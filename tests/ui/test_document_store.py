"""Every edit can be undone; a drag of one field is one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document


@pytest.fixture
def store(qtbot: QtBot) -> DocumentStore:
    del qtbot
    return DocumentStore(new_document())


def with_epochs(document: Document, epochs: int) -> Document:
    training = msgspec.structs.replace(document.training, epochs=epochs)
    return msgspec.structs.replace(document, training=training)


def test_undo_and_redo_bring_documents_back(store: DocumentStore) -> None:
    first = store.document
    shown: list[Document] = []
    store.changed.connect(shown.append)
    store.edit(with_epochs(first, 5), "Epochs")
    store.undo_stack.undo()
    store.undo_stack.redo()
    assert shown == [with_epochs(first, 5), first, with_epochs(first, 5)]
    assert store.undo_stack.undoText() == "Epochs"


def test_edits_of_one_field_in_a_row_are_one_entry(store: DocumentStore) -> None:
    first = store.document
    for epochs in (4, 5, 6):
        store.edit(with_epochs(first, epochs), "Epochs", "epochs")
    assert store.undo_stack.count() == 1
    store.undo_stack.undo()
    assert store.document == first


def test_a_drag_back_to_the_start_leaves_no_entry(store: DocumentStore) -> None:
    first = store.document
    store.edit(with_epochs(first, 9), "Epochs", "epochs")
    store.edit(first, "Epochs", "epochs")
    assert store.undo_stack.count() == 0
    assert store.document == first


def test_no_edit_makes_no_entry(store: DocumentStore) -> None:
    store.edit(store.document, "Nothing")
    assert store.undo_stack.count() == 0


def test_a_saved_document_is_clean_until_it_is_edited(store: DocumentStore) -> None:
    store.edit(with_epochs(store.document, 5), "Epochs", "epochs")
    store.undo_stack.setClean()
    store.edit(with_epochs(store.document, 6), "Epochs", "epochs")
    assert not store.undo_stack.isClean()
    store.undo_stack.undo()
    assert store.undo_stack.isClean()


def test_opening_forgets_the_history(store: DocumentStore) -> None:
    store.edit(with_epochs(store.document, 5), "Epochs")
    store.open(new_document())
    assert not store.undo_stack.canUndo()
    assert store.document == new_document()
