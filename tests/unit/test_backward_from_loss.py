"""A backward pass that begins at a loss: its numbers, its document, its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec.structs
import numpy as np
import pytest

from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.losses.of_output import LOSS_TARGET, losses_of
from convviz.core.presets import presets
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import Numbers
from convviz.protocol.templates import new_document
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.gradients import walk_backward
from convviz.ui.calculator.presets.applied import with_preset
from tests.support.cell_users import users_of

if TYPE_CHECKING:
    from convviz.core.losses import Loss


def _two_numbers(loss: Loss) -> Calculator:
    """Return 2 and 3 that pass through unchanged, against 5 and 3."""
    calculator = Calculator(ReLU(), (1, 2), Numbers((1, 2), (2.0, 3.0)), loss=loss)
    return calculator.with_recipe(LOSS_TARGET, Numbers((1, 2), (5.0, 3.0)))


def _lines(calculator: Calculator, index: int) -> list[str]:
    walk: Any = walk_backward(build_scene(calculator), index)
    return [line.text for line in walk.lines()[0]]


def test_the_slope_of_a_mean_square_error_is_twice_the_difference_over_the_count() -> None:
    assert _lines(_two_numbers(MSELoss()), 0) == [
        "d = x − y = 2 − 5 = −3",
        "l' = 2·d = 2·(−3) = −6",
        "grad_output = l' / n = (−6) / 2 = −3",
    ]
    assert _lines(_two_numbers(MSELoss(reduction="sum")), 0)[-1] == "grad_output = l' = −6"


def test_the_slopes_of_logits_are_their_shares_less_one_at_the_right_class() -> None:
    preset = next(preset for preset in presets() if preset.key == "backward_from_loss")
    scene = build_scene(with_preset(new_document().calculator, preset))
    walk: Any = walk_backward(scene)
    output = scene.plain_input @ scene.plain_weights["weight"].T
    shares = np.exp(output) / np.exp(output).sum(axis=1, keepdims=True)
    asked = np.eye(3)[[1, 0]]
    slopes = walk.working.part(UPSTREAM).values[0]
    assert slopes == pytest.approx((shares - asked) / 2)
    assert walk.working.part("grad_weight").values[0] == pytest.approx(slopes.T)


def test_a_cell_of_the_target_says_which_slopes_it_makes() -> None:
    calculator = Calculator(Linear(2, 3), (2, 2), loss=CrossEntropyLoss())
    walk: Any = walk_backward(build_scene(calculator))
    target = walk.working.part(LOSS_TARGET)
    users = users_of(walk.working, LOSS_TARGET, target.cell_at(1))
    assert [(step.part, step.cell.row) for step in users] == [(UPSTREAM, 1)] * 3


def test_a_document_keeps_the_loss_and_its_target() -> None:
    calculator = _two_numbers(MSELoss(reduction="sum"))
    document = msgspec.structs.replace(new_document(), calculator=calculator)
    assert decode_document(encode_document(document)).calculator == calculator


def test_a_loss_at_which_nothing_begins_is_refused_in_a_document() -> None:
    layer: Any = MSELoss()
    calculator = Calculator(layer, (1, 2), loss=MSELoss())
    text = encode_document(msgspec.structs.replace(new_document(), calculator=calculator))
    with pytest.raises(DocumentError):
        decode_document(text)


def test_a_loss_that_is_no_single_number_stays_in_a_document_and_is_refused_where_shown() -> None:
    calculator = Calculator(ReLU(), (1, 2), loss=MSELoss(reduction="none"))
    document = msgspec.structs.replace(new_document(), calculator=calculator)
    assert decode_document(encode_document(document)).calculator == calculator
    with pytest.raises(ConvVizError) as refused:
        build_scene(calculator)
    assert refused.value.code is ErrorCode.GRADIENT_OF_VECTOR


def test_maps_are_a_batch_of_one_picture_and_rows_a_batch() -> None:
    maps = Calculator(Conv2d(1, 3, 3), (1, 5, 5), loss=CrossEntropyLoss())
    rows = Calculator(Linear(2, 3), (4, 2), loss=CrossEntropyLoss())
    assert maps.shape_of(LOSS_TARGET) == (1, 3, 3)
    assert rows.shape_of(LOSS_TARGET) == (4,)


def test_a_loss_of_classes_is_offered_where_there_are_two_of_them() -> None:
    names = [type(loss).__name__ for loss in losses_of(Conv2d(1, 1, 3), (1, 3, 3))]
    assert "CrossEntropyLoss" not in names
    assert "MSELoss" in names


def test_a_target_that_is_no_class_is_refused() -> None:
    calculator = Calculator(Linear(2, 3), (1, 2), loss=CrossEntropyLoss())
    with pytest.raises(ConvVizError):
        build_scene(calculator.with_recipe(LOSS_TARGET, Numbers((1,), (3.0,))))
