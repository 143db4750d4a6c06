"""What family violence hides is on no screen, whichever way a worker comes there."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import AddNote, RecordContact
from cstui.agencies.louisiana.records import Case
from cstui.desk.drawing import drawing_names
from cstui.desk.programs import registry
from cstui.policy.records import Address
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import TODAY, Desk

SECRETS = ("77 SHELTER", "HIDEAWAY", "70999", "225-555-0777", "SECRET DINER", "9 SAFE HOUSE", "OLDTOWN")
WAYS = {
    "MENU": "MENU",
    "WORK": "WORK",
    "SRCH": "/POE",
    "DOCK": "DOCK 03172026",
    "CAS1": f"CAS1 {POE}",
    "CAS2": f"CAS2 {POE}",
    "APPT": f"APPT {POE}",
    "CALO": f"CALO {POE}",
    "NOTE": f"CALO {POE};ADD",
    "CONT": f"CONT {POE}",
    "IVDF": f"IVDF {POE}",
    "FORM": f"FORM {POE}",
    "FVEW": f"FORM {POE}",
    "TIME": f"TIME {POE}",
    "LAIN": f"LAIN {POE}",
    "PERS": "PERS 4",
    "PERC": "PERC 4",
    "REFR": f"REFR {POE}",
    "OFS3": f"OFS3 {POE}",
    "SUPP": f"SUPP {POE}",
    "LETT": "LETT",
    "LEM4": "LEM4",
    "REMD": f"REMD {POE}",
    "IVAU": "IVAU",
    "ASID": "ASID",
    "COVR": "COVR",
    "LAST": "LAST",
    "DRFT": "DRFT",
    "DEST": "DEST",
    "SETT": "SETT",
}


@pytest.fixture
def busy(office_store: Store) -> Desk:
    """Ann Poe, marked, with former addresses, an appointment, its letter, a contact and a note."""
    bulk_load(
        office_store,
        [
            Address(
                person=4, seq=2, line1="9 SAFE HOUSE", city="OLDTOWN", state="LA", zip_code="70999",
                since=date(2020, 1, 1), until=date(2024, 1, 1),
            ),
            Case(number="17000777", office="17", worker="17001", cp=1, ncp=4, opened=date(2026, 2, 2)),
        ],
    )  # fmt: skip
    desk = Desk(office_store)
    desk.do(ScheduleAppointment(case=POE, purpose="SI", on=date(2026, 3, 17), at="09:00"))
    desk.do(RecordContact(case=POE, how="C", about="AP", on=TODAY))
    desk.do(AddNote(case=POE, text="Called"))
    return desk


def seen(desk: Desk) -> str:
    """Everything on all pages of the screen in hand, and in its state and help."""
    text = desk.shown()
    for _ in range(9):
        if not desk.answer.more_below:
            break
        text += desk.key("pf8").shown()
    return text + repr(desk.answer)


def test_every_screen_has_a_way():
    others = {"AUDT", "USER", "PASS", "TOTP"}  # shown to no worker, or about nobody but the worker
    assert set(WAYS) | others == set(registry.programs())
    elsewhere = {*registry.OVERLAYS, *registry.HOSTED, "SIGN", "SGNP", "CODE", "LOCK"}
    assert set(registry.programs()) | elsewhere == set(drawing_names())


@pytest.mark.parametrize("screen", sorted(WAYS))
def test_no_screen_shows_them(busy: Desk, screen: str):
    busy.command(WAYS[screen])
    if screen == "FVEW":
        busy.at("form", 0).key("enter")
    assert busy.screen == screen
    text = seen(busy)
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("line", ["/77 SHELTER", "/SECRET DINER", "/225-555-0777"])
def test_searching_for_them_finds_nobody(busy: Desk, line: str):
    assert busy.command(line).rules == ["CS-128"]


def test_the_test_can_see(busy: Desk):
    """The same eyes find the address of a person who is not marked."""
    assert "12 OAK ST" in seen(busy.command("PERS 1"))
    assert "ACME MILLS" in seen(busy.command("PERS 1"))
    assert "12 OAK ST" not in seen(busy.command(f"CAS1 {DOE}"))
