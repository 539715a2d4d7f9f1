"""What a person does on the network page, as edits of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from convviz.core.code.writing import nodes_code
from convviz.core.errors import ConvVizError
from convviz.core.network.tree_edits import outermost
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.edits import steps_of_code
from convviz.ui.network.shown_network import ShownNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.core.data_sets import DataSet
    from convviz.core.layers import Shape
    from convviz.core.network.advice import AdviceFix
    from convviz.core.network.tree import BlockKind, Node, Path
    from convviz.core.remedies.remedy import Remedy
    from convviz.protocol.document import Network


class NetworkPresenter(ShownNetwork):
    """Makes edits of what a person does with what is chosen. It knows no widget.

    Signals:
        told(str, str): The level of a notice and its sentence; "" when an earlier one is over.
        opened(int): A layer is to be opened in the calculator, by its row.
        keyboard_wanted(): Something was inserted; the keys of the list of layers are next.
    """

    told = Signal(str, str)
    opened = Signal(int)
    keyboard_wanted = Signal()

    @property
    def dataset(self) -> DataSet:
        """The data that the document trains on."""
        return self._editor.dataset

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
