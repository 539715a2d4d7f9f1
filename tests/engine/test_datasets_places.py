"""Data sets are found where they live, by name, without torch being loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from convviz.core.data_sets import CIFAR10, Shapes10, data_set_types
from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.dataset import Dataset
from convviz.engine.datasets.locate import default_folder, find_cifar10
from convviz.engine.datasets.registry import _LOADERS, load_dataset
from tests.support import small_cifar10 as small


def test_nothing_is_found_on_a_fresh_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVVIZ_CIFAR10", raising=False)
    assert find_cifar10() is None
    with pytest.raises(DataError) as caught:
        load_dataset(CIFAR10())
    assert caught.value.code is ErrorCode.DATA_NOT_FOUND
    assert caught.value.facts["path"] == str(default_folder())


def test_the_default_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVVIZ_CIFAR10", raising=False)
    small.write_folder(default_folder(), small.BINARY_FOLDER)
    assert find_cifar10() == default_folder()


def test_the_variable_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write_folder(default_folder(), small.BINARY_FOLDER)
    small.write_folder(tmp_path, small.PYTHON_FOLDER)
    monkeypatch.setenv("CONVVIZ_CIFAR10", str(tmp_path))
    assert find_cifar10() == tmp_path


def test_a_variable_that_leads_nowhere_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVVIZ_CIFAR10", str(tmp_path / "gone"))
    with pytest.raises(DataError) as caught:
        load_dataset(CIFAR10())
    assert caught.value.facts["path"] == str(tmp_path / "gone")


def test_a_path_is_read_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        load_dataset(CIFAR10(), tmp_path)
    assert caught.value.code is ErrorCode.DATA_NOT_CIFAR10


def test_shapes10_needs_no_path() -> None:
    dataset = load_dataset(Shapes10())
    assert (len(dataset.train_labels), len(dataset.test_labels)) == (10_000, 2_000)
    assert dataset.notices == ()


def test_every_data_set_that_is_declared_can_be_loaded() -> None:
    assert set(_LOADERS) == set(data_set_types().values())


def test_the_data_commands_start_without_torch() -> None:
    code = (
        "import sys, convviz.engine.datasets.registry, convviz.engine.datasets.download; "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_arrays_that_do_not_fit_together_make_no_data_set() -> None:
    images = np.zeros((4, 3, 32, 32), np.uint8)
    labels = np.zeros(4, np.int64)
    with pytest.raises(ValueError, match="train_labels"):
        Dataset("d", (), images, labels[:3], images, labels)
    with pytest.raises(ValueError, match="test_images"):
        Dataset("d", (), images, labels, images.astype(np.float32), labels)
