"""The graph of an exported program: its calls in order, with what each reads and gives.

Source:
    pytorch, torch/_export/serde/schema.py: Graph, Node, Argument, InputSpec, OutputSpec.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from convviz.core.errors import DocumentError
from convviz.core.exported.archive import plain_size, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_CALLS: Final = 5_000
"""Operations of a program; a network has at most a thousand layers."""
_TENSOR_INPUTS: Final = {
    "parameter": "parameter_name",
    "buffer": "buffer_name",
    "tensor_constant": "tensor_constant_name",
}
_FRAME: Final = re.compile(r'File "([^"]+)", line (\d+), in [^\n]*(?:\n\s+([^\n]+))?')
_OWN_FILES: Final = ("/torch/nn/", "/torch/_", "/torch/utils/", "/torch/fx/")
_LONGEST_TEXT: Final = 80
"""Characters of a name or a line that are shown."""
_LONGEST_METADATA: Final = 8_000
"""Characters of a call's trace, or of its modules, that are looked at."""
_MOST_MODULES: Final = 30
"""Modules inside each other that are told apart."""


class Value(str):
    """The name of a tensor, among arguments that are texts otherwise."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ModuleUse:
    """A module that a call stands in.

    Attributes:
        key: Tells its uses apart.
        name: Its name in the state_dict, such as block.conv1.
        kind: The name of its class; "" for a class that is not torch's own.
    """

    key: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Call:
    """One operation.

    Attributes:
        operation: Its name, such as conv2d; one that changes its input ends with "_".
        arguments: By their names.
        outputs: The tensors that it gives.
        modules: What it stands in, from the outermost.
        place: Where it is written, such as net.py, line 12: x = self.fc(x).
    """

    operation: str
    arguments: dict[str, Any]
    outputs: tuple[Value, ...]
    modules: tuple[ModuleUse, ...] = ()
    place: str = ""

    @property
    def module(self) -> ModuleUse | None:
        """The innermost module."""
        return self.modules[-1] if self.modules else None

    def values(self) -> tuple[Value, ...]:
        """Return the tensors that it reads."""
        found: list[Value] = []
        for argument in self.arguments.values():
            parts = argument if isinstance(argument, tuple) else (argument,)
            found += [part for part in parts if isinstance(part, Value)]
        return tuple(found)

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - whatever it is given
        """Return an argument; the default where it is left out, or None."""
        value = self.arguments.get(name)
        return default if value is None else value


@dataclass(frozen=True, slots=True)
class Program:
    """An exported graph.

    Attributes:
        calls: Its operations in order.
        inputs: The tensors that a person gives it.
        outputs: The tensors that it returns to them.
        stored: What the state_dict calls the tensors that it keeps.
        shapes: The sizes of tensors.
    """

    calls: tuple[Call, ...]
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    stored: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)


def read_program(plain: dict[str, Any]) -> Program:
    """Return the graph of a program.

    Args:
        plain: As JSON has it.

    Raises:
        DocumentError: EXPORTED_DAMAGED.
    """
    try:
        module = plain["graph_module"]
        graph, signature = module["graph"], module["signature"]
        if len(graph["nodes"]) > MOST_CALLS:
            refuse(f"{len(graph['nodes'])} operations")
        inputs, stored = _inputs(signature["input_specs"])
        calls = tuple(_call(node) for node in graph["nodes"])
        _check_order(calls, {*map(str, inputs), *stored})
        return Program(
            calls,
            inputs,
            _outputs(signature["output_specs"]),
            stored,
            {str(name): _sizes(meta) for name, meta in graph["tensor_values"].items()},
        )
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        refuse(f"its graph is not as expected ({error})")


def _check_order(calls: Sequence[Call], given: set[str]) -> None:
    """Refuse values that are made twice, or read before: a walk back from one would not end.

    torch names them as Python does; what several layers of one call give each other has a colon.
    """
    known = set(given)
    for call in calls:
        known.update(call.values())
        for output in call.outputs:
            name = output[:_LONGEST_TEXT]
            if output in known:
                refuse(f"{name} is made after it is there")
            if ":" in output:
                refuse(f"a value has the name {name}")
            known.add(output)


def _sizes(meta: dict[str, Any]) -> tuple[int, ...]:
    try:
        return tuple(plain_size(size) for size in meta["sizes"])
    except DocumentError:
        return (-1,)  # it depends on numbers, as that of nonzero() does


def _inputs(specs: list[dict[str, Any]]) -> tuple[tuple[Value, ...], dict[str, str]]:
    given: list[Value] = []
    stored: dict[str, str] = {}
    for spec in specs:
        ((kind, entry),) = spec.items()
        if kind == "user_input":
            value = _argument(entry["arg"])
            if isinstance(value, Value):
                given.append(value)
        elif kind in _TENSOR_INPUTS:
            stored[str(entry["arg"]["name"])] = str(entry[_TENSOR_INPUTS[kind]])
    return tuple(given), stored


def _outputs(specs: list[dict[str, Any]]) -> tuple[Value, ...]:
    values = [_argument(spec["user_output"]["arg"]) for spec in specs if "user_output" in spec]
    return tuple(value for value in values if isinstance(value, Value))


def _call(node: dict[str, Any]) -> Call:
    metadata = node.get("metadata") or {}
    outputs: list[Value] = []
    for output in node["outputs"]:
        found = _argument(output)
        parts = found if isinstance(found, tuple) else (found,)
        outputs += [part for part in parts if isinstance(part, Value)]
    return Call(
        _operation(str(node["target"])),
        {str(given["name"]): _argument(given["arg"]) for given in node["inputs"]},
        tuple(outputs),
        _modules(str(metadata.get("nn_module_stack", ""))[:_LONGEST_METADATA]),
        _place(str(metadata.get("stack_trace", ""))[-_LONGEST_METADATA:]),
    )


def _operation(target: str) -> str:
    """Return conv2d of torch.ops.aten.conv2d.default; what is not of aten stays whole."""
    prefix = "torch.ops.aten."
    return target.removeprefix(prefix).partition(".")[0] if target.startswith(prefix) else target


def _argument(plain: dict[str, Any]) -> Any:  # noqa: ANN401 - any argument of torch
    """Return an argument: a Value, a number, a text, a tuple of them; None for what is none."""
    ((kind, found),) = plain.items()
    read = _READERS.get(kind)
    return None if read is None else read(found)


def _number(found: float | str) -> float:
    """Return a float; JSON has none for infinity and NaN, which stand as texts."""
    return float(found)


def _symbol(found: dict[str, Any]) -> int | float | bool | None:
    """Return a number that might have been a name; None for a name."""
    ((kind, value),) = found.items()
    return value if kind in {"as_int", "as_float", "as_bool"} else None


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "as_tensor": lambda found: Value(found["name"]),
    "as_tensors": lambda found: tuple(Value(tensor["name"]) for tensor in found),
    "as_optional_tensors": lambda found: tuple(map(_argument, found)),
    **dict.fromkeys(("as_ints", "as_bools", "as_strings"), tuple),
    **dict.fromkeys(("as_int", "as_bool", "as_string"), lambda found: found),
    "as_float": _number,
    "as_floats": lambda found: tuple(map(_number, found)),
    **dict.fromkeys(("as_sym_int", "as_sym_float", "as_sym_bool"), _symbol),
    **dict.fromkeys(("as_sym_ints", "as_sym_floats"), lambda found: tuple(map(_symbol, found))),
}
"""What reads each kind of argument; of the others, such as a device, no layer knows."""


def _modules(text: str) -> tuple[ModuleUse, ...]:
    """Return the modules of `key,name,class;key,name,class`."""
    uses: list[ModuleUse] = []
    for part in list(filter(None, text.split(";")))[:_MOST_MODULES]:
        key, _, rest = part.partition(",")
        name, _, kind = rest.rpartition(",")
        own = kind.rpartition(".")[2] if kind.startswith("torch.nn.modules.") else ""
        uses.append(ModuleUse(key, re.sub(r"@\d+", "", name), own))
    return tuple(uses)


def _place(trace: str) -> str:
    """Return the last line of a trace that is not torch's own."""
    frames = [
        frame for frame in _FRAME.findall(trace) if not any(o in frame[0] for o in _OWN_FILES)
    ]
    if not frames:
        return ""
    path, line, text = frames[-1]
    name = path.replace("\\", "/").rpartition("/")[2][:_LONGEST_TEXT]
    shown = f"{name}, line {line}"
    return f"{shown}: {text.strip()[:_LONGEST_TEXT]}" if text else shown
