from __future__ import annotations

from pathlib import Path

import pytest

import translate

pytestmark = pytest.mark.unmeasured

SUMMARIES = {"LayerSummary": ["Applies max(x, 0)."]}
CHINESE = {
    "&Open {name}": "打开 {name}(&amp;O)",
    "Stop": "停止",
    "Applies max(x, 0).": "取 max(x, 0)。",
}
WINDOW = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

class Page(QWidget):
    def texts(self):
        return self.tr("&Open {name}").format(name=1), QCoreApplication.translate("Run", "Stop")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one page."""
    window = tmp_path / "convviz" / "ui"
    window.mkdir(parents=True)
    (window / "page.py").write_text(WINDOW, encoding="utf-8")
    (tmp_path / "convviz" / "app.py").write_text("", encoding="utf-8")
    return tmp_path


@pytest.fixture
def translation(checkout: Path) -> Path:
    """The checkout's finished and compiled translation."""
    path = checkout / "convviz_zh_CN.ts"
    translate.collect(path, checkout, SUMMARIES)
    text = path.read_text(encoding="utf-8")
    for english, chinese in CHINESE.items():
        source = english.replace("&", "&amp;")
        before, found, after = text.partition(f"<source>{source}</source>")
        assert found
        unfinished = '<translation type="unfinished"></translation>'
        text = (
            before + found + after.replace(unfinished, f"<translation>{chinese}</translation>", 1)
        )
    path.write_text(text, encoding="utf-8")
    translate.compile_translation(path, path.with_suffix(".qm"))
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def compiled_again(path: Path) -> None:
    translate.compile_translation(path, path.with_suffix(".qm"))


def test_texts_are_collected_from_the_window_and_the_summaries(checkout: Path) -> None:
    path = checkout / "new.ts"
    translate.collect(path, checkout, {"LayerSummary": ['Say "no"\n to {a}\\b']})
    assert {message.key for message in translate.read_messages(path)} == {
        ("Page", "&Open {name}", ""),
        ("Run", "Stop", ""),
        ("LayerSummary", 'Say "no"\n to {a}\\b', ""),
    }


def test_a_finished_translation_has_no_problems(translation: Path, checkout: Path) -> None:
    assert translate.check(translation, checkout, SUMMARIES) == []


def test_collecting_again_keeps_what_is_translated(translation: Path, checkout: Path) -> None:
    before = translation.read_bytes()
    translate.collect(translation, checkout, SUMMARIES)
    assert translation.read_bytes() == before


def test_a_missing_translation_is_told(checkout: Path) -> None:
    missing = checkout / "none.ts"
    assert translate.check(missing, checkout, SUMMARIES) == ["none.ts is missing"]


def test_a_text_that_is_new_in_the_window_is_told(translation: Path, checkout: Path) -> None:
    edit(checkout / "convviz" / "ui" / "page.py", '"Stop"', '"Pause"')
    found = translate.check(translation, checkout, SUMMARIES)
    assert "Run: 'Pause' is missing from the translation" in found
    assert "Run: 'Stop' is in the translation, but no longer in the sources" in found


def test_a_new_summary_is_told(translation: Path, checkout: Path) -> None:
    found = translate.check(translation, checkout, {"CallTexts": ["Adds a bias."], **SUMMARIES})
    assert found == ["CallTexts: 'Adds a bias.' is missing from the translation"]


@pytest.mark.parametrize("state", ["unfinished", "vanished", "obsolete"])
def test_an_entry_that_is_not_finished_is_told(
    translation: Path, checkout: Path, state: str
) -> None:
    edit(translation, "<translation>停止", f'<translation type="{state}">停止')
    compiled_again(translation)
    assert f"Run: 'Stop' is {state}" in translate.check(translation, checkout, SUMMARIES)


def test_an_empty_entry_is_told(translation: Path, checkout: Path) -> None:
    edit(translation, "停止", "")
    compiled_again(translation)
    assert "Run: 'Stop' is empty" in translate.check(translation, checkout, SUMMARIES)


def test_another_placeholder_is_told(translation: Path, checkout: Path) -> None:
    edit(translation, "打开 {name}", "打开 {file}")
    compiled_again(translation)
    (problem,) = translate.check(translation, checkout, SUMMARIES)
    assert "other placeholders" in problem


def test_a_lost_access_key_is_told(translation: Path, checkout: Path) -> None:
    edit(translation, "(&amp;O)", "")
    compiled_again(translation)
    (problem,) = translate.check(translation, checkout, SUMMARIES)
    assert "access key" in problem


def test_a_compiled_file_that_is_out_of_date_is_told(translation: Path, checkout: Path) -> None:
    edit(translation, "停止", "结束")
    (problem,) = translate.check(translation, checkout, SUMMARIES)
    assert problem == "convviz_zh_CN.qm is not what convviz_zh_CN.ts compiles to"


def test_tr_of_another_object_is_told(translation: Path, checkout: Path) -> None:
    edit(checkout / "convviz" / "ui" / "page.py", "self.tr(", "self.window.tr(")
    translate.collect(translation, checkout, SUMMARIES)
    edit(translation, '<translation type="unfinished">', "<translation>")
    compiled_again(translation)
    (problem,) = translate.check(translation, checkout, SUMMARIES)
    assert "call tr on self" in problem


@pytest.mark.parametrize(
    "call",
    [
        'self.tr(f"Kernel {size}")',
        'self.tr("Kernel " + size)',
        "self.tr(text)",
        'QCoreApplication.translate("Page", f"Kernel {size}")',
        'translate(CONTEXT, "Kernel")',
        'QT_TRANSLATE_NOOP(CONTEXT, "Kernel")',
    ],
)
def test_a_call_that_lupdate_cannot_read_is_told(call: str) -> None:
    (problem,) = translate.source_problems(call, "page.py")
    assert problem == f"page.py:1: not plain texts to translate: {call.replace(chr(34), chr(39))}"


@pytest.mark.parametrize(
    "call",
    [
        'self.tr("Kernel {size}").format(size=3)',
        'translate("Page", "Kernel")',
        'translate("Sentences", template)',
        "painter.translate(3, 4)",
        "painter.translate(-area.topLeft())",
    ],
)
def test_a_call_that_lupdate_can_read_is_no_problem(call: str) -> None:
    assert list(translate.source_problems(call, "page.py")) == []


def test_every_layer_has_a_summary_to_translate() -> None:
    summaries = translate.layer_summaries()
    assert len(summaries) > 10
    assert all(text.endswith(".") for text in summaries)
