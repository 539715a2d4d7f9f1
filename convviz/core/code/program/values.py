"""What the names of an interpreted program stand for.

Numbers, texts, lists, tuples, dictionaries and sets are Python's own, made by the interpreter from
literals. All else is one of the classes here: no object of any library is ever reached.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from convviz.core.code.program.scopes import Scope
from convviz.core.layers import Layer

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

Value: TypeAlias = Any
"""A value of the interpreted program."""


@dataclass(eq=False, slots=True)
class Unknown:
    """Something that the text does not say: what it imports, opens, draws or computes.

    Attributes:
        name: What it is in the code, such as torch.load; "" for what is computed from others.
        line: Where it is named, from 1.
        is_answer: Whether a person can say what it is: a name of its own.
        is_given: Whether something unknown gave it when it was called: its name says no value.
    """

    name: str = ""
    line: int = 1
    is_answer: bool = False
    is_given: bool = False


@dataclass(eq=False, slots=True)
class Weight(Unknown):
    """The weight of a layer, which a function may be given in place of running the layer.

    Attributes:
        module: The layer's module.
    """

    module: Module | None = None


@dataclass(frozen=True, slots=True)
class BatchSize:
    """How many pictures a batch has, which no network may depend on."""


BATCH: Final = BatchSize()


@dataclass(eq=False, slots=True)
class Function:
    """A function, a method or a lambda of the text.

    Attributes:
        name: Its own.
        node: Its definition.
        scope: Where it was defined.
        defaults: Of its parameters, as they were worked out there.
        owner: The class whose body defines it.
        is_generator: Whether it yields.
    """

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    defaults: dict[str, Value]
    owner: Class | None = None
    is_generator: bool = False


@dataclass(eq=False, slots=True)
class Wrapped:
    """A method that is not bound as usual.

    Attributes:
        kind: staticmethod, classmethod or property.
        function: The function.
    """

    kind: str
    function: Value


@dataclass(eq=False, slots=True)
class Bound:
    """A function with its first argument."""

    function: Value
    owner: Value


@dataclass(eq=False, slots=True)
class Partial:
    """functools.partial: a call of which some arguments are known."""

    function: Value
    positional: list[Value]
    named: dict[str, Value]


@dataclass(eq=False, slots=True)
class CallArguments:
    """What is given to a call.

    Attributes:
        node: Where it is called.
        positional: The values without a name.
        named: Those with one.
        nodes: Where each of them is written, by its place or its name.
        scope: Of the names where it is called.
    """

    node: ast.AST
    positional: list[Value] = field(default_factory=list)
    named: dict[str, Value] = field(default_factory=dict)
    nodes: dict[int | str, ast.expr] = field(default_factory=dict)
    scope: Scope | None = None

    def at(self, place: int, name: str, default: Value = None) -> Value:
        """Return an argument by its place or by its name."""
        if place < len(self.positional):
            return self.positional[place]
        return self.named.get(name, default)

    def has(self, place: int, name: str) -> bool:
        """Return whether an argument is given."""
        return place < len(self.positional) or name in self.named

    def without_first(self) -> CallArguments:
        """Return all but the first argument without a name."""
        nodes = {
            key - 1 if isinstance(key, int) else key: node
            for key, node in self.nodes.items()
            if key != 0
        }
        return dataclasses.replace(self, positional=self.positional[1:], nodes=nodes)


BuiltinCall: TypeAlias = Callable[["Interpreter", CallArguments], Value]


@dataclass(eq=False, slots=True)
class Builtin:
    """A function that the interpreter knows."""

    name: str
    call: BuiltinCall


@dataclass(frozen=True, slots=True)
class Library:
    """A module that the interpreter knows names of, such as torch.nn."""

    path: str


@dataclass(frozen=True, slots=True)
class TorchClass:
    """A class of torch.nn."""

    name: str


@dataclass(frozen=True, slots=True)
class PlainType:
    """A class of Python's own, or of its library, such as int."""

    name: str


@dataclass(eq=False, slots=True)
class Class:
    """A class of the text.

    Attributes:
        name: Its own.
        node: Its definition.
        bases: Other classes of the text, of torch, of Python; or unknown ones.
        members: What its body defines.
        order: Itself and its bases in the order in which members are looked for.
        fields: Of a dataclass or a named tuple, its fields in their order.
    """

    name: str
    node: ast.ClassDef | None
    bases: tuple[Value, ...]
    members: dict[str, Value]
    order: tuple[Value, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a class of the text that is no network."""

    kind: Value
    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Module:
    """An nn.Module: a layer, a container, or an object of a class of the text.

    Attributes:
        kind: Its class.
        line: Where it is made, from 1.
        node: Likewise.
        attributes: What it has beside its parts.
        parts: The modules in it, by their names.
        layer: What it is, if it is a layer of torch that is known.
        container: Sequential, ModuleList or ModuleDict, if it is one of these; else "".
        absent: What torch calls it, if convviz has no such layer.
    """

    kind: Value
    node: ast.AST
    attributes: dict[str, Value] = field(default_factory=dict)
    parts: dict[str, Module] = field(default_factory=dict)
    layer: Layer | None = None
    container: str = ""
    absent: str = ""

    @property
    def line(self) -> int:
        """Where it is made, from 1."""
        number: int = getattr(self.node, "lineno", 1)
        return number

    @property
    def class_name(self) -> str:
        """What its class is called."""
        name: str = self.kind.name
        return name


@dataclass(eq=False, slots=True)
class Tensor:
    """What flows between layers: a result in the trace.

    Attributes:
        number: Which result: 0 for the network's input.
        shape: As torch sees it, with a batch; None where it is not known.
        batched: Whether its first dimension is the batch.
        groups: In so many groups its channels stand, split by a view; 0 if they do not.
        is_turned: Whether groups and the channels in them have changed places since.
    """

    number: int
    shape: tuple[int, ...] | None
    batched: bool = True
    groups: int = 0
    is_turned: bool = False


@dataclass(eq=False, slots=True)
class Super:
    """super() in a method: the classes behind one, of an object."""

    owner: Class
    target: Value


def is_module_class(value: Value) -> bool:
    """Return whether a class makes modules."""
    if isinstance(value, TorchClass):
        return True
    if not isinstance(value, Class):
        return False
    if any(isinstance(base, TorchClass) for base in value.order):
        return True
    # A class of another library that is trained, such as LightningModule, is one of torch's, too.
    has_forward = any("forward" in base.members for base in value.order if isinstance(base, Class))
    return has_forward and any(isinstance(base, Unknown) for base in value.order)


def linear_order(own: Class) -> tuple[Value, ...]:
    """Return a class and its bases in the order in which members are looked for.

    A base that several have stands behind all of them, as in Python.
    """
    every: list[Value] = [own]
    for base in own.bases:
        every += base.order if isinstance(base, Class) else [base]
    last = {id(base) if isinstance(base, Class) else base: n for n, base in enumerate(every)}
    kept = set(last.values())
    return tuple(base for number, base in enumerate(every) if number in kept)
