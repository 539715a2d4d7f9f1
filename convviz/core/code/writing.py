"""Layers and networks as PyTorch code that runs as is; reading stands in ``reading``."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.call_code import call_code, value_code
from convviz.core.code.attributes import node_attributes
from convviz.core.code.block_text import (
    CONCAT_CLASS,
    Line,
    NodeWriter,
    block_classes,
    is_named,
    needs_ordered_dict,
    shape_text,
    with_shape_comments,
)
from convviz.core.code.reading import parse_layer, parse_layers
from convviz.core.network.tree import (
    ROOT,
    Block,
    NetworkStep,
    has_blocks,
    layer_paths,
    layer_steps,
    names_within,
    node_at,
    with_layers,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer
    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node, Path

__all__ = [
    "MODULE_FIRST_LINE",
    "SEQUENTIAL_FIRST_LINE",
    "NetworkCode",
    "attribute_names",
    "layer_call",
    "layer_names",
    "module_code",
    "network_code",
    "node_names",
    "nodes_code",
    "parse_layer",
    "parse_layers",
    "resolved_layers",
    "sequential_code",
    "shape_text",
    "value_code",
    "written_layers",
]

SEQUENTIAL_FIRST_LINE = 3
"""The line of the first layer of an nn.Sequential without blocks, from 0; others follow it."""

MODULE_FIRST_LINE = 7
"""The line of the first layer of an nn.Module without blocks, from 0; others follow it."""

_WIDEST_ALIGNED = 64
"""Characters. Longer lines do not push the comments of the others to the right."""


def layer_call(layer: Layer) -> str:
    """Return a layer as its users write it, such as `Conv2d(3, 32, kernel_size=5, padding=2)`.

    Parameters at their default are left out. A positional one is written without its name as
    long as all before it are.
    """
    return call_code(layer)


def module_call(layer: Layer, *, training: bool) -> str:
    """Return the expression that makes a layer's module, as it runs.

    Args:
        layer: The layer.
        training: Whether as in training, as every module is at first.
    """
    ending = "" if training or not layer.depends_on_training() else ".eval()"
    return f"nn.{layer_call(layer)}{ending}"


def resolved_layers(steps: Sequence[NetworkStep], result: SequentialResult) -> tuple[Layer, ...]:
    """Return every step's layer with what follows the layer before filled in, where known."""
    layers = [step.layer for step in steps]
    for row in result.rows:
        layers[row.index] = row.layer
    failure = result.layer_failure
    if failure is not None:
        layers[failure.index] = failure.layer
    return tuple(layers)


def written_layers(steps: Sequence[NetworkStep], result: SequentialResult) -> tuple[Layer, ...]:
    """Return every step's layer as it is written: as `resolved_layers`, but lazy ones stay lazy."""
    pairs = zip(steps, resolved_layers(steps, result), strict=True)
    return tuple(step.layer if step.layer.is_lazy else layer for step, layer in pairs)


@dataclass(frozen=True, slots=True)
class NetworkCode:
    """A network as code.

    Attributes:
        text: The code; it ends with a newline.
        lines: The line of each layer, from 0, in their order.
    """

    text: str
    lines: tuple[int, ...]

    def layer_of(self, line: int) -> int | None:
        """Return the number of the layer that a line makes; None for none."""
        return self.lines.index(line) if line in self.lines else None


def network_code(
    nodes: Sequence[Node], result: SequentialResult, *, is_module: bool = False, name: str = ""
) -> NetworkCode:
    """Return the network as code that runs as is.

    Args:
        nodes: The network's nodes; disabled ones are written as comments.
        result: What `infer_sequential` says of them; each shape becomes a comment.
        is_module: Whether as an nn.Module with a forward; else as an nn.Sequential.
        name: Of the class, or of the variable.
    """
    if is_module:
        return _module(nodes, result, name or "Net")
    return _sequential(nodes, result, name or "model")


def sequential_code(nodes: Sequence[Node], result: SequentialResult, *, name: str = "model") -> str:
    """Return the text of :func:`network_code` as an nn.Sequential."""
    return network_code(nodes, result, name=name).text


def module_code(nodes: Sequence[Node], result: SequentialResult, *, name: str = "Net") -> str:
    """Return the text of :func:`network_code` as an nn.Module with a forward."""
    return network_code(nodes, result, is_module=True, name=name).text


def _sequential(nodes: Sequence[Node], result: SequentialResult, name: str) -> NetworkCode:
    if not nodes:
        return NetworkCode(f"from torch import nn\n\n{name} = nn.Sequential()\n", ())
    writer = _writer(nodes, result)
    writer.write_children(None, nodes, ROOT, "    ")
    named = is_named(nodes)
    opening, closing = ("OrderedDict([", "]))") if named else ("", ")")
    head = f"{name} = nn.Sequential({opening}  # {shape_text(result.input_shape)}"
    classes = block_classes(nodes)
    imports = _imports(nodes, named=named, tensor=False)
    before = [*imports, *_definitions(classes), *([""] if not classes else ["", ""]), head]
    first = len(before)
    lines = [*before, *with_shape_comments(writer.lines, _WIDEST_ALIGNED), closing, ""]
    return NetworkCode("\n".join(lines), _layer_lines(writer.lines, first))


def _module(nodes: Sequence[Node], result: SequentialResult, name: str) -> NetworkCode:
    writer, called = _writer(nodes, result), []
    attributes = node_attributes(nodes, written_layers(layer_steps(nodes), result))
    shapes = _shape_comments(result)
    for place, (node, attribute) in enumerate(zip(nodes, attributes, strict=True)):
        before = f"self.{attribute} = "
        writer.write(node, (place,), " " * 8, before=before, after="", told=False)
        if node.enabled:
            called.append(Line(f"        x = self.{attribute}(x)", shapes.get((place,), "")))
    classes = block_classes(nodes)
    head = [
        *_imports(nodes, named=False, tensor=True),
        *_definitions(classes),
        "",
        "",
        f"class {name}(nn.Module):",
        "    def __init__(self) -> None:",
        "        super().__init__()",
    ]
    signature = "    def forward(self, x: torch.Tensor) -> torch.Tensor:"
    forward = ["", f"{signature}  # {shape_text(result.input_shape)}"]
    end = ["        return x", "", "", f"model = {name}()", ""]
    built = with_shape_comments(writer.lines, _WIDEST_ALIGNED)
    run = with_shape_comments(called, _WIDEST_ALIGNED)
    text = "\n".join([*head, *built, *forward, *run, *end])
    return NetworkCode(text, _layer_lines(writer.lines, len(head)))


def _writer(nodes: Sequence[Node], result: SequentialResult) -> NodeWriter:
    layers = written_layers(layer_steps(nodes), result)
    return NodeWriter(layers, _shape_comments(result))


def _imports(nodes: Sequence[Node], *, named: bool, tensor: bool) -> list[str]:
    joins = any(text == CONCAT_CLASS for text in block_classes(nodes))
    return [
        *(
            ["from collections import OrderedDict", ""]
            if named or needs_ordered_dict(nodes)
            else []
        ),
        *(["import torch"] if tensor or joins else []),
        "from torch import nn",
    ]


def _definitions(classes: Sequence[str]) -> list[str]:
    return [line for text in classes for line in ("", "", *text.rstrip().split("\n"))]


def _layer_lines(lines: Sequence[Line], first: int) -> tuple[int, ...]:
    return tuple(first + place for place, line in enumerate(lines) if line.layer is not None)


def layer_names(nodes: Sequence[Node], layers: Sequence[Layer]) -> tuple[str, ...]:
    """Return what the code of an nn.Module calls every layer: conv1, or residual2.body.0.

    Args:
        nodes: The network's nodes.
        layers: All its layers in their order, as they are written.
    """
    if not has_blocks(nodes):
        return tuple(node_attributes(nodes, layers))
    names = node_names(nodes, layers)
    return tuple(names[path] for path in layer_paths(nodes))


def node_names(nodes: Sequence[Node], layers: Sequence[Layer]) -> dict[Path, str]:
    """Return what the code of an nn.Module calls layers and blocks, by their paths.

    Args:
        nodes: The network's nodes.
        layers: All its layers in their order, as they are written.
    """
    names: dict[Path, str] = {}
    for place, (node, own) in enumerate(zip(nodes, node_attributes(nodes, layers), strict=True)):
        names[place,] = own
        if isinstance(node, Block):
            inside = names_within(node, node.children, (place,), f"{own}.", runs=node.enabled)
            names |= {path: name or own for path, _, name in inside}
    return names


def nodes_code(nodes: Sequence[Node], result: SequentialResult, paths: Sequence[Path]) -> str:
    """Return some nodes of a network as they stand in an nn.Sequential, each on lines of its own.

    Args:
        nodes: The network's nodes.
        result: What `infer_sequential` says of them.
        paths: Which of them; a disabled one is written as if it were enabled.
    """
    known = with_layers(nodes, written_layers(layer_steps(nodes), result))
    lines: list[Line] = []
    for path in paths:
        node = dataclasses.replace(node_at(known, path), enabled=True)
        writer = NodeWriter((step.layer for step in layer_steps((node,))), {})
        writer.write(node, ROOT, "")
        lines += writer.lines
    return "".join(f"{line.text}\n" for line in lines)


def attribute_names(layers: Sequence[Layer]) -> list[str]:
    """Return a name for each layer in a module: conv1, max_pool1, conv2, flatten.

    The name is the type's in lower case, without its number of axes; it is numbered where
    several layers share it.
    """
    return node_attributes([NetworkStep(layer) for layer in layers], layers)


def _shape_comments(result: SequentialResult) -> dict[Path, str]:
    texts = {shape: shape_text(shape) for shape in {row.output_shape for row in result.rows}}
    known = {row.path: texts[row.output_shape] for row in result.rows if row.enabled}
    for row in result.blocks:
        if row.enabled and row.output_shape is not None:
            known[row.path] = shape_text(row.output_shape)
    return known
