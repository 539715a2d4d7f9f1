from __future__ import annotations

import numpy as np
import pytest
import torch

from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d
from convviz.engine.compute import devices, layer_values, memory
from convviz.engine.compute.devices import list_devices, resolve_device
from convviz.engine.compute.layer_values import LayerComputer
from convviz.engine.compute.memory import available_memory, check_memory, estimate_bytes
from tests.support.engine_process import conv_request


def test_the_processor_is_always_there() -> None:
    assert "cpu" in list_devices()
    assert resolve_device("cpu") == torch.device("cpu")
    assert str(resolve_device("auto")) == next(iter(list_devices()))


def test_the_best_device_is_taken_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "list_devices", lambda: {"cuda:0": "", "cuda:1": "", "cpu": ""})
    assert resolve_device("auto") == torch.device("cuda:0")
    assert resolve_device("cuda") == torch.device("cuda:0")
    assert resolve_device("cuda:1") == torch.device("cuda:1")


@pytest.mark.parametrize("name", ["cuda", "cuda:7", "mps", "toaster", ""])
def test_a_device_that_is_not_there_is_refused_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(devices, "list_devices", lambda: {"cpu": "a processor"})
    with pytest.raises(ComputeError) as caught:
        resolve_device(name)
    assert caught.value.code is ErrorCode.DEVICE_MISSING
    assert caught.value.facts == {"device": name, "available": "cpu"}


def test_some_memory_is_free() -> None:
    assert 1 << 20 < available_memory() < 1 << 50


def test_the_estimate_covers_the_tensors() -> None:
    layer = Conv2d(3, 8, 5, padding=2)
    tensors = layer.num_params() + 3 * 32 * 32 + 8 * 32 * 32
    assert estimate_bytes(layer, (3, 32, 32), (8, 32, 32)) > 4 * tensors
    assert estimate_bytes(ConvTranspose2d(3, 8, 5), (3, 32, 32), (8, 36, 36)) > 4 * tensors
    assert estimate_bytes(MaxPool2d(2), (3, 32, 32), (3, 16, 16)) > 4 * 3 * 32 * 32


def test_what_fits_is_let_through_and_what_does_not_is_told_in_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "available_memory", lambda: 1 << 30)
    check_memory(Conv2d(3, 64, 3), (3, 224, 224), (64, 222, 222))
    with pytest.raises(ComputeError) as caught:
        check_memory(Conv2d(512, 512, 1), (512, 1024, 1024), (512, 1024, 1024))
    assert caught.value.code is ErrorCode.NOT_ENOUGH_MEMORY
    needed, available = caught.value.facts["needed"], caught.value.facts["available"]
    assert isinstance(needed, int)
    assert isinstance(available, int)
    assert needed > available > 0


def test_an_output_too_large_to_be_sent_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_memory", lambda: 1 << 50)
    with pytest.raises(ComputeError) as caught:
        check_memory(Conv2d(1, 64, 1, padding=600), (1, 100, 100), (64, 1300, 1300))
    assert caught.value.facts["available"] == memory.LARGEST_ANSWER


def test_a_device_that_fails_is_replaced_by_the_processor_with_a_notice() -> None:
    computer = LayerComputer(torch.device("meta"))
    values = computer.compute(conv_request())
    assert values.device == "cpu"
    assert [notice.code for notice in values.notices] == [ErrorCode.TORCH_REFUSED]


def test_want_of_memory_is_told_by_its_device(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask_for_too_much(_layer: object, _dtype: object) -> None:
        torch.empty(2**50)

    monkeypatch.setattr(layer_values, "build_module", ask_for_too_much)
    with pytest.raises(ComputeError) as caught:
        LayerComputer(torch.device("cpu")).compute(conv_request())
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert caught.value.facts == {"device": "cpu"}


def test_threads_follow_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_ALL_THREADS", 2)
    before = torch.get_num_threads()
    try:
        devices.use_threads_for(10**10)
        assert torch.get_num_threads() == 2
        devices.use_threads_for(81)
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


def test_an_answer_says_how_long_it_took() -> None:
    values = LayerComputer(torch.device("cpu")).compute(conv_request())
    assert 0 < values.milliseconds < 10_000
    assert np.prod(values.output.shape) == 4
