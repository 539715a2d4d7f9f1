"""argparse in a program: its options with their defaults, as no argument is ever given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.code.program.values import (
    Builtin,
    CallArguments,
    Instance,
    PlainType,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

_FLAGS: Final = {"store_true": False, "store_false": True}


def new_parser() -> Instance:
    """Return a parser without options."""
    options: dict[str, Value] = {}
    parser = Instance(PlainType("ArgumentParser"))

    def add(interpreter: Interpreter, given: CallArguments) -> Value:
        interpreter.budget.make(len(options))
        name = _destination(given)
        if name:
            options[name] = _default(interpreter, given, name)
        return None

    def group(interpreter: Interpreter, given: CallArguments) -> Value:  # noqa: ARG001 - as all
        return parser

    def set_defaults(interpreter: Interpreter, given: CallArguments) -> Value:
        interpreter.budget.make(len(options) + len(given.named))
        options.update(given.named)
        return None

    def parse(interpreter: Interpreter, given: CallArguments) -> Value:  # noqa: ARG001 - as all
        interpreter.budget.make(len(options))
        return Instance(PlainType("object"), dict(options))

    def parse_known(interpreter: Interpreter, given: CallArguments) -> Value:
        return (parse(interpreter, given), [])

    parser.attributes = {
        "add_argument": Builtin("add_argument", add),
        "add_argument_group": Builtin("add_argument_group", group),
        "add_mutually_exclusive_group": Builtin("add_mutually_exclusive_group", group),
        "set_defaults": Builtin("set_defaults", set_defaults),
        "parse_args": Builtin("parse_args", parse),
        "parse_known_args": Builtin("parse_known_args", parse_known),
    }
    return parser


def _destination(given: CallArguments) -> str:
    """Return what an option is called behind `args.`; "" where that is not known."""
    own = given.named.get("dest")
    if isinstance(own, str):
        return own
    names = [name for name in given.positional if isinstance(name, str)]
    long = [name for name in names if name.startswith("--")] or names
    return long[0].lstrip("-").replace("-", "_") if long else ""


def _default(interpreter: Interpreter, given: CallArguments, name: str) -> Value:
    if "default" in given.named:
        return _converted(interpreter, given)
    action = given.named.get("action")
    if isinstance(action, str) and action in _FLAGS:
        return _FLAGS[action]
    is_required = given.named.get("required") is True or not _is_option(given)
    return Unknown(name, getattr(given.node, "lineno", 1), is_answer=True) if is_required else None


def _converted(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return a default, which argparse converts where it is a text."""
    value, kind = given.named["default"], given.named.get("type")
    if isinstance(value, str) and isinstance(kind, PlainType):
        from convviz.core.code.program.plain_types import construct

        return construct(interpreter, kind.name, CallArguments(given.node, [value]))
    return value


def _is_option(given: CallArguments) -> bool:
    return any(isinstance(name, str) and name.startswith("-") for name in given.positional)
