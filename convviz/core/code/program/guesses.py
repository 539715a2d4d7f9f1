"""Guesses for what a program does not say: classes, channels, and the like, by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from convviz.core.code.program.found import PlainValue

_GUESSES: Final[tuple[tuple[str, PlainValue], ...]] = (
    (r"(n|num|nb|number)_?(of_)?(class|classes|cls|labels|outputs|categories)|classes", 10),
    (r"(out|output)_?(dim|dims|size|features|classes|shape)|n_?out|num_out", 10),
    (r"(n|num|in|input|img|image|im)_?(_?(in|input))?_?(ch|chan|channel|channels|nc|c|planes)", 3),
    (r"in_?(ch|channels|planes)|channels|nc|c_?in|input_?nc|n_?channels|inp(ut)?_?dim", 3),
    (r"(out|output)_?(ch|channel|channels|nc|planes)|output_?nc|c_?out", 10),
    (r"(img|image|input|im)_?(size|sz|res|resolution|dim)|resolution", 32),
    (r"(base|hidden|mid|inter)?_?(width|channels|planes|filters|features|dim|units|size)", 64),
    (r"n(gf|df|f)|(n|num)_?(filters|features|feat|channels)|width", 64),
    (r"(n?z|latent|z)(_?(dim|size))?|nz|latent", 100),
    (r"(kernel|filter|k)_?(size|sz)?|ks", 3),
    (r"(stride|s)", 1),
    (r"(padding|pad|p)", 1),
    (r"(drop|dropout|keep)_?(out)?_?(rate|prob|p|ratio)?", 0.5),
    (r"(growth|k)_?rate", 12),
    (
        r"(pre)?_?train(ed)?(_backbone)?|aux(_logits)?|progress|bias|pretrain_?\w*|include_top",
        False,
    ),
    (r"(img|image|in|input)_?shape", (3, 32, 32)),
    (r"(up|down)?_?scale(_factor)?|factor", 2),
    (r"(num|n)_anchors", 3),
    (r"depth", 20),
    (r"(is|use|with|has)_\w+|batch_?norm|bn", True),
    (r"(in|prev|low_in|high_in)_?(size|ch|channels)?", 64),
    (r"(n|num)_?\w*_?(blocks|layers|repeats|units)", 3),
    (r"(depth|num_?(blocks|layers)|n_?layers|n)", 3),
    (r"(groups|cardinality)", 1),
    (r"(widen|width|multiplier|width_mult|alpha)_?(factor|mult|multiplier)?", 1),
)
"""Patterns of a whole name, in small letters, in the order in which they are tried."""


def guess_for(name: str, *, is_integer: bool = False) -> PlainValue:
    """Return a usual value for a name; None where there is none.

    Args:
        name: Such as num_classes.
        is_integer: Whether it must be a whole number: an input_shape is mostly that of a picture,
            but may be its channels.
    """
    plain = name.lower().strip("_")
    for pattern, value in _GUESSES:
        if re.fullmatch(pattern, plain):
            return value[0] if is_integer and isinstance(value, tuple) else value
    return None
