"""The one family of expected errors: a code and its facts, no prose.

The interface maps each code to a sentence (``convviz.protocol.sentences.errors``).
"""

from __future__ import annotations

from typing import TypeAlias

from convviz.core.error_codes import ErrorCode

__all__ = [
    "ComputeError",
    "ConvVizError",
    "DataError",
    "DocumentError",
    "ErrorCode",
    "ExportError",
    "Fact",
    "ParameterError",
    "ShapeError",
    "StorageError",
]

Fact: TypeAlias = int | float | str | bool | tuple[int, ...] | None


class ConvVizError(Exception):
    """An expected error.

    Attributes:
        code: What went wrong.
        facts: The numbers and names at hand, by the names that the code's docstring gives.
    """

    def __init__(self, code: ErrorCode, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, Fact] = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({listed})"


class ParameterError(ConvVizError):
    """A layer's parameters that torch's constructor refuses, whatever the input."""


class ShapeError(ConvVizError):
    """An input shape that torch's forward refuses."""


class DataError(ConvVizError):
    """A data set that cannot be read or fetched."""


class DocumentError(ConvVizError):
    """A file or a text that is no valid document."""


class StorageError(ConvVizError):
    """A file that cannot be written or read back."""


class ExportError(ConvVizError):
    """An export that cannot be made as it was asked for."""


class ComputeError(ConvVizError):
    """A computation that torch could not do."""
