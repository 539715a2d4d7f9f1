"""Runs as files for other programs: every number as CSV, everything as JSON."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Any

import msgspec

from convviz.protocol.records import BATCH_LOSS, BATCH_RATE, metrics_of
from convviz.runs.layers_file import layer_metrics

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convviz.runs.records import RunRecord, RunSummary

CSV_COLUMNS = ("run", "name", "step", "metric", "value")


def runs_csv(records: Iterable[RunRecord]) -> bytes:
    """Return every measured number of some runs, a line each; what is no number is "nan".

    The columns are CSV_COLUMNS: the run's number and its folder's name, the batches done, what was
    measured, its value.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for record in records:
        head = record.summary.id, record.summary.folder.name
        for step, loss in zip(record.steps, record.losses, strict=True):
            writer.writerow((*head, step, BATCH_LOSS, loss))
        for step, rate in record.rates:
            writer.writerow((*head, step, BATCH_RATE, rate))
        for epoch in record.epochs:
            for metric in metrics_of(epoch):
                writer.writerow((*head, metric.step, metric.name, metric.value))
        for watched in record.layers:
            for metric in layer_metrics(watched):
                writer.writerow((*head, metric.step, metric.name, metric.value))
    return stream.getvalue().encode()


def runs_json(records: Iterable[RunRecord]) -> bytes:
    """Return everything that is known of some runs; what is no number is null."""
    plain = {"format": "convviz runs", "version": 1, "runs": [_plain(one) for one in records]}
    return msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n"


def plain_summary(run: RunSummary) -> dict[str, Any]:
    """Return a line of the list of runs as plain data."""
    return {
        "id": run.id,
        "name": run.folder.name,
        "folder": str(run.folder),
        "status": run.status,
        "started": run.started,
        "updated": run.updated,
        "dataset": run.dataset,
        "device": run.device,
        "network": run.network,
        "optimiser": run.optimiser,
        "num_params": run.num_params,
        "epochs_planned": run.epochs_planned,
        "epochs_done": run.epochs_done,
        "batches_per_epoch": run.batches_per_epoch,
        "step": run.step,
        "seconds": run.seconds,
        "best": run.best,
        "last": run.last,
        "weights": run.weights,
        "sha256": run.sha256,
        "problem": run.problem,
        "notes": run.notes,
        "tags": run.tags,
    }


def _plain(record: RunRecord) -> dict[str, Any]:
    return {
        **plain_summary(record.summary),
        "document": msgspec.Raw(record.document),
        "changes": record.changes,
        "epochs": record.epochs,
        "losses": {"steps": record.steps, "values": _finite(record.losses)},
        "rates": {
            "steps": [step for step, _ in record.rates],
            "values": _finite([rate for _, rate in record.rates]),
        },
        "layers": _layers(record),
    }


def _layers(record: RunRecord) -> dict[str, dict[str, list[Any]]]:
    """Return what was seen of layers, as the losses are, by names such as gradient_norm/0."""
    series: dict[str, dict[str, list[Any]]] = {}
    for watched in record.layers:
        for metric in layer_metrics(watched):
            known = series.setdefault(metric.name, {"steps": [], "values": []})
            known["steps"].append(metric.step)
            known["values"] += _finite([metric.value])
    return series


def _finite(values: Sequence[float]) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values]
