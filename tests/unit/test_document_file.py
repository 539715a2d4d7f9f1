"""Documents survive a round trip; broken and hostile files change nothing and say why."""

from __future__ import annotations

import errno
import json
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.errors import ConvVizError, DocumentError, ErrorCode, StorageError
from convviz.core.layers.activation import LeakyReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.upsample import Upsample
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator, Document, Training, check_training
from convviz.protocol.document_file import (
    LARGEST_DOCUMENT,
    VERSION,
    decode_document,
    encode_document,
    read_document,
    write_document,
)
from convviz.protocol.recipes import NonFinite, Numbers, cell_of, number_of
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import new_document

if TYPE_CHECKING:
    from convviz.core.layers import Layer


def changed(**changes: object) -> bytes:
    plain = json.loads(encode_document(new_document()))
    for path, value in changes.items():
        *parents, last = path.split("__")
        target = plain
        for parent in parents:
            target = target[int(parent) if parent.isdigit() else parent]
        target[last] = value
    return json.dumps(plain).encode()


def test_a_document_reads_back_as_it_was_written(tmp_path: Path) -> None:
    document = msgspec.structs.replace(
        new_document(), training=Training(optimiser=Adam(lr=0.003), epochs=7)
    )
    write_document(tmp_path / "course.convviz", document)
    assert read_document(tmp_path / "course.convviz") == document


def test_numbers_that_json_lacks_survive(tmp_path: Path) -> None:
    cells = (1.5, NonFinite.NAN, NonFinite.INFINITY, NonFinite.MINUS_INFINITY)
    document = new_document()
    calculator = msgspec.structs.replace(document.calculator, input=Numbers((1, 2, 2), cells))
    document = msgspec.structs.replace(document, calculator=calculator)
    write_document(tmp_path / "d.convviz", document)
    read = read_document(tmp_path / "d.convviz").calculator.input
    assert isinstance(read, Numbers)
    assert [cell_of(number_of(cell)) for cell in read.cells] == list(cells)


@pytest.mark.parametrize(
    "layer",
    [
        LeakyReLU(math.nan),
        SGD(lr=math.nan, momentum=math.inf),
        Adam(betas=(math.nan, -math.inf)),
        CrossEntropyLoss(weight=(math.inf, math.nan, 1.0)),
        Upsample(scale_factor=(math.inf, 2.0)),
    ],
    ids=lambda layer: layer.type_name(),
)
def test_settings_that_json_lacks_survive(layer: Layer) -> None:
    calculator = msgspec.structs.replace(new_document().calculator, layer=layer)
    document = msgspec.structs.replace(new_document(), calculator=calculator)
    assert decode_document(encode_document(document)) == document


def test_a_layer_with_impossible_values_is_a_document_all_the_same() -> None:
    text = changed(
        calculator__layer={"type": "Conv2d", "in_channels": 1, "out_channels": 1, "kernel_size": -4}
    )
    layer = decode_document(text).calculator.layer
    assert layer == Conv2d(1, 1, -4)


@pytest.mark.parametrize("shape", [(1, 0, 5), (-2, 5, 5), (1, 10**9, 10**9), (1, 5, 2**70)])
def test_a_shape_that_is_refused_on_the_page_is_kept_as_it_was_typed(
    shape: tuple[int, ...],
) -> None:
    calculator = Calculator(Conv2d(1, 1, 3), shape)
    document = msgspec.structs.replace(new_document(), calculator=calculator)

    assert decode_document(encode_document(document)) == document


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", ErrorCode.DOCUMENT_NOT_JSON),
        (b"\x80\x05\x95\x00", ErrorCode.DOCUMENT_NOT_JSON),
        (encode_document(new_document())[:-40], ErrorCode.DOCUMENT_NOT_JSON),
        (b"[" * 200_000, ErrorCode.DOCUMENT_MALFORMED),
        (b'{"format": ' + b'{"a":' * 200_000, ErrorCode.DOCUMENT_MALFORMED),
        (b'{"format": "other", "version": 1}', ErrorCode.DOCUMENT_MALFORMED),
        (changed(version=VERSION + 1), ErrorCode.DOCUMENT_NEWER),
        (changed(version=0), ErrorCode.DOCUMENT_MALFORMED),
        (changed(extra=1), ErrorCode.DOCUMENT_MALFORMED),
        (changed(calculator__layer={"type": "os.system"}), ErrorCode.UNKNOWN_LAYER),
        (changed(calculator__layer={"type": ["Conv2d"]}), ErrorCode.UNKNOWN_LAYER),
        (changed(calculator__layer={"type": "Conv2d"}), ErrorCode.LAYER_MALFORMED),
        (changed(network__steps__0__layer={"type": "ReLU", "x": 1}), ErrorCode.LAYER_MALFORMED),
        (changed(network__steps__0__follows=["stride_"]), ErrorCode.DOCUMENT_MALFORMED),
        (changed(network__input_shape=[1, 10**9, 10**9]), ErrorCode.DOCUMENT_MALFORMED),
        (changed(calculator__input_shape=[1] * 6), ErrorCode.DOCUMENT_MALFORMED),
        (changed(calculator__input_shape=[]), ErrorCode.DOCUMENT_MALFORMED),
        (changed(calculator__input={"type": "numbers", "shape": [1, 5, 5], "cells": [1.0]}),
         ErrorCode.DOCUMENT_MALFORMED),
        (changed(calculator__input={"type": "numbers", "shape": [-1, -1], "cells": [1.0]}),
         ErrorCode.DOCUMENT_MALFORMED),
        (changed(calculator__input={"type": "numbers", "shape": [1] * 100, "cells": [1.0]}),
         ErrorCode.DOCUMENT_MALFORMED),
        (changed(calculator__layer={"type": "MaxPool2d", "kernel_size": [3] * 100_000}),
         ErrorCode.LAYER_MALFORMED),
        (changed(network__steps__0__layer={"type": "GELU", "approximate": "x" * 100_000}),
         ErrorCode.LAYER_MALFORMED),
        (changed(network__steps=[{"layer": {"type": "ReLU"}}] * 1001), ErrorCode.NETWORK_TOO_LONG),
        (changed(training__epochs=0), ErrorCode.DOCUMENT_MALFORMED),
        (changed(training__optimiser={"type": "Pickle"}), ErrorCode.TRAINING_PART_UNKNOWN),
        (changed(training__optimiser={"type": ["SGD"]}), ErrorCode.TRAINING_PART_UNKNOWN),
        (changed(training__loss={"type": "MarginRankingLoss"}), ErrorCode.LOSS_NOT_TRAINED),
        (changed(training__optimiser={"type": "SGD", "rate": 1}),
         ErrorCode.TRAINING_PART_MALFORMED),
        (changed(training__optimiser={"type": "Adam", "betas": [0.9] * 100_000}),
         ErrorCode.TRAINING_PART_MALFORMED),
        (changed(training__optimiser={"type": "Adam", "beta1": "x"}),
         ErrorCode.TRAINING_PART_MALFORMED),
        (changed(training__optimiser={"type": "SGD", "lr": -1}), ErrorCode.OUT_OF_RANGE),
        (changed(training__loss={"type": "MSELoss", "reduction": "x" * 50}),
         ErrorCode.UNKNOWN_CHOICE),
        (changed(training__schedule={"type": "StepLR"}), ErrorCode.TRAINING_PART_MALFORMED),
        (changed(training__schedule=3), ErrorCode.DOCUMENT_MALFORMED),
    ],
)  # fmt: skip
def test_a_broken_or_hostile_document_is_refused_with_its_reason(
    text: bytes, code: ErrorCode
) -> None:
    with pytest.raises(DocumentError) as refusal:
        decode_document(text, "broken.convviz")
    assert refusal.value.code is code


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "junk.convviz"
    with path.open("wb") as stream:
        stream.truncate(100 << 20)
    with pytest.raises(DocumentError) as refusal:
        read_document(path)
    assert refusal.value.code is ErrorCode.DOCUMENT_TOO_LARGE
    assert refusal.value.facts["limit"] == LARGEST_DOCUMENT


@pytest.mark.parametrize(
    ("name", "code"),
    [("missing", ErrorCode.FILE_MISSING), (".", ErrorCode.FILE_UNREADABLE)],
)
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, code: ErrorCode) -> None:
    with pytest.raises(DocumentError) as refusal:
        read_document(tmp_path / name)
    assert refusal.value.code is code


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, ErrorCode.DISK_FULL), (errno.EIO, ErrorCode.FILE_UNWRITABLE)],
)
def test_a_failed_save_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: ErrorCode
) -> None:
    path = tmp_path / "d.convviz"
    document = new_document()
    write_document(path, document)

    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError) as refusal:
        write_document(path, Document(document.calculator, document.network, Training(epochs=9)))
    monkeypatch.undo()
    assert refusal.value.code is code
    assert read_document(path) == document
    assert [entry.name for entry in tmp_path.iterdir()] == ["d.convviz"]


def test_saving_keeps_the_permissions_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "d.convviz"
    write_document(path, new_document())
    path.chmod(0o640)
    write_document(path, new_document())
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("training", "told"),
    [
        (Training(epochs=0), "epochs must lie between 1 and 100000, but it is 0."),
        (Training(batch_size=-1), "batch_size must lie between 1 and 65536, but it is -1."),
        (Training(seed=2**63), "seed must lie between 0 and 9223372036854775807, but it is"),
        (Training(threads=0), "threads must lie between 1 and 1024, but it is 0."),
        (Training(optimiser=SGD(lr=-0.1)), "lr must lie between 0 and 1e+30, but it is -0.1."),
        (
            Training(optimiser=Adam(betas=(1.0, 0.999))),
            "betas must be at least 0 and below 1, but it is 1.0.",
        ),
    ],
)
def test_training_settings_outside_their_limits_are_refused_with_them(
    training: Training, told: str
) -> None:
    with pytest.raises(ConvVizError) as refusal:
        check_training(training)
    assert sentence(refusal.value).startswith(told)


def with_input(cells: int, number: float) -> Document:
    document = new_document()
    numbers = Numbers((1, cells), (number,) * cells)
    calculator = msgspec.structs.replace(document.calculator, input=numbers)
    return msgspec.structs.replace(document, calculator=calculator)


def test_a_million_typed_numbers_can_be_saved_and_opened_again(tmp_path: Path) -> None:
    document = with_input(1_000_000, -0.25)
    write_document(tmp_path / "large.convviz", document)
    assert read_document(tmp_path / "large.convviz") == document


def test_what_could_not_be_opened_again_is_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "d.convviz"
    write_document(path, new_document())
    with pytest.raises(DocumentError) as refusal:
        write_document(path, with_input(1_000_000, -1.2345678901234567))
    assert refusal.value.code is ErrorCode.DOCUMENT_TOO_LARGE_TO_SAVE
    assert read_document(path) == new_document()


def test_a_long_name_can_be_saved_under(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 240}.convviz"
    write_document(path, new_document())
    assert read_document(path) == new_document()


def test_a_learning_rate_that_float32_lacks_is_refused() -> None:
    with pytest.raises(ConvVizError) as refusal:
        check_training(Training(optimiser=SGD(lr=1e300)))
    assert refusal.value.code is ErrorCode.OUT_OF_RANGE


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are POSIX's")
def test_a_link_stays_and_what_it_points_to_is_saved(tmp_path: Path) -> None:
    target, link = tmp_path / "there" / "d.convviz", tmp_path / "link.convviz"
    target.parent.mkdir()
    link.symlink_to(target)
    write_document(link, new_document())
    assert link.is_symlink()
    assert read_document(target) == new_document()


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are POSIX's")
@pytest.mark.parametrize("name", ["pipe", "folder", "null\0name"])
def test_what_cannot_hold_a_document_is_neither_replaced_nor_written(
    tmp_path: Path, name: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    before = sorted(entry.lstat().st_mode for entry in tmp_path.iterdir())
    with pytest.raises(StorageError) as refusal:
        write_document(tmp_path / name, new_document())
    assert refusal.value.code is ErrorCode.FILE_UNWRITABLE
    assert sorted(entry.lstat().st_mode for entry in tmp_path.iterdir()) == before


def test_a_byte_order_mark_before_a_document_is_passed_over() -> None:
    document = new_document()
    assert decode_document(b"\xef\xbb\xbf" + encode_document(document)) == document


def test_a_key_that_stands_twice_is_refused_and_named() -> None:
    text = encode_document(new_document()).replace(b'"training": {', b'"training":{},"training":{')
    with pytest.raises(DocumentError) as refused:
        decode_document(text)
    assert refused.value.code is ErrorCode.DOCUMENT_MALFORMED
    assert "'training' stands twice" in str(refused.value.facts["detail"])


def test_a_data_set_that_is_none_is_refused() -> None:
    for name in ("../../etc/passwd", "", "cifar10\0"):
        with pytest.raises(DocumentError) as refused:
            decode_document(changed(training__dataset=name))
        assert refused.value.code is ErrorCode.TRAINING_PART_UNKNOWN
        assert refused.value.facts["part"] == "dataset"
