"""Every act and every screen with every role: what it may do, what it is shown, and where it lands."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest

from cstui.acts.base import SubjectAct
from cstui.acts.perform import Performer
from cstui.acts.registry import every_act
from cstui.agency import in_tree
from cstui.desk.agency_desk import desk_of, words_for
from cstui.desk.commands import Does
from cstui.desk.conversation import Aid, Request
from cstui.desk.drafts import Writer
from cstui.desk.guided_progress import GuidedProgress
from cstui.desk.programs import registry
from cstui.desk.programs.base import DeskContext
from cstui.desk.signed_on import SignedOn
from cstui.policy.records import Office, Worker
from cstui.policy.roles import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    CASES,
    INTERFACE,
    LOG,
    REPORTING,
    ROLES,
    SHOWN,
    STAFF,
    SYSTEM,
    is_shown,
)
from cstui.policy.rulebook import load_rulebook
from cstui.policy.viewer import Viewer
from cstui.store import reads
from cstui.store.engine import MEMORY, Store, create_store
from cstui.store.errors import StoreError
from cstui.store.facts import read_facts
from cstui.store.writing import bulk_load
from cstui.workplace import Workplace

AGENCIES = [agency.name for agency in in_tree()]
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


def store_of(agency: str) -> Store:
    """An office of the agency with a worker of each role, whose number ends with the role's place."""
    found = next(one for one in in_tree() if one.name == agency)
    code = {"louisiana": "17"}.get(agency, f"{found.prefix}17")
    store = create_store(MEMORY, name="PRACTICE", business_date=date(2026, 3, 2), agencies=[found])
    workers = [
        Worker(number=number(agency, role), name=role.upper(), office=code, role=role) for role in ROLES
    ]
    bulk_load(store, [Office(code=code, name="OFFICE", agency=agency), *workers])
    return store


def signed_on(store: Store, agency: str, role: str) -> SignedOn:
    """The desk of the worker with that role, at the screen with which the role begins."""
    place = Workplace(store, lambda: NOW, agency=agency)
    with store.read() as session:
        worker = next(one for one in reads.workers(session) if one.role == role)
    progress = GuidedProgress(None, worker.number, Writer())
    found = SignedOn(DeskContext(place, worker, date(2026, 3, 2)), progress, guided=False)
    found.begin(Request(screen="SIGN", aid=Aid.ENTER))
    return found


def number(agency: str, role: str) -> str:
    prefix = next(one.prefix for one in in_tree() if one.name == agency)
    return f"{prefix}1700{[*ROLES].index(role)}"


@pytest.mark.parametrize("agency", AGENCIES)
def test_an_act_is_done_by_the_roles_that_it_names_and_by_no_other(agency: str):
    store = store_of(agency)
    performer = Performer(store, load_rulebook(agency), lambda: NOW)
    for name, act in every_act(agency).items():
        for role in (*ROLES, SYSTEM):
            denied = performer.denied(act, Viewer(number="1", role=role, agency=agency))
            assert (denied is None) == (role in act.roles), (name, role)
            assert denied is None or (denied.rule, role in denied.message) == ("CS-197", True)


@pytest.mark.parametrize("agency", AGENCIES)
def test_who_works_no_cases_does_no_act_on_them(agency: str):
    for name, act in every_act(agency).items():
        assert AUDITOR not in act.roles, name
        if issubclass(act, SubjectAct):
            assert not act.roles & {INTERFACE, ADMINISTRATOR}, name
            assert agency == "federal" or ANALYST not in act.roles, name
    everybody = {role for act in every_act(agency).values() for role in act.roles}
    assert everybody >= STAFF | {INTERFACE, ADMINISTRATOR}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("agency", AGENCIES)
def test_a_screen_opens_for_the_roles_that_are_shown_what_it_shows(agency: str, role: str):
    store = store_of(agency)
    session = signed_on(store, agency, role)
    assert session.stack.top.screen == desk_of(agency).begun(role)[-1]
    for screen in registry.programs(agency):
        shown = role in SHOWN[desk_of(agency).shown_on(screen)][1]
        if shown:
            session.stack.open(screen, "")
        else:
            with pytest.raises(StoreError, match=f"CS-240 Role {role} is not shown"):
                session.stack.open(screen, "")
    words = {one.word for one in words_for(role, agency) if one.does is Does.SCREEN}
    assert words == {one for one in words if is_shown(role, desk_of(agency).shown_on(one))}
    menu = session.stack.open("MENU", "")
    if menu.rows:
        assert {row.key for row in menu.rows} <= words
    elif role not in STAFF:  # drawn for those who work cases
        named = set(menu.message.removeprefix("For you: ").split())
        assert named == words or menu.message == f"KEYS lists the words of role {role}."


@pytest.mark.parametrize("role", ROLES)
def test_who_is_shown_no_case_reads_none_whichever_way(role: str):
    store = store_of("louisiana")
    viewer = Viewer(number="17000", role=role, agency="louisiana", office="17")
    facts = next(one for one in in_tree() if one.name == "louisiana").load("facts")
    questions = (
        lambda session: read_facts(session, facts, "17000123"),
        lambda session: reads.worklist(session, "17", date(2026, 3, 2)),
        lambda session: reads.search_people(session, "DOE"),
        lambda session: reads.person_view(session, 1),
    )
    for question in questions:
        refused = nullcontext() if is_shown(role, CASES) else pytest.raises(StoreError, match="CS-240")
        with refused, store.read(viewer) as session:
            question(session)
    with store.read(viewer) as session:
        assert [one.code for one in reads.offices(session)] == ["17"]
        assert len(reads.workers(session)) == len(ROLES)


def test_the_store_itself_may_have_a_viewer():
    store = store_of("louisiana")
    store.viewer = Viewer(number="17006", role=ADMINISTRATOR, agency="louisiana", office="17")
    with pytest.raises(StoreError, match="CS-240"):
        Workplace(store, lambda: NOW).performer.facts("17000123")


def test_the_log_of_everybody_is_for_auditors_and_without_cases_for_administrators():
    assert SHOWN[LOG][1] == {AUDITOR, ADMINISTRATOR}
    assert SHOWN[CASES][1] == REPORTING | {AUDITOR}
