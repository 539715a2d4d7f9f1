"""The code of a backward pass, run in torch: it prints the gradients that the calculator shows."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any

import msgspec.structs
import numpy as np
import pytest

from convviz.core.code.opened import parse_opened
from convviz.core.losses import loss_types
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.worked.backward.beginning import loss_beginning
from convviz.stepping.worked.backward.passes import backward_of
from convviz.ui.export.texts import code_text
from convviz.ui.stepper.views.entries import view_named
from convviz.values.layer_gradients import has_gradients
from tests.support.every_layer import SHOWN, name_of, new_calculator
from tests.support.made_up_layers import MADE_UP

if TYPE_CHECKING:
    from convviz.core.layers import Layer

PASSING = [kind for kind in SHOWN if has_gradients(kind) and kind not in MADE_UP]
RANDOM = Fill(FillPattern.RANDOM_INTEGERS, seed=3)


def ran(scene: Scene, view: str = "backward") -> dict[str, Any]:
    """Run the code of a scene as a file of its own and return its names."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code_text(scene, view_named(view)), "back.py", "exec"), names)  # noqa: S102 - running it is the test
    return names


def assert_gradients(scene: Scene, names: dict[str, Any]) -> None:
    beginning = loss_beginning(scene) if scene.calculator.loss is not None else None
    for name, expected in backward_of(scene, beginning).gradients.items():
        given = names.get("x" if name == "input" else name)
        holder = getattr(names["layer"], name) if given is None else given
        found = holder.grad.detach().numpy().reshape(expected.shape)
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("kind", PASSING, ids=name_of)
def test_every_layer_goes_back_in_torch_as_on_the_screen(kind: type[Layer]) -> None:
    scene = build_scene(new_calculator(kind).with_recipe(UPSTREAM, RANDOM))
    assert_gradients(scene, ran(scene))


@pytest.mark.filterwarnings("ignore:reduction")
@pytest.mark.parametrize("reduction", ["mean", "none"])
@pytest.mark.parametrize("name", loss_types())
def test_every_loss_goes_back_in_torch_as_on_the_screen(name: str, reduction: str) -> None:
    loss = loss_types()[name]().replace(reduction=reduction)
    scene = build_scene(Calculator(loss, (2, 3), input=Fill(FillPattern.ONES)))
    assert_gradients(scene, ran(scene))


def test_a_layer_that_overwrites_its_input_goes_back_too() -> None:
    (layer,) = parse_opened("ReLU(inplace=True)")
    assert_gradients(scene := build_scene(Calculator(layer, (1, 2, 3))), ran(scene))
    assert "y.backward(torch.ones_like(y))" in code_text(scene, view_named("backward"))


def test_the_code_begins_at_the_loss_behind_the_layer_in_every_view() -> None:
    layer, loss = parse_opened("Linear(3, 2)")[0], loss_types()["CrossEntropyLoss"]()
    scene = build_scene(msgspec.structs.replace(Calculator(layer, (4, 3)), loss=loss))
    assert_gradients(scene, names := ran(scene, "grids"))
    assert names["loss"].ndim == 0


def test_the_code_of_the_forward_pass_alone_asks_for_no_gradient() -> None:
    scene = build_scene(Calculator(parse_opened("Conv2d(1, 1, 3)")[0], (1, 4, 4)))
    assert "grad" not in code_text(scene, view_named("grids")).replace("no_grad", "")
