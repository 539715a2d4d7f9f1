"""Losses, optimisers and schedules: every reader of declarations can follow each of them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import msgspec
import pytest

from convviz.cli.train_options import OPTIONS
from convviz.core.call_code import call_code, full_code
from convviz.core.call_numbers import number
from convviz.core.call_parameters import ParameterKind, parameter
from convviz.core.call_texts import parameter_texts_of, summary_of
from convviz.core.calls import Call
from convviz.core.code.call import parse_call
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.optimisers import Optimiser, optimiser_types
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.base import register
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules import Schedule
from convviz.core.schedules.falling import MultiStepLR, StepLR
from convviz.protocol.document import Document, Training
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.run_settings import different_settings
from convviz.protocol.templates import new_document
from convviz.protocol.training_parts import TRAINING_PARTS, part_types
from tests.support.random_calls import random_call
from tests.unit.test_texts import TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

SORTS: dict[str, Mapping[str, type[Call]]] = {name: part_types(name) for name in TRAINING_PARTS}
CALLS = [(part, kind) for part, types in SORTS.items() for kind in types.values()]

every_call = pytest.mark.parametrize(
    ("part", "kind"), CALLS, ids=[kind.type_name() for _, kind in CALLS]
)


def new(kind: type[Call]) -> Call:
    return kind.fitted(6) if issubclass(kind, Schedule) else kind.new()


def with_part(part: str, call: Call | None) -> Document:
    document = new_document()
    training = msgspec.structs.replace(document.training, **{part: call})
    return msgspec.structs.replace(document, training=training)


def some(kind: type[Call], count: int = 60) -> list[Call]:
    """Return random calls of a class whose values are within their limits."""
    random = Random(7)  # noqa: S311 - drawn again the same way
    calls: list[Call] = []
    while len(calls) < count:
        call = random_call(kind, random)
        try:
            call.check_values()
        except ConvVizError:
            continue
        calls.append(call)
    return calls


@every_call
def test_its_code_is_read_back_as_what_it_was(part: str, kind: type[Call]) -> None:
    for call in some(kind):
        assert parse_call(call_code(call), SORTS[part]) == call
        assert parse_call(full_code(call), SORTS[part]) == call
        ast.parse(full_code(call))


@pytest.mark.unmeasured
@every_call
def test_a_document_keeps_it(part: str, kind: type[Call]) -> None:
    for call in some(kind):
        document = with_part(part, call)
        assert decode_document(encode_document(document)) == document


@every_call
def test_what_is_at_its_default_is_not_written_into_a_document(part: str, kind: type[Call]) -> None:
    written = msgspec.json.decode(encode_document(with_part(part, new(kind))))["training"][part]
    defaults = kind.defaults()
    assert written.pop("type") == kind.type_name()
    for name, value in written.items():
        assert name not in defaults or value != defaults[name]


@every_call
def test_a_form_begins_with_settings_that_torch_takes(part: str, kind: type[Call]) -> None:
    assert part in SORTS
    new(kind).check()


@every_call
def test_everything_about_it_is_said_in_both_languages(part: str, kind: type[Call]) -> None:
    chinese = {
        message.findtext("source"): message.findtext("translation")
        for context in ET.parse(TRANSLATIONS).getroot().iter("context")  # noqa: S314 - our own
        if context.findtext("name") == "CallTexts"
        for message in context.iter("message")
    }
    texts = [summary_of(kind), *parameter_texts_of(kind).values()]
    assert len(texts) == 1 + len(kind.parameters())
    for text in texts:
        assert text.endswith("."), (part, text)
        assert chinese[text], (part, text)


def test_every_setting_of_a_training_has_an_option_of_the_shell() -> None:
    assert set(OPTIONS) == set(Training.__struct_fields__)


def test_every_call_of_a_training_is_one_of_its_parts() -> None:
    parts: dict[str, Any] = {
        name: next(iter(types.values())).new() for name, types in SORTS.items()
    }
    full = Training(**parts)
    calls = {name for name in Training.__struct_fields__ if isinstance(getattr(full, name), Call)}
    assert calls == set(TRAINING_PARTS)
    absent = {name for name, part in TRAINING_PARTS.items() if part.is_optional}
    assert absent == {name for name in TRAINING_PARTS if getattr(Training(), name) is None}


def test_two_runs_are_told_apart_by_what_differs_in_a_part() -> None:
    one, other = with_part("optimiser", SGD(lr=0.1)), with_part("optimiser", SGD(lr=0.2))
    assert different_settings(one, other) == ("lr",)
    assert different_settings(one, with_part("optimiser", Adam())) == ("optimiser",)
    assert different_settings(with_part("schedule", None), with_part("schedule", StepLR(2))) == (
        "schedule",
    )


def test_a_declaration_without_a_field_or_a_text_raises() -> None:
    with pytest.raises(TypeError, match="rate is not declared"):

        @register
        @dataclass(frozen=True)
        class Undeclared(Optimiser):
            """Has a field of its own kind."""

            lr: float = number(0.1)
            rate: float = 0.1

    for kind, lack in ((ParameterKind.CHOICE, "choices"), (ParameterKind.NUMBERS, "count")):

        @dataclass(frozen=True)
        class Vague(Optimiser):
            """Says too little."""

            lr: float = number(0.1)
            rate: Any = parameter(kind, None)  # noqa: RUF009 - a field

        with pytest.raises(TypeError, match=f"rate is not declared with .*{lack}"):
            register(Vague)

    @dataclass(frozen=True)
    class Unexplained(Optimiser):
        """Says nothing of its strength."""

        lr: float = number(0.1)
        strength: float = number(1.0)

    with pytest.raises(TypeError, match="does not explain strength"):
        parameter_texts_of(Unexplained)


@pytest.mark.parametrize(
    ("text", "part", "call"),
    [
        ("SGD", "optimiser", SGD()),
        ("adam", "optimiser", Adam()),
        ("torch.optim.SGD(net.parameters(), 0.1, 0.9)", "optimiser", SGD(lr=0.1, momentum=0.9)),
        ("optimizer = optim.Adam(params, betas=[0.8, 0.9])", "optimiser", Adam(betas=(0.8, 0.9))),
        ("SGD(params=model.parameters(), lr=10 ** -2)", "optimiser", SGD(lr=0.01)),
        ("MultiStepLR(optimizer, [3, 5])", "schedule", MultiStepLR((3, 5))),
        ("StepLR(step_size=4)", "schedule", StepLR(4)),
    ],
)
def test_code_as_torchs_users_write_it_is_read(text: str, part: str, call: Call) -> None:
    assert parse_call(text, SORTS[part]) == call


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ErrorCode.CODE_NO_CALL),
        ("3", ErrorCode.CODE_NO_CALL),
        ("Lion(lr=1)", ErrorCode.CODE_NO_CALL),
        ("SGD(); SGD()", ErrorCode.CODE_NO_CALL),
        ("SGD(lr=", ErrorCode.CODE_NOT_PYTHON),
        ("SGD(rate=1)", ErrorCode.CODE_UNKNOWN_PARAMETER),
        ("SGD(momentun=1)", ErrorCode.CODE_MISSPELT_PARAMETER),
        ("SGD(lr='fast')", ErrorCode.CODE_WRONG_VALUE),
        ("SGD(lr=open('x'))", ErrorCode.CODE_NOT_A_VALUE),
        ("Adam(betas=0.9)", ErrorCode.CODE_WRONG_VALUE),
        ("SGD(nesterov=1.5, lr=rate)", ErrorCode.CODE_UNKNOWN_NAME),
        ("SGD(capturable=True)", ErrorCode.CODE_UNKNOWN_PARAMETER),
    ],
)
def test_other_code_is_refused_with_what_is_wrong(text: str, code: ErrorCode) -> None:
    with pytest.raises(ConvVizError) as refusal:
        parse_call(text, optimiser_types())
    assert refusal.value.code is code
