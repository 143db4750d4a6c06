"""LEM4: the report on the screen, acts on several lines after a preview, nothing written before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cstui.agencies.louisiana.acts.followup import RecordReview
from cstui.agencies.louisiana.policy.followup import review_due
from cstui.agencies.louisiana.records import BenefitSpell, Child, Contact
from cstui.desk.conversation import Where
from cstui.desk.painter import Painter
from cstui.policy.records import Person
from cstui.store.engine import Store, create_store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.driver import Desk
from tests.agencies.louisiana.reports.cases import (
    CORRECT,
    ENFORCE,
    ESCALATE,
    PEND,
    TODAY,
    WAIT,
    case,
    entry,
    office,
    spell,
)

ORDER = [CORRECT, PEND, ESCALATE, ENFORCE, WAIT]


@pytest.fixture
def lem4_store() -> Iterator[Store]:
    with create_store(":memory:", name="LEM4", business_date=TODAY) as store:
        bulk_load(store, office())
        yield store


@pytest.fixture
def desk(lem4_store: Store) -> Desk:
    return Desk(lem4_store).command("LEM4")


def test_the_list_stands_in_order_with_what_may_be_done(desk: Desk):
    assert desk.column("case") == ORDER
    assert desk.column("doing") == ["CORRECT", "PEND", "TELL PI", "ENFORCE", "WAIT"]
    assert desk.column("iva") == ["ACTIVE", "OFF 04/01", "ACTIVE", "OFF 04/01", "OFF 04/01"]
    assert desk.column("why")[-1] == "Closes 06/30"
    assert desk.value("summary").startswith("1 correct   1 pend   1 escalate")


def test_news_of_the_cp_is_to_decide_on_and_not_to_pend():
    told = Contact(case=PEND, seq=1, person=2, on=TODAY, how="C", about="NI", worker="17001")
    with create_store(":memory:", name="LEM4", business_date=TODAY) as store:
        bulk_load(store, [*office(), told])
        desk = Desk(store).command("LEM4")
        assert desk.column("case") == ORDER
        assert desk.column("doing")[1] == "DECIDE"
        assert desk.value("why", 1) == "gave news 06/01"
        desk.type("show", "D").key("enter")
        assert desk.column("case") == [PEND]


def test_from_decide_to_the_end_each_screen_says_what_is_next():
    told = Contact(case=WAIT, seq=1, person=5, on=TODAY, how="C", about="OT", worker="17001")
    with create_store(":memory:", name="LEM4", business_date=TODAY) as store:
        bulk_load(store, [*office(), told])
        desk = Desk(store).command("LEM4").type("show", "D").key("enter")
        assert (desk.column("case"), desk.column("doing")) == ([WAIT], ["DECIDE"])
        desk.type("action", "S", 0).key("enter")
        how = "CP contacted us 06/01 (CONT): WHY and STAND keep the pend, no REASON ends it."
        assert (desk.screen, desk.answer.message) == ("CAS1", how)
        desk.type("why", "A question about a payment.").command("STAND")
        assert desk.answer.message.startswith("CP contacted us; the pend stands.")
        assert desk.key("enter").answer.message == ""
        assert desk.key("pf3").command("LEM4").type("show", "D").key("enter").column("case") == []


def test_why_says_that_the_consultant_was_told_and_no_day_gone_by(desk: Desk):
    desk.type("action", "E", 2).key("enter").key("pf6")
    at = desk.column("case").index(ESCALATE)
    assert (desk.column("doing")[at], desk.column("why")[at]) == ("WAIT", "PI told 06/01")
    desk.type("action", "A", at).type("answer", "IV-A looks into it").key("enter").key("pf6")
    assert desk.column("why")[desk.column("case").index(ESCALATE)] == "PI replied 06/01"


def test_an_answer_without_a_notice_says_how_the_consultant_is_told(desk: Desk):
    desk.type("action", "A", 1).type("answer", "Seen").key("enter")
    assert "CS-179" in desk.rules
    assert any("E on LEM4" in finding.remedy for finding in desk.answer.findings)


def test_a_pend_takes_three_keys_on_its_line(desk: Desk):
    """The cursor on the line: P, Enter (preview), F6."""
    before = desk.written()
    desk.at("action", 1).buffer.type("P")
    desk.key("enter")
    assert (desk.rules, desk.value("why", 1)) == (["CS-172"], "Would pend: FTC")
    assert desk.written() == before
    assert desk.case(PEND).status == "open"
    desk.key("pf6")
    assert desk.case(PEND).status == "pended"
    assert desk.answer.message == "1 done. UNDO takes it back"
    assert desk.column("doing").count("PEND") == 0


def test_enter_once_more_confirms_as_well(desk: Desk):
    desk.type("action", "P", 1).key("enter").key("enter")
    assert desk.case(PEND).status == "pended"


def test_remark_says_why_the_cp_is_essential_where_an_order_is_in_force(lem4_store: Store):
    """P alone is refused and stays; REMARK is all that is to be added, and CALO has it."""
    ordered = {"order_on": date(2025, 12, 1), "added_on": date(2025, 9, 1)}
    kim = Person(number=50, last="NGUYEN", first="KIM")
    bulk_load(lem4_store, [kim, Child(case=PEND, seq=1, person=50, **ordered)])
    desk = Desk(lem4_store).command("LEM4").type("action", "P", 1).key("enter")
    assert desk.fields[1:] == ["action.1", "action.1"]
    assert "LA-E525-04" in desk.rules
    assert desk.value("action", 1) == "P"
    desk.type("remark", "Her testimony is needed.").key("enter")
    assert desk.value("why", 1).startswith("Would pend")
    assert desk.case(PEND).status == "open"
    desk.key("enter")
    assert desk.case(PEND).status == "pended"
    assert any("Essential: Her testimony is needed." in line for line in desk.log(PEND))


def test_a_preview_is_answered_by_no_key_typed_ahead(desk: Desk):
    """Enter Enter in a burst previews and does nothing: the desk drops what was typed ahead of a question."""
    assert desk.type("action", "P", 1).key("enter").answer.stops_typing


def test_confirm_without_a_preview_previews_first(desk: Desk):
    desk.type("action", "P", 1).key("pf6")
    assert (desk.rules, desk.case(PEND).status) == (["CS-172"], "open")
    desk.command("CONFIRM")
    assert desk.case(PEND).status == "pended"


def test_several_lines_at_once_and_what_is_refused_stays(desk: Desk):
    before = desk.written()
    for row, letter in enumerate("PPEPP"):
        desk.type("action", letter, row)
    desk.key("enter")
    assert desk.written() == before
    assert desk.rules[0] == "CS-172"
    assert "2 will be done, 3 refused" in desk.answer.findings[0].message
    assert {finding.field for finding in desk.answer.findings[1:]} == {"action.0", "action.3", "action.4"}
    assert "LA-E525-01" in desk.rules
    desk.key("pf6")
    assert desk.case(PEND).status == "pended"
    assert any(line.startswith("PI ") for line in desk.log(ESCALATE))
    assert desk.rules[0] == "CS-173"
    assert "2 done, 3 refused" in desk.answer.findings[0].message
    marks = dict(zip(desk.column("case"), desk.column("action"), strict=True))
    assert marks[CORRECT] == marks[ENFORCE] == marks[WAIT] == "P"
    assert marks[PEND] == marks[ESCALATE] == ""


def test_when_every_line_is_refused_the_message_line_says_so_and_which(desk: Desk):
    """The cursor stands on the first line refused; its rule comes when the cursor has been elsewhere."""
    before = desk.written()
    for row in (0, 3, 4):
        desk.type("action", "P", row)
    desk.key("enter")
    assert said(desk).startswith(" Preview: 0 will be done, 3 refused.")
    desk.key("pf6")
    named = f"{CORRECT}, {ENFORCE}, {WAIT}"
    assert said(desk).startswith(f" Nothing was written: 3 refused, {named}.")
    assert desk.written() == before
    desk.buffer.down()
    desk.buffer.up()
    assert said(desk).startswith("!LA-E522-04 LINE 1 FTC: IV-A is active")


def test_what_is_refused_of_several_is_named(desk: Desk):
    for row in (0, 1, 2, 3, 4):
        desk.type("action", "E", row)
    desk.key("enter").key("pf6")
    assert said(desk).startswith(f" 2 done, 3 refused: {PEND}, {ENFORCE}, {WAIT}.")


def test_f6_without_a_mark_names_no_line_that_is_wrong(desk: Desk):
    desk.key("pf6")
    assert said(desk) == "!CS-171 No line is marked: key P, E, A or R before a line first."
    assert desk.where() == Where("action", 0)


def said(desk: Desk) -> str:
    return Painter(desk.buffer).text(desk.buffer.layout.message).rstrip()


def test_other_letters_than_previewed_are_previewed_anew(desk: Desk):
    desk.type("action", "P", 1).key("enter").type("action", "E", 2).key("pf6")
    assert (desk.rules, desk.case(PEND).status) == (["CS-172"], "open")
    assert desk.column("why")[1:3] == ["Would pend: FTC", "Would tell PI"]


def test_a_case_changed_since_the_preview_is_refused(desk: Desk):
    from cstui.agencies.louisiana.acts.contacts import AddNote
    from cstui.agencies.louisiana.acts.reminders import SetReminder

    desk.type("action", "P", 1).key("enter")
    desk.do(AddNote(case=PEND, text="x"), on=TODAY)
    desk.do(SetReminder(case=PEND, due=TODAY, text="x"), on=TODAY, actor="17001")
    desk.key("pf6")
    assert desk.rules == ["CS-196", "CS-110"]
    assert desk.case(PEND).status == "open"


def test_the_consultants_answer_goes_to_the_lines_with_a(desk: Desk):
    desk.type("action", "A", 2).key("enter")
    assert (desk.rules, desk.fields) == (["CS-105"], ["answer"])
    desk.type("action", "E", 2).key("enter").key("pf6")
    row = desk.column("case").index(ESCALATE)
    desk.type("answer", "IV-A will close it").type("action", "A", row).key("enter").key("pf6")
    assert "PI PI Consultant answered: IV-A will close it" in desk.log(ESCALATE)
    assert desk.value("answer") == ""


@pytest.mark.parametrize(("letter", "screen"), [("S", "CAS1"), ("C", "CAS2")])
def test_a_letter_opens_the_case(desk: Desk, letter: str, screen: str):
    desk.type("action", letter, 2).key("enter")
    assert (desk.screen, desk.value("case")) == (screen, ESCALATE)
    assert desk.key("pf3").screen == "LEM4"


@pytest.mark.parametrize(
    ("field", "typed", "row", "rule"),
    [
        ("action", "Q", 1, "CS-130"),
        ("show", "Z", None, "CS-104"),
        ("scope", "99", None, "CS-116"),
        ("scope", "17999", None, "CS-120"),
        ("scope", "ABCDE", None, "CS-116"),
    ],
)
def test_what_is_wrong_is_said_at_once(desk: Desk, field: str, typed: str, row: int | None, rule: str):
    before = desk.written()
    desk.type("action", "P", 1).type(field, typed, row).key("enter")
    assert rule in desk.rules
    assert desk.value(field, row) == typed
    assert desk.written() == before


def test_confirm_without_a_mark_says_so(desk: Desk):
    assert desk.key("pf6").rules == ["CS-171"]


def test_show_and_for_narrow_the_list(desk: Desk):
    assert desk.type("show", "p").key("enter").column("case") == [PEND]
    assert desk.type("show", "").type("scope", "36").key("enter").column("case") == ["36000001"]
    assert desk.type("scope", "ALL").key("enter").column("case") == [CORRECT, "36000001", *ORDER[1:]]
    assert desk.column("cp")[1].startswith("36001 DOE")
    assert desk.type("scope", "").key("enter").column("case") == ORDER


def test_a_case_number_comes_with_its_worker_and_the_cursor_on_it(lem4_store: Store):
    more = [
        r
        for n in range(20)
        for r in (*case(f"170001{n:02d}", 100 + n), entry(f"170001{n:02d}"), spell(100 + n))
    ]
    bulk_load(lem4_store, more)
    desk = Desk(lem4_store, worker="36001").command(f"LEM4 {WAIT}")
    where = desk.where()
    assert desk.value("scope") == "17001"
    assert where is not None
    assert where.row is not None
    assert desk.column("case")[where.row] == WAIT
    assert desk.command("LEM4 17009999").rules == ["CS-101"]
    seen: list[str] = []
    desk.command("LEM4 17001")
    while True:
        seen += desk.column("case")
        if not desk.answer.more_below:
            break
        desk.key("pf8")
    assert len(seen) == len(set(seen)) == 25


def test_nothing_to_follow_up(desk: Desk, lem4_store: Store):
    bulk_load(lem4_store, [Person(number=999, last="X", first="Y")])
    assert desk.type("show", "C").type("scope", "36").key("enter").answer.message.startswith("No case")


def test_a_spell_that_ends_later_says_so(lem4_store: Store):
    records = [*case("17000050", 50), entry("17000050")]
    ends = BenefitSpell(
        person=50, seq=1, program="KCSP", iva_number="9", applied=date(2025, 9, 1), begins=date(2025, 10, 1),
        closed=date(2026, 7, 1), closing_reason="NC",
    )  # fmt: skip
    bulk_load(lem4_store, [*records, ends])
    desk = Desk(lem4_store).command("LEM4 17000050")
    row = desk.column("case").index("17000050")
    assert desk.column("iva")[row] == "TO 07/01"


def test_several_cases_are_reviewed_after_a_preview(desk: Desk):
    before = desk.written()
    desk.type("action", "R", 1).type("action", "R", 3).type("reviewed", "T-1").type("remark", "Looked at")
    desk.key("enter")
    assert (desk.rules, desk.value("why", 1)) == (["CS-172"], "Would record it")
    assert desk.written() == before
    desk.key("pf6")
    assert desk.answer.message.startswith("2 done.")
    assert [bool(day) for day in desk.column("revd")] == [False, True, False, True, False]
    assert "by 17001" in desk.shown()
    assert any(
        line.startswith("RV Quarterly review") and line.endswith("Looked at") for line in desk.log(PEND)
    )
    assert desk.value("remark") == ""


def test_a_review_keyed_for_a_day_to_come_is_refused_and_another_remark_is_previewed_anew(desk: Desk):
    before = desk.written()
    desk.type("action", "R", 1).type("reviewed", "T+1").key("enter")
    assert "CS-118" in desk.rules
    desk.type("reviewed", "0230").key("enter")
    assert desk.rules == ["CS-103"]
    desk.type("reviewed", "").key("enter").type("remark", "Another").key("enter")
    assert desk.rules == ["CS-172"]
    assert desk.written() == before


def test_the_quarter_asks_until_the_case_is_reviewed(lem4_store: Store):
    desk = Desk(lem4_store)
    facts = desk.place.performer.facts(PEND)
    assert facts is not None
    assert review_due(facts, desk.place.rules, TODAY) is not None
    desk.do(RecordReview(case=PEND), on=TODAY)
    after = desk.place.performer.facts(PEND)
    assert after is not None
    assert review_due(after, desk.place.rules, TODAY) is None
    last, first = date(2026, 6, 30), date(2026, 7, 1)
    assert review_due(after, desk.place.rules, last) is None
    assert review_due(after, desk.place.rules, first) == date(2026, 7, 10)
