"""Every preset, computed by torch: it accepts, and arrives at the picture's shape and numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from convviz.core.call_code import full_code
from convviz.core.code.writing import layer_call
from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.presets import Preset, presets
from convviz.core.shown_layers import infer_shown
from convviz.engine.compute.drawn_numbers import drawing_from
from convviz.protocol.templates import course_calculator
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.ui.calculator.presets.applied import with_preset
from convviz.values.class_losses import class_numbers

BY_KEY = {preset.key: preset for preset in presets()}
MODULES = [preset for preset in presets() if preset.layer.family is not LayerFamily.OPTIMISER]
"""Those that torch.nn has; steps of optimisers are compared with torch.optim by themselves."""


def module_of(call: str) -> nn.Module:
    module = eval(f"nn.{call}", {"nn": nn})  # noqa: S307 - the written code, as a person runs it
    assert isinstance(module, nn.Module)
    return module


def scene_of(preset: Preset) -> Scene:
    return build_scene(with_preset(course_calculator(), preset))


def torch_output(scene: Scene) -> np.ndarray[Any, Any]:
    """Return what torch computes of the scene's input, a batch of one, without its batch."""
    layer, calculator = scene.layer, scene.calculator
    if layer.takes:
        return loss_of(scene)
    module = module_of(layer_call(layer.with_batch())).double().train(calculator.mode.training)
    with torch.no_grad(), drawing_from(calculator.seed):
        for name, values in scene.plain_weights.items():
            getattr(module, name).copy_(torch.from_numpy(values.copy()))
        given = torch.from_numpy(scene.plain_input.copy())
        batch = given if layer.shows_batch else given[None]
        if isinstance(layer, MaxUnpoolingLayer):
            pooling = layer.pooling().replace(return_indices=True)
            pooled, indices = module_of(layer_call(pooling))(batch)
            output = module(pooled, indices, output_size=calculator.output_size)
        else:
            output = module(batch)
    result: np.ndarray[Any, Any] = (output if layer.shows_batch else output[0]).numpy()
    return result


def loss_of(scene: Scene) -> np.ndarray[Any, Any]:
    """Return what torch computes of the scene's input and what it takes beside it."""
    module = eval(full_code(scene.layer), {"nn": nn, "torch": torch})  # noqa: S307 - likewise
    beside = [torch.from_numpy(scene.plain_weights[name].copy()) for name in scene.layer.takes]
    result: np.ndarray[Any, Any] = module.double()(
        torch.from_numpy(scene.plain_input.copy()), *beside
    ).numpy()
    return result


@pytest.mark.parametrize("preset", MODULES, ids=lambda preset: preset.key)
@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@pytest.mark.filterwarnings("ignore:Using a target size")
def test_torch_accepts_every_preset_and_agrees(preset: Preset) -> None:
    scene = scene_of(preset)
    theirs = torch_output(scene)

    forms = dict(preset.forms)
    expected = infer_shown(preset.layer, preset.input_shape, preset.output_size, forms)
    assert theirs.shape == expected
    if scene.output is not None:
        np.testing.assert_allclose(scene.output.reshape(theirs.shape), theirs, atol=1e-9)


def output_of(key: str) -> np.ndarray[Any, Any]:
    return torch_output(scene_of(BY_KEY[key]))


def test_what_the_sentences_of_flatten_and_linear_claim() -> None:
    assert output_of("flatten_picture").tolist() == list(range(24))
    assert output_of("flatten_batch").shape == (3, 8)
    assert output_of("flatten_lenet").shape == (400,)
    assert output_of("unflatten_back").ravel().tolist() == list(range(24))
    assert (output_of("channel_shuffle")[:, 0, 0] / 4).tolist() == [0, 2, 4, 1, 3, 5]
    assert output_of("linear_by_hand").tolist() == [-2, 5.5]
    assert output_of("linear_rows").shape == (4, 2)
    assert BY_KEY["linear_scores"].layer.num_params() == 650


@pytest.mark.filterwarnings("ignore:Using a target size")
def test_what_the_sentences_of_losses_claim() -> None:
    told = {
        "l1_by_hand": 2 / 3,
        "mse_by_hand": 4 / 3,
        "cross_entropy_by_hand": 1.1019,
        "logits_no_shares": 0.7437,
        "loss_at_chance": 2.3026,
        "softmax_too_many": 1.4612,
        "target_repeated": 1.3333,
    }
    for key, loss in told.items():
        assert float(output_of(key)) == pytest.approx(loss, abs=5e-5), key
    smoothed = output_of("label_smoothing")
    assert smoothed.argmin() == 1
    assert smoothed[1] == pytest.approx(0.2912, abs=5e-5)
    assert output_of("log_of_zero").tolist() == pytest.approx([100, math.log(2), 0])
    assert output_of("logits_never_zero").tolist() == pytest.approx([200, math.log(2), 0])
    single = CrossEntropyLoss(reduction="none")
    rows = [[0.0, 0, 0], [2, 0, 0], [0, 0, 2]]
    losses = class_numbers(single, np.array(rows), np.array([0, 0, 2])).losses
    assert losses.min() < float(output_of("weighted_mean")) < losses.max()


def test_ones_show_the_checkerboard_and_that_both_fixes_have_none() -> None:
    inside = slice(2, -2)

    assert set(np.unique(output_of("checkerboard")[0, inside, inside])) == {1.0, 2.0, 4.0}
    for key in ("checkerboard_fix_kernel", "checkerboard_fix_convolve"):
        assert len(np.unique(output_of(key)[0, inside, inside])) == 1, key
    assert len(np.unique(output_of("checkerboard_fix_upsample"))) == 1
    assert BY_KEY["checkerboard_fix_convolve"].input_shape == (1, 10, 10)


def test_what_the_sentences_of_well_known_layers_claim() -> None:
    atrous = output_of("deeplab_atrous")[0]
    assert (atrous[16, 16], atrous[0, 0], atrous[-1, -1]) == (9.0, 4.0, 4.0)
    assert output_of("same_even")[0].tolist() == [21.0, 32.0, 43.0, 54.0, 5.0]
    assert output_of("max_pool_negative").max() < 0
    dropped, passed = output_of("dropout_train"), output_of("dropout_eval")
    assert 8 <= np.count_nonzero(dropped == 0) <= 17
    assert np.array_equal(dropped[dropped != 0], 2 * passed[dropped != 0])
    assert passed.ravel().tolist() == list(BY_KEY["dropout_eval"].input_cells)
    assert {len(set(channel.ravel())) for channel in output_of("spatial_dropout")} == {1}
    assert output_of("course_stride").tolist() == [
        output_of("course_convolution")[0, ::2, ::2].tolist()
    ]
    assert output_of("resnet_stem").shape == BY_KEY["resnet_pool"].input_shape
    assert BY_KEY["mobilenet_depthwise"].layer.num_params() == 4608
