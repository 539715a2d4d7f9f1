"""CIFAR-10 opens from every form it comes in, and says exactly what is wrong with a damaged one."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets import cifar10_files
from convviz.engine.datasets.cifar10 import open_cifar10
from tests.support import small_cifar10 as small

if TYPE_CHECKING:
    from convviz.engine.datasets.dataset import Dataset

BOTH = (small.BINARY_FOLDER, small.PYTHON_FOLDER)


def opened(path: Path) -> Dataset:
    return open_cifar10(path, records_per_batch=small.RECORDS)


def refusal(path: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        opened(path)
    return caught.value


def assert_whole(dataset: Dataset) -> None:
    train = np.concatenate([small.pixels_of(batch) for batch in range(5)])
    assert np.array_equal(dataset.train_images.reshape(100, 3072), train)
    assert np.array_equal(dataset.test_images.reshape(20, 3072), small.pixels_of(5))
    assert dataset.train_labels.tolist() == [
        label for batch in range(5) for label in small.labels_of(batch)
    ]
    assert dataset.test_labels.tolist() == small.labels_of(5)
    assert dataset.class_names[3] == "cat"


@pytest.mark.parametrize("folder", BOTH)
def test_a_folder_or_its_parent_opens(tmp_path: Path, folder: str) -> None:
    path = small.write_folder(tmp_path, folder)
    assert_whole(opened(path))
    assert_whole(opened(tmp_path))


@pytest.mark.parametrize("folder", BOTH)
@pytest.mark.parametrize("mode", ["w:gz", "w"])
def test_an_archive_opens(tmp_path: Path, folder: str, mode: str) -> None:
    path = tmp_path / "any name"
    path.write_bytes(small.archive_of(small.archive_members(folder), mode))
    assert_whole(opened(path))


def test_an_archive_in_another_order_with_other_files_beside_opens(tmp_path: Path) -> None:
    path = tmp_path / "cifar-10-binary.tar.gz"
    members = small.archive_members(small.BINARY_FOLDER)[::-1]
    path.write_bytes(small.archive_of([small.member("readme.html", b"hello"), *members]))
    assert_whole(opened(tmp_path))


@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_pickles_written_again_by_python_3_open(tmp_path: Path, protocol: int) -> None:
    folder = small.write_folder(tmp_path, small.PYTHON_FOLDER)
    for batch, stem in enumerate(small.STEMS):
        (folder / stem).write_bytes(small.python3_batch(batch, protocol))
    assert_whole(opened(folder))


def test_a_complete_python_folder_wins_over_an_incomplete_binary_one(tmp_path: Path) -> None:
    small.write_folder(tmp_path, small.PYTHON_FOLDER)
    (small.write_folder(tmp_path, small.BINARY_FOLDER) / "test_batch.bin").unlink()
    assert_whole(opened(tmp_path))


def test_other_pictures_than_the_official_ones_load_with_a_notice(tmp_path: Path) -> None:
    (notice,) = opened(small.write_folder(tmp_path, small.BINARY_FOLDER)).notices
    assert notice.code is ErrorCode.DATA_CHECKSUM_DIFFERS
    assert notice.facts["count"] == 6
    assert "test_batch.bin" in str(notice.facts["files"])


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    error = refusal(tmp_path / "nowhere")
    assert (error.code, error.facts["path"]) == (
        ErrorCode.DATA_NOT_FOUND,
        str(tmp_path / "nowhere"),
    )


def test_a_folder_of_other_things(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"jpeg")
    assert refusal(tmp_path).code is ErrorCode.DATA_NOT_CIFAR10


@pytest.mark.parametrize("folder", BOTH)
def test_a_missing_file_is_named(tmp_path: Path, folder: str) -> None:
    path = small.write_folder(tmp_path, folder)
    missing = sorted(path.iterdir())[2]
    missing.unlink()
    error = refusal(tmp_path)
    assert error.code is ErrorCode.DATA_FILE_MISSING
    assert error.facts == {"path": str(path), "file": missing.name}


@pytest.mark.parametrize("change", [-1, 1, -3073])
def test_a_short_or_long_binary_file_is_told_with_both_sizes(tmp_path: Path, change: int) -> None:
    path = small.write_folder(tmp_path, small.BINARY_FOLDER) / "data_batch_4.bin"
    content = path.read_bytes()
    path.write_bytes(content[:change] if change < 0 else content + b"x")
    error = refusal(tmp_path)
    assert error.code is ErrorCode.DATA_FILE_WRONG_SIZE
    assert error.facts == {
        "path": str(path),
        "expected_bytes": len(content),
        "found_bytes": len(content) + change,
    }


def test_a_label_over_nine_is_told_with_its_place(tmp_path: Path) -> None:
    path = small.write_folder(tmp_path, small.BINARY_FOLDER) / "data_batch_2.bin"
    content = bytearray(path.read_bytes())
    content[7 * 3073] = 10
    path.write_bytes(content)
    error = refusal(tmp_path)
    assert error.code is ErrorCode.DATA_LABEL_OUT_OF_RANGE
    assert error.facts == {"path": str(path), "record": 7, "label": 10}


def test_a_negative_label_in_a_pickle(tmp_path: Path) -> None:
    path = small.write_folder(tmp_path, small.PYTHON_FOLDER) / "data_batch_2"
    path.write_bytes(path.read_bytes().replace(b"](K\x01", b"](J\xff\xff\xff\xff", 1))
    error = refusal(tmp_path)
    assert (error.code, error.facts["label"]) == (ErrorCode.DATA_LABEL_OUT_OF_RANGE, -1)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write_folder(tmp_path, small.BINARY_FOLDER)

    def refuse(path: Path, *_flags: int, **_options: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    error = refusal(tmp_path)
    assert error.code is ErrorCode.FILE_UNREADABLE
    assert error.facts["detail"] == "Permission denied"
    assert str(error.facts["path"]).endswith("data_batch_1.bin")


def test_a_folder_that_may_not_be_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refuse)
    error = refusal(tmp_path)
    assert error.code is ErrorCode.FILE_UNREADABLE
    assert error.facts["path"] == str(tmp_path)


class TestHostileArchives:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "data" / "cifar-10-binary.tar.gz"

    def write(self, path: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        path.parent.mkdir()
        path.write_bytes(small.archive_of(members))

    def test_paths_that_climb_out_are_not_read_and_not_written(self, path: Path) -> None:
        inside = small.archive_members(small.BINARY_FOLDER)
        outside = [
            small.member("../escaped", b"x"),
            small.member(str(path.with_name("escaped")), b"x"),
            small.member(f"../{small.BINARY_FOLDER}/test_batch.bin", b"x"),
        ]
        self.write(path, outside + inside)
        assert_whole(opened(path))
        assert {entry.name for entry in path.parent.parent.rglob("*")} == {"data", path.name}

    @pytest.mark.parametrize(
        "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
    )
    def test_a_link_or_device_in_a_file_s_place_counts_as_missing(
        self, path: Path, kind: bytes
    ) -> None:
        members = small.archive_members(small.BINARY_FOLDER)
        info, _ = small.member(f"{small.BINARY_FOLDER}/test_batch.bin", kind=kind)
        info.linkname = "/etc/passwd"
        self.write(path, [*members[:-1], (info, b"")])
        error = refusal(path)
        assert error.code is ErrorCode.DATA_FILE_MISSING
        assert error.facts["file"] == "test_batch.bin"

    def test_a_member_of_another_size_is_refused_unread(self, path: Path) -> None:
        members = small.archive_members(small.BINARY_FOLDER)
        members[2] = small.member(members[2][0].name, bytes(9_000_000))
        self.write(path, members)
        error = refusal(path)
        assert error.code is ErrorCode.DATA_FILE_WRONG_SIZE
        assert error.facts["found_bytes"] == 9_000_000
        assert str(error.facts["path"]).endswith("cifar-10-batches-bin/data_batch_3.bin")

    def test_a_decompression_bomb_is_left_after_a_bounded_number_of_bytes(self, path: Path) -> None:
        bomb = small.member("zeros", bytes(40_000_000))
        self.write(path, [bomb, *small.archive_members(small.BINARY_FOLDER)])
        error = refusal(path)
        assert error.code is ErrorCode.DATA_ARCHIVE_TOO_LARGE
        assert isinstance(error.facts["limit_bytes"], int)
        assert error.facts["limit_bytes"] < 40_000_000

    def test_an_archive_of_countless_members(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cifar10_files, "_MOST_MEMBERS", 50)
        self.write(path, [small.member(f"f{index}") for index in range(60)])
        assert refusal(path).code is ErrorCode.DATA_ARCHIVE_TOO_LARGE

    @pytest.mark.parametrize("kept", [0.5, 0.999])
    def test_a_truncated_archive(self, path: Path, kept: float) -> None:
        self.write(path, small.archive_members(small.BINARY_FOLDER))
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * kept)])
        assert refusal(path).code is ErrorCode.DATA_ARCHIVE_BROKEN

    def test_a_flipped_byte(self, path: Path) -> None:
        self.write(path, small.archive_members(small.BINARY_FOLDER))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0x10
        path.write_bytes(content)
        assert refusal(path).code is ErrorCode.DATA_ARCHIVE_BROKEN

    @pytest.mark.parametrize("content", [b"", b"\x1f\x8b", b"<html>no</html>" * 99, bytes(2000)])
    def test_a_file_that_is_no_archive(self, path: Path, content: bytes) -> None:
        path.parent.mkdir()
        path.write_bytes(content)
        assert refusal(path).code in {ErrorCode.DATA_ARCHIVE_BROKEN, ErrorCode.DATA_NOT_CIFAR10}

    def test_an_archive_without_pictures(self, path: Path) -> None:
        self.write(path, [small.member("readme.txt", b"hello")])
        assert refusal(path).code is ErrorCode.DATA_NOT_CIFAR10


@pytest.mark.skipif("CONVVIZ_CIFAR10" not in os.environ, reason="needs CIFAR-10")
class TestRealCifar10:
    ROOT = Path(os.environ.get("CONVVIZ_CIFAR10", "."))

    def test_both_forms_hold_the_same_sixty_thousand_pictures(self) -> None:
        binary = open_cifar10(self.ROOT / small.BINARY_FOLDER)
        python = open_cifar10(self.ROOT / small.PYTHON_FOLDER)
        assert len(binary.train_labels) == 50_000
        assert np.bincount(binary.test_labels).tolist() == [1_000] * 10
        for name in ("train_images", "train_labels", "test_images", "test_labels"):
            assert np.array_equal(getattr(binary, name), getattr(python, name))
