"""Networks with blocks: shapes, the first failure and what mends it, names, limits, edits, code."""

from __future__ import annotations

import json

import pytest

from convviz.core.code.reading import parse_code, parse_layer
from convviz.core.code.writing import layer_names, network_code, nodes_code
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network import tree_edits
from convviz.core.network.rows import BlockFailure, LayerFailure
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.network.tree import (
    Block,
    BlockKind,
    NetworkStep,
    Node,
    concat,
    layer_paths,
    module_names,
    residual,
    sequential,
    with_layers,
)
from convviz.core.network.tree_limits import MOST_DEPTH, MOST_LAYERS, check_tree
from convviz.core.remedies.applied import with_remedy
from convviz.core.remedies.remedy import RemedyKind
from convviz.core.remedies.sequential_remedies import sequential_remedies
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.sentences.errors import remedy_sentence, sentence
from convviz.protocol.templates import new_document
from tests.support.random_trees import running

L = NetworkStep
SHAPE = (3, 8, 8)


def step(before: int, behind: int, stride: int = 1) -> NetworkStep:
    return L(Conv2d(before, behind, 3, stride=stride, padding=1))


NET: tuple[Node, ...] = (
    L(Conv2d(3, 4, 3, padding=1), name="stem"),
    residual([step(4, 4), L(ReLU())]),
    residual([step(4, 8, stride=2)], [L(Conv2d(4, 8, 1, stride=2))]),
    concat([L(Conv2d(8, 2, 1))], [step(8, 3), L(ReLU(), enabled=False)], []),
    sequential(L(Flatten()), L(Linear(208, 10)), name="head"),
)


def test_shapes_go_through_every_way_of_a_block() -> None:
    result = infer_sequential(NET, SHAPE)

    assert result.failure is None
    assert [row.output_shape for row in result.rows] == [
        (4, 8, 8),
        (4, 8, 8),
        (4, 8, 8),
        (8, 4, 4),
        (8, 4, 4),
        (2, 4, 4),
        (3, 4, 4),
        (3, 4, 4),
        (208,),
        (10,),
    ]
    assert {row.path: row.output_shape for row in result.blocks if row.sources} == {
        (1,): (4, 8, 8),
        (2,): (8, 4, 4),
        (3,): (13, 4, 4),
    }


def test_a_network_without_blocks_has_a_row_for_each_node() -> None:
    nodes = (step(3, 4), L(ReLU()))
    result = infer_sequential(nodes, SHAPE)
    assert [(row.index, row.path, row.source) for row in result.rows] == [
        (0, (0,), 0),
        (1, (1,), 1),
    ]
    assert (result.blocks, result.flow) == ((), result.rows)


def test_totals_are_those_of_all_ways() -> None:
    summary = summarise(infer_sequential(NET, SHAPE))
    of_blocks = {row.path: summary.of_block(row) for row in summary.result.blocks}
    assert of_blocks[2,].num_params == (4 * 8 * 9 + 8) + (4 * 8 + 8)
    assert of_blocks[2,].mult_adds == (4 * 8 * 9 + 4 * 8) * 16
    assert summary.num_params == sum(layer.num_params for layer in summary.layers)


def test_a_sum_of_unequal_shapes_names_both_and_a_shortcut_that_mends_it() -> None:
    nodes = (step(3, 4), residual([step(4, 8, stride=2), L(BatchNorm2d(8))]))
    failure = infer_sequential(nodes, SHAPE).failure

    assert isinstance(failure, BlockFailure)
    assert (failure.path, failure.outputs) == ((1,), ((8, 4, 4), (4, 8, 8)))
    assert sentence(failure.error).startswith("The body gives 8 × 4 × 4 and the shortcut 4 × 8 × 8")
    (fix,) = sequential_remedies(nodes, SHAPE, failure)
    assert (fix.kind, fix.layer) == (RemedyKind.APPEND_TO_SHORTCUT, Conv2d(4, 8, 1, stride=2))
    assert "into the shortcut" in remedy_sentence(fix)
    mended = with_remedy(nodes, failure, fix)
    assert mended is not None
    assert infer_sequential(mended, SHAPE).output_shape == (8, 4, 4)


def test_a_body_that_shrinks_for_want_of_padding_is_told_of_it() -> None:
    nodes = (residual([L(Conv2d(3, 3, 3)), L(ReLU())]),)
    failure = infer_sequential(nodes, SHAPE).failure
    assert failure is not None
    fixes = sequential_remedies(nodes, SHAPE, failure)
    assert (RemedyKind.SET_INSIDE, "padding", 1, 0) in [
        (fix.kind, fix.parameter, fix.value, fix.index) for fix in fixes
    ]


def test_branches_that_differ_by_more_than_channels_name_the_branch() -> None:
    nodes = (concat([step(3, 2)], [L(Conv2d(3, 5, 3)), L(ReLU())]),)
    failure = infer_sequential(nodes, SHAPE).failure

    assert failure is not None
    assert failure.error.code is ErrorCode.CONCAT_SHAPES_DIFFER
    assert sentence(failure.error).startswith("Branch 2 gives 5 × 6 × 6 and the first branch 2 × 8")
    for fix in sequential_remedies(nodes, SHAPE, failure):
        mended = with_remedy(nodes, failure, fix)
        assert mended is not None
        assert infer_sequential(mended, SHAPE).output_shape == fix.output_shape == (7, 8, 8)


def test_a_layer_that_fails_in_a_block_is_found_by_its_path() -> None:
    nodes = (step(3, 4), residual([step(4, 4), step(5, 4)]), L(ReLU()))
    result = infer_sequential(nodes, SHAPE)
    failure = result.failure

    assert isinstance(failure, LayerFailure)
    assert (failure.index, failure.path) == (2, (1, 0, 1))
    assert len(result.rows) == 2
    (fix, *_) = sequential_remedies(nodes, SHAPE, failure)
    assert (fix.parameter, fix.value) == ("in_channels", 4)
    assert infer_sequential(with_remedy(nodes, failure, fix) or (), SHAPE).failure is None


def test_a_concat_of_nothing_and_one_of_vectors_without_a_batch_are_refused() -> None:
    empty = infer_sequential((Block(BlockKind.CONCAT),), SHAPE).failure
    assert empty is not None
    assert empty.error.code is ErrorCode.CONCAT_OF_NOTHING
    flat = infer_sequential((concat([L(Flatten(0))], [L(Flatten(0))]),), SHAPE).failure
    assert flat is not None
    assert flat.error.code is ErrorCode.CONCAT_WITHOUT_CHANNELS


def test_lazy_layers_and_followers_take_what_reaches_them_in_a_block() -> None:
    follower = L(Conv2d(99, 4, 1), frozenset({"in_channels"}))
    nodes = (
        step(3, 4),
        concat([], [L(parse_layer("LazyConv2d(2, 1)"))]),
        residual([follower], [follower]),
    )
    rows = infer_sequential(nodes, SHAPE).rows
    assert rows[1].layer == Conv2d(4, 2, 1)
    assert [row.layer for row in rows[2:]] == [Conv2d(6, 4, 1)] * 2


def test_a_layer_that_overwrites_what_other_ways_read_is_warned_of() -> None:
    bend = L(ReLU(inplace=True))
    nodes = (step(3, 4), residual([sequential(bend), step(4, 4), bend]))
    notes = [[note.code for note in row.notes] for row in infer_sequential(nodes, SHAPE).rows]
    assert notes == [[], [ExplanationCode.CHANGES_SHARED_INPUT], [], []]


def test_what_is_disabled_passes_its_input_on() -> None:
    off = residual([step(3, 8)]).children
    nodes = (Block(BlockKind.RESIDUAL, off, enabled=False), L(Flatten()))
    result = infer_sequential(nodes, SHAPE)
    assert (result.output_shape, result.rows[0].enabled) == ((192,), False)
    assert summarise(result).num_params == 0


def test_indices_can_be_returned_by_the_last_layer_of_a_last_sequential_alone() -> None:
    pool = L(MaxPool2d(2, return_indices=True))
    assert infer_sequential((sequential(pool), sequential()), SHAPE).returns_indices
    within = infer_sequential((residual([pool], [pool]),), SHAPE).failure
    assert within is not None
    assert within.error.code is ErrorCode.RETURNS_INDICES


def test_names_are_torchs_in_a_sequential_and_readable_in_a_module() -> None:
    assert module_names(NET) == (
        "stem",
        *("1.body.0", "1.body.1", "2.body.0", "2.shortcut.0"),
        *("3.0.0", "3.1.0", "", "head.0", "head.1"),
    )
    layers = [row.layer for row in infer_sequential(NET, SHAPE).rows]
    names = layer_names(NET, layers)
    assert names[:2] == ("stem", "residual1.body.0")
    assert names[-1] == "head.1"


@pytest.mark.parametrize("name", ["0", "class", "forward", "a.b", "_hidden", "größe", "x" * 41])
def test_names_that_torch_or_python_refuses_are_refused(name: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        check_tree((L(ReLU(), name=name),))
    assert refusal.value.code is ErrorCode.NODE_NAME_REFUSED


def test_a_name_is_given_once_among_siblings() -> None:
    check_tree((L(ReLU(), name="act"), sequential(L(ReLU(), name="act"))))
    with pytest.raises(DocumentError) as refusal:
        check_tree((L(ReLU(), name="act"), sequential(name="act")))
    assert refusal.value.code is ErrorCode.NODE_NAME_TAKEN


def test_depth_and_number_have_limits() -> None:
    deep: Node = L(ReLU())
    for _ in range(MOST_DEPTH + 1):
        deep = sequential(deep)
    with pytest.raises(DocumentError) as refusal:
        check_tree((deep,))
    assert refusal.value.code is ErrorCode.NETWORK_TOO_DEEP
    with pytest.raises(DocumentError) as refusal:
        check_tree((sequential(*[L(ReLU())] * MOST_LAYERS),))
    assert refusal.value.code is ErrorCode.NETWORK_TOO_LONG


@pytest.mark.parametrize("is_module", [False, True])
def test_each_layer_is_found_by_its_line(is_module: bool) -> None:
    code = network_code(NET, infer_sequential(NET, SHAPE), is_module=is_module)
    lines = code.text.split("\n")
    for number, path in enumerate(layer_paths(NET)):
        line = code.lines[number]
        assert code.layer_of(line) == number
        assert "nn." in lines[line], path


def test_code_out_and_in_is_the_same_tree() -> None:
    text = network_code(NET, infer_sequential(NET, SHAPE)).text
    reading = parse_code(text)
    assert (reading.networks[0].nodes, reading.notices) == (running(NET), ())


def test_code_of_the_deepest_network_is_read_again() -> None:
    node: Node = L(ReLU())
    for _ in range(MOST_DEPTH // 2):
        node = residual([node])
    text = network_code((node,), infer_sequential((node,), SHAPE)).text
    assert parse_code(text).networks[0].nodes == (node,)


def test_a_copied_block_is_read_without_its_class() -> None:
    text = nodes_code(NET, infer_sequential(NET, SHAPE), [(2,), (3,)])
    (read,) = parse_code(text).networks
    assert read.nodes == running(NET[2:4])


def test_another_class_of_that_name_is_not_taken_for_ours() -> None:
    text = network_code(NET, infer_sequential(NET, SHAPE)).text
    other = text.replace("self.body(x) + self.shortcut(x)", "self.body(x) * self.shortcut(x)")
    with pytest.raises(DocumentError) as refusal:
        parse_code(other)
    assert refusal.value.code is ErrorCode.CODE_WOULD_RUN


def test_names_of_an_ordered_dict_are_kept() -> None:
    text = 'nn.Sequential(OrderedDict([("features", nn.Sequential(nn.ReLU())), ("1", nn.ReLU())]))'
    (read,) = parse_code(text).networks
    assert read.nodes == (sequential(L(ReLU()), name="features"), L(ReLU()))


# Edits


def test_layers_move_into_a_block_and_out_of_it() -> None:
    nodes = (step(3, 4), residual([step(4, 4)]), L(ReLU()))
    into, places = tree_edits.moved(nodes, [(2,)], (1, 0, 1))
    assert into == (nodes[0], residual([step(4, 4), L(ReLU())]))
    assert places == [(1, 0, 1)]
    assert tree_edits.moved(into, [(1, 0, 1)], (2,))[0] == nodes
    # What stands behind a block that is moved away closes up.
    first, places = tree_edits.moved(nodes, [(0,)], (1, 1, 0))
    assert (first[0], places) == (residual([step(4, 4)], [step(3, 4)]), [(0, 1, 0)])


def test_a_block_does_not_move_into_itself() -> None:
    nodes = (residual([step(3, 3)]),)
    assert tree_edits.moved(nodes, [(0,)], (0, 0, 0))[0] == nodes


def test_what_is_put_beside_branches_becomes_one() -> None:
    nodes = (concat([]), L(ReLU()))
    changed, places = tree_edits.moved(nodes, [(1,)], (0, 1))
    assert (changed, places) == ((concat([], [L(ReLU())]),), [(0, 1)])


@pytest.mark.parametrize("kind", list(BlockKind))
def test_wrapping_and_dissolving_are_each_others_way_back(kind: BlockKind) -> None:
    nodes = (step(3, 4), L(ReLU()), L(Flatten()))
    assert tree_edits.can_wrap(nodes, [(0,), (1,)])
    assert not tree_edits.can_wrap(nodes, [(0,), (2,)])
    wrapped, place = tree_edits.wrapped(nodes, [(0,), (1,)], kind)
    assert (len(wrapped), place) == (2, (0,))
    assert tree_edits.dissolved(wrapped, place) == (nodes, [(0,), (1,)])


def test_a_way_of_a_residual_is_emptied_and_a_branch_is_deleted() -> None:
    assert tree_edits.removed((residual([step(3, 3)], [step(3, 3)]),), [(0, 1)]) == (
        residual([step(3, 3)]),
    )
    assert tree_edits.removed((concat([step(3, 3)], []),), [(0, 0)]) == (concat([]),)


def test_the_keys_up_and_down_lead_out_of_a_block() -> None:
    nodes = (L(ReLU()), residual([step(3, 3), L(ReLU())]))
    place = tree_edits.neighbour_place
    assert place(nodes, [(1, 0, 1)], -1) == (1, 0, 0)
    assert place(nodes, [(1, 0, 0)], -1) == (1,)
    assert place(nodes, [(1, 0, 1)], 1) == (2,)
    assert place(nodes, [(1, 0)], 1) is None


def test_a_name_that_a_new_sibling_has_is_let_go() -> None:
    nodes = (L(ReLU(), name="act"), sequential(L(ReLU(), name="act")))
    changed, _ = tree_edits.moved(nodes, [(1, 0)], (2,))
    assert changed == (L(ReLU(), name="act"), sequential(), L(ReLU()))


def test_other_layers_in_the_same_places() -> None:
    layers = [ReLU()] * len(layer_paths(NET))
    assert layer_paths(with_layers(NET, layers)) == layer_paths(NET)


# Documents


def plain_document(steps: list[object]) -> bytes:
    plain = json.loads(encode_document(new_document()))
    plain["network"]["steps"] = steps
    return json.dumps(plain).encode()


def nested(depth: int) -> dict[str, object]:
    plain: dict[str, object] = {"layer": {"type": "ReLU"}}
    for _ in range(depth):
        plain = {"block": "Sequential", "children": [plain]}
    return plain


RELU = {"layer": {"type": "ReLU"}}


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([nested(20)], ErrorCode.NETWORK_TOO_DEEP),
        ([nested(400)], ErrorCode.NETWORK_TOO_DEEP),
        ([{"block": "Concat", "children": [RELU] * 1001}], ErrorCode.NETWORK_TOO_LONG),
        ([{"block": "Residual", "children": [RELU, RELU]}], ErrorCode.BLOCK_MALFORMED),
        ([{"block": "Residual", "children": [nested(1)]}], ErrorCode.BLOCK_MALFORMED),
        ([RELU | {"block": "Sequential"}], ErrorCode.DOCUMENT_MALFORMED),
        ([RELU | {"children": [RELU]}], ErrorCode.DOCUMENT_MALFORMED),
        ([{"block": "Attention"}], ErrorCode.DOCUMENT_MALFORMED),
        ([RELU | {"name": "forward"}], ErrorCode.NODE_NAME_REFUSED),
        ([RELU | {"name": "a"}, RELU | {"name": "a"}], ErrorCode.NODE_NAME_TAKEN),
    ],
)
def test_a_document_with_impossible_blocks_is_refused(steps: list[object], code: ErrorCode) -> None:
    with pytest.raises(DocumentError) as refusal:
        decode_document(plain_document(steps))
    assert refusal.value.code is code


def test_a_document_deeper_than_python_is_no_crash() -> None:
    text = plain_document(["here"]).replace(
        b'"here"',
        b'{"block":"Sequential","children":[' * 50_000 + b"]}" * 50_000,
    )
    with pytest.raises(DocumentError):
        decode_document(text)
