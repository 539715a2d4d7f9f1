"""Half precision: as torch's autocast has it, resumed exactly, and only where a trial succeeded."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
import pytest
import torch

from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.optimisers.muon import Muon
from convviz.engine import probe, soundness
from convviz.engine.training import setup
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.precision import Precision
from convviz.engine.training.setup import prepare_run
from convviz.protocol.messages.trainer import StopRun
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.soundness import Finding, Verdict
from tests.support import small_training as small
from tests.support.small_runs import losses_of, reached, train, weights_of

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.protocol.document import Document

HALVES = ("bfloat16", "float16")


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


def first_losses(document: Document, folder: Path, count: int = 5) -> list[float]:
    events = prepare_run(document, folder, resume=False).loop.events()
    return [event.loss for event in islice(events, count) if isinstance(event, BatchLoss)]


@pytest.mark.parametrize("precision", HALVES)
def test_half_precision_trains_nearly_as_float32_does_and_keeps_weights_whole(
    tmp_path: Path, precision: str
) -> None:
    plain = first_losses(small.document(), tmp_path / "plain")
    half = first_losses(small.document(precision=precision), tmp_path / "half")
    assert half != plain
    assert half == pytest.approx(plain, rel=0.02)
    run = prepare_run(small.document(precision=precision), tmp_path / "more", resume=False)
    assert {tensor.dtype for tensor in run.loop.model.state_dict().values()} == {torch.float32}


@pytest.mark.parametrize("precision", HALVES)
def test_a_stopped_run_goes_on_exactly(tmp_path: Path, precision: str) -> None:
    document = small.document(small.varied_network(), precision=precision)
    straight, expected = train(document, tmp_path / "straight")
    stop = small.Script(lambda polls: StopRun() if polls == 4 else None)
    _, head = train(document, tmp_path / "parts", commands=stop)
    ended, tail = train(document, tmp_path / "parts", resume=True)
    assert losses_of(head) + losses_of(tail) == losses_of(expected)
    assert reached(ended).validation_loss == reached(straight).validation_loss
    assert weights_of(tmp_path / "parts") == weights_of(tmp_path / "straight")


def test_a_gradient_that_float16_cannot_hold_makes_no_step_and_the_scale_is_remembered() -> None:
    precision = Precision("float16", small.CPU)
    weight = torch.nn.Parameter(torch.ones(1))
    optimiser = torch.optim.SGD([weight], lr=1.0)
    precision.backward(weight.sum() * 1e38)
    precision.unscale(optimiser)
    precision.step(optimiser)
    assert weight.item() == 1.0
    other = Precision("float16", small.CPU)
    other.restore(precision.tensors())
    assert other.tensors() == precision.tensors()
    assert float(other.tensors()["scale"]) == 2**15


@pytest.mark.parametrize("channels_last", [True, False])
def test_the_layout_in_memory_changes_no_more_than_the_rounding(
    tmp_path: Path, channels_last: bool
) -> None:
    usual = first_losses(small.document(), tmp_path / "usual")
    wanted = small.document(channels_last=channels_last)
    assert first_losses(wanted, tmp_path / "run") == pytest.approx(usual, rel=1e-5)
    run = prepare_run(wanted, tmp_path / "other", resume=False)
    kernel = run.loop.model.state_dict()["1.weight"]
    assert kernel.is_contiguous(memory_format=torch.channels_last) is channels_last


# Trials


def stands_for(monkeypatch: pytest.MonkeyPatch, code: str) -> list[str]:
    """Let a trial be a process that runs some code; return the ways that are tried."""
    tried: list[str] = []

    def start(_device: str, way: str) -> subprocess.Popen[bytes]:
        tried.append(way)
        return subprocess.Popen([sys.executable, "-S", "-c", code], stdout=subprocess.PIPE)

    monkeypatch.setattr(soundness, "_start", start)
    return tried


@pytest.mark.parametrize(
    ("code", "refusal", "words"),
    [
        ("import os; os.abort()", ErrorCode.ARITHMETIC_STOPS, "stops the process"),
        (
            """print('{"verdict": "refused", "detail": "no such kernel"}')""",
            ErrorCode.ARITHMETIC_REFUSED,
            "no such kernel",
        ),
        (
            """print('{"verdict": "wrong", "detail": "gradients differ by 90%"}')""",
            ErrorCode.ARITHMETIC_WRONG,
            "differ by 90%",
        ),
    ],
)
def test_what_a_trial_did_not_survive_is_refused_and_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, refusal: ErrorCode, words: str
) -> None:
    tried = stands_for(monkeypatch, code)
    document = small.document(precision="bfloat16", optimiser=Muon())
    for _ in range(2):
        with pytest.raises(ComputeError) as caught:
            prepare_run(document, tmp_path, resume=False)
        assert caught.value.code is refusal
        assert words in sentence(caught.value)
        assert "bfloat16" in sentence(caught.value)
    assert tried == ["bfloat16"]


def test_a_trial_that_takes_too_long_is_ended_and_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = stands_for(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(soundness, "PROBE_SECONDS", 0.01)
    for _ in range(2):
        assert soundness.finding("cpu", "float16") == Finding(Verdict.SLOW)
    assert tried == ["float16"] * 2


def test_a_memory_of_trials_that_cannot_be_read_is_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = stands_for(monkeypatch, """print('{"verdict": "sound"}')""")
    assert soundness.finding("cpu", "Muon").is_sound
    soundness._memory().write_bytes(b"{")
    assert soundness.finding("cpu", "Muon").is_sound
    assert soundness.finding("cpu", "Muon").is_sound
    assert len(tried) == 2
    assert soundness.finding("cuda:0", "Muon").is_sound
    assert len(tried) == 3
    assert list(msgspec.json.decode(soundness._memory().read_bytes())) != []


def test_a_trial_compares_with_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    gradients = {"float32": torch.ones(4), "bfloat16": torch.ones(4) * 1.01}
    monkeypatch.setattr(probe, "_gradients", lambda _device, name: gradients[name])
    assert probe.try_way("cpu", "bfloat16").is_sound
    gradients["bfloat16"] = torch.zeros(4)
    assert probe.try_way("cpu", "bfloat16") == Finding(Verdict.WRONG, "gradients differ by 100%")
    gradients["bfloat16"] = torch.full((4,), float("nan"))
    assert probe.try_way("cpu", "bfloat16").verdict is Verdict.WRONG
    assert probe.try_way("cpu", "float16").verdict is Verdict.REFUSED
