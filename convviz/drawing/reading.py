"""From a network and its shapes to the parts of a figure, up to the first layer that fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from convviz.core.code.writing import layer_call, shape_text
from convviz.core.network.repeats import repeated_run
from convviz.core.network.rows import BlockFailure, LayerFailure
from convviz.core.network.tree import ROOT, Block, BlockKind, layer_paths, walk
from convviz.drawing.notes import (
    ROLES,
    has_own_block,
    kernel_as_set,
    kernel_note,
    spatial_of,
    window_of,
)
from convviz.drawing.parts import Band, Branches, Frame, Part, Volume
from convviz.drawing.scene import Fold, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Shape
    from convviz.core.network.rows import LayerRow, SequentialResult
    from convviz.core.network.tree import NetworkStep, Node, Path
    from convviz.drawing.options import FigureOptions

_LAYERS_FOLD_FROM: Final = 4
"""So often layers without a block must repeat to be drawn once: two convolutions are a stage."""


class Reading:
    """The parts of a network.

    Attributes:
        parts: From the input to the output, or to what fails.
        folds: What is drawn once and stands for more.
        notes: What is said of each layer and block that is drawn, by where it stands.
    """

    def __init__(
        self, nodes: Sequence[Node], result: SequentialResult, options: FigureOptions
    ) -> None:
        self._result = result
        self._options = options
        self._words = options.words
        self._rows = {row.path: row for row in result.rows}
        self._blocks = {row.path: row for row in result.blocks}
        self._failure = result.failure
        self._is_over = False
        self._total = sum(not isinstance(node, Block) for _, node in walk(nodes))
        self.folds: list[Fold] = []
        self.notes: dict[Path, str] = {}
        shape = result.input_shape
        given = Volume(ROOT, Role.INPUT, shape, self._words.input)
        self.parts: list[Part] = [given]
        self._read(nodes, ROOT, self.parts, shape)

    def _read(self, nodes: Sequence[Node], holder: Path, parts: list[Part], shape: Shape) -> Shape:
        """Append the parts of nodes that stand behind each other; return the shape behind them."""
        place = 0
        while place < len(nodes) and not self._is_over:
            period, count = self._repeats(nodes, holder, place)
            if count > 1:
                group = nodes[place : place + period]
                self.folds.append(Fold(holder, place, period, count))
                inside: list[Part] = []
                for number, node in enumerate(group):
                    shape = self._node(node, (*holder, place + number), inside, shape)
                parts.append(self._folded(group, (*holder, place), inside, count))
                place += period * count
            else:
                shape = self._node(nodes[place], (*holder, place), parts, shape)
                place += 1
        return shape

    def _repeats(self, nodes: Sequence[Node], holder: Path, place: int) -> tuple[int, int]:
        """Return how many nodes from a place on repeat as one, and how often; 1 and 1 for none."""
        if not self._options.folds_repeats or not self._begins_a_group((*holder, place)):
            return 1, 1
        period, count = repeated_run(nodes, place)
        while count > 1:
            first = (*holder, place)
            last = (*holder, place + period * count - 1)
            has_block = any(isinstance(node, Block) for node in nodes[place : place + period])
            if count < (2 if has_block else _LAYERS_FOLD_FROM):
                break
            before, behind = self._shape_at(first, 0), self._shape_at(last, 1)
            if before is not None and before == behind:
                return period, count
            count -= 1
        return 1, 1

    def _begins_a_group(self, path: Path) -> bool:
        """Return whether a group may begin with a node: not with what belongs to the one before."""
        row = self._rows.get(path)
        return row is None or has_own_block(row.layer, row.input_shape, row.output_shape)

    def _shape_at(self, path: Path, end: int) -> Shape | None:
        """Return the shape before a node (0) or behind it (1); None behind a failure."""
        row = self._rows.get(path) or self._blocks.get(path)
        if row is None:
            return None
        return row.output_shape if end else row.input_shape

    def _folded(self, group: Sequence[Node], path: Path, inside: list[Part], count: int) -> Frame:
        """Return a frame around what is drawn once; the block's own, if there is one."""
        only = inside[0] if len(inside) == 1 else None
        if isinstance(only, Frame) and only.count == 1:
            return Frame(only.path, only.name, only.parts, count)
        name = group[0].name if len(group) == 1 else ""
        self.notes.setdefault(path, f"×{count}")
        return Frame(path, name, tuple(inside), count)

    def _node(self, node: Node, path: Path, parts: list[Part], shape: Shape) -> Shape:
        """Append what is drawn of a node; return the shape behind it."""
        if self._is_over:
            return shape
        if isinstance(node, Block):
            return self._block(node, path, parts, shape)
        row = self._rows.get(path)
        if row is None:
            self._fail(node, path, parts)
            return shape
        self._layer(node, row, parts)
        return row.output_shape

    def _layer(self, step: NetworkStep, row: LayerRow, parts: list[Part]) -> None:
        layer, words, shape = row.layer, self._words, row.output_shape
        title = step.name or layer.type_name()
        sizes = f"{shape_text(row.input_shape)} → {shape_text(row.output_shape)}"
        self.notes[row.path] = f"{layer_call(layer)}\n{sizes}"
        role = ROLES[layer.family]
        if not row.enabled:
            self._band(
                Band(row.path, role, f"{title}, {words.disabled}", enabled=False), parts, shape
            )
            return
        if not has_own_block(layer, row.input_shape, row.output_shape):
            self._band(Band(row.path, role, title), parts, shape)
            return
        spatial = spatial_of(layer, row.input_shape)
        lines = (layer.type_name() if step.name else "", kernel_note(layer, spatial))
        window = window_of(layer, spatial, row.output_shape)
        kept = tuple(line for line in lines if line)
        parts.append(Volume(row.path, role, row.output_shape, title, kept, window, layer.scatters))

    @staticmethod
    def _band(band: Band, parts: list[Part], shape: Shape) -> None:
        """Append what keeps the shape: on the body before it, or as a slab of its own."""
        before = parts[-1] if parts else None
        if isinstance(before, Volume):
            parts[-1] = replace(before, bands=(*before.bands, band))
            return
        parts.append(Volume(band.path, Role.JOIN, shape, "", bands=(band,), is_slab=True))

    def _block(self, block: Block, path: Path, parts: list[Part], shape: Shape) -> Shape:
        row = self._blocks.get(path)
        name = block.name
        count = len(layer_paths(block.children))
        what = self._words.layer_count(count)
        self.notes[path] = f"{name or block.kind.value}\n{what}"
        if not block.enabled:
            text = f"{name or block.kind.value}, {self._words.disabled}"
            self._band(Band(path, Role.BLOCK, text, enabled=False), parts, shape)
            return shape
        output = None if row is None else row.output_shape
        if self._options.blocks_only and output is not None and count:
            lines = (block.kind.value if name else "", what)
            kept = tuple(line for line in lines if line)
            title = name or block.kind.value
            parts.append(Volume(path, Role.BLOCK, output, title, kept))
            return output
        inside: list[Part] = parts if not name else []
        if block.joins:
            self._joined(block, path, inside, shape)
        else:
            shape = self._read(block.children, path, inside, shape)
        if name and inside:
            parts.append(Frame(path, name, tuple(inside)))
        return shape if output is None else output

    def _joined(self, block: Block, path: Path, parts: list[Part], shape: Shape) -> None:
        ways: list[tuple[Part, ...]] = []
        channels: list[int] = []
        for number, way in enumerate(block.children):
            if self._is_over:
                break
            inside: list[Part] = []
            children = way.children if isinstance(way, Block) else (way,)
            end = self._read(children, (*path, number), inside, shape)
            channels.append(end[0] if end else 1)
            ways.append(tuple(inside))
        failure = self._failure
        is_own_failure = isinstance(failure, BlockFailure) and failure.path == path
        is_cut = self._is_over
        parts.append(Branches(path, block.kind, tuple(ways), not is_cut, is_own_failure))
        if is_own_failure:
            self._is_over = True
            self.notes[path] += f"\n{self._reason}"
            return
        row = self._blocks.get(path)
        if is_cut or row is None or row.output_shape is None or block.kind is BlockKind.RESIDUAL:
            return
        name = self._words.concat
        joined = Volume(path, Role.JOIN, row.output_shape, name, segments=tuple(channels))
        parts.append(joined)

    @property
    def _reason(self) -> str:
        return self._options.reason or self._words.fails

    def _fail(self, step: NetworkStep, path: Path, parts: list[Part]) -> None:
        """Append the layer that fails, as large as what reaches it."""
        self._is_over = True
        failure = self._failure
        if not isinstance(failure, LayerFailure):
            return
        layer, words = failure.layer, self._words
        lines = [layer.type_name() if step.name else "", kernel_as_set(layer), words.fails]
        behind = self._total - failure.index - 1
        if behind:
            lines.append(words.behind.format(count=behind))
        self.notes[path] = f"{layer_call(layer)}\n{self._reason}"
        title = step.name or layer.type_name()
        kept = tuple(line for line in lines if line)
        parts.append(Volume(path, Role.ERROR, failure.input_shape, title, kept, fails=True))
