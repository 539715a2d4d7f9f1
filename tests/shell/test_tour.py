"""``convviz tour``: every file that it names is there and is what it says; twice in one folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from convviz.__main__ import main
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.protocol.document_file import read_document
from convviz.values.weights import read_weights

if TYPE_CHECKING:
    from convviz.engine.datasets.dataset import Dataset


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_name: str, _path: Path | None = None) -> Dataset:
        return make_shapes10(train_count=200, test_count=50)

    monkeypatch.setattr("convviz.engine.training.setup.load_dataset", load)


def test_the_tour_names_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    del qapp
    for options in ([], ["--replace"]):
        assert main(["tour", "--out", str(tmp_path), *options]) == 0
    out = capsys.readouterr().out
    named = [Path(path) for path in re.findall(rf"({re.escape(str(tmp_path))}\S+?):? ", out + " ")]
    assert {path.name for path in named} >= {
        "course.convviz",
        "shapes.txt",
        "convolution.gif",
        "loss.png",
    }
    network = read_document(tmp_path / "course.convviz").network
    assert "145,578" in (tmp_path / "shapes.txt").read_text()
    with Image.open(tmp_path / "convolution.gif") as animation:
        assert getattr(animation, "n_frames", 1) == 9
        assert animation.size == (1000, 500)
    with Image.open(tmp_path / "loss.png") as plot:
        assert plot.width >= 1000
    (weights, _) = sorted((tmp_path / "runs").glob("*/weights.safetensors"))
    assert read_weights(weights, network=network)["0.weight"].shape == (32, 3, 5, 5)


def test_a_persons_files_are_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "course.convviz"
    mine.write_bytes(b"mine")
    assert main(["tour", "--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert str(mine) in said
    assert "--replace" in said
    assert [path.name for path in tmp_path.iterdir()] == ["course.convviz"]
    assert mine.read_bytes() == b"mine"
