"""What is said about a layer as a whole: its padding, its divisor, its stride, its groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.explaining.axis_explanations import axis_explanations
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.explaining.window_explanations import layer_explanations
from convviz.core.explaining.worth_knowing import worth_knowing
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pad import ZeroPad1d
from convviz.core.layers.pool import AvgPool1d, AvgPool2d, MaxPool2d, MaxPool3d

if TYPE_CHECKING:
    from convviz.core.layers.spatial import WindowedLayer

C = ExplanationCode


@pytest.mark.parametrize(
    ("layer", "code", "facts"),
    [
        (Conv2d(1, 1, 3, padding=1), C.PADDING_HOLDS_ZEROS, {"layer": "Conv2d"}),
        (Conv2d(1, 1, 3, padding="same"), C.PADDING_HOLDS_ZEROS, {}),
        (Conv2d(1, 1, 3, padding=1, padding_mode="reflect"), C.PADDING_REFLECTS, {}),
        (Conv2d(1, 1, 3, padding=1, padding_mode="replicate"), C.PADDING_REPLICATES, {}),
        (Conv2d(1, 1, 3, padding=1, padding_mode="circular"), C.PADDING_WRAPS, {}),
        (MaxPool2d(3, padding=1), C.PADDING_HOLDS_NEGATIVE_INFINITY, {"layer": "MaxPool2d"}),
        (MaxPool2d(3), C.STRIDE_IS_KERNEL, {"stride": 3}),
        (AvgPool2d(3, padding=1), C.DIVISOR_COUNTS_PADDING, {"full": 9, "smallest": 9}),
        (
            AvgPool2d(3, padding=1, count_include_pad=False),
            C.DIVISOR_COUNTS_REAL,
            {"full": 9, "smallest": 4},
        ),
        (AvgPool2d(3, divisor_override=-2), C.DIVISOR_GIVEN, {"divisor": -2}),
        (Conv2d(4, 6, 3, groups=2), C.GROUPS_SPLIT, {"groups": 2, "in_each": 2, "out_each": 3}),
        (Conv2d(4, 8, 3, groups=4), C.DEPTHWISE, {"groups": 4, "out_each": 2}),
    ],
)
def test_what_a_layer_deserves(
    layer: WindowedLayer, code: ExplanationCode, facts: dict[str, object]
) -> None:
    found = {
        explanation.code: explanation.facts for explanation in layer_explanations(layer, (6, 6))
    }

    assert code in found
    assert facts.items() <= found[code].items()


@pytest.mark.parametrize(
    "layer", [Conv2d(1, 1, 1), MaxPool2d(2, 2), ConvTranspose2d(1, 1, 3, padding=1)]
)
def test_nothing_is_said_of_what_is_not_there(layer: WindowedLayer) -> None:
    assert layer_explanations(layer, (6, 6)) == ()


def test_nothing_is_said_of_settings_that_are_refused() -> None:
    assert layer_explanations(AvgPool2d(3, padding=2), (6, 6)) == ()
    assert axis_explanations(Conv2d(1, 1, 9), (6, 6), 0) == ()


def test_a_stride_over_the_window_skips_cells() -> None:
    found = {e.code: e.facts for e in axis_explanations(Conv2d(1, 1, 2, stride=5), (12, 12), 0)}

    assert found[C.STRIDE_SKIPS] == {"stride": 5, "extent": 2, "skipped": 3}


def test_a_kernel_of_one_cell_ignores_dilation() -> None:
    codes = [e.code for e in axis_explanations(Conv2d(1, 1, 1, dilation=3), (6, 6), 0)]

    assert codes == [C.DILATION_WITHOUT_EFFECT, C.OUTPUT_KEEPS_SIZE]


def test_dropped_real_cells_are_told_from_dropped_padding() -> None:
    (drops,) = axis_explanations(MaxPool2d(2, stride=5, padding=1), (10, 10), 0)[:1]

    assert drops.code is C.DIVIDES_EVENLY
    (drops,) = (
        e for e in axis_explanations(MaxPool2d(3, padding=1), (9, 9), 0) if "real" in e.facts
    )
    assert drops.facts == {"room": 8, "stride": 3, "dropped": 2, "real": 1, "padding": 1}


def test_dilation_is_not_said_to_change_nothing_where_it_allows_output_padding() -> None:
    plain = ConvTranspose2d(1, 1, 1, dilation=2)
    extended = ConvTranspose2d(1, 1, 1, dilation=2, output_padding=1)

    assert C.DILATION_WITHOUT_EFFECT in {e.code for e in axis_explanations(plain, (4, 4), 0)}
    assert C.DILATION_WITHOUT_EFFECT not in {e.code for e in axis_explanations(extended, (4, 4), 0)}


@pytest.mark.parametrize(("size", "is_said"), [(1, False), (2, True)])
def test_no_index_is_promised_of_a_window_that_reads_padding_alone(
    size: int, is_said: bool
) -> None:
    layer = MaxPool2d(2, padding=1, dilation=2, return_indices=True)
    found = {e.code for e in layer_explanations(layer, (4, size))}

    assert (C.INDICES_ARE_FLAT in found) is is_said


def test_what_the_padding_of_a_pooling_holds_is_not_sourced_from_a_convolutions_page() -> None:
    notes = worth_knowing(AvgPool2d(3, padding=1), (1, 6, 6))
    (holds,) = [note for note in notes if note.explanation.code is C.PADDING_HOLDS_ZEROS]
    assert "Conv" not in holds.source.name


@pytest.mark.parametrize(
    ("layer", "shape", "code", "page"),
    [
        (AvgPool2d(3), (1, 9, 9), C.STRIDE_IS_KERNEL, "AvgPool2d"),
        (AvgPool1d(3, ceil_mode=True), (1, 5), C.CEIL_OVERHANGS, "AvgPool1d"),
        (MaxPool3d(3, padding=1), (1, 6, 6, 6), C.PADDING_HOLDS_NEGATIVE_INFINITY, "MaxPool3d"),
        (Conv1d(2, 1, 3), (2, 9), C.CHANNELS_SUM_WITH_BIAS, "Conv1d"),
        (Conv3d(1, 1, 3), (1, 5, 5, 5), C.KERNEL_NOT_FLIPPED, "Conv3d"),
        (
            Conv1d(1, 1, 3, padding=1, padding_mode="reflect"),
            (1, 5),
            C.PADDING_REFLECTS,
            "ReflectionPad1d",
        ),
        (ZeroPad1d(1), (1, 5), C.PADDING_ADDS, "ZeroPad1d"),
    ],
)
def test_a_note_cites_the_page_of_its_own_layer(
    layer: WindowedLayer, shape: tuple[int, ...], code: ExplanationCode, page: str
) -> None:
    (source,) = {n.source for n in worth_knowing(layer, shape) if n.explanation.code is code}

    assert source.name == f"torch.nn.{page}"
    assert source.address.endswith(f"/torch.nn.{page}.html")
