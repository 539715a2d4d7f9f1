"""What programs import: tables of the names that the interpreter knows; all else is unknown."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.plain_functions import FUNCTIONS as PLAIN_FUNCTIONS
from convviz.core.code.program.plain_types import PLAIN_TYPES
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.torch_functions import LIBRARY_FUNCTIONS, torch_function
from convviz.core.code.program.trying import MAKING, tried_input
from convviz.core.code.program.values import (
    Builtin,
    CallArguments,
    Library,
    PlainType,
    TorchClass,
    Unknown,
    Value,
)
from convviz.core.layers.base import layer_types

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

_LIBRARIES: Final = frozenset(
    {
        *("torch", "torch.nn", "torch.nn.functional", "torch.nn.modules", "torch.nn.parallel"),
        *("math", "collections", "functools", "itertools", "copy", "argparse", "dataclasses"),
        *("numpy", "typing", "torch.utils", "torch.utils.checkpoint", "enum", "abc", "operator"),
        *("torch.cuda", "torch.backends", "torch.jit", "torch.autograd", "types", "easydict"),
    }
)

_WITHOUT_IMPORT: Final = {
    "torch": Library("torch"),
    "nn": Library("torch.nn"),
    "F": Library("torch.nn.functional"),
    "math": Library("math"),
    "np": Library("numpy"),
    "numpy": Library("numpy"),
    "collections": Library("collections"),
    "functools": Library("functools"),
    "__name__": "__main__",
    "__file__": "file.py",
}
"""What text that is pasted without its imports means."""

_MATH: Final[dict[str, Callable[..., float]]] = {
    "ceil": math.ceil,
    "floor": math.floor,
    "sqrt": math.sqrt,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "pow": math.pow,
    "exp": math.exp,
    "gcd": math.gcd,
    "fabs": math.fabs,
    "trunc": math.trunc,
    "isclose": math.isclose,
}
_CONSTANTS: Final = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan, "Inf": math.inf}
_TYPES: Final = {
    "collections.OrderedDict": "dict",
    "collections.defaultdict": "defaultdict",
    "typing.OrderedDict": "dict",
    "typing.NamedTuple": "NamedTuple",
    "types.SimpleNamespace": "SimpleNamespace",
    "argparse.Namespace": "SimpleNamespace",
    "easydict.EasyDict": "SimpleNamespace",
    "argparse.ArgumentParser": "ArgumentParser",
}


def imported(path: str, line: int, own: str = "") -> Value:
    """Return what an import binds.

    Args:
        path: The dotted path of the module, or of a name in it.
        line: Where it is imported.
        own: The name in a module, if it is one that could be a value to ask for.
    """
    if path in _LIBRARIES:
        return Library(path)
    outer, _, name = path.rpartition(".")
    if outer.startswith("torch.nn.modules"):
        outer = "torch.nn"
    if outer in _LIBRARIES:
        return library_member(Library(outer), name, line)
    return Unknown(path, line, is_answer=bool(own))


def known_without_import(name: str) -> Value:
    """Return what a name means that the program does not bind; MISSING for nothing."""
    if name in _WITHOUT_IMPORT:
        return _WITHOUT_IMPORT[name]
    if name in PLAIN_TYPES:
        return PlainType(name)
    if name in PLAIN_FUNCTIONS:
        return Builtin(name, PLAIN_FUNCTIONS[name])
    if name == "OrderedDict":
        return PlainType("dict")
    if name in layer_types() or name in {"Sequential", "ModuleList", "ModuleDict"}:
        return TorchClass(name)
    return MISSING


def library_member(owner: Library, name: str, line: int) -> Value:
    """Return what a library calls so."""
    path = f"{owner.path}.{name}"
    known: Value = MISSING
    if path in _LIBRARIES:
        known = Library(path)
    elif path in {"torch.jit.ScriptModule", "torch.nn.modules.module.Module"}:
        known = TorchClass("Module")
    elif path in _TYPES:
        known = PlainType(_TYPES[path])
    elif path in LIBRARY_FUNCTIONS:
        known = Builtin(path, LIBRARY_FUNCTIONS[path])
    elif owner.path in _OF_NUMBERS and name in _CONSTANTS:
        known = _CONSTANTS[name]
    elif owner.path in _OF_NUMBERS and name in _MATH and owner.path != "torch":
        known = Builtin(name, _of_math(name))
    elif owner.path in _OF_CLASSES and name[:1].isupper() and not name.endswith("Parameter"):
        known = TorchClass(name)
    elif owner.path == "torch" and name in MAKING:
        known = Builtin(path, lambda interpreter, given: tried_input(interpreter, name, given))
    elif owner.path in {"torch", "torch.nn.functional"}:
        function = torch_function(name, path)
        known = MISSING if function is None else Builtin(path, function)
    return Unknown(path, line) if known is MISSING else known


_OF_NUMBERS: Final = frozenset({"math", "numpy", "torch"})
_OF_CLASSES: Final = frozenset({"torch.nn", "torch.nn.modules", "torch.nn.parallel"})


def _of_math(name: str) -> Callable[[Interpreter, CallArguments], Value]:
    def run(interpreter: Interpreter, given: CallArguments) -> Value:
        interpreter.budget.spend()
        values = given.positional
        if not all(isinstance(value, (int, float)) for value in values):
            return Unknown()
        return _MATH[name](*values)

    return run
