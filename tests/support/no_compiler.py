"""torch without its compiler, for the processes of tests that train a handful of batches."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import torch


def leave_the_compiler_out() -> None:
    """Spare this process torch's compiler and the algebra behind it: as much again as torch itself.

    Each optimiser of torch 2.13 loads it for two calls, which do nothing where nothing is compiled
    (torch/optim/optimizer.py, `_use_grad_for_differentiable`). It must not be loaded yet.
    """
    stand_in = ModuleType("torch._dynamo")
    vars(stand_in).update(graph_break=_do_nothing, disable=_return_function)
    sys.modules[stand_in.__name__] = stand_in
    vars(torch)["_dynamo"] = stand_in


def _do_nothing() -> None:
    pass


def _return_function(function: Callable[..., Any], *_: object, **__: object) -> Callable[..., Any]:
    return function
