"""The list of runs asked in SQL: it is read and nothing else, however hostile the statement."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import new_document
from convviz.runs import RunStatus
from convviz.runs.database import open_store
from convviz.runs.sql_door import SCHEMA, ask_in_sql
from tests.support.past_runs import leave_run

ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT {} FROM c"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    leave_run(tmp_path / "runs", "one", new_document(), status=RunStatus.FINISHED, batches=20)
    leave_run(tmp_path / "runs", "two", new_document())
    return tmp_path / "runs" / "runs.sqlite"


def refusal(statement: str, store: Path, **limits: float) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        ask_in_sql(statement, store, **limits)  # type: ignore[arg-type]
    assert sentence(caught.value).count("{") == 0
    return caught.value


def test_numbers_of_runs_are_found_by_the_names_of_the_schema(store: Path) -> None:
    answer = ask_in_sql(
        "SELECT runs.id, max(value) AS best FROM runs JOIN metrics ON run = runs.id"
        " WHERE name = 'validation_accuracy' GROUP BY runs.id",
        store,
    )
    assert answer.columns == ("id", "best")
    assert answer.rows == ((1, 0.5), (2, 0.4))
    assert not answer.is_cut


def test_every_column_of_every_table_is_documented(store: Path) -> None:
    documented = set(SCHEMA.replace(",", " ").replace(";", " ").split())
    with closing(open_store(store)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
        for table in ("runs", "metrics", "events"):
            assert table in tables
            columns = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
            assert {row[0] for row in columns} <= documented


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO runs (id) VALUES (9)",
        "UPDATE runs SET notes = 'x'",
        "DELETE FROM runs",
        "DROP TABLE runs",
        "CREATE TABLE mine (x)",
        "CREATE TEMP TABLE mine (x)",
        "ATTACH 'other.sqlite' AS other",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO 'copy.sqlite'",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = OFF",
        "PRAGMA user_version = 99",
        "PRAGMA hard_heap_limit = 0",
        "BEGIN IMMEDIATE",
        "SELECT load_extension('x')",
        "SELECT 1; DELETE FROM runs",
        "WITH x AS (SELECT 1) DELETE FROM runs",
        "REINDEX",
        "ANALYZE",
        "",
        "-- nothing",
    ],
)
def test_what_is_no_reading_is_refused_and_changes_nothing(
    store: Path, statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    assert refusal(statement, store).code is ErrorCode.SQL_ONLY_READS
    assert ask_in_sql("SELECT count(*) FROM runs", store).rows == ((2,),)
    assert {path.name for path in tmp_path.rglob("*")} - set(before) == set()


def test_a_statement_without_an_end_is_ended(store: Path) -> None:
    error = refusal(ENDLESS.format("sum(x)"), store, most_seconds=0.1)
    assert error.code is ErrorCode.SQL_TOO_LONG


def test_no_more_rows_are_read_than_wanted(store: Path) -> None:
    answer = ask_in_sql(ENDLESS.format("x"), store, most_rows=3)
    assert answer.rows == ((1,), (2,), (3,))
    assert answer.is_cut


@pytest.mark.parametrize(
    "statement", ["SELECT zeroblob(1000000000)", "SELEC 1", "SELECT no_such FROM runs", "\ud800"]
)
def test_what_cannot_be_answered_says_why(store: Path, statement: str) -> None:
    assert refusal(statement, store).code is ErrorCode.SQL_WRONG


def test_a_store_that_is_no_database_any_more_is_left_alone(tmp_path: Path) -> None:
    store = tmp_path / "runs.sqlite"
    store.write_bytes(b"no database " * 100)
    assert ask_in_sql("SELECT count(*) FROM runs", store).rows == ((0,),)
    assert store.read_bytes() == b"no database " * 100


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        ask_in_sql("SELECT 1", tmp_path / "file" / "runs.sqlite")
