"""A folder of pictures that goes, comes back or changes while its run is trained."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from convviz.core.data_sets import ImageFolder
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.judged_pictures import answer_about_pictures
from convviz.engine.training.headless import train_headless
from convviz.protocol.document import Document, Network
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.engine_pictures import ReadPictures
from convviz.protocol.messages.trainer import EpochDone, TrainerReply
from convviz.protocol.sentences.errors import sentence
from tests.support import small_training as small
from tests.support.small_pictures import picture, write_folder

NETWORK = Network((3, 8, 8), tuple(map(NetworkStep, (Flatten(), Linear(192, 2)))))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "pictures", {"cat": 20, "dog": 12})


def document(pictures: Path, epochs: int) -> Document:
    place = str(pictures)
    return small.document(NETWORK, dataset=ImageFolder(8), data_path=place, epochs=epochs)


def refusal(wanted: Document, folder: Path, *, resume: bool) -> ConvVizError:
    with pytest.raises(ConvVizError) as caught:
        train_headless(wanted, folder, resume=resume)
    return caught.value


def test_a_run_needs_its_folder_no_more_once_it_trains(pictures: Path, tmp_path: Path) -> None:
    def remove(message: TrainerReply) -> None:
        if isinstance(message, EpochDone) and pictures.exists():
            shutil.rmtree(pictures)

    ended = train_headless(document(pictures, 3), tmp_path / "run", on_message=remove)
    assert (ended.outcome, ended.epochs_done) == ("finished", 3)
    assert not pictures.exists()


def test_without_its_folder_a_run_does_not_go_on_until_it_is_back(
    pictures: Path, tmp_path: Path
) -> None:
    straight = train_headless(document(pictures, 3), tmp_path / "straight")
    train_headless(document(pictures, 1), tmp_path / "run")
    pictures.rename(tmp_path / "elsewhere")
    error = refusal(document(pictures, 3), tmp_path / "run", resume=True)
    assert error.code is ErrorCode.DATA_PLACE_GONE
    assert f"nothing at {pictures}" in sentence(error)
    assert "Bring the folder back" in sentence(error)
    assert list((tmp_path / "run/checkpoints").glob("*.safetensors"))
    (tmp_path / "elsewhere").rename(pictures)
    ended = train_headless(document(pictures, 3), tmp_path / "run", resume=True)
    assert ended.last is not None
    assert straight.last is not None
    assert ended.last.validation_loss == straight.last.validation_loss
    assert error.code is refusal(document(tmp_path / "no", 1), tmp_path / "new", resume=False).code


def test_a_moved_folder_is_gone_on_with_and_a_changed_one_is_not(
    pictures: Path, tmp_path: Path
) -> None:
    train_headless(document(pictures, 1), tmp_path / "run")
    moved = tmp_path / "moved"
    pictures.rename(moved)
    train_headless(document(moved, 2), tmp_path / "run", resume=True)
    picture(999).save(moved / "cat/new.png")
    error = refusal(document(moved, 3), tmp_path / "run", resume=True)
    assert error.code is ErrorCode.CHECKPOINT_OTHER_PICTURES
    assert str(moved) in sentence(error)
    (moved / "cat/new.png").unlink()
    train_headless(document(moved, 3), tmp_path / "run", resume=True)


def test_pictures_of_a_folder_that_went_are_not_shown_from_memory(pictures: Path) -> None:
    request = ReadPictures(encode_document(document(pictures, 1)), (0,))
    answer_about_pictures(request)
    pictures.rename(pictures.with_name("gone"))
    with pytest.raises(ConvVizError) as gone:
        answer_about_pictures(request)
    assert gone.value.code is ErrorCode.DATA_PLACE_GONE
