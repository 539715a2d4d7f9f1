from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.engine.compute import judged_pictures
from convviz.engine.compute.judged_pictures import answer_about_pictures, fitted
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.opened_layer import open_layer
from convviz.engine.datasets import spread
from convviz.engine.training import setup
from convviz.engine.training.commands import NoCommands
from convviz.engine.training.driver import DriverPorts, RunDriver
from convviz.engine.training.judging import Judge
from convviz.engine.training.setup import prepare_run
from convviz.protocol.document import Document, WeightsFile
from convviz.protocol.document_file import encode_document
from convviz.protocol.judgement import TOP
from convviz.protocol.messages.common import Tensor
from convviz.protocol.messages.engine_layers import OpenLayer
from convviz.protocol.messages.engine_pictures import (
    ClassifyPicture,
    JudgeTestPictures,
    LookInsideResult,
    PictureClassified,
    PicturesJudged,
    PicturesRead,
    ReadPictures,
    ResultInside,
)
from convviz.protocol.messages.trainer import EpochDone, EpochJudged, RunEnded, TrainerReply
from convviz.ui.training.run.judging import with_weights
from convviz.values.evaluation import Evaluation, evaluation_of
from convviz.values.tensors import array_of, tensor_of
from convviz.values.weights import read_weights
from tests.support.small_training import TEST, document, small_dataset

if TYPE_CHECKING:
    from convviz.engine.datasets.dataset import Dataset


@pytest.fixture
def dataset(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    made = small_dataset()
    caches = (judged_pictures._known_test_part, spread._known)
    for module in (setup, judged_pictures, spread):
        monkeypatch.setattr(module, "load_dataset", lambda *_: made)
    for cache in caches:
        cache.cache_clear()
    yield made
    for cache in caches:
        cache.cache_clear()


def trained(document: Document, folder: Path) -> tuple[list[TrainerReply], Document]:
    """Train; return what was told, and the document with the trained weights."""
    told: list[TrainerReply] = []
    run = prepare_run(document, folder, resume=False)
    ended = RunDriver(run, DriverPorts(told.append, NoCommands(), folder / "runs.sqlite")).train()
    return told, with_weights(document, ended)


def plain_outputs(document: Document, dataset: Dataset) -> torch.Tensor:
    """Return what plain torch computes of all test pictures."""
    network = document.network
    assert isinstance(network.weights, WeightsFile)
    weights = read_weights(Path(network.weights.path), network=network)
    model = build_sequential(network.steps, network.input_shape).eval()
    model.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    with torch.no_grad():
        outputs: torch.Tensor = model(torch.tensor(dataset.test_images).float() / 255)
    return outputs


def asked(document: Document, size: int = TEST) -> Evaluation:
    """Return the evaluation that the window would put together of parts."""
    parts, total, first = [], TEST, 0
    names: tuple[str, ...] = ()
    while first < total:
        answer = answer_about_pictures(JudgeTestPictures(encode_document(document), first, size))
        assert isinstance(answer, PicturesJudged)
        parts.append(answer.judgement)
        total, names, first = answer.total, answer.class_names, first + size
    return evaluation_of(parts, names)


def test_a_result_is_judged_as_plain_torch_does(dataset: Dataset, tmp_path: Path) -> None:
    told, finished = trained(document(), tmp_path)
    outputs = plain_outputs(finished, dataset)
    labels = torch.tensor(dataset.test_labels)
    evaluation = asked(finished, size=7)
    top = outputs.softmax(1).topk(TOP)
    assert np.array_equal(evaluation.classes, top.indices.numpy())
    assert np.allclose(evaluation.shares, top.values.numpy(), atol=1e-6)
    right = (outputs.argmax(1) == labels).double()
    assert evaluation.accuracy == float(right.mean())
    ended = told[-1]
    assert isinstance(ended, RunEnded)
    assert ended.last is not None
    assert evaluation.accuracy == ended.last.validation_accuracy
    confusion = torch.zeros(10, 10, dtype=torch.int64)
    for label, taken_for in zip(labels, outputs.argmax(1), strict=True):
        confusion[label, taken_for] += 1
    assert np.array_equal(evaluation.confusion, confusion.numpy())
    each = [float(right[labels == number].mean()) for number in range(10)]
    assert np.allclose(evaluation.class_accuracy, each)


@pytest.mark.parametrize("normalise", [False, True])
def test_the_trainer_tells_after_each_epoch_what_the_engine_tells_of_the_result(
    dataset: Dataset, tmp_path: Path, *, normalise: bool
) -> None:
    told, finished = trained(document(epochs=2, normalise=normalise), tmp_path)
    judged = [message for message in told if isinstance(message, EpochJudged)]
    epochs = [message for message in told if isinstance(message, EpochDone)]
    assert [(message.epoch, message.step) for message in judged] == [(1, 5), (2, 10)]
    for message, epoch in zip(judged, epochs, strict=True):
        evaluation = evaluation_of([message.judgement], dataset.class_names)
        assert evaluation.accuracy == epoch.epoch.validation_accuracy
    live, later = evaluation_of([judged[-1].judgement], dataset.class_names), asked(finished)
    assert np.array_equal(live.classes, later.classes)
    assert np.allclose(live.shares, later.shares, atol=1e-6)


def test_outputs_compared_with_0_and_1_are_shares_themselves(
    dataset: Dataset, tmp_path: Path
) -> None:
    _, finished = trained(document(loss=MSELoss()), tmp_path)
    top = plain_outputs(finished, dataset).clamp(0, 1).sort(1, descending=True).values[:, :TOP]
    assert np.allclose(asked(finished).shares, top.numpy(), atol=1e-6)


def test_of_equal_outputs_the_first_counts_as_in_argmax() -> None:
    judge = Judge(CrossEntropyLoss())
    judge.add(torch.zeros(4, 10), torch.arange(4))
    evaluation = evaluation_of([judge.judgement()], tuple("abcdefghij"))
    assert evaluation.classes.tolist() == [[0, 1, 2]] * 4
    assert evaluation.accuracy == 0.25


def test_shares_that_a_softmax_made_are_not_softened_again() -> None:
    judge = Judge(CrossEntropyLoss())
    judge.add(torch.tensor([[0.1, 0.9]]), torch.tensor([1]))
    assert array_of(judge.judgement().shares).tolist() == [pytest.approx([0.9, 0.1])]


def test_test_pictures_come_as_they_are(dataset: Dataset) -> None:
    request = ReadPictures(encode_document(document()), (3, 999, 0))
    answer = answer_about_pictures(request)
    assert isinstance(answer, PicturesRead)
    assert answer.places == (3, 0)
    assert np.array_equal(array_of(answer.pictures), dataset.test_images[[3, 0]])


def test_training_pictures_come_by_their_place_in_the_training_part(dataset: Dataset) -> None:
    count = len(dataset.train_images)
    request = ReadPictures(encode_document(document()), (5, count), is_training=True)
    answer = answer_about_pictures(request)
    assert isinstance(answer, PicturesRead)
    assert answer.places == (5,)
    assert np.array_equal(array_of(answer.pictures)[0], dataset.train_images[5])


def test_a_persons_own_picture_is_classified_as_the_test_picture_that_it_is(
    dataset: Dataset, tmp_path: Path
) -> None:
    _, finished = trained(document(), tmp_path)
    own = tensor_of(dataset.test_images[4], "uint8")
    answer = answer_about_pictures(ClassifyPicture(encode_document(finished), own))
    assert isinstance(answer, PictureClassified)
    evaluation = asked(finished)
    assert answer.classes == tuple(evaluation.classes[4])
    assert answer.shares == pytest.approx(tuple(evaluation.shares[4]), abs=1e-6)
    assert answer.class_names == dataset.class_names


def test_a_large_picture_is_fitted_by_its_middle_square() -> None:
    picture = np.zeros((3, 64, 200), np.uint8)
    picture[:, :, 68:132] = 200
    assert (fitted(picture, (3, 32, 32)) == 200).all()
    assert fitted(picture, (1, 28, 28)).shape == (1, 28, 28)


def test_the_surest_mistakes_come_first() -> None:
    evaluation = Evaluation(
        ("cat", "dog"),
        np.array([0, 0, 1, 1]),
        np.array([[1, 0], [1, 0], [1, 0], [0, 1]]),
        np.array([[0.6, 0.4], [0.9, 0.1], [0.99, 0.01], [0.7, 0.3]], np.float32),
    )
    assert evaluation.mistakes.tolist() == [1, 3, 0]
    assert evaluation.in_cell(0, 1).tolist() == [1, 0]
    assert evaluation.in_cell(1, None).tolist() == [2, 3]
    assert evaluation.class_accuracy.tolist() == [0.0, 0.5]


def test_a_result_shows_what_is_inside_its_layers_and_opens_them_with_that_picture(
    dataset: Dataset, tmp_path: Path
) -> None:
    _, known = trained(document(epochs=1), tmp_path / "run")
    content = encode_document(known)
    answer = answer_about_pictures(LookInsideResult(content, "1", 7))
    assert isinstance(answer, ResultInside)
    assert answer.inside is not None
    assert answer.inside.picture == 7
    network = known.network
    assert network.weights is not None
    weights = read_weights(
        Path(network.weights.path), sha256=network.weights.sha256, network=network
    )
    assert answer.inside.kernels is not None
    np.testing.assert_array_equal(array_of(answer.inside.kernels), weights["1.weight"])
    opened = open_layer(OpenLayer(content, 1, "", 7))
    given = opened.parts["input"]
    assert isinstance(given, Tensor)
    picture = torch.from_numpy(dataset.test_images[7:8].copy()).float() / 255
    torch.testing.assert_close(
        torch.tensor(array_of(given)), torch.nn.functional.max_pool2d(picture, 4)[0]
    )
    made = torch.nn.functional.conv2d(
        torch.tensor(array_of(given))[None],
        torch.from_numpy(weights["1.weight"]),
        torch.from_numpy(weights["1.bias"]),
    )[0]
    torch.testing.assert_close(
        torch.tensor(array_of(answer.inside.maps)), made, rtol=1e-4, atol=1e-5
    )
    own = open_layer(OpenLayer(content, 1, "", 0, tensor_of(dataset.test_images[7], "uint8")))
    assert own.parts["input"] == given
    nothing = answer_about_pictures(LookInsideResult(content, "77", 0))
    assert nothing == ResultInside(None)
