"""What the family-violence mark hides is nowhere: each agency's practice store, each way out, each role.

The people of a few subjects get an address, a telephone and a place of work that nobody else has, are marked,
and get others after it; a night is run. Then every screen is opened by every role, every report is made in
every form, everything is printed, exported and shown, and all that came out is searched.
"""

from __future__ import annotations

import contextlib
import copy
import io
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cstui.acts.persons import ChangeAddress, ChangeEmployer, ChangePhone, MarkFamilyViolence
from cstui.cli import main
from cstui.commandline.print_kinds import prints_of
from cstui.desk.agency_desk import desk_of
from cstui.desk.conversation import Aid, Answer, Request
from cstui.desk.drafts import Writer
from cstui.desk.guided_progress import GuidedProgress
from cstui.desk.programs import registry
from cstui.desk.programs.base import DeskContext
from cstui.desk.signed_on import SignedOn
from cstui.interfaces.outgoing import FileOut
from cstui.policy.effects import Refused
from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.records import Worker
from cstui.policy.roles import CASES, ROLES, SHOWN
from cstui.store import reads
from cstui.store.engine import open_store
from cstui.store.errors import StoreError
from cstui.store.facts import read_facts
from cstui.store.tables import TABLES
from cstui.store.writing import bulk_load
from cstui.workplace import Workplace

NOW = datetime(2026, 3, 2, 17, tzinfo=UTC)
SECRETS = ("77 SHELTER", "HIDEAWAY", "88 REFUGE", "SECRET DINER", "HIDDEN BAKERY", "555-0777", "555-0888")
SUBJECTS = 4


class Marked:
    """A store with marked people: the keys of their subjects, and their numbers."""

    def __init__(self, path: Path, agency: str) -> None:
        self.path, self.agency = path, agency
        assert self.run("store", "create", "--agency", agency)[0] == 0
        with open_store(path) as store:
            place = Workplace(store, lambda: NOW, agency=agency)
            facts: type[SubjectFacts] = place.performer.facts_class
            head = shape_of(facts).file.head
            with store.read() as session:
                sql = f"SELECT {head.head} FROM {TABLES[head].name} ORDER BY 1 LIMIT {SUBJECTS}"
                self.keys = list(session.connection().exec_driver_sql(sql).scalars())
                people = [
                    (person, str(found.file.head.worker))
                    for key in self.keys
                    if (found := read_facts(session, facts, key)) is not None
                    for person in people_of(found)
                ]
            self.people = list(dict(people))
            day = place.business_date()
            for number, worker in dict(people).items():
                for act in (
                    ChangeAddress(person=number, line1="77 SHELTER LN", city="HIDEAWAY", zip_code="70999"),
                    ChangeEmployer(person=number, employer="SECRET DINER"),
                    ChangePhone(person=number, number="225-555-0777"),
                    MarkFamilyViolence(person=number, marked=True, why="Shelter"),
                    ChangeAddress(person=number, line1="88 REFUGE RD", city="HIDEAWAY", zip_code="70999"),
                    ChangeEmployer(person=number, employer="HIDDEN BAKERY"),
                    ChangePhone(person=number, number="225-555-0888"),
                ):
                    came = place.performer.perform(act, actor=worker, on=day)
                    assert not isinstance(came, Refused), came
            with store.read() as session:
                office = reads.workers(session)[0].office
            prefix = place.agency.prefix
            more = [
                Worker(number=f"{prefix}9900{at}", name=role.upper(), office=office, role=role)
                for at, role in enumerate(ROLES)
            ]
            bulk_load(store, more)
        assert self.run("nightly")[0] == 0

    def run(self, *words: str) -> tuple[int, str]:
        """The status of a command, and all that it said."""
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = main(["--store", str(self.path), *words], clock=lambda: NOW)
        said.flush()
        return status, said.buffer.getvalue().decode(errors="replace")  # type: ignore[attr-defined]


def people_of(facts: SubjectFacts) -> Iterator[int]:
    for name in shape_of(type(facts)).persons:
        if (person := getattr(facts, name, None)) is not None:
            yield person.number
    yield from (person.number for person in getattr(facts, "people", ()))


@pytest.fixture(scope="module", params=["louisiana", "kansas", "utah"])
def marked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marked]:
    folder = tmp_path_factory.mktemp(request.param)
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_DATA_HOME", str(folder / "data"))
    patch.setenv("COLUMNS", "160")

    yield Marked(folder / "practice.db", request.param)
    patch.undo()


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text.upper()]


@pytest.mark.parametrize("role", sorted(SHOWN[CASES][1]))
def test_no_screen_shows_it(marked: Marked, role: str) -> None:
    with open_store(marked.path) as store:
        place = Workplace(store, lambda: NOW, agency=marked.agency)
        with store.read() as session:
            worker = next(one for one in reads.workers(session) if one.role == role and "9900" in one.number)
            own = sorted({row.number for row in reads.workers(session)})
        desk = SignedOn(
            DeskContext(place, worker, place.business_date()),
            GuidedProgress(None, worker.number, Writer()),
            guided=False,
        )
        desk.begin(Request(screen="SIGN", aid=Aid.ENTER))
        opened = 0
        for screen in registry.programs(marked.agency):
            opens = desk_of(marked.agency).shown_on(screen)
            if role not in SHOWN[opens][1]:
                continue
            parts = ("", *(f"{key}{more}" for key in marked.keys for more in ("", " 1", " 2")))
            for argument in (*parts, *map(str, marked.people), *own, "POE", "DOE"):
                with contextlib.suppress(StoreError):
                    answer = desk.stack.open(screen, argument)
                    opened += not answer.findings
                    assert leaks(text_of(answer)) == [], (screen, argument)
        assert opened > 20


def text_of(answer: Answer) -> str:
    """Everything in an answer, its rows on this page, its guide and its state."""
    return repr(answer)


def test_a_search_for_it_finds_nobody(marked: Marked) -> None:
    with open_store(marked.path) as store, store.read() as session:
        for word in ("SHELTER", "SECRET", "REFUGE", "HIDDEN"):
            assert reads.search_people(session, word) == []
        for number in ("225-555-0777", "5550888"):
            assert reads.search_people(session, reads.Number(number)) == []


def test_no_command_says_it(marked: Marked) -> None:
    with open_store(marked.path) as store:
        agency = next(one for one in store.agencies if one.name == marked.agency)
    done = 0
    for key in marked.keys:
        for words in (("show", key), ("guide", key), ("timeline", key)):
            for more in ((), ("--json",)):
                status, said = marked.run(*words, *more)
                done += status == 0
                assert leaks(said) == [], (words, more)
    for name in agency.reports:
        for form in ("text", "csv", "json", "xlsx", "pdf"):
            ways = ("--json",) if form == "json" else ("--format", form)
            for about in ((), (marked.keys[0],), ("1",)):
                status, said = marked.run("report", name, *about, *ways)
                done += status == 0
                assert leaks(said) == [], (name, form)
    for kind in prints_of(agency):
        for words in ((), *((key, *more) for key in marked.keys for more in ((), ("1",), ("2",), *FORMS))):
            status, said = marked.run("print", kind, *words)
            done += status == 0
            assert leaks(said) == [], (kind, words)
    for file in (one for one in agency.load("interfaces") or () if isinstance(one, FileOut)):
        status, said = marked.run("interface", "out", file.name)
        done += status == 0
        assert leaks(said) == [], file.name
    assert leaks(marked.run("interface", "aside")[1]) == []
    assert done > 20


FORMS = (("NOTICE",), ("AFFIDAVIT",), ("QUESTIONNAIRE",), ("REFERRAL",), ("DETERMINATION",), ("POSTAL",))


def test_the_log_does_not_say_it(marked: Marked) -> None:
    with open_store(marked.path) as store, store.read() as session:
        texts = session.connection().exec_driver_sql("SELECT text FROM activity").scalars()
        assert [text for text in texts if leaks(text)] == []


def test_the_eyes_of_these_tests_can_see(marked: Marked, tmp_path: Path) -> None:
    """On a copy without the mark `show` says it, and so do a screen or a form."""
    for part in marked.path.parent.glob("practice.db*"):
        shutil.copy(part, tmp_path)
    bare = copy.copy(marked)
    bare.path = tmp_path / "practice.db"
    with contextlib.closing(sqlite3.connect(bare.path, isolation_level=None)) as raw:
        raw.execute("UPDATE person SET family_violence = 0")
    assert all(leaks(bare.run("show", key)[1]) for key in marked.keys)
