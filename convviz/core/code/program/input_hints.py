"""The shape of a network's input, as its text and its layers let it be guessed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.constants import (
    NotAConstantError,
    TooDeepError,
    TooManyPartsError,
    UnknownNameError,
    constant,
)
from convviz.core.network.sequential import first_failure
from convviz.core.network.tree import layer_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.tree import Node

_MAKERS: Final = frozenset({"randn", "rand", "zeros", "ones", "empty", "Tensor", "FloatTensor"})
"""Functions that make an input to try a network with; their first size is the batch."""

_SUMMARIES: Final = frozenset({"summary", "get_model_complexity_info", "torchsummary"})
_SIZE_NAMES: Final = frozenset({"input_size", "input_shape", "input_data", "in_size"})
_DATA_SETS: Final = (
    ("CIFAR", (3, 32, 32)),
    ("FashionMNIST", (1, 28, 28)),
    ("MNIST", (1, 28, 28)),
    ("SVHN", (3, 32, 32)),
    ("ImageNet", (3, 224, 224)),
    ("STL10", (3, 96, 96)),
)
_SIZES: Final = (32, 224, 28, 64, 227, 128, 256, 96, 299, 48, 512, 40, 100, 112, 84, 150, 128, 572)
_GREY_SIZES: Final = (28, 32, 224, 64, 256, 128, 96, 48, 512, 572)
_ROWS: Final = {784: (1, 28, 28), 3072: (3, 32, 32), 1024: (1, 32, 32), 150528: (3, 224, 224)}
_BATCHED: Final = 4
_MOST_TRIED: Final = 24


def shapes_in(nodes: Iterable[ast.AST]) -> list[Shape]:
    """Return the shapes of pictures that a text names, without a batch, likely ones first.

    Args:
        nodes: All nodes of the text's syntax tree.
    """
    found: list[Shape] = []
    sets: list[Shape] = []
    for node in nodes:
        if isinstance(node, ast.Call):
            found += _given_to(node)
        elif isinstance(node, (ast.Name, ast.Attribute)):
            name = node.id if isinstance(node, ast.Name) else node.attr
            sets += [shape for known, shape in _DATA_SETS if name.startswith(known)]
    return list(dict.fromkeys((*found, *sets)))


def _given_to(node: ast.Call) -> Iterable[Shape]:
    name = _called(node)
    if name in _MAKERS:
        sizes = _integers(node.args)
        if len(node.args) == 1:
            sizes = _integers_in(node.args[0])
        return _picture(sizes)
    found: list[Shape] = []
    if name in _SUMMARIES:
        for argument in node.args[1:]:
            found += _picture(_integers_in(argument))
    for keyword in node.keywords:
        if keyword.arg in _SIZE_NAMES:
            found += _picture(_integers_in(keyword.value))
    return found


def _picture(sizes: tuple[int, ...]) -> list[Shape]:
    shape = sizes[1:] if len(sizes) == _BATCHED else sizes
    is_picture = len(shape) == _BATCHED - 1 and all(0 < size <= 4096 for size in shape)  # noqa: PLR2004 - a picture's side
    return [shape] if is_picture else []


def _called(node: ast.Call) -> str:
    func = node.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _integers(nodes: Sequence[ast.expr]) -> tuple[int, ...]:
    values = [_integers_in(node) for node in nodes]
    return tuple(value[0] for value in values) if all(len(one) == 1 for one in values) else ()


def _integers_in(node: ast.expr) -> tuple[int, ...]:
    try:
        value = constant(node)
    except (NotAConstantError, UnknownNameError, TooDeepError, TooManyPartsError, ArithmeticError):
        return ()
    values = value if isinstance(value, tuple) else (value,)
    integers = tuple(one for one in values if isinstance(one, int) and not isinstance(one, bool))
    return integers if len(integers) == len(values) else ()


def shapes_for(layers: Iterable[Layer], named: Sequence[Shape]) -> list[Shape]:
    """Return shapes that the first layers may take, likely ones first.

    Args:
        layers: The layers, in the order in which they run, or are made.
        named: Shapes that the text names.
    """
    asked = next(((layer, size) for layer in layers if (size := _asked(layer)) is not None), None)
    if asked is None:
        return [*named, *((3, size, size) for size in _SIZES)]
    layer, channels = asked
    fitting = [shape for shape in named if shape[0] == channels]
    name = layer.type_name()
    if name.endswith("Linear"):
        row = [_ROWS[channels]] if channels in _ROWS else []
        return [*named, *row, (channels,)]
    if name.endswith("1d"):
        return [(channels, size) for size in (128, 64, 32, 1000, 187)]
    if name.endswith("3d"):
        return [(channels, 16, 64, 64), (channels, 16, 112, 112), (channels, 32, 32, 32)]
    sizes = _GREY_SIZES if channels == 1 else _SIZES
    return list(dict.fromkeys((*fitting, *((channels, size, size) for size in sizes))))


def _asked(layer: Layer) -> int | None:
    """Return the channels, or the features, that a layer asks of its input."""
    if layer.type_name() == "Linear":
        features: int = getattr(layer, "in_features", 0)
        return features
    if layer.weight_shapes() and layer.type_name().startswith("Conv"):
        return layer.channels_asked()
    return None


def fitting_shape(nodes: Sequence[Node], shapes: Sequence[Shape]) -> Shape | None:
    """Return the first of several shapes that a network takes; None if it takes none of them."""
    for shape in shapes[:_MOST_TRIED]:
        if first_failure(nodes, shape) is None:
            return shape
    return None


def guessed_shape(nodes: Sequence[Node], named: Sequence[Shape] = ()) -> Shape | None:
    """Return a shape that a network takes, or at least its first layer; None if nothing is known.

    Args:
        nodes: The network's nodes.
        named: Shapes that its text names.
    """
    layers = [step.layer for step in layer_steps(nodes)]
    shapes = shapes_for(layers, named)
    return fitting_shape(nodes, shapes) or (shapes[0] if shapes else None)
