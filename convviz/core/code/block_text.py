"""Layers and blocks as lines of PyTorch code, and the two small classes that blocks need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.core.call_code import call_code
from convviz.core.network.tree import RESIDUAL_NAMES, Block, BlockKind, child_names, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.tree import NetworkStep, Node, Path

RESIDUAL_CLASS: Final = '''\
class Residual(nn.Module):
    """A body and a shortcut that read the same input; their outputs are summed."""

    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body = body
        self.shortcut = nn.Sequential() if shortcut is None else shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)
'''

CONCAT_CLASS: Final = '''\
class Concat(nn.Sequential):
    """Branches that read the same input; their outputs are joined along the channels."""

    def forward(self, x):
        return torch.cat([branch(x) for branch in self], dim=1)
'''

BLOCK_CLASSES: Final[Mapping[BlockKind, str]] = {
    BlockKind.RESIDUAL: RESIDUAL_CLASS,
    BlockKind.CONCAT: CONCAT_CLASS,
}
"""The classes of the blocks that torch does not have."""

_INDENT: Final = "    "


class Line(NamedTuple):
    """One line of code.

    Attributes:
        text: The code.
        comment: What stands behind it; "" for nothing.
        layer: The number of the layer that it makes; None for none.
    """

    text: str
    comment: str = ""
    layer: int | None = None


def block_classes(nodes: Sequence[Node]) -> list[str]:
    """Return the classes that the code of nodes needs."""
    if not any(isinstance(node, Block) for node in nodes):
        return []
    kinds = {node.kind for _, node in walk(nodes) if isinstance(node, Block)}
    return [text for kind, text in BLOCK_CLASSES.items() if kind in kinds]


def needs_ordered_dict(nodes: Sequence[Node]) -> bool:
    """Return whether some of a block's nodes have names."""
    if not any(isinstance(node, Block) for node in nodes):
        return False
    blocks = [node for _, node in walk(nodes) if isinstance(node, Block)]
    return any(is_named(block.children) for block in blocks)


def is_named(nodes: Sequence[Node]) -> bool:
    """Return whether nodes that run have names of their own."""
    return any(node.name for node in nodes if node.enabled)


class NodeWriter:
    """Writes nodes one after the other.

    Attributes:
        lines: What was written.
    """

    def __init__(self, layers: Iterable[Layer], shapes: Mapping[Path, str]) -> None:
        """Begin.

        Args:
            layers: All layers of the network in their order, as they are written.
            shapes: What stands behind a node's code, by its path.
        """
        self.lines: list[Line] = []
        self._layers = iter(layers)
        self._shapes = shapes
        self._number = 0

    def write(
        self,
        node: Node,
        path: Path,
        indent: str,
        *,
        before: str = "",
        after: str = ",",
        mark: str = "",
        told: bool = True,
    ) -> None:
        """Write a node.

        Args:
            node: The node.
            path: Where it stands.
            indent: Before its lines.
            before: What stands before its call in the line.
            after: What stands behind it.
            mark: "# " in a block that is disabled.
            told: Whether its shape stands behind it.
        """
        mark = mark or ("" if node.enabled else "# ")
        shape = self._shapes.get(path, "") if told and not mark else ""
        if not isinstance(node, Block):
            call = f"nn.{call_code(next(self._layers))}"
            self.lines.append(Line(f"{indent}{mark}{before}{call}{after}", shape, self._number))
            self._number += 1
            return
        named = node.kind is not BlockKind.RESIDUAL and is_named(node.children)
        opening = "OrderedDict([" if named else ""
        closing = "])" if named else ""
        callee = "nn.Sequential" if node.kind is BlockKind.SEQUENTIAL else node.kind.value
        children = _written(node)
        if not children:
            self.lines.append(Line(f"{indent}{mark}{before}{callee}(){after}", shape))
            return
        self.lines.append(Line(f"{indent}{mark}{before}{callee}({opening}"))
        self.write_children(node, children, path, indent + _INDENT, mark)
        self.lines.append(Line(f"{indent}{mark}{closing}){after}", shape))

    def _write_layer(self, step: NetworkStep, path: Path, indent: str, mark: str) -> None:
        """Write a layer of a Sequential without names, as most are: `write` in short."""
        mark = mark or ("" if step.enabled else "# ")
        shape = "" if mark else self._shapes.get(path, "")
        call = call_code(next(self._layers))
        self.lines.append(Line(f"{indent}{mark}nn.{call},", shape, self._number))
        self._number += 1

    def write_children(
        self, block: Block | None, children: Sequence[Node], path: Path, indent: str, mark: str = ""
    ) -> None:
        """Write what a block holds.

        Args:
            block: The block; None for the network itself.
            children: What of it is written.
            path: The block's path.
            indent: Before the lines.
            mark: "# " in a block that is disabled.
        """
        is_residual = block is not None and block.kind is BlockKind.RESIDUAL
        named = not is_residual and is_named(children)
        names = child_names(block, children)
        for place, (child, name) in enumerate(zip(children, names, strict=False)):
            if not (named or is_residual or isinstance(child, Block)):
                self._write_layer(child, (*path, place), indent, mark)
                continue
            before, after = "", ","
            if is_residual:
                before = f"{name}="
            elif named and (name or child.name):
                before, after = f'("{name or child.name}", ', "),"
            self.write(child, (*path, place), indent, before=before, after=after, mark=mark)


def _written(block: Block) -> Sequence[Node]:
    """Return what of a block is written: a shortcut of nothing is not."""
    children = block.children
    if block.kind is BlockKind.RESIDUAL and len(children) == len(RESIDUAL_NAMES):
        shortcut = children[1]
        return children[:1] if isinstance(shortcut, Block) and not shortcut.children else children
    return children


def with_shape_comments(lines: Sequence[Line], widest: int) -> list[str]:
    """Return lines with their comments behind them, in one column.

    Args:
        lines: The lines.
        widest: Longer ones do not push the comments of the others to the right.
    """
    fitting = [len(line.text) for line in lines if line.comment and len(line.text) <= widest]
    width = max(fitting, default=0)
    return [
        f"{line.text:<{width}}  # {line.comment}" if line.comment else line.text for line in lines
    ]


def shape_text(shape: Shape) -> str:
    """Return a shape as it is read everywhere: 3 × 32 × 32; that of a single number as 1."""
    return " × ".join(map(str, shape)) or "1"
