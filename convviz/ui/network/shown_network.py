"""What the network page shows: what is chosen on it, how it is seen, what is folded."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.core.network.tree import Block, Path, layer_paths, node_at
from convviz.ui.network.cards.cards import BlockCard
from convviz.ui.network.cards.last_choices import (
    last_density,
    last_view,
    remember_density,
    remember_form,
    remember_view,
    was_form_shown,
)
from convviz.ui.network.editor import NetworkEditor
from convviz.ui.network.figure.figure_look import last_look, remember_look
from convviz.ui.network.state import Density, View
from convviz.ui.network.state_making import begun_anew, is_another, state_of, with_folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convviz.drawing.options import FigureOptions
    from convviz.protocol.document import Document
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.state import NetworkState


class ShownNetwork(QObject):
    """Holds the state of the page, and follows the document. It knows no widget.

    Signals:
        changed(NetworkState, NetworkState): The state is another one; the second is the one before.
        begun(): Another network altogether is shown: its list begins at the top.
        pointed(Path): The mouse is at a layer or block, in one of the views; None for at none.
    """

    changed = Signal(object, object)
    begun = Signal()
    pointed = Signal(object)

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = NetworkEditor(store, self)
        self._is_held = False
        self._pointed: Path | None = None
        self._state = replace(
            state_of(self._editor.network, self._editor.summary, None, store.document.training),
            view=last_view(),
            figure=last_look(),
            shows_form=was_form_shown(),
            density=last_density(),
        )
        store.changed.connect(self._follow_document)

    @property
    def state(self) -> NetworkState:
        """What the page shows now."""
        return self._state

    # What is chosen

    def choose(self, rows: Iterable[int], current: int) -> None:
        """Choose layers.

        Args:
            rows: Their rows, in order.
            current: The one that the keyboard is at; -1 for the one before.
        """
        state = self._state
        self._show(
            replace(
                state,
                selected=tuple(rows),
                current=current if current >= 0 else state.current,
            )
        )

    def select(self, rows: Sequence[int]) -> None:
        """Choose layers, the first of them as the current one."""
        wanted = [row for row in rows if 0 <= row < len(self._state.cards)]
        self.choose(wanted, wanted[0] if wanted else -1)

    def choose_numbers(self, numbers: Sequence[int]) -> None:
        """Choose layers by their numbers among all layers; folded blocks around them open."""
        known = layer_paths(self._state.nodes)
        paths = [known[number] for number in numbers if 0 <= number < len(known)]
        around = {path[:depth] for path in paths for depth in range(1, len(path))}
        around.update(self._state.blocks_before(paths))
        if around & self._state.folded:
            self._show(with_folded(self._state, self._state.folded - around))
        self.select(self._state.rows_of(paths))

    def point_at(self, path: Path | None) -> None:
        """Say which layer or block the mouse is at, so that other views light it."""
        if path != self._pointed:
            self._pointed = path
            self.pointed.emit(path)

    # How it is shown

    def begin(self) -> None:
        """Show the network from its top, with the first layer chosen and no block folded."""
        network, summary = self._editor.network, self._editor.summary
        self._show(begun_anew(network, summary, self._state))
        self.begun.emit()

    def show_view(self, view: View) -> None:
        """Show another view of the whole network; it is shown at the next start too."""
        self._show(replace(self._state, view=view))
        remember_view(view)

    def show_form(self) -> None:
        """Show or hide the form of what is chosen."""
        self._show(replace(self._state, shows_form=not self._state.shows_form))
        remember_form(self._state.shows_form)

    def look(self, figure: FigureOptions) -> None:
        """Draw the network in another way; at the next start too."""
        self._show(replace(self._state, figure=figure))
        remember_look(figure)

    def show_lines(self) -> None:
        """Show each layer as one line, or as a card; so it stays at the next start too."""
        density = Density.CARDS if self._state.is_compact else Density.LINES
        self._show(replace(self._state, density=density))
        remember_density(density)

    def show_module(self, is_module: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Write the code as an nn.Module, or as an nn.Sequential."""
        self._show(replace(self._state, is_module=is_module))

    # What is folded

    def fold(self) -> None:
        """Fold or unfold the block that is shown, or the one around the layer that is."""
        card = self._state.card
        if isinstance(card, BlockCard):
            self._fold_paths(card.paths)
        elif card is not None and card.depth:
            self._fold_paths([card.path[:-1]])

    def fold_all(self) -> None:
        """Fold the outermost blocks; where all of them are folded, unfold every block."""
        state = self._state
        every = state.outer_blocks
        folded = frozenset[Path]() if every <= state.folded else state.folded | every
        self._show(with_folded(state, folded))

    def fold_row(self, row: int) -> None:
        """Fold or unfold the block of a row, or the equal blocks that it shows."""
        self._fold_paths(self._state.cards[row].paths)

    def _fold_paths(self, paths: Sequence[Path]) -> None:
        nodes = self._state.nodes  # a card of a pattern shows layers as well
        blocks = [path for path in paths if isinstance(node_at(nodes, path), Block)]
        self._show(with_folded(self._state, self._state.folded.symmetric_difference(blocks)))

    # How it becomes another one

    def _follow_document(self, document: Document) -> None:
        """Show the network of a document; an edit of something else changes nothing here."""
        before, training = self._state, document.training
        if document.network is before.network and training == before.training:
            return
        if is_another(before.nodes, document.network.steps):
            self._state = replace(before, training=training)
            self.begin()
        else:
            self._show(state_of(document.network, self._editor.summary, before, training))

    def _show(self, state: NetworkState) -> None:
        before, self._state = self._state, state
        if state != before and not self._is_held:
            self.changed.emit(state, before)

    @contextmanager
    def _one_change(self) -> Iterator[None]:
        """Show an edit and what is chosen after it at once: a page is drawn once, not twice."""
        before, self._is_held = self._state, True
        try:
            yield
        finally:
            self._is_held = False
            if self._state != before:
                self.changed.emit(self._state, before)
