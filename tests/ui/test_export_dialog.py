from __future__ import annotations

import errno
import gc
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtTest import QTest

from convviz.__main__ import main
from convviz.core.code.writing import parse_layer
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import course_calculator, course_network
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.export.dialog import ExportDialog
from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.job import ExportJob, ExportOrder
from convviz.ui.export.look import ExportLook, ExportTiming
from convviz.ui.theme import LIGHT, theme_notifier
from tests.support.fake_engine import FakeEngine
from tests.support.windows import show_active

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

LOOK = ExportLook(width=400, height=200)

FULL_DISK = """
import errno, os
def full(handle):
    raise OSError(errno.{name}, os.strerror(errno.{name}))
os.fsync = full
from convviz.ui.export.encoder_process import main
main()
"""


@pytest.fixture
def scene() -> Scene:
    return build_scene(course_calculator())


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, scene: Scene) -> Iterator[ExportDialog]:
    made = ExportDialog(scene, 4, tmp_path / "steps.gif", LOOK)
    qtbot.addWidget(made)
    made.open()
    yield made
    if made.job is not None:
        made.job.cancel()
    wait_for_helpers(qtbot)


def wait_for_helpers(qtbot: QtBot) -> None:
    """Wait until no helper process is left."""
    from convviz.ui.processes.child_process import ChildProcess

    application = QGuiApplication.instance()
    assert application is not None
    qtbot.waitUntil(lambda: not application.findChildren(ChildProcess))


def is_running(dialog: ExportDialog) -> bool:
    return dialog.job is not None


def choose(dialog: ExportDialog, kind: ExportFormat) -> None:
    combo = dialog.form.format
    combo.setCurrentIndex(combo.findData(kind.value))
    combo.activated.emit(combo.currentIndex())


def export(qtbot: QtBot, dialog: ExportDialog) -> None:
    QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    assert dialog.job is not None
    with qtbot.waitSignal(dialog.job.finished):
        pass


@pytest.mark.usefixtures("qapp")
def test_a_dialog_that_is_dropped_does_not_die_with_its_finished_job(
    tmp_path: Path, scene: Scene
) -> None:
    dropped = ExportDialog(scene, 0, tmp_path / "formula.tex", LOOK)
    gone: list[None] = []
    dropped.destroyed.connect(lambda: gone.append(None))
    dropped.start()
    while is_running(dropped):
        QCoreApplication.processEvents()  # deletes no job yet, as waiting with qtbot would

    del dropped
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()

    assert len(gone) == 1


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, dialog: ExportDialog) -> None:
    show_active(qtbot, dialog)
    dialog.close_button.setFocus()
    QTest.keyClick(dialog.close_button, Qt.Key.Key_Return)
    assert dialog.job is None
    assert dialog.isHidden()


def test_enter_in_a_field_exports(qtbot: QtBot, dialog: ExportDialog) -> None:
    show_active(qtbot, dialog)
    dialog.form.path.setFocus()
    QTest.keyClick(dialog.form.path, Qt.Key.Key_Return)
    assert is_running(dialog)


def order(scene: Scene, path: Path, kind: ExportFormat = ExportFormat.GIF) -> ExportOrder:
    steps = range(scene.step_count) if kind.is_animation else range(1)
    return ExportOrder(scene, path, kind, LOOK, ExportTiming(), steps)


@pytest.mark.parametrize("kind", [ExportFormat.GIF, ExportFormat.APNG, ExportFormat.WEBP])
def test_an_animation_is_exported_in_the_chosen_looks(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, kind: ExportFormat
) -> None:
    choose(dialog, kind)
    dialog.form.scale.setValue(1.5)
    dialog.form.first.setValue(2)
    dialog.form.last.setValue(6)
    dialog.form.theme.setCurrentIndex(dialog.form.theme.findData("dark"))
    dialog.form.formula.setChecked(True)

    export(qtbot, dialog)

    with Image.open(tmp_path / f"steps{kind.suffix}") as animation:
        assert getattr(animation, "n_frames", 1) == 5
        assert animation.size == (600, 300)
        assert max(animation.convert("RGB").getpixel((0, 0))) < 64  # type: ignore[arg-type]
    assert "5 frames" in dialog.status.text()
    assert theme_notifier().palette is LIGHT


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        (ExportFormat.PNG, b"\x89PNG"),
        (ExportFormat.SVG, b"<?xml"),
        (ExportFormat.PDF, b"%PDF-"),
        (ExportFormat.LATEX, b"% Conv2d("),
        (ExportFormat.CODE, b"import torch"),
    ],
)
def test_a_picture_and_a_text_are_exported(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, kind: ExportFormat, begin: bytes
) -> None:
    choose(dialog, kind)
    assert dialog.form.path.text().endswith(kind.suffix)
    assert dialog.form.step.value() == 5

    export(qtbot, dialog)

    assert (tmp_path / f"steps{kind.suffix}").read_bytes().startswith(begin)


def test_the_format_follows_the_suffix(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.form.path.setText(str(tmp_path / "step.SVG"))
    assert dialog.form.chosen_format is ExportFormat.SVG
    assert dialog.export_button.isEnabled()

    dialog.form.path.setText(str(tmp_path / "step.doc"))
    assert not dialog.export_button.isEnabled()
    assert ".gif" in dialog.status.text()


def test_too_many_steps_are_told_before_anything_begins(qtbot: QtBot, tmp_path: Path) -> None:
    scene = build_scene(Calculator(parse_layer("MaxPool2d(2)"), (1, 128, 128)))
    dialog = ExportDialog(scene, 0, tmp_path / "a.gif", LOOK)
    qtbot.addWidget(dialog)
    assert dialog.form.chosen_steps == (1, 4096)
    assert dialog.form.chosen_stride == 128  # two rows
    assert dialog.form.frames.text() == "steps: 32 of 4,096"
    assert dialog.export_button.isEnabled()

    dialog.form.stride.setValue(2)
    assert not dialog.export_button.isEnabled()
    assert "at most 2000" in dialog.status.text()
    dialog._redraw.stop()


def test_the_view_is_chosen_among_those_that_suit_the_layer(qtbot: QtBot, tmp_path: Path) -> None:
    offered = {}
    for code in ("MaxPool2d(2)", "Conv2d(1, 1, 3)", "ConvTranspose2d(1, 1, 3)"):
        scene = build_scene(Calculator(parse_layer(code), (1, 4, 4)))
        dialog = ExportDialog(scene, 0, tmp_path / "a.gif", LOOK)
        qtbot.addWidget(dialog)
        field = dialog.form.view
        offered[scene.layer.type_name()] = [field.itemData(row) for row in range(field.count())]
    assert offered == {
        "MaxPool2d": ["grids", "backward"],
        "Conv2d": ["grids", "im2col", "sparse", "backward", "learn"],
        "ConvTranspose2d": ["grids", "im2col", "sparse", "scatter", "backward", "learn"],
    }


def test_another_view_has_its_own_steps(qtbot: QtBot, tmp_path: Path) -> None:
    scene = build_scene(Calculator(parse_layer("ConvTranspose2d(1, 1, 3)"), (1, 3, 3)))
    dialog = ExportDialog(scene, 20, tmp_path / "a.gif", LOOK)
    qtbot.addWidget(dialog)
    form = dialog.form
    assert form.chosen_steps == (1, 25)

    form.view.setCurrentIndex(form.view.findData("scatter"))
    assert form.chosen_steps == (1, 9)
    assert form.step.value() == 9
    assert dialog.export_button.isEnabled()
    form.view.setCurrentIndex(form.view.findData("sparse"))
    assert form.chosen_steps == (1, 25)

    form.last.setValue(4)
    form.view.setCurrentIndex(form.view.findData("scatter"))
    assert form.chosen_steps == (1, 4)


def test_uses_are_offered_where_they_are_drawn(dialog: ExportDialog) -> None:
    form = dialog.form
    form.usage.setChecked(True)
    uses = []
    for view in ("grids", "im2col"):
        form.view.setCurrentIndex(form.view.findData(view))
        uses.append((form.usage.isVisible(), form.chosen_look.has_usage))
    assert uses == [(True, True), (False, False)]
    assert dialog.export_button.isEnabled()


@pytest.mark.parametrize(
    ("view", "suffix"),
    [
        *(("grids", suffix) for suffix in (".gif", ".png", ".svg")),
        *((view, ".svg") for view in ("im2col", "sparse")),
        ("scatter", ".gif"),  # whose steps are other ones
    ],
)
def test_the_shell_writes_the_same_bytes(
    qtbot: QtBot, tmp_path: Path, view: str, suffix: str
) -> None:
    code = "ConvTranspose2d(1, 1, 3, stride=2, padding=1)"
    look = ExportLook(scale=0.5, theme="dark", has_usage=view in {"grids", "scatter"})
    shell, window = tmp_path / f"shell{suffix}", tmp_path / f"window{suffix}"
    options = ["--view", view, "--scale", "0.5", "--theme", "dark"]
    options += ["--usage"] if look.has_usage else []
    assert main(["animate", code, "--input", "1,2,2", "-o", str(shell), *options]) == 0

    scene = build_scene(Calculator(parse_layer(code), (1, 2, 2)))
    dialog = ExportDialog(scene, 0, window, look)
    qtbot.addWidget(dialog)
    dialog.form.view.setCurrentIndex(dialog.form.view.findData(view))
    export(qtbot, dialog)

    assert shell.read_bytes() == window.read_bytes()
    qtbot.waitUntil(lambda: not dialog.findChildren(ExportJob))
    wait_for_helpers(qtbot)


def test_a_file_that_exists_is_replaced_only_with_a_word(
    dialog: ExportDialog, tmp_path: Path
) -> None:
    assert dialog.status.text() == ""
    old = tmp_path / "old.gif"
    old.write_bytes(b"old")
    dialog.form.path.setText(str(old))

    assert "will be replaced" in dialog.status.text()


def test_cancel_leaves_no_file_and_the_old_one(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    old = tmp_path / "steps.gif"
    old.write_bytes(b"old")
    dialog.form.scale.setValue(4)
    QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    assert dialog.job is not None
    with qtbot.waitSignal(dialog.job.progressed):
        pass

    QTest.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)

    assert not is_running(dialog)
    assert dialog.isVisible()
    assert "No file was written" in dialog.status.text()
    wait_for_helpers(qtbot)
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["steps.gif"]


def test_escape_cancels_first_and_closes_then(qtbot: QtBot, dialog: ExportDialog) -> None:
    dialog.start()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.job is None
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    wait_for_helpers(qtbot)


@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT"])
def test_a_full_disk_is_told_and_leaves_no_file(
    qtbot: QtBot, tmp_path: Path, scene: Scene, name: str
) -> None:
    assert hasattr(errno, name)
    command = [sys.executable, "-c", FULL_DISK.format(name=name)]
    job = ExportJob(order(scene, tmp_path / "steps.gif"), command=command)
    with qtbot.waitSignal(job.failed) as told:
        job.start()

    assert "no space" in told.args[0].lower() or "full" in told.args[0].lower()
    wait_for_helpers(qtbot)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command", [["/nowhere/program"], [sys.executable, "-c", "raise SystemExit(3)"]]
)
def test_an_encoder_that_fails_is_told(
    qtbot: QtBot, tmp_path: Path, scene: Scene, command: list[str]
) -> None:
    job = ExportJob(order(scene, tmp_path / "steps.gif"), command=command)
    with qtbot.waitSignal(job.failed) as told:
        job.start()

    assert told.args[0].endswith("No file was written.")
    wait_for_helpers(qtbot)
    assert list(tmp_path.iterdir()) == []


def test_the_window_lives_while_an_animation_is_exported(qtbot: QtBot, tmp_path: Path) -> None:
    scene = build_scene(Calculator(parse_layer("Conv2d(1, 1, 3, padding=1)"), (1, 7, 7)))
    job = ExportJob(order(scene, tmp_path / "steps.apng", ExportFormat.APNG))
    beats: list[float] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: beats.append(perf_counter()))
    timer.start()
    with qtbot.waitSignal(job.finished):
        job.start()
    timer.stop()

    assert len(beats) > 49  # the loop turned at least once a frame
    wait_for_helpers(qtbot)


@pytest.mark.display
def test_the_page_offers_the_export(
    qtbot: QtBot, scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    store = DocumentStore(Document(course_calculator(), course_network()))
    page = CalculatorPage(store, FakeEngine())
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.player.go_to(3)
    assert scene.step_count == 9

    QTest.keyClick(
        page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )

    dialog = page.presenter.exporter.dialog
    assert dialog is not None
    assert dialog.form.chosen_path.name == "conv2d-1x5x5.gif"
    assert dialog.form.step.value() == 4
    dialog.form.path.setText(str(tmp_path / "kept.svg"))
    dialog.reject()
    page.presenter.exporter.show_dialog()
    again = page.presenter.exporter.dialog
    assert again is not None
    assert again is not dialog
    assert again.form.chosen_path == tmp_path / "conv2d-1x5x5.svg"
    again.reject()


@pytest.mark.display
def test_formula_and_code_go_to_the_clipboard(qtbot: QtBot) -> None:
    store = DocumentStore(Document(course_calculator(), course_network()))
    page = CalculatorPage(store, FakeEngine())
    qtbot.addWidget(page)
    actions = {action.text(): action for action in page.page_actions.all()}

    actions["Copy the formula as LaTeX"].trigger()
    assert r"\begin{align*}" in QGuiApplication.clipboard().text()
    actions["Copy code with the numbers"].trigger()
    assert "layer = nn.Conv2d(1, 1, kernel_size=3" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("kind", [ExportFormat.LATEX, ExportFormat.CODE])
def test_a_text_is_previewed_as_code_that_can_be_selected(
    qtbot: QtBot, dialog: ExportDialog, kind: ExportFormat
) -> None:
    choose(dialog, kind)
    preview = dialog.text_preview
    qtbot.waitUntil(preview.isVisible)
    assert QFontInfo(preview.font()).fixedPitch()
    preview.selectAll()
    assert preview.textCursor().selectedText()
    choose(dialog, ExportFormat.PNG)
    qtbot.waitUntil(dialog.preview.isVisible)


def test_a_folder_that_is_not_there_is_announced(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.form.path.setText(str(tmp_path / "new" / "steps.gif"))
    assert str(tmp_path / "new") in dialog.status.text()
    dialog.form.path.setText(str(tmp_path / "steps.gif"))
    assert dialog.status.text() == ""
