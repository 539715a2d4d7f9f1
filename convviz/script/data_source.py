"""The part of a script that brings the pictures: drawn, or read from a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from convviz.core.call_code import value_code
from convviz.core.data_sets import CIFAR10, MNIST, ImageFolder, Shapes10
from convviz.core.data_sets.mnist import ANY_PART
from convviz.script.drawing_source import FITTING, drawing_source
from convviz.script.file_loading import READ_FOLDER, READ_MNIST
from convviz.values.cifar10_sample import cifar10_places
from convviz.values.shapes10 import SIZE, TEST_STREAM, TRAIN_STREAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.data_sets import DataSet
    from convviz.protocol.document import Training


@dataclass(frozen=True, slots=True)
class DataSource:
    """Code that brings the pictures.

    Attributes:
        title: What people call them.
        imports: The lines that it needs beside numpy and torch.
        settings: Lines that a reader may want to change, for the top of the script.
        load: The function `load_data`.
        drawing: What that calls, for the end of the script; "" for nothing.
        below: The comment above that.
        others: Lines that import what is no part of Python, beside numpy and torch.
        needs: What has to be installed.
    """

    title: str
    load: str
    imports: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    drawing: str = ""
    below: str = ""
    others: tuple[str, ...] = ()
    needs: str = "PyTorch and numpy"


def data_source(training: Training) -> DataSource:
    """Return the code that brings the pictures of a training."""
    return _SOURCES[type(training.dataset)](training)


def _shapes10(training: Training) -> DataSource:
    facts = training.dataset.facts()
    assert facts is not None  # noqa: S101 - what is drawn is known
    channels, size, _ = facts.picture_shape
    settings = [f", size={size}"] if size != SIZE else []
    settings += [", grey=True"] if channels == 1 else []
    more = "".join(settings)

    def draw(count: int, stream: int) -> str:
        return f"draw_split({count:_}, np.random.PCG64([0, {stream}]){more})"

    drawing = drawing_source("draw_split")
    return DataSource(
        training.dataset.title,
        _DRAW.format(
            train=draw(facts.train_pictures, TRAIN_STREAM),
            test=draw(facts.test_pictures, TEST_STREAM),
        ),
        imports=drawing.imports,
        drawing=drawing.text,
        below=_BELOW.format(what="The drawing of Shapes-10"),
    )


def _cifar10(training: Training) -> DataSource:
    place = Path(training.data_path).expanduser() if training.data_path else cifar10_places()[0]
    return DataSource(
        training.dataset.title,
        _READ,
        imports=("import tarfile", "from pathlib import Path"),
        settings=(f"DATA = {_path_code(place)}  # the folder or the archive of CIFAR-10",),
    )


def _mnist(training: Training) -> DataSource:
    part = getattr(training.dataset, "part", ANY_PART)
    return DataSource(
        "files of MNIST's format",
        READ_MNIST,
        imports=("import gzip", "from pathlib import Path"),
        settings=(
            f"DATA = {_path_code(_place(training))}  # the folder with train-images-idx3-ubyte",
            f"PART = {value_code('' if part == ANY_PART else part)}  # such as letters, of several",
        ),
    )


def _image_folder(training: Training) -> DataSource:
    declared = training.dataset
    assert isinstance(declared, ImageFolder)  # noqa: S101 - narrows the type
    reading = drawing_source("fitted_picture", "SUFFIXES", "BREAKAGES", modules=FITTING)
    settings = {
        "SIZE": (declared.size, "height and width of every picture"),
        "FIT": (declared.fit, '"crop", "squash" or "pad"'),
        "GREY": (declared.grey, ""),
        "TEST_SHARE": (declared.test_share, "of each class, where there are no train and val"),
        "SPLIT_SEED": (declared.split_seed, ""),
    }
    lines = [
        f"{name} = {value_code(value)}" + (f"  # {said}" if said else "")
        for name, (value, said) in settings.items()
    ]
    own = (line for line in reading.imports if not line.startswith("from PIL "))
    return DataSource(
        "the pictures of a folder",
        READ_FOLDER,
        imports=("import os", "from pathlib import Path", *own),
        settings=(f"DATA = {_path_code(_place(training))}  # one folder a class", *lines),
        drawing=reading.text,
        below=_BELOW.format(what="How a picture's file becomes a square"),
        others=(_PILLOW,),
        needs="PyTorch, numpy and Pillow",
    )


def _place(training: Training) -> Path:
    """Return where the pictures are; a name to be replaced where nobody said it."""
    return Path(training.data_path or "data").expanduser()


def _path_code(path: Path) -> str:
    """Return a path as code; one in the home folder fits the next person's, too."""
    try:
        below = path.relative_to(Path.home()).as_posix()
    except ValueError:
        return f"Path({value_code(str(path))})"
    return f"Path({value_code('~/' + below)}).expanduser()"


_PILLOW = "from PIL import ExifTags, Image, ImageOps"
_BELOW = "# {what}, as convviz does it: nothing below needs to be read to train."

_DRAW = dedent('''\
    def load_data():
        """Draw the pictures to train with and the pictures to test with, each with their labels.

        How they are drawn stands at the end of this file.
        """
        images, labels = {train}
        test_images, test_labels = {test}
        return images, labels, test_images, test_labels
    ''')

_READ = dedent('''\
    def load_data():
        """Read the pictures to train with and the pictures to test with, each with their labels.

        The binary version of https://www.cs.toronto.edu/~kriz/cifar.html is needed: in each of its
        files, 10,000 times one byte for the label and 3 x 32 x 32 for the picture.
        """
        archive = DATA / "cifar-10-binary.tar.gz" if DATA.is_dir() else DATA
        files = {path.name: path.read_bytes() for path in DATA.glob("**/*_batch*.bin")}
        if not files and archive.exists():
            with tarfile.open(archive) as tar:
                members = [member for member in tar if member.name.endswith(".bin")]
                files = {Path(m.name).name: tar.extractfile(m).read() for m in members}
        if not files:
            raise SystemExit(f"There is no binary version of CIFAR-10 in {DATA}")
        names = [f"data_batch_{number}.bin" for number in range(1, 6)] + ["test_batch.bin"]
        records = np.stack([np.frombuffer(files[name], np.uint8) for name in names])
        records = records.reshape(60_000, 1 + 3 * 32 * 32)
        labels = records[:, 0].astype(np.int64)
        images = records[:, 1:].reshape(-1, 3, 32, 32)
        return images[:50_000], labels[:50_000], images[50_000:], labels[50_000:]
    ''')

_SOURCES: dict[type[DataSet], Callable[[Training], DataSource]] = {
    Shapes10: _shapes10,
    CIFAR10: _cifar10,
    MNIST: _mnist,
    ImageFolder: _image_folder,
}
