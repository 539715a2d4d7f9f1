"""The icon font that ships has every icon that the window names."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from subset_icons import named_icons, shipped_icons

ROOT: Final = Path(__file__).resolve().parents[2]


def test_the_font_has_the_icons_that_the_window_names_and_no_others() -> None:
    assert named_icons(ROOT) == set(shipped_icons()), (
        "run: python -m pip install -e '.[icons]'; python resources/subset_icons.py"
    )
