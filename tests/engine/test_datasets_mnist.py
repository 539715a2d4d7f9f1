"""Files of MNIST's format: read whole, packed or not, and refused where they are not sound."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from convviz.core.data_sets import MNIST
from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets import idx_files
from convviz.engine.datasets.locate import default_folder
from convviz.engine.datasets.registry import data_stamp, load_dataset
from convviz.values.fitted_pictures import SUFFIXES
from tests.support.small_pictures import idx, mnist_arrays, write_mnist

IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("below", ["", "MNIST/raw"])
def test_pictures_and_labels_are_those_of_the_files(
    tmp_path: Path, *, packed: bool, below: str
) -> None:
    arrays = mnist_arrays()
    write_mnist(tmp_path / below, arrays, packed=packed)
    read = load_dataset(MNIST(), tmp_path)
    assert np.array_equal(read.train_images[:, 0], arrays["train", "images"])
    assert np.array_equal(read.test_images[:, 0], arrays["test", "images"])
    assert np.array_equal(read.train_labels, arrays["train", "labels"])
    assert np.array_equal(read.test_labels, arrays["test", "labels"])
    assert read.class_names == tuple("0123456789")
    assert read.notices == ()


def test_names_that_windows_gives_to_unpacked_files_are_known(tmp_path: Path) -> None:
    write_mnist(tmp_path, mnist_arrays())
    for path in tmp_path.iterdir():
        path.rename(path.with_name(path.name.replace("-idx", ".idx")))
    assert len(load_dataset(MNIST(), tmp_path).train_labels) == 70


def test_one_of_the_files_stands_for_all_four(tmp_path: Path) -> None:
    write_mnist(tmp_path, mnist_arrays(), packed=True)
    path = tmp_path / "t10k-labels-idx1-ubyte.gz"
    assert len(load_dataset(MNIST(), path).train_labels) == 70


def test_usual_places_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVVIZ_MNIST", raising=False)
    with pytest.raises(DataError) as unknown:
        load_dataset(MNIST())
    assert unknown.value.code is ErrorCode.DATA_PLACE_UNKNOWN
    write_mnist(default_folder() / "FashionMNIST/raw", mnist_arrays(classes=3))
    assert load_dataset(MNIST()).class_names == ("T-shirt/top", "Trouser", "Pullover")
    write_mnist(tmp_path, mnist_arrays(classes=4))
    monkeypatch.setenv("CONVVIZ_MNIST", str(tmp_path))
    assert load_dataset(MNIST()).class_names == ("0", "1", "2", "3")


def test_fashion_is_known_by_its_labels_and_names_can_be_chosen(tmp_path: Path) -> None:
    arrays = mnist_arrays()
    arrays["train", "labels"][:10] = (9, 0, 0, 3, 0, 2, 7, 2, 5, 5)
    write_mnist(tmp_path, arrays)
    assert load_dataset(MNIST(), tmp_path).class_names[9] == "Ankle boot"
    assert load_dataset(MNIST(names="numbers"), tmp_path).class_names[9] == "9"
    assert load_dataset(MNIST(names="kuzushiji"), tmp_path).class_names[9] == "wo"


def test_emnist_is_turned_upright_and_counted_from_0_and_both_are_told(tmp_path: Path) -> None:
    letters = mnist_arrays(classes=26, first=1)
    write_mnist(tmp_path, letters, name="emnist-letters-", packed=True)
    read = load_dataset(MNIST(), tmp_path)
    assert np.array_equal(read.train_images[:, 0], letters["train", "images"].swapaxes(1, 2))
    assert np.array_equal(read.train_labels, letters["train", "labels"] - 1)
    assert read.class_names == tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    codes = [notice.code for notice in read.notices]
    assert codes == [ErrorCode.DATA_IDX_TURNED, ErrorCode.DATA_IDX_COUNTED_FROM_ONE]


def test_of_several_sets_one_is_chosen_by_its_part(tmp_path: Path) -> None:
    write_mnist(tmp_path, mnist_arrays(classes=26, first=1), name="emnist-letters-")
    write_mnist(tmp_path, mnist_arrays(), name="emnist-digits-")
    with pytest.raises(DataError) as refused:
        load_dataset(MNIST(), tmp_path)
    assert refused.value.code is ErrorCode.DATA_IDX_SEVERAL
    assert refused.value.facts["parts"] == "emnist-digits, emnist-letters"
    assert len(load_dataset(MNIST(part="digits"), tmp_path).class_names) == 10
    with pytest.raises(DataError) as refused:
        load_dataset(MNIST(part="balanced"), tmp_path)
    assert refused.value.code is ErrorCode.DATA_IDX_SEVERAL


def labels_of(*numbers: int) -> bytes:
    return idx(np.array(numbers, np.uint8))


def damaged(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        (IMAGES, lambda b: b[:0], ErrorCode.DATA_IDX_NOT_IDX),
        (IMAGES, lambda b: b[:10], ErrorCode.DATA_IDX_NOT_IDX),
        (IMAGES, lambda b: b"\0\0\x0d\x03" + b[4:], ErrorCode.DATA_IDX_NOT_IDX),
        (IMAGES, lambda b: b"<html>" + b, ErrorCode.DATA_IDX_NOT_IDX),
        (IMAGES, lambda b: b[:-1], ErrorCode.DATA_IDX_WRONG_SIZE),
        (IMAGES, lambda b: b + b"x", ErrorCode.DATA_IDX_WRONG_SIZE),
        (IMAGES, lambda b: b[:4] + b"\xff" * 4 + b[8:], ErrorCode.DATA_IDX_TOO_LARGE),
        (IMAGES, lambda b: b[:4] + bytes(4) + b[8:], ErrorCode.DATA_IDX_EMPTY),
        (IMAGES, lambda b: b[:8] + b"\xff" * 4 + b[12:], ErrorCode.DATA_IDX_EMPTY),
        (IMAGES, lambda b: b"\x1f\x8b" + b, ErrorCode.DATA_IDX_PACKING_BROKEN),
        (IMAGES, lambda b: gzip.compress(b)[:-30], ErrorCode.DATA_IDX_PACKING_BROKEN),
        (IMAGES, lambda b: gzip.compress(b)[:-8] + b"12345678", ErrorCode.DATA_IDX_PACKING_BROKEN),
        # A bomb: unpacked it would take 10 MB; no more is unpacked than its head speaks of.
        (IMAGES, lambda b: gzip.compress(b + bytes(10**7), 1), ErrorCode.DATA_IDX_WRONG_SIZE),
        (LABELS, lambda b: labels_of(*b[:3]), ErrorCode.DATA_IDX_COUNTS_DIFFER),
        (LABELS, lambda b: b[:8] + bytes(70), ErrorCode.DATA_IDX_LABEL_UNKNOWN),
        ("t10k-images-idx3-ubyte", lambda b: idx(np.zeros((b[7], 9, 9), np.uint8)),
         ErrorCode.DATA_IDX_SIZES_DIFFER),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_refused_by_name(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes], code: ErrorCode
) -> None:
    write_mnist(tmp_path, mnist_arrays())
    damaged(tmp_path / name, change)
    with pytest.raises(DataError) as refused:
        load_dataset(MNIST(), tmp_path)
    assert refused.value.code is code
    named = str(refused.value.facts["path"])
    assert named.startswith(str(tmp_path / name)) or code is ErrorCode.DATA_IDX_LABEL_UNKNOWN


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as gone:
        load_dataset(MNIST(), tmp_path / "gone")
    assert gone.value.code is ErrorCode.DATA_PLACE_GONE
    with pytest.raises(DataError) as none:
        load_dataset(MNIST(), tmp_path)
    assert none.value.code is ErrorCode.DATA_IDX_NONE
    write_mnist(tmp_path, mnist_arrays(), name="emnist-letters-")
    (tmp_path / "emnist-letters-test-labels-idx1-ubyte").unlink()
    with pytest.raises(DataError) as incomplete:
        load_dataset(MNIST(), tmp_path)
    assert incomplete.value.code is ErrorCode.DATA_IDX_FILE_MISSING
    assert "emnist-letters-test-labels-idx1-ubyte" in str(incomplete.value.facts["file"])


def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    write_mnist(tmp_path, mnist_arrays())
    (tmp_path / IMAGES).unlink()
    os.mkfifo(tmp_path / IMAGES)
    with pytest.raises(DataError) as refused:
        load_dataset(MNIST(), tmp_path)
    assert refused.value.code is ErrorCode.DATA_IDX_FILE_MISSING


def test_a_file_of_more_than_is_read_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idx_files, "MOST_BYTES", 1000)
    write_mnist(tmp_path, mnist_arrays())
    with pytest.raises(DataError) as refused:
        load_dataset(MNIST(), tmp_path)
    assert refused.value.code is ErrorCode.DATA_IDX_TOO_LARGE


def test_the_stamp_tells_that_a_file_changed(tmp_path: Path) -> None:
    write_mnist(tmp_path, mnist_arrays())
    before = data_stamp(MNIST(), tmp_path)
    assert before
    assert before == data_stamp(MNIST(), tmp_path)
    os.utime(tmp_path / LABELS, (1, 1))
    assert data_stamp(MNIST(), tmp_path) != before
    (tmp_path / LABELS).unlink()
    assert data_stamp(MNIST(), tmp_path / "gone") == ""


def test_files_of_mnist_are_no_pictures_of_a_folder() -> None:
    assert not IMAGES.endswith(SUFFIXES)
