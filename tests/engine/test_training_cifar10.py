"""The course network on the real CIFAR-10: as good as a plain loop."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from convviz.core.data_sets import CIFAR10
from convviz.core.optimisers.sgd import SGD
from convviz.engine.training.headless import train_headless
from convviz.protocol.document import Document, Training
from convviz.protocol.messages.trainer import EpochDone, TrainerReply
from convviz.protocol.templates import course_calculator, course_network

WANTED = 0.38
"""A plain loop reaches 0.29, 0.39 and 0.43 after its epochs."""


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif("CONVVIZ_CIFAR10" not in os.environ, reason="CONVVIZ_CIFAR10 names no data")
def test_the_course_network_reaches_the_accuracy_of_a_plain_loop(tmp_path: Path) -> None:
    training = Training(dataset=CIFAR10(), optimiser=SGD(lr=0.01), batch_size=64, epochs=3)
    document = Document(course_calculator(), course_network(), training)
    messages: list[TrainerReply] = []
    ended = train_headless(document, tmp_path / "run", on_message=messages.append)
    epochs = [message.epoch for message in messages if isinstance(message, EpochDone)]
    assert [epoch.epoch for epoch in epochs] == [1, 2, 3]
    assert epochs[-1].validation_accuracy >= WANTED
    assert ended.last == epochs[-1]
