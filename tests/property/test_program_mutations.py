"""Files of code with something changed at random: a network or one expected error, nothing else."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from convviz.core.code.program.reading import read_program
from convviz.core.errors import DocumentError
from convviz.core.network.tree_limits import check_tree
from convviz.protocol.sentences.errors import notice_sentence, sentence
from tests.support.network_files import FOLDER

CASES: Final = 150
WORDS: Final = (
    *(
        "self",
        "x",
        "None",
        "0",
        "-1",
        "10**9",
        "[]",
        "{}",
        "()",
        "'a'",
        "torch",
        "nn",
        "F",
        "range",
    ),
    *(
        "len",
        "super",
        "lambda: 0",
        "x.shape",
        "x.size(0)",
        "[x]",
        "(x, x)",
        "{'a': x}",
        "nn.ReLU()",
    ),
    *("nn.Sequential()", "nn.ModuleList()", "nn.Conv2d(3, 3, 1)", "*args", "**kw", "self.forward"),
)
MOST_CHANGES: Final = 3


def changed(text: str, random: Random) -> str:
    """Return a text in which some lines are gone, doubled, or have another word."""
    lines = text.split("\n")
    for _ in range(random.randint(1, MOST_CHANGES)):
        place = random.randrange(len(lines))
        kind = random.choice(("gone", "doubled", "word", "word", "word"))
        if kind == "gone" and len(lines) > 1:
            del lines[place]
        elif kind == "doubled":
            lines.insert(place, random.choice(lines))
        else:
            parts = re.findall(r"\w+|\W", lines[place])
            places = [number for number, part in enumerate(parts) if part.strip()]
            if places:
                parts[random.choice(places)] = random.choice(WORDS)
                lines[place] = "".join(parts)
    return "\n".join(lines)


def test_changed_files_are_read_or_refused_with_a_sentence() -> None:
    random = Random(1)  # noqa: S311 - no secret
    files = sorted(FOLDER.rglob("*.py"))
    built = 0
    for _ in range(CASES):
        text = changed(random.choice(files).read_text(encoding="utf-8"), random)
        try:
            program = read_program(text)
            read = program.build(program.likely.name)
        except DocumentError as error:
            told = sentence(error)
            assert told, text
            continue
        check_tree(read.nodes)
        assert len(read.layer_names) in {0, len(read.layers)}
        assert all(notice_sentence(one.code.value, one.facts) for one in read.notices)
        built += 1
    assert built > CASES // 6
