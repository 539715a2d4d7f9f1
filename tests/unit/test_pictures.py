from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PIL import Image

from convviz.core.errors import ConvVizError, DataError, DocumentError, ErrorCode
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.protocol.document import Calculator, Document
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import LARGEST_SIDE, Picture, PictureMode
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import course_network, new_document
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.edits import with_kernel_a_channel, with_picture
from convviz.values.cifar10_sample import CIFAR10_VARIABLE, cifar10_sample
from convviz.values.pictures import (
    OpenedPicture,
    embedded,
    picture_of_pixels,
    read_picture,
    read_picture_file,
)
from convviz.values.recipes import materialise
from convviz.values.shapes10 import sample

if TYPE_CHECKING:
    from collections.abc import Callable


def coloured(width: int = 6, height: int = 4) -> Image.Image:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[..., 0], pixels[..., 1] = 255, np.arange(width) * 20
    return Image.fromarray(pixels, "RGB")


def stored(image: Image.Image, form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def opened(image: Image.Image) -> OpenedPicture:
    return read_picture(stored(image, "PNG"), "it")


@pytest.mark.parametrize("form", ["PNG", "BMP", "GIF", "WEBP", "JPEG"])
def test_common_formats_are_read(form: str) -> None:
    options = {"lossless": True} if form == "WEBP" else {}
    picture = embedded(
        read_picture(stored(coloured(), form, **options), "it"), None, PictureMode.RGB
    )
    assert picture.size == (6, 4)
    cells = materialise(picture, (3, 4, 6))
    assert cells[0].min() > 0.9
    assert cells[2].max() < 0.1


def test_brightness_is_from_zero_to_one_in_thousandths() -> None:
    picture = embedded(opened(coloured()), None, PictureMode.RGB)
    cells = materialise(picture, (3, 4, 6))
    assert cells[1, 0].tolist() == [0, 0.078, 0.157, 0.235, 0.314, 0.392]
    assert set(cells[0].ravel().tolist()) == {1.0}


def test_a_grey_picture_for_three_channels_and_a_colour_for_one() -> None:
    grey = embedded(opened(coloured()), None, PictureMode.GREY)
    three = materialise(grey, (3, 4, 6))
    assert (three[0] == three[2]).all()
    colour = embedded(opened(coloured()), None, PictureMode.RGB)
    np.testing.assert_allclose(materialise(colour, (1, 4, 6)), three[:1], atol=0.005)


@pytest.mark.parametrize("shape", [(1, 2, 3), (3, 40, 7), (1, 9), (2, 3, 4, 5), (5, 1, 1)])
def test_a_picture_fills_every_shape(shape: tuple[int, ...]) -> None:
    picture = embedded(opened(coloured()), None, PictureMode.RGB)
    cells = materialise(picture, shape)
    assert cells.shape == shape
    assert cells.min() >= 0
    assert cells.max() <= 1


def test_a_wide_picture_is_scaled_down_to_the_size_asked_for() -> None:
    wide = opened(Image.new("L", (20_000, 100), 128))
    assert (wide.width, wide.height) == (20_000, 100)
    assert embedded(wide, None, PictureMode.GREY).size == (LARGEST_SIDE, 3)
    assert embedded(wide, 64, PictureMode.GREY).size == (64, 1)
    assert materialise(embedded(wide, 64, PictureMode.GREY), (1, 1, 64)).max() == 0.502


def test_one_pixel_is_a_picture_too() -> None:
    dot = opened(Image.new("RGB", (1, 1), "white"))
    assert embedded(dot, None, PictureMode.GREY).size == (1, 1)
    assert embedded(dot, 32, PictureMode.GREY).size == (32, 32)


def test_transparency_is_over_white_and_16_bits_become_8() -> None:
    clear = embedded(opened(Image.new("RGBA", (2, 2), (0, 0, 0, 0))), None, PictureMode.GREY)
    assert materialise(clear, (1, 2, 2)).tolist() == [[[1, 1], [1, 1]]]
    deep = Image.fromarray(np.full((2, 2), 0x80FF, np.uint16))
    assert materialise(embedded(opened(deep), None, PictureMode.GREY), (1, 2, 2)).max() == 0.502


def test_a_turned_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = read_picture(stored(coloured(), "JPEG", exif=exif), "photo.jpg")
    assert embedded(turned, None, PictureMode.GREY).size == (4, 6)
    assert (turned.width, turned.height) == (4, 6)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture at all",
        stored(coloured(64, 64), "PNG")[:120],
        stored(coloured(64, 64), "JPEG")[:400],
        stored(coloured(64, 64), "GIF")[:60],
        stored(coloured(64, 64), "BMP")[:400],
        stored(coloured(64, 64), "WEBP")[:50],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    ],
)
def test_broken_pictures_get_a_sentence(content: bytes) -> None:
    with pytest.raises(DataError) as caught:
        read_picture(content, "holiday.png")
    assert caught.value.code is ErrorCode.PICTURE_BROKEN
    assert "holiday.png" in sentence(caught.value)


@pytest.mark.unmeasured
def test_a_bomb_is_not_unpacked() -> None:
    bomb = stored(Image.new("1", (30_000, 30_000)), "PNG")
    with pytest.raises(DataError) as caught:
        read_picture(bomb, "bomb.png")
    assert caught.value.code is ErrorCode.PICTURE_TOO_LARGE
    assert caught.value.facts["width"] == 30_000


def test_files_that_are_not_there_or_no_files(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.png", tmp_path):
        with pytest.raises(DocumentError):
            read_picture_file(path)


def document(calculator: Calculator) -> Document:
    return Document(calculator, course_network())


def test_a_document_keeps_its_picture_and_its_seed() -> None:
    calculator = with_picture(
        Calculator(Conv2d(1, 1, 3), (1, 5, 5)), embedded(opened(coloured()), 32, PictureMode.RGB)
    )
    assert calculator.input_shape == (3, 21, 32)
    assert calculator.layer == Conv2d(3, 1, 3)
    again = decode_document(encode_document(document(calculator)))
    assert again.calculator == calculator


def damaged(change: Callable[[dict[str, object]], None]) -> bytes:
    calculator = with_picture(
        Calculator(Conv2d(1, 1, 3), (1, 5, 5)), embedded(opened(coloured()), 32, PictureMode.GREY)
    )
    plain = msgspec.json.decode(encode_document(document(calculator)))
    change(plain["calculator"]["input"])
    return msgspec.json.encode(plain)


def replaced(png: bytes) -> Callable[[dict[str, object]], None]:
    return lambda recipe: recipe.update(png=msgspec.to_builtins(png))


@pytest.mark.parametrize(
    "change",
    [
        lambda recipe: recipe.update(png="%%%"),
        lambda recipe: recipe.update(mode="rgb"),
        lambda recipe: recipe.update(mode="sepia"),
        lambda recipe: recipe.update(more=1),
        replaced(b""),
        replaced(stored(coloured(), "PNG")[:-20]),
        replaced(stored(coloured().convert("L"), "PNG")[:60] + b"x" * 40),
        replaced(stored(Image.new("L", (513, 4)), "PNG")),
        replaced(stored(coloured(), "JPEG")),
        replaced(stored(coloured(), "PNG") + b"\0" * (1 << 20)),
    ],
)
def test_a_damaged_picture_makes_no_document(change: Callable[[dict[str, object]], None]) -> None:
    with pytest.raises(DocumentError) as caught:
        decode_document(damaged(change))
    assert caught.value.code is ErrorCode.DOCUMENT_MALFORMED


def test_a_picture_can_only_be_the_input() -> None:
    plain = msgspec.json.decode(encode_document(new_document()))
    picture = embedded(opened(coloured()), 32, PictureMode.GREY)
    plain["calculator"]["weight"] = msgspec.json.decode(msgspec.json.encode(picture))
    with pytest.raises(DocumentError, match="only be the input"):
        decode_document(msgspec.json.encode(plain))


def test_an_animation_of_pixels_is_no_picture_of_a_document() -> None:
    with pytest.raises(ValueError, match="plain PNG"):
        Picture(stored(coloured(), "PNG", dpi=(72, 72)), PictureMode.RGB)


@pytest.mark.parametrize("layer", [Conv1d(1, 1, 3), Conv2d(1, 1, 3), Conv3d(1, 1, 1)])
def test_a_picture_is_shown_in_any_number_of_dimensions(layer: Conv2d) -> None:
    before = Calculator(layer, (1, *(5,) * layer.rank))
    scene = build_scene(with_picture(before, embedded(opened(coloured()), 32, PictureMode.RGB)))
    assert scene.plain_input.shape[0] == 3
    assert scene.plain_input.shape[-1] == 32


def test_a_kernel_a_channel_keeps_the_channels_apart() -> None:
    before = with_picture(
        Calculator(Conv2d(1, 1, 3), (1, 5, 5)), embedded(opened(coloured()), 32, PictureMode.RGB)
    )
    assert with_kernel_a_channel(before).layer == Conv2d(3, 3, 3, groups=3)


def test_samples_of_shapes10_are_drawn_the_same_every_time() -> None:
    assert sample(3).shape == (3, 32, 32)
    assert np.array_equal(sample(3), sample(3))
    assert not np.array_equal(sample(3), sample(13))
    assert embedded(picture_of_pixels(sample(0), "it"), None, PictureMode.RGB).size == (32, 32)


def records() -> bytes:
    return np.arange(10_000 * 3073, dtype=np.uint32).astype(np.uint8).tobytes()


def test_one_picture_of_cifar10_is_read_from_a_folder_or_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cifar-10-batches-bin"
    folder.mkdir()
    content = records()
    (folder / "test_batch.bin").write_bytes(content)
    archive = tmp_path / "cifar.tar"
    with tarfile.open(archive, "w") as tar:
        tar.add(folder / "test_batch.bin", "cifar-10-batches-bin/test_batch.bin")
    expected = np.frombuffer(content, np.uint8)[5 * 3073 + 1 : 6 * 3073].reshape(3, 32, 32)
    for place in (tmp_path, folder, archive):
        monkeypatch.setenv(CIFAR10_VARIABLE, str(place))
        assert np.array_equal(cifar10_sample(5), expected)
        assert np.array_equal(cifar10_sample(10_005), expected)


def test_without_cifar10_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv(CIFAR10_VARIABLE, str(tmp_path / "nothing"))
    with pytest.raises(ConvVizError) as caught:
        cifar10_sample(0)
    assert caught.value.code is ErrorCode.DATA_NOT_FOUND
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"junk")
    monkeypatch.setenv(CIFAR10_VARIABLE, str(broken))
    with pytest.raises(ConvVizError):
        cifar10_sample(0)
