"""Tensors as the parts of a safetensors file, which share the tensors' memory.

safetensors' own writer makes two copies and keeps Python's lock meanwhile: for 100 MB a training
beside it would stand still for a quarter of a second.

Source:
    github.com/huggingface/safetensors, "Format".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.protocol.files import Bytes

Snapshot: TypeAlias = "dict[str, torch.Tensor]"

_DTYPES: Final = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}
_PLAIN: Final = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}
"""By bytes a number: a type that numpy knows, for it knows no bfloat16."""
_ALIGNMENT: Final = 8


def snapshot(tensors: Mapping[str, torch.Tensor], room: Snapshot) -> Snapshot:
    """Return copies on the CPU, laid out as the tensors are: the quickest way to have them.

    Args:
        tensors: On any device.
        room: Earlier copies, which nobody needs any more: memory that is there already takes a
            third of the time.
    """
    return {name: _copy(tensor.detach(), room.get(name)) for name, tensor in tensors.items()}


def _copy(tensor: torch.Tensor, room: torch.Tensor | None) -> torch.Tensor:
    if room is None or (room.dtype, room.shape, room.stride()) != (
        tensor.dtype,
        tensor.shape,
        tensor.stride(),
    ):
        return tensor.to("cpu", copy=True)
    return room.copy_(tensor)


def tensor_parts(tensors: Mapping[str, torch.Tensor]) -> list[Bytes]:
    """Return what a safetensors file of tensors consists of, in order.

    Args:
        tensors: On the CPU, of the types that networks and optimisers keep.

    Returns:
        The header, then the numbers of each tensor.
    """
    # Numbers of 8 bytes first, as safetensors does, so that each lies where a reader may map it.
    names = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    header: dict[str, object] = {}
    parts: list[Bytes] = []
    end = 0
    for name in names:
        tensor, start = tensors[name], end
        end += tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": _DTYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [start, end],
        }
        if end > start:
            parts.append(_bytes_of(tensor))
    text = msgspec.json.encode(header)
    text += b" " * (-len(text) % _ALIGNMENT)
    return [len(text).to_bytes(8, "little") + text, *parts]


def _bytes_of(tensor: torch.Tensor) -> memoryview:
    """Return a tensor's numbers, row by row; numpy lays them so without Python's lock."""
    plain = tensor.detach().view(_PLAIN[tensor.element_size()]).numpy()
    return np.ascontiguousarray(plain).reshape(-1).view(np.uint8).data
