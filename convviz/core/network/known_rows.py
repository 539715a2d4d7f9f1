"""What inference leaves to the next one: after an edit only what changed is worked out anew.

Steps are frozen, and an edit leaves those that it does not change as they are, so that they are
known by their identity. An entry holds its step: no other object can have its identity meanwhile.
Layers that are equal, as code and files give them, count as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from convviz.core.calls import parameters_of
from convviz.core.network.rows import LayerRow

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape
    from convviz.core.network.tree import NetworkStep, Path


class KnownStep(NamedTuple):
    """What a step makes of a shape.

    Attributes:
        step: The step.
        is_last: Whether its output is the network's own.
        output: Shape as torch sees it.
        keeps_batch: Whether a batch stands before it.
        row: Its row, wherever that stood.
    """

    step: NetworkStep
    is_last: bool
    output: Shape
    keeps_batch: bool
    row: LayerRow


Arrival: TypeAlias = "tuple[Layer, frozenset[str], bool, bool, Shape, bool]"
"""What a layer's output follows from: the layer, and what of it follows the one before; whether the
network runs it; whether its output is the network's own; the shape that reaches it, without the
batch; whether a batch stands before that. A plain tuple, as the place is: there are many."""

Place: TypeAlias = "tuple[int, Path, int]"
"""A step's number among the network's layers, its path, and what gives its input, as in its row."""


class KnownRows:
    """The steps of the present network and of the one before, for one size of the batch."""

    def __init__(self) -> None:
        self._before: list[KnownStep] = []
        self._now: list[KnownStep] = []
        self._by_identity: dict[int, KnownStep] = {}
        self._alike: dict[Arrival, list[KnownStep]] = {}
        self._strangers = 0
        self._unknown: list[KnownStep] = []

    def begin(self) -> None:
        """Begin another network: what the present one has stays known, nothing older."""
        self._before, self._now = self._now, []
        self._by_identity, self._alike = {}, {}
        self._strangers = 0

    def add(self, known: KnownStep) -> None:
        """Keep what the next layer of the present network makes of its input: it was not found."""
        self._now.append(known)
        self._unknown.append(known)

    def find(self, step: NetworkStep, arrival: Arrival, place: Place) -> KnownStep | None:
        """Return the next layer of the present network, if it is known; it is kept then.

        One that stood at the same place has the very same row.
        """
        index, path, source = place
        if index < len(self._before):
            known = self._before[index]
            row = known.row
            if row.source == source and row.path == path and _is_of(known, step, arrival):
                self._now.append(known)
                return known
        elsewhere = self._find_elsewhere(step, arrival)
        if elsewhere is None:
            return None
        row = elsewhere.row
        moved = LayerRow(index, *row[1:-3], path, source, row.costs)
        known = KnownStep(step, *elsewhere[1:-1], moved)
        self._now.append(known)
        return known

    def _find_elsewhere(self, step: NetworkStep, arrival: Arrival) -> KnownStep | None:
        """Return the same step, or one with an equal layer, from another place in the networks."""
        if self._before:
            if not self._by_identity:
                self._by_identity = {id(known.step): known for known in self._before}
            same = self._by_identity.get(id(step))
            if same is not None and _is_of(same, step, arrival):
                return same
            if same is None:
                self._count_stranger()
        self._unknown = self._alike_to(arrival)
        for known in self._unknown:
            if _is_the_same_layer(step.layer, known.step.layer):
                return known
        return None

    def _count_stranger(self) -> None:
        """Count a step that is new; where many are, know equal layers of the network before.

        That is so if the network was read anew. An edit in a form makes one or a few.
        """
        self._strangers += 1
        if self._strangers != _MANY:
            return
        for known in self._before:
            step, row = known.step, known.row
            what = row.enabled, known.is_last, row.input_shape, row.batched
            self._alike_to((step.layer, step.follows, *what)).append(known)

    def _alike_to(self, arrival: Arrival) -> list[KnownStep]:
        """Return the known steps whose layers are equal to that of a step, at the same shape.

        It is one look-up, to which what is worked out can be added: to hash a layer takes long.
        """
        try:
            return self._alike.setdefault(arrival, [])
        except TypeError:  # a value that cannot be hashed, and that no layer takes
            return []


_MANY: Final = 16
"""New steps from which on it takes less time to look for equal ones before than to do without."""


def _is_of(known: KnownStep, step: NetworkStep, arrival: Arrival) -> bool:
    """Return whether it is the same step, at the same shape."""
    _, _, runs, is_last, shown, batched = arrival
    row = known.row
    return (
        known.step is step
        and row.input_shape == shown
        and (known.is_last, row.enabled, row.batched) == (is_last, runs, batched)
    )


def _is_the_same_layer(layer: Layer, other: Layer) -> bool:
    """Return whether equal layers are the same to torch."""
    if layer is other:
        return True
    names = parameters_of(type(layer))
    return all(_is_the_same(getattr(layer, name), getattr(other, name)) for name in names)


def _is_the_same(value: object, other: object) -> bool:
    """Return whether equal values are the same to torch: True equals 1, and 0.0 equals -0.0."""
    return value is other or (type(value) is type(other) and repr(value) == repr(other))
