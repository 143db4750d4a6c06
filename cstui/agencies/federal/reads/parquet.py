"""The same count on DuckDB: the relations as Parquet files, and the statements of `gather` over them all.

It is for caseloads of many millions, or of several States: the files hold what the relations give, and the
cells that come out add up with any others. The extra `analytics` has DuckDB.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, Column, Date, MetaData, Table, Text, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from cstui import files
from cstui.agencies.federal.policy.conditions import AMOUNTS
from cstui.agencies.federal.policy.lines import Cell
from cstui.agencies.federal.reads import gather
from cstui.policy.ivd import COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AT_ONCE = 50_000
"""How many rows of a relation are read together."""
NOTHING = "\\N"
"""How a value that is not there is written between the store and DuckDB."""
_DAYS = frozenset(
    {"born", "opened", "closed", "since", "until", "on", "begins", "ends", "last_grant", "month"}
)
_NUMBERS, _FLAGS = (
    frozenset({"person", "parent", "custodian", "cents", "seq"}),
    frozenset({"ffp", "viable", "second"}),
)
_DIALECT: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
LAST_CASE, LAST_PERSON = "\U0010ffff", 10**9
"""Above every case number, and above every person's."""


def _kind(column: str) -> Any:
    if column in _DAYS or column.endswith(("_on", "_since", "_until")):
        return Date()
    return BigInteger() if column in _NUMBERS else Boolean() if column in _FLAGS else Text()


RELATIONS: Mapping[str, Table] = {
    name: Table(name, MetaData(), *(Column(column, _kind(column)) for column in columns))
    for name, columns in COLUMNS.items()
}
"""The relations as tables of DuckDB."""
_SQL = {Date: "DATE", BigInteger: "BIGINT", Boolean: "BOOLEAN", Text: "VARCHAR"}


def export(session: Session, relation: gather.Relation, folder: Path) -> None:
    """Write each relation to a Parquet file in `folder`, a slice of rows in memory at a time."""
    import duckdb

    with duckdb.connect() as made:
        for name, table in RELATIONS.items():
            found, path = relation(name), folder / f"{name}.parquet"
            rows = select(*(found.c[column.name] for column in table.c)).execution_options(yield_per=AT_ONCE)
            passing = files.begin(path, _lines(session.connection().execute(rows)))
            kinds = ", ".join(f"'{column.name}': '{_SQL[type(column.type)]}'" for column in table.c)
            said = f"header=false, auto_detect=false, quote='\"', nullstr='{NOTHING}', columns={{{kinds}}}"
            try:
                read = f"SELECT * FROM read_csv('{passing.waiting}', {said})"
                made.execute(f"COPY ({read}) TO '{path}' (FORMAT parquet)")
                files.private(path)
            finally:
                passing.drop()


def _lines(rows: Iterable[Any]) -> Iterator[bytes]:
    """Rows as lines of CSV."""
    text = io.StringIO()
    write = csv.writer(text)
    for row in rows:
        write.writerow([NOTHING if value is None else value for value in row])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def cells(folder: Path, rules: gather.CountRules) -> list[Cell]:
    """The cells of the cases and children of the Parquet files in `folder`."""
    import duckdb

    with duckdb.connect() as opened:
        for name in RELATIONS:
            opened.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM '{folder / name}.parquet'")
        of_cases = gather.cases(RELATIONS.__getitem__, rules).params(after="", through=LAST_CASE)
        opened.execute(f"CREATE TABLE kept AS {_text(of_cases)}")
        kept = Table("kept", MetaData(), *(Column(one.name, one.type) for one in of_cases.selected_columns))
        of_children = gather.children(RELATIONS.__getitem__, kept, rules).params(after=0, through=LAST_PERSON)
        return [*_grouped(opened, "kept"), *_grouped(opened, f"({_text(of_children)})")]


def _text(statement: Any) -> str:
    made = statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
    return str(made).replace("%%", "%")


def _grouped(opened: DuckDBPyConnection, rows: str) -> list[Cell]:
    sums = ", ".join(f'CAST(sum("{name}") AS BIGINT)' for name in AMOUNTS)
    asked = (
        f"SELECT unit, cell, count(*), {sums} FROM {rows} AS items GROUP BY unit, cell ORDER BY unit, cell"
    )
    return [(unit, cell, n, tuple(found)) for unit, cell, n, *found in opened.execute(asked).fetchall()]
