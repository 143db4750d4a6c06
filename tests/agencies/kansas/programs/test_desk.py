"""What Kansas brings to the desk as a whole: words, menu, terms, prints, the timeline, line by line."""

from __future__ import annotations

import pytest

from cstui.desk.commands import by_word
from cstui.desk.drawing import load_drawing
from cstui.desk.linear.desk import LinearDesk
from cstui.desk.programs import registry
from cstui.desk.session import DeskSession
from cstui.desk.terms import find_term, terms
from cstui.policy.records import Person
from cstui.policy.rulebook import load_rulebook
from cstui.store import writing
from tests.agencies.kansas.programs.desk import CASE, CONSUMER, KANSAS, Desk

OWN = ("CADS", "ENCL", "ENCD", "EDBC", "TASK")


@pytest.mark.parametrize("term", terms("kansas"), ids=lambda term: term.name)
def test_a_term_leads_to_what_there_is(term) -> None:
    assert set(term.screens) <= set(by_word("kansas"))
    assert all(find_term(other, "kansas") for other in term.see)
    cites = {rule.cite for rule in load_rulebook("kansas").rules.values() if rule.id.startswith("KS-")}
    drawn = {load_drawing(name, "kansas").cite for name in OWN}
    assert any(term.cite in cite or cite in term.cite for cite in cites | drawn), term.cite


def test_every_word_of_the_menu_opens_its_screen(desk: Desk) -> None:
    desk.command(f"CADS {CASE}").command("MENU")
    words = [pick.word for pick in desk.buffer.layout.picks if pick.word in by_word("kansas")]
    assert set(OWN) - {"ENCD"} <= set(words)
    for word in words:
        if word not in ("ENCD", "PAR1"):  # there is no record and no referral yet
            assert desk.command("MENU").command(word).screen == word


def test_every_screen_prints(desk: Desk, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSTUI_FORMS", str(tmp_path))
    desk.command(f"CADS {CASE}")
    for screen in ("CADS", "ENCL", "EDBC", "TASK"):
        desk.command(screen).command("PRTSC")
        assert desk.answer.message.startswith("Written to"), desk.answer
    assert len(list(tmp_path.glob("*.pdf"))) == 4


def test_the_timeline_shows_both_sides(cads: Desk) -> None:
    cads.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP").command("NIGHT").command(f"TIME {CONSUMER}")
    said = ""
    while not said.count("CADS: ") and not cads.answer.message:
        said = " ".join(text for row in cads.answer.rows for text in row.values.values()) + said
        cads.key("pf7")
    said = " ".join(said.split())
    assert "CADS: not cooperating" in said
    assert "KEES: TANF, 1st Penalty" in said


def test_the_calendar_of_kees_says_where_it_is_by_rule(desk: Desk) -> None:
    assert "by the rule" in desk.command(f"EDBC {CONSUMER}").guide()


@pytest.mark.parametrize("screen", ["CADS", "ENCL", "EDBC", "TASK", "TIME"])
def test_the_zeros_of_a_number_need_not_be_keyed(desk: Desk, screen: str) -> None:
    """Both of a case, where the screen takes one, and of a person."""
    for number in (CONSUMER, CASE) if screen == "CADS" else (CONSUMER,):
        assert number.startswith("0")
        keyed = desk.command(f"{screen} {number.lstrip('0')}")
        assert (keyed.screen, keyed.rules) == (screen, [])
    assert desk.command("CADS 1X").rules == ["CS-116"]
    assert desk.command("CADS 12345678901").rules == ["CS-116"]


def test_a_number_that_nobody_has_is_refused_in_the_words_of_kansas(desk: Desk) -> None:
    assert desk.command("CADS 9999999").answer.findings[0].message == "No person 0009999999 in this store."


def test_a_person_on_no_case_has_no_role(desk: Desk) -> None:
    """The lines of a search say who is a consumer or an AP of one; a child of Kansas is neither."""
    writing.bulk_load(desk.place.store, [Person(number=900, last="PRACTICE-OAK", first="KIM")])
    assert desk.command("/PRACTICE-OAK").column("status") == ["no role"]
    assert desk.command("/PRACTICE-ROE").column("role") == ["AR", "AP"]


def test_words_of_kansas_are_explained(desk: Desk) -> None:
    for word in (*OWN, "GCPV", "OVERRIDE", "REMOVE", "timely notice", "KS-NC-10"):
        assert desk.command(f"HELP {word}").screen == "HELP", word
        desk.key("pf3")


def test_line_by_line_a_mark_is_entered_by_its_labels(desk: Desk) -> None:
    place = desk.place
    lines = LinearDesk(DeskSession(lambda: place, agencies=[KANSAS], words=True))
    said = list(lines.begin())
    for typed in ("KS/51001", "", f"CADS {CASE} NC0_SEL=S NC0_CODE=N NC0_REASON=AP", "ADD"):
        said += lines.take(typed)
    assert any("Alert 40 goes to KEES tonight" in line for line in said), said


def test_each_program_has_a_drawing_and_each_drawing_a_program() -> None:
    assert set(OWN) <= set(registry.programs("kansas"))
    assert all(load_drawing(name, "kansas").help for name in OWN)
