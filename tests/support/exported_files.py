"""Tiny .pt2 archives, made by hand: as torch.export.save lays them out, without torch."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np

ROOT = "net"


def tensor_meta(shape: tuple[int, ...], dtype: int = 7) -> dict[str, Any]:
    """Return what the schema says of a contiguous tensor; 7 is float32."""
    strides = [int(np.prod(shape[place + 1 :])) for place in range(len(shape))]
    return {
        "dtype": dtype,
        "sizes": [{"as_int": size} for size in shape],
        "strides": [{"as_int": stride} for stride in strides],
        "storage_offset": {"as_int": 0},
        "layout": 7,
        "requires_grad": True,
        "device": {"type": "cpu", "index": None},
    }


@dataclass
class HandMade:
    """A program of a picture of 3 x 8 x 8, put together call by call.

    Attributes:
        nodes: Its calls.
        shapes: Of its values.
        weights: Its parameters, by their names in the state_dict.
        output: The value that it returns.
    """

    nodes: list[dict[str, Any]] = field(default_factory=list)
    shapes: dict[str, tuple[int, ...]] = field(default_factory=lambda: {"x": (2, 3, 8, 8)})
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    output: str = "x"

    def call(
        self,
        operation: str,
        shape: tuple[int, ...],
        *,
        module: str = "",
        kind: str = "",
        overload: str = "default",
        reads: dict[str, Any] | None = None,
        **arguments: dict[str, Any],
    ) -> str:
        """Add a call that reads the last value, and return the one that it gives."""
        name = f"v{len(self.nodes)}"
        first = {} if "input" in arguments else {"self": reads or tensor(self.output)}
        stack = f"L__self__,,net.Net;L__self__{module},{module},{kind}" if module else ""
        self.nodes.append(
            {
                "target": f"torch.ops.aten.{operation}.{overload}",
                "inputs": [
                    {"name": name, "arg": arg, "kind": 1}
                    for name, arg in (first | arguments).items()
                ],
                "outputs": [tensor(name)],
                "metadata": {
                    "nn_module_stack": stack,
                    "stack_trace": f'File "/home/me/net.py", line {10 + len(self.nodes)}, in '
                    f"forward\n    x = {operation}(x)",
                },
            }
        )
        self.shapes[name] = shape
        self.output = name
        return name

    def weight(self, name: str, array: np.ndarray) -> dict[str, Any]:
        """Add a parameter, and return it as an argument."""
        value = f"p_{name.replace('.', '_')}"
        self.weights[name] = array
        self.shapes[value] = array.shape
        return tensor(value)

    def program(self) -> dict[str, Any]:
        """Return models/model.json."""
        parameters = [
            {"parameter": {"arg": {"name": f"p_{n.replace('.', '_')}"}, "parameter_name": n}}
            for n in self.weights
        ]
        return {
            "graph_module": {
                "graph": {
                    "nodes": self.nodes,
                    "tensor_values": {n: tensor_meta(s) for n, s in self.shapes.items()},
                },
                "signature": {
                    "input_specs": [*parameters, {"user_input": {"arg": tensor("x")}}],
                    "output_specs": [{"user_output": {"arg": tensor(self.output)}}],
                },
            },
            "schema_version": {"major": 8, "minor": 20},
        }

    def files(self) -> dict[str, bytes]:
        """Return the members of the archive."""
        config = {
            name: {
                "path_name": f"weight_{number}",
                "is_param": True,
                "use_pickle": False,
                "tensor_meta": tensor_meta(array.shape),
            }
            for number, (name, array) in enumerate(self.weights.items())
        }
        stored = {
            f"data/weights/weight_{number}": array.astype("<f4").tobytes()
            for number, array in enumerate(self.weights.values())
        }
        return {
            **stored,
            "data/weights/model_weights_config.json": json.dumps({"config": config}).encode(),
            "data/constants/model_constants_config.json": b'{"config": {}}',
            "models/model.json": json.dumps(self.program()).encode(),
            "data/sample_inputs/model.pt": b"\x80\x02a pickle that nobody may open",
            "archive_format": b"pt2",
        }


def tensor(name: str) -> dict[str, Any]:
    """Return a tensor as an argument."""
    return {"as_tensor": {"name": name}}


def archive(files: dict[str, bytes], *, root: str = ROOT, packed: bool = False) -> bytes:
    """Return a ZIP of members in one folder."""
    stream = BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", method) as writer:
        for name, content in files.items():
            writer.writestr(f"{root}/{name}" if root else name, content)
    return stream.getvalue()


def small_program() -> HandMade:
    """Return a convolution, a ReLU, a mean, a Linear."""
    made = HandMade()
    numbers = np.random.default_rng(3)
    weight = made.weight("conv.weight", numbers.normal(size=(4, 3, 3, 3)))
    bias = made.weight("conv.bias", numbers.normal(size=(4,)))
    conv = "torch.nn.modules.conv.Conv2d"
    made.call(
        "conv2d",
        (2, 4, 6, 6),
        module="conv",
        kind=conv,
        input=tensor("x"),
        weight=weight,
        bias=bias,
    )
    made.call("relu", (2, 4, 6, 6))
    made.call("mean", (2, 4), overload="dim", dim={"as_ints": [2, 3]})
    linear = made.weight("fc.weight", numbers.normal(size=(5, 4)))
    made.call(
        "linear",
        (2, 5),
        module="fc",
        kind="torch.nn.modules.linear.Linear",
        input=tensor(made.output),
        weight=linear,
        bias={"as_none": True},
    )
    return made
