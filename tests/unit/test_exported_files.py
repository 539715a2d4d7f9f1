""".pt2 files: what they hold is read without torch, and a hostile one is refused in a sentence."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from convviz.core.call_code import call_code
from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.core.exported.reading import read_exported
from convviz.core.network.tree import Block, BlockKind, layer_steps
from convviz.protocol.sentences.errors import notice_sentence, sentence
from convviz.values.exported_files import read_exported_file, read_exported_state
from tests.support.exported_files import HandMade, archive, small_program, tensor, tensor_meta

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


GRAPH = "graph_module"


def calls(made: HandMade) -> list[str]:
    found = read_exported(archive(made.files()))
    return [call_code(step.layer) for step in layer_steps(found.nodes)]


def refusal(content: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_exported(content)
    return caught.value


def test_layers_input_and_weights_are_read(tmp_path: Path) -> None:
    made = small_program()
    path = tmp_path / "net.pt2"
    path.write_bytes(archive(made.files()))
    found = read_exported_file(path)
    assert [call_code(step.layer) for step in found.network.layers] == [
        "Conv2d(3, 4, kernel_size=3)",
        "ReLU()",
        "AdaptiveAvgPool2d(1)",
        "Flatten()",
        "Linear(4, 5, bias=False)",
    ]
    assert found.network.input_shape == (3, 8, 8)
    assert [step.name for step in found.network.layers] == ["conv", "", "", "", "fc"]
    assert found.weights is not None
    expected = {
        "conv.weight": "conv.weight",
        "conv.bias": "conv.bias",
        "fc.weight": "fc.weight",
    }
    assert found.weights.keys() == expected.keys()
    for ours, theirs in expected.items():
        assert np.array_equal(found.weights[ours], made.weights[theirs].astype(np.float32))


def test_a_sum_of_two_ways_is_a_residual_and_a_concatenation_a_concat() -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8))
    made.call("sigmoid", (2, 3, 8, 8))
    made.call("add", (2, 3, 8, 8), overload="Tensor", other=tensor("v0"))
    tensors = {"as_tensors": [{"name": "v2"}, {"name": "v0"}]}
    made.call("cat", (2, 6, 8, 8), reads=tensors, dim={"as_int": 1})
    nodes = read_exported(archive(made.files())).nodes
    outer = nodes[1]
    assert isinstance(outer, Block)
    assert outer.kind is BlockKind.CONCAT
    inner = outer.children[0]
    assert isinstance(inner, Block)
    assert isinstance(inner.children[0], Block)
    assert inner.children[0].kind is BlockKind.RESIDUAL


def test_an_activation_in_place_changes_what_all_later_layers_read() -> None:
    made = HandMade()
    made.call("relu_", (2, 3, 8, 8))
    made.call("sigmoid", (2, 3, 8, 8))
    made.call("add", (2, 3, 8, 8), overload="Tensor", other=tensor("x"))
    nodes = read_exported(archive(made.files())).nodes
    assert not isinstance(nodes[0], Block)
    assert isinstance(nodes[1], Block)
    assert len(layer_steps(nodes)) == 2


@pytest.mark.parametrize(
    ("operation", "shape", "arguments", "expected"),
    [
        ("view", (2, 192), {"size": {"as_ints": [2, -1]}}, "Flatten()"),
        ("permute", (2, 8, 8, 3), {"dims": {"as_ints": [0, 2, 3, 1]}}, None),
        ("clamp", (2, 3, 8, 8), {"min": {"as_int": 0}, "max": {"as_int": 6}}, "ReLU6()"),
        ("clamp", (2, 3, 8, 8), {"min": {"as_int": 0}}, "ReLU()"),
        ("mean", (2, 3, 8), {"dim": {"as_ints": [3]}}, None),
        ("mean", (2, 3, 1, 1), {"dim": {"as_ints": [-1, -2]}, "keepdim": {"as_bool": True}},
         "AdaptiveAvgPool2d(1)"),
        ("pad", (2, 3, 8, 10), {"pad": {"as_ints": [1, 1]}}, "ZeroPad2d((1, 1, 0, 0))"),
        ("softmax", (2, 3, 8, 8), {"dim": {"as_int": -3}}, "Softmax(-3)"),
        ("max_pool2d", (2, 3, 4, 4),
         {"kernel_size": {"as_ints": [2, 2]}, "stride": {"as_ints": []}},
         "MaxPool2d(kernel_size=2)"),
        ("upsample_nearest2d", (2, 3, 16, 16),
         {"output_size": {"as_none": True}, "scale_factors": {"as_floats": [2.0, 2.0]}},
         "Upsample(scale_factor=2.0)"),
        ("pixel_shuffle", (2, 3, 8, 8), {"upscale_factor": {"as_int": 1}}, "PixelShuffle(1)"),
    ],
)  # fmt: skip
def test_an_operation_is_a_layer_by_its_arguments_and_shapes(
    operation: str, shape: tuple[int, ...], arguments: dict[str, Any], expected: str | None
) -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8))
    made.call(operation, shape, **arguments)
    found = [] if expected is None else [expected]
    assert calls(made) == ["ReLU()", *found]


def test_what_is_no_layer_is_named_with_its_line_and_the_rest_is_offered() -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8))
    made.call("sin", (2, 3, 8, 8), module="wave", kind="net.Wave")
    made.call("sigmoid", (2, 3, 8, 8))
    made.call("amax", (2, 3), dim={"as_ints": [2, 3]})
    made.call("tanh", (2, 3))
    found = read_exported(archive(made.files()))
    assert calls(made) == ["ReLU()", "Sigmoid()"]
    told = [notice_sentence(notice.code.value, notice.facts) for notice in found.notices]
    assert told[0].startswith("This was left out, for no layer here does it: sin (wave, ")
    assert "wave, net.py, line 11: x = sin(x)" in told[0]
    assert told[1].startswith("The network ends before amax")
    assert "line 13" in told[1]


def test_a_program_of_an_identity_alone_is_a_network_of_one_layer(tmp_path: Path) -> None:
    path = tmp_path / "net.pt2"
    path.write_bytes(archive(HandMade().files()))  # torch.export writes no call of it
    found = read_exported_file(path)
    assert [call_code(step.layer) for step in layer_steps(found.network.steps)] == ["Identity()"]
    assert found.weights == {}
    assert found.notices == ()


def test_a_batch_of_any_size_is_read_by_the_size_of_the_example() -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8))
    made.call("view", (2, 192), size={"as_sym_ints": [{"as_name": "sym_size"}, {"as_int": 192}]})
    program = made.program()
    any_size = {"as_expr": {"expr_str": "s77", "hint": {"as_int": 2}}}
    for meta in program[GRAPH]["graph"]["tensor_values"].values():
        meta["sizes"][0] = any_size
    files = made.files() | {"models/model.json": json.dumps(program).encode()}
    found = read_exported(archive(files))
    assert found.input_shape == (3, 8, 8)
    assert call_code(layer_steps(found.nodes)[1].layer) == "Flatten()"


def test_a_gate_is_passed_over_whole() -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8))
    made.call("mean", (2, 3, 1, 1), dim={"as_ints": [2, 3]}, keepdim={"as_bool": True})
    made.call("sigmoid", (2, 3, 1, 1))
    made.call("mul", (2, 3, 8, 8), reads=tensor("v0"), other=tensor("v2"))
    made.call("tanh", (2, 3, 8, 8))
    assert calls(made) == ["ReLU()", "Tanh()"]


def test_ways_that_no_blocks_have_are_refused_with_their_place() -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8))
    made.call("sigmoid", (2, 3, 8, 8))
    made.call("add", (2, 3, 8, 8), overload="Tensor", other=tensor("v0"))
    made.call("tanh", (2, 3, 8, 8))
    made.call("add", (2, 3, 8, 8), overload="Tensor", other=tensor("v1"))
    error = refusal(archive(made.files()))
    assert error.code is ErrorCode.FLOW_TANGLED
    assert "line 11" in str(error.facts["place"])


def test_an_older_file_gives_its_layers_and_says_that_its_weights_are_a_pickle() -> None:
    made = small_program()
    old = {
        "version": b"8.3",
        "serialized_exported_program.json": json.dumps(made.program()).encode(),
        "serialized_state_dict.pt": b"PK a pickle",
    }
    found = read_exported(archive(old, root=""))
    assert len(layer_steps(found.nodes)) == 5
    assert found.weights is None
    (notice,) = found.notices
    assert notice.code is ErrorCode.EXPORTED_WEIGHTS_PICKLED
    assert "pickle" in notice_sentence(notice.code.value, notice.facts)


def test_a_file_of_torch_2_8_has_its_weights_in_a_pickle_too() -> None:
    made = small_program()
    files = {"models/model.json": json.dumps(made.program()).encode()}
    pickles = {f"data/{name}/model.pt": b"PK a pickle" for name in ("weights", "constants")}
    found = read_exported(archive(files | pickles))
    assert found.weights is None
    assert [notice.code for notice in found.notices] == [ErrorCode.EXPORTED_WEIGHTS_PICKLED]


def test_weights_of_half_the_bytes_are_read_as_numbers(tmp_path: Path) -> None:
    made = small_program()
    files = made.files()
    config = json.loads(files["data/weights/model_weights_config.json"])
    wide = made.weights["fc.weight"].astype("<f4")
    config["config"]["fc.weight"]["tensor_meta"]["dtype"] = 13  # bfloat16
    files["data/weights/model_weights_config.json"] = json.dumps(config).encode()
    files["data/weights/weight_2"] = (wide.view("<u4") >> 16).astype("<u2").tobytes()
    path = tmp_path / "net.pt2"
    path.write_bytes(archive(files))
    weights = read_exported_file(path).weights
    assert weights is not None
    assert weights["fc.weight"].dtype == np.float32
    assert np.allclose(weights["fc.weight"], wide, rtol=1e-2)


# Hostile files


def changed(change: Callable[[dict[str, bytes]], object]) -> bytes:
    files = small_program().files()
    change(files)
    return archive(files)


def with_meta(**wrong: object) -> bytes:
    files = small_program().files()
    config = json.loads(files["data/weights/model_weights_config.json"])
    config["config"]["conv.weight"]["tensor_meta"] |= wrong
    files["data/weights/model_weights_config.json"] = json.dumps(config).encode()
    return archive(files)


def with_program(change: Callable[[dict[str, Any]], object]) -> bytes:
    made = small_program()
    program = made.program()
    change(program)
    return archive(made.files() | {"models/model.json": json.dumps(program).encode()})


def with_calls(change: Callable[[list[dict[str, Any]]], object]) -> bytes:
    return with_program(lambda plain: change(plain[GRAPH]["graph"]["nodes"]))


def _circle(nodes: list[dict[str, Any]]) -> None:
    """Let the first call read what the second makes of it."""
    nodes[0]["inputs"][0]["arg"] = tensor("v1")


def _duplicated() -> bytes:
    stream = BytesIO(archive(small_program().files()))
    with zipfile.ZipFile(stream, "a") as writer, pytest.warns(UserWarning, match="Duplicate"):
        writer.writestr("net/models/model.json", b"{}")
    return stream.getvalue()


def _huge_size() -> bytes:
    """Return an archive whose directory promises far more bytes than there are."""
    content = bytearray(archive(small_program().files()))
    place = content.rindex(b"PK\x01\x02")
    content[place + 20 : place + 28] = (2**31).to_bytes(4, "little") * 2
    return bytes(content)


WHOLE = archive(small_program().files())
HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "text": b"import torch",
    "cut": WHOLE[: len(WHOLE) // 2],
    "cut at the end": WHOLE[:-30],
    "flipped byte": WHOLE.replace(b"conv2d", b"conv9d", 1),
    "packed": archive({"models/model.json": b" " * 5_000_000}, packed=True),
    "promises gigabytes": _huge_size(),
    "duplicated name": _duplicated(),
    "climbs out": archive({"../../models/model.json": b"{}"}),
    "from the root": archive({"/models/model.json": b"{}"}, root=""),
    "no program": changed(lambda files: files.pop("models/model.json")),
    "deep": changed(lambda files: files.update({"models/model.json": b'{"a":' * 200_000})),
    "not json": changed(lambda files: files.update({"models/model.json": b"{"})),
    "a list": changed(lambda files: files.update({"models/model.json": b"[]"})),
    "missing weight": changed(lambda files: files.pop("data/weights/weight_0")),
    "short weight": changed(lambda files: files.update({"data/weights/weight_0": b"1234"})),
    "negative size": with_meta(sizes=[{"as_int": -1}] * 4),
    "absurd size": with_meta(sizes=[{"as_int": 10**30}] * 4),
    "absurd offset": with_meta(storage_offset={"as_int": 2**62}),
    "repeats itself": with_meta(strides=[{"as_int": 0}] * 4),
    "overlaps itself": with_meta(
        sizes=[{"as_int": 2}] * 30, strides=[{"as_int": 1}] * 30, storage_offset={"as_int": 0}
    ),
    "of seventy dimensions": with_meta(sizes=[{"as_int": 1}] * 70, strides=[{"as_int": 1}] * 70),
    "of nothing, too wide": with_meta(sizes=[{"as_int": n} for n in (0, *[2**31 - 1] * 3)]),
    "made of itself": with_calls(
        lambda nodes: nodes[1]["outputs"][0]["as_tensor"].update(name="v0")
    ),
    "a circle": with_calls(_circle),
    "made of the input, as the input": with_calls(
        lambda nodes: nodes[0]["outputs"][0]["as_tensor"].update(name="x")
    ),
    "a name that layers of one call have": with_calls(
        lambda nodes: nodes[-1]["outputs"][0]["as_tensor"].update(name="v1:1")
    ),
    "of another type": with_meta(dtype=99),
    "no graph": with_program(lambda plain: plain.pop(GRAPH)),
    "no signature": with_program(lambda plain: plain[GRAPH].pop("signature")),
    "wrong nodes": with_program(lambda plain: plain[GRAPH]["graph"].update(nodes=[{"a": 1}])),
    "many nodes": with_program(lambda plain: plain[GRAPH]["graph"].update(nodes=[0] * 6000)),
    "no output": with_program(lambda plain: plain[GRAPH]["signature"].update(output_specs=[])),
    "shapes that lie": with_program(
        lambda plain: plain[GRAPH]["graph"]["tensor_values"].update(v3=tensor_meta((2, 9)))
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_broken_or_hostile_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "net.pt2"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(ConvVizError) as caught:
        read_exported_file(path)
    assert caught.value.code is ErrorCode.EXPORTED_DAMAGED
    assert str(path) in sentence(caught.value)


def test_tensors_that_share_their_bytes_are_not_copied_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "net.pt2"
    path.write_bytes(WHOLE)
    size = sum(array.nbytes for array in read_exported_state(path).values())
    monkeypatch.setattr("convviz.values.exported_files._MOST_BYTES", size - 1)
    for read in (read_exported_state, read_exported_file):
        with pytest.raises(DocumentError, match="too often"):
            read(path)


@pytest.mark.parametrize(
    "content",
    [b"\x80\x02}q\x00.", archive({"data.pkl": b"\x80\x02}q\x00.", "byteorder": b"little"})],
    ids=["plain", "in a ZIP"],
)
def test_a_pickle_is_named_and_not_opened(content: bytes) -> None:
    assert refusal(content).code is ErrorCode.EXPORTED_PICKLE


def test_modules_a_thousand_deep_are_read_without_their_blocks() -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8), module=".".join("ab" * 500), kind="net.Part")
    made.call("tanh", (2, 3, 8, 8), module=".".join("ab" * 500), kind="net.Part")
    assert calls(made) == ["ReLU()", "Tanh()"]


@pytest.mark.parametrize("dim", [[], {}, "x", None])
def test_a_concatenation_along_no_axis_is_no_layer(dim: object) -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8))
    made.call("tanh", (2, 3, 8, 8))
    parts = {"as_tensors": [{"name": "v0"}, {"name": "v1"}]}
    made.call("cat", (2, 6, 8, 8), input=parts, dim={"as_int": dim})
    assert calls(made) == ["ReLU()"]


def test_a_program_without_one_input_is_refused() -> None:
    error = refusal(
        with_program(
            lambda plain: plain[GRAPH]["signature"]["input_specs"].append(
                {"user_input": {"arg": tensor("y")}}
            )
        )
    )
    assert (error.code, error.facts["count"]) == (ErrorCode.EXPORTED_INPUTS, 2)
