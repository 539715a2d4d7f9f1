"""How far a program is followed: in steps, in depth, and in the size of what it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ast

MOST_STEPS: Final = 400_000
"""Parts of the code that are worked out for one network. ResNet-152 takes 60,000."""

STEPS_A_STATEMENT: Final = 40_000
"""Of a statement outside of functions, when the text is read."""

STEPS_TO_READ: Final = 150_000
"""For all statements outside of functions."""

DEEPEST_CALLS: Final = 48
"""Calls inside each other. Each takes some twelve of Python's own, of which it has a thousand."""

LONGEST_LIST: Final = 20_000
"""Parts of a list, a tuple, a dictionary or a set."""

LONGEST_TEXT: Final = 100_000
"""Characters of a text that the program makes."""

MOST_BITS: Final = 256
"""Of an integer."""

STEPS_A_PART: Final = 8
"""So many parts of a new list cost as much as one step."""


class OutOfStepsError(Exception):
    """The program goes on too long.

    Attributes:
        loop: The innermost loop that was run then; None where there was none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.loop: ast.AST | None = None


class TooLargeError(ValueError):
    """A value that the program makes is too large."""


class NoPartsError(TypeError):
    """Parts of what layers gave are asked for: torch has them, and no layer gives them."""


class Budget:
    """Steps that are left.

    Attributes:
        limit: How many there were.
        left: How many there are.
        depth: Calls inside each other now.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.left = limit
        self.depth = 0

    def spend(self, steps: int = 1) -> None:
        """Take steps.

        Raises:
            OutOfStepsError: there are none left.
        """
        self.left -= steps
        if self.left < 0:
            raise OutOfStepsError

    def make(self, parts: int) -> None:
        """Take the steps of making something of so many parts.

        Raises:
            OutOfStepsError: there are none left.
            TooLargeError: it is too large.
        """
        if parts > LONGEST_LIST:
            raise TooLargeError
        self.spend(1 + parts // STEPS_A_PART)
