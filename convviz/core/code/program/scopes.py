"""Names and what they stand for: of the text, of a function, of a class's body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from convviz.core.code.program.values import Class, Value

MISSING: Final = object()
"""What stands for no value."""


class Scope:
    """Names of one function, or of the text.

    Attributes:
        names: What they stand for.
        outer: Where names are looked for that are not here.
        owner: The class whose method this is; super() needs it.
        first: The first argument of the method; super() needs it, too.
        yielded: What a generator has given so far; None in any other function.
        is_body: Whether it is a class's body, whose names its methods do not see.
    """

    __slots__ = ("borrowed", "first", "is_body", "names", "outer", "owner", "yielded")

    def __init__(self, outer: Scope | None = None, *, is_body: bool = False) -> None:
        self.is_body = is_body
        self.names: dict[str, Value] = {}
        self.outer = outer
        self.owner: Class | None = None if outer is None else outer.owner
        self.first: Value = None if outer is None else outer.first
        self.yielded: list[Value] | None = None
        self.borrowed: dict[str, Scope] = {}

    def find(self, name: str) -> Value:
        """Return what a name stands for; MISSING for nothing."""
        scope: Scope | None = self
        while scope is not None:
            value = scope.names.get(name, MISSING)
            if value is not MISSING:
                return value
            scope = scope.outer
        return MISSING

    def bind(self, name: str, value: Value) -> None:
        """Let a name stand for a value."""
        self.borrowed.get(name, self).names[name] = value

    def borrow(self, name: str, *, is_global: bool) -> None:
        """Bind a name elsewhere from now on, as `global` and `nonlocal` say."""
        scope = self.outer
        while scope is not None:
            is_outermost = scope.outer is None
            if (is_outermost and is_global) or (not is_global and name in scope.names):
                self.borrowed[name] = scope
                return
            scope = scope.outer
