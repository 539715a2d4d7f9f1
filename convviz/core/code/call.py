"""One call of a class of torch in code, as what was given to it; nothing is executed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from convviz.core.call_parameters import LARGEST_INTEGER, Parameter, ParameterKind, is_too_long
from convviz.core.calls import Call
from convviz.core.code.constants import (
    NotAConstantError,
    TooDeepError,
    TooManyPartsError,
    UnknownNameError,
    constant,
)
from convviz.core.code.meant import nearest_parameter
from convviz.core.code.networks import CodeNotice
from convviz.core.code.text import LONGEST_FOUND, CodeText, dotted_name, line_of, shortened
from convviz.core.errors import DocumentError, ErrorCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.errors import Fact

CallT = TypeVar("CallT", bound=Call)

_ONLY_TRUTH_VALUES: Final = frozenset({"ceil_mode", "count_include_pad", "align_corners"})
"""Flags that torch 2.13 passes on to C++, which takes True and False alone. Of the others Python
asks `if bias:`, so that None and 0 mean False and 1 means True."""


NUMBER_KINDS = (ParameterKind.NUMBER, ParameterKind.OPTIONAL_NUMBER)
"""Kinds of a single decimal number."""

_OPTIONAL: Final = frozenset(
    {
        ParameterKind.OPTIONAL_FLAG,
        ParameterKind.OPTIONAL_NUMBER,
        ParameterKind.OPTIONAL_NUMBERS,
        ParameterKind.OPTIONAL_CHOICE,
        ParameterKind.SCALES,
    }
)
"""Kinds that None is a value of. The others take it only where it is the default."""

_TUPLES_OF_NUMBERS = (ParameterKind.NUMBERS, ParameterKind.OPTIONAL_NUMBERS)
_TENSOR_MAKERS: Final = frozenset({"tensor", "Tensor", "FloatTensor", "as_tensor"})


def parse_call(text: str, types: Mapping[str, type[CallT]]) -> CallT:
    """Return the call that a text such as `torch.optim.SGD(model.parameters(), lr=0.1)` means.

    What the training gives itself, such as the parameters, may be left out; a name alone stands
    for a call without arguments. Nothing is executed. The values may be invalid (see `Call.check`);
    their types are right.

    Args:
        text: The call, or an assignment of it.
        types: The classes that may be called, by name.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1.
    """
    code = CodeText(text)
    by_lower = {name.lower(): call_type for name, call_type in types.items()}
    match code.tree.body:
        case [ast.Expr(value=ast.Call() as call) | ast.Assign(value=ast.Call() as call)]:
            called = call
        case [ast.Expr(value=node)]:
            called = ast.copy_location(ast.Call(node, [], []), node)
        case _:
            called = ast.Call(ast.Constant(None), [], [])
    *_, name = dotted_name(called.func) or ("",)
    call_type = by_lower.get(name.lower())
    if call_type is None:
        quoted = shortened(" ".join(text.split()))
        raise DocumentError(ErrorCode.CODE_NO_CALL, found=quoted, known=", ".join(types))
    return CallReader(code, called, call_type, {}, []).read()


class CallReader(Generic[CallT]):
    """One call of a known class."""

    def __init__(
        self,
        text: CodeText,
        node: ast.Call,
        call_type: type[CallT],
        names: Mapping[str, Any],
        notices: list[CodeNotice],
    ) -> None:
        self._text = text
        self._node = node
        self._type = call_type
        self._names = names
        self._notices = notices

    def read(self) -> CallT:
        """Return the call.

        Raises:
            DocumentError: CODE_* codes, with the line and column, from 1.
        """
        values = self._values()
        for parameter in self._type.parameters():
            if parameter not in values and parameter not in self._type.defaults():
                raise self._error(ErrorCode.CODE_PARAMETER_MISSING, self._node, parameter=parameter)
        return self._type(**values)

    def _error(self, code: ErrorCode, node: ast.AST, **facts: Fact) -> DocumentError:
        return self._text.error(code, node, layer=self._type.type_name(), **facts)

    def _values(self) -> dict[str, Any]:
        names = list(self._type.parameters())
        by_place, positional = self._type.positional_parameters(), self._arguments()
        if len(positional) > len(by_place):
            code, most = ErrorCode.CODE_TOO_MANY_ARGUMENTS, len(by_place)
            raise self._error(code, positional[most], given=len(positional), most=most)
        values: dict[str, Any] = {}
        for name, argument in zip(by_place, positional, strict=False):
            values[name] = self._value(argument, name)
        for keyword in self._node.keywords:
            name = keyword.arg or "**"
            if name in values:
                raise self._error(ErrorCode.CODE_PARAMETER_TWICE, keyword, parameter=name)
            if name == self._type.given:
                continue
            if self._is_left_out(name):
                self._leave_out(name, keyword)
                continue
            if self._is_printed(name, keyword.value):
                continue
            if name not in names and keyword.arg:
                raise self._unknown_parameter(keyword, name, names)
            values[name] = self._value(keyword.value, name)
        return values

    def _is_left_out(self, name: str) -> bool:  # noqa: ARG002 - layers look at it
        """Return whether a parameter is torch's, but nothing here depends on it."""
        return False

    def _printed_only(self) -> Mapping[str, object]:
        """Return what torch prints among the parameters, though its constructor takes it not."""
        return {}

    def _leave_out(self, shown: str, node: ast.AST) -> None:
        facts: dict[str, Fact] = {"parameter": shown, "layer": self._type.type_name()}
        notice = CodeNotice(ErrorCode.CODE_LEFT_OUT, {**facts, "line": line_of(node)})
        self._notices.append(notice)

    def _arguments(self) -> list[ast.expr]:
        """Return the arguments without a name, but for what the training gives itself."""
        positional = self._node.args
        is_given = bool(self._type.given) and bool(positional)
        return (
            positional[1:]
            if is_given and not isinstance(positional[0], ast.Constant)
            else positional
        )

    def _is_printed(self, name: str, node: ast.expr) -> bool:
        """Return whether a value is what torch prints of such a class, though it takes it not."""
        printed = self._printed_only()
        return name in printed and isinstance(node, ast.Constant) and node.value == printed[name]

    def _value(self, node: ast.expr, name: str) -> Any:  # noqa: ANN401 - of any plain type
        """Return the value of one argument; numbers become floats."""
        described = self._type.parameters().get(name)
        if described is None or isinstance(node, ast.Starred):
            stars = "**" if described is None else ""
            quoted = f"{stars}{self._text.quoted(node)}"
            raise self._error(ErrorCode.CODE_NOT_A_VALUE, node, parameter=name, found=quoted)
        word = self._printed_word(node, described)
        value = word or _as_torch_takes(self._constant(node, name), described, name)
        default = self._type.defaults().get(name, 0)
        if is_too_long(value, described.kind) or not fits(value, described, default):
            raise self._wrong_value(node, value, name)
        if described.kind in NUMBER_KINDS and isinstance(value, int):
            return float(value)
        if described.kind in _TUPLES_OF_NUMBERS and isinstance(value, tuple):
            return tuple(map(float, value))
        return value

    def _printed_word(self, node: ast.expr, described: Parameter) -> str:
        """Return the text that a name stands for: torch prints `padding=same` without quotes."""
        if not isinstance(node, ast.Name) or node.id in self._names:
            return ""
        return node.id if node.id in described.choices else ""

    def _constant(self, node: ast.expr, name: str) -> Any:  # noqa: ANN401 - of any plain type
        try:
            value = constant(_out_of_tensor(node), self._names)
            _check_size(value)
        except OverflowError:
            code = ErrorCode.CODE_NUMBER_TOO_LARGE
            raise self._error(code, node, parameter=name, limit=LARGEST_INTEGER) from None
        except ZeroDivisionError:
            code, quoted = ErrorCode.CODE_DIVIDES_BY_ZERO, self._text.quoted(node)
            raise self._error(code, node, parameter=name, found=quoted) from None
        except TooDeepError:
            raise self._text.error(ErrorCode.CODE_TOO_DEEP, node) from None
        except TooManyPartsError:
            raise self._wrong_value(node, (), name) from None
        except UnknownNameError as error:
            code, unknown = ErrorCode.CODE_UNKNOWN_NAME, shortened(error.name)
            raise self._error(code, node, parameter=name, name=unknown) from None
        except NotAConstantError:
            code, quoted = ErrorCode.CODE_NOT_A_VALUE, self._text.quoted(node)
            raise self._error(code, node, parameter=name, found=quoted) from None
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
        written, worked_out = self._text.quoted(node), shortened(repr(value))
        is_plain = value == () or isinstance(node, (ast.Constant, ast.Tuple, ast.List))
        return self._error(
            ErrorCode.CODE_WRONG_VALUE,
            node,
            parameter=name,
            found=written if is_plain else f"{written} = {worked_out}",
            expected=described.kind.value,
            **({"choices": ", ".join(described.choices)} if described.choices else {}),
        )


def _out_of_tensor(node: ast.expr) -> ast.expr:
    """Return what stands in `torch.tensor([1.0, 2.0])`; anything else as it is."""
    match node:
        case ast.Call(func=func, args=[numbers], keywords=[]):
            *_, name = dotted_name(func) or ("",)
            return numbers if name in _TENSOR_MAKERS else node
        case _:
            return node


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
    kind = described.kind
    if value is None and kind in _OPTIONAL:
        return True
    match kind:
        case ParameterKind.FLAG | ParameterKind.OPTIONAL_FLAG:
            return isinstance(value, bool)
        case ParameterKind.NUMBER | ParameterKind.OPTIONAL_NUMBER | ParameterKind.SCALES:
            return _are_numbers(value, several=kind is ParameterKind.SCALES)
        case ParameterKind.NUMBERS | ParameterKind.OPTIONAL_NUMBERS:
            return isinstance(value, tuple) and _are_numbers(value, several=True)
        case ParameterKind.CHOICE | ParameterKind.OPTIONAL_CHOICE:
            return isinstance(value, str)
        case _:
            is_word = kind is ParameterKind.PADDING and isinstance(value, str)
            return is_word or _are_integers(value, kind) or (value is None and default is None)


def _are_integers(value: object, kind: ParameterKind) -> bool:
    several = kind not in (ParameterKind.INTEGER, ParameterKind.OPTIONAL_INTEGER)
    if several and isinstance(value, tuple):
        admits_none = kind is ParameterKind.OPTIONAL_SIZES
        return all(_is_integer(part) or (admits_none and part is None) for part in value)
    return _is_integer(value) and kind is not ParameterKind.SHAPE


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_numbers(value: object, *, several: bool) -> bool:
    """Return whether a value is a number, or a tuple of several."""
    numbers = value if several and isinstance(value, tuple) else (value,)
    return all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers)
