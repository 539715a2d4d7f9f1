"""Layers and networks as PyTorch code that runs as is; reading stands in ``reading``."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from convviz.core.call_code import call_code, value_code
from convviz.core.code.reading import parse_layer, parse_layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.sequential import NetworkStep, SequentialResult

__all__ = [
    "MODULE_FIRST_LINE",
    "SEQUENTIAL_FIRST_LINE",
    "attribute_names",
    "layer_call",
    "module_code",
    "parse_layer",
    "parse_layers",
    "resolved_layers",
    "sequential_code",
    "shape_text",
    "value_code",
    "written_layers",
]

SEQUENTIAL_FIRST_LINE = 3
"""The line of the first layer in :func:`sequential_code`, from 0; the others follow it."""

MODULE_FIRST_LINE = 7
"""The line of the first layer in :func:`module_code`, from 0; the others follow it."""

_WIDEST_ALIGNED = 64
"""Characters. Longer lines do not push the comments of the others to the right."""


def shape_text(shape: Shape) -> str:
    """Return a shape as it is read everywhere: 3 × 32 × 32; that of a single number as 1."""
    return " × ".join(map(str, shape)) or "1"


def layer_call(layer: Layer) -> str:
    """Return a layer as its users write it, such as `Conv2d(3, 32, kernel_size=5, padding=2)`.

    Parameters at their default are left out. A positional one is written without its name as
    long as all before it are.
    """
    return call_code(layer)


def resolved_layers(steps: Sequence[NetworkStep], result: SequentialResult) -> tuple[Layer, ...]:
    """Return every step's layer with what follows the layer before filled in, where known."""
    layers = [step.layer for step in steps]
    for row in result.rows:
        layers[row.index] = row.layer
    if result.failure is not None:
        layers[result.failure.index] = result.failure.layer
    return tuple(layers)


def written_layers(steps: Sequence[NetworkStep], result: SequentialResult) -> tuple[Layer, ...]:
    """Return every step's layer as it is written: as `resolved_layers`, but lazy ones stay lazy."""
    pairs = zip(steps, resolved_layers(steps, result), strict=True)
    return tuple(step.layer if step.layer.is_lazy else layer for step, layer in pairs)


def sequential_code(
    steps: Sequence[NetworkStep], result: SequentialResult, *, name: str = "model"
) -> str:
    """Return the network as an nn.Sequential that runs as is.

    Args:
        steps: The network's steps; disabled ones are written as comments.
        result: What `infer_sequential` says of them; each shape becomes a comment.
        name: Of the variable.

    Returns:
        Python code that ends with a newline.
    """
    if not steps:
        return f"from torch import nn\n\n{name} = nn.Sequential()\n"
    shapes = _shape_comments(result)
    lines = []
    for index, (step, layer) in enumerate(zip(steps, written_layers(steps, result), strict=True)):
        mark = "" if step.enabled else "# "
        lines.append((f"    {mark}nn.{layer_call(layer)},", shapes.get(index, "")))
    head = f"{name} = nn.Sequential(  # {shape_text(result.input_shape)}"
    return "\n".join(["from torch import nn", "", head, *_with_comments(lines), ")", ""])


def module_code(
    steps: Sequence[NetworkStep], result: SequentialResult, *, name: str = "Net"
) -> str:
    """Return the network as an nn.Module with a forward, which runs as is.

    Args:
        steps: The network's steps; disabled ones are written as comments.
        result: What `infer_sequential` says of them; each shape becomes a comment.
        name: Of the class.

    Returns:
        Python code that ends with a newline.
    """
    layers = written_layers(steps, result)
    shapes = _shape_comments(result)
    built, called = [], []
    for index, (step, layer, attribute) in enumerate(
        zip(steps, layers, attribute_names(layers), strict=True)
    ):
        mark = "" if step.enabled else "# "
        built.append(f"        {mark}self.{attribute} = nn.{layer_call(layer)}")
        if step.enabled:
            called.append((f"        x = self.{attribute}(x)", shapes.get(index, "")))
    head = [
        "import torch",
        "from torch import nn",
        "",
        "",
        f"class {name}(nn.Module):",
        "    def __init__(self) -> None:",
        "        super().__init__()",
    ]
    signature = "    def forward(self, x: torch.Tensor) -> torch.Tensor:"
    forward = ["", f"{signature}  # {shape_text(result.input_shape)}"]
    end = ["        return x", "", "", f"model = {name}()", ""]
    return "\n".join([*head, *built, *forward, *_with_comments(called), *end])


def attribute_names(layers: Sequence[Layer]) -> list[str]:
    """Return a name for each layer in a module: conv1, max_pool1, conv2, flatten.

    The name is the type's in lower case, without its number of axes; it is numbered where
    several layers share it.
    """
    stems = [_stem(layer.type_name()) for layer in layers]
    total = Counter(stems)
    seen: Counter[str] = Counter()
    names = []
    for stem in stems:
        seen[stem] += 1
        part = "_" if stem[-1].isdigit() else ""
        names.append(stem if total[stem] == 1 else f"{stem}{part}{seen[stem]}")
    return names


def _stem(type_name: str) -> str:
    without_axes = re.sub(r"(?<=[a-z])[123]d$", "", type_name)
    return re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", without_axes).lower()


def _shape_comments(result: SequentialResult) -> dict[int, str]:
    return {row.index: shape_text(row.output_shape) for row in result.rows if row.enabled}


def _with_comments(lines: Sequence[tuple[str, str]]) -> list[str]:
    """Return code lines with their comments behind them, in one column."""
    fitting = [len(code) for code, comment in lines if comment and len(code) <= _WIDEST_ALIGNED]
    width = max(fitting, default=0)
    return [f"{code:<{width}}  # {comment}" if comment else code for code, comment in lines]
