"""Presets: found by typing, chosen by keys, explained beside the picture until settings change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.presets import presets
from convviz.protocol.templates import course_calculator, new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.calculator.presets.popup import PresetPopup
from convviz.ui.calculator.presets.texts import preset_name, preset_why
from convviz.ui.document_store import DocumentStore
from convviz.ui.shell.language import Languages
from convviz.ui.stepper.presenter import StepPresenter
from tests.support.fake_engine import FakeEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.support.shared_calculator import SharedCalculator

BY_KEY = {preset.key: preset for preset in presets()}


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


@pytest.fixture
def popup(page: CalculatorPage) -> Iterator[PresetPopup]:
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    opened = page.findChild(PresetPopup)
    assert opened is not None
    assert opened.isVisible()
    yield opened
    opened.hide()


def names(popup: PresetPopup) -> list[str]:
    return [name for name, _ in popup.search.rows()]


def choose(page: CalculatorPage, key: str) -> None:
    page.call_bar.presets.preset_action(key).trigger()


def test_each_preset_says_why_and_where_it_can_be_read(
    shared_calculator: SharedCalculator,
) -> None:
    page = shared_calculator.hidden()
    for preset in presets():
        choose(page, preset.key)

        note = page.side.preset_note
        assert note.preset == preset
        assert not note.isHidden()
        assert note.sentence.text() == preset_why(preset.key)
        assert note.source.isHidden() == (preset.source is None)
        if preset.source is not None:
            assert note.source.address == preset.source.address
            assert preset.source.title in note.source.toolTip()


def test_a_preset_shows_what_its_note_speaks_of_after_one_that_went_backward(
    page: CalculatorPage,
) -> None:
    """The mean of a loss and the way down a bowl are not seen among gradients or in a lesson."""
    presenter = page.stepper.presenter
    for before in ("backward_convolution", "learn_edges"):
        for key, view in (
            ("l1_by_hand", "grids"),
            ("resnet_pool", "grids"),
            ("sgd_by_hand", "grids"),
            ("bowl_by_sgd", "surface"),
        ):
            choose(page, before)
            assert presenter.state.entry.key != "grids"
            choose(page, key)
            assert presenter.state.entry.key == view, key


def test_the_next_start_does_not_begin_in_the_view_of_a_preset(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("grids")
    choose(page, "learn_edges")
    assert page.stepper.presenter.state.entry.key == "learn"
    assert StepPresenter()._wanted == "grids"


def test_a_matrix_that_one_chose_to_look_at_stays_through_presets(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("im2col")
    choose(page, "course_stride")
    assert page.stepper.presenter.state.entry.key == "im2col"


def test_the_note_goes_with_another_setting_and_comes_back_with_undo(
    page: CalculatorPage, store: DocumentStore
) -> None:
    choose(page, "resnet_stem")
    page.call_bar.layer_edited.emit(BY_KEY["resnet_stem"].layer.replace(stride=1), "stride")
    assert page.side.preset_note.isHidden()

    store.undo_stack.undo()
    assert page.side.preset_note.preset == BY_KEY["resnet_stem"]
    assert not page.side.preset_note.isHidden()


def test_other_numbers_keep_the_note_of_the_preset_that_was_chosen(page: CalculatorPage) -> None:
    choose(page, "numerical_no_padding_no_strides")
    page.presenter.edits.cell("input", (0, 0, 0), 77.0)
    assert page.side.preset_note.preset == BY_KEY["numerical_no_padding_no_strides"]


def test_a_refused_setting_has_no_note(page: CalculatorPage) -> None:
    choose(page, "course_padding")
    page.call_bar.layer_edited.emit(
        BY_KEY["course_padding"].layer.replace(kernel_size=9), "kernel_size"
    )
    assert page.side.preset_note.isHidden()


def test_the_button_opens_the_list_at_the_preset_that_is_shown(page: CalculatorPage) -> None:
    choose(page, "wavenet")
    QTest.mouseClick(page.call_bar.presets_button, Qt.MouseButton.LeftButton)
    popup = page.findChild(PresetPopup)
    assert popup is not None
    assert popup.isVisible()
    item = popup.search.list.currentItem()
    assert item is not None
    assert item.text(0) == preset_name("wavenet")
    assert len(names(popup)) == len(presets())
    popup.hide()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("resnet", ["resnet_stem", "resnet_pool"]),
        ("maxunpool2d", ["unpool_given", "unpool_shifted"]),
        ("1512.03385", ["resnet_stem", "resnet_pool"]),
        ("vit_patches", ["vit_patches"]),
        ("atrous RATE", ["deeplab_atrous"]),
    ],
)
def test_typing_finds_by_name_layer_paper_and_key(
    popup: PresetPopup, text: str, keys: list[str]
) -> None:
    QTest.keyClicks(popup.search.field, text)
    assert names(popup) == [preset_name(key) for key in keys]


@pytest.mark.parametrize("word", ["half", "same"])
def test_the_guide_s_half_padding_is_found_under_both_names(popup: PresetPopup, word: str) -> None:
    QTest.keyClicks(popup.search.field, f"guide {word} padding")
    assert {
        preset_name("same_padding_no_strides"),
        preset_name("same_padding_no_strides_transposed"),
    } <= set(names(popup))


def test_typing_finds_a_whole_shelf(popup: PresetPopup) -> None:
    QTest.keyClicks(popup.search.field, "well-known")
    assert len(names(popup)) == sum(preset.group == "well_known" for preset in presets())


def test_a_row_shows_name_call_and_output(popup: PresetPopup) -> None:
    QTest.keyClicks(popup.search.field, "resnet_stem")
    item = popup.search.list.currentItem()
    assert item is not None
    assert item.text(2) == "Conv2d(3, 64, kernel_size=7, stride=2, padding=3, bias=False)"
    assert popup.search.rows() == [(preset_name("resnet_stem"), "64 \u00d7 112 \u00d7 112")]
    assert not popup.search.list.isColumnHidden(2)


def test_no_name_is_shortened(popup: PresetPopup) -> None:
    shown = popup.search.list
    widest = max(shown.fontMetrics().horizontalAdvance(name) for name in names(popup))
    assert shown.columnWidth(0) > widest


def test_down_and_return_choose_one_step_of_undo(popup: PresetPopup, store: DocumentStore) -> None:
    QTest.keyClicks(popup.search.field, "resnet")
    QTest.keyClick(popup.search.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.search.field, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert store.document.calculator.layer == BY_KEY["resnet_pool"].layer
    store.undo_stack.undo()
    assert store.document.calculator == course_calculator()


def test_escape_closes_and_changes_nothing(popup: PresetPopup, store: DocumentStore) -> None:
    QTest.keyClick(popup.search.field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert store.document.calculator == course_calculator()


def test_what_matches_nothing_is_said(popup: PresetPopup) -> None:
    QTest.keyClicks(popup.search.field, "nothing of the kind")
    assert names(popup) == []
    assert popup.search.problem.text()


@pytest.mark.usefixtures("no_formulas")
def test_a_preset_is_found_in_english_and_in_the_window_s_language(
    qtbot: QtBot, qapp: QApplication
) -> None:
    languages = Languages(qapp)
    languages.put_on("zh_CN")
    try:
        page = CalculatorPage(DocumentStore(new_document()), FakeEngine())
        qtbot.addWidget(page)
        page.show()
        page.open_presets()
        popup = page.findChild(PresetPopup)
        assert popup is not None
        translated = preset_name("course_stride")
        assert translated != "Convolution with stride 2"
        for text in ("Convolution with stride 2", translated):
            popup.search.field.setText(text)
            assert translated in names(popup)
        popup.hide()
    finally:
        languages.put_on("en")
