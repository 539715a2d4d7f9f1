"""What a window kept is found by the next start, once, and nothing damaged stands in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from convviz.protocol.autosave_file import AutosaveSlot, Place, take_abandoned
from convviz.protocol.document_file import write_document
from convviz.protocol.seen_file import FileChange, SeenFile, seen
from convviz.protocol.templates import new_document

if TYPE_CHECKING:
    from pathlib import Path


def left_behind(folder: Path, file: SeenFile | None = None) -> Path:
    """Do what a window does that is ended by force, and return what it leaves."""
    slot = AutosaveSlot.new(folder)
    slot.write(new_document(), file or SeenFile())
    slot._lock.release(remove=False)
    return slot.path


def test_a_document_comes_back_with_the_file_it_was_of(tmp_path: Path) -> None:
    own = tmp_path / "own.convviz"
    write_document(own, new_document())
    left_behind(tmp_path / "kept", seen(own))
    (found,), damaged = take_abandoned(tmp_path / "kept")
    assert damaged == []
    assert (found.document, found.file) == (new_document(), seen(own))
    # It is held now: another window does not get it as well.
    assert take_abandoned(tmp_path / "kept") == ([], [])
    found.slot.discard()
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_document_comes_back_with_the_place_where_a_person_was(tmp_path: Path) -> None:
    for place in (Place("backward", 7), Place()):
        slot = AutosaveSlot.new(tmp_path)
        slot.write(new_document(), SeenFile(), place)
        slot._lock.release(remove=False)
        (found,), _ = take_abandoned(tmp_path)
        assert found.place == place
        found.slot.discard()


def test_what_a_living_window_keeps_is_left_alone(tmp_path: Path) -> None:
    slot = AutosaveSlot.new(tmp_path)
    slot.write(new_document(), SeenFile())
    assert take_abandoned(tmp_path) == ([], [])
    assert slot.path.exists()
    slot.discard()


def test_the_newest_comes_first(tmp_path: Path) -> None:
    paths = [left_behind(tmp_path) for _ in range(3)]
    for path, saved in zip(paths, (5.0, 9.0, 7.0), strict=True):
        kept = msgspec.json.decode(path.read_bytes()) | {"saved": saved}
        path.write_bytes(msgspec.json.encode(kept))
    found, _ = take_abandoned(tmp_path)
    assert [one.saved for one in found] == [9.0, 7.0, 5.0]
    for one in found:
        one.slot.discard()


def test_damage_is_set_aside_and_a_later_version_waits(tmp_path: Path) -> None:
    cut, later = left_behind(tmp_path), left_behind(tmp_path)
    cut.write_bytes(cut.read_bytes()[:50])
    kept = msgspec.json.decode(later.read_bytes()) | {"version": 99}
    later.write_bytes(msgspec.json.encode(kept))
    aside = cut.with_name(cut.name + ".damaged")
    assert take_abandoned(tmp_path) == ([], [aside])
    assert aside.exists()
    assert later.exists()


def test_numbers_without_a_document_are_swept_away(tmp_path: Path) -> None:
    slot = AutosaveSlot.new(tmp_path)
    slot.numbers.mkdir()
    slot._lock.release(remove=False)
    assert take_abandoned(tmp_path) == ([], [])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert take_abandoned(tmp_path / "none") == ([], [])


def test_what_others_do_to_a_file_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "own.convviz"
    write_document(path, new_document())
    own = seen(path)
    assert (SeenFile().change(), own.change()) == (FileChange.NONE, FileChange.NONE)
    path.write_bytes(path.read_bytes() + b" ")
    assert own.change() is FileChange.CHANGED
    path.unlink()
    assert own.change() is FileChange.GONE
    path.mkdir()
    assert own.change() is FileChange.CHANGED
