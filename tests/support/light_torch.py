"""torch without what takes as long as a small test itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import torch


def leave_the_compiler_out() -> None:
    """Spare this process torch's compiler and the algebra behind it: as much again as torch itself.

    Each optimiser of torch 2.13 loads it for two calls, which do nothing where nothing is compiled
    (torch/optim/optimizer.py, `_use_grad_for_differentiable`). It must not be loaded yet.
    """
    stand_in = ModuleType("torch._dynamo")
    vars(stand_in).update(
        graph_break=_do_nothing,
        disable=_return_function,
        # What training in several processes asks (torch/nn/parallel/distributed.py).
        utils=SimpleNamespace(get_optimize_ddp_mode=str),
        trace_rules=SimpleNamespace(
            LEGACY_MOD_INLINELIST=set(),
            clear_lru_cache=_do_nothing,
            get_legacy_mod_inlinelist=SimpleNamespace(cache_clear=_do_nothing),
        ),
    )
    sys.modules[stand_in.__name__] = stand_in
    vars(torch)["_dynamo"] = stand_in


def seed_without_stacks() -> None:
    """Have ``torch.manual_seed`` write down no stack for each kind of device that is not there.

    WORKAROUND torch 2.13 (`_lazy_call` of torch.cuda, torch.xpu and torch.mtia): it formats the
    whole stack three times, which takes longer than a batch of a small network; scripts of a
    training seed each batch. The stacks serve messages about devices that do not start.
    """
    for device in (torch.cuda, torch.xpu, torch.mtia):
        vars(device)["traceback"] = SimpleNamespace(format_stack=list)


def _do_nothing() -> None:
    pass


def _return_function(function: Callable[..., Any], *_: object, **__: object) -> Callable[..., Any]:
    return function
