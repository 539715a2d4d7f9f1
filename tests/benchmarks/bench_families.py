"""What a step, a hover and a keystroke cost beside a convolution, for each family at 64 x 64.

Like is compared with like: what a step writes out and how many planes are drawn is most of its
cost, so a softmax of 64 numbers is measured beside a convolution with 64 taps.

A case and its convolution are open at the same time. Their steps and hovers are made one by one
in turn, so that what else the machine does falls on both, and of several rounds the median ratio
counts. Edits are made in turn, too; of each the best counts.
Run by ``python -m tests.benchmarks families``; it needs no display. Only the window's own thread is
counted. A hover is that of the slowest part. A keystroke ends when everything that it changes at
once is painted; "longest" is the longest pass over the event loop from an edit until all is quiet,
in milliseconds, and an opening is such a pass, too. Names may be given: ``bench_families ReLU``.
"""

from __future__ import annotations

import gc
import statistics
import sys
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from convviz.ui.shell.garbage import GarbageCollector
from convviz.ui.stepper.views.entries import view_named
from convviz.ui.theme import apply_theme
from tests.benchmarks.family_cases import CASES, CONVOLUTIONS, PLAIN
from tests.benchmarks.family_page import MeasuredPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.benchmarks.family_cases import Case

WALKS: Final = 3
EDITS: Final = 4
ALL: Final = (*CONVOLUTIONS, *CASES)


def measure(names: Iterable[str] = CASES) -> dict[str, float | str]:
    """Return the milliseconds of the convolutions, and the ratios of the others.

    Args:
        names: Of cases, or of the convolutions that they are compared with.
    """
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    gc.freeze()  # as the window does; its looks for garbage are passes of the loop and count
    collector = GarbageCollector(application)
    try:
        _measured([CONVOLUTIONS[PLAIN]])  # what is loaded and drawn first is no family's
        return _beside_convolutions(names)
    finally:
        collector.stop()
        gc.unfreeze()


def _beside_convolutions(names: Iterable[str]) -> dict[str, float | str]:
    plain: dict[str, list[dict[str, float]]] = {}
    ratios: dict[str, float | str] = {}
    for name in names:
        if name in CONVOLUTIONS:
            plain.setdefault(name, []).append(_measured([CONVOLUTIONS[name]])[0])
            continue
        case = CASES[name]
        obstacle = view_named(case.view).obstacle(case.layer)
        if obstacle:
            ratios[name] = obstacle
            continue
        own, beside, ratio = _measured([case, CONVOLUTIONS[case.like]])
        plain.setdefault(case.like, []).append(beside)
        ratios |= {f"{name} {what} ratio": times for what, times in ratio.items()}
        ratios[f"{name} longest, ms"] = own["longest"]
    return _milliseconds(plain) | ratios


def _milliseconds(plain: dict[str, list[dict[str, float]]]) -> dict[str, float | str]:
    """Return what the convolutions cost: the median of all that were measured."""
    return {
        f"{name} {what}, ms": statistics.median(times[what] for times in measured)
        for name, measured in plain.items()
        for what in measured[0]
    }


def _measured(cases: list[Case]) -> list[dict[str, float]]:
    """Return what each thing costs in milliseconds, of cases that are measured in turn.

    Returns:
        Of each case; of two, then their ratios.
    """
    pages = [MeasuredPage(case) for case in cases]
    walked = [_walked(pages, number) for number in range(WALKS)]
    for number in range(EDITS):
        for page in pages:
            page.edit(number)
    results = []
    for at, page in enumerate(pages):
        costs = {what: statistics.median(r[what][at] for r in walked) for what in walked[0]}
        results.append(costs | page.edited() | {"longest": page.longest})
        page.close()
    gc.collect()  # the whole page, which in the window stays
    if len(pages) == 1:
        return results
    ratio = {what: statistics.median(r[what][0] / r[what][1] for r in walked) for what in walked[0]}
    own, beside = results
    edits = {
        what: own[what] / beside[what] for what in ("opening", "argument", "cell") if what in own
    }
    return [*results, ratio | edits]


def _walked(pages: list[MeasuredPage], number: int) -> dict[str, tuple[float, ...]]:
    """Return what a step and a hover cost on each page, their moves made one by one in turn."""
    turns = []
    for page in pages:
        moves = page.moves(number)
        turns += [(at / len(moves), page, move) for at, move in enumerate(moves)]
    for _, page, move in sorted(turns, key=itemgetter(0)):
        page.time(move)
    steps, hovers = zip(*(page.end_round() for page in pages), strict=True)
    return {"step": steps, "hover": hovers}


if __name__ == "__main__":
    wanted = sys.argv[1:] or list(CASES)
    if unknown := [name for name in wanted if name not in ALL]:
        sys.exit(f"no case {', '.join(unknown)}: there are {'; '.join(ALL)}")
    for name, value in measure(wanted).items():
        print(f"{name:44} {value if isinstance(value, str) else format(value, '8.2f')}")
