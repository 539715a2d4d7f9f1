"""Which pictures a folder holds, of which class each is, and which of them are measured."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.dataset import DatasetNotice
from convviz.values.fitted_pictures import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.data_sets import ImageFolder
    from convviz.core.errors import Fact

MOST_FILES: Final = 500_000
MOST_CLASSES: Final = 1_000
TRAIN_FOLDERS: Final = ("train", "training")
TEST_FOLDERS: Final = ("val", "valid", "validation", "test", "testing")
"""What the folder is called that is measured; the first one that is there counts."""
_NAMES_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class ListedPicture:
    """A file that may be a picture.

    Attributes:
        path: Where it is.
        label: Its class, by number.
        is_test: Whether it is measured and not trained on.
        size: Bytes.
        changed: When it was written, in nanoseconds.
    """

    path: Path
    label: int
    is_test: bool
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds.

    Attributes:
        root: The folder.
        class_names: Of every class that has a folder to train on, in order.
        pictures: Class by class; first all to train on, then all to measure with.
        notices: What to tell.
    """

    root: Path
    class_names: tuple[str, ...]
    pictures: tuple[ListedPicture, ...]
    notices: tuple[DatasetNotice, ...] = ()

    def by_path(self) -> list[int]:
        """Return the places of the pictures in the order of their paths, as no split changes it."""
        return sorted(range(len(self.pictures)), key=lambda at: self.pictures[at].path)

    def stamp(self) -> str:
        """Return a text that changes with the pictures: with a name, a size or a time."""
        digest = hashlib.sha256(os.fsencode(self.root))
        for at in self.by_path():
            one = self.pictures[at]
            digest.update(f"\n{one.size} {one.changed} ".encode() + os.fsencode(one.path))
        return digest.hexdigest()


def list_folder(declared: ImageFolder, root: Path) -> Listing:
    """Return what a folder holds, without opening any file.

    Raises:
        DataError: DATA_PLACE_GONE, DATA_FOLDER_NO_CLASSES, DATA_FOLDER_ONE_CLASS,
            DATA_FOLDER_TEST_CLASS, DATA_FOLDER_TOO_FEW, DATA_FOLDER_TOO_MANY,
            DATA_FOLDER_UNREADABLE.
    """
    if not root.exists():
        raise DataError(ErrorCode.DATA_PLACE_GONE, title=declared.title, path=str(root))
    walk = _Walk(root, root.resolve())
    folders = {path.name.lower(): path for path in walk.folders(root)}
    # One without folders in it is a class, such as of vehicles.
    train = next(iter(walk.parts(folders, TRAIN_FOLDERS)), None)
    tests = walk.parts(folders, TEST_FOLDERS)
    if train is None or not tests:
        return _set_aside(declared, walk, train or root)
    return _given(walk, train, tests)


def _given(walk: _Walk, train: Path, tests: list[Path]) -> Listing:
    """Return the listing of a folder that says itself what is measured."""
    to_train, to_test = walk.classes(train), walk.classes(tests[0])
    names = tuple(to_train)
    for name in to_test:
        if name not in to_train:
            raise DataError(
                ErrorCode.DATA_FOLDER_TEST_CLASS,
                path=str(tests[0]),
                name=name,
                known=", ".join(names[:_NAMES_SHOWN]),
            )
    notices = list(walk.notices())
    if len(tests) > 1:
        facts: dict[str, Fact] = {
            "path": str(walk.root),
            "used": tests[0].name,
            "unused": tests[1].name,
        }
        notices.append(DatasetNotice(ErrorCode.DATA_FOLDER_MEASURED, facts))
    pictures = [
        *walk.listed(names, to_train, is_test=False),
        *walk.listed(names, to_test, is_test=True),
    ]
    return _checked(walk.root, names, pictures, notices)


def _set_aside(declared: ImageFolder, walk: _Walk, folder: Path) -> Listing:
    """Return the listing of a folder of which a share is measured."""
    found = walk.classes(folder)
    train: dict[str, list[Path]] = {}
    test: dict[str, list[Path]] = {}
    for name, paths in found.items():
        chosen = set(_chosen(declared, folder, paths))
        train[name] = [path for path in paths if path not in chosen]
        test[name] = [path for path in paths if path in chosen]
    names = tuple(found)
    pictures = [
        *walk.listed(names, train, is_test=False),
        *walk.listed(names, test, is_test=True),
    ]
    facts: dict[str, Fact] = {
        "path": str(folder),
        "test": sum(map(len, test.values())),
        "count": sum(map(len, found.values())),
        "seed": declared.split_seed,
    }
    notices = [*walk.notices(), DatasetNotice(ErrorCode.DATA_FOLDER_SPLIT, facts)]
    return _checked(walk.root, names, pictures, notices)


def _chosen(declared: ImageFolder, folder: Path, paths: list[Path]) -> list[Path]:
    """Return the pictures of a class that are measured: by a checksum of seed and name.

    So a picture that is added later leaves nearly all others on their side.
    """

    def rank(path: Path) -> bytes:
        name = f"{declared.split_seed}/{path.relative_to(folder).as_posix()}"
        return hashlib.sha256(os.fsencode(name)).digest()

    count = min(max(round(declared.test_share * len(paths)), 1), len(paths) - 1)
    return sorted(paths, key=rank)[:count]


def _checked(
    root: Path, names: tuple[str, ...], pictures: list[ListedPicture], notices: list[DatasetNotice]
) -> Listing:
    tests = sum(one.is_test for one in pictures)
    if not names:
        raise DataError(ErrorCode.DATA_FOLDER_NO_CLASSES, path=str(root))
    if len(names) == 1:
        raise DataError(ErrorCode.DATA_FOLDER_ONE_CLASS, path=str(root), name=names[0])
    if tests in {0, len(pictures)}:
        raise DataError(ErrorCode.DATA_FOLDER_TOO_FEW, path=str(root), count=len(pictures))
    return Listing(root, tuple(map(_as_text, names)), tuple(pictures), tuple(notices))


@dataclass(slots=True)
class _Walk:
    """Goes through a folder, and notes what it passes over.

    Attributes:
        root: The folder, as it was named.
        real: The same, without links.
        links: Names of links that lead out of it.
        empty: Names of classes without pictures.
        count: Pictures so far.
    """

    root: Path
    real: Path
    links: dict[str, None] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)
    count: int = 0

    def folders(self, parent: Path) -> list[Path]:
        """Return the folders in a folder, by name, but for hidden ones."""
        entries = self._entries(parent)
        return [Path(entry.path) for entry in entries if self._is_inside(entry) and entry.is_dir()]

    def parts(self, folders: dict[str, Path], names: tuple[str, ...]) -> list[Path]:
        """Return those of some folders that have one of the names and hold folders."""
        known = [folders[name] for name in names if name in folders]
        return [folder for folder in known if self.folders(folder)]

    def classes(self, parent: Path) -> dict[str, list[Path]]:
        """Return the files of each class that has any, by name."""
        folders = self.folders(parent)
        if len(folders) > MOST_CLASSES:
            raise self._too_many(MOST_CLASSES)
        found = {folder.name: sorted(self._pictures(folder)) for folder in folders}
        self.empty += [name for name, paths in found.items() if not paths]
        return {name: paths for name, paths in found.items() if paths}

    def listed(
        self, names: tuple[str, ...], found: dict[str, list[Path]], *, is_test: bool
    ) -> Iterator[ListedPicture]:
        """Yield the files of all classes."""
        for label, name in enumerate(names):
            for path in found.get(name, ()):
                try:
                    state = path.stat()
                except OSError:  # it went meanwhile: reading it will tell
                    yield ListedPicture(path, label, is_test, 0, 0)
                else:
                    yield ListedPicture(path, label, is_test, state.st_size, state.st_mtime_ns)

    def notices(self) -> Iterator[DatasetNotice]:
        """Yield what was passed over."""
        path = str(self.root)
        if self.links:
            facts: dict[str, Fact] = {
                "path": path,
                "count": len(self.links),
                "names": shown_names(list(self.links)),
            }
            yield DatasetNotice(ErrorCode.DATA_FOLDER_LINKS, facts)
        if self.empty:
            facts = {"path": path, "names": shown_names(self.empty)}
            yield DatasetNotice(ErrorCode.DATA_FOLDER_EMPTY_CLASSES, facts)

    def _pictures(self, folder: Path) -> Iterator[Path]:
        """Yield the files that are pictures by their names, also in folders below."""
        waiting = [folder]
        while waiting:
            for entry in self._entries(waiting.pop()):
                if not self._is_inside(entry):
                    continue
                if entry.is_dir():
                    if not entry.is_symlink():  # a link to a folder above would never end
                        waiting.append(Path(entry.path))
                elif entry.name.lower().endswith(SUFFIXES):
                    self.count += 1
                    if self.count > MOST_FILES:
                        raise self._too_many(MOST_FILES)
                    yield Path(entry.path)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                shown = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            code, detail = ErrorCode.DATA_FOLDER_UNREADABLE, error.strerror or str(error)
            raise DataError(code, path=str(folder), detail=detail) from error
        return sorted(shown, key=lambda entry: entry.name)

    def _is_inside(self, entry: os.DirEntry[str]) -> bool:
        """Return whether what an entry leads to lies in the folder; note a link that leads out."""
        if not entry.is_symlink():
            return True
        try:
            is_inside = Path(entry.path).resolve(strict=True).is_relative_to(self.real)
        except (OSError, RuntimeError):  # it leads nowhere, or in a circle
            is_inside = False
        if not is_inside:
            self.links[Path(entry.path).relative_to(self.root).as_posix()] = None
        return is_inside

    def _too_many(self, limit: int) -> DataError:
        return DataError(ErrorCode.DATA_FOLDER_TOO_MANY, path=str(self.root), limit=limit)


def shown_names(names: list[str]) -> str:
    """Return the first names of a list, and a sign that there are more."""
    shown = ", ".join(names[:_NAMES_SHOWN]) + (" …" if len(names) > _NAMES_SHOWN else "")
    return _as_text(shown)


def _as_text(name: str) -> str:
    """Return a name as text that can be sent: the odd bytes of a file system escaped."""
    return name.encode("utf-8", "backslashreplace").decode()
