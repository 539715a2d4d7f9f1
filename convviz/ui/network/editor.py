"""Edits of the document's network, each with its name for undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from convviz.core.code.writing import resolved_layers
from convviz.core.network import tree_edits
from convviz.core.network.new_layers import followable
from convviz.core.network.rows import LayerFailure
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import Summariser
from convviz.core.network.tree import Block, children_at, layer_paths, layer_steps, node_at
from convviz.core.network.tree_limits import check_tree
from convviz.core.remedies.applied import with_remedy
from convviz.core.remedies.remedy import Remedy, RemedyKind
from convviz.ui.network import edits
from convviz.ui.network.code.code_edits import nodes_of_code
from convviz.values.carried_weights import carried_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.data_sets import DataSet
    from convviz.core.layers import Shape
    from convviz.core.network.advice import AdviceFix
    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.summary import NetworkSummary
    from convviz.core.network.tree import BlockKind, Node, Path
    from convviz.protocol.document import Network
    from convviz.ui.document_store import DocumentStore


class NetworkEditor(QObject):
    """Turns what a person does to the network into edits of the document."""

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._summariser = Summariser()
        self._summarised: tuple[Network, NetworkSummary] | None = None

    @property
    def network(self) -> Network:
        """The document's network."""
        return self._store.document.network

    @property
    def dataset(self) -> DataSet:
        """The data that the document trains on."""
        return self._store.document.training.dataset

    @property
    def _bare(self) -> Network:
        """The network without weights: whether they still fit is looked at once, at the end."""
        return msgspec.structs.replace(self.network, weights=None)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Its layers and blocks."""
        return self.network.steps

    @property
    def result(self) -> SequentialResult:
        """Its shapes."""
        return self.summary.result

    @property
    def summary(self) -> NetworkSummary:
        """What it costs, and its shapes; computed once for each network."""
        return self._summary_of(self.network)

    def _summary_of(self, network: Network) -> NetworkSummary:
        if self._summarised is None or self._summarised[0] is not network:
            summary = self._summariser.summary(network.steps, network.input_shape)
            self._summarised = (network, summary)
        return self._summarised[1]

    def open(self, network: Network, text: str) -> None:
        """Put another network in the place of this one, as one step.

        Args:
            network: Its layers and its input.
            text: The step's name.
        """
        changed = edits.with_steps(self.network, network.steps)
        self._edit(edits.with_input_shape(changed, network.input_shape), text)

    def insert(self, place: Path, nodes: Sequence[Node]) -> list[Path]:
        """Insert nodes, the first of them at a place; return where they stand."""
        if len(nodes) == 1:
            text = self.tr("Add {layer}").format(layer=_name(nodes[0]))
        else:
            text = self.tr("Add {count} layers").format(count=len(nodes))
        changed, places = tree_edits.inserted(self.nodes, place, nodes)
        self._edit(edits.with_steps(self._bare, changed), text)
        return places

    def follow(self, fix: AdviceFix) -> list[Path]:
        """Follow advice, as one step; return where the first layer stands that it changes."""
        changed = edits.followed_advice(self._bare, fix)
        places = [insertion.before for insertion in fix.insertions]
        places += [*fix.removals, *(setting.index for setting in fix.settings)]
        self._edit(changed, self._advice_text(fix))
        paths = layer_paths(self.nodes)
        return [paths[min(*places, len(paths) - 1)]] if paths else []

    def _advice_text(self, fix: AdviceFix) -> str:
        """Return what the history calls a fix."""
        if fix.insertions and not fix.removals:
            if len(fix.insertions) > 1:
                return self.tr("Add {count} layers").format(count=len(fix.insertions))
            return self.tr("Insert {layer}").format(layer=fix.insertions[0].layer.type_name())
        if fix.settings:
            return self.tr("Set {parameter}").format(parameter=fix.settings[0].parameter)
        named = [layer_steps(self.nodes)[index].layer.type_name() for index in fix.removals]
        if fix.insertions:
            return self.tr("Move {layer}").format(layer=named[0])
        if len(named) > 1:
            return self.tr("Delete {count} layers").format(count=len(named))
        return self.tr("Delete {layer}").format(layer=named[0])

    def hide_advice(self, code: str) -> None:
        """Advise of something no more in this document."""
        self._edit(edits.without_advice(self._bare, code), self.tr("Hide advice"))

    def delete(self, paths: Sequence[Path]) -> list[Path]:
        """Delete nodes; return what to select then."""
        text = self._named(paths, self.tr("Delete {layer}"), self.tr("Delete {count} layers"))
        first = tree_edits.outermost(paths)[0]
        self._edit_nodes(tree_edits.removed(self.nodes, paths), text)
        last = len(children_at(self.nodes, first[:-1])) - 1
        if last >= 0:
            return [(*first[:-1], min(first[-1], last))]
        return [first[:-1]] if len(first) > 1 else []

    def duplicate(self, paths: Sequence[Path]) -> list[Path]:
        """Duplicate nodes behind the last of them; return where the copies stand."""
        text = self._named(paths, self.tr("Duplicate {layer}"), self.tr("Duplicate {count} layers"))
        place = tree_edits.place_behind(self.nodes, paths)
        if place is None:
            return list(paths)
        copies = [node_at(self.nodes, path) for path in tree_edits.outermost(paths)]
        changed, places = tree_edits.inserted(self.nodes, place, copies)
        self._edit_nodes(changed, text)
        return places

    def move(self, paths: Sequence[Path], target: Path) -> list[Path]:
        """Move nodes to before what is now at `target`; return where they stand."""
        changed, places = tree_edits.moved(self.nodes, paths, target)
        self._edit_nodes(changed, self._move_text(paths))
        return places

    def nudge(self, paths: Sequence[Path], by: int) -> list[Path]:
        """Move nodes one place up (-1) or down (1); return where they stand."""
        target = tree_edits.neighbour_place(self.nodes, paths, by)
        return list(paths) if target is None else self.move(paths, target)

    def toggle(self, paths: Sequence[Path]) -> None:
        """Disable nodes; enable them when all of them are disabled."""
        enabled = not any(self._runs(path) for path in paths)
        if enabled:
            text = self._named(paths, self.tr("Enable {layer}"), self.tr("Enable {count} layers"))
        else:
            text = self._named(paths, self.tr("Disable {layer}"), self.tr("Disable {count} layers"))
        self._edit_nodes(tree_edits.with_enabled(self.nodes, paths, enabled=enabled), text)

    def wrap(self, paths: Sequence[Path], kind: BlockKind) -> list[Path]:
        """Put a block around nodes that stand beside each other; return where it stands."""
        changed, place = tree_edits.wrapped(self.nodes, paths, kind)
        self._edit_nodes(changed, self.tr("Wrap in {block}").format(block=kind.value))
        return [place]

    def dissolve(self, path: Path) -> list[Path]:
        """Put what a block holds in its place; return where that stands."""
        text = self.tr("Dissolve {block}").format(block=_name(node_at(self.nodes, path)))
        changed, places = tree_edits.dissolved(self.nodes, path)
        self._edit_nodes(changed, text)
        return places

    def add_branch(self, path: Path) -> list[Path]:
        """Add a branch to a Concat; return where it stands."""
        changed, place = tree_edits.with_branch(self.nodes, path)
        self._edit_nodes(changed, self.tr("Add a branch"))
        return [place]

    def rename(self, path: Path, name: str) -> None:
        """Give a node another name; "" for none."""
        text = self.tr("Rename {layer}").format(layer=_name(node_at(self.nodes, path)))
        self._edit_nodes(tree_edits.renamed(self.nodes, path, name), text)

    def _runs(self, path: Path) -> bool:
        """Return whether a node is enabled; a way is, where something in it is."""
        node = node_at(self.nodes, path)
        if isinstance(node, Block) and tree_edits.is_way(self.nodes, path):
            return any(child.enabled for child in node.children)
        return node.enabled

    def set_parameter(self, layers: Sequence[int], name: str, value: object) -> None:
        """Set a parameter of layers by hand; edits in a row of one parameter are one entry."""
        single = self.tr("Change {parameter} of {layer}")
        several = self.tr("Change {parameter} of {count} layers")
        changed = edits.set_parameter_of_all(self._bare, layers, name, value)
        text = self._named_layers(layers, single, several, parameter=name)
        self._edit(changed, text, f"network/{'-'.join(map(str, layers))}/{name}")

    def set_follows(self, layers: Sequence[int], name: str, *, follows: bool) -> None:
        """Let a parameter of layers follow the layer before, or keep its value from now on."""
        if follows:
            single = self.tr("Let {parameter} of {layer} follow the layer before")
            several = self.tr("Let {parameter} of {count} layers follow the layer before")
        else:
            single = self.tr("Set {parameter} of {layer} by hand")
            several = self.tr("Set {parameter} of {count} layers by hand")
        known, changed = resolved_layers(self.network.layers, self.result), self._bare
        for number in layers:
            now: int = getattr(known[number], name)
            changed = edits.set_follows(changed, number, name, follows=follows, now=now)
        self._edit(changed, self._named_layers(layers, single, several, parameter=name))

    def set_input_shape(self, shape: Shape) -> None:
        """Give the network another input."""
        changed = edits.with_input_shape(self._bare, shape)
        self._edit(changed, self.tr("Change the network's input"), "network/input")

    def mend(self, fix: Remedy) -> None:
        """Apply a fix of what fails."""
        failure = self.result.failure
        if failure is None:
            return
        network, layer = self._bare, fix.layer
        text = self.tr("Correct {layer}").format(layer=failure.title)
        if layer is not None:
            match fix.kind:
                case RemedyKind.REMOVE_LAYER:
                    text = self.tr("Remove {layer}").format(layer=layer.type_name())
                case RemedyKind.REPLACE_LAYER:
                    text = self.tr("Use {layer}").format(layer=layer.type_name())
                case RemedyKind.SET_INSIDE:
                    text = self.tr("Correct {layer}").format(layer=layer.type_name())
                case RemedyKind.SET_PARAMETER | RemedyKind.CHANGE_INPUT:
                    pass
                case _:
                    text = self.tr("Insert {layer}").format(layer=layer.type_name())
        if fix.kind is RemedyKind.CHANGE_INPUT and isinstance(fix.value, tuple):
            network = edits.with_input_shape(network, fix.value)
        else:
            changed = with_remedy(network.steps, failure, fix)
            if changed is not None:
                check_tree(changed)
                network = edits.with_steps(network, changed)
        if fix.parameter and isinstance(failure, LayerFailure) and _sets_failing(fix):
            # A layer that is inserted stands where the failing one stood.
            number = failure.index + (fix.kind is RemedyKind.INSERT_LAYER)
            network = _with_following(network, number, fix)
        self._edit(network, text)

    def set_code(self, text: str, line: int) -> None:
        """Make the network what its code says after a person edited it.

        Args:
            text: The code.
            line: The line that was typed in: edits in a row of one line are one entry.

        Raises:
            ConvVizError: The text is no code of one network.
        """
        nodes = nodes_of_code(text, self.network, self.result)
        check_tree(nodes)
        changed = edits.with_steps(self.network, nodes)
        self._edit(changed, self.tr("Edit the code"), f"network/code/{line}")

    def _edit_nodes(self, nodes: Sequence[Node], text: str) -> None:
        self._edit(edits.with_steps(self._bare, nodes), text)

    def _edit(self, network: Network, text: str, merge_key: str = "") -> None:
        """Make an edit.

        Args:
            network: The edited network; its layers keep their weights, if all of them have some.
            text: The edit's name.
            merge_key: As :meth:`DocumentStore.edit`.
        """
        if self.network.weights is not None:
            summary = self._summary_of(network)  # the page asks for the same at once
            carried = carried_weights(self.network, self.result, network, summary.result)
            network = msgspec.structs.replace(network, weights=carried)
            self._summarised = (network, summary)
        document = msgspec.structs.replace(self._store.document, network=network)
        self._store.edit(document, text, merge_key)

    def _named(self, paths: Sequence[Path], single: str, several: str) -> str:
        """Return the name of an edit of one node, or of several."""
        if len(paths) == 1:
            return single.format(layer=_name(node_at(self.nodes, paths[0])))
        nodes = [node_at(self.nodes, path) for path in paths]
        names = {_name(node) for node in nodes}
        if len(names) == 1 and all(isinstance(node, Block) for node in nodes):
            return single.format(layer=f"{len(nodes)} × {names.pop()}")
        return several.format(count=len(paths))

    def _named_layers(self, layers: Sequence[int], single: str, several: str, **names: str) -> str:
        if len(layers) == 1:
            return single.format(layer=_name(self.network.layers[layers[0]]), **names)
        return several.format(count=len(layers), **names)

    def _move_text(self, paths: Sequence[Path]) -> str:
        return self._named(paths, self.tr("Move {layer}"), self.tr("Move {count} layers"))


def _name(node: Node) -> str:
    return node.kind.value if isinstance(node, Block) else node.layer.type_name()


def _sets_failing(fix: Remedy) -> bool:
    """Return whether a fix sets a parameter of the layer that fails."""
    return fix.kind in {
        RemedyKind.SET_PARAMETER,
        RemedyKind.INSERT_LAYER,
        RemedyKind.REPLACE_LAYER,
    }


def _with_following(network: Network, number: int, fix: Remedy) -> Network:
    """Return the network whose fixed value follows the layer before, where that agrees."""
    steps, name = network.layers, fix.parameter
    if name not in followable(steps[number].layer):
        return network
    now: int = getattr(steps[number].layer, name)
    changed = edits.set_follows(network, number, name, follows=True, now=now)
    rows = infer_sequential(changed.steps, changed.input_shape).rows
    agrees = len(rows) > number and getattr(rows[number].layer, name) == fix.value
    return changed if agrees else network
