"""What torch really keeps of a forward pass until the backward pass: measured."""

from __future__ import annotations

import itertools

import torch


def saved_bytes(model: torch.nn.Module, batch: torch.Tensor) -> int:
    """Return the bytes that autograd keeps while a model computes in training.

    The model's own tensors and the batch are not counted, and nothing is counted twice.

    Args:
        model: In training.
        batch: What it is given. It needs no gradient, as in training.
    """
    own = itertools.chain(model.parameters(), model.buffers(), (batch,))
    known = {tensor.untyped_storage().data_ptr() for tensor in own}
    found: dict[int, torch.UntypedStorage] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in known and storage.nbytes():
            found[storage.data_ptr()] = storage
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        model(batch)
    return sum(storage.nbytes() for storage in found.values())
