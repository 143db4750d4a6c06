"""DuckDB over Parquet counts what the store counts, cell by cell."""

from __future__ import annotations

from pathlib import Path

from cstui.agencies.federal import counting
from cstui.agencies.federal.reads import items, parquet
from cstui.agencies.federal.reads.range_work import relations_of
from cstui.store.engine import Store
from tests.agencies.federal import drawn, stored
from tests.agencies.federal.test_counting import counted


def test_cells_are_the_same_on_duckdb_over_parquet(memory_store: Store, tmp_path: Path) -> None:
    stored.fill(memory_store, drawn.batch(21, 60))
    report = counted(memory_store)
    with memory_store.read() as session:
        parquet.export(session, relations_of("louisiana"), tmp_path)
        kept = items.cells(session, stored.PROGRAM, report.seq)
    assert sorted(parquet.cells(tmp_path, counting.asked_of(report))) == sorted(kept)
    assert len(kept) > 60
