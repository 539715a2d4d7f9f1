from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.presets import COURSE_INPUT, COURSE_KERNEL
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.messages.engine_layers import ComputeLayer, Part
from convviz.ui.processes.engine_client import EngineClient
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.messages.engine_layers import LayerValues

LAYER = Conv2d(1, 1, 3, bias=False)
EXPECTED = [[[10, 12, 12], [18, 16, 16], [13, 9, 3]]]
WAIT = 60_000


@pytest.fixture
def client() -> Iterator[EngineClient]:
    running = EngineClient()
    yield running
    running.shut_down()


def ask(client: EngineClient) -> list[LayerValues]:
    """Ask for the course's convolution; the answers come into the list."""
    numbers = np.array(COURSE_INPUT, dtype=float).reshape(1, 5, 5)
    kernel = np.array(COURSE_KERNEL, dtype=float).reshape(1, 1, 3, 3)
    weights: dict[str, Part] = {"weight": tensor_of(kernel, "float32")}
    request = ComputeLayer(layer_to_plain(LAYER), tensor_of(numbers, "float32"), weights)
    answers: list[LayerValues] = []
    client.ask(client, request).answered.connect(answers.append)
    return answers


def test_the_course_example_is_computed_from_any_folder(
    qtbot: QtBot, client: EngineClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = ask(client)
    client.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
    assert array_of(answers[0].output).tolist() == EXPECTED
