"""The owner of what the network page shows: it turns what a person does into edits and choices."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from convviz.core.code.writing import nodes_code
from convviz.core.errors import ConvVizError
from convviz.core.network.tree import Block, Path, layer_paths, node_at
from convviz.core.network.tree_edits import outermost
from convviz.ui.error_sentences import error_sentence
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
from convviz.ui.network.edits import steps_of_code
from convviz.ui.network.figure.figure_look import last_look, remember_look
from convviz.ui.network.state import Density, View
from convviz.ui.network.state_making import begun_anew, is_another, state_of, with_folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from convviz.core.data_sets import DataSet
    from convviz.core.layers import Shape
    from convviz.core.network.advice import AdviceFix
    from convviz.core.network.tree import BlockKind, Node
    from convviz.core.remedies.remedy import Remedy
    from convviz.drawing.options import FigureOptions
    from convviz.protocol.document import Document, Network
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.state import NetworkState


class NetworkPresenter(QObject):
    """Holds the state of the page. It knows no widget.

    Signals:
        changed(NetworkState, NetworkState): The state is another one; the second is the one before.
        told(str, str): The level of a notice and its sentence; "" when an earlier one is over.
        opened(int): A layer is to be opened in the calculator, by its row.
        keyboard_wanted(): Something was inserted; the keys of the list of layers are next.
        begun(): Another network altogether is shown: its list begins at the top.
    """

    changed = Signal(object, object)
    told = Signal(str, str)
    opened = Signal(int)
    keyboard_wanted = Signal()
    begun = Signal()

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = NetworkEditor(store, self)
        self._is_held = False
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

    @property
    def dataset(self) -> DataSet:
        """The data that the document trains on."""
        return self._editor.dataset

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

    # What is done with the chosen layers

    def duplicate(self) -> None:
        """Duplicate the chosen layers."""
        paths = self._state.paths
        if self._state.can_duplicate:
            self._insert(lambda: self._editor.duplicate(paths))

    def delete(self) -> None:
        """Delete the chosen layers."""
        paths = self._state.paths
        if paths:
            self._insert(lambda: self._editor.delete(paths))

    def move_up(self) -> None:
        """Move the chosen layers one place up."""
        self._nudge(-1)

    def move_down(self) -> None:
        """Move the chosen layers one place down."""
        self._nudge(1)

    def move(self, rows: Sequence[int], target: Path) -> None:
        """Move layers to before what is now at `target`."""
        paths = outermost(path for row in rows for path in self._state.cards[row].paths)
        self._insert(lambda: self._editor.move(paths, target))

    def toggle(self) -> None:
        """Enable or disable the chosen layers."""
        if self._state.selected:
            self._toggle(self._state.paths)

    def toggle_row(self, row: int) -> None:
        """Enable or disable one layer, chosen or not."""
        self._toggle(self._state.cards[row].paths)

    def _toggle(self, paths: Sequence[Path]) -> None:
        before = self._editor.network
        self._editor.toggle(paths)
        self._tell_of_weights(before)

    def copy(self) -> None:
        """Copy the chosen layers as code."""
        state = self._state
        if state.selected:
            text = nodes_code(state.nodes, state.result, state.paths)
            QGuiApplication.clipboard().setText(text)

    def set_parameter(self, name: str, value: object) -> None:
        """Set a parameter of the chosen layers by hand."""
        before = self._editor.network
        self._editor.set_parameter(self._state.chosen_numbers, name, value)
        self._tell_of_weights(before)

    def set_follows(self, name: str, follows: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Let a parameter of the chosen layers follow the layer before, or no longer."""
        before = self._editor.network
        self._editor.set_follows(self._state.chosen_numbers, name, follows=follows)
        self._tell_of_weights(before)

    def open_in_calculator(self) -> None:
        """Ask for the chosen layer to be opened in the calculator."""
        if self._state.can_open:
            self.opened.emit(self._state.shown_number)

    # What is done with blocks

    def wrap(self, kind: BlockKind) -> None:
        """Put a block around what is chosen."""
        paths = self._state.paths
        if self._state.can_wrap:
            self._insert(lambda: self._editor.wrap(paths, kind))

    def dissolve(self) -> None:
        """Put what the chosen block holds in its place."""
        block = self._state.chosen_block
        if block is not None and self._state.can_dissolve:
            self._insert(lambda: self._editor.dissolve(block.path))

    def add_branch(self) -> None:
        """Add a branch to the chosen Concat."""
        block = self._state.chosen_block
        if block is not None and self._state.can_add_branch:
            self._insert(lambda: self._editor.add_branch(block.path))

    def rename(self, name: str) -> None:
        """Give what is shown another name; "" for none."""
        card = self._state.card
        if card is None or card.node.name == name:
            return
        before = self._editor.network
        try:
            self._editor.rename(card.path, name)
        except ConvVizError as error:
            self.tell_error(error_sentence(error))
        else:
            self._tell_of_weights(before)

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

    # What is done with the network

    def set_input_shape(self, shape: Shape) -> None:
        """Give the network another input."""
        self._editor.set_input_shape(shape)

    def insert(self, nodes: Sequence[Node]) -> None:
        """Insert layers behind the chosen ones, or into the chosen Sequential."""
        place = self._state.insert_place
        self._insert(lambda: self._editor.insert(place, nodes))
        self.keyboard_wanted.emit()

    def insert_code(self, read: Sequence[Node], left_out: str) -> None:
        """Insert layers and blocks that were read from code.

        Args:
            read: The layers and blocks.
            left_out: Sentences on what of the code was left out; "" for none.
        """
        state = self._state
        nodes = steps_of_code(read, state.shape_before_insert)
        self.told.emit("", "")
        place = state.insert_place
        is_done = not nodes or self._insert(lambda: self._editor.insert(place, nodes))
        if left_out and is_done:
            self.told.emit("info", left_out)
        self.keyboard_wanted.emit()

    def edit_code(self, text: str, line: int) -> ConvVizError | None:
        """Make the network what its edited code says.

        Args:
            text: The code.
            line: The line that was typed in.

        Returns:
            What is wrong with it, if anything: then the network stays as it is.
        """
        before = self._editor.network
        try:
            self._editor.set_code(text, line)
        except ConvVizError as error:
            return error
        self._tell_of_weights(before)
        return None

    def open_network(self, read: Network, source: str, left_out: str) -> None:
        """Put a network that was read from a file in the place of this one; undo brings it back.

        Args:
            read: Its layers and blocks, and its input.
            source: The file's name.
            left_out: Sentences on what of the code was left out; "" for none.
        """
        before = self._editor.network
        nodes = steps_of_code(read.steps, read.input_shape)
        text = self.tr("Open network from {name}").format(name=source)
        self._editor.open(msgspec.structs.replace(read, steps=nodes), text)
        self._tell_of_weights(before)
        if left_out:
            self.told.emit("info", left_out)
        self.begin()
        self.keyboard_wanted.emit()

    def mend(self, fix: Remedy) -> None:
        """Apply a fix of the layer that fails."""
        self._insert(lambda: self._editor.mend(fix))

    def follow_advice(self, fix: AdviceFix) -> None:
        """Insert what was advised."""
        self._insert(lambda: self._editor.follow(fix))

    def hide_advice(self, code: str) -> None:
        """Advise of something no more in this document."""
        self._editor.hide_advice(code)

    def tell_error(self, sentence: str) -> None:
        """Say what could not be done."""
        self.told.emit("error", sentence)

    def choose_numbers(self, numbers: Sequence[int]) -> None:
        """Choose layers by their numbers among all layers; folded blocks around them open."""
        known = layer_paths(self._state.nodes)
        paths = [known[number] for number in numbers if 0 <= number < len(known)]
        around = {path[:depth] for path in paths for depth in range(1, len(path))}
        around.update(self._state.blocks_before(paths))
        if around & self._state.folded:
            self._show(with_folded(self._state, self._state.folded - around))
        self.select(self._state.rows_of(paths))

    def _insert(self, edit: Callable[[], list[Path] | None]) -> bool:
        """Choose what an edit inserts; where the network would be too long, say so.

        Returns:
            Whether it was done.
        """
        before = self._editor.network
        try:
            with self._one_change():
                paths = edit()
                if paths is not None:
                    self.select(self._state.rows_of(paths))
        except ConvVizError as error:
            self.tell_error(error_sentence(error))
            return False
        self._tell_of_weights(before)
        return True

    def _tell_of_weights(self, before: Network) -> None:
        """Say that an edit let trained weights go; where it did not, an earlier notice is over."""
        if before.weights is None or self._editor.network.weights is not None:
            self.told.emit("", "")
            return
        sentence = self.tr(
            "The trained weights were of the network as it was: they are not used any more. Undo "
            "brings them back."
        )
        self.told.emit("info", sentence)

    def _nudge(self, by: int) -> None:
        paths = self._state.paths
        if paths:
            self._insert(lambda: self._editor.nudge(paths, by))

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
