"""Conventions that every text on the screen keeps, in English and in Chinese."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

TRANSLATIONS = Path(__file__).parents[2] / "resources" / "translations" / "convviz_zh_CN.ts"


def texts() -> list[tuple[str, str]]:
    """Return every text of the screen, and its Chinese."""
    found = []
    for message in ET.parse(TRANSLATIONS).getroot().iter("message"):  # noqa: S314 - our own file
        source, translation = message.find("source"), message.find("translation")
        assert source is not None
        assert translation is not None
        found.append((source.text or "", "".join(translation.itertext())))
    return found


def test_english_quotes_are_plain_and_chinese_ones_chinese() -> None:
    for english, chinese in texts():
        assert not re.search("[\u201c\u201d\u2018\u2019\u300c\u300d]", english), english
        # What stands beside Chinese letters is a quotation; mode='{mode}' and such are Python.
        quoted = re.search(r"[\u4e00-\u9fff] ?'[^']*'[\u4e00-\u9fff]", chinese)
        assert quoted is None, chinese
