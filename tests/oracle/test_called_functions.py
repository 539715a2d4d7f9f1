"""Every function of torch that has a class opens as it, or says what it misses."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import torch.nn.functional as F  # noqa: N812 - as everybody calls it
from torch import nn

from convviz.core.code.opened import parse_opened
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.shown_layers import opened_types
from convviz.core.torch_names import meant_class


def _functions_with_defaults() -> list[tuple[str, type[Any]]]:
    """Return the functions of torch that need nothing but tensors, with the class of each."""
    found = []
    for name, function in inspect.getmembers(F, inspect.isfunction):
        kind, meant = opened_types().get(meant_class(name)), getattr(nn, meant_class(name), None)
        needed = [
            parameter
            for parameter in inspect.signature(function).parameters.values()
            if parameter.default is inspect.Parameter.empty
        ]
        if kind is not None and meant is not None and 0 < len(needed) <= 1 + len(kind.takes):
            found.append((f"F.{name}({', '.join('abcd'[: len(needed)])})", kind))
    return found


@pytest.mark.parametrize(("call", "kind"), _functions_with_defaults(), ids=str)
def test_every_function_of_torch_that_needs_tensors_alone_opens(call: str, kind: type[Any]) -> None:
    try:
        (opened,) = parse_opened(call)
    except DocumentError as error:
        assert error.code in {  # noqa: PT017 - of what has weights, or needs a size
            ErrorCode.FUNCTION_OF_CLASS,
            ErrorCode.CODE_MEANT_LAYER,
            ErrorCode.CODE_PARAMETER_MISSING,
        }
    else:
        assert type(opened) is kind
