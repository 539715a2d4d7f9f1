"""The looks: readable text, colours that can be told apart, and a theme that can be switched."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QTemporaryDir
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from convviz.ui.theme import (
    DARK,
    LIGHT,
    PALETTES,
    Palette,
    ThemeChoice,
    apply_theme,
    cell_font,
    code_families,
    contrast,
    current_palette,
    notifier,
    qt_palette,
    readable_on,
    set_code_font,
    set_icon,
    set_state,
    style_sheet,
    tap_hue,
    theme_notifier,
)
from convviz.ui.theme.colour import luminance, mix, oklch, parse_hex
from convviz.ui.widgets.choice_fields import BoolField
from convviz.ui.widgets.number_fields import NumberField

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
TEXTS = ("text", "text_muted", "accent", "input", "kernel", "output", "error", "ok", "warning")
SURFACES = ("surface", "surface_raised", "surface_sunken", "hover")


@BOTH
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_colour_is_readable_on_every_surface(
    palette: Palette, text: str, surface: str
) -> None:
    assert contrast(getattr(palette, text), getattr(palette, surface)) >= 4.5


@BOTH
@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("accent_text", "accent"),
        ("accent_text", "accent_hover"),
        ("text", "accent_soft"),
        ("accent", "accent_soft"),
        ("text", "error_soft"),
        ("error", "error_soft"),
        ("text", "warning_soft"),
        ("warning", "warning_soft"),
        ("text", "ok_soft"),
        ("ok", "ok_soft"),
    ],
)
def test_text_on_coloured_backgrounds_is_readable(
    palette: Palette, text: str, background: str
) -> None:
    assert contrast(getattr(palette, text), getattr(palette, background)) >= 4.5


@BOTH
@pytest.mark.parametrize("line", ["border_strong", "padding", "dropped", "overhang", "accent"])
def test_outlines_that_carry_meaning_are_visible(palette: Palette, line: str) -> None:
    for surface in ("surface", "surface_raised", "surface_sunken"):
        assert contrast(getattr(palette, line), getattr(palette, surface)) >= 3.0


@BOTH
@pytest.mark.parametrize("count", [1, 2, 4, 9, 25, 49])
def test_taps_have_hues_of_their_own_with_readable_numbers(palette: Palette, count: int) -> None:
    hues = [tap_hue(index, count, palette) for index in range(count)]
    assert len(set(hues)) == count
    for hue in hues:
        number = readable_on(hue, palette.cell_dark, palette.cell_light)
        assert contrast(hue, number) >= 4.5
    for one, two in pairwise(hues):
        assert abs(luminance(one) - luminance(two)) > 0.01


def test_contrast_has_the_extremes_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#336699", "#336699") == pytest.approx(1.0)


def test_mix_ends_at_its_two_colours() -> None:
    assert mix("#102030", "#a0b0c0", 0.0) == "#102030"
    assert mix("#102030", "#a0b0c0", 1.0) == "#a0b0c0"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_a_colour_too_strong_for_a_screen_keeps_its_hue() -> None:
    red, green, blue = parse_hex(oklch(0.7, 0.4, 145.0))
    assert green > red
    assert green > blue


@BOTH
def test_palettes_hold_only_colours_that_qt_reads(palette: Palette) -> None:
    for field in fields(palette):
        value = getattr(palette, field.name)
        if field.name not in {"name", "is_dark"}:
            assert QColor(value).name() == value


@BOTH
def test_the_style_sheet_has_no_name_left_over(palette: Palette) -> None:
    sheet = style_sheet(palette)
    assert "$" not in sheet
    assert palette.accent in sheet


def test_switching_the_theme_repaints_the_window_and_tells_painters(qapp: QApplication) -> None:
    heard: list[str] = []
    label = QLabel("text")

    def hear(palette: Palette) -> None:
        heard.append(palette.name)

    theme_notifier().changed.connect(hear)
    try:
        apply_theme(qapp, "dark")
        assert current_palette() is DARK
        label.ensurePolished()
        assert label.palette().windowText().color().name() == DARK.text
        apply_theme(qapp, "light")
        label.ensurePolished()
        assert label.palette().windowText().color().name() == LIGHT.text
    finally:
        theme_notifier().changed.disconnect(hear)
    assert heard == ["dark", "light"]


def test_following_the_system_takes_one_of_the_two_palettes(qapp: QApplication) -> None:
    apply_theme(qapp, "system")
    assert current_palette() in (LIGHT, DARK)
    assert theme_notifier().choice == "system"
    apply_theme(qapp, "light")


def test_icons_take_the_tint_of_the_new_theme(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    button = QToolButton()
    set_icon(button, "mdi6.play")
    assert _middle(button) == LIGHT.text
    apply_theme(qapp, "dark")
    assert _middle(button) == DARK.text
    set_icon(button, "mdi6.play", "accent")
    assert _middle(button) == DARK.accent
    apply_theme(qapp, "light")


def _middle(button: QToolButton) -> str:
    return button.icon().pixmap(16, 16).toImage().pixelColor(8, 8).name()


def test_disabled_text_differs_from_text(qapp: QApplication) -> None:
    del qapp
    palette = qt_palette(LIGHT)
    group = palette.ColorGroup
    role = palette.ColorRole.Text
    assert palette.color(group.Disabled, role) != palette.color(group.Active, role)


def test_a_widget_keeps_its_font_when_its_state_changes(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    field = QLineEdit()
    field.setFont(cell_font(33))
    field.ensurePolished()
    set_state(field, "invalid", on=True)
    assert field.font().pixelSize() == 33


def test_a_change_of_theme_dresses_no_widget_again_for_each_widget_around_it(
    qapp: QApplication, qtbot: QtBot
) -> None:
    apply_theme(qapp, "light")
    outermost = innermost = QFrame()
    qtbot.addWidget(outermost)
    for _depth in range(8):
        innermost = QFrame(innermost)
    outermost.show()
    dressed: list[QWidget] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.StyleChange and isinstance(watched, QWidget):
                dressed.append(watched)
            return False

    watcher = Watcher()
    innermost.installEventFilter(watcher)
    apply_theme(qapp, "dark")
    innermost.removeEventFilter(watcher)
    apply_theme(qapp, "light")
    assert dressed == [innermost], "the sheet is put on once"


def test_a_change_of_theme_leaves_fonts_as_they_are(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "light")
    title, code = QLabel("title"), QLabel("code")
    title.setProperty("role", "title")
    for label in (title, code):
        qtbot.addWidget(label)
        label.show()
    set_code_font(code, 1.5)
    before = [label.font().toString() for label in (title, code)]
    apply_theme(qapp, "dark")
    after = [label.font().toString() for label in (title, code)]
    apply_theme(qapp, "light")
    assert after == before


@pytest.mark.usefixtures("light_theme")
@pytest.mark.parametrize(
    "make", [partial(NumberField, 3), partial(BoolField, value=True)], ids=["number", "bool"]
)
def test_a_field_is_written_in_the_font_of_code_from_the_first_time_it_is_shown(
    qtbot: QtBot, make: Callable[[], QWidget]
) -> None:
    field = make()
    qtbot.addWidget(field)
    set_code_font(field)
    field.show()
    assert field.font().families() == code_families()


@pytest.mark.parametrize(
    ("has_temporary_folder", "is_full"), [(True, False), (False, False), (True, True)]
)
def test_a_theme_is_worn_and_changed_where_the_cache_cannot_be_written(
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    has_temporary_folder: bool,
    is_full: bool,
) -> None:
    def refuse(_palette: Palette, _folder: Path) -> Path:
        raise OSError

    monkeypatch.setattr(notifier, "theme_folder", refuse)
    monkeypatch.setattr(QTemporaryDir, "isValid", lambda _folder: has_temporary_folder)
    if is_full:
        monkeypatch.setattr(notifier, "write_theme", refuse)
    label = QLabel("wrong")
    label.setProperty("role", "error")
    qtbot.addWidget(label)
    label.show()
    choices: tuple[ThemeChoice, ...] = ("light", "dark", "light")
    for choice in choices:
        apply_theme(qapp, choice)
        assert label.palette().windowText().color().name() == PALETTES[choice].error
