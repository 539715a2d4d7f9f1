"""What the texts of options mean: shapes, and whole numbers between two bounds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from convviz.core.call_parameters import LARGEST_INTEGER, LONGEST_TUPLE
from convviz.core.code.text import shortened
from convviz.core.shape_reading import shape_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.core.layers import Shape

_MOST_DIGITS: Final = 40

_TAKING_NUMBERS: Final = frozenset({"--values", "--target", "--weights", "--function"})
"""Options whose values may begin with a minus."""
_TAKING_NAME_AND_NUMBERS: Final = "--tensor"


def add_input_option(parser: argparse.ArgumentParser) -> None:
    """Add `--input` to a command."""
    parser.add_argument(
        "--input", type=parse_shape, metavar="C,H,W", help="shape of the input, without the batch"
    )


def with_negative_values(arguments: Sequence[str]) -> list[str]:
    """Return arguments in which numbers that begin with a minus belong to the option before them.

    WORKAROUND for argparse of Python 3.11 to 3.14: in `--target -1,0` it takes `-1,0` for an option
    of its own, and says that --target lacks its value.
    """
    joined: list[str] = []
    for argument in arguments:
        is_negative = argument.startswith("-") and not argument.startswith("--")
        if is_negative and joined and joined[-1] in _TAKING_NUMBERS:
            joined[-1] = f"{joined[-1]}={argument}"
        elif is_negative and joined[-2:-1] == [_TAKING_NAME_AND_NUMBERS]:
            joined.append(f" {argument}")  # what holds a space is no option
        else:
            joined.append(argument)
    return joined


def parse_shape(text: str) -> Shape:
    """Return the shape that ``3,32,32``, ``3x32x32`` or ``3 × 32 × 32`` means.

    Raises:
        ArgumentTypeError: It is no shape.
    """
    parts = shape_parts(text)
    shape = tuple(map(positive_number, parts))
    if not shape or not all(shape) or len(parts) > LONGEST_TUPLE:
        msg = (
            f"{shortened(text)!r} is not a shape; write whole numbers from 1 to {LARGEST_INTEGER} "
            "with commas, such as 3,32,32"
        )
        raise argparse.ArgumentTypeError(msg)
    return tuple(number for number in shape if number)


def positive_number(text: str) -> int:
    """Return the positive number of 64 bits that a text means; 0 for none.

    Python reads no more than 4,300 digits, and says so in words of its own.
    """
    digits = text.strip().lstrip("+")
    if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return 0
    number = int(digits)
    return number if number <= LARGEST_INTEGER else 0


def whole_number(least: int, most: int = LARGEST_INTEGER) -> Callable[[str], int]:
    """Return what reads an option's whole number.

    Args:
        least: The smallest that it may be.
        most: The largest.
    """

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            msg = f"{shortened(text)!r} is not a whole number from {least} to {most}"
            raise argparse.ArgumentTypeError(msg)
        return number

    return read
