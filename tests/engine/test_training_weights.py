"""Weights to begin with, their average, limits of gradients: as torch has them, exactly resumed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from convviz.core.averaging import EMA
from convviz.core.clipping import ClipByNorm, ClipByValue, Clipping
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.initialisation import (
    Dirac,
    Initialisation,
    KaimingNormal,
    KaimingUniform,
    Orthogonal,
    Whitening,
    XavierNormal,
    XavierUniform,
)
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.layer_norm import LayerNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import infer_sequential
from convviz.core.optimisers.sgd import SGD
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training import setup
from convviz.engine.training.batches import PictureSet, epoch_order
from convviz.engine.training.initialising import initialise, whitening_kernels
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.seeds import Use, derive_seed
from convviz.engine.training.setup import prepare_run
from convviz.protocol.messages.trainer import StopRun
from convviz.protocol.trainability import check_training_parts
from convviz.values.weights import read_weights
from tests.support import small_training as small
from tests.support.small_runs import losses_of, reached, train, weights_of

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.engine.training.loop import TrainingLoop
    from convviz.protocol.document import Document, Network

WHITENED = small.network(
    Conv2d(3, 24, 2, stride=2), BatchNorm2d(24), MaxPool2d(4), Flatten(), Linear(384, 10)
)
EVERYTHING: dict[str, Any] = {
    "initialisation": Orthogonal(),
    "zero_bias": True,
    "whitening": Whitening(pictures=40),
    "averaging": EMA(0.9, start=3, use_buffers=True),
    "clipping": ClipByNorm(0.5),
    "optimiser": SGD(lr=0.05, momentum=0.9, weight_decay=1e-3),
}


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


def started(document: Document, folder: Path) -> TrainingLoop:
    return prepare_run(document, folder, resume=False).loop


# The weights to begin with

VARIED = small.network(
    Conv2d(3, 6, 3),
    LayerNorm((6, 30, 30)),
    MaxPool2d(5),
    Conv2d(6, 4, 3, groups=2),
    ConvTranspose2d(4, 2, 2),
    Flatten(),
    Linear(50, 10),
)


@pytest.mark.parametrize(
    "how",
    [
        KaimingUniform(a=0.2, nonlinearity="leaky_relu"),
        KaimingNormal(mode="fan_out", nonlinearity="relu"),
        XavierUniform(gain=2.0),
        XavierNormal(),
        Orthogonal(),
    ],
    ids=str,
)
def test_weights_begin_as_torchs_function_makes_them(how: Initialisation) -> None:
    document = small.document(VARIED, initialisation=how, zero_bias=True)
    steps, shape = document.network.steps, document.network.input_shape
    ours, theirs = (build_sequential(steps, shape, seed=3) for _ in range(2))
    initialise(ours, document.training)
    kinds = (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)
    for number, layer in enumerate(layer for layer in theirs if isinstance(layer, kinds)):
        torch.manual_seed(derive_seed(Use.INITIAL, 3, number))
        arguments = {name: getattr(how, name) for name in how.parameters()}
        getattr(nn.init, how.type_name())(layer.weight, **arguments)
        assert layer.bias is not None
        nn.init.zeros_(layer.bias)
    for name, weight in theirs.state_dict().items():
        assert torch.equal(ours.state_dict()[name], weight), name


def test_convolutions_hand_their_input_on_and_all_else_stays() -> None:
    document = small.document(VARIED, initialisation=Dirac())
    steps, shape = document.network.steps, document.network.input_shape
    ours, theirs = (build_sequential(steps, shape, seed=3) for _ in range(2))
    initialise(ours, document.training)
    wide, grouped = ours[0], ours[3]
    assert isinstance(wide, nn.Conv2d)
    assert isinstance(grouped, nn.Conv2d)
    picture = torch.rand(1, 3, 32, 32)
    passed = (wide(picture) - wide.bias[:, None, None])[:, :3]  # type: ignore[index]
    torch.testing.assert_close(passed, picture[:, :, 1:-1, 1:-1])
    same = torch.empty_like(grouped.weight)
    assert torch.equal(grouped.weight, nn.init.dirac_(same, groups=2))
    kept = {"0.bias", "1.weight", "3.bias", "4.weight", "6.weight"}
    for name in kept:
        assert torch.equal(ours.state_dict()[name], theirs.state_dict()[name])
    assert torch.equal(wide.weight[3:], theirs[0].weight[3:])  # type: ignore[index]


def pieces_of(pictures: torch.Tensor, size: int) -> torch.Tensor:
    """Return every piece of some pictures, as airbench cuts them out: count, values."""
    cut = pictures.unfold(2, size, 1).unfold(3, size, 1).transpose(1, 3)
    return cut.reshape(-1, pictures.shape[1], size, size).flatten(1)


def test_the_first_convolution_whitens_the_pictures_as_in_airbench(tmp_path: Path) -> None:
    run = small.document(WHITENED, whitening=Whitening(pictures=40, eps=5e-4), normalise=True)
    loop = started(run, tmp_path)
    first = loop.model[0]  # type: ignore[index]
    assert isinstance(first, nn.Conv2d)

    dataset = small.small_dataset()
    chosen = epoch_order(3, 1, 70)[:40].numpy()
    images = torch.tensor(dataset.train_images).double() / 255
    mean = images.mean(dim=(0, 2, 3), keepdim=True)
    deviation = images.std(dim=(0, 2, 3), keepdim=True, correction=0)
    pieces = pieces_of(((images - mean) / deviation)[chosen], 2)
    values, vectors = torch.linalg.eigh(pieces.T @ pieces / len(pieces), UPLO="U")
    scaled = vectors.T.reshape(-1, 3, 2, 2) / torch.sqrt(values.view(-1, 1, 1, 1) + 5e-4)
    expected = torch.cat((scaled, -scaled)).float()
    signs = torch.sign((first.weight * expected).sum((1, 2, 3)))[:, None, None, None]
    torch.testing.assert_close(first.weight.detach(), expected * signs, rtol=1e-3, atol=1e-4)

    outputs = pieces.float() @ first.weight.detach()[:12].flatten(1).T
    spread = outputs.T @ outputs / len(outputs)
    torch.testing.assert_close(spread, torch.eye(12), rtol=0, atol=0.05)


def test_fewer_kernels_take_the_directions_of_the_largest_spread() -> None:
    pictures = [torch.tensor(small.small_dataset().train_images).float() / 255]
    all_of_them, few = nn.Conv2d(3, 24, 2), nn.Conv2d(3, 6, 2)
    most = whitening_kernels(pictures, all_of_them, 1e-3)
    least = whitening_kernels(pictures, few, 1e-3)
    assert torch.equal(least, torch.cat((most[9:12], most[21:24])))
    pieces = pieces_of(pictures[0], 2)
    lengths = (pieces @ least[:3].flatten(1).T).square().mean(0)
    assert (lengths > 0.9).all()


@pytest.mark.parametrize("is_frozen", [True, False])
def test_whitening_kernels_stay_only_if_they_are_frozen(tmp_path: Path, is_frozen: bool) -> None:
    whitening = Whitening(frozen=is_frozen)
    optimiser = SGD(lr=0.1, momentum=0.9, weight_decay=0.1)
    loop = started(small.document(WHITENED, whitening=whitening, optimiser=optimiser), tmp_path)
    state = {name: tensor.clone() for name, tensor in loop.model.state_dict().items()}
    list(islice(loop.events(), 5))
    after = loop.model.state_dict()
    assert torch.equal(after["0.weight"], state["0.weight"]) == is_frozen
    assert not torch.equal(after["0.bias"], state["0.bias"])
    assert not torch.equal(after["4.weight"], state["4.weight"])


@pytest.mark.parametrize(
    ("network", "code"),
    [
        (small.network(Flatten(), Linear(3072, 10)), ErrorCode.WHITENING_NEEDS_CONVOLUTION),
        (small.network(Conv2d(3, 6, 3, groups=3)), ErrorCode.WHITENING_GROUPS),
        (small.network(Conv2d(3, 7, 3)), ErrorCode.WHITENING_CHANNELS),
        (small.network(Conv2d(3, 26, 2)), ErrorCode.WHITENING_CHANNELS),
        (
            small.network(Conv2d(3, 6, 3, padding=20, dilation=20)),
            ErrorCode.WHITENING_LARGE_KERNEL,
        ),
        (small.network(Conv2d(3, 54, (3, 3), stride=2, padding=1, dilation=2)), None),
    ],
)
def test_a_first_layer_that_cannot_whiten_is_refused(
    network: Network, code: ErrorCode | None
) -> None:
    training = small.document(network, whitening=Whitening()).training
    result = infer_sequential(network.steps, network.input_shape)
    try:
        check_training_parts(training, result, 10)
        refused = None
    except ConvVizError as error:
        refused = error.code
    assert refused == code


# The average


@pytest.mark.parametrize("use_buffers", [True, False])
def test_the_average_is_torchs(tmp_path: Path, use_buffers: bool) -> None:
    averaging = EMA(0.8, warm_up=False, use_buffers=use_buffers)
    loop = started(small.document(small.varied_network(), averaging=averaging), tmp_path)
    average: Any = get_ema_multi_avg_fn(0.8)  # type: ignore[no-untyped-call]
    theirs = AveragedModel(loop.model, multi_avg_fn=average, use_buffers=use_buffers)
    for event in islice(loop.events(), 8):
        if isinstance(event, BatchLoss):
            theirs.update_parameters(loop.model)
    ours = loop.measured.state_dict()
    for name, tensor in theirs.module.state_dict().items():
        if tensor.is_floating_point():  # torch averages counts of batches, too, and cuts them off
            torch.testing.assert_close(ours[name], tensor, rtol=1e-6, atol=1e-7)
    assert not torch.equal(ours["0.weight"], loop.model.state_dict()["0.weight"])


def test_at_first_the_average_is_the_weights_and_then_remembers_more_and_more(
    tmp_path: Path,
) -> None:
    averaging = EMA(0.999, start=2)
    loop = started(small.document(averaging=averaging), tmp_path)
    expected = torch.empty(0)
    for event in islice(loop.events(), 5):
        assert isinstance(event, BatchLoss)
        weight = loop.model.state_dict()["1.weight"].clone()
        updates = event.step - 3
        if updates > 0:
            expected = expected.lerp(weight, 1 - (1 + updates) / (10 + updates))
        else:
            expected = weight
        torch.testing.assert_close(loop.measured.state_dict()["1.weight"], expected)


def test_the_average_is_measured_saved_and_judged(tmp_path: Path) -> None:
    document = small.document(epochs=1, averaging=EMA(0.9), optimiser=SGD(lr=0.3))
    ended, _ = train(document, tmp_path / "run")
    plain, _ = train(small.document(epochs=1, optimiser=SGD(lr=0.3)), tmp_path / "plain")
    assert weights_of(tmp_path / "run") != weights_of(tmp_path / "plain")
    assert reached(ended).train_loss == reached(plain).train_loss

    model = build_sequential(document.network.steps, document.network.input_shape)
    saved = read_weights(tmp_path / "run" / "weights.safetensors")
    places = {"conv": "1", "linear": "4"}
    model.load_state_dict(
        {
            f"{places[name.partition('.')[0]]}.{name.partition('.')[2]}": torch.tensor(numbers)
            for name, numbers in saved.items()
        }
    )
    dataset = small.small_dataset()
    pictures = PictureSet(dataset.test_images, dataset.test_labels, small.CPU)
    batch = next(pictures.in_order(30))
    with torch.no_grad():
        loss = nn.functional.cross_entropy(model.eval()(batch.pictures), batch.labels)
    assert reached(ended).validation_loss == pytest.approx(float(loss), rel=1e-5)


# Limits of gradients


@pytest.mark.parametrize(
    "clipping", [ClipByNorm(0.3), ClipByNorm(0.05, float("inf")), ClipByValue(0.01)], ids=str
)
def test_gradients_are_limited_as_torch_does(clipping: Clipping, tmp_path: Path) -> None:
    loop = started(small.document(clipping=clipping, optimiser=SGD(lr=1.0)), tmp_path)
    before = {name: weight.clone() for name, weight in loop.model.state_dict().items()}
    next(loop.events())
    after = loop.model.state_dict()
    numbers = torch.cat([(before[name] - after[name]).flatten() for name in before])
    if isinstance(clipping, ClipByValue):
        assert float(numbers.abs().max()) == pytest.approx(0.01, rel=1e-4)
    if isinstance(clipping, ClipByNorm):
        norm = torch.linalg.vector_norm(numbers, clipping.norm_type)
        assert float(norm) == pytest.approx(clipping.max_norm, rel=1e-3)


@pytest.mark.parametrize("poll", [2, 8])
def test_with_all_of_it_a_stopped_run_goes_on_exactly(tmp_path: Path, poll: int) -> None:
    document = small.document(WHITENED, **EVERYTHING)
    straight, expected = train(document, tmp_path / "straight")
    stop = small.Script(lambda polls: StopRun() if polls == poll else None)
    _, head = train(document, tmp_path / "parts", commands=stop)
    ended, tail = train(document, tmp_path / "parts", resume=True)
    assert losses_of(head) + losses_of(tail) == losses_of(expected)
    assert reached(ended).validation_loss == reached(straight).validation_loss
    assert weights_of(tmp_path / "parts") == weights_of(tmp_path / "straight")
