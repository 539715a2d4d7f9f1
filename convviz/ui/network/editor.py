"""Edits of the document's network, each with its name for undo."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from convviz.core.code.writing import resolved_layers
from convviz.core.network.sequential import (
    DEFAULT_BATCH_SIZE,
    NetworkStep,
    infer_sequential,
    resolve,
)
from convviz.core.network.summary import summarise
from convviz.core.remedies.remedy import Remedy, RemedyKind
from convviz.ui.network import edits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.advice import AdviceFix
    from convviz.core.network.sequential import SequentialResult
    from convviz.core.network.summary import NetworkSummary
    from convviz.protocol.document import Network
    from convviz.ui.document_store import DocumentStore


class NetworkEditor(QObject):
    """Turns what a person does to the network into edits of the document."""

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._summarised: tuple[Network, NetworkSummary] | None = None

    @property
    def network(self) -> Network:
        """The document's network."""
        return self._store.document.network

    @property
    def steps(self) -> tuple[NetworkStep, ...]:
        """Its steps."""
        return self.network.steps

    @property
    def result(self) -> SequentialResult:
        """Its shapes."""
        return self.summary.result

    @property
    def summary(self) -> NetworkSummary:
        """What it costs, and its shapes; computed once for each network."""
        network = self.network
        if self._summarised is None or self._summarised[0] is not network:
            summary = summarise(infer_sequential(network.steps, network.input_shape))
            self._summarised = (network, summary)
        return self._summarised[1]

    def insert(self, row: int, steps: Sequence[NetworkStep]) -> range:
        """Insert steps before `row`; return where they stand."""
        if len(steps) == 1:
            text = self.tr("Add {layer}").format(layer=_name(steps[0]))
        else:
            text = self.tr("Add {count} layers").format(count=len(steps))
        self._edit(edits.insert(self.network, row, steps), text)
        return range(row, row + len(steps))

    def follow(self, fix: AdviceFix) -> range:
        """Follow advice, as one step; return where the first new layer stands."""
        layers = fix.insertions
        text = self.tr("Insert {layer}").format(layer=layers[0].layer.type_name())
        if len(layers) > 1:
            text = self.tr("Add {count} layers").format(count=len(layers))
        self._edit(edits.insert_all(self.network, layers), text)
        first = min(insertion.before for insertion in layers)
        return range(first, first + 1)

    def hide_advice(self, code: str) -> None:
        """Advise of something no more in this document."""
        self._edit(edits.without_advice(self.network, code), self.tr("Hide advice"))

    def delete(self, rows: Sequence[int]) -> range:
        """Delete steps; return what to select then."""
        text = self._named(rows, self.tr("Delete {layer}"), self.tr("Delete {count} layers"))
        self._edit(edits.remove(self.network, rows), text)
        first = min(*rows, len(self.steps) - 1)
        return range(max(first, 0), first + 1)

    def duplicate(self, rows: Sequence[int]) -> range:
        """Duplicate steps behind the last of them; return where the copies stand."""
        text = self._named(rows, self.tr("Duplicate {layer}"), self.tr("Duplicate {count} layers"))
        copies = [self.steps[row] for row in rows]
        behind = max(rows) + 1
        self._edit(edits.insert(self.network, behind, copies), text)
        return range(behind, behind + len(copies))

    def move(self, rows: Sequence[int], target: int) -> range:
        """Move steps to before the step that is now `target`; return where they stand."""
        network, moved = edits.move(self.network, rows, target)
        self._edit(network, self._move_text(rows))
        return moved

    def nudge(self, rows: Sequence[int], by: int) -> range:
        """Move steps one place up (-1) or down (1); return where they stand."""
        network, moved = edits.nudge(self.network, rows, by)
        self._edit(network, self._move_text(rows))
        return moved

    def toggle(self, rows: Sequence[int]) -> None:
        """Disable steps; enable them when all of them are disabled."""
        enabled = not any(self.steps[row].enabled for row in rows)
        if enabled:
            text = self._named(rows, self.tr("Enable {layer}"), self.tr("Enable {count} layers"))
        else:
            text = self._named(rows, self.tr("Disable {layer}"), self.tr("Disable {count} layers"))
        self._edit(edits.set_enabled(self.network, rows, enabled=enabled), text)

    def set_parameter(self, rows: Sequence[int], name: str, value: object) -> None:
        """Set a parameter of layers by hand; edits in a row of one parameter are one entry."""
        single = self.tr("Change {parameter} of {layer}")
        several = self.tr("Change {parameter} of {count} layers")
        changed = self.network
        for row in rows:
            changed = edits.set_parameter(changed, row, name, value)
        text = self._named(rows, single, several, parameter=name)
        self._edit(changed, text, f"network/{'-'.join(map(str, rows))}/{name}")

    def set_follows(self, rows: Sequence[int], name: str, *, follows: bool) -> None:
        """Let a parameter of layers follow the layer before, or keep its value from now on."""
        if follows:
            single = self.tr("Let {parameter} of {layer} follow the layer before")
            several = self.tr("Let {parameter} of {count} layers follow the layer before")
        else:
            single = self.tr("Set {parameter} of {layer} by hand")
            several = self.tr("Set {parameter} of {count} layers by hand")
        layers, changed = resolved_layers(self.steps, self.result), self.network
        for row in rows:
            now: int = getattr(layers[row], name)
            changed = edits.set_follows(changed, row, name, follows=follows, now=now)
        self._edit(changed, self._named(rows, single, several, parameter=name))

    def set_input_shape(self, shape: Shape) -> None:
        """Give the network another input."""
        changed = edits.with_input_shape(self.network, shape)
        self._edit(changed, self.tr("Change the network's input"), "network/input")

    def mend(self, fix: Remedy) -> None:
        """Apply a fix of the failing layer."""
        failure = self.result.failure
        if failure is None:
            return
        network, row, name = self.network, failure.index, failure.layer.type_name()
        text = self.tr("Correct {layer}").format(layer=name)
        if fix.kind is RemedyKind.CHANGE_INPUT and isinstance(fix.value, tuple):
            network = edits.with_input_shape(network, fix.value)
        elif fix.kind is RemedyKind.REMOVE_LAYER and fix.index is not None:
            text = self.tr("Remove {layer}").format(layer=_name(self.steps[fix.index]))
            network = edits.remove(network, [fix.index])
        elif fix.kind is RemedyKind.REPLACE_LAYER and fix.layer is not None:
            text = self.tr("Use {layer}").format(layer=fix.layer.type_name())
            network = edits.replace_by_sibling(network, row, fix.layer)
        elif fix.kind is RemedyKind.INSERT_LAYER and fix.layer is not None:
            text = self.tr("Insert {layer}").format(layer=fix.layer.type_name())
            network = edits.insert(network, row, [NetworkStep(fix.layer)])
            row += 1
        if fix.parameter and fix.kind is not RemedyKind.CHANGE_INPUT:
            network = _with_fixed_parameter(network, row, fix)
        self._edit(network, text)

    def _edit(self, network: Network, text: str, merge_key: str = "") -> None:
        document = msgspec.structs.replace(self._store.document, network=network)
        self._store.edit(document, text, merge_key)

    def _named(self, rows: Sequence[int], single: str, several: str, **names: str) -> str:
        """Return the name of an edit of one layer, or of several."""
        if len(rows) == 1:
            return single.format(layer=_name(self.steps[rows[0]]), **names)
        return several.format(count=len(rows), **names)

    def _move_text(self, rows: Sequence[int]) -> str:
        return self._named(rows, self.tr("Move {layer}"), self.tr("Move {count} layers"))


def _name(step: NetworkStep) -> str:
    return step.layer.type_name()


def _with_fixed_parameter(network: Network, row: int, fix: Remedy) -> Network:
    """Return the network with the fix's value; it follows the layer before where that agrees."""
    changed = edits.set_parameter(network, row, fix.parameter, fix.value)
    layer: Layer = changed.steps[row].layer
    if fix.parameter not in edits.followable(layer):
        return changed
    result = infer_sequential(changed.steps[:row], changed.input_shape)
    step = dataclasses.replace(changed.steps[row], follows=frozenset({fix.parameter}))
    if result.failure is None:
        batched = (DEFAULT_BATCH_SIZE, *result.output_shape)
        if getattr(resolve(step, batched), fix.parameter) == fix.value:
            return edits.set_follows(
                changed, row, fix.parameter, follows=True, now=getattr(layer, fix.parameter)
            )
    return changed
