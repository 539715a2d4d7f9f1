"""The training's forms show every setting that is declared, and refuse to leave one out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from convviz.core.averaging import EMA
from convviz.core.call_parameters import LONGEST_TUPLE, Limits, ParameterKind
from convviz.core.clipping import ClipByNorm
from convviz.core.initialisation import Whitening
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules import Schedule
from convviz.core.schedules.falling import MultiStepLR, StepLR
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.core.schedules.plateau import ReduceLROnPlateau
from convviz.protocol.document import RunOptions, Training
from convviz.protocol.templates import new_document
from convviz.protocol.training_parts import TRAINING_PARTS
from convviz.ui.call_texts import call_summary, parameter_hint
from convviz.ui.setting_texts import setting_name, setting_text
from convviz.ui.training.settings.more_settings import MORE_PARTS, WEIGHT_SETTINGS, MoreSettings
from convviz.ui.training.settings.rate_curve import MOST_POINTS, RateCurve
from convviz.ui.training.settings.setting_fields import (
    SettingField,
    fields_of_call,
    fields_of_struct,
)
from convviz.ui.training.settings.setting_form import SettingForm
from convviz.ui.training.settings.settings_panel import (
    COMPUTER_SETTINGS,
    DATA_SETTINGS,
    OWN_FIELDS,
    RUN_SETTINGS,
)
from tests.support.training_page import Make, stages, type_into

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.core.calls import Call

PARTS = ("loss", "optimiser", "schedule", *MORE_PARTS)
CALLS: list[type[Call]] = [
    kind for part in TRAINING_PARTS.values() for kind in part.types().values()
]


def new(kind: type[Call]) -> Call:
    return kind.fitted(6) if issubclass(kind, Schedule) else kind.new()


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


@pytest.mark.parametrize("kind", CALLS, ids=lambda kind: kind.type_name())
def test_every_parameter_has_a_field_with_its_value_and_a_text(
    qtbot: QtBot, kind: type[Call]
) -> None:
    hints = {name: parameter_hint(kind, name) for name in kind.parameters()}
    form = SettingForm(fields_of_call(kind), hints, kind.defaults())
    qtbot.addWidget(form)
    call = new(kind)
    form.show_values(call)
    assert list(form.fields) == sorted(
        kind.parameters(), key=lambda name: kind.parameters()[name].rare
    )
    for name, field in form.fields.items():
        assert field.value == getattr(call, name), name
        assert field.toolTip().startswith(hints[name].split(".")[0]), name
    assert call_summary(kind).endswith(".")


def test_every_setting_of_a_training_is_on_the_page_and_has_a_name(make: Make) -> None:
    panel = make().page.settings_panel
    plain = (*DATA_SETTINGS, *RUN_SETTINGS, *COMPUTER_SETTINGS, *WEIGHT_SETTINGS)
    assert {*plain, *OWN_FIELDS, *PARTS} == set(Training.__struct_fields__)
    for name in (*plain, *PARTS, "device"):
        assert isinstance(panel.field(name), QWidget)
        assert setting_text(name), name
    for name in Training.__struct_fields__:
        assert setting_name(name) != name


class Varied(msgspec.Struct):
    flag: bool = False
    number: float = 0.0
    whole: int = 0
    perhaps: Annotated[float, Meta(gt=0, le=1)] | None = None
    perhaps_whole: int | None = None
    perhaps_flag: bool | None = None
    choice: Literal["a", "b"] = "a"
    text: str = ""
    several: tuple[int, ...] = ()


def test_a_structs_field_of_any_kind_has_a_widget_or_raises(qtbot: QtBot) -> None:
    known = [name for name in Varied.__struct_fields__ if name not in ("text", "several")]
    form = SettingForm(fields_of_struct(Varied, known))
    qtbot.addWidget(form)
    form.show_values(Varied())
    assert list(form.fields) == known
    for name in ("text", "several"):
        with pytest.raises(TypeError, match=f"no form shows {name}"):
            fields_of_struct(Varied, [name])
    with pytest.raises(KeyError):
        fields_of_struct(RunOptions, ["no_such_setting"])


@pytest.mark.parametrize("kind", [ParameterKind.PER_AXIS, ParameterKind.PADDING])
def test_a_kind_without_a_widget_raises(qtbot: QtBot, kind: ParameterKind) -> None:
    del qtbot
    with pytest.raises(TypeError, match="no form shows stride"):
        SettingForm([SettingField("stride", kind)])


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        (Adam, "betas", "0.8, 0.95", (0.8, 0.95)),
        (Adam, "betas", "[0.8, 0.95]", (0.8, 0.95)),
        (CrossEntropyLoss, "weight", "(1, 2.5, 1)", (1.0, 2.5, 1.0)),
        (CrossEntropyLoss, "weight", "none", None),
        (MultiStepLR, "milestones", "5", (5,)),
        (MultiStepLR, "milestones", "(5, 10,)", (5, 10)),
        (MultiStepLR, "milestones", "()", ()),
        (StepLR, "step_size", "-4", -4),
        (OneCycleLR, "max_lr", "1e-3", 0.001),
    ],
)
def test_what_is_typed_is_announced(
    qtbot: QtBot, kind: type[Call], name: str, text: str, value: object
) -> None:
    form = SettingForm(fields_of_call(kind))
    qtbot.addWidget(form)
    form.show_values(kind.new().replace(**{name: SOME_OTHER[name]}))
    told: list[tuple[str, object]] = []
    form.edited.connect(lambda *edit: told.append(edit))
    type_into(form.fields[name], text)
    assert told[-1] == (name, value)
    assert form.problems == {}


SOME_OTHER: dict[str, Any] = {
    "betas": (0.1, 0.2),
    "weight": (3.0,),
    "milestones": (1, 2),
    "step_size": 7,
    "max_lr": 0.7,
}


@pytest.mark.parametrize(
    ("kind", "name", "text", "sentence"),
    [
        (Adam, "betas", "0.9", "Write 2 numbers, such as (0.9, 0.999)."),
        (Adam, "betas", "(0.9, 1)", "Write a number from 0 to below 1."),
        (CrossEntropyLoss, "weight", "(1, x)", "Write numbers, such as (1, 2.5), or None."),
        (MultiStepLR, "milestones", "2.5", "Write whole numbers, such as (10, 20)."),
        (MultiStepLR, "milestones", "1," * (LONGEST_TUPLE + 1), "Write whole numbers"),
        (OneCycleLR, "pct_start", "2", "Write a number from 0 to 1."),
        (StepLR, "gamma", "inf", "Write a number, such as 0.1 or 1e-3."),
    ],
)
def test_what_is_no_value_says_so_and_leaves_the_one_before(
    qtbot: QtBot, kind: type[Call], name: str, text: str, sentence: str
) -> None:
    form = SettingForm(fields_of_call(kind))
    qtbot.addWidget(form)
    call = kind.new()
    form.show_values(call)
    told: list[tuple[str, object]] = []
    form.edited.connect(lambda *edit: told.append(edit))
    type_into(form.fields[name], text)
    assert form.problems[name].startswith(sentence)
    # The 2 of 2.5 was a value: it is taken back.
    assert told[-1:] in ([], [(name, getattr(call, name))])


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(above=0, maximum=1), "Write a number above 0 and at most 1."),
        (Limits(below=1), "Write a number below 1."),
        (Limits(minimum=2), "Write a number of at least 2."),
    ],
)
def test_each_limit_has_its_sentence(qtbot: QtBot, limits: Limits, sentence: str) -> None:
    form = SettingForm([SettingField("lr", ParameterKind.NUMBER, limits)])
    qtbot.addWidget(form)
    form.show_values(SGD(lr=0.5))
    type_into(form.fields["lr"], "-3" if limits.below is None else "3")
    assert form.problems == {"lr": sentence}


def test_how_torch_computes_is_folded_away_until_it_is_wanted_or_changed(make: Make) -> None:
    panel = make().page.settings_panel
    assert panel.field("foreach").isHidden()
    assert not panel.field("momentum").isHidden()
    form = panel.part("optimiser").form
    assert form is not None
    form.more.click()
    assert not panel.field("foreach").isHidden()


def test_what_most_runs_leave_alone_is_folded_and_says_what_is_at_work(make: Make) -> None:
    stage = make()
    panel = stage.page.settings_panel
    more = panel.findChild(MoreSettings)
    assert more is not None
    assert not more.parts["averaging"].isVisible()
    more.fold.click()
    panel.field("averaging").value_changed.emit(EMA)  # type: ignore[attr-defined]
    panel.field("clipping").value_changed.emit(ClipByNorm)  # type: ignore[attr-defined]
    assert stage.store.document.training.averaging == EMA()
    assert panel.part("clipping").copy_button.toolTip() == (
        "torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)"
    )
    assert panel.part("averaging").copy_button.isHidden()
    type_into(panel.field("clipping.norm_type"), "inf")
    assert stage.store.document.training.clipping == ClipByNorm(1.0, math.inf)
    type_into(panel.field("clipping.norm_type"), "0")
    assert panel.problems == {"clipping.norm_type": "Write a number above 0 and at most inf."}
    more.fold.click()
    texts = [label.text() for label in more.findChildren(QLabel) if label.isVisible()]
    assert texts == ["clip_grad_norm_(max_norm=1.0), EMA()"]


def test_settings_at_work_are_open_at_once(make: Make) -> None:
    document = new_document()
    training = msgspec.structs.replace(document.training, whitening=Whitening())
    panel = make(document=msgspec.structs.replace(document, training=training)).page.settings_panel
    assert panel.field("whitening.eps").isVisible()


def test_a_schedule_fits_the_run_and_goes_away_again(make: Make) -> None:
    stage = make()
    panel = stage.page.settings_panel
    type_into(panel.field("epochs"), "12")
    panel.field("schedule").value_changed.emit(StepLR)  # type: ignore[attr-defined]
    assert stage.store.document.training.schedule == StepLR(4)
    type_into(panel.field("schedule.gamma"), "0.5")
    changed: object = stage.store.document.training.schedule
    assert changed == StepLR(4, gamma=0.5)
    assert stage.store.undo_stack.undoText() == "Change gamma"
    panel.field("schedule").value_changed.emit(None)  # type: ignore[attr-defined]
    after: object = stage.store.document.training.schedule
    assert after is None
    stage.store.undo_stack.undo()
    assert panel.field("schedule.gamma").value == 0.5  # type: ignore[attr-defined]


def test_the_code_of_a_part_is_copied_as_torchs_users_write_it(make: Make) -> None:
    panel = make().page.settings_panel
    panel.part("optimiser").copy_button.click()
    assert (
        QApplication.clipboard().text()
        == "optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)"
    )


def test_the_wheel_scrolls_the_form_and_gives_no_choice_the_keyboard(make: Make) -> None:
    panel = make().page.settings_panel
    for name in ("loss", "schedule", "nesterov"):
        policy = panel.field(name).focusPolicy()
        assert policy == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (StepLR(2), [0.5, 0.5, 0.05, 0.05]),
        (None, []),
        (ReduceLROnPlateau(), []),
        (StepLR(0), []),
        (MultiStepLR((1,) * 16, gamma=1e30), []),
    ],
)
def test_the_rate_over_the_run_is_drawn_where_it_is_known(
    qtbot: QtBot, schedule: Schedule | None, rates: list[float]
) -> None:
    curve = RateCurve()
    qtbot.addWidget(curve)
    curve.show_training(Training(optimiser=SGD(lr=0.5), schedule=schedule, epochs=4))
    assert curve.rates == pytest.approx(rates)
    assert curve.isHidden() == (not rates)
    curve.grab()


def test_the_curve_of_a_long_run_is_worked_out_at_once(qtbot: QtBot) -> None:
    curve = RateCurve()
    qtbot.addWidget(curve)
    curve.show_training(Training(schedule=OneCycleLR(0.1), epochs=2000, batch_size=1))
    assert len(curve.rates) == MOST_POINTS
    assert max(curve.rates) == pytest.approx(0.1)
