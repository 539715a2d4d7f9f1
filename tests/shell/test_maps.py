"""``convviz maps``: what every layer makes of a picture, without a window."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import torch
from PIL import Image
from safetensors.torch import save

from convviz.__main__ import main
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import write_document
from convviz.protocol.templates import new_document
from tests.support.exported_files import archive, small_program
from tests.support.small_training import tiny_network

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LAYERS = ["Conv2d(3, 4, 3)", "ReLU()", "MaxPool2d(2)", "Flatten()", "Linear(900, 10)"]
CHAIN = [*LAYERS, "--input", "3,32,32"]


def height_of(path: Path) -> int:
    with Image.open(path) as image:
        return image.height


def test_the_numbers_of_a_trained_document_are_torchs(tmp_path: Path) -> None:
    network = tiny_network()
    model = build_sequential(network.steps, network.input_shape, seed=5).eval()
    content = save(model.state_dict())
    (tmp_path / "net.safetensors").write_bytes(content)
    weights = WeightsFile("net.safetensors", hashlib.sha256(content).hexdigest())
    trained = msgspec.structs.replace(network, weights=weights)
    path = tmp_path / "net.convviz"
    write_document(path, msgspec.structs.replace(new_document(), network=trained))

    assert main(["maps", str(path), "--sample", "3", "-o", str(tmp_path / "out.npz")]) == 0

    found = np.load(tmp_path / "out.npz")
    batch = torch.from_numpy(found["input"])[None]
    seen: dict[str, np.ndarray] = {}
    with torch.no_grad():
        for name, layer in model.named_children():
            batch = layer(batch)
            seen[name] = batch[0].numpy().copy()
    assert found.files == ["input", *seen]
    assert all(np.array_equal(found[name], values) for name, values in seen.items())


def test_a_folder_gets_a_sheet_a_layer_and_a_png_all_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    assert main(["maps", *CHAIN, "-o", str(folder)]) == 0
    sheets = sorted(place.name for place in folder.iterdir())
    kinds = ["input-Input", "0-Conv2d", "1-ReLU", "2-MaxPool2d", "3-Flatten", "4-Linear"]
    assert sheets == [f"{number}-{kind}.png" for number, kind in enumerate(kinds)]
    assert main(["maps", *CHAIN, "-o", str(tmp_path / "all.png")]) == 0
    heights = [height_of(folder / name) for name in sheets]
    assert height_of(tmp_path / "all.png") == sum(heights)
    assert main(["maps", *CHAIN, "-o", str(folder)]) == 1  # they are there already
    assert main(["maps", *CHAIN, "-o", str(folder), "--replace"]) == 0


def test_sheets_that_have_no_room_in_one_picture_are_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = tmp_path / "maps", tmp_path / "all.png"
    assert main(["maps", *CHAIN, "-o", str(folder)]) == 0
    heights = [height_of(place) for place in sorted(folder.iterdir())]
    for room, count in ((sum(heights[:4]), 4), (heights[0] - 1, 1), (sum(heights), 6)):
        monkeypatch.setattr("convviz.cli.map_sheets._MOST_SIDE", room)
        assert main(["maps", *CHAIN, "-o", str(out), "--replace"]) == 0
        assert height_of(out) == sum(heights[:count])
        said = capsys.readouterr().err
        assert (f"the first {count} of 6 sheets" in said) == (count < 6)


def test_an_own_picture_and_a_seed(tmp_path: Path) -> None:
    picture = tmp_path / "mine.png"
    Image.new("RGB", (60, 40), (255, 0, 51)).save(picture)
    outs = []
    for number, seed in enumerate((1, 1, 2)):
        out = tmp_path / f"{number}.npz"
        assert (
            main(["maps", *CHAIN, "--picture", str(picture), "--seed", str(seed), "-o", str(out)])
            == 0
        )
        outs.append(np.load(out))
    colours = np.array([1.0, 0.0, 0.2], np.float32)
    assert np.allclose(outs[0]["input"], colours[:, None, None])
    assert np.array_equal(outs[0]["4"], outs[1]["4"])
    assert not np.array_equal(outs[0]["4"], outs[2]["4"])


def test_a_network_that_fails_is_shown_up_to_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["maps", "Conv2d(3, 4, 3)", "Conv2d(5, 2, 3)", "--input", "3,32,32"]) == 2
    said = capsys.readouterr()
    assert "Conv2d(3, 4" in said.out
    assert "Conv2d(5, 2" not in said.out
    assert "in_channels is 5" in said.err


def test_the_table_says_which_picture_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["maps", *CHAIN, "--sample", "1"]) == 0
    dataset = make_shapes10(train_count=0)
    label = dataset.class_names[int(dataset.test_labels[1])]
    said = capsys.readouterr().out
    assert f'test picture 1: "{label}"' in said
    assert "Taken for: " in said


def test_wrong_input_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.png").write_text("no picture")
    assert main(["maps", *CHAIN, "--picture", str(tmp_path / "no.png")]) == 2
    assert "no.png" in capsys.readouterr().err
    assert main(["maps", "ReLU()"]) == 2  # no input shape
    capsys.readouterr()
    assert main(["maps", *CHAIN, "-o", str(tmp_path / "maps.jpg")]) == 2
    assert ".npz" in capsys.readouterr().err
    assert not (tmp_path / "maps.jpg").exists()


def test_a_file_of_torch_export_has_its_own_weights(tmp_path: Path) -> None:
    made = small_program()
    source, own, drawn = (tmp_path / name for name in ("net.pt2", "own.npz", "drawn.npz"))
    source.write_bytes(archive(made.files()))
    assert main(["maps", str(source), "-o", str(own)]) == 0
    assert main(["maps", str(source), "--seed", "3", "-o", str(drawn)]) == 0
    with np.load(own) as arrays, np.load(drawn) as others:
        names = ("conv.weight", "conv.bias")
        weight, bias = (torch.from_numpy(made.weights[name]).float() for name in names)
        given = torch.from_numpy(arrays["input"])
        padding = (arrays["conv"].shape[-1] - arrays["input"].shape[-1] + weight.shape[-1] - 1) // 2
        expected = torch.nn.functional.conv2d(given, weight, bias, padding=padding)
        assert np.allclose(arrays["conv"], expected, atol=1e-5)
        assert not np.allclose(arrays["conv"], others["conv"])
