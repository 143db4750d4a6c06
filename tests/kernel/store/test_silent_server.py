"""A PostgreSQL server that is stopped: a way out after the time that is waited, and it goes on afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from cstui.store.engine import Store, create_store, open_store
from cstui.store.errors import StoreError
from tests.conftest import START, new_database

WAITED = 3.0


@pytest.fixture
def store(postgres_server: str) -> Iterator[Store]:
    url = new_database(postgres_server)
    create_store(url, name="Practice", business_date=START).close()
    with open_store(url, busy_seconds=WAITED) as opened:
        yield opened


@contextmanager
def stopped(store: Store) -> Iterator[None]:
    """The server, and each process of it, stopped by SIGSTOP."""
    folder = Path(str(make_url(store.place.url).query["host"]))
    first = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    found = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, text=True, check=False)
    processes = [first, *map(int, found.stdout.split())]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def _count(store: Store) -> object:
    with store.read() as session:
        return session.scalar(text("SELECT count(*) FROM office"))


def test_a_stopped_server_is_given_up_and_comes_back(store: Store) -> None:
    """To read and to write: told so in time, once for the idle connection, once for a new one."""
    assert _count(store) == 0
    with stopped(store):
        for door in (store.read, store.write, store.read):
            started = time.monotonic()
            with pytest.raises(StoreError) as caught, door() as session:
                session.scalar(text("SELECT count(*) FROM office"))
            assert caught.value.rule == "CS-212"
            assert time.monotonic() - started < 3 * WAITED
    assert _count(store) == 0


def test_a_server_that_stops_in_the_middle_of_an_entry(store: Store) -> None:
    """Nothing of the entry is left; where it stops before it says whether all was saved, that is said."""
    insert = text(
        "INSERT INTO office (code, name, version, agency, address, phone)"
        " VALUES ('17', 'R', 1, 'louisiana', '', '')"
    )

    def enter() -> None:
        with store.write() as session:
            session.execute(text("SELECT 1"))
            with stopped(store):
                session.execute(insert)

    with pytest.raises(StoreError) as caught:
        enter()
    assert caught.value.rule == "CS-212"
    assert _count(store) == 0

    def save() -> None:
        with ExitStack() as afterwards, store.write() as session:
            session.execute(insert)
            afterwards.enter_context(stopped(store))

    with pytest.raises(StoreError) as caught:
        save()
    assert caught.value.rule == "CS-217"


def test_a_slow_server_is_waited_for(store: Store) -> None:
    """A statement that takes longer than that, of a server that answers others."""
    with store.read() as session:
        assert session.scalar(text(f"SELECT 1 FROM pg_sleep({WAITED})")) == 1


def test_a_stopped_owner_of_an_entry_does_not_hold_the_office_up(store: Store) -> None:
    with store.write() as session:
        told = session.scalar(text("SHOW idle_in_transaction_session_timeout"))
        assert told == "1min"
        assert session.scalar(text("SHOW lock_timeout")) == "3s"
