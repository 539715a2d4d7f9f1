"""The interpreter: it works out expressions and statements of a program, and executes nothing.

What each sort of expression means stands in ``expressions``, of statements in ``statements``; what
names mean that the program does not define in ``libraries``.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.networks import CodeNotice
from convviz.core.code.program.expressions import EXPRESSIONS
from convviz.core.code.program.limits import (
    LONGEST_LIST,
    Budget,
    NoPartsError,
    OutOfStepsError,
    TooLargeError,
)
from convviz.core.code.program.scopes import MISSING, Scope
from convviz.core.code.program.statements import NOTHING, STATEMENTS, Outcome
from convviz.core.code.program.values import Module, Tensor, Unknown, Value
from convviz.core.errors import DocumentError, ErrorCode, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convviz.core.code.program.found import PlainValue
    from convviz.core.code.program.source import ProgramSource
    from convviz.core.code.program.trace import Trace

_REFUSED: Final = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What Python raises where a table of known functions is given something that it cannot take."""


class Interpreter:
    """Works out a program.

    Attributes:
        source: The code.
        budget: Steps that are left.
        names: What the program's own names stand for.
        notices: What to tell.
        trace: What the forward that is being run does; None outside of one.
        answers: Values that were given for names that the program gives none.
        guesses: Names that had no value, with what was taken for them, and their lines.
        module_names: What modules are called in the network that is run, by their identity.
        running: The modules that are being run, from the outermost one.
        runs: How many modules were run.
    """

    def __init__(self, source: ProgramSource, budget: Budget) -> None:
        self.source = source
        self.budget = budget
        self.names = Scope()
        self.notices: list[CodeNotice] = []
        self.trace: Trace | None = None
        self.answers: Mapping[str, PlainValue] = {}
        self.guesses: dict[str, tuple[PlainValue, int]] = {}
        self.module_names: dict[int, tuple[str, ...]] = {}
        self.running: list[Module] = []
        self.runs = 0

    def evaluate(self, node: ast.expr, scope: Scope) -> Value:
        """Return the value of an expression.

        Raises:
            DocumentError: CODE_* codes, with the place.
            OutOfStepsError: it takes too long.
        """
        budget = self.budget
        budget.left -= 1
        if budget.left < 0:
            raise OutOfStepsError
        handler = EXPRESSIONS.get(type(node))
        if handler is None:
            raise self.not_read(node)
        try:
            return handler(self, node, scope)
        except TooLargeError:
            raise self.error(ErrorCode.CODE_VALUE_TOO_LARGE, node) from None
        except NoPartsError:
            raise self.no_layer(node) from None
        except RecursionError:
            raise
        except _REFUSED:
            raise self.error(ErrorCode.CODE_FAILS, node) from None

    def execute(self, statements: Sequence[ast.stmt], scope: Scope) -> Outcome:
        """Work out statements, up to one that leaves them.

        Returns:
            What left them: a return with its value, a break, a continue; NOTHING at the end.

        Raises:
            DocumentError: CODE_* codes, with the place.
            OutOfStepsError: it takes too long.
        """
        for statement in statements:
            outcome = self.execute_one(statement, scope)
            if outcome is not NOTHING:
                return outcome
        return NOTHING

    def execute_one(self, statement: ast.stmt, scope: Scope) -> Outcome:
        """Work out one statement; see :meth:`execute`."""
        self.budget.spend()
        handler = STATEMENTS.get(type(statement))
        if handler is None:
            raise self.not_read(statement)
        try:
            return handler(self, statement, scope)
        except TooLargeError:
            raise self.error(ErrorCode.CODE_VALUE_TOO_LARGE, statement) from None
        except NoPartsError:
            raise self.no_layer(_taken_apart(statement)) from None
        except OutOfStepsError as error:
            if error.loop is None and isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
                error.loop = statement
            raise
        except RecursionError:
            raise
        except _REFUSED:
            raise self.error(ErrorCode.CODE_FAILS, statement) from None

    # What is told

    def error(self, code: ErrorCode, node: ast.AST, **facts: Fact) -> DocumentError:
        """Return an error at a place of the code, which it repeats unless it is given."""
        if "found" not in facts and code in _WITH_FOUND:
            facts["found"] = self.source.quoted(node)
        return self.source.error(code, node, **facts)

    def not_read(self, node: ast.AST) -> DocumentError:
        """Return the error of code that the interpreter does not know."""
        return self.error(ErrorCode.CODE_NOT_READ, node)

    def no_layer(self, node: ast.AST) -> DocumentError:
        """Return the error of what is done with what layers gave, and that no layer does."""
        return self.error(ErrorCode.CODE_NO_LAYER, node)

    def tell(self, code: ErrorCode, node: ast.AST, **facts: Fact) -> None:
        """Remember a notice on a place of the code, once."""
        line: int = getattr(node, "lineno", 1)
        if "found" not in facts and code in _WITH_FOUND:
            facts["found"] = self.source.quoted(node)
        notice = CodeNotice(code, {**facts, "line": line})
        if notice not in self.notices:
            self.notices.append(notice)

    # What values mean

    def items(self, value: Value) -> list[Value]:
        """Return what a value holds, as a loop over it meets it.

        Raises:
            NoPartsError: it is what layers gave.
            TypeError: it holds nothing that can be known.
            TooLargeError: it holds too much.
            OutOfStepsError: likewise.
        """
        if isinstance(value, Module):
            value = list(value.parts if value.container == "ModuleDict" else value.parts.values())
        if isinstance(value, Tensor):
            raise NoPartsError
        if not isinstance(value, (list, tuple, str, range, dict, set, frozenset)):
            raise TypeError
        if isinstance(value, range) and value[LONGEST_LIST:]:
            raise TooLargeError
        self.budget.make(0 if isinstance(value, str) else len(value))
        return list(value)

    def truth(self, value: Value, node: ast.AST) -> bool:
        """Return whether a condition holds; what cannot be known does not, which is told."""
        if isinstance(value, Unknown):
            self.tell(ErrorCode.CODE_TAKEN_FOR_FALSE, node)
            return False
        if isinstance(value, Module) and value.container:
            return bool(value.parts)
        return bool(value) if isinstance(value, _PLAIN) else True

    def name_of(self, module: Module) -> tuple[str, ...]:
        """Return what a module is called in the network that is run, part by part."""
        return self.module_names.get(id(module), ())

    def learn_names(self, root: Module) -> None:
        """Find out what each module in a network is called."""
        self.module_names = {}
        for name, module in all_modules(root):
            self.module_names.setdefault(id(module), name)
            self.budget.spend()

    def look_up(self, name: str) -> Value:
        """Return what was answered for a name; MISSING for nothing."""
        return self.answers.get(name, MISSING)


def _taken_apart(statement: ast.stmt) -> ast.AST:
    """Return what a statement unpacks or goes through; the statement, if it does neither."""
    match statement:
        case ast.Assign(value=whole) | ast.AugAssign(value=whole):
            return whole
        case ast.For(iter=whole) | ast.AsyncFor(iter=whole):
            return whole
        case _:
            return statement


def all_modules(root: Module) -> Iterator[tuple[tuple[str, ...], Module]]:
    """Yield a module and all in it with their names, part by part; each one once."""
    met: set[int] = set()
    waiting: list[tuple[tuple[str, ...], Module]] = [((), root)]
    while waiting:
        name, module = waiting.pop()
        if id(module) in met:
            continue
        met.add(id(module))
        yield name, module
        waiting += reversed([((*name, own), part) for own, part in module.parts.items()])


_PLAIN: Final = (type(None), bool, int, float, str, list, tuple, dict, set, frozenset, range)
_WITH_FOUND: Final = frozenset(
    {
        ErrorCode.CODE_NO_LAYER,
        *(ErrorCode.CODE_NOT_READ, ErrorCode.CODE_FAILS, ErrorCode.CODE_VALUE_TOO_LARGE),
        *(ErrorCode.CODE_RAISES, ErrorCode.CODE_NOT_A_TREE, ErrorCode.CODE_TAKEN_FOR_FALSE),
        ErrorCode.CODE_OPERATION_LEFT_OUT,
    }
)
