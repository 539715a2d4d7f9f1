"""The sizes in a shape as people write it: 3,32,32 or 3x32x32, or 3 × 32 × 32 as it is shown."""

from __future__ import annotations

import re
from typing import Final

_AROUND: Final = "()[] "
_CALLED: Final = "torch.Size"
_BETWEEN: Final = re.compile(r"\s*[,;x×X*\uff0c\s]\s*")  # the last comma is the Chinese one


def shape_parts(text: str) -> list[str]:
    """Return the texts of a shape's sizes, in order; what they are is not looked at."""
    inner = text.strip().removeprefix(_CALLED).strip(_AROUND)
    parts = _BETWEEN.split(inner)
    return parts if parts[-1] else parts[:-1]  # as in (3,)
