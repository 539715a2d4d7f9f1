"""What a person gives for a parameter of a network, as text: constants, and nothing that runs."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from convviz.core.code.constants import NotAConstantError, UnknownNameError, constant
from convviz.core.code.text import CodeText, shortened
from convviz.core.errors import DocumentError, ErrorCode

if TYPE_CHECKING:
    from convviz.core.code.program.found import PlainValue

LONGEST_ANSWER: Final = 2_000
"""Characters."""

_WORD: Final = re.compile(r"[^\W\d][\w-]*")
"""A text without quotes, as in `--arg activation=relu`."""


def answer_value(name: str, text: str) -> PlainValue:
    """Return the value that a text means: 10, 0.5, True, None, 2 * 64, (64, 128), "relu" or relu.

    Args:
        name: The parameter's.
        text: As it was typed. A list counts as a tuple; a word that means nothing else, as itself.

    Raises:
        DocumentError: CODE_NO_ANSWER.
    """
    try:
        return _value(text.strip())
    except (DocumentError, ValueError, ArithmeticError):
        found, parameter = shortened(text.strip()), shortened(name)
        code = ErrorCode.CODE_NO_ANSWER
        raise DocumentError(code, parameter=parameter, found=found) from None


def answer_text(value: PlainValue) -> str:
    """Return the text that means a value."""
    return repr(value)


def _value(text: str) -> PlainValue:
    if len(text) > LONGEST_ANSWER:
        raise NotAConstantError
    is_word = _WORD.fullmatch(text) is not None
    try:
        body = CodeText(text).tree.body
        if len(body) == 1 and isinstance(body[0], ast.Expr):
            return constant(body[0].value)
    except (DocumentError, UnknownNameError, NotAConstantError):
        if not is_word:
            raise
    if is_word:
        return text
    raise NotAConstantError
