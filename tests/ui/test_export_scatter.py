"""Export of stamps: what the window shows, each frame as if it had been painted alone."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import course_network
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.export.look import ExportLook
from convviz.ui.export.stage import ExportStage
from convviz.ui.stepper.views.entries import view_named
from convviz.ui.theme import apply_theme
from convviz.ui.widgets.formula_source import formula_source
from tests.support.fake_engine import FakeEngine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

LOOK = ExportLook(width=640, height=320)
CALCULATOR = Calculator(ConvTranspose2d(2, 2, 3, stride=2, padding=1, output_padding=1), (2, 2, 2))


@pytest.fixture(autouse=True)
def light_window(qapp: QApplication) -> None:
    apply_theme(qapp, "light")


def stage_of(scene: Scene) -> ExportStage:
    return ExportStage(scene, LOOK, formula_source().render_now, view_named("scatter"))


def test_each_frame_is_as_if_it_had_been_painted_alone() -> None:
    scene = build_scene(CALCULATOR)
    stage, image = stage_of(scene), stage_of(scene).new_image()
    assert stage.step_count == 16
    seen = []
    for step in range(stage.step_count):
        stage.paint_image(image, step)
        assert image == stage_of(scene).image(step)
        seen.append(image.copy())
    assert all(before != after for before, after in itertools.pairwise(seen))


def test_the_window_exports_the_view_that_it_shows(qtbot: QtBot) -> None:
    page = CalculatorPage(DocumentStore(Document(CALCULATOR, course_network())), FakeEngine())
    qtbot.addWidget(page)
    page.stepper.presenter.choose_view("scatter")
    page.player.go_to(9)
    page.presenter.exporter.show_dialog()
    dialog = page.presenter.exporter.dialog
    assert dialog is not None

    assert dialog.form.view.entry.key == "scatter"
    assert dialog.form.chosen_steps == (1, 16)
    dialog.reject()
    page.stepper.presenter.choose_view("grids")
    page.presenter.exporter.show_dialog()
    again = page.presenter.exporter.dialog
    assert again is not None
    assert again.form.chosen_steps == (1, page.player.count)
    again.reject()
