"""Lessons 9 to 16 as somebody plays them who errs: what CHECK finds then, and what it costs.

Each lesson's likeliest mistake is told, a mistake that is set right is forgiven, and where there is a
second lawful way it passes as the solution does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import Engine, event

from cstui.classroom.authoring.proving import played_clock
from cstui.classroom.lesson.marking import Marks
from cstui.classroom.lesson.read import Lesson, find_lesson, read_all, read_lesson
from cstui.classroom.lesson.shapes import DeedRow, DeedText
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start

Rows: TypeAlias = dict[str, str]
MOST_EVENTS = 8


class Learner:
    """Somebody at a lesson's desk, signed on."""

    def __init__(self, lesson: Lesson, start: Path, folder: Path) -> None:
        self.seat = Seat(folder, lesson, start, played_clock(lesson))
        self.hand = ScriptedUser(LessonHost(self.seat))
        self.hand.press("enter")
        self.key("", worker="17001")

    def key(
        self, screen: str, rows: Rows | None = None, *, press: str = "enter", word: str = "", **fields: str
    ) -> str:
        """Go to a screen, key its fields and a letter before each of `rows`; what the screen then shows."""
        if screen:
            self.says(screen)
            assert self.hand.screen == screen.split()[0]
        marked = tuple(DeedRow(row=text, fill=_letter(screen, text, letter)) for text, letter in _each(rows))
        self.hand.do(DeedText(fill=fields, rows=marked, press=press, type=word))
        return self.shown()

    def says(self, word: str) -> str:
        """Type a word on the command line; what the screen then shows, all its pages."""
        self.hand.fill("command", word)
        self.hand.press("enter")
        if word == "UNDO" and self.hand.answer.asks:
            self.hand.press("enter")
        return self.shown()

    def shown(self) -> str:
        """The screen as text, its list without the breaks of its lines."""
        answer = self.hand.answer
        rows = " ".join(text for row in answer.rows for text in row.values.values())
        told = " ".join((answer.message, *map(str, answer.findings)))
        return " ".join(f"{rows} {told}".split())

    def passes(self, word: str = "NEXT EVENT") -> str:
        """Let time pass; what is told of it. The page is left again."""
        told = self.says(word)
        self.hand.press("enter")
        return told

    def until(self, told: str) -> None:
        """NEXT EVENT until that is told."""
        said = [self.passes()]
        while told not in said[-1] and len(said) < MOST_EVENTS:
            said.append(self.passes())
        assert told in said[-1], said

    def check(self) -> str:
        """All of what CHECK says."""
        said = self.says("CHECK")
        while self.hand.answer.more_below:
            self.hand.press("pf8")
            said += f" {self.shown()}"
        self.hand.press("enter")
        return said

    @property
    def marks(self) -> Marks:
        return self.seat.marks()

    @property
    def unmet(self) -> dict[str, str]:
        return {goal.id: goal.found for goal in self.marks.goals if not goal.happened}

    @property
    def wrong(self) -> set[str]:
        return {one.id for one in self.marks.forbidden if one.happened}


def _each(rows: Rows | None) -> list[tuple[str, str]]:
    return list((rows or {}).items())


def _letter(screen: str, text: str, letter: str) -> dict[str, str]:
    field = {"OFS3": "agrees", "REFR": "participation"}.get(screen.split()[0] if screen else "", "action")
    return {"action" if letter == "C" else field: letter}


Sit: TypeAlias = Callable[[str], Learner]


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Lesson, Path]]:
    """The lesson of a number and its start, made when it is first asked for."""
    made: dict[str, tuple[Lesson, Path]] = {}
    folder = tmp_path_factory.mktemp("late")

    def start(number: str) -> tuple[Lesson, Path]:
        if number not in made:
            path = find_lesson(number)
            assert path is not None
            lesson = read_lesson(path)
            make_start(lesson, folder / f"{number}.cstui")
            made[number] = lesson, folder / f"{number}.cstui"
        return made[number]

    return start


@pytest.fixture
def sit(starts: Callable[[str], tuple[Lesson, Path]], tmp_path: Path) -> Iterator[Sit]:
    """Sits somebody down at the lesson of a number."""
    learners: list[Learner] = []

    def sit_down(number: str) -> Learner:
        lesson, start = starts(number)
        learners.append(Learner(lesson, start, tmp_path / f"{number}-{len(learners)}"))
        return learners[-1]

    yield sit_down
    for learner in learners:
        learner.seat.close()


# --- 9: good cause -------------------------------------------------------------------------------


def missed(learner: Learner) -> None:
    for case in ("17000901", "17000919"):
        learner.key(f"APPT {case}", {"08/20/2026": "F"})


@pytest.mark.parametrize("nights", [0, 1, 2])
def test_9_a_report_over_an_open_claim_is_told_also_on_the_weekend(sit: Sit, nights: int) -> None:
    learner = sit("9")
    missed(learner)
    for _ in range(nights):
        learner.passes("NEXT DAY")
    learner.key("CAS2 17000919", noncoop="MA", dt="08202026")
    assert learner.wrong == {"faye-early"}
    assert "the last entry was entered on 08/2" in learner.unmet["faye-report"]
    assert "Faye was reported while her claim was open" in learner.check()
    if not nights:
        learner.says("UNDO")
        assert learner.wrong == set()
        assert "no entry (CAS2)" in learner.unmet["faye-report"]


def test_9_cooperation_without_a_reason_is_told_and_the_reported_entry_is_not_set_aside(sit: Sit) -> None:
    late = sit("9")
    late.until("determined good cause")
    late.key("CAS2 17000927", {"Refused": "C"}, basis="Good cause.")
    assert "ada-cooperation" in late.unmet
    assert late.wrong == set()
    with_form = sit("9")
    with_form.until("determined good cause")
    with_form.key("CAS2 17000927", ofs53="08252026")
    assert with_form.unmet["ada-cooperation"] == (
        "case 17000927: the last entry has OFS 53 of 08/25/2026 (CAS2)"
    )


def test_9_good_cause_is_shown_as_it_stands(sit: Sit) -> None:
    learner = sit("9")
    missed(learner)
    for case, standing in (("17000901", "Determined"), ("17000919", "Claimed")):
        learner.says(f"CAS2 {case}")
        assert any(row.rstrip().endswith(f"  {standing}") for row in learner.hand.picture())


# --- 10: support kept ----------------------------------------------------------------------------


def test_10_a_wrong_day_is_told_as_it_was_keyed_and_a_payment_taken_back_does_not_count(sit: Sit) -> None:
    learner = sit("10")
    learner.key("SUPP 17000417", paid="05192026", amount="21.00", assigned="04012026")
    assert learner.unmet["rita-recorded"] == (
        "case 17000417: the last payment has PAID 05/19/2026 (SUPP); the last payment has AMOUNT 21.00 (SUPP)"
    )
    learner.says("UNDO")
    assert learner.unmet["rita-recorded"] == "case 17000417: there is no payment (SUPP)"
    learner.key("SUPP 17000417", paid="05142026", amount="210", assigned="04012026")
    assert "rita-recorded" not in learner.unmet
    assert "DT" in learner.key("CAS2 17000417", noncoop="SP", dt="05142026")
    assert "rita-reported" not in learner.unmet
    learner.says("UNDO")
    assert "rita-reported" in learner.unmet


def test_10_doras_own_money_reported_is_forbidden_until_it_is_set_right(sit: Sit) -> None:
    learner = sit("10")
    learner.key("SUPP 17000425", paid="03272026", amount="90", assigned="03012026")
    assert "is assigned from 03/01/2026" in learner.unmet["dora-recorded"]
    learner.key("CAS2 17000425", noncoop="SP", dt="03272026")
    assert learner.wrong == {"dora-reported"}
    learner.says("UNDO")
    assert learner.wrong == set()
    right = sit("10")
    right.key("SUPP 17000425", paid="03272026", amount="90", assigned="04012026")
    assert "dora-recorded" not in right.unmet
    assert "LA-E520-05" in right.key("CAS2 17000425", noncoop="SP", dt="03272026")


def test_10_nells_report_is_forbidden_and_her_payment_may_be_turned_over_a_day_later(sit: Sit) -> None:
    learner = sit("10")
    assert learner.unmet["nell-turned-over"] == "case 17000433: the last payment was not turned over (SUPP)"
    learner.key("CAS2 17000433", noncoop="SP", dt="05052026")
    assert learner.wrong == {"nell-reported"}
    patient = sit("10")
    patient.passes("NEXT DAY")
    patient.key("SUPP 17000433", {"05/05": "T"})
    assert "nell-turned-over" not in patient.unmet


# --- 11: no longer active ------------------------------------------------------------------------


def test_11_what_is_done_again_after_undo_counts_once(sit: Sit) -> None:
    learner = sit("11")
    assert "LA-E522-03" in learner.key("CAS2 17000508", noncoop="MA", dt="07082026")
    assert "LA-E522-05" in learner.key("CAS1 17000508", reason="FTC")
    for _ in range(2):
        learner.key("CAS2 17000508", noncoop="MA", dt="07082026", press="pf6")
        assert "olga-documented" not in learner.unmet
        learner.says("UNDO")
        assert "olga-documented" in learner.unmet
    learner.key("CAS2 17000508", noncoop="MA", dt="07082026", press="pf6")
    for _ in range(2):
        learner.key("CAS1 17000508", reason="FTC")
        assert "olga-pended" not in learner.unmet
        learner.says("UNDO")
        assert "olga-pended" in learner.unmet
    learner.key("CAS1 17000508", reason="FTC")
    learner.key("CAS2 17000516", noncoop="MA", dt="07082026")
    assert "1 LAIN 2IP sent" in learner.passes("NEXT DAY")
    assert set(learner.unmet) == {"mae-call", "mae-excused", "mae-next"}


def test_11_a_message_keyed_with_the_day_of_its_hearing_is_told_and_may_be_keyed_again(sit: Sit) -> None:
    learner = sit("11")
    learner.key("CONT 17000524", how="M", about="AP", text="Cannot get off work.")
    assert learner.unmet["mae-call"] == "case 17000524: the last contact is on 07/09/2026 (CONT)"
    learner.key("APPT 17000524", {"07/08/2026": "F"})
    assert learner.wrong == {"mae-failed"}
    learner.says("UNDO")
    learner.key("CONT 17000524", how="M", about="AP", on="07072026", text="Cannot get off work.")
    assert "LA-E521-03" in learner.key("APPT 17000524", {"07/08/2026": "F"})
    learner.key("APPT 17000524", {"07/08/2026": "X"})
    assert {"mae-call", "mae-excused"}.isdisjoint(learner.unmet)
    learner.key("CONT 17000524", how="C", about="AP", initiative="N", text="Called her back.")
    assert "mae-call" not in learner.unmet
    assert learner.wrong == set()


# --- 12: OFS 53 on one case ----------------------------------------------------------------------


def test_12_a_pend_is_forgiven_until_its_letter_is_in_the_mail(sit: Sit) -> None:
    learner = sit("12")
    learner.key("CAS1 17000602", reason="FTC")
    assert learner.wrong == {"pended"}
    learner.says("UNDO")
    assert learner.wrong == set()
    learner.key("CAS1 17000602", reason="FTC")
    learner.passes("NEXT DAY")
    assert learner.wrong == {"pended", "told-it-ends"}
    assert not learner.marks.passed


def test_12_iva_does_not_answer_what_it_was_not_told(sit: Sit) -> None:
    """NEXT EVENT says so at once instead of passing nights for nothing."""
    learner = sit("12")
    assert "Nothing will happen" in learner.passes()
    assert learner.seat.today == learner.seat.lesson.opens
    learner.key("CAS2 17000602", ofs53="05082026")
    assert learner.unmet["agreed"] == "OFS 53 was not made (FORM)"
    assert learner.unmet["received"] == "there is no OFS 53 (OFS3)"
    assert "1 LAIN 2IP sent" in learner.passes()
    assert "Vera cooperates" in learner.passes()


def test_12_a_wrong_day_of_application_is_told_and_the_interview_has_two_right_codes(
    sit: Sit,
) -> None:
    learner = sit("12")
    learner.key("OFS3 17000602", received="05082026", applied="05082026")
    assert learner.unmet["received"] == "the last OFS 53 has APPLIED 05/08/2026 (OFS3)"
    learner.key("CONT 17000602", how="W", about="IN", text="Interviewed now.")
    learner.key("REFR 17000602", found="05082026", found_is="S")
    assert {"interviewed", "collected"}.isdisjoint(learner.unmet)
    assert "LA-E522-16" in learner.key("OFS3 17000602", press="pf6")


def test_12_a_goal_met_under_a_finding_is_told_with_the_next_screen(sit: Sit) -> None:
    """COMPLETE says that an interview is owed; the goals that it met are not lost."""
    learner = sit("12")
    learner.key("OFS3 17000602", received="05082026", applied="05072026")
    learner.key("OFS3 17000602", {"17000602": "Y"})
    assert "LA-E522-17" in learner.key("", press="pf6")
    assert "Goal met (3 of 6)" in learner.says("CONT")


# --- 13: from removal to FTC ---------------------------------------------------------------------


def test_13_saras_pend_is_told_and_forgiven_before_the_letter_and_not_after(sit: Sit) -> None:
    learner = sit("13")
    learner.key("CAS1 17000727", reason="FTC")
    assert learner.wrong == {"sara-pended"}
    learner.key("CONT 17000727", how="C", about="NI", on="05112026", text="The NCP drives for Haulage.")
    assert learner.wrong == set()
    assert "sara-slip" not in learner.unmet
    late = sit("13")
    late.key("CAS1 17000727", reason="FTC")
    late.passes("NEXT DAY")
    late.key("CONT 17000727", how="C", about="NI", on="05112026", text="The NCP drives for Haulage.")
    assert late.wrong == {"sara-told"}


def test_13_next_event_stops_on_joans_removal_and_a_day_lost_with_lena_passes(sit: Sit) -> None:
    learner = sit("13")
    learner.key("CONT 17000727", how="M", about="NI", on="05112026", text="The NCP drives for Haulage.")
    assert "LA-E522-04" in learner.key("CAS1 17000719", reason="FTC")
    learner.passes("NEXT DAY")
    learner.key("LEM4", {"17000701": "P"})
    learner.key("", press="pf6")
    assert "1 letter mailed" in learner.passes()
    assert "Joan Practice-Bush, 17000719: off FITAP" in learner.passes()
    assert f"{learner.seat.today:%m/%d}" == "06/01"
    learner.key("LEM4", {"17000719": "P"})
    learner.key("", press="pf6")
    learner.until("case closed")
    assert learner.unmet == {}
    assert learner.marks.passed


def test_13_a_slip_keyed_as_something_else_is_told(sit: Sit) -> None:
    learner = sit("13")
    learner.key("CONT 17000727", how="C", about="OT", on="05112026", text="The NCP drives for Haulage.")
    assert learner.unmet["sara-slip"] == "case 17000727: the last contact is about: OT, other (CONT)"


# --- 14: pended, then in touch -------------------------------------------------------------------


def test_14_ginas_letter_may_be_keyed_as_the_news_that_it_is(sit: Sit) -> None:
    """The second way: new information withdraws the pend by itself."""
    learner = sit("14")
    learner.key("CONT 17000816", how="C", about="OT", text="Asks for a payment.")
    learner.key("CAS1 17000816", why="No news of the NCP.", word="STAND")
    assert "gina-stands" not in learner.unmet
    learner.passes()
    learner.key("CONT 17000816", how="M", about="NI", text="His address in Gonzales.")
    assert "gina-withdrawn" not in learner.unmet


def test_14_a_pend_withdrawn_at_the_first_call_does_not_count_for_the_letter(sit: Sit) -> None:
    learner = sit("14")
    learner.key("CONT 17000816", how="C", about="OT", text="Asks for a payment.")
    learner.key("CAS1 17000816", reason="", why="She called.")
    learner.passes()
    assert learner.unmet["gina-withdrawn"] == "case 17000816: the last pend ended on 05/19/2026 (CAS1)"
    assert "gina-stands" in learner.unmet


def test_14_the_wrong_child_and_ftc_are_refused_and_a_wrong_word_is_told(sit: Sit) -> None:
    learner = sit("14")
    assert "LA-E525-02" in learner.key("REFR 17000824", {"MAX": "N"})
    assert "LA-E525-01" in learner.key("CAS1 17000824", reason="FTC")
    learner.key("CONT 17000824", how="C", about="RE", text="No more services.")
    assert learner.unmet["rosa-wish"] == (
        "case 17000824: the last contact is about: RE, refuses to cooperate (CONT)"
    )
    learner.key("CONT 17000808", how="C", about="OT", text="The NCP works.")
    assert "about: OT" in learner.unmet["faye-news"]


# --- 15: LEM4145R1 -------------------------------------------------------------------------------


def test_15_a_note_that_speaks_of_iv_a_is_no_letter_to_its_staff(sit: Sit) -> None:
    learner = sit("15")
    learner.key("CALO 17000913", press="pf6")
    learner.key("", note="PI Consultant told; nothing written to IV-A staff.")
    assert "NT" in learner.says("CALO 17000913")
    assert learner.wrong == set()


def test_15_flo_pended_is_forgiven_when_her_referral_is_cleared_the_same_day(sit: Sit) -> None:
    learner = sit("15")
    learner.key("CAS1 17000947", reason="FTC")
    assert learner.wrong == {"flo-pended"}
    learner.says("UNDO")
    learner.key("REFR 17000947", source="IVA", received="06172026", form="S")
    assert "came in on 06/17/2026" in learner.unmet["flo-referral"]
    learner.key("REFR 17000947", source="IVA", received="06122026", form="S")
    learner.key("CAS2 17000947", basis="Applied again.")
    assert learner.unmet["flo-referral"] == "case 17000947: the last referral is not cleared (REFR)"


def test_15_the_pi_consultant_calls_when_she_was_told_and_nothing_is_recorded_before(sit: Sit) -> None:
    learner = sit("15")
    assert "Nothing will happen" in learner.passes()
    learner.key("LEM4", {"17000913": "E", "17000921": "R"})
    learner.key("", press="pf6")
    assert learner.unmet["dina-reviewed"] == "case 17000921: the last review has no remark (LEM4)"
    assert learner.unmet["answer"] == (
        "case 17000913: the last word to the PI Consultant was not answered (LEM4)"
    )
    learner.passes("NEXT DAY")
    assert "The PI Consultant calls about 17000913" in learner.passes()
    learner.key("LEM4", {"17000913": "A"}, answer="FITAP ends August 1.")
    learner.key("", press="pf6")
    assert {"cora-told", "answer"}.isdisjoint(learner.unmet)
    hasty = sit("15")
    hasty.key("LEM4", {"17000913": "E"})
    hasty.key("", press="pf6")
    hasty.passes("NEXT DAY")
    hasty.key("LEM4", {"17000913": "A"}, answer="She has not called.")
    hasty.key("", press="pf6")
    assert "was answered on 06/18/2026" in hasty.unmet["answer"]


def test_15_dina_cannot_be_told_of_and_a_word_to_iva_staff_costs(sit: Sit) -> None:
    learner = sit("15")
    assert "two full months end 07/01/2026" in learner.key("LEM4", {"17000921": "E"})
    learner.key("CALO 17000913", press="pf6")
    learner.key("", note="When is it closed?", to="IV")
    assert learner.wrong == {"wrote-to-iva"}


# --- 16: three cases, two offices ----------------------------------------------------------------


def test_16_a_report_after_friday_is_late_and_lakeshore_answers_only_what_it_was_asked(sit: Sit) -> None:
    learner = sit("16")
    learner.until("waiting room")
    assert "Nothing will happen" in learner.passes()
    learner.key("CAS2 17001004", noncoop="MA", dt="03202026")
    assert learner.unmet["reported"] == "case 17001004: the last entry was entered on 03/27/2026 (CAS2)"
    assert "request-done" in learner.unmet


def test_16_one_case_alone_is_refused_either_way(sit: Sit) -> None:
    for case in ("17001004", "17001012"):
        learner = sit("16")
        learner.key("CAS2 17001004", noncoop="MA", dt="03202026")
        learner.until("waiting room")
        assert "LA-E522-16" in learner.key(f"CAS2 {case}", ofs53="03272026")
        assert learner.wrong == set()


def test_16_an_appointment_entered_wrongly_first_and_the_form_agreed_case_by_case_pass(sit: Sit) -> None:
    """A wrong hour is taken back, the form waits for the third case, and Lakeshore then answers."""
    learner = sit("16")
    learner.key("CAS2 17001004", noncoop="MA", dt="03202026")
    learner.key("CONT 17001004", how="C", about="CO", text="Is sorry, wants to come.")
    assert "LA-E521-01" in learner.key("APPT 17001004", purpose="SI", date="03272026", time="0900")
    learner.key("APPT 17001004", purpose="SI", date="03272026", time="1000", agreed="Y")
    learner.says("UNDO")
    learner.key("APPT 17001004", purpose="SI", date="03272026", time="0900", agreed="Y")
    assert "call" not in learner.unmet
    learner.until("waiting room")
    learner.key("OFS3 17001012", received="03272026")
    for case in ("17001004", "17001012"):
        learner.key("OFS3 17001012", {case: "Y"})
        assert "LA-E522-16" in learner.key("", press="pf6")
    learner.key("OFS3 17001012", {"26000131": "Y"})
    learner.key("", press="pf6")
    learner.key("APPT 17001004", {"03/27/2026": "K"})
    learner.until("Lakeshore has entered")
    assert learner.unmet == {}
    assert learner.marks.passed


# --- together ------------------------------------------------------------------------------------


def test_all_sections_of_e520_are_cited_by_goals() -> None:
    """Each paragraph of the document is what some goal of some lesson stands on."""
    sections = {"E-520 I", "E-521", "E-522", "E-522 note", "E-523", "E-524", "E-525"}
    cited = {
        part.strip()
        for lesson in read_all()
        for goal in lesson.goals
        for part in goal.said.cite.replace(";", ",").split(",")
    }
    assert sections <= cited


def test_16_marks_read_the_cases_once_for_all_goals(sit: Sit) -> None:
    """They are made after each key at each seat of a class: goals that ask of a case share what is read."""
    desk, statements = sit("16"), Counter[str]()
    desk.seat.marks()

    def ran(*told: object) -> None:
        statements[str(told[2])] += 1

    event.listen(Engine, "before_cursor_execute", ran)
    try:
        desk.seat.marks()
    finally:
        event.remove(Engine, "before_cursor_execute", ran)
    assert sum(statements.values()) > 10
    assert [text for text, times in statements.items() if "appointment" in text.lower() and times > 1] == []
