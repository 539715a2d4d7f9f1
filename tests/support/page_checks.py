"""What must hold of the calculator page: it shows its document, as torch has it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtWidgets import QApplication

from convviz.core.errors import ConvVizError
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.shown_layers import shown_dimensions, torch_shape
from convviz.ui.calculator.model.agreement import AgreementState
from convviz.ui.calculator.model.extent import TooLargeError
from convviz.ui.calculator.model.scene import Scene, build_scene
from tests.oracle.compare import compare

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.direct_engine import DirectEngine

MOST_CELLS: Final = 4096
"""Of an input or an output that is compared."""
LARGEST_NUMBER: Final = 1e12
"""Beyond it, products of a few come out of float32, where torch goes on with infinity."""


def check_page(page: CalculatorPage, calculator: Calculator, engine: DirectEngine) -> None:
    """Check that a page shows a calculator, and what torch says of it.

    Args:
        page: The page.
        calculator: The document's.
        engine: Is told to answer.

    Raises:
        AssertionError: Something else is shown, or torch differs.
    """
    layer = calculator.layer
    for name in layer.parameters():
        shown = page.call_bar.call.field(name).value
        assert shown == getattr(layer, name), f"field {name} shows {shown!r}"
    problem = _problem(calculator)
    if not isinstance(problem, TooLargeError):
        _compare_refusal(calculator)
    assert page.side.problem.isHidden() is (problem is None), f"{problem!r}"
    if problem is None:
        _check_picture(page, calculator, engine)


def _check_picture(page: CalculatorPage, calculator: Calculator, engine: DirectEngine) -> None:
    scene, walk = page.scene, page.picture.walk
    assert scene is not None
    assert walk is not None
    assert scene.calculator == calculator, "another calculator is drawn"
    assert page.player.count == walk.step_count
    assert page.player.shown == walk.index, "another step is drawn"
    if math.prod(scene.output_shape) > MOST_CELLS or not _fits_float32(scene):
        return
    QApplication.processEvents()
    engine.answer()
    agreement = page.side.agreement.agreement
    good = {AgreementState.AGREES, AgreementState.TORCH_ONLY}
    assert agreement.state in good, f"{agreement}"


def _fits_float32(scene: Scene) -> bool:
    """Return whether products stay within what torch computes with; NaN and infinity may stand."""
    arrays = (scene.plain_input, *scene.plain_weights.values())
    return all(bool((np.abs(a[np.isfinite(a)]) < LARGEST_NUMBER).all()) for a in arrays)


def _problem(calculator: Calculator) -> ConvVizError | TooLargeError | None:
    try:
        build_scene(calculator)
    except (ConvVizError, TooLargeError) as error:
        return error
    return None


def _compare_refusal(calculator: Calculator) -> None:
    """Compare with torch, unless the page asks for more: no batch; torch's own indices."""
    layer, shape = calculator.layer, calculator.input_shape
    is_asked_more = len(shape) not in shown_dimensions(layer)
    if is_asked_more or isinstance(layer, MaxUnpoolingLayer) or math.prod(shape) > MOST_CELLS:
        return
    compare(layer, torch_shape(layer, shape))
