"""Settings as extreme as fields take them: a size, a formula and a sentence at once, no freeze."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.code.opened import parse_beside_layers
from convviz.core.code.writing import parse_layer
from convviz.core.network.sequential import NetworkStep
from convviz.core.shown_layers import is_shown
from convviz.protocol.document import Calculator, Network
from convviz.ui.network.page import NetworkPage
from tests.support.extreme_settings import random_settings
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer, Shape
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

STEP = "one step reads"
CELLS = "cells are more than can be drawn one by one"
UPDATES = "steps are more than can be worked out one by one"
AXIS = "along one axis the windows read"

VALID = [
    ("PixelShuffle(1000)", (1_000_000, 1, 1), "1×1000×1000", STEP),
    ("PixelUnshuffle(900)", (1, 900, 900), "810000×1×1", STEP),
    ("Unfold(900)", (1, 900, 900), "810000×1", STEP),
    ("Fold(900, 900)", (810_000, 1), "1×900×900", CELLS),
    ("Unfold(1, padding=500000, stride=1000000)", (1, 5, 5), "1×4", CELLS),
    ("AvgPool2d(500, 1)", (1, 1000, 1000), "1×501×501", STEP),
    ("MaxPool2d(900)", (1, 1000, 1000), "1×1×1", STEP),
    ("AdaptiveMaxPool1d(3)", (4, 100_000), "4×3", STEP),
    ("Conv2d(1, 1, 900)", (1, 1000, 1000), "1×101×101", STEP),
    ("Upsample(scale_factor=10000)", (1, 5, 5), "1×50000×50000", CELLS),
    ("Upsample(scale_factor=100000, mode='linear')", (1, 9), "1×900000", AXIS),
    ("AdaptiveAvgPool2d(100000)", (1, 5, 5), "1×100000×100000", CELLS),
    ("ConvTranspose2d(1, 1, 3, stride=100000)", (1, 5, 5), "1×400003×400003", CELLS),
    ("MaxPool1d(2)", (1, 600_000), "1×300000", AXIS),
    ("ZeroPad2d(1000000)", (1, 5, 5), "1×2000005×2000005", CELLS),
    ("CrossEntropyLoss()", (1_000_000,), "1", STEP),
    ("Adam()", (20_000, 2), "20000×2", UPDATES),
    ("Conv2d(4096, 4096, 3, groups=4096, padding=1)", (4096, 64, 64), "4096×64×64", CELLS),
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("call", "shape", "size", "said"), VALID, ids=[one[0] for one in VALID])
def test_the_calculator_tells_the_size_and_why_nothing_is_drawn(
    call: str,
    shape: Shape,
    size: str,
    said: str,
    qtbot: QtBot,
    shared_calculator: SharedCalculator,
) -> None:
    opened = parse_beside_layers(call) or parse_layer(call)
    page = shared_calculator.shown(qtbot, Calculator(opened, shape))
    assert page.side.problem.isVisible()
    sentence = page.side.problem.reason.text()
    assert "The settings are valid" in sentence
    assert said in sentence
    plain = sentence.replace(" ", "").replace("\u2009", "").replace(",", "")
    assert size in plain.replace("\u202f", "").replace("\u00a0", "")


def _opened(store: DocumentStore, layer: Layer, shape: Shape) -> None:
    document = store.document
    if is_shown(layer):
        document = msgspec.structs.replace(document, calculator=Calculator(layer, shape))
    network = Network(shape, (NetworkStep(layer),))
    store.open(msgspec.structs.replace(document, network=network))


@pytest.mark.timeout(240)
def test_no_extreme_setting_stops_a_page(qtbot: QtBot, shared_calculator: SharedCalculator) -> None:
    shared_calculator.shown(qtbot)
    network = NetworkPage(shared_calculator.store)
    qtbot.addWidget(network)
    show_active(qtbot, network)
    for layer, shape in random_settings(seed=11, count=200):
        _opened(shared_calculator.store, layer, shape)
