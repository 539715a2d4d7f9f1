"""The functions `load_data` of scripts that read files: those of MNIST's format, or pictures.

They take the same files in the same order as ``convviz.engine.datasets``, without its care for what
is damaged or hostile: a script is run where a run was.
"""

from __future__ import annotations

from textwrap import dedent
from typing import Final

READ_MNIST: Final = dedent('''\
    def read_idx(split, what):
        """Return the bytes of a file as its head says: 4 bytes, the length of each axis, the bytes.

        Its rows and columns are swapped in EMNIST's files.
        """
        named = DATA.parent if DATA.is_file() else DATA
        below = ("MNIST/raw", "FashionMNIST/raw", "KMNIST/raw", "EMNIST/raw", "raw", "mnist")
        folders = [named, *(named / name for name in below)]
        found = (sorted(folder.glob(f"*-{what}?idx?-ubyte*")) for folder in folders)
        paths = [p for p in next(filter(None, found), []) if f"{PART}-" in f"-{p.name}" or not PART]
        paths = [path for path in paths if any(f"{word}-{what}" in path.name for word in split)]
        if not paths:
            raise SystemExit(f"There are no files of MNIST's format in {DATA}")
        packed = paths[0].read_bytes()
        content = gzip.decompress(packed) if packed[:2] == b"\\x1f\\x8b" else packed
        start = 4 + 4 * content[3]
        array = np.frombuffer(content, np.uint8, offset=start)
        array = array.reshape(np.frombuffer(content[4:start], ">u4"))
        is_turned = paths[0].name.lower().startswith("emnist") and what == "images"
        return array.swapaxes(1, 2) if is_turned else array


    def load_data():
        """Read the pictures to train with and the pictures to test with, each with their labels.

        Labels from 1 on are counted from 0.
        """
        train, test = ("train",), ("t10k", "test")
        labels, test_labels = (read_idx(part, "labels").astype(np.int64) for part in (train, test))
        first = min(labels.min(), 1)
        images, test_images = (read_idx(part, "images")[:, None] for part in (train, test))
        return images, labels - first, test_images, test_labels - first
    ''')

READ_FOLDER: Final = dedent('''\
    def files_of(parent):
        """Return the pictures' files of each class: of each folder in a folder, by its name."""
        root, found = DATA.resolve(), {}
        for folder in sorted(parent.iterdir(), key=lambda path: path.name):
            paths = []
            for place, below, names in os.walk(folder):
                below[:] = [name for name in below if not name.startswith(".")]
                shown = (n for n in names if n.lower().endswith(SUFFIXES) and n[0] != ".")
                files = (Path(place, name) for name in shown)
                paths += [path for path in files if path.resolve().is_relative_to(root)]
            if paths and folder.name[0] != "." and folder.resolve().is_relative_to(root):
                found[folder.name] = sorted(paths)
        return found


    def measured(paths, parent):
        """Return the pictures of a class that are not trained on: by a checksum of their names."""

        def rank(path):
            name = f"{SPLIT_SEED}/{path.relative_to(parent).as_posix()}"
            return hashlib.sha256(os.fsencode(name)).digest()

        count = min(max(round(TEST_SHARE * len(paths)), 1), len(paths) - 1)
        return set(sorted(paths, key=rank)[:count])


    def pixels_of(paths):
        """Return the pixels of some pictures, those that can be read."""
        images = []
        for path in paths:
            try:
                images.append(fitted_picture(path.read_bytes(), SIZE, FIT, GREY))
            except BREAKAGES as error:
                print(f"Left out: {path}: {error}")
        return images


    def load_data():
        """Read the pictures to train with and the pictures to test with, each with their labels.

        How they are made to fit stands at the end of this file.
        """
        if not DATA.is_dir():
            raise SystemExit(f"There is no folder {DATA}")
        inside = sorted(path for path in DATA.glob("*/*") if path.is_dir() and path.name[0] != ".")
        folders = {path.parent.name.lower(): path.parent for path in inside}
        train, test = (
            next((folders[name] for name in names if name in folders), None)
            for names in (
                ("train", "training"),
                ("val", "valid", "validation", "test", "testing"),
            )
        )
        if train is None or test is None:
            train = train or DATA
            found = files_of(train)
            chosen = {name: measured(paths, train) for name, paths in found.items()}
            to_train = {n: [p for p in paths if p not in chosen[n]] for n, paths in found.items()}
            to_test = {n: [p for p in paths if p in chosen[n]] for n, paths in found.items()}
        else:
            to_train, to_test = files_of(train), files_of(test)
        parts = [{n: pixels_of(p) for n, p in part.items()} for part in (to_train, to_test)]
        classes = [name for name, images in parts[0].items() if images]
        arrays = []
        for part in parts:
            images = [part.get(name, []) for name in classes]
            arrays.append(np.concatenate([np.stack(some) for some in images if some]))
            arrays.append(np.repeat(np.arange(len(classes)), list(map(len, images))))
        return arrays
    ''')
