"""What a step, a hover and a keystroke cost beside a convolution, for each family at 64 x 64.

Like is compared with like: what a step writes out and how many planes are drawn is most of its
cost, so a softmax of 64 numbers is measured beside a convolution with 64 taps.
Run by ``python -m tests.benchmarks families``; it needs no display. Only the window's own thread is
counted. A hover is that of the slowest part. A keystroke ends when everything that it changes at
once is painted; "longest" is the longest pass over the event loop from an edit until all is quiet,
in milliseconds, and an opening is such a pass, too. Names may be given: ``bench_families ReLU``.
"""

from __future__ import annotations

import gc
import statistics
import sys
from functools import partial
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.layers.activation import LeakyReLU, PReLU, ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.gate import GLU
from convviz.core.layers.instance_norm import InstanceNorm2d
from convviz.core.layers.layer_norm import GroupNorm, LayerNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.softmax import Softmax
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.losses.shares import BCEWithLogitsLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.shell.garbage import GarbageCollector
from convviz.ui.stepper.views.entries import view_named
from convviz.ui.theme import apply_theme
from tests.benchmarks.bench_page import HEIGHT, WIDTH, close, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convviz.core.layers.base import Layer, Shape

STEPS: Final = 40
HOVERS: Final = 15
EDITS: Final = 4
WARM: Final = 2
QUIET_S: Final = 0.15
SIDE: Final = 64
PLAIN: Final = "Conv2d"
OF_64: Final = "Conv2d of 64 taps"
OF_400: Final = "Conv2d of 400 taps"
MANY_PLANES: Final = "Conv2d of 11 planes"


class Case(NamedTuple):
    """What is measured.

    Attributes:
        layer: The layer, the loss, the optimiser.
        shape: Of its input.
        argument: What is typed in: the argument's name, and two values in turn; "" for none.
        values: These.
        view: Key of the view.
        function: What an optimiser descends.
        like: The convolution that writes out as many terms, or draws as many planes.
    """

    layer: Layer
    shape: Shape
    argument: str = ""
    values: tuple[object, object] = (0, 0)
    view: str = "grids"
    function: str = ""
    like: str = PLAIN


_PLANE: Final = (1, SIDE, SIDE)
_ROWS: Final = (SIDE, SIDE)
_BATCH: Final = (4, 3, SIDE, SIDE)
_EPS: Final = ("eps", (1e-5, 1e-3))
_MEAN: Final = ("reduction", ("sum", "mean"))
_RATE: Final = ("lr", (0.1, 0.2))
_BACKWARD: Final = "backward"

CONVOLUTIONS: Final[dict[str, Case]] = {
    PLAIN: Case(Conv2d(1, 1, 3, bias=False), _PLANE, "padding", (1, 2)),
    OF_64: Case(Conv2d(1, 1, 8, bias=False), _PLANE, "padding", (1, 2)),
    OF_400: Case(Conv2d(1, 1, 20, bias=False), _PLANE, "padding", (1, 2)),
    MANY_PLANES: Case(Conv2d(3, 8, 3, padding=1), (3, SIDE, SIDE), "padding", (2, 1)),
}
"""What the others are compared with."""

CASES: Final[dict[str, Case]] = {
    "ReLU": Case(ReLU(), _PLANE),
    "LeakyReLU": Case(LeakyReLU(), _PLANE, "negative_slope", (0.1, 0.2)),
    "Softmax": Case(Softmax(-1), _PLANE, "dim", (-2, -1), like=OF_64),
    "Linear, 64 rows": Case(Linear(64, 64), _ROWS, "bias", (False, True), like=OF_64),
    "Linear, 4096": Case(Linear(4096, 10), (4096,), "out_features", (12, 10), like=OF_400),
    "Flatten": Case(Flatten(0), _PLANE, "start_dim", (1, 0)),
    "MaxPool2d": Case(MaxPool2d(2), _PLANE, "stride", (1, 2)),
    "BatchNorm2d, training": Case(BatchNorm2d(3), _BATCH, *_EPS, like=MANY_PLANES),
    "LayerNorm": Case(LayerNorm((64,)), _ROWS, *_EPS, like=OF_64),
    "LayerNorm, all": Case(LayerNorm((64, 64)), _ROWS, *_EPS, like=OF_400),
    "GroupNorm": Case(GroupNorm(2, 4), (4, SIDE, SIDE), "num_groups", (4, 2), like=MANY_PLANES),
    "InstanceNorm2d": Case(InstanceNorm2d(3), (3, SIDE, SIDE), *_EPS, like=MANY_PLANES),
    "Dropout": Case(Dropout(0.5), _PLANE, "p", (0.25, 0.5)),
    "PReLU": Case(PReLU(), _PLANE, "init", (0.1, 0.25)),
    "GLU": Case(GLU(-1), _PLANE, "dim", (-2, -1)),
    "MSELoss": Case(MSELoss(), _ROWS, *_MEAN),
    "MSELoss, sum by none": Case(MSELoss(), _ROWS, "reduction", ("none", "mean")),
    "CrossEntropyLoss": Case(CrossEntropyLoss(), _ROWS, *_MEAN, like=OF_64),
    "CrossEntropyLoss, pictures": Case(
        CrossEntropyLoss(), (2, 3, SIDE, SIDE), *_MEAN, like=MANY_PLANES
    ),
    "BCEWithLogitsLoss": Case(BCEWithLogitsLoss(), _ROWS, *_MEAN, like=MANY_PLANES),
    "SGD": Case(SGD(lr=0.1, momentum=0.9), _ROWS, *_RATE, like=MANY_PLANES),
    "Adam": Case(Adam(lr=0.1), _ROWS, *_RATE, like=MANY_PLANES),
    "Adam over a surface": Case(Adam(lr=0.1), (200, 2), *_RATE, "surface", "x^2 + 10*y^2"),
    "Adam over a function": Case(Adam(lr=0.1), (200, 2), *_RATE, function="x^2 + 10*y^2"),
    "Conv2d, backward": Case(Conv2d(1, 1, 3), _PLANE, "padding", (1, 2), _BACKWARD, like=OF_400),
    "MaxPool2d, backward": Case(MaxPool2d(2), _PLANE, "stride", (1, 2), _BACKWARD),
    "AvgPool2d, backward": Case(AvgPool2d(2), _PLANE, "stride", (1, 2), _BACKWARD),
    "ReLU, backward": Case(ReLU(), _PLANE, view=_BACKWARD),
    "Softmax, backward": Case(Softmax(-1), _PLANE, "dim", (-2, -1), _BACKWARD, like=OF_64),
    "Conv2d(3, 8), backward": Case(
        Conv2d(3, 8, 3, padding=1), (3, SIDE, SIDE), "padding", (2, 1), _BACKWARD, like=OF_400
    ),
    "Conv2d padded, backward": Case(
        Conv2d(1, 1, 5, padding=2), _PLANE, "padding", (1, 2), _BACKWARD, like=OF_400
    ),
    "ConvTranspose2d, backward": Case(
        ConvTranspose2d(1, 1, 3), _PLANE, "padding", (1, 0), _BACKWARD, like=OF_400
    ),
    "Linear, backward": Case(Linear(64, 64), _ROWS, "bias", (False, True), _BACKWARD, like=OF_64),
    "BatchNorm2d, training, backward": Case(
        BatchNorm2d(3), _BATCH, *_EPS, _BACKWARD, like=MANY_PLANES
    ),
    "LayerNorm, backward": Case(LayerNorm((64,)), _ROWS, *_EPS, _BACKWARD, like=OF_64),
    "GroupNorm, backward": Case(
        GroupNorm(2, 4), (4, SIDE, SIDE), "num_groups", (4, 2), _BACKWARD, like=MANY_PLANES
    ),
    "CrossEntropyLoss, backward": Case(CrossEntropyLoss(), _ROWS, *_MEAN, _BACKWARD, like=OF_64),
    "MSELoss, backward": Case(MSELoss(), _ROWS, *_MEAN, _BACKWARD),
    "GLU, backward": Case(GLU(-1), _PLANE, "dim", (-2, -1), _BACKWARD),
    "Flatten, backward": Case(Flatten(0), _PLANE, "start_dim", (1, 0), _BACKWARD),
    "Conv2d, learn": Case(Conv2d(1, 1, 3), _PLANE, "padding", (1, 2), "learn", like=MANY_PLANES),
    "LeakyReLU, curve": Case(LeakyReLU(), _PLANE, "negative_slope", (0.1, 0.2), "curve"),
}


def measure(names: Iterable[str] = CASES) -> dict[str, float | str]:
    """Return the milliseconds of the convolutions, and the ratios of the others."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    gc.freeze()  # as the window does; its looks for garbage are passes of the loop and count
    collector = GarbageCollector(application)
    try:
        return _beside_convolutions(names)
    finally:
        collector.stop()
        gc.unfreeze()


def _beside_convolutions(names: Iterable[str]) -> dict[str, float | str]:
    _measured(CONVOLUTIONS[PLAIN])  # what is loaded and drawn for the first time is no family's
    chosen = {name: CASES[name] for name in names}
    used = {case.like for case in chosen.values()}
    plain = {name: _measured(case) for name, case in CONVOLUTIONS.items() if name in used}
    results: dict[str, float | str] = {
        f"{name} {what}, ms": ms for name, times in plain.items() for what, ms in times.items()
    }
    for name, case in chosen.items():
        obstacle = view_named(case.view).obstacle(case.layer)
        if obstacle:
            results[name] = obstacle
            continue
        for what, ms in _measured(case).items():
            against = plain[case.like].get(what)
            if what == "longest":
                results[f"{name} longest, ms"] = ms
            elif against is not None:
                results[f"{name} {what} ratio"] = ms / against
    return results


def _calculator(case: Case) -> Calculator:
    return Calculator(case.layer, case.shape, function=case.function)


def _measured(case: Case) -> dict[str, float]:
    """Return what each thing costs in milliseconds, the slowest part and the longest pass too."""
    page = _page()
    calculator = _calculator(case)
    page.stepper.presenter.choose_view(case.view)
    opened, longest = _edited(partial(show, page, calculator))
    assert page.scene is not None, case
    page.stepper.presenter.choose_view(case.view)
    _settle()
    count = page.player.count
    results = {"opening": opened}
    stride = 1 if count < STEPS * 7 else 7
    moves = [partial(page.player.go_to, at * stride % count) for at in range(STEPS)]
    ends = [partial(page.player.go_to, count - 1 - at) for at in range(min(count, HOVERS))]
    results["step"] = max(statistics.median(_times(moves)), statistics.median(_times(ends)))
    results["hover"] = max((_hovered(page, group) for group in _groups(page)), default=0.0)
    page.grids.output_left.emit()
    for what, edits in (("argument", _arguments(page, case)), ("cell", _cells(page))):
        if edits:
            spent = [_edited(edit) for edit in edits]
            results[what] = statistics.median(took for took, _ in spent)
            longest = max(longest, *(stall for _, stall in spent))
    results["longest"] = longest
    close(page)
    gc.collect()  # the whole page, which in the window stays
    return results


def _page() -> CalculatorPage:
    course = new_document()
    document = Document(Calculator(ReLU(), (1, 5, 5)), course.network)
    page = CalculatorPage(DocumentStore(document), EngineClient())
    page.resize(WIDTH, HEIGHT)
    page.show()
    QTest.qWait(300)
    return page


def _groups(page: CalculatorPage) -> list[str]:
    """Return the parts that are drawn."""
    view = page.grids.view
    return [name for name in view.group_names if view.has_plane(name, 0)]


def _hovered(page: CalculatorPage, group: str) -> float:
    """Return the median of the mouse over cells of a part, the last of them as well."""
    rows, columns = page.grids.view.grid(group, 0).kinds.shape
    size = rows * columns
    places = [number * 7 % size for number in range(HOVERS)]
    places += [size - 1 - number % size for number in range(HOVERS)]
    emit = page.grids.view.cell_hovered.emit
    spent = _times([partial(emit, group, 0, *divmod(place, columns)) for place in places])
    return max(statistics.median(spent[:HOVERS]), statistics.median(spent[HOVERS:]))


def _arguments(page: CalculatorPage, case: Case) -> list[Callable[[], None]]:
    """Return what types another value of an argument, in turn."""
    edits = page.presenter.edits

    def typed(value: object) -> None:
        edits.layer(edits.calculator.layer.replace(**{case.argument: value}), case.argument)

    if not case.argument:
        return []
    return [partial(typed, case.values[number % 2]) for number in range(WARM + EDITS)]


def _cells(page: CalculatorPage) -> list[Callable[[], None]]:
    """Return what types another number into a cell of the input."""
    walk = page.stepper.presenter.walk
    calculator = page.presenter.edits.calculator
    if walk is None or (calculator.function and walk.scene.layer.family is LayerFamily.OPTIMISER):
        return []
    place = tuple(0 for _ in calculator.input_shape)
    edit = page.presenter.edits.cell
    return [partial(edit, "input", place, float(1 + number)) for number in range(WARM + EDITS)]


def _edited(edit: Callable[[], None]) -> tuple[float, float]:
    """Return what an edit takes until it is painted, and the longest pass until all is quiet."""
    began = thread_time()
    edit()
    QApplication.processEvents()
    took = thread_time() - began
    longest, end = took, perf_counter() + QUIET_S
    while perf_counter() < end:
        start = thread_time()
        QApplication.processEvents()
        longest = max(longest, thread_time() - start)
    return 1000 * took, 1000 * longest


def _settle() -> None:
    QTest.qWait(round(1000 * QUIET_S))


def _times(calls: Iterable[Callable[[], None]]) -> list[float]:
    """Return the thread's own time of each call, with painting."""
    spent = []
    for call in calls:
        began = thread_time()
        call()
        QApplication.processEvents()
        spent.append(1000 * (thread_time() - began))
    return spent


if __name__ == "__main__":
    for name, value in measure(sys.argv[1:] or CASES).items():
        print(f"{name:44} {value if isinstance(value, str) else format(value, '8.2f')}")
