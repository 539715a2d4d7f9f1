"""PyTorch code as layers: parsed, never executed, and refused with what is wrong and where."""

from __future__ import annotations

import ast
import difflib
import textwrap
import warnings
from collections.abc import Iterator
from typing import Any

from convviz.core.code_literals import NUMBER_KINDS, fits, literal
from convviz.core.errors import DocumentError, ErrorCode, Fact
from convviz.core.layers.base import LARGEST_INTEGER, Layer, layer_types
from convviz.core.layers.parameters import is_too_long
from convviz.core.sequential import check_length

LONGEST_CODE = 1 << 16
"""Characters. A network of a thousand layers needs fewer."""

_DEEPEST = 8
"""Sequentials inside each other."""

_NEAR = 0.75
"""How like two names must be, from 0 to 1, for one to be taken for the other's misspelling."""

_NAMES_ELSEWHERE = {
    "dense": "linear",
    "batchnormalization": "batchnorm2d",
    "globalaveragepooling2d": "adaptiveavgpool2d",
    "globalavgpool2d": "adaptiveavgpool2d",
    "zeropadding2d": "zeropad2d",
}
"""What Keras calls the layers whose names in torch are not like it; both in small letters."""

_LONGEST_FOUND = 60
"""Characters of the offending code that an error repeats."""


def parse_layer(text: str) -> Layer:
    """Return the layer that a call such as `nn.Conv2d(3, 32, 5, padding=2)` means.

    Nothing is executed. Arguments may stand in torch's order or by name. The layer's values may
    be invalid (see `Layer.check`); their types are right.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1.
    """
    reader = _Reader(text)
    statements = reader.tree.body
    if not statements:
        raise DocumentError(ErrorCode.CODE_EMPTY)
    first = statements[0]
    if len(statements) > 1:
        raise reader.not_a_layer(statements[1])
    if not isinstance(first, ast.Expr):
        raise reader.not_a_layer(first)
    return reader.layer(first.value)


def parse_layers(text: str) -> tuple[Layer, ...]:
    """Return the layers of an nn.Sequential, or of calls that stand one on a line.

    Nothing is executed. Imports and the variable's name are passed over; Sequentials inside each
    other are joined.

    Args:
        text: Such as `model = nn.Sequential(nn.Conv2d(3, 32, 5), nn.ReLU())`.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1; NETWORK_TOO_LONG.
    """
    reader = _Reader(text)
    layers: list[Layer] = []
    for statement in reader.tree.body:
        layers.extend(reader.statement(statement))
    if not layers and not reader.saw_sequential:
        raise DocumentError(ErrorCode.CODE_EMPTY)
    check_length(len(layers))
    return tuple(layers)


class _Reader:
    """Walks the syntax tree of one text.

    Attributes:
        tree: The text's syntax tree.
        saw_sequential: Whether an nn.Sequential stood in it, be it an empty one.
    """

    def __init__(self, text: str) -> None:
        self._text, self.tree = _tree(text)
        self.saw_sequential = False

    def statement(self, statement: ast.stmt) -> Iterator[Layer]:
        """Yield the layers of one statement."""
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
                return
            case (
                ast.Expr(value=value)
                | ast.Assign(targets=[ast.Name() | ast.Attribute()], value=value)
            ):
                yield from self._layers(value)
            case ast.AnnAssign(target=ast.Name() | ast.Attribute(), value=ast.expr() as value):
                yield from self._layers(value)
            case _:
                raise self.not_a_layer(statement)

    def _layers(self, node: ast.expr, depth: int = 0) -> Iterator[Layer]:
        if depth > _DEEPEST:
            raise self._error(ErrorCode.CODE_TOO_DEEP, node)
        match node:
            case ast.Call(func=func, args=inner, keywords=[]) if _called(func) == "Sequential":
                self.saw_sequential = True
            case ast.Tuple(elts=inner) | ast.List(elts=inner):
                pass
            case _:
                yield self.layer(node)
                return
        for part in inner:
            yield from self._layers(part, depth + 1)

    def layer(self, node: ast.expr) -> Layer:
        """Return the layer that one call means."""
        name = _called(node.func) if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or name in (None, "Sequential"):
            raise self.not_a_layer(node)
        layer_type = layer_types().get(name or "")
        if layer_type is None:
            shown = (name or "")[:_LONGEST_FOUND]
            code = ErrorCode.CODE_UNKNOWN_LAYER
            raise self._error(code, node, name=shown, nearest=nearest_layer(shown))
        values = self._arguments(node, layer_type)
        for parameter in layer_type.parameters():
            if parameter not in values and parameter not in layer_type.defaults():
                code = ErrorCode.CODE_PARAMETER_MISSING
                raise self._error(code, node, layer=layer_type.type_name(), parameter=parameter)
        return layer_type(**values)

    def _arguments(self, node: ast.Call, layer_type: type[Layer]) -> dict[str, Any]:
        names = list(layer_type.parameters())
        by_place = layer_type.positional_parameters()
        layer = layer_type.type_name()
        if len(node.args) > len(by_place):
            code, given, most = ErrorCode.CODE_TOO_MANY_ARGUMENTS, len(node.args), len(by_place)
            raise self._error(code, node.args[most], layer=layer, given=given, most=most)
        values: dict[str, Any] = {}
        for name, argument in zip(by_place, node.args, strict=False):
            values[name] = self._value(argument, layer_type, name)
        for keyword in node.keywords:
            name = keyword.arg or "**"
            if name in values:
                code = ErrorCode.CODE_PARAMETER_TWICE
                raise self._error(code, keyword, layer=layer, parameter=name)
            if name not in names and keyword.arg:
                code, accepted = ErrorCode.CODE_UNKNOWN_PARAMETER, ", ".join(names)
                shown = name[:_LONGEST_FOUND]
                raise self._error(code, keyword, layer=layer, parameter=shown, accepted=accepted)
            values[name] = self._value(keyword.value, layer_type, name)
        return values

    def _value(self, node: ast.expr, layer_type: type[Layer], name: str) -> Any:  # noqa: ANN401
        """Return the value of one argument; numbers become floats."""
        described = layer_type.parameters().get(name)
        facts = {"layer": layer_type.type_name(), "parameter": name}
        if described is None:
            found = f"**{self._found(node)}"
            raise self._error(ErrorCode.CODE_NOT_A_VALUE, node, found=found, **facts)
        try:
            value = literal(node)
        except OverflowError:
            code = ErrorCode.CODE_NUMBER_TOO_LARGE
            raise self._error(code, node, limit=LARGEST_INTEGER, **facts) from None
        except ValueError:
            code, found = ErrorCode.CODE_NOT_A_VALUE, self._found(node)
            raise self._error(code, node, found=found, **facts) from None
        if is_too_long(value) or not fits(value, described, layer_type.defaults().get(name, 0)):
            code, expected = ErrorCode.CODE_WRONG_VALUE, described.kind.value
            found = self._found(node)
            if described.choices:
                facts["choices"] = ", ".join(described.choices)
            raise self._error(code, node, found=found, expected=expected, **facts)
        if described.kind in NUMBER_KINDS and isinstance(value, int):
            return float(value)
        return value

    def not_a_layer(self, node: ast.AST) -> DocumentError:
        """Return the error of code that is no layer."""
        return self._error(ErrorCode.CODE_NOT_A_LAYER, node, found=self._found(node))

    def _error(self, code: ErrorCode, node: ast.AST, **facts: Fact) -> DocumentError:
        line: int = getattr(node, "lineno", 1)
        column: int = getattr(node, "col_offset", 0) + 1
        return DocumentError(code, **facts, line=line, column=column)

    def _found(self, node: ast.AST) -> str:
        """Return the beginning of the code that a node stands for."""
        segment = ast.get_source_segment(self._text, node) or ""
        line = " ".join(segment.split())
        return line if len(line) <= _LONGEST_FOUND else f"{line[: _LONGEST_FOUND - 1]}…"


def _tree(text: str) -> tuple[str, ast.Module]:
    """Return a text as it was parsed, and its syntax tree."""
    if len(text) > LONGEST_CODE:
        raise DocumentError(ErrorCode.CODE_TOO_LONG, size=len(text), limit=LONGEST_CODE)
    dedented = textwrap.dedent(text.removeprefix("\ufeff"))
    try:
        return dedented, _parse(dedented)
    except IndentationError:
        # Lines copied from inside a Sequential: no statement that is read needs indentation.
        dedented = "\n".join(line.lstrip() for line in dedented.split("\n"))
    except SyntaxError as error:
        raise _not_python(error) from None
    try:
        return dedented, _parse(dedented)
    except SyntaxError as error:
        raise _not_python(error) from None


def _parse(text: str) -> ast.Module:
    """Return the syntax tree of a text.

    Raises:
        SyntaxError: it is no Python.
        DocumentError: CODE_TOO_DEEP, CODE_NOT_PYTHON.
    """
    try:
        with warnings.catch_warnings():
            # Python warns of odd escapes in texts; they are no error of the person's network.
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError:
        raise
    except ValueError as error:
        # A null character, or half of a surrogate pair.
        raise _not_python(SyntaxError(str(error)[:_LONGEST_FOUND])) from None
    except (RecursionError, MemoryError):
        raise DocumentError(ErrorCode.CODE_TOO_DEEP, line=1, column=1) from None


def _not_python(error: SyntaxError) -> DocumentError:
    return DocumentError(
        ErrorCode.CODE_NOT_PYTHON,
        detail=error.msg[:100],
        line=max(1, error.lineno or 1),
        column=max(1, error.offset or 1),
    )


def _called(func: ast.expr) -> str | None:
    """Return the name of what is called: X of `X`, `nn.X` and `torch.nn.X`."""
    match func:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="nn"), attr=name):
            return name
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="torch"), attr="nn"), attr=name):
            return name
        case _:
            return None


def nearest_layer(name: str) -> str:
    """Return the known layer that a name was likely meant to be; "" where none is near."""
    by_lower = {known.lower(): known for known in layer_types()}
    plain = name.lower().replace("_", "")
    meant = _NAMES_ELSEWHERE.get(plain, plain)
    close = difflib.get_close_matches(meant, by_lower, n=1, cutoff=_NEAR)
    return by_lower[close[0]] if close else ""
