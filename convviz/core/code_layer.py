"""One call of a layer in PyTorch code, as the layer that it makes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from convviz.core.call_parameters import is_too_long
from convviz.core.code_meant import meant_call, nearest_layer, nearest_parameter
from convviz.core.code_networks import CodeNotice
from convviz.core.code_text import LONGEST_FOUND, CodeText, called_name, line_of, shortened
from convviz.core.constant_values import (
    NotAConstantError,
    TooDeepError,
    TooManyPartsError,
    UnknownNameError,
    constant,
)
from convviz.core.errors import ErrorCode
from convviz.core.layers.base import LARGEST_INTEGER, Layer, Parameter, ParameterKind, layer_types
from convviz.core.torch_classes import absence_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.errors import DocumentError, Fact

LEFT_OUT: Final = ("device", "dtype")
"""Where torch keeps a layer's numbers and in which precision: nothing that a shape depends on."""

_ONLY_TRUTH_VALUES: Final = frozenset({"ceil_mode", "count_include_pad", "align_corners"})
"""Flags that torch 2.13 passes on to C++, which takes True and False alone. Of the others Python
asks `if bias:`, so that None and 0 mean False and 1 means True."""


NUMBER_KINDS = (ParameterKind.NUMBER, ParameterKind.OPTIONAL_NUMBER)
"""Kinds of a single decimal number."""


def read_layer(
    text: CodeText, node: ast.expr, names: Mapping[str, Any], notices: list[CodeNotice]
) -> Layer:
    """Return the layer that a call such as `nn.Conv2d(3, 32, 5, padding=2)` makes.

    Args:
        text: The code.
        node: The call, in its syntax tree.
        names: What names stand for in its arguments.
        notices: Takes what is left out.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1.
    """
    name = called_name(node.func) if isinstance(node, ast.Call) else None
    if not isinstance(node, ast.Call) or name in (None, "Sequential"):
        if meant := meant_call(node):
            code, found = ErrorCode.CODE_MEANT_LAYER, text.found(node)
            raise text.error(code, node, found=found, meant=meant)
        raise text.not_a_layer(node)
    layer_type = layer_types().get(name or "")
    if layer_type is None:
        shown = (name or "")[:LONGEST_FOUND]
        code = ErrorCode.CODE_UNKNOWN_LAYER
        facts = absence_facts(shown) or {"nearest": nearest_layer(shown)}
        raise text.error(code, node, name=shown, **facts)
    return _Call(text, node, layer_type, names, notices).layer()


class _Call:
    """One call of a known layer."""

    def __init__(
        self,
        text: CodeText,
        node: ast.Call,
        layer_type: type[Layer],
        names: Mapping[str, Any],
        notices: list[CodeNotice],
    ) -> None:
        self._text = text
        self._node = node
        self._type = layer_type
        self._names = names
        self._notices = notices

    def layer(self) -> Layer:
        values = self._values()
        for parameter in self._type.parameters():
            if parameter not in values and parameter not in self._type.defaults():
                raise self._error(ErrorCode.CODE_PARAMETER_MISSING, self._node, parameter=parameter)
        return self._type(**values)

    def _error(self, code: ErrorCode, node: ast.AST, **facts: Fact) -> DocumentError:
        return self._text.error(code, node, layer=self._type.type_name(), **facts)

    def _values(self) -> dict[str, Any]:
        names = list(self._type.parameters())
        by_place, given = self._type.positional_parameters(), self._arguments()
        if len(given) > len(by_place):
            code, most = ErrorCode.CODE_TOO_MANY_ARGUMENTS, len(by_place)
            raise self._error(code, given[most], given=len(given), most=most)
        values: dict[str, Any] = {}
        for name, argument in zip(by_place, given, strict=False):
            values[name] = self._value(argument, name)
        for keyword in self._node.keywords:
            name = keyword.arg or "**"
            if name in values:
                raise self._error(ErrorCode.CODE_PARAMETER_TWICE, keyword, parameter=name)
            if self._is_left_out(name):
                self._leave_out(name, keyword)
                continue
            if self._is_printed(name, keyword.value):
                continue
            if name not in names and keyword.arg:
                raise self._unknown_parameter(keyword, name, names)
            values[name] = self._value(keyword.value, name)
        return values

    def _is_left_out(self, name: str) -> bool:
        """Return whether a parameter is one of torch's that every layer with numbers has."""
        has_numbers = self._type.is_lazy or self._type.weight_shapes is not Layer.weight_shapes
        is_known = name in self._type.parameters()
        return self._type.takes_anything or (name in LEFT_OUT and has_numbers and not is_known)

    def _leave_out(self, shown: str, node: ast.AST) -> None:
        facts: dict[str, Fact] = {"parameter": shown, "layer": self._type.type_name()}
        notice = CodeNotice(ErrorCode.CODE_LEFT_OUT, {**facts, "line": line_of(node)})
        self._notices.append(notice)

    def _arguments(self) -> list[ast.expr]:
        """Return the arguments without a name, but for those that torch makes nothing of."""
        given = self._node.args
        if self._type.takes_anything:
            for argument in given:
                self._leave_out(self._text.found(argument), argument)
            return []
        by_place = self._type.positional_parameters()
        named = {keyword.arg for keyword in self._node.keywords}
        # A lazy layer prints a 0 before its first parameter: the channels that it does not know.
        begins_printed = bool(given) and any(
            self._is_printed(name, given[0]) for name in self._type.printed_only
        )
        is_one_too_many = not named.isdisjoint(by_place[: len(given)])
        return given[1:] if begins_printed and is_one_too_many else given

    def _is_printed(self, name: str, node: ast.expr) -> bool:
        """Return whether a value is what torch prints of such a layer, though it takes it not."""
        printed = self._type.printed_only
        return name in printed and isinstance(node, ast.Constant) and node.value == printed[name]

    def _value(self, node: ast.expr, name: str) -> Any:  # noqa: ANN401 - of any plain type
        """Return the value of one argument; numbers become floats."""
        described = self._type.parameters().get(name)
        if described is None or isinstance(node, ast.Starred):
            stars = "**" if described is None else ""
            found = f"{stars}{self._text.found(node)}"
            raise self._error(ErrorCode.CODE_NOT_A_VALUE, node, parameter=name, found=found)
        word = self._printed_word(node, described)
        value = word or _as_torch_takes(self._constant(node, name), described, name)
        default = self._type.defaults().get(name, 0)
        if is_too_long(value) or not fits(value, described, default):
            raise self._wrong_value(node, value, name)
        if described.kind in NUMBER_KINDS and isinstance(value, int):
            return float(value)
        return value

    def _printed_word(self, node: ast.expr, described: Parameter) -> str:
        """Return the text that a name stands for: torch prints `padding=same` without quotes."""
        if not isinstance(node, ast.Name) or node.id in self._names:
            return ""
        return node.id if node.id in described.choices else ""

    def _constant(self, node: ast.expr, name: str) -> Any:  # noqa: ANN401 - of any plain type
        try:
            value = constant(node, self._names)
            _check_size(value)
        except OverflowError:
            code = ErrorCode.CODE_NUMBER_TOO_LARGE
            raise self._error(code, node, parameter=name, limit=LARGEST_INTEGER) from None
        except ZeroDivisionError:
            code, found = ErrorCode.CODE_DIVIDES_BY_ZERO, self._text.found(node)
            raise self._error(code, node, parameter=name, found=found) from None
        except TooDeepError:
            raise self._text.error(ErrorCode.CODE_TOO_DEEP, node) from None
        except TooManyPartsError:
            raise self._wrong_value(node, (), name) from None
        except UnknownNameError as error:
            code, unknown = ErrorCode.CODE_UNKNOWN_NAME, shortened(error.name)
            raise self._error(code, node, parameter=name, name=unknown) from None
        except NotAConstantError:
            code, found = ErrorCode.CODE_NOT_A_VALUE, self._text.found(node)
            raise self._error(code, node, parameter=name, found=found) from None
        return value

    def _unknown_parameter(self, node: ast.AST, name: str, known: list[str]) -> DocumentError:
        shown = name[:LONGEST_FOUND]
        nearest = nearest_parameter(shown, known)
        if nearest:
            code = ErrorCode.CODE_MISSPELT_PARAMETER
            return self._error(code, node, parameter=shown, nearest=nearest)
        code, accepted = ErrorCode.CODE_UNKNOWN_PARAMETER, ", ".join(known)
        return self._error(code, node, parameter=shown, accepted=accepted)

    def _wrong_value(self, node: ast.expr, value: object, name: str) -> DocumentError:
        """Return the error of a value that is of another type, or far too long."""
        described = self._type.parameters()[name]
        written, worked_out = self._text.found(node), shortened(repr(value))
        is_plain = value == () or isinstance(node, (ast.Constant, ast.Tuple, ast.List))
        return self._error(
            ErrorCode.CODE_WRONG_VALUE,
            node,
            parameter=name,
            found=written if is_plain else f"{written} = {worked_out}",
            expected=described.kind.value,
            **({"choices": ", ".join(described.choices)} if described.choices else {}),
        )


def _check_size(value: object) -> None:
    """Refuse numbers beyond 64 bits, and literals such as 1e999 that Python reads as infinite.

    Raises:
        OverflowError: there is one.
    """
    for number in value if isinstance(value, tuple) else (value,):
        if isinstance(number, int) and abs(number) > LARGEST_INTEGER:
            raise OverflowError


def _as_torch_takes(value: Any, described: Parameter, name: str) -> Any:  # noqa: ANN401 - plain
    """Return a flag as the truth value that torch finds in it; anything else as it is."""
    if name in _ONLY_TRUTH_VALUES or not isinstance(value, (int, float, type(None))):
        return value
    if described.kind is ParameterKind.FLAG:
        return bool(value)
    if described.kind is ParameterKind.OPTIONAL_FLAG and value is not None:
        return bool(value)
    return value


def fits(value: object, described: Parameter, default: object) -> bool:
    """Return whether a literal is of the type of its parameter.

    Args:
        value: The literal's value.
        described: The parameter.
        default: Its default; None admits None.
    """
    match described.kind:
        case ParameterKind.FLAG | ParameterKind.OPTIONAL_FLAG:
            is_optional = described.kind is ParameterKind.OPTIONAL_FLAG
            return isinstance(value, bool) or (is_optional and value is None)
        case ParameterKind.NUMBER | ParameterKind.OPTIONAL_NUMBER | ParameterKind.SCALES:
            return _are_numbers(value, described.kind)
        case ParameterKind.CHOICE:
            return isinstance(value, str)
        case ParameterKind.PADDING if isinstance(value, str):
            return True
        case ParameterKind.INTEGER | ParameterKind.OPTIONAL_INTEGER:
            several = False
        case _:
            several = True
    if several and isinstance(value, tuple):
        admits_none = described.kind is ParameterKind.OPTIONAL_SIZES
        return all(_is_integer(part) or (admits_none and part is None) for part in value)
    is_single = _is_integer(value) and described.kind is not ParameterKind.SHAPE
    return is_single or (value is None and default is None)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_numbers(value: object, kind: ParameterKind) -> bool:
    """Return whether a value is a number, or what else the kind of a parameter admits."""
    if value is None:
        return kind is not ParameterKind.NUMBER
    several = kind is ParameterKind.SCALES
    numbers = value if several and isinstance(value, tuple) else (value,)
    return all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers)
