"""What a file of weights calls the layers of a network: by its code, by number, or otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar

from numpy.typing import NDArray

from convviz.core.code.writing import layer_names, resolved_layers, written_layers
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import module_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convviz.core.layers import Shape
    from convviz.core.network.rows import SequentialResult
    from convviz.protocol.document import Network

ArrayT = TypeVar("ArrayT")

StateDict: TypeAlias = dict[str, NDArray[Any]]
"""Arrays by torch's state_dict names: "0.weight", "0.bias", ... in the numbering of the network's
enabled layers; within a block, "2.body.0.weight"."""

_WRAPPER: Final = "_orig_mod"
"""What torch.compile puts into names, also in the middle of one."""
BATCHES: Final = "num_batches_tracked"
"""The one tensor that files of old leave out, and that changes no output."""


def weight_shapes(network: Network) -> dict[str, Shape]:
    """Return the shape of every tensor of a network's state_dict, buffers included.

    The names count enabled layers only, as the code of the network does.

    Raises:
        ConvVizError: the network's first failure.
    """
    result = infer_sequential(network.steps, network.input_shape)
    if result.failure is not None:
        raise result.failure.error
    names = module_names(network.steps)
    return {
        f"{names[row.index]}.{name}": shape
        for row in result.rows
        if row.enabled
        for name, shape in (row.layer.weight_shapes() | row.layer.buffer_shapes()).items()
    }


def code_names(network: Network) -> tuple[str, ...]:
    """Return what the network's code calls each enabled layer: conv1, max_pool1, conv2.

    Raises:
        ConvVizError: the network's first failure.
    """
    return _namings(network)[0]


def written_names(network: Network, result: SequentialResult) -> tuple[str, ...]:
    """Return what the code calls each layer of a network whose shapes are known."""
    steps = network.layers
    return layer_names(network.steps, written_layers(steps, result))


def by_code_names(weights: Mapping[str, ArrayT], network: Network) -> dict[str, ArrayT]:
    """Return weights that are numbered under the names that the network's code has for them.

    Raises:
        ConvVizError: the network's first failure.
    """
    names = dict(zip(enabled_names(network), code_names(network), strict=True))
    split = {name: name.rpartition(".") for name in weights}
    return {f"{names[own]}.{rest}": weights[name] for name, (own, _, rest) in split.items()}


def enabled_names(network: Network) -> tuple[str, ...]:
    """Return what an nn.Sequential calls each enabled layer: 0, 1, 2.body.0."""
    return tuple(filter(None, module_names(network.steps)))


class Naming(NamedTuple):
    """What a file calls a network's layers.

    Attributes:
        layers: Each enabled layer, without the prefix.
        prefix: What all names in the file begin with besides, such as "module."; "" for nothing.
    """

    layers: tuple[str, ...]
    prefix: str = ""


def naming_of(names: Iterable[str], network: Network) -> Naming:
    """Return the naming that most of a file's names are of.

    Args:
        names: Of the file's tensors, without what torch.compile puts in.
        network: Whose weights they may be.
    """
    given = [name.rpartition(".")[0] for name in names]
    namings = _namings(network)
    prefix = ""
    while True:
        shown = [name.removeprefix(prefix) for name in given]
        counts = [sum(map(frozenset(layers).__contains__, shown)) for layers in namings]
        if max(counts, default=0):
            return Naming(namings[counts.index(max(counts))], prefix)
        heads = {name.partition(".")[0] for name in shown}
        if len(heads) != 1 or not all("." in name for name in shown):
            return Naming(namings[0])
        prefix += f"{heads.pop()}."


def without_wrappers(weights: Mapping[str, ArrayT]) -> dict[str, tuple[str, ArrayT]]:
    """Return a file's tensors by their names without those that torch.compile puts in.

    Returns:
        Name in the file and tensor, by the plain name; as they are, where two would be one.
    """
    plain = {name: ".".join(p for p in name.split(".") if p != _WRAPPER) for name in weights}
    if len(set(plain.values())) != len(plain):
        plain = {name: name for name in weights}
    return {plain[name]: (name, tensor) for name, tensor in weights.items()}


def order_agrees(shapes: Mapping[str, Shape], given: Mapping[str, Shape]) -> dict[str, str] | None:
    """Return which tensor of a file is which of a network's by their order, if the shapes agree.

    Args:
        shapes: Of the network's tensors, in the order of its layers.
        given: Of the file's, in its order.

    Returns:
        The file's name of each tensor, by the network's; None where a layer differs.
    """
    ours, theirs = _by_layer(shapes), _by_layer(given)
    if len(ours) != len(theirs) or not ours:
        return None
    found: dict[str, str] = {}
    for own, other in zip(ours, theirs, strict=True):
        known, held = ours[own], theirs[other]
        wanted = {name: shape for name, shape in known.items() if name != BATCHES}
        if wanted != {name: shape for name, shape in held.items() if name != BATCHES}:
            return None
        found |= {f"{own}.{name}": f"{other}.{name}" for name in known if name in held}
    return found


def _by_layer(shapes: Mapping[str, Shape]) -> dict[str, dict[str, Shape]]:
    layers: dict[str, dict[str, Shape]] = {}
    for name, shape in shapes.items():
        own, _, rest = name.rpartition(".")
        layers.setdefault(own, {})[rest] = shape
    return layers


def _namings(network: Network) -> tuple[tuple[str, ...], ...]:
    """Return what the enabled layers may be called: by the code, by a script of it, by numbers.

    Code keeps a lazy layer lazy, a script has what it becomes.
    """
    result = infer_sequential(network.steps, network.input_shape)
    if result.failure is not None:
        raise result.failure.error
    steps = network.layers
    named = [
        tuple(
            name
            for step, name in zip(steps, layer_names(network.steps, each), strict=True)
            if step.enabled
        )
        for each in (written_layers(steps, result), resolved_layers(steps, result))
    ]
    return (*named, enabled_names(network))
