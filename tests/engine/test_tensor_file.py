"""Checkpoints' tensors are written as safetensors' own files, and copied whatever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import safetensors.torch
import torch

from convviz.engine.training.tensor_file import snapshot, tensor_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES = (
    torch.float64,
    torch.float32,
    torch.float16,
    torch.bfloat16,
    torch.int64,
    torch.int32,
    torch.int16,
    torch.int8,
    torch.uint8,
    torch.bool,
)


def written(tensors: Mapping[str, torch.Tensor]) -> bytes:
    return b"".join(bytes(part) for part in tensor_parts(tensors))


@pytest.mark.parametrize("dtype", TYPES, ids=str)
def test_safetensors_reads_every_type_back(dtype: torch.dtype) -> None:
    tensors = {
        "a number": torch.tensor(3).to(dtype),
        "nothing": torch.zeros(0, 4).to(dtype),
        "kernels": torch.arange(36).reshape(2, 2, 3, 3).remainder(5).to(dtype),
        "turned": torch.arange(12).reshape(3, 4).remainder(7).to(dtype).t(),
    }
    found = safetensors.torch.load(written(tensors))
    assert found.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert found[name].dtype == dtype
        assert torch.equal(found[name], tensor)


def test_the_file_is_the_one_that_safetensors_writes() -> None:
    tensors = {
        "model.0.weight": torch.randn(4, 3, 3, 3),
        "model.1.num_batches_tracked": torch.tensor(7),
        "optimiser.0.step": torch.tensor(2.0),
        "model.0.half": torch.randn(5).half(),
    }
    assert written(tensors) == safetensors.torch.save(tensors)


def test_a_copy_does_not_follow_the_tensor() -> None:
    kernel = torch.randn(4, 3, 5, 5).contiguous(memory_format=torch.channels_last)
    before = kernel.clone()
    copied = snapshot({"kernel": kernel}, {})
    kernel.zero_()
    assert torch.equal(copied["kernel"], before)
    assert torch.equal(safetensors.torch.load(written(copied))["kernel"], before)


@pytest.mark.parametrize("room", [torch.zeros(4, 3), torch.zeros(3, 4), torch.zeros(4, 3).half()])
def test_an_earlier_copy_gives_its_room_only_to_what_fits_there(room: torch.Tensor) -> None:
    tensor = torch.randn(4, 3)
    (copied,) = snapshot({"weight": tensor}, {"weight": room}).values()
    assert torch.equal(copied, tensor)
    assert (copied is room) == (room.shape == tensor.shape and room.dtype == tensor.dtype)
