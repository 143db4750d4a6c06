"""O157 and the screens behind it: a figure leads to its cases, a case says why it counts or does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cstui.agencies.federal.acts.reports import FedBeginReport
from cstui.agencies.federal.policy import form, lines
from cstui.store.engine import Store
from tests.agencies.federal import drawn, given, stored
from tests.agencies.federal.programs.desk import Desk, counted_store


@pytest.fixture(scope="module")
def golden() -> Iterator[Store]:
    with counted_store() as store:
        yield store


@pytest.fixture
def store(golden: Store) -> Iterator[Store]:
    with golden.clone_memory() as store:
        yield store


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, stored.ON).command("O157 LA")


def test_the_pages_of_the_form_have_every_line_and_figure_once(desk: Desk) -> None:
    shown = [row for row in desk.pages() if "+" not in row["key"]]
    edition = lines.editions()[desk.report.edition]
    assert [row["key"] for row in shown] == [line.number for line in edition.line]
    found = form.form_of(desk.file(), desk.report)
    for row in shown:
        line = edition.by_number[row["key"]]
        for column in line.columns:
            said = found.said(line.number, column)
            whole = {said, said.partition(".")[0], "" if said else "enter"}
            assert row[column].strip() in {*whole, said.replace(",", "")}, (line.number, column)


@pytest.mark.parametrize(("line", "column"), [("1", "b"), ("1", "c"), ("2", "d"), ("4", "a"), ("28", "a")])
def test_a_figure_opens_to_as_many_cases_as_it_says(desk: Desk, line: str, column: str) -> None:
    desk.command(f"CASES {line} {column}")
    rows = desk.pages()
    assert desk.screen == "O1CS"
    assert len({row["key"] for row in rows}) == len(rows) == desk.report.figures[f"{line} {column}"] > 0


def test_enter_on_a_figure_lists_its_cases_and_each_says_on_which_lines_it_counts(desk: Desk) -> None:
    at = next(index for index, row in enumerate(desk.answer.rows) if row.key == "2")
    desk.buffer.click(*desk.buffer.slot("b", at).place(0))
    desk.press("enter")
    assert (desk.screen, desk.value("of_line"), desk.value("of_column")) == ("O1CS", "2", "B")
    number = desk.answer.rows[0].values["number"]
    desk.enter(action_0="S")
    on = {row["key"] for row in desk.pages() if row.get("mark") == "+"}
    assert (desk.screen, desk.value("item")) == ("O1WY", number)
    assert {"1", "2"} <= on


def test_a_case_says_why_it_is_not_on_a_line_also_one_that_is_not_there(desk: Desk) -> None:
    assert desk.command("CASES ALL").screen == "O1CS"
    everyone = [row["key"] for row in desk.pages()]
    open_cases = {row["key"] for row in desk.command("CASES 1").pages()}
    other = next(key for key in everyone if key not in open_cases)
    desk.command(f"WHY {other} 2a")
    failed = [row["why"] for row in desk.pages() if row.get("mark") == "-"]
    assert (desk.screen, bool(failed)) == ("O1WY", True)
    assert "is not on line 2a" in desk.value("said")
    assert "this State has no such case or child" in desk.command("WHY 99999999").answer.message


@pytest.mark.parametrize(
    ("grace", "said"),
    [
        ("no", "A charge due in September and unpaid on September 30 is arrears."),
        ("yes", "A charge due in September is current support, not yet arrears."),
    ],
)
def test_line_28_says_whether_a_charge_of_september_is_arrears(desk: Desk, grace: str, said: str) -> None:
    desk.command("O1AB LA")
    desk.enter(**{f"value_{desk.row('fed_grace_month')}": grace[0].upper()})
    desk.press("pf6")
    assert desk.report.choices["fed_grace_month"] == grace
    [key, *_] = (row["key"] for row in desk.command("CASES ALL").pages())
    desk.command(f"WHY {key} 28")
    assert any(row["why"].startswith(said) for row in desk.pages())
    desk.command(f"WHY {key} 24")
    assert not any("September" in row["why"] for row in desk.pages())


def test_a_case_that_came_after_the_count_is_said_to_have(desk: Desk, store: Store) -> None:
    key = desk.command("CASES ALL").pages()[0]["key"]
    with store.write() as session:
        session.connection().exec_driver_sql("DELETE FROM fed_item WHERE unit = 'C' AND key = ?", (key,))
    said = desk.command("WHY 2A").enter(item=key).answer.message
    assert said.startswith(f"{key} is not in the report: it was entered after the count of ")


def test_last_years_filed_figures_stand_beside_with_the_change(desk: Desk) -> None:
    before = drawn.YEAR - 1
    desk.command(f"O1EN LA {before}").enter(value_0="7")
    desk.command("O157 LA").press("pf6")
    row = next(row for row in desk.answer.rows if row.key == "1 b")
    now = desk.report.figures["1 b"]
    assert [row.values[name].strip() for name in "abc"] == [f"{now:,}", "7", f"{now - 7:,}"]


def test_figures_are_entered_then_the_director_signs_and_the_report_is_submitted(store: Store) -> None:
    desk = Desk(store, stored.ON, given.DIRECTOR).command("O157 LA")
    assert "errors" in desk.value("edits")
    assert desk.command("SIGN JANE DOE").rules == ["FED-SGN-01"]
    desk.command("O1EN LA")
    at = {row.key: index for index, row in enumerate(desk.answer.rows)}
    counts = {f"value_{at[f'{line} a']}": "12" for line in ("8", "10")}
    staff = {f"full_time_{at[f'{line} a']}": "3" for line in ("30", "31", "32")}
    desk.enter(**counts, **staff, **{f"hours_{at['30 a']}": "1040"})
    assert desk.rules == []
    assert form.entered_for(desk.file(), drawn.YEAR)["30", "a"].value == 350
    desk.command("O157 LA").command("SIGN JANE DOE")
    assert "Signed" in desk.value("status")
    desk.command("SUBMIT")
    assert desk.report.status == "submitted"
    desk.command("COUNT")
    assert (desk.report.revises, desk.value("of_report")[:2]) == (1, "R2")
    desk.command("DISCARD counted twice")
    assert (desk.report.status, desk.value("of_report")[:2]) == ("dropped", "R1")


def test_a_report_is_counted_with_the_choices_that_are_keyed(desk: Desk) -> None:
    desk.command("O1AB LA")
    desk.enter(**{f"value_{desk.row('fed_interest')}": "Y"})
    assert "F6 counts" in desk.answer.message
    desk.press("pf6")
    assert (desk.screen, desk.report.choices["fed_interest"]) == ("O157", "yes")


def test_a_count_that_was_stopped_goes_on(desk: Desk) -> None:
    begin = FedBeginReport(program=given.PROGRAM, fiscal_year=drawn.YEAR)
    desk.place.performer.perform(begin, actor=given.ANALYST, on=stored.ON)
    desk.command("O157 LA")
    assert (desk.answer.rows, f"COUNT {drawn.YEAR} goes on" in desk.answer.message) == ((), True)
    desk.command("COUNT")
    assert (desk.report.seq, desk.report.status) == (2, "draft")


def test_a_sample_is_drawn_and_answered_and_says_what_it_shows(desk: Desk) -> None:
    desk.command("O1SA LA").command("DRAW 1 5")
    assert "none of 5" in desk.value("result")
    assert desk.enter(right_0="N").rules == ["FED-SMP-03"]
    desk.enter(right_0="N", note_0="closed in August", right_1="Y", right_2="Y", right_3="Y", right_4="Y")
    assert "5 of 5 read, 80.0 % right" in desk.value("result")
    desk.enter(action_0="W")
    assert (desk.screen, desk.value("of_line")) == ("O1WY", "1")


def test_enforcement_requests_are_counted_once_a_case(desk: Desk) -> None:
    desk.command("O1QC LA")
    on = f"0901{drawn.YEAR % 100:02}"
    desk.enter(number="TX-1", other="TX", on=on)
    desk.enter(number="TX-1", other="TX", on=on)
    desk.enter(number="TX-1", on=on, cents="50.00")
    assert desk.rules == []
    desk.command("O157 LA").command("COUNT")
    assert [desk.report.figures[f"{line} a"] for line in ("40", "41", "42")] == [1, 1, 5000]
    desk.command("O1QC LA").enter(action_0="X", why="the other State's")
    assert sum(one.standing for one in desk.file().quick) == 2


def test_the_worklist_leads_to_the_form(desk: Desk) -> None:
    desk.command("WORK").enter(action_0="S")
    assert (desk.screen, desk.value("case")) == ("O157", given.PROGRAM)


def test_the_guide_names_what_opens_the_case_at_the_desk_of_its_state(desk: Desk) -> None:
    desk.command("CASES 1")
    row = desk.answer.rows[0]
    assert row.guide[-1].text == f"At the State's desk: CAS1 {row.key}"
    desk.command("WHY 2A")
    assert (desk.screen, desk.value("item"), desk.value("of_line")) == ("O1WY", row.key, "2A")
