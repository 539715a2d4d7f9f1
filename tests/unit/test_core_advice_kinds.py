"""Each kind of advice: when it is given, when it is not, and what its fix makes of the network."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from convviz.core.code.writing import layer_call, parse_layers
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.network.advice import Advice, AdviceCode, advice
from convviz.core.network.advice.sources import SOURCES
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, Node, concat, layer_steps, residual, sequential
from convviz.protocol.document import Network
from convviz.protocol.network_templates import network_templates
from convviz.protocol.sentences.advice import SENTENCES, advice_sentence, fix_text, names_of
from convviz.ui.network.edits import followed_advice

C = AdviceCode
CE = CrossEntropyLoss()
NLL = NLLLoss()


def steps(text: str) -> list[Node]:
    return [NetworkStep(layer) for layer in parse_layers(text)]


def advised(
    nodes: str | Sequence[Node],
    shape: tuple[int, ...] = (3, 12, 12),
    loss: CrossEntropyLoss | NLLLoss | MSELoss | None = CE,
    batch_size: int | None = 64,
) -> dict[AdviceCode, Advice]:
    made = steps(nodes) if isinstance(nodes, str) else nodes
    found = advice(infer_sequential(made, shape), loss, batch_size)
    return {piece.code: piece for piece in found}


def codes(nodes: str | Sequence[Node], **settings: object) -> set[AdviceCode]:
    return set(advised(nodes, **settings))  # type: ignore[arg-type]


def mended(
    text: str, code: AdviceCode, shape: tuple[int, ...] = (3, 12, 12), loss: object = CE
) -> list[str]:
    """Return the layers after the first fix of a piece of advice, which is then no more given."""
    fix = advised(text, shape, loss)[code].fixes[0]  # type: ignore[arg-type]
    changed = followed_advice(Network(shape, tuple(steps(text))), fix)
    assert infer_sequential(changed.steps, shape).failure is None
    assert code not in codes(list(changed.steps), shape=shape, loss=loss)
    return [layer_call(step.layer) for step in layer_steps(changed.steps)]


def test_a_linear_on_a_picture_wants_a_flatten_which_brings_its_features() -> None:
    text = "Conv2d(3, 4, 3), ReLU(), Linear(10, 5)"
    found = advised(text)[C.LINEAR_WITHOUT_FLATTEN]
    assert found.cases == ((2,),)
    assert dict(found.facts) == {"shape": (4, 10, 10), "flattened": 400}
    assert mended(text, C.LINEAR_WITHOUT_FLATTEN)[2:] == ["Flatten()", "Linear(400, 5)"]
    assert C.LINEAR_WITHOUT_FLATTEN not in codes("Flatten(), Linear(432, 5)")


def test_of_two_activations_the_second_is_taken_out() -> None:
    text = "Conv2d(3, 4, 3), ReLU(), Dropout(), Sigmoid(), Conv2d(4, 4, 3)"
    assert advised(text)[C.ACTIVATIONS_IN_A_ROW].cases == ((1, 3),)
    assert mended(text, C.ACTIVATIONS_IN_A_ROW)[1:4] == [
        *("ReLU()", "Dropout()"),
        "Conv2d(4, 4, kernel_size=3)",
    ]
    assert C.ACTIVATIONS_IN_A_ROW not in codes("ReLU(), MaxPool2d(2), ReLU()")
    assert C.ACTIVATIONS_IN_A_ROW not in codes("Flatten(), Linear(432, 3), ReLU(), Softmax(1)")


def test_a_sum_between_two_activations_is_no_row_and_blocks_are_looked_into() -> None:
    body = steps("Conv2d(3, 3, 3, padding=1), ReLU()")
    assert C.ACTIVATIONS_IN_A_ROW not in codes([residual(body), *steps("ReLU()")])
    inside = [sequential(*steps("ReLU()")), sequential(sequential(*steps("Tanh()")))]
    assert C.ACTIVATIONS_IN_A_ROW in codes([*inside])
    ways = [*steps("ReLU()"), concat(steps("Conv2d(3, 2, 1)"), steps("ELU()"))]
    assert advised(ways)[C.ACTIVATIONS_IN_A_ROW].cases == ((0, 2),)


@pytest.mark.parametrize("last", ["Softmax(1)", "Sigmoid()", "Softmin(1)"])
def test_numbers_between_0_and_1_are_no_logits(last: str) -> None:
    text = f"Flatten(), Linear(432, 10), {last}"
    facts = dict(advised(text)[C.SOFTMAX_BEFORE_LOSS].facts)
    assert facts["least"] == "1.4612"
    assert math.isclose(float(str(facts["least"])), math.log((math.e + 9) / math.e), abs_tol=1e-4)
    assert mended(text, C.SOFTMAX_BEFORE_LOSS) == ["Flatten()", "Linear(432, 10)"]
    assert C.SOFTMAX_BEFORE_LOSS not in codes(text, loss=MSELoss())


def test_log_softmax_belongs_to_nll_and_nothing_else_does() -> None:
    text = "Flatten(), Linear(432, 10), LogSoftmax(1)"
    assert codes(text, loss=NLL) == set()
    assert codes(text, loss=CE) == {C.LOG_SOFTMAX_TWICE}
    assert codes("Flatten(), Linear(432, 10)", loss=NLL) == {C.LOSS_NEEDS_LAYER}
    assert mended("Flatten(), Linear(432, 10)", C.LOSS_NEEDS_LAYER, loss=NLL)[-1] == "LogSoftmax(1)"


def test_without_a_loss_only_a_softmax_is_told_of() -> None:
    linear = "Flatten(), Linear(432, 10), "
    assert codes(linear + "Softmax(1)", loss=None) == {C.SOFTMAX_BEFORE_LOSS}
    for last in ("LogSoftmax(1)", "Sigmoid()", "ReLU()"):
        assert codes(linear + last, loss=None) == set()


def test_a_relu_or_a_dropout_at_the_very_end() -> None:
    linear = "Flatten(), Linear(432, 10), "
    assert mended(linear + "ReLU()", C.ACTIVATION_AT_END)[-1] == "Linear(432, 10)"
    assert codes(linear + "Tanh()") == set()
    assert mended(linear + "Dropout(0.2)", C.DROPOUT_AT_END)[-1] == "Linear(432, 10)"
    assert codes("Flatten(), Dropout(0.2), Linear(432, 10)") == set()
    # The body of a network that goes on elsewhere ends in no vector.
    assert codes("Conv2d(3, 4, 3), ReLU()") == set()


def test_a_bias_before_a_norm_is_switched_off() -> None:
    text = "Conv2d(3, 4, 3), BatchNorm2d(4), ReLU(), Conv2d(4, 4, 3, bias=False), BatchNorm2d(4)"
    assert advised(text)[C.BIAS_BEFORE_NORM].cases == ((1, 0),)
    assert mended(text, C.BIAS_BEFORE_NORM)[0] == "Conv2d(3, 4, kernel_size=3, bias=False)"
    assert codes("Conv2d(3, 4, 3), GroupNorm(2, 4), ReLU()") == set()
    assert codes("Conv2d(3, 4, 3), ReLU(), BatchNorm2d(4)") == set()
    shared = [
        *steps("Conv2d(3, 4, 3, padding=1)"),
        concat(steps("BatchNorm2d(4), ReLU()"), steps("ReLU()")),
    ]
    assert codes(shared) == set()


def test_dropout_goes_behind_the_norm() -> None:
    text = "Conv2d(3, 4, 3, bias=False), Dropout2d(0.2), BatchNorm2d(4), ReLU()"
    assert mended(text, C.DROPOUT_BEFORE_NORM)[1:3] == ["BatchNorm2d(4)", "Dropout2d(0.2)"]


def test_a_norm_of_one_value_a_channel() -> None:
    text = "AdaptiveAvgPool2d(1), BatchNorm2d(3), Flatten(), Linear(3, 2)"
    assert C.NORM_OF_ONE_VALUE in codes(text)
    vector = "Flatten(), Linear(432, 8, bias=False), BatchNorm1d(8), ReLU(), Linear(8, 2)"
    assert codes(vector, batch_size=64) == set()
    assert codes(vector, batch_size=1) == {C.NORM_OF_ONE_VALUE}
    assert codes("BatchNorm2d(3), Flatten(), Linear(432, 2)", batch_size=1) == set()


def test_cells_that_no_window_reads() -> None:
    found = advised("MaxPool2d(5)")[C.DROPS_CELLS]
    assert dict(found.facts) == {"dropped": 2, "size": 12}
    assert mended("MaxPool2d(5)", C.DROPS_CELLS) == ["MaxPool2d(kernel_size=5, ceil_mode=True)"]
    assert not advised("Conv2d(3, 4, 5, stride=5)")[C.DROPS_CELLS].fixes
    assert codes("MaxPool2d(3)") == set()
    # One of 21 is less than a tenth; what lies between windows is left out on purpose.
    assert codes("MaxPool2d(2)", shape=(3, 21, 21)) == set()
    assert codes("Conv2d(3, 4, 1, stride=2)", shape=(3, 8, 8)) == set()


def test_windows_of_nothing_but_padding() -> None:
    text = "Conv2d(3, 4, 1, padding=1), ReLU()"
    assert mended(text, C.WINDOWS_OF_PADDING)[0] == "Conv2d(3, 4, kernel_size=1)"
    assert codes("Conv2d(3, 4, 3, padding=2)") == set()
    assert C.WINDOWS_OF_PADDING in codes("Conv2d(3, 4, 3, padding=3)")


def test_indices_at_the_end_make_a_tuple() -> None:
    text = "Conv2d(3, 4, 3), MaxPool2d(2, return_indices=True)"
    assert mended(text, C.RETURNS_INDICES)[-1] == "MaxPool2d(kernel_size=2)"


def test_a_flattened_picture_through_a_convolution() -> None:
    text = "Flatten(2), ReLU(), Conv1d(3, 4, 3)"
    assert advised(text)[C.ROWS_LAID_END_TO_END].cases == ((0, 2),)
    assert codes("Conv1d(3, 4, 3)", shape=(3, 9)) == set()


def test_what_works_along_the_batch() -> None:
    assert C.MIXES_BATCH in codes("Flatten(), Linear(432, 10), LogSoftmax(0)", loss=NLL)
    assert mended("Flatten(0, 1), Tanh()", C.MIXES_BATCH)[0] == "Flatten(end_dim=1)"
    # torch chooses dimension 0 of three.
    assert C.MIXES_BATCH in codes("Softmax()", shape=(4, 5))
    assert C.MIXES_BATCH not in codes("Softmax()", shape=(4,))


def test_inplace_in_a_way_and_a_dropout_of_everything() -> None:
    ways = [residual(steps("ReLU(inplace=True), Conv2d(3, 3, 3, padding=1)"))]
    assert advised(ways)[C.OVERWRITES_SHARED].cases == ((0,),)
    assert mended("Conv2d(3, 4, 3), Dropout(1.0), ReLU()", C.DROPS_ALL)[1] == "Dropout()"


def test_a_disabled_layer_is_passed_over() -> None:
    off = NetworkStep(parse_layers("BatchNorm2d(3)")[0], enabled=False)
    assert codes([*steps("ReLU()"), off, *steps("Sigmoid()")]) == {C.ACTIVATIONS_IN_A_ROW}


KNOWN = {
    # Their last pooling reads 6 of 7 cells, as the published network does.
    "fast": {C.DROPS_CELLS},
    "strong": {C.DROPS_CELLS},
    "airbench": {C.DROPS_CELLS},
    # The course's network has no activation at all: to see that is an exercise.
    "course": {C.LINEAR_IN_A_ROW},
    # It is the course's network with normalisations, which the course puts behind plain layers.
    "course_norm": {C.BIAS_BEFORE_NORM},
    # The code that it is known by has them, and weights of others are read into it.
    "vgg11_cifar": {C.BIAS_BEFORE_NORM},
    # "Linear bottlenecks" are what the paper is about.
    "mobilenetv2": {C.LINEAR_IN_A_ROW},
}
"""What templates are told of, and why they stay as they are."""


def test_templates_are_told_of_nothing_that_is_not_meant() -> None:
    for key, template in network_templates().items():
        network = template.build()
        result = infer_sequential(network.steps, network.input_shape)
        found = advice(result, template.training.loss, template.training.batch_size)
        assert {piece.code for piece in found} == KNOWN.get(key, set()), key


def test_every_kind_has_a_sentence_a_source_and_words_for_its_fixes() -> None:
    assert set(SENTENCES) == set(SOURCES) == set(AdviceCode)
    text = "Conv2d(3, 4, 1, padding=1), ReLU(), Sigmoid(), Conv2d(4, 4, 1, padding=1)"
    nodes = steps(text)
    found = advised(nodes)
    told = advice_sentence(found[C.WINDOWS_OF_PADDING], names_of(nodes))
    assert told == (
        "conv1 pads by 1, but its kernel spans 1: its outermost windows read nothing but padding. "
        "The same at more places: 1."
    )
    assert fix_text(found[C.WINDOWS_OF_PADDING].fixes[0], names_of(nodes)) == (
        "Set padding=0 in 2 layers"
    )
    assert fix_text(found[C.ACTIVATIONS_IN_A_ROW].fixes[0], names_of(nodes)) == "Remove sigmoid"
