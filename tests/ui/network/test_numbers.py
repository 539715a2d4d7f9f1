"""Whoever shows what a network costs shows the same: window, shell and the trainer's estimate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from convviz.__main__ import main
from convviz.core.code.writing import parse_layers
from convviz.core.network import summary as network_summary
from convviz.core.network.receptive_field import (
    KnownFields,
    ReceptiveField,
    fields_of_flow,
)
from convviz.core.network.sequential import NetworkStep, SequentialResult, infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.optimisers.adam import Adam
from convviz.engine.compute.memory import estimate_training_bytes
from convviz.protocol.document import Network, Training
from convviz.protocol.document_file import write_document
from convviz.protocol.templates import course_network
from convviz.ui.network.cards.card_model import CardModel
from convviz.ui.network.state import View
from convviz.ui.network.texts import bytes_text, short_number_text
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.core.network.summary import NetworkSummary
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage


def network(shape: tuple[int, ...], *calls: str, disabled: int = -1) -> Network:
    steps = [
        NetworkStep(layer, enabled=row != disabled)
        for row, call in enumerate(calls)
        for layer in parse_layers(call)
    ]
    return Network(shape, tuple(steps))


PICTURE = (3, 32, 32)
NETWORKS = {
    "course": course_network(),
    "no layer": network(PICTURE),
    "a disabled layer": network(
        PICTURE, "Conv2d(3, 8, 3)", "Conv2d(9, 9, 9)", "ReLU()", disabled=1
    ),
    "a failing layer": network(PICTURE, "Conv2d(3, 8, 3)", "BatchNorm2d(8)", "Linear(5, 5)"),
    "lazy layers": network(
        PICTURE, "LazyConv2d(4, 3)", "LazyBatchNorm2d()", "Flatten()", "LazyLinear(10)"
    ),
    "groups and transposed": network(
        (4, 9, 9), "Conv2d(4, 8, 3, groups=4, bias=False)", "ConvTranspose2d(8, 2, 4, stride=2)"
    ),
    "one axis": network((2, 50), "Conv1d(2, 4, 5, stride=2)", "AvgPool1d(2)", "Linear(11, 3)"),
    "three axes": network((1, 6, 6, 6), "Conv3d(1, 2, 3, dilation=2)", "Upsample(scale_factor=2)"),
    "a joined batch": network((8,), "Linear(8, 8)", "Flatten(0)", "Linear(16, 4)"),
    "enormous": network((3, 10**5, 10**5), "Conv2d(3, 64, 3, padding=1)", "Conv2d(64, 1, 5)"),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_everybody_shows_the_same_numbers(
    name: str,
    page: NetworkPage,
    store: DocumentStore,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = NETWORKS[name]
    summary = summarise(infer_sequential(shown.steps, shown.input_shape))
    document = msgspec.structs.replace(store.document, network=shown)

    store.open(document)
    check_bar(page, summary)
    check_cards_and_facts(page, summary)

    write_document(tmp_path / "shown.convviz", document)
    file = str(tmp_path / "shown.convviz")
    main(["shape", file, "--json"])
    check_json(json.loads(capsys.readouterr().out), summary)
    main(["shape", file])
    check_table(capsys.readouterr().out, summary)

    memory = summary.training_memory(10, Adam())
    assert estimate_training_bytes(summary, 10, Training(optimiser=Adam())) == memory.total
    assert memory.optimiser == 2 * summary.param_bytes


def test_going_through_the_layers_finds_their_receptive_fields_once(
    page: NetworkPage, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[SequentialResult] = []

    def counted(result: SequentialResult, known: KnownFields) -> tuple[ReceptiveField, ...]:
        found.append(result)
        return fields_of_flow(result, known)

    monkeypatch.setattr(network_summary, "fields_of_flow", counted)
    shown = NETWORKS["lazy layers"]

    store.open(msgspec.structs.replace(store.document, network=shown))
    page.show_view(View.FIELD)
    for row in range(len(shown.steps)):
        page.layers.cards.select([row])
        assert page.field.notice.text() or page.field.numbers

    assert len(found) == 1


def check_bar(page: NetworkPage, summary: NetworkSummary) -> None:
    prefix = "" if summary.result.failure is None else "≥ "
    expected = {
        "parameters": number_text(summary.num_params),
        "mult_adds": number_text(summary.mult_adds),
        "memory": bytes_text(summary.activation_bytes),
        "weights": bytes_text(summary.param_bytes),
    }
    for column, text in expected.items():
        assert page.totals.value_text(column) == prefix + text, column
    field = page.totals.value_text("field")
    seen = summary.seen_size(len(summary.layers) - 1) if summary.layers else ()
    assert field == ("whole input" if seen is None else prefix + shape_text(seen) if seen else "—")


def check_cards_and_facts(page: NetworkPage, summary: NetworkSummary) -> None:
    cards, model = page.layers.cards.cards, page.layers.cards.model()
    assert isinstance(model, CardModel)
    for row, layer in enumerate(summary.layers):
        params, mult_adds = model.parameters_text(cards[row]), model.mult_adds_text(cards[row])
        assert params == (f"{number_text(layer.num_params)} params" if layer.num_params else "")
        short = short_number_text(layer.mult_adds)
        assert mult_adds == (f"{short} mult-adds" if layer.mult_adds else "")

        page.layers.cards.select([row])
        facts = page.form.facts.texts()
        assert first_line(facts, "Parameters") == number_or_none(layer.num_params)
        assert first_line(facts, "Multiply-adds") == number_or_none(layer.mult_adds)
        is_counted = summary.result.rows[row].enabled
        memory = bytes_text(layer.activation_bytes) if is_counted else None
        assert first_line(facts, "Output memory") == memory


def check_json(plain: dict[str, Any], summary: NetworkSummary) -> None:
    assert (plain["num_params"], plain["mult_adds"]) == (summary.num_params, summary.mult_adds)
    layers = [(row["num_params"], row["mult_adds"]) for row in plain["layers"]]
    assert layers == [(layer.num_params, layer.mult_adds) for layer in summary.layers]


def check_table(text: str, summary: NetworkSummary) -> None:
    lines = [line.strip("│┃").split("│") for line in text.splitlines() if line.startswith("│")]
    counts = [(line[3].strip(), line[4].strip()) for line in lines if line[4].strip()]
    pairs = zip(summary.result.rows, summary.layers, strict=True)
    costs = [cost for row, cost in pairs if row.enabled]
    layers = [(f"{cost.num_params:,}", f"{cost.mult_adds:,}") for cost in costs]
    least = "" if summary.result.failure is None else "≥ "
    total = f"{least}{summary.num_params:,}", f"{least}{summary.mult_adds:,}"
    assert counts == [*layers, total]


def first_line(facts: dict[str, str], caption: str) -> str | None:
    return facts[caption].split("\n")[0] if caption in facts else None


def number_or_none(number: int) -> str | None:
    return number_text(number) if number else None
