"""The run store."""

from convviz.runs.folders import (
    default_runs_folder,
    default_store,
    new_run_folder,
    remove_if_unused,
)
from convviz.runs.reader import list_runs, load_document, load_run
from convviz.runs.records import RunRecord, RunStart, RunStatus, RunSummary
from convviz.runs.writer import RunWriter

__all__ = [
    "RunRecord",
    "RunStart",
    "RunStatus",
    "RunSummary",
    "RunWriter",
    "default_runs_folder",
    "default_store",
    "list_runs",
    "load_document",
    "load_run",
    "new_run_folder",
    "remove_if_unused",
]
