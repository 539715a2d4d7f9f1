"""Finding runs in the list, and bringing them into an order: for the window and the shell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convviz.runs.records import RunSummary

_LAST: Final = math.inf
"""Stands for a number that is not known: such runs come last in either direction."""

_NUMBERS: Final[dict[str, Callable[[RunSummary], float | None]]] = {
    "accuracy": lambda run: None if run.best is None else run.best.validation_accuracy,
    "loss": lambda run: None if run.last is None else run.last.validation_loss,
    "epochs": lambda run: float(run.epochs_done),
    "parameters": lambda run: float(run.num_params),
    "seconds": lambda run: run.seconds,
    "started": lambda run: run.started.timestamp(),
}
_TEXTS: Final[dict[str, Callable[[RunSummary], str]]] = {
    "name": lambda run: run.folder.name,
    "status": lambda run: run.status.value,
    "data": lambda run: run.dataset,
    "network": lambda run: run.network,
    "optimiser": lambda run: run.optimiser,
    "tags": lambda run: ", ".join(run.tags),
    "notes": lambda run: run.notes,
}
SORT_KEYS: Final = (*_NUMBERS, *_TEXTS)
"""By what runs can be sorted."""
LARGEST_FIRST: Final = frozenset({"accuracy", "epochs", "parameters", "seconds", "started"})
"""Of these a person wants the largest first."""


def matches(run: RunSummary, words: str, told: Iterable[str] = ()) -> bool:
    """Return whether every word stands somewhere in what is known of a run.

    Args:
        run: The run.
        words: Parted by spaces; capitals do not matter.
        told: What the reader sees of it beside, such as its state in their language.
    """
    whole = searched_text(run, told)
    return all(word in whole for word in words.casefold().split())


def searched_text(run: RunSummary, told: Iterable[str] = ()) -> str:
    """Return everything of a run in which :func:`matches` looks for words, in small letters."""
    texts = (
        *(read(run) for read in _TEXTS.values()),
        str(run.id),
        str(run.folder),
        run.device,
        run.words,
        str(run.num_params),
        *told,
    )
    return "\n".join(texts).casefold()


def sorted_runs(
    runs: Iterable[RunSummary], key: str, *, descending: bool
) -> tuple[RunSummary, ...]:
    """Return runs in an order; those of which the number is not known come last.

    Args:
        runs: In the order that equal ones keep.
        key: One of SORT_KEYS.
        descending: Largest, or last in the alphabet, first.
    """
    if key in _TEXTS:
        read = _TEXTS[key]
        return tuple(sorted(runs, key=lambda run: _text_key(read(run)), reverse=descending))
    sign = -1.0 if descending else 1.0
    return tuple(sorted(runs, key=lambda run: _number_key(_NUMBERS[key](run), sign)))


def _number_key(value: float | None, sign: float) -> float:
    return _LAST if value is None or math.isnan(value) else sign * value


def _text_key(text: str) -> Any:  # noqa: ANN401 - what sorts
    return text.casefold()
