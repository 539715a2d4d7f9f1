"""The networks of a text, with what each of them is made with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.classes import find_member, forward_of
from convviz.core.code.program.found import MadeBy, ProgramNetwork, ProgramParameter
from convviz.core.code.program.guesses import guess_for
from convviz.core.code.program.interpreter import all_modules
from convviz.core.code.program.limits import Budget, OutOfStepsError
from convviz.core.code.program.passed_on import passed_on
from convviz.core.code.program.references import References, first_lines
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.values import (
    Class,
    Function,
    Module,
    TorchClass,
    Unknown,
    Value,
    is_module_class,
)
from convviz.core.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.code.program.found import PlainValue
    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.code.program.source import ProgramSource

_STEPS_OF_A_USE: Final = 500
_MOST_USES: Final = 12
_PLAIN: Final = (type(None), bool, int, float, str)


class Listing:
    """Finds the networks of a text.

    Attributes:
        networks: All of them, in the order of the text.
        values: What each of them is: a class, a function or a module.
        uses: What the text gives parameters that have no default, by network and parameter.
    """

    def __init__(self, interpreter: Interpreter, source: ProgramSource) -> None:
        self._interpreter = interpreter
        self._source = source
        self._references = References(source.tree, source.nodes)
        self._lines = first_lines(source.tree)
        self.values: dict[str, Value] = {}
        self.uses: dict[tuple[str, str], Value] = {}
        names = interpreter.names.names
        classes = [
            name
            for name, value in names.items()
            if isinstance(value, Class)
            and value.name == name
            and name in self._references.definitions
            and _can_run(value)
        ]
        functions = [
            name
            for name in self._references.functions_making(classes)
            if isinstance(names.get(name), Function)
        ]
        used = self._references.named_by((*classes, *functions))
        listed = [*self._variables()]
        made = {network.name for network in listed}
        kinds = {
            value.kind.name
            for value in self.values.values()
            if isinstance(value, Module) and isinstance(value.kind, Class)
        }
        listed += [
            self._definition(name, MadeBy.CLASS, is_part=name in used or name in kinds)
            for name in classes
        ]
        listed += [
            self._definition(name, MadeBy.FUNCTION, is_part=name in used)
            for name in functions
            if name not in made
        ]
        listed.sort(key=lambda network: (network.cell or 0, network.line))
        self.networks = tuple(listed)

    def _variables(self) -> Iterator[ProgramNetwork]:
        """Yield the names that stand for networks; a network that has two is told once."""
        modules: dict[int, tuple[str, Module]] = {}
        for name, value in self._interpreter.names.names.items():
            if isinstance(value, Module):
                modules.setdefault(id(value), (name, value))
        inside = {
            id(part)
            for _, module in modules.values()
            for place, (_, part) in enumerate(all_modules(module))
            if place > 0
        }
        has_networks = any(not _is_layer(module) for _, module in modules.values())
        for name, module in modules.values():
            if not _can_run(module.kind) and module.layer is None and not module.absent:
                yield from self._running_parts(name, module)
                continue
            self.values[name] = module
            is_part = id(module) in inside or (has_networks and _is_layer(module))
            line = self._lines.get(name, module.line)
            yield self._network(name, line, MadeBy.VARIABLE, (), is_part=is_part)

    def _running_parts(self, name: str, module: Module) -> Iterator[ProgramNetwork]:
        """Yield the parts that can be run of a module that cannot: a generator, say."""
        for own, part in module.parts.items():
            if _can_run(part.kind) and not _is_layer(part):
                label = f"{name}.{own}"
                self.values[label] = part
                line = self._lines.get(name, part.line)
                yield self._network(label, line, MadeBy.VARIABLE, (), is_part=False)

    def _definition(self, name: str, made_by: MadeBy, *, is_part: bool) -> ProgramNetwork:
        value = self._interpreter.names.names[name]
        self.values[name] = value
        node = value.node
        function = value if isinstance(value, Function) else find_member(value, "__init__")
        parameters: tuple[ProgramParameter, ...] = ()
        if isinstance(function, Function) and not isinstance(function.node, ast.Lambda):
            first = 1 if isinstance(value, Class) else 0
            parameters = tuple(self._parameters(name, function, first))
        return self._network(name, node.lineno, made_by, parameters, is_part=is_part)

    def _network(
        self,
        name: str,
        line: int,
        made_by: MadeBy,
        parameters: tuple[ProgramParameter, ...],
        *,
        is_part: bool,
    ) -> ProgramNetwork:
        place = self._source.place({"line": line})
        cell, own_line = place.get("cell"), place["line"]
        return ProgramNetwork(
            name,
            own_line if isinstance(own_line, int) else line,
            made_by,
            parameters,
            is_part,
            cell if isinstance(cell, int) else None,
        )

    def _parameters(
        self, network: str, function: Function, first: int
    ) -> Iterator[ProgramParameter]:
        arguments = function.node.args
        by_place = [*arguments.posonlyargs, *arguments.args][first:]
        for place, parameter in enumerate((*by_place, *arguments.kwonlyargs)):
            known_place = place if place < len(by_place) else -1
            yield self._parameter(network, function, parameter, known_place)
        for owner, parameter in passed_on(function, self._interpreter.names.find):
            yield self._parameter(network, owner, parameter, -1)

    def _parameter(
        self, network: str, function: Function, parameter: ast.arg, place: int
    ) -> ProgramParameter:
        """Return a parameter of a function; place is where a call gives it, -1 by its name only."""
        name = parameter.arg
        line = self._source.place({"line": parameter.lineno})["line"]
        own_line = line if isinstance(line, int) else 1
        value = function.defaults.get(name, MISSING)
        if value is not MISSING:
            is_plain = plain_value(value) is not MISSING
            shown = plain_value(value) if is_plain else None
            return ProgramParameter(name, shown, line=own_line, is_plain=is_plain)
        used, code = self._used(network, place, name)
        if used is MISSING:
            is_integer = isinstance(parameter.annotation, ast.Name) and (
                parameter.annotation.id == "int"
            )
            guess = guess_for(name, is_integer=is_integer)
            return ProgramParameter(name, guess, is_needed=True, line=own_line)
        self.uses[network, name] = used
        plain = plain_value(used)
        is_plain = plain is not MISSING
        shown = plain if is_plain else None
        return ProgramParameter(
            name, shown, is_needed=True, line=own_line, is_plain=is_plain, code=code
        )

    def _used(self, network: str, place: int, name: str) -> tuple[Value, str]:
        """Return what the text itself gives a parameter somewhere, and how it is written."""
        for call in self._references.calls.get(network, [])[:_MOST_USES]:
            node = next((one.value for one in call.keywords if one.arg == name), None)
            is_plain_call = not any(isinstance(one, ast.Starred) for one in call.args)
            if node is None and 0 <= place < len(call.args) and is_plain_call:
                node = call.args[place]
            if node is None:
                continue
            value = self._worked_out(node)
            if value is not MISSING:
                return value, self._source.quoted(node)
        return MISSING, ""

    def _worked_out(self, node: ast.expr) -> Value:
        interpreter = self._interpreter
        before, interpreter.budget = interpreter.budget, Budget(_STEPS_OF_A_USE)
        try:
            value = interpreter.evaluate(node, interpreter.names)
        except (DocumentError, OutOfStepsError, RecursionError):
            return MISSING
        finally:
            interpreter.budget = before
        return MISSING if _has_unknown(value) else value


def _has_unknown(value: Value) -> bool:
    parts = value if isinstance(value, (list, tuple)) else (value,)
    return any(isinstance(part, Unknown) for part in parts)


def plain_value(value: Value) -> PlainValue:
    """Return a value as a person may give it; MISSING, typed as none, for any other."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, (list, tuple)):
        parts = tuple(plain_value(part) for part in value)
        if all(part is not MISSING for part in parts):
            return parts
    missing: PlainValue = MISSING  # type: ignore[assignment]  # as the docstring says
    return missing


def _can_run(kind: Value) -> bool:
    """Return whether objects of a class can be run as networks."""
    if isinstance(kind, TorchClass):
        return kind.name not in {"ModuleList", "ModuleDict"}
    if not isinstance(kind, Class) or not is_module_class(kind):
        return False
    return forward_of(kind) is not MISSING or TorchClass("Sequential") in kind.order


def _is_layer(module: Module) -> bool:
    return module.layer is not None or bool(module.absent)
