"""A form as it stands in a store: who sends it, to which address, and how it is read back."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from sqlalchemy.exc import DBAPIError

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.acts.mail import CorrectForm, MailForm
from cstui.agencies.louisiana.letters import letter_of, view, view_pdf
from cstui.agencies.louisiana.records import Form
from cstui.forms.pages import HIDDEN_ADDRESS, NO_ADDRESS
from cstui.forms.templates import load_forms
from cstui.nightly.run import run_nights
from cstui.policy.effects import Add, Change
from cstui.policy.records import Address
from cstui.policy.rulebook import load_rulebook
from cstui.store import writing
from cstui.store.engine import Store
from cstui.store.errors import StoreError
from cstui.store.person_reads import read_person
from cstui.store.verify import verify
from tests.conftest import START
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


def _mailed(store: Store, on: date = given.DAY) -> Form:
    performer = Performer(store, load_rulebook(), lambda: given.MOMENT)
    done = performer.perform(MailForm(case=given.CASE, form=1), actor="17001", on=on)
    assert isinstance(done, Receipt), done
    return _form(store)


def _form(store: Store) -> Form:
    with store.read() as session:
        return reads.forms(session, given.CASE)[0]


def _both(store: Store) -> tuple[str, bytes]:
    form = _form(store)
    with store.read() as session:
        return view(session, form, show_address=True), view_pdf(session, form, show_address=True)


@pytest.fixture
def moved(store: Store) -> Store:
    """A store with a letter to be mailed, on every database."""
    writing.bulk_load(store, [*given.office(), *given.cases(1), FORM, _address(1)])
    return store


def _everything_changes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another address, other names of the CP, the worker and the office, other hours, another template."""
    with store.write() as session:
        writing.apply(session, [Add(_address(2, kind="mail", line1="9 ELSEWHERE"))])
        for table, values in {
            "person": "last = 'NEWNAME'",
            "worker": "name = 'SOMEBODY ELSE'",
            "office": "name = 'MOVED', address = '5 NEW ST', phone = '504-555-0199'",
            "office_hours": "closes = '12:00'",
        }.items():
            session.connection().exec_driver_sql(f"UPDATE {table} SET {values}")
    other = msgspec.structs.replace(load_forms()["APPT 1", 1], title="Another", body="Something else.")
    monkeypatch.setattr("cstui.forms.pages.load_forms", lambda _agency: {("APPT 1", 1): other})


def test_a_letter_that_went_out_never_changes(moved: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _mailed(moved)
    before = _both(moved)
    _everything_changes(moved, monkeypatch)
    assert _both(moved) == before
    assert {fault.check for fault in verify(moved)} == {"names"}  # the name was changed by no act


def test_a_letter_that_was_not_mailed_says_what_holds_now(
    moved: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _everything_changes(moved, monkeypatch)
    text, _ = _both(moved)
    assert "9 ELSEWHERE" in text
    assert "MARIE NEWNAME" in text
    assert "Something else." in text
    assert "5 NEW ST" in text
    assert "Telephone 504-555-0199, Monday to Friday 08:00 to 12:00" in text


def test_the_night_keeps_what_it_mails(moved: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run_nights(moved, load_rulebook(), lambda: given.MOMENT, through=START)
    assert _form(moved).mailed_on == START
    before = _both(moved)
    _everything_changes(moved, monkeypatch)
    assert _both(moved) == before


def test_what_was_mailed_again_is_kept_again(moved: Store) -> None:
    """The first mailing was taken back: what goes out then is what is shown, and the first stays kept."""
    _mailed(moved)
    performer = Performer(moved, load_rulebook(), lambda: given.MOMENT)
    wrong = CorrectForm(case=given.CASE, form=1, what="mailed", reason="Not mailed")
    assert isinstance(performer.perform(wrong, actor="17001", on=given.DAY), Receipt)
    with moved.write() as session:
        writing.apply(session, [Add(_address(2, kind="mail", line1="9 ELSEWHERE"))])
    _mailed(moved, date(2026, 1, 7))
    assert "9 ELSEWHERE" in _both(moved)[0]
    with moved.read() as session:
        kept = session.connection().exec_driver_sql("SELECT letter FROM mailed_form ORDER BY since").scalars()
        first, second = kept
    assert "1 ROAD" in first
    assert "9 ELSEWHERE" in second


def test_a_mailing_set_right_later_shows_what_went_out(moved: Store) -> None:
    """It was mailed on Monday after all: what was kept on Monday is what went out."""
    _mailed(moved)
    performer = Performer(moved, load_rulebook(), lambda: given.MOMENT)
    for to in (None, given.DAY):
        act = CorrectForm(case=given.CASE, form=1, what="mailed", to=to, reason="Looked again")
        assert isinstance(performer.perform(act, actor="17001", on=date(2026, 1, 6)), Receipt)
        with moved.write() as session:
            writing.apply(session, [Add(_address(2 if to is None else 3, line1="9 ELSEWHERE", kind="mail"))])
    assert "1 ROAD" in _both(moved)[0]


def test_a_letter_handed_over_is_kept_too(memory_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    writing.bulk_load(memory_store, [*given.office(), *given.cases(1), _address(1)])
    performer = Performer(memory_store, load_rulebook(), lambda: given.MOMENT)
    act = ScheduleAppointment(case=given.CASE, purpose="SI", on=given.DAY, at="15:00", agreed=True)
    assert isinstance(performer.perform(act, actor="17001", on=given.DAY), Receipt)
    before = _both(memory_store)
    _everything_changes(memory_store, monkeypatch)
    assert _both(memory_store) == before
    assert "Where    Office 17 Baton Rouge" in before[0]


def test_an_address_hidden_since_is_hidden_on_what_was_mailed_before(moved: Store) -> None:
    form = _mailed(moved)
    before = _both(moved)
    with moved.write() as session:
        session.connection().exec_driver_sql("UPDATE person SET family_violence = true WHERE number = 3")
    with moved.read() as session:
        assert HIDDEN_ADDRESS in view(session, form)
    assert _both(moved) == before


@pytest.mark.parametrize("table", ["form_template", "mailed_form"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET template = 'x'"])
def test_nothing_kept_of_a_mailing_is_changed_or_deleted(moved: Store, table: str, sql: str) -> None:
    _mailed(moved)
    sql = sql.replace("template", "text") if table == "form_template" else sql
    with pytest.raises((StoreError, DBAPIError)), moved.write() as session:
        session.connection().exec_driver_sql(sql.format(table))


def test_a_hearing_is_where_the_court_sits(memory_store: Store) -> None:
    """The letter names the courthouse of the session, and does not offer three moves."""
    writing.bulk_load(memory_store, [*given.office(), *given.cases(1), _address(1)])
    performer = Performer(memory_store, load_rulebook(), lambda: given.MOMENT)
    act = ScheduleAppointment(
        case=given.CASE, purpose="CH", on=date(2026, 2, 3), at="09:00", presence_required=True
    )
    assert isinstance(performer.perform(act, actor="17001", on=given.DAY), Receipt)
    text, _ = _both(memory_store)
    assert "Where    Division C" in text
    assert "three times" not in text
    assert "we cannot move it" in text
