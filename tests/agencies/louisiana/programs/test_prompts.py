"""F4 where a field has no codes: the calendar, searches for cases and persons, workers, words."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.records import Case
from cstui.desk.drawing import Field, Kind, load_drawing
from cstui.desk.programs import searching
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.pages import PageTrail
from cstui.desk.programs.prompt import lines_of
from cstui.policy.records import Office, OfficeHours, Person, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE, ROE
from tests.agencies.louisiana.programs.driver import TODAY, Desk

START: PageTrail[tuple[int, int]] = PageTrail(((0, 0),))


@pytest.fixture
def month(desk: Desk) -> Desk:
    """The calendar over DT of CAS2, in the month of the business date."""
    return desk.command(f"CAS2 {DOE}").at("dt").key("pf4")


def test_the_month_of_today_with_the_cursor_on_today(month: Desk):
    assert (month.screen, month.value("title")) == ("CALN", "March 2026")
    assert month.value("mon", 1) == "2<"
    where = month.where()
    assert where is not None
    assert (where.field, where.row) == ("pick_mon", 1)


def test_arrows_and_enter_take_a_day(month: Desk):
    month.buffer.down()
    month.buffer.tab()
    month.key("enter")
    assert (month.screen, month.value("dt")) == ("CAS2", "03/10/2026")
    assert month.answer.message == "DT Tue 03/10/2026"


def test_days_off_are_marked_and_named(month: Desk):
    month.key("pf8")
    assert month.value("title") == "April 2026"
    assert month.value("fri", 0) == "3*"
    assert month.value("off") == "* Fri 04/03 Good Friday"
    assert month.key("pf7").key("pf7").value("title") == "February 2026"


def test_a_typed_date_is_taken_and_a_wrong_one_refused(month: Desk):
    assert month.type("typed", "xx").key("enter").rules == ["CS-102"]
    month.type("typed", "-3w").key("enter")
    assert (month.screen, month.value("dt")) == ("CAS2", "02/09/2026")


def test_another_months_cell_is_no_day(month: Desk):
    assert not month.buffer.slot("pick_mon", 0).entry


def test_the_calendar_left_leaves_the_field_as_it_was(desk: Desk):
    desk.command(f"CAS2 {DOE}").type("dt", "t-1").at("dt").key("pf4")
    assert (desk.screen, desk.value("sun", 0)) == ("CALN", "1")
    assert (desk.key("pf12").value("dt"), desk.screen) == ("T-1", "CAS2")


@pytest.fixture
def cases(desk: Desk) -> Desk:
    """The search of cases over CASE of LAIN."""
    return desk.command("LAIN").at("case").key("pf4")


def test_a_case_is_found_by_a_name_letter_by_letter(cases: Desk):
    assert cases.screen == "PRMT"
    cases.type("typed", "DO").key("typed")
    assert cases.column("code") == [DOE, ROE]
    assert cases.column("meaning") == ["DOE, JANE", "DOE, JANE"]
    assert cases.column("help")[0].split() == ["ROE,", "RICHARD", "OPEN", "17001"]
    cases.at("code", 1).key("enter")
    assert (cases.screen, cases.value("case")) == ("LAIN", ROE)


def test_a_case_is_found_by_the_beginning_of_its_number(cases: Desk):
    assert cases.type("typed", "170001").key("typed").column("code") == [DOE, ROE, POE]
    assert cases.type("typed", DOE).key("enter").value("case") == DOE


def test_nothing_found_says_so_and_stays(cases: Desk):
    cases.type("typed", "QQ").key("typed")
    assert cases.column("meaning") == ["No value holds QQ."]
    assert cases.key("enter").screen == "PRMT"


def test_before_a_letter_the_last_cases(desk: Desk):
    desk.command(f"CAS1 {POE}").command("LAIN").at("case").key("pf4")
    assert desk.column("code") == [POE]


def test_a_person_under_family_violence_is_found_by_name_and_shows_no_more_than_that(cases: Desk):
    cases.type("typed", "POE").key("typed")
    assert cases.column("code") == [POE]
    assert "SHELTER" not in cases.shown()
    assert "SECRET" not in cases.shown()
    assert cases.type("typed", "225-555-0777").key("typed").column("code") == [""]


def test_pages_are_read_by_key(office_store: Store):
    bulk_load(office_store, [Person(number=100 + at, last="ZED", first=f"A{at:02}") for at in range(40)])
    own = {"office": "17", "worker": "17001", "opened": date(2026, 2, 2)}
    bulk_load(office_store, [Case(number=f"170099{at:02}", cp=100 + at, **own) for at in range(40)])
    desk = Desk(office_store).command("LAIN").at("case").key("pf4").type("typed", "ZED").key("typed")
    first = desk.column("code")
    assert desk.answer.more_below
    second = desk.key("pf8").column("code")
    third = desk.key("pf8").column("code")
    assert [*first, *second, *third] == [f"170099{at:02}" for at in range(40)]
    assert desk.key("pf7").column("code") == second


def test_a_worker_is_listed_by_name(desk: Desk):
    desk.command(f"APPT {DOE}").at("with").key("pf4").type("typed", "cl").key("typed")
    assert (desk.column("code"), desk.column("help")) == (["36001"], ["36 LAKESIDE"])
    assert desk.key("enter").value("with") == "36001"


def test_an_office_is_listed(desk: Desk):
    desk.command("LETT").at("office").key("pf4")
    assert desk.column("code") == ["17", "36"]
    assert desk.at("code", 1).key("enter").value("office") == "36"


def test_the_command_line_lists_its_words(desk: Desk):
    desk.at("command").key("pf4").type("typed", "appo").key("typed")
    assert "APPT" in desk.column("code")
    desk.type("typed", "APPT").key("enter")
    assert desk.value("command") == "APPT"


def test_persons_of_the_case_and_by_name(desk: Desk):
    """No screen has an entry field of a person yet; the search behind it is asked itself."""
    field = Field(name="person", width=9, entry=True, kind=Kind.PERSON)
    context = DeskContext(desk.place, Worker(number="17001", name="ADA", office="17"), TODAY)
    context.case = DOE
    kind = searching.kind_of(context, field)
    own = searching.found(context, kind, "", START, 10).lines
    assert [(line.code, line.meaning) for line in own] == [
        ("1", "DOE, JANE"),
        ("2", "ROE, RICHARD"),
        ("3", "DOE, KIM"),
    ]
    assert own[0].help.split() == ["01/31/1990", "CP", DOE, "OPEN"]
    named = searching.found(context, kind, "POE,A", START, 10).lines
    assert [(line.code, line.help.split()[-2:]) for line in named] == [("4", [POE, "OPEN"])]


def test_free_times_of_the_day(desk: Desk):
    desk.do(ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 3, 10), at="08:30"))
    desk.command(f"APPT {ROE}").type("date", "03102026").at("time").key("pf4")
    assert desk.column("code")[:3] == ["08:00", "09:00", "09:30"]
    assert "Tue 03/10/2026" in desk.value("title")
    assert desk.at("code", 1).key("enter").value("time") == "09:00"


def test_free_times_and_dates_are_those_of_the_office_of_the_worker_who_keeps_it(desk: Desk):
    hilltop = Office(code="40", name="HILLTOP", agency="louisiana")
    keeper = Worker(number="40001", name="DEE", office="40")
    hours = OfficeHours(office="40", weekday=3, opens="10:00", closes="12:00")
    bulk_load(desk.place.store, [hilltop, keeper, hours])
    desk.command(f"APPT {DOE}").type("with", "40001").type("date", "03112026").at("time").key("pf4")
    assert desk.column("code") == ["10:00", "10:30", "11:00", "11:30"]
    desk.key("pf3").at("date").key("pf4")
    assert "office 40" in desk.value("title")
    assert [code for code in desk.column("code") if code.startswith("03")] == [
        "03112026",
        "03182026",
        "03252026",
    ]


def test_a_code_or_a_meaning_that_is_longer_than_its_column_goes_on_below(desk: Desk):
    """`high-contrast` and FITAP's long meaning are read whole, beside the lines of their help."""
    desk.command("SETT").at("theme").key("pf4")
    codes = " ".join(desk.column("code")).split()
    assert codes[:5] == ["classic", "color-", "blind", "high-", "contrast"]
    row = desk.column("code").index("contrast")
    desk.at("pick", row).key("enter")
    assert (desk.screen, desk.value("theme")) == ("SETT", "high-contrast")


@pytest.mark.parametrize("table", sorted(load_rulebook().codes))
def test_no_column_of_a_table_cuts_what_stands_in_it(table: str):
    drawing = load_drawing("PRMT")
    for code in load_rulebook().codes[table].code:
        lines = list(lines_of(code, drawing))
        for column, name in enumerate(("code", "meaning")):
            width = drawing.field(name).width
            assert all(len(line[column]) <= width for line in lines)
        assert "".join(line[0] for line in lines) == code.code.split()[0]
        assert " ".join(filter(None, (line[1] for line in lines))) == code.meaning


def test_the_title_leaves_a_citation_out_that_it_has_no_room_for(desk: Desk):
    """`See` alone at the end of the line would point nowhere; the lines cite their paragraphs."""
    title = desk.command(f"CAS2 {DOE}").at("noncoop").key("pf4").answer.values["title"]
    assert title == "NON COOP: why the custodial parent does not cooperate (site-supplied)."
    assert "E-520 I" in " ".join(desk.column("help"))
    title = desk.command(f"CONT {DOE}").at("how").key("pf4").answer.values["title"]
    assert "See " in title
