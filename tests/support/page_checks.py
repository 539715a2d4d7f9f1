"""What must hold of the calculator page: it shows its document, as torch has it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtWidgets import QApplication

from convviz.core.errors import ConvVizError
from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.power_pool import PowerPoolingLayer
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.shown_layers import shown_dimensions, torch_shape
from convviz.protocol.document_file import decode_document, encode_document
from convviz.stepping.agreement import AgreementState
from convviz.stepping.scene.extent import TooLargeError
from convviz.stepping.scene.scene import Scene, build_scene
from tests.oracle.compare import compare
from tests.support.torch_of_page import MOST_CELLS, check_output, check_refused_unpooling

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator, Document
    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.direct_engine import DirectEngine

LARGEST_NUMBER: Final = 1e12
"""Beyond it, products of a few come out of float32, where torch goes on with infinity."""
LARGEST_POWER: Final = 8
"""Of power pooling; beyond it, powers of usual inputs do so, too."""


def check_page(page: CalculatorPage, calculator: Calculator, engine: DirectEngine | None) -> None:
    """Check that a page shows a calculator, and what torch says of it.

    Args:
        page: The page.
        calculator: The document's.
        engine: Is told to answer; None where torch is to answer later.

    Raises:
        AssertionError: Something else is shown, or torch differs.
    """
    layer = calculator.layer
    for name in page.call_bar.call.names():
        shown, value = page.call_bar.call.field(name).value, getattr(layer, name)
        is_same = shown == value or str(shown) == str(value)  # NaN equals nothing
        assert is_same, f"field {name} shows {shown!r}"
    problem = _problem(calculator)
    is_of_torch_nn = layer.family not in {LayerFamily.LOSS, LayerFamily.OPTIMISER}
    if not isinstance(problem, TooLargeError) and is_of_torch_nn:
        _compare_refusal(calculator)
    if isinstance(problem, ConvVizError):
        check_refused_unpooling(calculator, problem)
    assert page.side.problem.isHidden() is (problem is None), f"{problem!r}"
    if problem is None:
        _check_picture(page, calculator, engine)


def check_readable(document: Document) -> None:
    """Check that a document can be saved and opened again, whatever its settings.

    Raises:
        AssertionError: It comes back as another one, or not at all.
    """
    try:
        opened = decode_document(encode_document(document))
    except ConvVizError as error:
        message = f"cannot be opened again: {error!r}"
        raise AssertionError(message) from error
    # NaN equals nothing, but is written alike.
    is_same = opened == document or encode_document(opened) == encode_document(document)
    assert is_same, "another document is opened"


def _check_picture(
    page: CalculatorPage, calculator: Calculator, engine: DirectEngine | None
) -> None:
    scene, walk = page.scene, page.grids.walk
    assert scene is not None
    assert walk is not None
    assert scene.calculator == calculator, "another calculator is drawn"
    assert page.player.count == walk.step_count
    assert page.player.shown == walk.index, "another step is drawn"
    if _is_worked_out_in_float64(scene):
        check_output(scene)
    is_small = math.prod(scene.output_shape) <= MOST_CELLS
    if engine is None or not is_small or not _fits_float32(scene):
        return
    QApplication.processEvents()
    engine.answer()
    agreement = page.side.agreement.agreement
    good = {AgreementState.AGREES, AgreementState.TORCH_ONLY}
    assert agreement.state in good, f"{agreement}"


def _is_worked_out_in_float64(scene: Scene) -> bool:
    """Return whether a module alone, without mode and target, gives the same numbers."""
    layer = scene.layer
    has_own_eps = getattr(layer, "eps", 0.0) is None  # torch's is that of the type of its numbers
    is_alone = layer.cell_reduction is not Reduction.IN_PARTS and not has_own_eps
    draws = layer.draws_in(training=True) or layer.draws_in(training=False)
    # Of ELU, torch's kernel leaves out infinity · 0, which its documentation asks for at 0.
    is_finite = math.inf not in map(_magnitude, vars(layer).values())
    return is_alone and is_finite and not layer.depends_on_training() and not draws


def _magnitude(value: object) -> float:
    return abs(value) if isinstance(value, float) else 0.0


def _fits_float32(scene: Scene) -> bool:
    """Return whether products stay within what torch computes with; NaN and infinity may stand."""
    if isinstance(scene.layer, PowerPoolingLayer) and abs(scene.layer.norm_type) > LARGEST_POWER:
        return False
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
    if layer.family is LayerFamily.OPTIMISER:  # no module of torch.nn: tests.oracle.optimisers
        return
    is_asked_more = len(shape) not in shown_dimensions(layer) or min(shape) < 0
    if is_asked_more or isinstance(layer, MaxUnpoolingLayer) or math.prod(shape) > MOST_CELLS:
        return
    compare(layer, torch_shape(layer, shape))
