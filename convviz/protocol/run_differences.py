"""What differs between runs: their settings one by one, their networks layer by layer."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from convviz.core.call_code import call_code, value_code
from convviz.core.calls import Call
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, Node, with_layers
from convviz.protocol.run_start import START, start_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convviz.protocol.document import Document, Network


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One thing as several runs have it.

    Attributes:
        name: What it is: a setting such as "batch_size", or "optimiser.lr" for a parameter of a
            part; of a network, the number of the row.
        values: Of each run, as code; "" where the run has no such thing.
    """

    name: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the runs do not all have the same."""
        return len(set(self.values)) > 1


def setting_rows(documents: Sequence[Document]) -> tuple[DifferenceRow, ...]:
    """Return every training setting of some documents, in the order of their declaration."""
    known = [dict(_settings(document)) for document in documents]
    names = dict.fromkeys(name for settings in known for name in settings)
    return tuple(
        DifferenceRow(name, tuple(settings.get(name, "") for settings in known))
        for name in _in_order(names)
    )


def network_rows(networks: Sequence[Network]) -> tuple[DifferenceRow, ...]:
    """Return the layers of some networks, those that belong together in one row.

    A layer that is in all of them stands in one row, and so do layers that took each other's
    place; the input's shape comes first. Disabled layers are left out.
    """
    rows: list[list[str]] = []
    for column, network in enumerate(networks):
        rows = _with_column(rows, column, _layers(network))
    shapes = tuple("×".join(map(str, network.input_shape)) for network in networks)
    layers = (DifferenceRow(str(number), tuple(row)) for number, row in enumerate(rows, start=1))
    return (DifferenceRow("0", shapes), *layers)


def differing(rows: Iterable[DifferenceRow]) -> tuple[DifferenceRow, ...]:
    """Return the rows that differ."""
    return tuple(row for row in rows if row.differs)


def _settings(document: Document) -> Iterator[tuple[str, str]]:
    training = document.training
    for name in training.__struct_fields__:
        value = getattr(training, name)
        if name == "new_weights":
            yield START, start_text(document)
        elif isinstance(value, Call):
            yield name, value.type_name()
            for part in value.parameters():
                yield f"{name}.{part}", value_code(getattr(value, part))
        else:
            yield name, value if isinstance(value, str) else value_code(value)


def _in_order(names: Iterable[str]) -> list[str]:
    """Return names with the parameters of a part behind it, whichever run brought them."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.partition(".")[0], []).append(name)
    return [name for group in groups.values() for name in group]


def _layers(network: Network) -> list[str]:
    """Return the layers of a network as code, what follows from their input filled in."""
    result = infer_sequential(network.steps, network.input_shape)
    layers = [step.layer for step in network.layers]
    for row in result.rows:
        layers[row.index] = row.layer
    return list(_lines(with_layers(network.steps, layers), ""))


def _lines(nodes: Sequence[Node], indent: str) -> Iterator[str]:
    """Yield the layers that run, a line each; what a block holds stands indented below it."""
    for node in nodes:
        if not node.enabled:
            continue
        if isinstance(node, Block):
            yield f"{indent}{node.kind.value}"
            yield from _lines(node.children, f"{indent}    ")
        else:
            yield indent + call_code(node.layer)


def _with_column(rows: list[list[str]], column: int, layers: list[str]) -> list[list[str]]:
    """Return rows with one more network in them."""
    before = [next(filter(None, reversed(row))) for row in rows]
    matcher = SequenceMatcher(None, before, layers, autojunk=False)
    merged: list[list[str]] = []
    for _, start, end, first, last in matcher.get_opcodes():
        known, new = rows[start:end], layers[first:last]
        for place in range(max(len(known), len(new))):
            row = known[place] if place < len(known) else [""] * column
            merged.append([*row, new[place] if place < len(new) else ""])
    return merged
