"""Every icon is a picture of its own: no glyph is missing from the font that ships."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize

from convviz.ui.theme.icon_font import PREFIX, glyph_icon
from subset_icons import shipped_icons


@pytest.mark.usefixtures("qapp")
def test_every_icon_is_drawn_and_differs_from_the_others() -> None:
    size = QSize(24, 24)
    pictures = {
        name: bytes(
            glyph_icon(PREFIX + name, "#000000", "#888888", 1.0).pixmap(size).toImage().constBits()
        )
        for name in shipped_icons()
    }
    assert all(any(picture) for picture in pictures.values())
    assert len(set(pictures.values())) == len(pictures)
