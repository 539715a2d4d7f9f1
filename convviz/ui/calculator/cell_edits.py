"""Edits of single numbers of the calculator: what is typed into a cell, or pasted into a plane."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from convviz.protocol.lesson import TARGET_OUTPUT
from convviz.protocol.recipes import LARGEST_BLOCK, Block, FileBlock, Numbers, TypedOver
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.lesson_edits import typed_target
from convviz.values.recipes import (
    block_from_array,
    materialise,
    numbers_from_array,
    typed_into,
    typed_over,
)

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.protocol.document import Calculator
    from convviz.protocol.recipes import Recipe

_MOST_COMPRESSED: Final = 1 << 15
"""Numbers of a block that are compressed while somebody types: some 5 ms."""


def with_cell(
    calculator: Calculator, part: str, place: tuple[int, ...], value: float
) -> Calculator:
    """Return the calculator with one number of a part replaced.

    Args:
        calculator: The state before.
        part: "input" or the name of a tensor, as "weight".
        place: Index into it; into the input (channel, *spatial).
        value: The number.
    """
    if part == TARGET_OUTPUT and part not in calculator.tensors:  # as the hidden kernel made it
        from convviz.stepping.worked.learning import target_of  # keeps the start fast

        calculator = typed_target(calculator, target_of(build_scene(calculator)))
    shape, channel_axes = calculator.shape_of(part), 2 if part == "weight" else 1
    recipe = with_cells(calculator.recipe_of(part), shape, channel_axes, {place: value})
    return calculator.with_recipe(part, recipe)


def with_cells(
    recipe: Recipe, shape: Shape, channel_axes: int, cells: dict[tuple[int, ...], float]
) -> Recipe:
    """Return a recipe with some of its numbers replaced.

    Of very many numbers, and of those in a file, only what was typed is kept: to compress a large
    block anew takes longer than a keystroke may.

    Args:
        recipe: The numbers before.
        shape: What they are used for.
        channel_axes: Axes of the shape before the spatial ones.
        cells: The new numbers by their places.

    Raises:
        DocumentError: TYPED_TOO_MANY.
    """
    is_stored = isinstance(recipe, FileBlock | TypedOver)
    most = _MOST_COMPRESSED if isinstance(recipe, Block) else LARGEST_BLOCK
    if is_stored or (math.prod(shape) > most and not isinstance(recipe, Numbers)):
        return typed_over(recipe, cells)
    if isinstance(recipe, Numbers) and recipe.shape == shape:
        return typed_into(recipe, cells)
    array = materialise(recipe, shape, channel_axes=channel_axes)
    for place, value in cells.items():
        array[place] = value
    return block_from_array(array) if isinstance(recipe, Block) else numbers_from_array(array)
