"""A part of the calculator on its way to the engine: very many numbers are named, not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.protocol.messages.engine_layers import StoredPart
from convviz.protocol.recipes import FileBlock, TypedOver, file_block_of
from convviz.stepping.scene.scene import CHANNEL_AXES
from convviz.values.float32_numbers import float32_numbers
from convviz.values.number_files import number_files
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.protocol.messages.engine_layers import Part
    from convviz.protocol.recipes import Recipe


def stored_part(recipe: Recipe, shape: Shape, name: str) -> StoredPart | None:
    """Return where the engine finds numbers itself; None where they are in no file that was read.

    Args:
        recipe: Which they are.
        shape: What they are used for.
        name: What they are: "input", or a tensor's name, such as "weight".
    """
    block = file_block_of(recipe)
    folder = None if block is None else number_files.folder(block)
    if folder is None or not isinstance(recipe, FileBlock | TypedOver):
        return None
    return StoredPart(recipe, shape, CHANNEL_AXES.get(name, 1), str(folder))


def part_of(recipe: Recipe, shape: Shape, name: str) -> Part:
    """Return numbers as they are sent: where they are found, or all of them.

    Raises:
        ConvVizError: They cannot be made.
    """
    stored = stored_part(recipe, shape, name)
    if stored is not None:
        return stored
    return tensor_of(float32_numbers.of(recipe, shape, CHANNEL_AXES.get(name, 1)), "float32")
