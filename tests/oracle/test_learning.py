"""A gradient step of a kernel is torch's, whatever the convolution."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from convviz.core.errors import ConvVizError
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import (
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
)
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.engine.compute.module_builder import build_module
from convviz.protocol.document import Calculator
from convviz.protocol.lesson import LOSSES, Lesson
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.learning import LearnWorking
from convviz.ui.calculator.lesson_edits import stepped
from convviz.ui.export.texts import code_text
from convviz.ui.stepper.views.entries import view_named
from convviz.values.learning import Standing, Task
from tests.oracle.learning import compare_many, kernel_optimisers
from tests.oracle.strategies import configurations

TYPES = (Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)
LARGEST = 20_000
"""Numbers; larger ones show nothing else."""


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.data(),
    st.sampled_from(TYPES),
    st.integers(0, 2**16),
    st.sampled_from(("mean", "sum")),
    st.sampled_from(LOSSES),
)
def test_a_step_is_torchs(
    data: st.DataObject, kind: type, seed: int, reduction: str, loss_type: Any
) -> None:
    layer, shape = data.draw(configurations(kind))
    shape = shape[-layer.rank - 1 :]  # a lesson has no batch
    try:
        output = layer.infer(shape)
    except ConvVizError:
        return
    sizes = layer.weight_shapes()
    if any(np.prod(size) > LARGEST for size in (*sizes.values(), shape, output)):
        return
    drawn = np.random.default_rng(seed)
    values, target = drawn.standard_normal(shape), drawn.standard_normal(output)
    weights = {name: drawn.standard_normal(size) for name, size in sizes.items()}
    learned = Task(layer, values, target, loss_type(reduction=reduction)).at(Standing(weights))
    after = learned.step(SGD(lr=0.05)).weights

    module = build_module(layer).double()
    module.load_state_dict({name: torch.from_numpy(numbers) for name, numbers in weights.items()})
    optimiser = torch.optim.SGD(module.parameters(), lr=0.05)
    criterion = getattr(nn, loss_type.type_name())(reduction=reduction)
    loss = criterion(module(torch.from_numpy(values)), torch.from_numpy(target))
    loss.backward()
    optimiser.step()

    assert np.isclose(learned.loss, loss.item())
    for name, theirs in module.named_parameters():
        assert theirs.grad is not None
        assert np.allclose(learned.gradients[name], theirs.grad.numpy(), rtol=1e-6, atol=1e-9)
        assert np.allclose(after[name], theirs.detach().numpy(), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("kind", kernel_optimisers(), ids=lambda kind: kind.__name__)
def test_steps_of_every_optimiser_and_what_it_remembers_are_torchs(kind: type) -> None:
    taken, found = compare_many(kind, 12, 3)
    assert not found
    assert taken > 6


def test_the_code_learns_the_same_kernel_from_its_first_step_on() -> None:
    lesson = Lesson(optimiser=Adam(lr=0.1), steps=4)
    begun = Calculator(Conv2d(1, 1, 3), (1, 5, 5), lesson=lesson)
    shown = stepped(LearnWorking(build_scene(begun)), 1)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code_text(build_scene(shown), view_named("learn")), "a.py", "exec"), names)  # noqa: S102
    assert printed.getvalue().count("loss:") == 5  # the step that was taken, and 4 more
    learned = build_scene(stepped(LearnWorking(build_scene(shown)), 4)).plain_weights
    assert np.allclose(names["layer"].weight.detach().numpy(), learned["weight"], atol=1e-5)
