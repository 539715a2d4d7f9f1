"""Every error about data has a sentence, made of exactly the facts that the code documents."""

from __future__ import annotations

import inspect
import re
import string

import pytest

from convviz.core import error_codes
from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.data import DATA_SENTENCES

CODES = [code for code in ErrorCode if re.match(r"DATA|DOWNLOAD", code.name)]


def documented_facts(code: ErrorCode) -> set[str]:
    source = inspect.getsource(error_codes)
    found = re.search(
        rf'    {code.name} = .*?\n    """.*?Facts: ([^"]*?)\.\s*"""', source, re.DOTALL
    )
    assert found, f"{code.name} documents no facts"
    return set(re.split(r",\s*", found[1]))


def test_every_code_has_a_sentence() -> None:
    assert set(DATA_SENTENCES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_uses_the_documented_facts(code: ErrorCode) -> None:
    parsed = string.Formatter().parse(DATA_SENTENCES[code])
    used = {name for _, name, _, _ in parsed if name}
    assert used == documented_facts(code)


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_ends_with_what_to_do(code: ErrorCode) -> None:
    text = DATA_SENTENCES[code]
    assert text.endswith(".")
    assert re.search(r"(?i)\b(choose|download|unpack|try|start|make room)\b", text)
