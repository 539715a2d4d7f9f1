"""Every layer, also one that convviz has never seen, goes through every reader of layers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.__main__ import main
from convviz.core.code.writing import layer_call, parse_layer, parse_layers, sequential_code
from convviz.core.errors import ErrorCode
from convviz.core.explaining.worth_knowing import worth_knowing
from convviz.core.formulas.output_size import formula_for
from convviz.core.network.receptive_field import receptive_fields
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.shown_layers import formula_sizes, infer_shown, shown_dimensions
from convviz.protocol.document import Document, Network
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.sentences.errors import explanation_sentence
from convviz.protocol.templates import course_calculator
from convviz.stepping.lines.block_lines import block_lines
from convviz.stepping.lines.step_lines import step_lines
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.steps.step import build_step
from convviz.ui.layer_texts import layer_summary
from convviz.ui.parameter_texts import argument_hints
from tests.support.every_layer import KINDS, SHOWN, name_of, new_calculator, new_network_step
from tests.support.made_up_layers import made_up_layers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers import Layer
    from convviz.stepping.scene.scene import Scene


@pytest.fixture(autouse=True)
def _made_up_layers_are_known() -> Iterator[None]:
    with made_up_layers():
        yield


@pytest.mark.unmeasured
@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_its_code_and_its_document_come_back_as_they_were(kind: type[Layer]) -> None:
    step, shape = new_network_step(kind)
    result = infer_sequential((step,), shape)
    code = sequential_code((step,), result)
    document = Document(course_calculator(), Network(shape, (step,)))

    assert parse_layer(f"nn.{layer_call(step.layer)}") == step.layer
    assert parse_layers(code) == (step.layer,)
    assert decode_document(encode_document(document)) == document


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_it_stands_in_the_table_of_its_network(
    kind: type[Layer], capsys: pytest.CaptureFixture[str]
) -> None:
    step, shape = new_network_step(kind)
    result = infer_sequential((step,), shape)
    if result.failure is not None:
        assert result.failure.error.code is ErrorCode.NEEDS_INDICES
        return
    summary = summarise(result)

    given = ",".join(map(str, shape))
    assert main(["shape", layer_call(step.layer), "--input", given, "--json"]) == 0

    (row,) = json.loads(capsys.readouterr().out)["layers"]
    assert tuple(row["output_shape"]) == result.output_shape
    assert row["num_params"] == summary.num_params
    assert len(receptive_fields(result)) == 1


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_each_parameter_has_a_meaning_and_the_layer_a_line(kind: type[Layer]) -> None:
    assert layer_summary(kind)
    assert {name for name, text in argument_hints(kind).items() if not text} == set()


@pytest.mark.parametrize("kind", SHOWN, ids=name_of)
def test_each_step_arrives_at_the_layers_output_and_its_formula_at_its_size(
    kind: type[Layer],
) -> None:
    calculator = new_calculator(kind)
    scene = build_scene(calculator)
    layer, shape = scene.layer, calculator.input_shape

    assert scene.output is not None
    assert infer_shown(layer, shape, calculator.output_size) == scene.output_shape
    totals = [_total(scene, index) for index in range(scene.step_count)]
    np.testing.assert_allclose(totals, scene.output.ravel())
    assert len(shape) in shown_dimensions(layer)
    formulas = formula_for(layer, formula_sizes(layer, shape), calculator.output_size)
    sizes = tuple(formula.result for formula in formulas)
    assert not sizes or layer.gives_matrix or sizes == scene.output_shape[1:]
    for note in worth_knowing(layer, shape, calculator.output_size):
        assert explanation_sentence(note.explanation)
        assert "0d" not in note.source.address


def _total(scene: Scene, index: int) -> float:
    """Return what a step arrives at; its lines end in a number."""
    if scene.blocks is None:
        step = build_step(scene, index)
        assert step_lines(step)[0].parts[-1].text
        return step.total
    moved = build_block_step(scene, index)
    assert block_lines(scene, moved)[0].parts[-1].text
    return moved.total
