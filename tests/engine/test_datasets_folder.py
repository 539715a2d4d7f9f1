"""A folder of pictures: a class a folder, any size and kind, and nothing of it is trusted."""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from convviz.core.data_sets import ImageFolder
from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets import decoded_store, folder_listing, image_folder
from convviz.engine.datasets.registry import data_stamp, load_dataset
from convviz.values.fitted_pictures import fitted_picture
from tests.support.small_pictures import picture, write_folder

if TYPE_CHECKING:
    from convviz.engine.datasets.dataset import Dataset

SMALL = ImageFolder(size=8)
SPLIT = {"train/cat": 3, "train/dog": 2, "val/cat": 1, "val/dog": 2}


def read(folder: Path, declared: ImageFolder = SMALL) -> Dataset:
    return load_dataset(declared, folder)


def refused(folder: Path, declared: ImageFolder = SMALL) -> tuple[ErrorCode, dict[str, Any]]:
    with pytest.raises(DataError) as caught:
        load_dataset(declared, folder)
    return caught.value.code, dict(caught.value.facts)


def told(dataset: Dataset) -> dict[ErrorCode, dict[str, Any]]:
    return {notice.code: dict(notice.facts) for notice in dataset.notices}


def test_folders_train_and_val_say_what_is_measured(tmp_path: Path) -> None:
    dataset = read(write_folder(tmp_path, SPLIT))
    assert dataset.class_names == ("cat", "dog")
    assert dataset.train_labels.tolist() == [0, 0, 0, 1, 1]
    assert dataset.test_labels.tolist() == [0, 1, 1]
    assert dataset.picture_shape == (3, 8, 8)
    assert dataset.notices == ()


@pytest.mark.parametrize("name", ["valid", "validation", "test", "Test", "VAL"])
def test_the_measured_folder_has_other_names_too(tmp_path: Path, name: str) -> None:
    write_folder(tmp_path, {"Train/a": 1, "Train/b": 1, f"{name}/a": 1})
    assert len(read(tmp_path).test_labels) == 1


def test_a_class_may_be_called_train(tmp_path: Path) -> None:
    dataset = read(write_folder(tmp_path, {"train": 5, "test": 5, "plane": 5}))
    assert dataset.class_names == ("plane", "test", "train")


def test_of_val_and_test_val_is_measured_and_it_is_told(tmp_path: Path) -> None:
    dataset = read(write_folder(tmp_path, {**SPLIT, "test/cat": 5}))
    assert len(dataset.test_labels) == 3
    assert told(dataset)[ErrorCode.DATA_FOLDER_MEASURED]["unused"] == "test"


def test_without_them_a_share_of_each_class_is_set_aside_the_same_for_the_same_seed(
    tmp_path: Path,
) -> None:
    dataset = read(write_folder(tmp_path, {"a": 10, "b": 5, "c": 1}))
    assert np.bincount(dataset.test_labels, minlength=3).tolist() == [2, 1, 0]
    assert np.bincount(dataset.train_labels).tolist() == [8, 4, 1]
    facts = told(dataset)[ErrorCode.DATA_FOLDER_SPLIT]
    assert (facts["test"], facts["count"], facts["seed"]) == (3, 16, 0)
    again = read(tmp_path)
    assert np.array_equal(again.test_images, dataset.test_images)
    other = read(tmp_path, SMALL.replace(split_seed=1))
    assert not np.array_equal(other.test_images, dataset.test_images)
    half = read(tmp_path, SMALL.replace(test_share=0.5))
    assert np.bincount(half.test_labels, minlength=3).tolist() == [5, 2, 0]


def test_a_picture_that_is_added_moves_few_others_to_the_other_side(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a": 20, "b": 5})
    before = {image.tobytes() for image in read(tmp_path).test_images}
    picture(999).save(tmp_path / "a/new.png")
    after = {image.tobytes() for image in read(tmp_path).test_images}
    assert len(before & after) >= len(before) - 1


def test_pictures_of_every_kind_are_read(tmp_path: Path) -> None:
    """Paletted, grey, 16 bits, see-through, printer's colours, frames, one pixel: all in RGB."""
    folder = tmp_path / "a"
    folder.mkdir()
    plain = picture(0)
    plain.save(folder / "plain.jpg")
    plain.convert("L").save(folder / "grey.PNG")
    plain.convert("P").save(folder / "palette.gif")
    plain.convert("CMYK").save(folder / "printer.jpeg")
    plain.convert("RGBA").save(folder / "clear.webp")
    plain.convert("1").save(folder / "bits.bmp")
    plain.save(folder / "film.tiff")
    plain.save(folder / "plain.ppm")
    Image.fromarray(np.full((9, 7), 40_000, np.uint16)).save(folder / "deep.png")
    Image.new("RGB", (1, 1), "red").save(folder / "dot.png")
    frames = [picture(number) for number in range(2)]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:])
    (folder / "notes.txt").write_text("no picture")
    (folder / ".DS_Store").write_bytes(b"x")
    write_folder(tmp_path, {"b/deeper/still": 2})
    dataset = read(tmp_path)
    assert len(dataset.train_labels) + len(dataset.test_labels) == 13
    assert set(told(dataset)) == {ErrorCode.DATA_FOLDER_SPLIT}
    grey = read(tmp_path, SMALL.replace(grey=True))
    assert grey.picture_shape == (1, 8, 8)
    deep = fitted_picture((folder / "deep.png").read_bytes(), 8, "crop", True)  # noqa: FBT003
    assert set(deep.ravel().tolist()) == {40_000 >> 8}


def stripes() -> bytes:
    """Return a PNG of 8 x 24: its upper third red, the middle green, the lower blue."""
    pixels = np.zeros((24, 8, 3), np.uint8)
    for third in range(3):
        pixels[8 * third : 8 * third + 8, :, third] = 255
    import io

    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def test_a_picture_is_made_square_as_was_chosen() -> None:
    def fitted(fit: str) -> Any:
        return fitted_picture(stripes(), 24, fit, False)  # noqa: FBT003

    crop, squash, pad = map(fitted, ("crop", "squash", "pad"))
    assert (crop[1] > 128).mean() == 1, "the middle alone"
    assert squash[0, 2].min() == squash[2, -3].min() == 255, "all of it, as wide as high"
    assert pad[:, :, :8].max() == pad[:, :, -8:].max() == 0, "black on both sides"
    assert pad[0, 2, 8:16].min() == pad[2, -3, 8:16].min() == 255


def test_a_picture_stands_upright_as_its_camera_says(tmp_path: Path) -> None:
    pixels = np.zeros((8, 8, 3), np.uint8)
    pixels[:4] = 255
    image = Image.fromarray(pixels)
    notes = Image.Exif()
    notes[0x0112] = 6  # turned a quarter
    image.save(tmp_path / "turned.png", exif=notes)
    square = fitted_picture((tmp_path / "turned.png").read_bytes(), 8, "crop", True)  # noqa: FBT003
    assert square[0, :, 4:].min() == 255
    assert square[0, :, :4].max() == 0


def bomb(path: Path) -> None:
    """Write a PNG of 200 bytes that claims 60,000 x 60,000 pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + checksum

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def test_what_is_no_readable_picture_is_left_out_and_named(tmp_path: Path) -> None:
    write_folder(tmp_path, SPLIT)
    cat = tmp_path / "train/cat"
    (cat / "empty.png").write_bytes(b"")
    (cat / "text.jpg").write_text("not a picture")
    (cat / "cut.png").write_bytes((cat / "000.png").read_bytes()[:60])
    bomb(cat / "bomb.png")
    (cat / "folder.png").mkdir()
    os.mkfifo(cat / "pipe.png")
    dataset = read(tmp_path)
    assert dataset.train_labels.tolist() == [0, 0, 0, 1, 1]
    facts = told(dataset)[ErrorCode.DATA_FOLDER_SKIPPED]
    assert facts["count"] == 5
    assert "train/cat/bomb.png" in facts["names"]


def test_links_are_followed_within_the_folder_alone(tmp_path: Path) -> None:
    root = write_folder(tmp_path / "root", SPLIT)
    write_folder(tmp_path / "outside", {"secret": 2})
    (root / "train/cat/inner.png").symlink_to(root / "train/dog/000.png")
    (root / "train/cat/outer.png").symlink_to(tmp_path / "outside/secret/000.png")
    (root / "train/lion").symlink_to(tmp_path / "outside/secret")
    (root / "train/cat/loop").symlink_to(root / "train")
    (root / "train/cat/nowhere.png").symlink_to(root / "gone.png")
    dataset = read(root)
    assert dataset.class_names == ("cat", "dog")
    assert dataset.train_labels.tolist() == [0, 0, 0, 0, 1, 1]
    facts = told(dataset)[ErrorCode.DATA_FOLDER_LINKS]
    assert facts["count"] == 3
    assert "train/lion" in facts["names"]
    (tmp_path / "named").symlink_to(root)
    assert len(read(tmp_path / "named").train_labels) == 6, "the folder itself may be a link"


def test_classes_without_readable_pictures_are_left_out_and_named(tmp_path: Path) -> None:
    write_folder(tmp_path, {**SPLIT, "train/empty": 0, "train/ape": 1, "val/ape": 1})
    (tmp_path / "train/ape/000.png").write_bytes(b"broken")
    dataset = read(tmp_path)
    assert dataset.class_names == ("cat", "dog")
    assert dataset.train_labels.tolist() == [0, 0, 0, 1, 1]
    assert dataset.test_labels.tolist() == [0, 1, 1]
    notices = [dict(n.facts) for n in dataset.notices]
    assert {facts["names"] for facts in notices} >= {"empty", "ape"}


def test_a_folder_that_teaches_nothing_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(tmp_path / "gone")[0] is ErrorCode.DATA_PLACE_GONE
    assert refused(tmp_path)[0] is ErrorCode.DATA_FOLDER_NO_CLASSES
    picture(1).save(tmp_path / "loose.png")
    assert refused(tmp_path)[0] is ErrorCode.DATA_FOLDER_NO_CLASSES
    code, facts = refused(write_folder(tmp_path / "one", {"cat": 3}))
    assert (code, facts["name"]) == (ErrorCode.DATA_FOLDER_ONE_CLASS, "cat")
    code, facts = refused(write_folder(tmp_path / "two", {"cat": 1, "dog": 1}))
    assert (code, facts["count"]) == (ErrorCode.DATA_FOLDER_TOO_FEW, 2)
    code, facts = refused(write_folder(tmp_path / "odd", {**SPLIT, "val/Cat": 1}))
    assert (code, facts["name"]) == (ErrorCode.DATA_FOLDER_TEST_CLASS, "Cat")
    monkeypatch.setattr(folder_listing, "MOST_FILES", 5)
    assert refused(write_folder(tmp_path / "many", SPLIT))[0] is ErrorCode.DATA_FOLDER_TOO_MANY


def test_more_than_the_memory_allows_is_refused_with_a_size_that_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image_folder, "MOST_BYTES", 8 * 3 * 20**2)
    write_folder(tmp_path, SPLIT)
    code, facts = refused(tmp_path, ImageFolder(size=32))
    assert (code, facts["fits"]) == (ErrorCode.DATA_FOLDER_NEEDS_MEMORY, 20)
    assert len(read(tmp_path, ImageFolder(size=20)).train_labels) == 5


def test_it_is_decoded_once_and_anew_when_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []

    def count(content: bytes, *how: Any) -> Any:
        decoded.append(len(content))
        return fitted_picture(content, *how)

    monkeypatch.setattr(image_folder, "fitted_picture", count)
    write_folder(tmp_path, SPLIT)
    (tmp_path / "train/cat/broken.png").write_bytes(b"x")
    first, stamp = read(tmp_path), data_stamp(SMALL, tmp_path)
    assert len(decoded) == 9
    again = read(tmp_path)
    assert len(decoded) == 9
    assert np.array_equal(again.train_images, first.train_images)
    assert told(again) == told(first)
    set_aside = SMALL.replace(test_share=0.5, split_seed=3)
    read(tmp_path, set_aside)
    assert len(decoded) == 9, "how they are split changes no picture"
    read(tmp_path, SMALL.replace(fit="pad"))
    assert len(decoded) == 18
    picture(7).save(tmp_path / "train/cat/000.png")
    os.utime(tmp_path / "train/cat/000.png", (5, 5))
    assert data_stamp(SMALL, tmp_path) != stamp
    assert not np.array_equal(read(tmp_path).train_images, first.train_images)
    assert len(decoded) == 27


def test_damaged_or_deleted_caches_cost_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(tmp_path, SPLIT)
    first = read(tmp_path)
    (kept,) = decoded_store.store_folder().iterdir()
    kept.write_bytes(kept.read_bytes()[:200])
    assert np.array_equal(read(tmp_path).train_images, first.train_images)
    monkeypatch.setattr(decoded_store, "MOST_BYTES", 4000)
    read(tmp_path, SMALL.replace(grey=True))
    assert sum(path.stat().st_size for path in decoded_store.store_folder().iterdir()) < 4000
    shutil.rmtree(decoded_store.store_folder())
    decoded_store.store_folder().write_text("a file in its place")
    assert np.array_equal(read(tmp_path).train_images, first.train_images)


def test_it_is_told_how_many_pictures_are_read(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a": 30, "b": 20})
    heard: list[tuple[int, int]] = []
    load_dataset(SMALL, tmp_path, lambda done, total: heard.append((done, total)))
    assert heard == [(0, 50), (20, 50), (40, 50)]
