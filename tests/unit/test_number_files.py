"""Numbers that are too many for a document: in files beside it, known by what they hold."""

from __future__ import annotations

import os
from collections import OrderedDict
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator
from convviz.protocol.document_file import decode_document, encode_document, write_document
from convviz.protocol.numbers_folder import (
    block_path,
    folders_beside,
    numbers_folder,
    sweep_blocks,
    trim_folder,
    without_file_blocks,
)
from convviz.protocol.recipes import (
    LARGEST_FILE_BLOCK,
    MOST_TYPED,
    FileBlock,
    Fill,
    FillPattern,
    NonFinite,
    TypedOver,
)
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import new_document
from convviz.values.float32_numbers import float32_numbers
from convviz.values.number_files import number_files, unread_block, write_block
from convviz.values.recipes import materialise, typed_over

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.protocol.document import Document
    from convviz.protocol.recipes import Recipe

SHAPE = (4, 3, 3, 3)
NUMBERS = np.random.default_rng(5).normal(size=SHAPE).astype(np.float32)


@pytest.fixture(autouse=True)
def _nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number_files, "_files", OrderedDict())


def read(block: FileBlock, *folders: Path) -> FileBlock:
    number_files.load(block, folders)
    return block


def refusal(block: FileBlock, *folders: Path) -> StorageError:
    with pytest.raises(StorageError) as caught:
        number_files.load(block, folders)
    return caught.value


def document_with(weight: Recipe) -> Document:
    calculator = Calculator(Conv2d(3, 4, 3), (3, 8, 8), weight=weight)
    return msgspec.structs.replace(new_document(), calculator=calculator)


def test_numbers_come_back_as_they_were_written(tmp_path: Path) -> None:
    block = read(write_block(NUMBERS, tmp_path), tmp_path)

    assert np.array_equal(materialise(block, SHAPE, channel_axes=2), NUMBERS)
    assert unread_block(block) is None


def test_infinite_numbers_and_those_beyond_float32_come_back_too(tmp_path: Path) -> None:
    block = read(write_block(np.array([np.nan, np.inf, 1e300, -0.0]), tmp_path), tmp_path)

    numbers = materialise(block, (4,))
    assert np.array_equal(numbers, [np.nan, np.inf, np.inf, 0.0], equal_nan=True)


def test_they_are_read_once_whatever_becomes_of_the_file(tmp_path: Path) -> None:
    block = read(write_block(NUMBERS, tmp_path), tmp_path)
    block_path(tmp_path, block.sha256).unlink()

    read(block, tmp_path)

    assert np.array_equal(materialise(block, SHAPE, channel_axes=2), NUMBERS)


def test_without_their_file_they_are_made_up_and_who_asks_knows(tmp_path: Path) -> None:
    block = write_block(NUMBERS, tmp_path / "a")

    error = refusal(block, tmp_path / "b")

    assert error.code is ErrorCode.NUMBERS_FILE_MISSING
    assert str(tmp_path / "b") in sentence(error)
    assert "Put the folder back beside the document" in sentence(error)
    assert unread_block(block) == block
    assert unread_block(TypedOver(block, ())) == block
    made_up = materialise(block, SHAPE, channel_axes=2)
    assert np.array_equal(made_up, np.round(made_up))


@pytest.mark.parametrize("damage", ["a bit", "cut", "longer", "another", "not one"])
def test_a_file_that_was_changed_is_never_taken(tmp_path: Path, damage: str) -> None:
    block = write_block(NUMBERS, tmp_path)
    path = block_path(tmp_path, block.sha256)
    data = path.read_bytes()
    other = write_block(NUMBERS + 1, tmp_path)
    path.write_bytes(
        {
            "a bit": data[:-1] + bytes([data[-1] ^ 1]),
            "cut": data[:-4],
            "longer": data + b"\0",
            "another": block_path(tmp_path, other.sha256).read_bytes(),
            "not one": b"numbers",
        }[damage]
    )

    assert refusal(block, tmp_path).code is ErrorCode.NUMBERS_FILE_CHANGED


def test_a_sound_file_that_holds_another_shape_is_not_taken(tmp_path: Path) -> None:
    block = write_block(NUMBERS, tmp_path)
    claimed = FileBlock((3, 4, 3, 3), block.sha256)

    assert refusal(claimed, tmp_path).code is ErrorCode.NUMBERS_FILE_CHANGED
    read(block, tmp_path)
    assert unread_block(claimed) == claimed


def test_a_damaged_file_does_not_hide_a_sound_one_elsewhere(tmp_path: Path) -> None:
    block = write_block(NUMBERS, tmp_path / "good")
    bad = block_path(tmp_path, block.sha256)
    bad.write_bytes(b"no")

    read(block, tmp_path, tmp_path / "good")

    assert number_files.folder(block) == tmp_path / "good"


def test_a_document_with_very_many_numbers_stays_small(tmp_path: Path) -> None:
    block = write_block(np.zeros((512, 512, 3, 3), np.float32), tmp_path)
    document = document_with(typed_over(block, {(0, 0, 0, 0): 1.0, (9, 9, 2, 2): float("nan")}))

    text = encode_document(document)

    assert len(text) < 8_000
    assert decode_document(text) == document


@pytest.mark.parametrize("shape", [(), (0, 4), (LARGEST_FILE_BLOCK + 1,), (2,) * 6, (2**62,) * 900])
def test_a_shape_that_no_file_has_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="block of the shape"):
        FileBlock(shape, "0" * 64)


def typed(cells: list[object], base: dict[str, object] | None = None) -> dict[str, object]:
    base = base or {"type": "fill", "pattern": "ones"}
    return {"type": "typed_over", "base": base, "cells": cells}


@pytest.mark.parametrize(
    "weight",
    [
        {"type": "file_block", "shape": [4], "sha256": "../../etc/passwd"},
        {"type": "file_block", "shape": [4], "sha256": "0" * 64, "path": "/etc/passwd"},
        typed([], {"type": "numbers", "shape": [1], "cells": [1]}),
        typed([[[-1], 2]]),
        typed([[[0] * 9, 2]]),
        typed([[[0], 1]] * (MOST_TYPED + 1)),
    ],
)  # fmt: skip
def test_a_hostile_recipe_is_refused(weight: dict[str, object]) -> None:
    plain = msgspec.json.decode(encode_document(document_with(Fill(FillPattern.ONES))))
    plain["calculator"]["weight"] = weight

    with pytest.raises(DocumentError) as caught:
        decode_document(msgspec.json.encode(plain))
    assert caught.value.code is ErrorCode.DOCUMENT_MALFORMED


def test_what_is_typed_keeps_its_place_when_the_shape_changes() -> None:
    typed = typed_over(Fill(FillPattern.ONES), {(1, 2, 0, 1): 5.0, (3, 0, 2, 2): 7.0})
    typed = typed_over(typed, {(1, 2, 0, 1): 6.0})

    whole = materialise(typed, SHAPE, channel_axes=2)
    smaller = materialise(typed, (2, 3, 2, 2), channel_axes=2)
    row = materialise(typed, (4, 3, 3), channel_axes=2)  # as Conv1d has it: the first row stays
    deeper = materialise(typed, (4, 3, 2, 3, 3), channel_axes=2)

    assert (whole[1, 2, 0, 1], whole[3, 0, 2, 2], whole.sum()) == (6.0, 7.0, whole.size + 5 + 6)
    assert (smaller[1, 2, 0, 1], smaller.sum()) == (6.0, smaller.size + 5)
    assert (row[1, 2, 1], row.sum()) == (6.0, row.size + 5)
    assert (deeper[1, 2, 0, 0, 1], deeper[3, 0, 0, 2, 2]) == (6.0, 7.0)


def test_no_more_is_typed_than_a_document_keeps() -> None:
    typed = typed_over(Fill(FillPattern.ONES), {(n,): 1.0 for n in range(MOST_TYPED)})

    assert typed_over(typed, {(0,): 2.0}).cells[0] == ((0,), 2.0)
    with pytest.raises(DocumentError) as caught:
        typed_over(typed, {(MOST_TYPED,): 2.0})
    assert caught.value.code is ErrorCode.TYPED_TOO_MANY


def test_numbers_are_made_once_and_anew_when_their_file_was_read(tmp_path: Path) -> None:
    block = write_block(np.ones((8, 64, 3, 3)), tmp_path)
    made_up = float32_numbers.of(block, (8, 64, 3, 3), 2)
    assert float32_numbers.of(block, (8, 64, 3, 3), 2) is made_up

    read(block, tmp_path)

    real = float32_numbers.of(block, (8, 64, 3, 3), 2)
    assert (real == 1).all()
    assert float32_numbers.of(block, (8, 64, 3, 3), 2) is real
    assert not real.flags.writeable


def test_numbers_beyond_float32_are_infinite_to_torch() -> None:
    typed = typed_over(Fill(FillPattern.ONES), {(0,): 1e39, (1,): -1e39, (2,): np.nan, (3,): 3e38})
    numbers = float32_numbers.of(typed, (5,))

    assert np.array_equal(numbers, [np.inf, -np.inf, np.nan, 3e38, 1], equal_nan=True)
    assert typed.cells[2][1] is NonFinite.NAN


def test_a_renamed_or_copied_document_finds_its_numbers(tmp_path: Path) -> None:
    block = write_block(NUMBERS, numbers_folder(tmp_path / "first.convviz"))

    read(block, *folders_beside(tmp_path / "renamed.convviz"))

    assert unread_block(block) is None


def saved(path: Path, document: Document) -> None:
    path.parent.mkdir(exist_ok=True)
    write_document(path, document)


def test_numbers_that_nobody_needs_any_more_are_kept_aside_to_be_undone_to(tmp_path: Path) -> None:
    path, aside = tmp_path / "a.convviz", tmp_path / "aside"
    old = write_block(NUMBERS, numbers_folder(path))
    new = write_block(NUMBERS + 1, numbers_folder(path))
    saved(path, document_with(new))

    sweep_blocks(path, [new.sha256], aside)

    assert [found.stem for found in numbers_folder(path).iterdir()] == [new.sha256]
    assert [found.stem for found in aside.iterdir()] == [old.sha256]
    sweep_blocks(path, [], None)
    assert not numbers_folder(path).exists()


def test_numbers_that_another_document_beside_needs_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.convviz"
    old = write_block(NUMBERS, numbers_folder(path))
    saved(tmp_path / "copy.convviz", document_with(old))
    saved(path, new_document())

    sweep_blocks(path, [], None)

    assert block_path(numbers_folder(path), old.sha256).exists()


def test_a_run_keeps_a_document_that_needs_no_file_beside_it(tmp_path: Path) -> None:
    block = write_block(NUMBERS, tmp_path)
    plain = new_document()

    assert without_file_blocks(document_with(typed_over(block, {}))).network == plain.network
    assert block.sha256.encode() not in encode_document(without_file_blocks(document_with(block)))
    assert without_file_blocks(plain) is plain


def test_a_windows_own_folder_never_grows_without_end(tmp_path: Path) -> None:
    blocks = [write_block(NUMBERS + number, tmp_path) for number in range(5)]
    for age, block in enumerate(blocks):
        os.utime(block_path(tmp_path, block.sha256), (1000 + age, 1000 + age))
    size = block_path(tmp_path, blocks[0].sha256).stat().st_size

    trim_folder(tmp_path, [blocks[0].sha256], limit=3 * size)

    left = {path.stem for path in tmp_path.iterdir()}
    assert left == {blocks[0].sha256, blocks[3].sha256, blocks[4].sha256}
    trim_folder(tmp_path / "not there", [])
