"""What inference leaves to the next one: after an edit only what changed is worked out anew.

Steps and layers are frozen, and an edit leaves those that it does not change as they are, so that
they are known by their identity. An entry holds them: no other object can have it meanwhile. Layers
that are equal, as code and files give them, count as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.core.calls import parameters_of
from convviz.core.network.rows import LayerRow
from convviz.core.network.tree import MOST_LAYERS

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


class Arrival(NamedTuple):
    """A step, and what reaches it where it stands.

    Attributes:
        step: The step.
        runs: Whether the network runs it.
        is_last: Whether its output is the network's own.
        shown: The shape without the batch.
        batched: Whether a batch stands before it.
        source: What gives it, as `LayerRow.source`.
        path: Where the step stands.
        number: Its number among the network's layers.
    """

    step: NetworkStep
    runs: bool
    is_last: bool
    shown: Shape
    batched: bool
    source: int
    path: Path
    number: int


class KnownRows:
    """The steps of the present network and of the one before, for one size of the batch."""

    def __init__(self) -> None:
        self._before: list[KnownStep] = []
        self._now: list[KnownStep] = []
        self._alike: dict[tuple[object, ...], KnownStep] = {}
        self._knows_before = True
        self._layers = _EqualLayers()
        self._wanted: tuple[object, ...] = ()

    def begin(self) -> None:
        """Begin another network: what the present one has stays known, nothing older."""
        self._before, self._now = self._now, []
        self._alike = {}
        self._knows_before = False
        self._layers.begin()

    def add(self, known: KnownStep) -> None:
        """Keep what the next layer of the present network makes of its input: it was not found."""
        self._now.append(known)
        self._alike[self._wanted] = known

    def find(self, arrival: Arrival) -> KnownStep | None:
        """Return the next layer of the present network, if it is known; it is kept then.

        One that stood at the same place has the very same row.
        """
        step, runs, is_last, shown, batched, source, path, index = arrival
        if index < len(self._before):
            known = self._before[index]
            row = known.row
            if (
                known.step is step
                and row.source == source
                and row.path == path
                and row.input_shape == shown
                and (known.is_last, row.enabled, row.batched) == (is_last, runs, batched)
            ):
                self._now.append(known)
                return known
        if not self._knows_before:
            self._knows_before = True
            self._alike = {self._key_of(known): known for known in self._before} | self._alike
        self._wanted = self._key(step, runs, is_last, shown, batched)
        alike = self._alike.get(self._wanted)
        if alike is None:
            return None
        layer, notes, after = alike.row.layer, alike.row.notes, alike.row.output_shape
        moved = LayerRow(index, layer, shown, after, runs, batched, notes, path, source)
        known = KnownStep(step, is_last, alike.output, alike.keeps_batch, moved)
        self._now.append(known)
        return known

    def _key_of(self, known: KnownStep) -> tuple[object, ...]:
        row = known.row
        return self._key(known.step, row.enabled, known.is_last, row.input_shape, row.batched)

    def _key(
        self,
        step: NetworkStep,
        runs: bool,  # noqa: FBT001 - by place: fast
        is_last: bool,  # noqa: FBT001 - likewise
        shown: Shape,
        batched: bool,  # noqa: FBT001 - likewise
    ) -> tuple[object, ...]:
        """Return what a layer's output follows from."""
        follows = frozenset(step.follows)  # it is one already, as a rule
        return id(self._layers.one_of(step.layer)), follows, runs, is_last, shown, batched


class _EqualLayers:
    """Layers, one of all that are equal. It holds them."""

    def __init__(self) -> None:
        self._equal: dict[Layer, Layer] = {}
        self._by_identity: dict[int, tuple[Layer, Layer]] = {}

    def begin(self) -> None:
        """Forget what is known before it becomes much: networks are edited for hours."""
        if len(self._by_identity) > _MOST_HELD:
            self._equal, self._by_identity = {}, {}

    def one_of(self, layer: Layer) -> Layer:
        """Return the first layer that was asked for of those that this one is equal to."""
        known = self._by_identity.get(id(layer))
        if known is None:
            known = self._by_identity[id(layer)] = (layer, self._first_equal(layer))
        return known[1]

    def _first_equal(self, layer: Layer) -> Layer:
        try:
            first = self._equal.setdefault(layer, layer)
        except TypeError:  # a value that cannot be hashed, and that no layer takes
            return layer
        if first is layer:
            return layer
        names = parameters_of(type(layer))
        alike = all(_is_the_same(getattr(layer, name), getattr(first, name)) for name in names)
        return first if alike else layer


def _is_the_same(value: object, other: object) -> bool:
    """Return whether equal values are the same to torch: True equals 1, and 0.0 equals -0.0."""
    return value is other or (type(value) is type(other) and repr(value) == repr(other))


_MOST_HELD: Final = 10 * MOST_LAYERS
