"""The JSON of ``convviz shape``: a network's figures for programs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from convviz.cli.layer_arguments import said
from convviz.core.code.writing import layer_call
from convviz.core.network.advice.sources import SOURCES
from convviz.core.network.rows import LayerFailure
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.network_table import Writing, field_size, product_text
from convviz.protocol.sentences.advice import advice_sentence, fix_text, numbered_names
from convviz.protocol.sentences.errors import explanation_sentence, notice_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convviz.core.code.program.found import ReadNetwork
    from convviz.core.errors import ConvVizError, Fact
    from convviz.core.layers.reaches import Exact
    from convviz.core.network.advice import Advice
    from convviz.core.network.rows import Failure
    from convviz.core.network.table import NetworkTable, TableRow
    from convviz.core.network.training_memory import TrainingMemory
    from convviz.core.network.tree import Node, Path


def plain_table(table: NetworkTable, memory: TrainingMemory) -> dict[str, object]:
    """Return a network's figures.

    Args:
        table: Its rows.
        memory: What its training takes.
    """
    summary = table.summary
    result, failure = summary.result, summary.result.failure
    rows = {row.path: row for row in table.rows if row.path}
    return {
        "input_shape": result.input_shape,
        "layers": [
            {
                "layer": layer_to_plain(row.layer),
                "code": layer_call(row.layer),
                "path": row.path,
                "enabled": row.enabled,
                "input_shape": row.input_shape,
                "output_shape": row.output_shape,
                "num_params": layer.num_params,
                "mult_adds": layer.mult_adds,
                **_figures(rows, row.path, table),
                "notes": [explanation_sentence(note) for note in row.notes],
            }
            for row, layer in zip(result.rows, summary.layers, strict=True)
        ],
        "blocks": [
            {
                "block": row.block.kind.value,
                "path": row.path,
                "enabled": row.enabled,
                "input_shape": row.input_shape,
                "output_shape": row.output_shape,
                "num_params": summary.of_block(row).num_params,
                "mult_adds": summary.of_block(row).mult_adds,
                **_figures(rows, row.path, table),
                "name": row.block.name or row.way,
            }
            for row in result.blocks
        ],
        "output_shape": result.output_shape if failure is None else None,
        "num_params": summary.num_params,
        "mult_adds": summary.mult_adds,
        "param_bytes": summary.param_bytes,
        "activation_bytes": summary.activation_bytes,
        "training_memory": {**dataclasses.asdict(memory), "total": memory.total},
        "failure": None if failure is None else _plain_failure(failure),
    }


def _figures(rows: Mapping[Path, TableRow], path: Path, table: NetworkTable) -> dict[str, object]:
    """Return what the table says of a node beside its shape and its sums."""
    row = rows[path]
    costs = row.costs
    return {
        "name": row.name,
        "kernel_size": row.kernel or None,
        "num_params_product": product_text(row.parameters, Writing.PROGRAMS) or None,
        "mult_adds_product": product_text(row.product_terms, Writing.PROGRAMS) or None,
        "param_bytes": None if costs is None else costs.param_bytes,
        "activation_bytes": None if costs is None else costs.activation_bytes,
        "receptive_field": field_size(row, table),
        "sees_whole_input": row.seen.size is None,
        "jump": [_number(step) for step in row.seen.jump] or None,
    }


def _number(step: Exact | None) -> float | None:
    if step is None:
        return None
    return step.numerator if step.denominator == 1 else float(step)


def plain_reading(read: ReadNetwork) -> object:
    """Return what was read of code, and what was guessed."""
    return {
        "network": read.name,
        "guesses": {guess.name: guess.value for guess in read.guesses},
        "input_is_guessed": read.is_guessed,
        "is_whole": read.is_whole,
        "notices": [notice_sentence(known.code.value, known.facts) for known in read.notices],
    }


def plain_advice(piece: Advice, nodes: Sequence[Node]) -> dict[str, object]:
    """Return what a network is advised of: its code, the layers in question, its sentence."""
    names = numbered_names(nodes)
    return {
        "code": piece.code.value,
        "layers": piece.cases,
        "facts": dict(piece.facts),
        "sentence": advice_sentence(piece, names),
        "fixes": [fix_text(fix, names) for fix in piece.fixes],
        "source": SOURCES[piece.code].address,
    }


def plain_error(error: ConvVizError) -> dict[str, object]:
    """Return an error's code, its facts and its sentence."""
    facts = {name: _encodable(value) for name, value in error.facts.items()}
    return {"code": error.code.value, "facts": facts, "reason": _encodable(said(error))}


def _encodable(fact: Fact) -> Fact:
    """Return a fact that UTF-8 can hold: an argument may have half of a surrogate pair in it."""
    return fact.encode(errors="replace").decode() if isinstance(fact, str) else fact


def _plain_failure(failure: Failure) -> dict[str, object]:
    what: dict[str, object] = {"block": failure.title}
    if isinstance(failure, LayerFailure):
        what = {"layer": layer_to_plain(failure.layer)}
    return {
        "index": failure.index,
        "path": failure.path,
        **what,
        "input_shape": failure.input_shape,
        **plain_error(failure.error),
    }
