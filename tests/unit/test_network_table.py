"""A network's table: its rows and figures, and how it is written as a text."""

from __future__ import annotations

import csv
import io

import pytest

from convviz.core.code.writing import parse_layer, parse_layers
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.network.table import NetworkTable, RowKind, RowState, network_table
from convviz.core.network.tree import NetworkStep, Node, concat, residual, sequential
from convviz.protocol.network_table import Column, Writing, cell_text, cells
from convviz.protocol.table_formats import TableFormat, write_table
from convviz.protocol.templates import course_network

C = Column


def steps(text: str) -> list[Node]:
    return [NetworkStep(layer) for layer in parse_layers(text)]


def table_of(nodes: list[Node], shape: tuple[int, ...] = (3, 32, 32)) -> NetworkTable:
    return network_table(nodes, summarise(infer_sequential(nodes, shape)))


def column(table: NetworkTable, wanted: Column) -> list[str]:
    return [line[0] for line in cells(table, (wanted,), Writing.PEOPLE)]


def course() -> NetworkTable:
    return table_of(list(course_network().steps))


def test_the_course_network_as_one_counts_it_by_hand() -> None:
    table = course()
    assert column(table, C.OUTPUT)[:3] == ["3 × 32 × 32", "32 × 32 × 32", "32 × 16 × 16"]
    assert column(table, C.PARAMS_PRODUCT)[1] == "32×3×5×5 + 32"
    assert column(table, C.MULT_ADDS_PRODUCT)[1] == "32×32×32×3×5×5"
    assert column(table, C.KERNEL)[1:4] == ["5 × 5", "2 × 2", "5 × 5"]
    assert column(table, C.FIELD)[1:8] == [
        *("5 × 5", "6 × 6", "14 × 14", "16 × 16", "32 × 32", "36 × 36"),
        "36 × 36",
    ]
    assert column(table, C.FIELD)[8:] == ["whole input", "whole input", ""]
    assert column(table, C.JUMP)[:8] == ["1", "1", "2", "2", "4", "4", "8", ""]
    assert column(table, C.NAME)[1:3] == ["0", "1"]
    assert column(table, C.NUMBER)[:3] == ["", "1", "2"]
    assert column(table, C.PARAMS)[-1] == "145,578"
    assert column(table, C.MULT_ADDS)[-1] == "12,354,176"
    assert column(table, C.WEIGHTS)[-1] == "582.3 kB"


def blocks() -> list[Node]:
    return [
        *steps("Conv2d(3, 4, 3, padding=1)"),
        residual(steps("Conv2d(4, 4, 3, padding=1), ReLU()"), name="stage"),
        concat(steps("Conv2d(4, 2, 1)"), []),
        sequential(NetworkStep(parse_layer("MaxPool2d(2)"), enabled=False), *steps("Tanh()")),
    ]


def test_blocks_have_rows_with_their_sums_and_what_they_hold_stands_further_in() -> None:
    table = table_of(blocks())
    text = [row.depth * ">" + cell_text(row, C.LAYER, table, Writing.PEOPLE) for row in table.rows]
    assert text == [
        "Input",
        "Conv2d(3, 4, kernel_size=3, padding=1)",
        "stage: Residual",
        ">body: Sequential",
        ">>Conv2d(4, 4, kernel_size=3, padding=1)",
        ">>ReLU()",
        ">shortcut: Sequential",
        "Concat",
        ">branch 1: Sequential",
        ">>Conv2d(4, 2, kernel_size=1)",
        ">branch 2: Sequential",
        "Sequential",
        ">MaxPool2d(kernel_size=2) (disabled)",
        ">Tanh()",
    ]
    by_title = {row.label or row.title: row for row in table.rows}
    stage, body = by_title["stage"], by_title["body"]
    assert stage.costs is not None
    assert body.costs is not None
    assert stage.costs.num_params == body.costs.num_params == 4 * 4 * 9 + 4
    # The sum is a tensor of its own.
    assert stage.costs.num_activations == body.costs.num_activations + 4 * 32 * 32
    assert stage.name == "stage"
    assert by_title["body"].name == "stage.body"
    assert [stage.seen.size, by_title["Concat"].seen.size] == [(5, 5), (5, 5)]
    top = [row.costs for row in table.rows if row.depth == 0]
    total = table.totals.costs
    assert total is not None
    for figure in ("num_params", "mult_adds", "num_activations"):
        parts = [getattr(costs, figure) for costs in top if costs is not None]
        assert sum(parts) == getattr(total, figure)


def test_what_fails_says_so_and_all_behind_it_stays_empty() -> None:
    nodes = [*steps("Conv2d(3, 4, 3)"), residual(steps("Linear(7, 3), ReLU()")), *steps("Tanh()")]
    table = table_of(nodes)
    states = [row.state for row in table.rows]
    assert states == [
        *(RowState.FITS, RowState.FITS, RowState.FAILS, RowState.FAILS, RowState.FAILS),
        *(RowState.UNKNOWN, RowState.UNKNOWN, RowState.UNKNOWN),
    ]
    assert column(table, C.LAYER)[4] == "Linear(7, 3) (does not fit)"
    assert column(table, C.OUTPUT)[2:] == [""] * 7
    assert column(table, C.PARAMS)[-1] == "≥ 112"
    assert table.totals.kind is RowKind.TOTAL


def test_a_block_that_cannot_join_its_ways_fails_itself() -> None:
    table = table_of([residual(steps("Conv2d(3, 5, 1)"))])
    assert [row.state.value for row in table.rows] == ["fits", "fails", "fits", "fits", "fits"]


def test_markdown_has_a_line_a_row_whatever_the_cells_hold() -> None:
    text = write_table(table_of(blocks()), TableFormat.MARKDOWN, (C.LAYER, C.OUTPUT, C.PARAMS))
    lines = text.splitlines()
    assert lines[:2] == ["| Layer | Output shape | Parameters |", "| :--- | :--- | ---: |"]
    assert (
        lines[6] == "| &emsp;&emsp;`Conv2d(4, 4, kernel_size=3, padding=1)` | 4 × 32 × 32 | 148 |"
    )
    assert lines[-1] == "| **Total** | **6 × 32 × 32** | **270** |"
    assert {line.count("|") for line in lines} == {4}


def test_csv_has_plain_numbers_and_is_read_back() -> None:
    text = write_table(course(), TableFormat.CSV, tuple(Column))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[1]["Layer"] == "Conv2d(3, 32, kernel_size=5, padding=2)"
    assert int(rows[1]["Multiply-adds"]) == 2_457_600
    assert int(rows[-1]["Output memory"]) == 241_960
    assert rows[2]["Output shape"] == "32x16x16"
    assert rows[8]["Receptive field"] == "32x32"


def test_latex_escapes_what_would_steer_it() -> None:
    columns = (C.NUMBER, C.LAYER, C.PARAMS_PRODUCT, C.MULT_ADDS, C.FIELD)
    text = write_table(course(), TableFormat.LATEX, columns)
    lines = text.splitlines()
    assert lines[1] == r"\begin{tabular}{@{}rlrrr@{}}"
    assert lines[3].strip().startswith(r"\# & Layer & ")
    assert r"\texttt{Conv2d(3, 32, kernel\_size=5, padding=2)}" in lines[6]
    assert r"$32 \cdot 3 \cdot 5 \cdot 5 + 32$ & 2\,457\,600 & $5 \times 5$ \\" in lines[6]
    assert lines[-4:-1] == [r"  \midrule", lines[-3], r"  \bottomrule"]
    assert text.isascii()
    bare = text.replace(r"\_", "").replace(r"\#", "").splitlines()[1:]
    assert not any(char in line for line in bare for char in "_#%~^")


def test_rows_that_are_chosen_are_written_without_the_totals() -> None:
    text = write_table(course(), TableFormat.TEXT, (C.NUMBER, C.LAYER), rows=[2, 4])
    assert [line.split()[0] for line in text.splitlines()[2:]] == ["2", "4"]


@pytest.mark.parametrize("table_format", TableFormat)
def test_an_empty_network_has_its_input_and_its_totals(table_format: TableFormat) -> None:
    text = write_table(table_of([]), table_format)
    assert "Input" in text
    assert "Total" in text


def test_behind_flatten_a_number_sees_what_the_cell_in_the_middle_saw() -> None:
    table = table_of(steps("Conv2d(3, 8, 5, padding=2), MaxPool2d(2), Flatten(), ReLU()"))
    assert column(table, C.FIELD)[2:5] == ["6 × 6", "6 × 6", "6 × 6"]


def test_jumps_that_differ_are_written_along_each_axis() -> None:
    table = table_of(steps("AvgPool2d((1, 2)), Upsample(scale_factor=4)"), (3, 8, 8))
    assert column(table, C.JUMP)[1:3] == ["1 × 2", "0.25 × 0.5"]


def test_an_empty_way_sees_what_its_block_reads() -> None:
    nodes = [*steps("Conv2d(3, 4, 3, padding=1)"), residual(steps("Conv2d(4, 4, 3, padding=1)"))]
    table = table_of([*nodes, concat([], steps("Conv2d(4, 2, 1)"))])
    by_label = {row.label: row for row in table.rows if row.label}
    assert by_label["shortcut"].seen.size == (3, 3)
    assert by_label["body"].seen.size == (5, 5)
    assert by_label["branch 1"].seen.size == (5, 5)
