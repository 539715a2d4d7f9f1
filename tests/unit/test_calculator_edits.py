from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.errors import DocumentError, ErrorCode, ShapeError
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.optimisers.adam import Adam, AdamW
from convviz.core.presets import presets
from convviz.core.shown_layers import infer_shown, offered_types, opened_types, shown_types
from convviz.protocol.document import Calculator, Document
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import Numbers
from convviz.protocol.templates import course_calculator, course_network, new_document
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator import edits
from convviz.ui.calculator.cell_edits import with_cell
from convviz.ui.calculator.opened_call import with_call
from convviz.ui.calculator.presets.applied import with_preset
from convviz.values.recipes import materialise

if TYPE_CHECKING:
    from convviz.core.layers import Layer


def test_another_type_keeps_what_both_have() -> None:
    before = Calculator(Conv2d(3, 8, 5, stride=2, padding=1, dilation=2), (3, 20, 20))

    transposed = edits.with_type(before, ConvTranspose2d)
    assert transposed.layer == ConvTranspose2d(3, 8, 5, stride=2, padding=1, dilation=2)
    pooled = edits.with_type(before, MaxPool2d)
    assert pooled.layer == MaxPool2d(5, stride=2, padding=1, dilation=2)


def test_pooling_s_missing_stride_becomes_the_default_of_a_convolution() -> None:
    before = Calculator(MaxPool2d(2), (4, 6, 6))

    assert edits.with_type(before, Conv2d).layer == Conv2d(4, 1, 2)
    assert edits.with_type(before, AvgPool2d).layer == AvgPool2d(2)


def test_same_padding_and_its_mode_end_where_they_do_not_exist() -> None:
    before = Calculator(Conv2d(1, 1, 3, padding="same", padding_mode="reflect"), (1, 6, 6))

    after = edits.with_type(before, ConvTranspose2d)
    assert after.layer == ConvTranspose2d(1, 1, 3)
    assert after.layer.infer(after.input_shape) == (1, 8, 8)


def test_axes_follow_the_type() -> None:
    before = Calculator(Conv2d(1, 1, (3, 5)), (1, 9, 7))

    flat = edits.with_type(before, Conv1d)
    assert (flat.layer, flat.input_shape) == (Conv1d(1, 1, (5,)), (1, 7))
    deep = edits.with_type(before, Conv3d)
    assert (deep.layer, deep.input_shape) == (Conv3d(1, 1, (3, 3, 5)), (1, 9, 9, 7))


@pytest.mark.parametrize("layer_type", shown_types(), ids=lambda kind: kind.__name__)
def test_every_type_can_follow_the_course_example(layer_type: type[Layer]) -> None:
    after = edits.with_type(course_calculator(), layer_type)

    assert infer_shown(after.layer, after.input_shape)


def test_input_channels_and_in_channels_go_together() -> None:
    before = course_calculator()

    wider = edits.with_layer(before, before.layer.replace(in_channels=3))
    assert wider.input_shape == (3, 5, 5)
    back = edits.with_input_shape(wider, (1, 6, 6))
    assert back.layer == before.layer


@pytest.mark.parametrize("typed", [0, -2])
def test_the_input_keeps_its_channels_while_in_channels_is_no_number_of_channels(
    typed: int,
) -> None:
    before = course_calculator()

    refused = edits.with_layer(before, before.layer.replace(in_channels=typed))
    assert refused.input_shape == (1, 5, 5)
    mended = edits.with_layer(refused, refused.layer.replace(in_channels=3))
    assert mended.input_shape == (3, 5, 5)


def test_channels_that_differ_on_purpose_stay_apart() -> None:
    before = Calculator(Conv2d(2, 1, 3), (3, 5, 5))

    after = edits.with_layer(before, before.layer.replace(in_channels=4))
    assert after.input_shape == (3, 5, 5)


def test_an_edited_cell_becomes_a_typed_number_among_the_others() -> None:
    before = course_calculator()

    after = with_cell(before, "input", (0, 1, 2), -7.5)
    assert isinstance(after.input, Numbers)
    values = materialise(after.input, (1, 5, 5))
    assert values[0, 1, 2] == -7.5
    values[0, 1, 2] = 2.0
    assert values.tolist() == materialise(before.input, (1, 5, 5)).tolist()


def test_kernel_and_bias_are_edited_by_torch_s_index() -> None:
    before = Calculator(ConvTranspose2d(2, 3, 2), (2, 4, 4))

    after = with_cell(before, "weight", (1, 2, 0, 1), 9.0)
    assert materialise(after.weight, (2, 3, 2, 2), channel_axes=2)[1, 2, 0, 1] == 9.0
    after = with_cell(after, "bias", (2,), 4.0)
    assert materialise(after.bias, (3,)).tolist() == [0.0, 0.0, 4.0]


def test_a_document_whose_calculator_has_no_windows_is_refused() -> None:
    plain = msgspec.json.decode(encode_document(new_document()))
    plain["calculator"]["layer"] = {"type": "LazyBatchNorm2d"}

    with pytest.raises(DocumentError) as refusal:
        decode_document(msgspec.json.encode(plain))
    assert refusal.value.code is ErrorCode.DOCUMENT_MALFORMED
    assert "BatchNorm2d" in str(refusal.value)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ((5,), ErrorCode.WRONG_RANK),
        ((1, 5), ErrorCode.WRONG_RANK),
        ((8, 8), ErrorCode.INPUT_WITHOUT_CHANNELS),
        ((2, 3, 8, 8), ErrorCode.INPUT_IS_BATCHED),
    ],
)
def test_a_shape_of_another_rank_is_refused_and_can_be_mended(
    shape: tuple[int, ...], code: ErrorCode
) -> None:
    calculator = Calculator(Conv2d(3, 1, 3), shape)

    with pytest.raises(ShapeError) as refusal:
        build_scene(calculator)
    assert refusal.value.code is code
    assert edits.with_type(calculator, Conv1d).input_shape[1:]


def opened_first() -> dict[str, Calculator]:
    """Return every type as it is chosen first, and every preset, by name."""
    first = new_document().calculator
    types = {kind.type_name(): edits.with_type(first, kind) for kind in offered_types()}
    return types | {preset.key: with_preset(first, preset) for preset in presets()}


def test_whatever_is_chosen_after_whatever_can_be_saved_and_opened_again() -> None:
    """BatchNorm3d's batch of volumes, Adam's betas, a loss behind a layer that is gone."""
    network = course_network()
    kinds = (None, *(opened_types()[name] for name in ("BatchNorm3d", "AdamW", "NLLLoss", "ReLU")))
    for name, before in opened_first().items():
        for kind in kinds:
            document = Document(before if kind is None else edits.with_type(before, kind), network)
            assert decode_document(encode_document(document)) == document, (name, kind)


def test_another_optimiser_and_another_loss_keep_what_has_no_axes() -> None:
    adam = Calculator(Adam(betas=(0.5, 0.75)), (4,))
    assert edits.with_type(adam, AdamW).layer == AdamW(betas=(0.5, 0.75), weight_decay=0.0)
    weighted = Calculator(CrossEntropyLoss(weight=(1.0, 2.0, 3.0)), (2, 3))
    assert edits.with_type(weighted, NLLLoss).layer == NLLLoss(weight=(1.0, 2.0, 3.0))


def test_a_backward_pass_begins_at_its_loss_only_behind_layers_that_have_one() -> None:
    begun = opened_first()["backward_from_loss"]
    assert begun.loss is not None
    assert edits.with_type(begun, ReLU).loss == begun.loss
    assert edits.with_type(begun, Adam).loss is None
    assert with_call(begun, Adam()).loss is None
