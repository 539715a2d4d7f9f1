"""Watched layers: what is told of them is true, costs little, and changes nothing of the run."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import torch

from convviz.core.errors import ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training import inside, setup, watching
from convviz.engine.training.batches import epoch_order
from convviz.engine.training.watching import LARGEST_SAMPLE, LayerWatch, histogram
from convviz.protocol.frames import LARGEST_FRAME
from convviz.protocol.messages.common import encode
from convviz.protocol.messages.trainer import (
    BatchesDone,
    BatchWorked,
    InsideSeen,
    KeepWeights,
    LayersWatched,
    LookInside,
    RunCommand,
    RunNotice,
    TrainerReply,
    Watch,
    WeightsKept,
    WorkBatch,
)
from convviz.protocol.watching import BINS, MOST_LAYERS, WatchKind
from convviz.runs import list_runs, load_run
from convviz.runs.layers_file import read_layers
from convviz.stepping.worked_batch import work_out_step
from convviz.values.tensors import array_of
from convviz.values.weights import read_weights
from tests.support import small_training as small
from tests.support.small_runs import losses_of, reached, train, weights_of

EVERYTHING = Watch(("0", "1", "5", "8"))


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def every_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at every batch, whatever it costs."""
    monkeypatch.setattr(watching, "WATCH_SECONDS", 0.0)
    monkeypatch.setattr(watching, "_LARGEST_SHARE", math.inf)


def at_first(command: RunCommand) -> small.Script:
    return small.Script(lambda poll: command if poll == 1 else None)


def watched_in(messages: list[TrainerReply]) -> list[LayersWatched]:
    return [message for message in messages if isinstance(message, LayersWatched)]


@pytest.mark.usefixtures("every_batch")
@pytest.mark.parametrize("optimiser", [SGD(lr=0.05, momentum=0.9), Adam()])
def test_a_run_that_is_watched_is_the_same_to_the_last_bit(
    tmp_path: Path, optimiser: SGD | Adam
) -> None:
    document = small.document(small.varied_network(), optimiser=optimiser)
    ended, expected = train(document, tmp_path / "alone")
    watched_end, messages = train(document, tmp_path / "watched", commands=at_first(EVERYTHING))
    assert [one.step for one in watched_in(messages)] == list(range(1, 11))
    assert losses_of(messages) == losses_of(expected)
    assert weights_of(tmp_path / "watched") == weights_of(tmp_path / "alone")
    assert reached(watched_end).validation_loss == reached(ended).validation_loss


@pytest.mark.usefixtures("every_batch")
def test_what_is_told_is_what_a_plain_loop_finds(tmp_path: Path) -> None:
    document = small.document(optimiser=SGD(lr=0.05), epochs=1)
    _, messages = train(document, tmp_path / "run", commands=at_first(Watch(("1", "4"))))
    first = watched_in(messages)[0]
    network = document.network
    model = build_sequential(network.steps, network.input_shape, seed=document.training.seed)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05)
    layers = [model[1], model[4]]
    before = [[one.detach().clone() for one in layer.parameters()] for layer in layers]
    next(small.plain_losses(model, optimiser, small.small_dataset(), document.training, 1))
    asked = [one for one in first.statistics if one.layer in {"1", "4"}]
    for layer, old, told in zip(layers, before, asked, strict=True):
        gradient = torch.cat(
            [one.grad.flatten() for one in layer.parameters() if one.grad is not None]
        )
        assert told.gradient_norm == pytest.approx(float(gradient.norm()), rel=1e-4)
        length = float(torch.cat([one.flatten() for one in old]).norm())
        assert told.update_ratio == pytest.approx(0.05 * float(gradient.norm()) / length, rel=1e-3)
        numbers = torch.cat([one.detach().flatten() for one in layer.parameters()])
        assert told.weights is not None
        assert told.gradients is not None
        assert told.weights.low == pytest.approx(float(numbers.min()), rel=1e-4)
        assert told.weights.high == pytest.approx(float(numbers.max()), rel=1e-4)
        assert sum(told.weights.counts) == sum(told.gradients.counts) == len(numbers)
        assert told.gradients.high == pytest.approx(float(gradient.max()), rel=1e-4)


@pytest.mark.usefixtures("every_batch")
def test_a_statistic_comes_behind_the_loss_of_its_batch(tmp_path: Path) -> None:
    _, messages = train(small.document(epochs=1), tmp_path / "run", commands=at_first(EVERYTHING))
    done = 0
    for message in messages:
        if isinstance(message, BatchesDone):
            done += len(message.losses)
        if isinstance(message, LayersWatched):
            assert done == message.step


def test_who_does_not_ask_hears_what_the_run_keeps(tmp_path: Path) -> None:
    _, messages = train(small.document(epochs=1), tmp_path / "run")
    told = watched_in(messages)
    assert len(told) <= 5
    assert load_run(list_runs()[0].id).layers[-1] == told[-1]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def model_of(*sizes: int) -> torch.nn.Sequential:
    model = torch.nn.Sequential(*(torch.nn.Linear(size, 2) for size in sizes))
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    return model


def looks(watch: LayerWatch, batches: int) -> list[LayersWatched]:
    found = []
    for step in range(1, batches + 1):
        watch.look_at_gradients()
        watch.look_at_weights(step)
        found.append(watch.take())
    return [one for one in found if one is not None]


@pytest.mark.parametrize(("cost", "expected"), [(0.0, 20), (0.01, 20), (0.1, 5)])
def test_looking_rests_for_half_a_second_and_longer_where_it_costs_more(
    monkeypatch: pytest.MonkeyPatch, cost: float, expected: int
) -> None:
    """In ten seconds of batches; a look that costs 0.1 s of them comes every two seconds."""
    clock, real = Clock(), histogram

    def slow(tensors: Any) -> Any:
        clock.now += cost
        return real(tensors)

    monkeypatch.setattr(watching, "histogram", slow)
    watch = LayerWatch(model_of(3), clock)
    watch.follow(Watch(("0",), (WatchKind.WEIGHTS,)))
    seen = 0
    for _ in range(1000):
        clock.now += 0.01
        seen += len(looks(watch, 1))
    assert seen == pytest.approx(expected, abs=1)


def test_a_new_request_replaces_the_one_before_and_an_empty_one_ends_it() -> None:
    watch = LayerWatch(model_of(3, 4))
    watch.follow(Watch(("0", "1"), (WatchKind.GRADIENT_NORM,)))
    assert [one.layer for one in looks(watch, 1)[0].statistics] == ["0", "1"]
    watch.follow(Watch(("1",), (WatchKind.UPDATE_RATIO,)))
    (statistics,) = looks(watch, 1)[0].statistics
    assert (statistics.layer, statistics.gradient_norm, statistics.update_ratio) == ("1", None, 0.0)
    for nothing in (Watch(()), Watch(("0",), ())):
        watch.follow(nothing)
        assert looks(watch, 100) == []


def test_layers_that_there_are_not_or_of_which_nothing_is_seen_are_left_out() -> None:
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3, 2))
    watch = LayerWatch(model)
    watch.follow(Watch(("0", "7", "weight", "1", "1")))
    (watched,) = looks(watch, 1)
    assert [one.layer for one in watched.statistics] == ["1"]


def test_a_message_stays_small_however_much_is_asked_for() -> None:
    model = model_of(*range(1, 200))
    watch = LayerWatch(model)
    watch.follow(Watch(tuple(str(number) for number in range(1000))))
    (watched,) = looks(watch, 1)
    assert len(watched.statistics) == MOST_LAYERS
    full = len(encode(watched)) + MOST_LAYERS * 2 * BINS * 9
    assert full < 200_000 < LARGEST_FRAME


@pytest.mark.parametrize(
    ("numbers", "low", "high", "count", "not_finite"),
    [
        ([0.0, 1.0, 2.0], 0.0, 2.0, 3, 0),
        ([0.25] * 7, 0.25, 0.25, 7, 0),
        ([], 0.0, 0.0, 0, 0),
        ([math.nan, math.inf], 0.0, 0.0, 0, 2),
        ([-1.0, math.nan, 3.0, -math.inf], -1.0, 3.0, 2, 2),
        ([-3e38, 3e38], -3e38, 3e38, 2, 0),
        ([1.0, 1.0 + 2**-23], 1.0, 1.0 + 2**-23, 2, 0),
        ([1e-45, 0.0], 0.0, 1e-45, 2, 0),
    ],
)
def test_every_finite_number_is_in_a_bin(
    numbers: list[float], low: float, high: float, count: int, not_finite: int
) -> None:
    told = histogram([torch.tensor(numbers)])
    assert (told.low, told.high) == pytest.approx((low, high))
    assert sum(told.counts) == count
    assert told.not_finite == not_finite
    assert len(told.counts) in (0, 1, BINS)
    if len(told.counts) == BINS:
        assert min(told.counts[0], told.counts[-1]) >= 1


def test_of_very_many_numbers_an_even_part_is_counted() -> None:
    many = torch.linspace(0, 1, 3 * LARGEST_SAMPLE)
    told = histogram([many, many])
    assert sum(told.counts) <= LARGEST_SAMPLE
    assert max(told.counts) <= 1.1 * min(told.counts)


def test_kernels_that_lie_channels_last_are_counted_whole() -> None:
    kernel = torch.randn(8, 3, 5, 5).contiguous(memory_format=torch.channels_last)
    assert histogram([kernel]) == histogram([kernel.contiguous()])


def test_want_of_memory_ends_the_watching_and_not_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_tensors: Any) -> Any:
        message = "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to ..."
        raise RuntimeError(message)

    monkeypatch.setattr(watching, "histogram", refuse)
    ended, messages = train(
        small.document(epochs=1), tmp_path / "run", commands=at_first(EVERYTHING)
    )
    assert ended.outcome == "finished"
    notices = [message.problem.code for message in messages if isinstance(message, RunNotice)]
    assert notices == [ErrorCode.OUT_OF_MEMORY]
    assert watched_in(messages) == []


@pytest.mark.usefixtures("every_batch")
def test_weights_that_become_infinite_are_told_as_such(tmp_path: Path) -> None:
    network = small.network(Flatten(), Linear(3072, 8), ReLU(), Linear(8, 10))
    document = small.document(network, optimiser=SGD(lr=1e30))
    ended, messages = train(document, tmp_path / "run", commands=at_first(Watch(("3",))))
    assert ended.outcome == "diverged"
    last = watched_in(messages)[-1].statistics[0]
    assert last.weights is not None
    assert last.weights.not_finite or last.weights.high > 1e20


@pytest.mark.usefixtures("every_batch")
def test_activations_and_dead_units_are_those_of_the_batch(tmp_path: Path) -> None:
    document = small.document(optimiser=SGD(lr=0.05), epochs=1)
    _, messages = train(document, tmp_path / "run", commands=at_first(Watch(("1", "2", "4"))))
    convolution, relu, linear = watched_in(messages)[0].statistics
    network = document.network
    model = build_sequential(network.steps, network.input_shape, seed=document.training.seed)
    dataset = small.small_dataset()
    pictures = torch.from_numpy(dataset.train_images).float() / 255
    order = epoch_order(document.training.seed, 1, len(pictures))[:16]
    with torch.no_grad():
        made = model[:2](pictures[order])
    assert convolution.activations is not None
    assert convolution.activations.low == pytest.approx(float(made.min()), rel=1e-4)
    assert sum(convolution.activations.counts) == made.numel()
    dead = (made.clamp(min=0).amax(dim=(0, 2, 3)) == 0).float().mean()
    assert relu.dead == pytest.approx(float(dead))
    assert (relu.gradient_norm, relu.weights, relu.gradients) == (None, None, None)
    assert (convolution.dead, linear.dead) == (None, None)


def test_a_run_keeps_its_layers_unasked_and_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_KEPT_SHARE", math.inf)
    train(small.document(epochs=2), tmp_path / "run")
    (summary,) = list_runs()
    told = load_run(summary.id).layers
    assert [one.step for one in told] == list(range(1, 11))
    for look in told:
        convolution, relu, linear = sorted(look.statistics, key=lambda seen: seen.layer)
        assert None not in (convolution.gradient_norm, linear.update_ratio, relu.dead)
    assert told[-1] == read_layers(tmp_path / "run")
    assert told[-1].statistics[0].activations is not None


def inside_of(messages: list[TrainerReply]) -> list[InsideSeen]:
    return [message for message in messages if isinstance(message, InsideSeen)]


def test_what_is_inside_a_layer_is_that_of_the_test_picture_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inside, "INSIDE_SECONDS", 0.0)
    monkeypatch.setattr(inside, "_LARGEST_SHARE", math.inf)
    document = small.document(small.varied_network(), epochs=1)
    _, expected = train(document, tmp_path / "alone")
    command = at_first(LookInside("5", 7))
    _, messages = train(document, tmp_path / "looked at", commands=command)
    assert losses_of(messages) == losses_of(expected)
    seen = inside_of(messages)
    assert [one.step for one in seen] == [0, 1, 2, 3, 4, 5]
    network = document.network
    model = build_sequential(network.steps, network.input_shape, seed=document.training.seed)
    picture = torch.from_numpy(small.small_dataset().test_images[7:8]).float() / 255
    with torch.no_grad():
        made = model.eval()[:6](picture)[0]
    assert seen[0].inside.kernels is not None
    torch.testing.assert_close(torch.tensor(array_of(seen[0].inside.maps)), made)
    torch.testing.assert_close(
        torch.tensor(array_of(seen[0].inside.kernels)), model.get_parameter("5.weight").data
    )
    assert (seen[0].inside.channels, seen[0].inside.out_channels) == (8, 8)


def test_the_newest_batch_is_told_with_the_step_of_one_weight(tmp_path: Path) -> None:
    document = small.document(optimiser=Adam(lr=0.01), epochs=1)
    script = small.Script(lambda poll: WorkBatch("4.bias", 5) if poll == 4 else None)
    _, messages = train(document, tmp_path / "run", commands=script)
    batch, last = [message for message in messages if isinstance(message, BatchWorked)]
    losses = losses_of(messages)
    assert (last.step, last.loss) == (len(losses), losses[-1])
    assert load_run(list_runs()[0].id).batch == last
    assert batch.loss == losses[batch.step - 1]
    outputs, labels = torch.tensor(array_of(batch.outputs)), torch.tensor(array_of(batch.labels))
    loss = torch.nn.functional.cross_entropy(outputs, labels)
    assert float(loss) == pytest.approx(batch.loss, rel=1e-6)
    step = batch.weight
    assert step is not None
    assert (step.name, step.shape, step.place) == ("4.bias", (10,), 5)
    assert step.remembered.keys() == {"step", "exp_avg", "exp_avg_sq"}
    assert step.remembered_after["step"] == step.remembered["step"] + 1 == batch.step
    mean = 0.9 * step.remembered["exp_avg"] + 0.1 * step.gradient
    assert step.remembered_after["exp_avg"] == pytest.approx(mean, rel=1e-4)
    assert step.after != step.before
    assert step.settings["lr"] == 0.01
    assert step.settings["betas"] == (0.9, 0.999)


def test_the_step_is_told_with_the_rate_and_momentum_that_it_was_made_with(tmp_path: Path) -> None:
    """OneCycleLR has other ones as soon as the step is made: the rule would give another weight."""
    schedule = OneCycleLR(max_lr=0.5)
    optimiser = SGD(lr=0.01, momentum=0.9)
    document = small.document(optimiser=optimiser, schedule=schedule, epochs=1)
    script = small.Script(lambda poll: WorkBatch("4.bias", 5) if poll == 4 else None)
    _, messages = train(document, tmp_path / "run", commands=script)
    for batch in [message for message in messages if isinstance(message, BatchWorked)]:
        assert batch.weight is not None
        last = work_out_step(optimiser, batch.weight)[-1]
        assert last.value == pytest.approx(batch.weight.after, rel=1e-6)


def test_the_weights_of_now_can_be_kept_while_a_run_goes_on(tmp_path: Path) -> None:
    document = small.document(epochs=1)
    script = small.Script(lambda poll: KeepWeights() if poll == 1 else None)
    _, messages = train(document, tmp_path / "run", commands=script)
    (kept,) = [message for message in messages if isinstance(message, WeightsKept)]
    assert kept.step == 0
    weights = read_weights(Path(kept.path), sha256=kept.sha256, network=document.network)
    network = document.network
    model = build_sequential(network.steps, network.input_shape, seed=document.training.seed)
    assert (weights["1.weight"] == model.get_parameter("1.weight").detach().numpy()).all()


def test_both_parts_of_the_data_are_measured_alike_at_the_end_of_an_epoch(tmp_path: Path) -> None:
    document = small.document(small.varied_network(), epochs=1)
    ended, _ = train(document, tmp_path / "run")
    network = document.network
    model = build_sequential(network.steps, network.input_shape, seed=1)
    weights = read_weights(Path(ended.weights), sha256=ended.sha256, network=network)
    model.load_state_dict({name: torch.from_numpy(weights[name]) for name in model.state_dict()})
    dataset = small.small_dataset()
    with torch.no_grad():
        output = model.eval()(torch.from_numpy(dataset.train_images).float() / 255)
    labels = torch.from_numpy(dataset.train_labels)
    record = reached(ended)
    assert record.end_train_loss == pytest.approx(
        float(torch.nn.functional.cross_entropy(output, labels)), rel=1e-4
    )
    assert record.train_accuracy == pytest.approx(
        float((output.argmax(1) == labels).float().mean())
    )
