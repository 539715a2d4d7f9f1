"""``convviz shape``: the table, JSON for programs, and an invalid chain's reason and remedy."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from convviz.__main__ import main
from convviz.core.errors import DocumentError, ErrorCode
from convviz.protocol.document_file import write_document
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import new_document
from tests.support.exported_files import archive, small_program

LAYERS = ["Conv2d(3, 32, 5, padding=2)", "MaxPool2d(2)"]


def test_the_table_shows_every_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shape", *LAYERS, "--input", "3,32,32"]) == 0
    table = capsys.readouterr().out
    assert "Conv2d(3, 32, kernel_size=5, padding=2)" in table
    assert "32 × 32 × 32" in table
    assert "32 × 16 × 16" in table
    assert "2,432" in table
    assert "2,457,600" in table


def test_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shape", *LAYERS, "--input", "3x32x32", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["output_shape"] == [32, 16, 16]
    assert plain["num_params"] == 3 * 5 * 5 * 32 + 32
    assert [row["output_shape"] for row in plain["layers"]] == [[32, 32, 32], [32, 16, 16]]
    assert plain["failure"] is None


def test_an_invalid_chain_keeps_its_good_rows_and_names_reason_and_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["shape", *LAYERS, "Linear(10, 3)", "--input", "3,32,32"]) == 2
    out, err = capsys.readouterr()
    assert "32 × 16 × 16" in out
    assert "layer 3, Linear(10, 3)" in err
    assert "in_features" in err
    assert "remedy: Insert Flatten()" in err
    assert "Traceback" not in err


def test_an_invalid_chain_as_json_carries_the_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shape", "MaxPool2d(2, padding=2)", "--input", "1,8,8", "--json"]) == 2
    failure = json.loads(capsys.readouterr().out)["failure"]
    assert failure["index"] == 0
    assert failure["code"] == "pool_padding_over_half"


def test_a_document_and_a_python_file_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "course.convviz"
    write_document(document, new_document())
    assert main(["shape", str(document), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["output_shape"] == [10]
    assert main(["shape", str(document), "--network", "model"]) == 2
    assert "Leave --network out" in capsys.readouterr().err
    code = tmp_path / "net.py"
    code.write_text("model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())\n")
    assert main(["shape", str(code), "--input", "3,8,8", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["output_shape"] == [8, 6, 6]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Conv2d(3, 32)", "--input", "3,8,8"], "kernel_size"),
        (["Conv2d(3, 32, open('x'))", "--input", "3,8,8"], "would have to run"),
        (["Covn2d(3, 32, 3)", "--input", "3,8,8"], "Conv2d"),
        (["Conv2d(3, 32, 3)"], "--input"),
        (["missing.convviz"], "missing.convviz"),
        (["missing.py", "--input", "3,8,8"], "missing.py"),
        (["Conv2d(3, 32, 99999999999999999999)", "--input", "3,8,8"], "kernel_size"),
    ],
)
def test_wrong_input_gets_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["shape", *arguments]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


TWO = """
pool = nn.MaxPool2d(2)
model = nn.Sequential(nn.Conv2d(3, 8, 3, device=device), nn.ReLU(), nn.Flatten())
"""


def test_of_several_networks_in_a_file_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = tmp_path / "net.py"
    code.write_text(TWO)
    asked = ["shape", str(code), "--input", "3,8,8"]
    assert main(asked) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 networks: pool, model" in err
    assert "--network pool   line 2:   MaxPool2d(kernel_size=2)" in err
    assert "--network model  line 3:   3 layers: Conv2d, ReLU, Flatten" in err
    assert main([*asked, "--network", "model", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["output_shape"] == [288]
    assert "device of Conv2d was left out" in err
    assert main([*asked, "--network", "modle"]) == 2
    assert "no network named modle" in capsys.readouterr().err


def test_json_of_unreadable_code_carries_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shape", "ReLU()", "Conv2d(3, 8, 2.5)", "--input", "3,8,8", "--json"]) == 2
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert error["code"] == "code_wrong_value"
    assert error["facts"]["argument"] == "2, Conv2d(3, 8, 2.5)"
    assert "must be a whole number, or one for each axis" in error["reason"]
    assert "not 2.5" in error["reason"]
    assert "layer 2, Conv2d(3, 8, 2.5): Line 1, column 14" in err


def test_numbers_of_4000_digits_are_no_shape(capsys: pytest.CaptureFixture[str]) -> None:
    for digits in (4_000, 5_000):
        with pytest.raises(SystemExit) as left:
            main(["shape", "ReLU()", "--input", f"3,{'9' * digits}"])
        assert left.value.code == 2
        err = capsys.readouterr().err
        assert "is not a shape" in err
        assert len(err) < 500


@pytest.mark.parametrize("shape", ["3,0,8", "", "a,b", "-1,3"])
def test_an_input_that_is_no_shape_is_refused(
    shape: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["shape", "ReLU()", f"--input={shape}"])
    assert left.value.code == 2
    assert "3,32,32" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "3,8,8",
        "3x8x8",
        "3 × 8 × 8",
        "(3, 8, 8)",
        "[3, 8, 8]",
        "torch.Size([3, 8, 8])",
        "3\uff0c8\uff0c8",
    ],
)
def test_a_shape_is_read_as_people_write_it_and_as_it_is_shown(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["shape", "ReLU()", "--input", text, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["output_shape"] == [3, 8, 8]


@pytest.mark.parametrize("text", ["", "3,,8", "3,a,8", "3,-8,8", "3,8.0,8", "()"])
def test_what_is_no_shape_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["shape", "ReLU()", "--input", text])
    assert "is not a shape" in capsys.readouterr().err


def test_only_a_protected_file_is_to_have_its_permissions_changed() -> None:
    def said(detail: str) -> str:
        facts = {"path": "a.py", "detail": detail}
        return sentence(DocumentError(ErrorCode.FILE_UNREADABLE, **facts))

    assert said("it is not a file").endswith("it is not a file. Choose another.")
    assert "permissions" in said(os.strerror(errno.EACCES))


def test_blocks_stand_above_what_they_hold(capsys: pytest.CaptureFixture[str]) -> None:
    body = "nn.Sequential(nn.Conv2d(4, 4, 3, padding=1))"
    code = f"nn.Sequential(nn.Conv2d(3, 4, 1), Residual({body}))"
    assert main(["shape", code, "--input", "3,8,8"]) == 0
    table = capsys.readouterr().out
    assert "│   │ Residual" in table
    assert "│   │   body: Sequential" in table
    assert "│ 2 │     Conv2d(4, 4, kernel_size=3, padding=1)" in table


def test_json_names_blocks_and_the_block_that_fails(capsys: pytest.CaptureFixture[str]) -> None:
    code = "Concat(nn.Sequential(nn.Conv2d(3, 4, 3)), nn.Sequential())"
    assert main(["shape", code, "--input", "3,8,8", "--json"]) == 2
    shown = capsys.readouterr()
    plain = json.loads(shown.out)
    assert {"output_shape", "num_params", "mult_adds", "failure"} <= plain.keys()
    assert (plain["failure"]["block"], plain["failure"]["path"]) == ("Concat", [0])
    assert [block["name"] for block in plain["blocks"]] == ["", "branch 1", "branch 2"]
    assert "Concat around layer 1, on input 3 × 8 × 8: Branch 2 gives" in shown.err


def test_a_file_of_torch_export_is_read_without_torch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.pt2"
    path.write_bytes(archive(small_program().files()))
    assert main(["shape", str(path), "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["input_shape"] == [3, 8, 8]
    assert [row["code"] for row in plain["layers"]][::4] == [
        "Conv2d(3, 4, kernel_size=3)",
        "Linear(4, 5, bias=False)",
    ]
    assert main(["shape", str(path), "--input", "3,16,16"]) == 0
    assert "4 × 14 × 14" in capsys.readouterr().out
    path.write_bytes(b"PK nothing")
    assert main(["shape", str(path)]) == 2
    assert f"{path} is damaged" in " ".join(capsys.readouterr().err.split())


def test_the_table_is_written_in_the_format_and_with_the_columns_that_are_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["shape", *LAYERS, "--input", "3,32,32", "--columns", "layer,params-product,jump"]
    assert main([*asked, "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Layer,Parameters as a product,Jump"
    assert lines[2] == '"Conv2d(3, 32, kernel_size=5, padding=2)",32x3x5x5 + 32,1'
    assert main([*asked, "--format", "latex"]) == 0
    assert r"\toprule" in capsys.readouterr().out
    assert main(asked) == 0
    assert "32×3×5×5 + 32" in capsys.readouterr().out


def test_the_memory_of_a_training_is_told_for_a_batch_size(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["shape", *LAYERS, "--input", "3,32,32", "--batch", "64"]
    assert main(asked) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Training in batches of 64 takes at least 13.4 MB" in out
    assert main([*asked, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    memory = plain["training_memory"]
    assert memory["total"] == sum(memory[part] for part in memory if part not in NO_PARTS)
    assert memory["kept"] == 4 * 64 * (32 * 32 * 32 + 2 * 32 * 16 * 16)
    first = plain["layers"][0]
    assert (first["num_params_product"], first["receptive_field"]) == ("32x3x5x5 + 32", [5, 5])
    assert (first["kernel_size"], first["jump"]) == ([5, 5], [1, 1])


NO_PARTS = ("total", "batch_size")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--columns", "layer,parms"], "no column 'parms'"),
        (["--columns", ","], "no column is named"),
        (["--batch", "0"], "not a batch size"),
        (["--batch", "9" * 30], "not a batch size"),
        (["--format", "html"], "html"),
        (["--format", "csv", "--json"], "not allowed with"),
    ],
)
def test_options_of_the_table_that_mean_nothing_are_refused(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["shape", *LAYERS, "--input", "3,32,32", *options])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_what_torch_lets_pass_is_noted_and_stands_in_the_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["shape", "Conv2d(3, 4, 3)", "ReLU()", "ReLU()", "Linear(6, 2)", "--input", "3,8,8"]
    assert main(asked) == 0
    out, err = capsys.readouterr()
    assert "Note on layer 4" not in out
    first, second = err.splitlines()
    assert first == (
        "convviz: note: Linear (layer 4) works along the last dimension of 4 × 6 × 6 alone. With "
        "a Flatten before it, it sees all 144 numbers. Insert Flatten before it."
    )
    assert second == (
        "convviz: note: ReLU (layer 3) is applied to what ReLU (layer 2) gave: one activation is "
        "enough. Remove ReLU (layer 3)."
    )
    assert main([*asked, "--json"]) == 0
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert [warning["code"] for warning in warnings] == [
        *("linear_without_flatten", "activations_in_a_row"),
    ]
    assert warnings[1]["layers"] == [[1, 2]]


def test_a_documents_loss_decides_what_its_last_layer_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "course.convviz"
    write_document(document, new_document())
    main(["shape", str(document), "--json"])
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert [warning["code"] for warning in warnings] == ["linear_in_a_row"]
    assert main(["shape", "Flatten()", "Linear(12, 2)", "Softmax(1)", "--input", "3,2,2"]) == 0
    assert "the loss cannot fall below 0.3133" in capsys.readouterr().err
