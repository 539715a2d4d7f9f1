"""Numbers that the window sends, or names because they lie in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.protocol.messages.common import Tensor
from convviz.protocol.recipes import file_block_of
from convviz.values.number_files import number_files
from convviz.values.recipes import materialise
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.protocol.messages.engine_layers import Part


def received(part: Part, *, in_float64: bool = False) -> NDArray[Any]:
    """Return numbers as float32 or float64, integers as int64, in an array of their own.

    Raises:
        ConvVizError: They are not there, or not what was meant.
    """
    if isinstance(part, Tensor):
        numbers = array_of(part)
    else:
        block = file_block_of(part.recipe)
        if block is not None:
            number_files.load(block, [Path(part.folder)])
        numbers = materialise(part.recipe, part.shape, channel_axes=part.channel_axes)
    if numbers.dtype == np.int64:
        return numbers.copy()
    with np.errstate(over="ignore"):
        return numbers.astype(np.float64 if in_float64 else np.float32)
