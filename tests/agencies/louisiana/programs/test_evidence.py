"""The evidence sheet of a report: what was sent, said and missed, in order, and the letters as mailed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.acts.base import Act
from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.appointments import RecordOutcome, ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import RecordContact
from cstui.agencies.louisiana.acts.cooperation import CorrectCooperation, ReportNonCooperation
from cstui.nightly.run import run_nights
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import Store
from cstui.store.reads import activities
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import MOMENT, Desk


@pytest.fixture
def reported(office_store: Store) -> Store:
    """Jane Doe missed two appointments of which letters went out, called after the first, and was reported.

    Her address and the office changed since.
    """
    performer = Performer(office_store, load_rulebook(), lambda: MOMENT)

    def do(day: date, act: Act) -> None:
        run_nights(
            office_store, performer.rules, lambda: MOMENT, through=date.fromordinal(day.toordinal() - 1)
        )
        done = performer.perform(act, actor="17001", on=day)
        assert isinstance(done, Receipt), done

    first, second = date(2026, 3, 16), date(2026, 3, 27)
    do(date(2026, 3, 3), ScheduleAppointment(case=DOE, purpose="SI", on=first, at="09:00"))
    do(first, RecordOutcome(case=DOE, appointment=1, outcome="F"))
    said = "Overslept = \x1b[2J she says"
    do(date(2026, 3, 17), RecordContact(case=DOE, how="C", about="OT", on=date(2026, 3, 17), text=said))
    do(date(2026, 3, 17), ScheduleAppointment(case=DOE, purpose="SI", on=second, at="10:00"))
    do(second, RecordOutcome(case=DOE, appointment=2, outcome="F"))
    do(date(2026, 3, 30), ReportNonCooperation(case=DOE, ground="MA", failed_on=second))
    run_nights(office_store, performer.rules, lambda: MOMENT, through=date(2026, 3, 30))
    with office_store.write() as session:
        session.connection().exec_driver_sql("UPDATE address SET line1 = '9 ELSEWHERE' WHERE person = 1")
        session.connection().exec_driver_sql("UPDATE office SET name = 'MOVED'")
    return office_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "forms"
    monkeypatch.setenv("CSTUI_FORMS", str(place))
    return place


def in_order(text: str, *said: str) -> bool:
    at = [text.index(one) for one in said]
    return at == sorted(at)


def test_the_sheet_tells_what_happened_in_order_and_has_the_letters_as_mailed(reported: Store, folder: Path):
    desk = Desk(reported).command(f"CAS2 {DOE}").command("EVIDENCE")
    assert (desk.screen, desk.value("form")) == ("FVEW", "EVIDENCE")
    assert desk.key("pf6").answer.message == f"Written to {folder / f'{DOE}-evidence.txt'}"
    text = (folder / f"{DOE}-evidence.txt").read_text()
    sheet, *letters = text.split("\f")
    assert "Non-cooperation   MA, two appointments missed, DT 03/27/2026" in sheet
    assert "Reported          03/30/2026, LAIN 2IP" in sheet
    assert in_order(
        sheet,
        "03/03/2026  Appointment made: Signature and interview on 03/16/2026 at",
        "03/03/2026  Mailed: APPT 1 (letter 1)",
        "03/16/2026  Signature and interview: failed",
        "03/17/2026  Contact by CP: call",
        "Overslept",
        "03/17/2026  Mailed: APPT 2 (letter 2)",
        "03/27/2026  Signature and interview: failed",
        "03/30/2026  Non-cooperation MA reported, DT 03/27/2026",
        "03/30/2026  LAIN 2IP sent to IV-A",
    )
    assert "\x1b" not in text
    assert [letter.count("12 OAK ST") for letter in letters] == [1, 1]
    assert "ELSEWHERE" not in text
    assert "RIVERBEND" in letters[0]
    with reported.read() as session:
        said = [row.text for row in activities(session, f"case {DOE}", action="PR")]
    assert said == [f"Evidence sheet printed: to file {DOE}-evidence.txt."]
    assert desk.command("PRINT PDF").rules == []
    assert (folder / f"{DOE}-evidence.pdf").read_bytes().startswith(b"%PDF-")
    assert desk.command("MAIL").rules == ["CS-141"]


def test_without_a_report_there_is_no_sheet(office_store: Store):
    desk = Desk(office_store).command(f"FORM {POE}").command("EVIDENCE")
    assert desk.rules == ["CS-123"]


def test_a_letter_mailed_before_letters_were_kept_is_said_to_be_printed_anew(reported: Store, folder: Path):
    with reported.write() as session:
        for trigger in ("mailed_form_no_delete", "mailed_form_no_update"):
            session.connection().exec_driver_sql(f"DROP TRIGGER {trigger}")
        session.connection().exec_driver_sql("DELETE FROM mailed_form WHERE form = 1")
    Desk(reported).command(f"CAS2 {DOE}").command("EVIDENCE").key("pf6")
    text = (folder / f"{DOE}-evidence.txt").read_text()
    assert "(letter 1, as known today)" in text
    assert "(letter 2)" in text
    assert text.count("(address as known today)") == 1
    Desk(reported).command(f"FORM {DOE}").type("action", "v", 1).key("enter").key("pf6")
    assert "(address as known today)" in (folder / f"{DOE}-1-APPT-1.txt").read_text()


def test_a_corrected_report_is_left_out_unless_it_is_asked_for(reported: Store):
    from cstui.agencies.louisiana.evidence import report_of
    from cstui.agencies.louisiana.policy.facts import Facts
    from cstui.store.facts import read_facts

    performer = Performer(reported, load_rulebook(), lambda: MOMENT)
    with reported.read() as session:
        facts = read_facts(session, Facts, DOE)
    assert facts is not None
    [entry] = facts.file.cooperation
    act = CorrectCooperation(case=DOE, entry=entry.seq, reason="Wrong case")
    assert isinstance(performer.perform(act, actor="17001", on=date(2026, 3, 31)), Receipt)
    with reported.read() as session:
        facts = read_facts(session, Facts, DOE)
    assert facts is not None
    assert report_of(facts) is None
    assert report_of(facts, entry.seq) is not None
