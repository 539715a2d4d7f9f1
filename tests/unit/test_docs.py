"""What the documents name is there: files of the checkout, targets of make, commands of convviz."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from convviz import COMMANDS

pytestmark = pytest.mark.unmeasured

ROOT: Final = Path(__file__).resolve().parents[2]
DOCUMENTS: Final = (ROOT / "README.md", *sorted((ROOT / "resources" / "docs").rglob("*.md")))
PLACES: Final = (ROOT, ROOT / "convviz", ROOT / "resources" / "docs")
"""Where a name may begin: README shortens `convviz/core/errors.py` to `core/errors.py`."""

CONTRIBUTING: Final = ROOT / "resources" / "docs" / "contributing.md"

SUFFIXES: Final = ("md", "py", "qss", "toml", "ts", "txt", "png", "svg", "convviz")
MADE_UP: Final = {"net.py", "network.convviz", "convviz/ui/stepper/views/filters_view.py"}
"""Files of examples: of a person's own, or of a change that a reader makes."""

QUOTED: Final = re.compile(r"`([^`\n]+)`")
LINKED: Final = re.compile(r"\]\((?!https?:)([^)#]+)\)")
FILE: Final = re.compile(r"[\w./-]+(?:\.(?:" + "|".join(SUFFIXES) + r")|/)")


def fenced(text: str) -> str:
    """Return the code of a document: in fences, and in lines that are set in by four."""
    return "\n".join(re.findall(r"^ {4}.*$|^ *```.*?^ *```$", text, re.MULTILINE | re.DOTALL))


def named_files(text: str) -> set[str]:
    """Return what looks like a file or a folder of the project: in backticks, links, commands."""
    plain = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    quoted = (name for name in QUOTED.findall(plain) if FILE.fullmatch(name))
    tests = re.findall(r"\btests/[\w/]+\.py", plain)
    return {*quoted, *tests} - MADE_UP


def named_targets(text: str) -> set[str]:
    """Return the targets that commands name: `make run`, `TORCH=cpu make run`."""
    commands = [*QUOTED.findall(text), *(line.strip() for line in fenced(text).splitlines())]
    found = (re.match(r"(?:[A-Z]+=\S+ )?make ([a-z]+)\b", command) for command in commands)
    return {match[1] for match in found if match}


def named_commands(text: str) -> set[str]:
    """Return the commands of convviz that the text names: `convviz shape ...`."""
    commands = [*QUOTED.findall(text), *(line.strip() for line in fenced(text).splitlines())]
    found = (re.match(r"(?:\S*python -m )?convviz ([a-z]+)\b", command) for command in commands)
    return {match[1] for match in found if match}


def packages() -> set[str]:
    """Return the folders of convviz that hold code: `convviz/core/layers/`."""
    modules = (ROOT / "convviz").rglob("*.py")
    return {f"{path.parent.relative_to(ROOT).as_posix()}/" for path in modules} - {"convviz/"}


def map_rows(text: str) -> list[tuple[tuple[str, ...], int | None]]:
    """Return what each row of the map is of, and its lines where it says any."""
    table = text.partition("| folder | lines |")[2].partition("\n\n")[0]
    cells = [row.split("|") for row in table.splitlines()[2:]]
    names = [tuple(QUOTED.findall(row[1])) for row in cells]
    numbers = [row[2].strip().replace(",", "") for row in cells]
    return [
        (folders, int(number) if number else None)
        for folders, number in zip(names, numbers, strict=True)
    ]


def lines_in(name: str) -> int:
    """Return the lines of a file, or of the modules of a folder without those inside it."""
    path = ROOT / name
    if name == "tests/":
        modules = list(path.rglob("*.py"))
    else:
        modules = [path] if path.is_file() else list(path.glob("*.py"))
    return sum(len(module.read_text(encoding="utf-8").splitlines()) for module in modules)


def walked_ways(text: str) -> dict[str, set[str]]:
    """Return the files that each of the walked ways goes through."""
    section = text.partition("\n## Four ways, walked\n")[2].partition("\n## ")[0]
    parts = [part.partition("\n") for part in section.split("\n### ")[1:]]
    return {title: named_files(way) for title, _, way in parts}


def targets() -> set[str]:
    """Return the targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = named_files(text)
    missing = {name for name in named if not any((place / name).exists() for place in PLACES)}
    missing |= {name for name in LINKED.findall(text) if not (document.parent / name).exists()}
    assert missing == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_target_and_command_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert named_targets(text) <= targets()
    assert named_commands(text) <= set(COMMANDS)


def test_each_folder_stands_in_the_map_with_about_its_size() -> None:
    rows = map_rows(CONTRIBUTING.read_text(encoding="utf-8"))
    listed = [name for names, _ in rows for name in names]
    assert packages() - set(listed) == set()
    assert len(listed) == len(set(listed))
    off = [
        (names, said, sum(map(lines_in, names)))
        for names, said in rows
        if said is not None and abs(sum(map(lines_in, names)) - said) > 300 + said // 3
    ]
    assert off == []  # measure it again


def test_each_walked_way_goes_through_files_that_are_there() -> None:
    ways = walked_ways(CONTRIBUTING.read_text(encoding="utf-8"))
    assert len(ways) == 4
    for title, files in ways.items():
        assert len(files) >= 8, title
        assert {name for name in files if not (ROOT / name).is_file()} == set(), title


def test_what_is_missing_would_be_noticed() -> None:
    text = "See `core/nowhere.py`.\n\n    make nothing\n    convviz nonsense --fast\n"
    assert named_files(text) == {"core/nowhere.py"}
    rows = "| `a/`, `b.py` | 1,200 | x |\n| `c/` | | y |\n\n"
    assert map_rows(f"| folder | lines | what |\n| --- | --- | --- |\n{rows}") == [
        (("a/", "b.py"), 1200),
        (("c/",), None),
    ]
    assert walked_ways("\n## Four ways, walked\n\n### A\n1. `a.py`\n## B") == {"A": {"a.py"}}
    assert named_targets(text) == {"nothing"}
    assert named_commands(text) == {"nonsense"}


def test_the_documents_are_found_with_what_they_name() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert len(DOCUMENTS) > 12
    assert {"run", "test", "translate", "oracle"} <= named_targets(text)
    assert {"shape", "train", "animate"} <= named_commands(text)
    assert {"convviz/core/layers/hard_activation.py", "core/axis_windows.py"} <= named_files(text)


def test_each_decision_has_a_number_of_its_own_and_says_it() -> None:
    decisions = sorted((ROOT / "resources" / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [int(path.name.partition("-")[0]) for path in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    for number, path in zip(numbers, decisions, strict=True):
        assert path.read_text("utf-8").startswith(f"# {number}. ")
