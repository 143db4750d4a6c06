"""A form as it stands in a store: who sends it, to which address, and how it is read back."""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.agencies.louisiana.letters import letter_of, view
from cstui.agencies.louisiana.records import Form
from cstui.forms.pages import HIDDEN_ADDRESS, NO_ADDRESS
from cstui.policy.effects import Add, Change
from cstui.policy.records import Address
from cstui.store import writing
from cstui.store.engine import Store
from cstui.store.person_reads import read_person
from tests.kernel.store import given

FORM = Form(case=given.CASE, seq=1, form="APPT 1", edition=1, person=3, made_on=given.DAY, values={"cp": "X"})


def _address(seq: int, **changed: object) -> Address:
    values = {
        "person": 3,
        "seq": seq,
        "line1": f"{seq} ROAD",
        "city": "GRETNA",
        "state": "LA",
        "zip_code": "70053",
    }
    return Address(**{**values, "zip_code": "70053", "since": given.DAY, **changed})  # type: ignore[arg-type]


def test_a_letter_goes_to_the_present_mailing_address(memory_store: Store) -> None:
    writing.bulk_load(memory_store, [*given.office(), *given.cases(1), FORM])
    with memory_store.read() as session:
        assert NO_ADDRESS in view(session, FORM)
    with memory_store.write() as session:
        former = _address(1, kind="mail", until=date(2026, 1, 9))
        home, mail = _address(2), _address(3, kind="mail", line2="PO BOX 7")
        writing.apply(session, [Add(former), Add(home), Add(mail)])
    with memory_store.read() as session:
        letter = letter_of(session, FORM)
    assert letter.address == ("3 ROAD", "PO BOX 7", "GRETNA, LA 70053")
    assert letter.office_name == "Baton Rouge"
    assert letter.values["children"] == ["ZOE BOUDREAUX01"]


def test_under_family_violence_the_screen_hides_the_address(memory_store: Store) -> None:
    writing.bulk_load(memory_store, [*given.office(), *given.cases(1), FORM, _address(1)])
    with memory_store.write() as session:
        facts = read_person(session, 3)
        assert facts is not None
        marked = msgspec.structs.replace(facts.person, family_violence=True)
        writing.apply(session, [Change(facts.person, marked)])
    with memory_store.read() as session:
        assert HIDDEN_ADDRESS in view(session, FORM)
        assert "1 ROAD" not in view(session, FORM)
        assert "1 ROAD" in view(session, FORM, show_address=True)
