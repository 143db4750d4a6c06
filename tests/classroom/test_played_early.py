"""Lessons 1 to 8 as a newcomer plays them: the likeliest mistakes are told and cost what they should,
one that is taken back is in nobody's way, and another way than the solution's passes too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.seats.seat import make_start
from tests.classroom.newcomer import Desk

Sit = Callable[[int], Desk]


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Lesson, Path]]:
    """Lessons with their starts, each made once."""

    @cache
    def made(number: int) -> tuple[Lesson, Path]:
        path = find_lesson(str(number))
        assert path is not None
        lesson = read_lesson(path)
        start = tmp_path_factory.mktemp(f"lesson-{number}") / "start.cstui"
        make_start(lesson, start)
        return lesson, start

    return made


@pytest.fixture
def sit(begun: Callable[[int], tuple[Lesson, Path]], tmp_path: Path) -> Iterator[Sit]:
    """Sits down at a lesson."""
    desks: list[Desk] = []

    def down(number: int) -> Desk:
        desks.append(Desk(*begun(number), tmp_path / str(len(desks))))
        return desks[-1]

    yield down
    for desk in desks:
        desk.seat.close()


# --- 1: sign on and find a case -------------------------------------------------------------------


def test_1_a_note_that_was_taken_back_is_none(sit: Sit) -> None:
    desk = sit(1).go("/PRACTICE-DOE").go("CAS1 17000123").go("CAS2").note("17000123", "Asked for Kim.")
    assert desk.unmet == []
    desk.go("UNDO")
    assert desk.unmet == ["noted"]
    assert "not done on case 17000123: add a note to the activity log CALO" in desk.told("CHECK")
    assert desk.note("17000123", "Asked how her case stands.").unmet == []


def test_1_a_case_found_on_the_worklist_was_not_searched_for(sit: Sit) -> None:
    desk = sit(1).go("/ZZYZX")
    assert "Nothing found for ZZYZX" in str(desk.hand.answer.findings[0])
    desk.go("CAS1 17000123").go("CAS2").note("17000123", "Asked for her case.")
    assert desk.unmet == ["searched"]
    assert "Not yet: SRCH was not shown. Callers know their name" in desk.told("CHECK")
    assert desk.passed


def test_1_the_search_opened_or_asked_for_a_number_is_no_search_by_name(sit: Sit) -> None:
    desk = sit(1).go("SRCH").go("CAS1 17000123")
    desk.key("SRCH", wanted="17000123")
    assert "searched" in desk.unmet
    assert "Not yet: nobody was searched for by name (SRCH)" in desk.told("CHECK")
    assert "Nothing found for ZZYZX" in desk.tried("SRCH", wanted="ZZYZX")
    assert "searched" in desk.unmet
    desk.key("SRCH", wanted="PRACTICE-D")
    assert "searched" not in desk.unmet


def test_1_a_name_after_the_word_is_a_search_too(sit: Sit) -> None:
    assert "searched" not in sit(1).go("SRCH practice-doe,ja").unmet


def test_1_a_call_recorded_on_another_case_is_not_hers(sit: Sit) -> None:
    desk = sit(1).note("17000131", "Asked for her case.")
    assert "noted" in desk.unmet


# --- 2: the first appointment ---------------------------------------------------------------------


def test_2_a_wrong_hour_is_told_and_one_taken_back_leaves_the_way_free(sit: Sit) -> None:
    desk = sit(2).key("APPT 17000208", purpose="SI", date="04062026", time="1600")
    said = desk.told("CHECK")
    assert "the last appointment is on 04/06/2026 (APPT); the last appointment is at 16:00 (APPT)" in said
    desk.go("UNDO")
    assert {"purpose", "day"} <= set(desk.unmet)
    desk.key("APPT 17000208", purpose="SI", date="04072026", time="1530")
    assert not {"purpose", "day"} & set(desk.unmet)


def test_2_she_did_not_agree_to_a_short_notice(sit: Sit) -> None:
    desk = sit(2).key("APPT 17000208", purpose="SI", date="04022026", time="1530", agreed="Y")
    assert desk.wrong == ["agreed"]
    assert "! The desk says that she agreed to a short notice It costs 25 points" in desk.told("CHECK")
    desk.key("APPT 17000208", {"action": "C"}, why="She was not asked.")
    assert desk.wrong == []


def test_2_the_letter_of_a_cancelled_appointment_is_not_that_of_the_new_one(sit: Sit) -> None:
    desk = sit(2).key("APPT 17000208", purpose="SI", date="04062026", time="1600").until("2026-03-28")
    assert "letter" not in desk.unmet
    desk.key("APPT 17000208", {"action": "C"}, why="Wrong hour.")
    assert "letter" in desk.unmet
    desk.key("APPT 17000208", purpose="SI", date="04072026", time="1530")
    assert "letter" in desk.unmet
    assert "the last form is not mailed (FORM)" in desk.told("CHECK")
    assert "letter" not in desk.until("2026-03-30").unmet


def test_2_a_letter_mailed_by_hand_and_a_call_entered_a_day_late_are_right_too(sit: Sit) -> None:
    desk = sit(2).go("CAS1 17000208").key("APPT", purpose="SI", date="04072026", time="1530")
    desk.key("FORM", {"action": "M"}).until("2026-03-31")
    assert "there is no contact (CONT)" in desk.told("CHECK")
    desk.key("CONT", how="C", about="AP", on="03302026", text="Asks when to come.")
    assert desk.unmet == []
    assert "100 of 100 points, 70 are needed: PASSED" in desk.go("FINISH").told("FINISH")


def test_2_a_note_of_the_call_is_no_contact(sit: Sit) -> None:
    desk = sit(2).until("2026-03-30").note("17000208", "She called.")
    assert "call" in desk.unmet
    desk.key("CONT 17000208", how="C", about="OT", text="Asks when to come.")
    assert "the last contact is about: OT, other (CONT)" in desk.told("CHECK")


# --- 3: who missed what ---------------------------------------------------------------------------


def test_3_tess_failed_only_until_it_is_set_right(sit: Sit) -> None:
    desk = sit(3).key("APPT 17000327", {"action": "F"})
    assert desk.wrong == ["tess-failed"]
    desk.key("CONT 17000327", how="M", about="AP", text="On the machine.")
    assert "the last contact is on 04/22/2026 (CONT)" in desk.told("CHECK")
    desk.go("UNDO").key("CONT 17000327", how="M", about="AP", on="04212026", text="On the machine.")
    desk.key("APPT 17000327", {"action": "X"}, why="She had left word.")
    assert desk.wrong == []
    assert not {"tess-message", "tess-excused"} & set(desk.unmet)


def test_3_a_call_of_the_day_is_no_excuse(sit: Sit) -> None:
    desk = sit(3).key("CONT 17000335", how="C", about="AP", text="The bus.")
    desk.key("APPT 17000335", {"action": "X"})
    assert "case 17000335: the first appointment is entered as IN TOUCH (APPT)" in desk.told("CHECK")
    desk.key("APPT 17000335", {"action": "F"}, why="She called after it.")
    assert "opal-failed" not in desk.unmet


def test_3_the_second_appointment_may_be_any_day_with_notice_and_be_made_anew(sit: Sit) -> None:
    desk = sit(3).key("APPT 17000319", {"action": "F"})
    assert "7 needed" in desk.tried("APPT 17000319", purpose="SI", date="04282026", time="1030")
    desk.key("APPT 17000319", purpose="SI", date="04292026", time="1030").go("UNDO")
    assert "the second appointment is entered as CANCELED" in desk.told("CHECK")
    desk.key("APPT 17000319", purpose="SI", date="05062026", time="0800")
    assert "lydia-second" not in desk.unmet


def test_3_whoever_did_not_come_has_another_appointment(sit: Sit) -> None:
    desk = sit(3)
    for case, outcome in (("17000319", "F"), ("17000327", "X"), ("17000335", "F")):
        desk.key(f"APPT {case}", {"action": outcome})
    assert {"lydia-second", "tess-next", "opal-second"} <= set(desk.unmet)
    for case, hour in (("17000319", "0900"), ("17000327", "1000"), ("17000335", "1100")):
        desk.key(f"APPT {case}", purpose="SI", date="04302026", time=hour)
    assert not {"lydia-second", "tess-next", "opal-second"} & set(desk.unmet)


# --- 4: the call after the miss -------------------------------------------------------------------


def test_4_a_promise_on_the_telephone_is_no_cooperation(sit: Sit) -> None:
    desk = sit(4).key("CAS2 17000407", noncoop="MA", dt="05212026")
    desk.key("CAS2", basis="She called and will come.")
    assert desk.wrong == ["too-early"]
    assert "LAIN 2IP of non-cooperation is withdrawn (LAIN)" in desk.told("CHECK")
    desk.go("UNDO")
    assert desk.wrong == []
    assert "cooperates" in desk.unmet


@pytest.mark.parametrize(("line", "outcome"), [(0, "X"), (1, "X"), (0, "K")])
def test_4_the_call_undoes_no_failure(line: int, outcome: str, sit: Sit) -> None:
    desk = sit(4).key("APPT 17000407", {"action": outcome}, at=line, why="She called.")
    assert desk.wrong == ["undone"]
    assert desk.go("UNDO").wrong == []


def test_4_the_next_available_date_is_found_after_a_wrong_one(sit: Sit) -> None:
    desk = sit(4).key("APPT 17000407", purpose="SI", date="05292026", time="0900")
    assert "the third appointment is on 05/29/2026 (APPT)" in desk.told("CHECK")
    desk.go("UNDO").key("APPT 17000407", purpose="SI", date="05262026", time="0900", agreed="Y")
    assert "third" not in desk.unmet


def test_4_the_report_may_come_first_and_be_entered_anew(sit: Sit) -> None:
    desk = sit(4)
    assert "is not the date of the failure" in desk.tried("CAS2 17000407", noncoop="MA", dt="05222026")
    desk.key("CAS2 17000407", noncoop="MA", dt="05212026").go("UNDO")
    assert "report" in desk.unmet
    desk.key("CAS2 17000407", noncoop="MA", dt="05212026")
    desk.key("CONT", how="C", about="AP", text="Slept through it.")
    desk.key("APPT", purpose="SI", date="05262026", time="0900", agreed="Y").until("2026-05-26")
    desk.key("CAS2", basis="Signed, and agreed to cooperate.").key("APPT", {"action": "K"})
    assert (desk.unmet, desk.wrong, desk.passed) == ([], [], True)


def test_4_a_form_that_she_has_not_brought_is_not_entered(sit: Sit) -> None:
    desk = sit(4).key("CAS2 17000407", noncoop="MA", dt="05212026").until("2026-05-26")
    desk.key("CAS2", ofs53="05262026", basis="Agreed to cooperate.")
    assert "the last entry has OFS 53 of 05/26/2026 (CAS2)" in desk.told("CHECK")


def test_4_nobody_comes_to_an_appointment_that_was_not_made(sit: Sit) -> None:
    desk = sit(4).until("2026-05-25")
    assert "waiting room" not in desk.told("NEXT DAY")
    made = sit(4).key("APPT 17000407", purpose="SI", date="05262026", time="0900", agreed="Y")
    assert "waiting room" in made.until("2026-05-25").told("NEXT DAY")


# --- 5: moved three times -------------------------------------------------------------------------


def test_5_a_move_that_was_taken_back_can_be_made_anew(sit: Sit) -> None:
    desk = sit(5).key("APPT 17000506", {"action": "R"}, date="07022026", time="0900")
    assert "the fourth appointment is at 09:00 (APPT)" in desk.told("CHECK")
    desk.go("UNDO")
    assert desk.wrong == []
    desk.key("APPT 17000506", {"action": "R"}, date="07022026", time="1000")
    assert (desk.wrong, "moved" in desk.unmet) == ([], False)


def test_5_to_cancel_and_make_anew_is_no_move(sit: Sit) -> None:
    desk = sit(5)
    assert "record its outcome" in desk.tried("APPT 17000506", purpose="SI", date="07022026", time="1000")
    desk.key("APPT 17000506", {"action": "C"}, why="Her mother.")
    desk.key("APPT 17000506", purpose="SI", date="07022026", time="1000")
    assert desk.wrong == ["cancelled"]
    assert "the fourth appointment was moved in advance 2 times (APPT)" in desk.told("CHECK")


def test_5_forms_without_a_stamp_are_not_taken_in_with_a_trick(sit: Sit) -> None:
    desk = sit(5).key("APPT 17000506", {"action": "R"}, date="07022026", time="1000").until("2026-06-25")
    assert "came by mail without a notary" in desk.tried(
        "FORM 17000506", {"action": "D"}, how="M", notarised="N"
    )
    desk.key("FORM 17000506", {"action": "D"}, at=3, how="M", notary="N")
    assert desk.wrong == ["taken-in"]
    assert desk.go("UNDO").wrong == []


def test_5_the_enclosed_form_may_be_taken_in_and_a_call_to_her_tells_of_the_notary(sit: Sit) -> None:
    desk = sit(5).key("CONT 17000506", how="C", about="AP", text="Her mother is in hospital.")
    desk.key("APPT", {"action": "R"}, date="07022026", time="1000").until("2026-06-25")
    desk.key("CONT", how="C", about="OT", initiative="N", text="Affidavit has no stamp: goes back.")
    desk.until("2026-06-29")
    desk.key("FORM", {"action": "D"}, at=0, how="M", notarised="Y").until("2026-06-30")
    assert desk.unmet == ["fourth-call"]
    desk.key("CONT", how="C", about="AP", text="A week later? July 2 stands.")
    assert (desk.unmet, desk.wrong, desk.passed) == ([], [], True)


def test_5_no_forms_come_back_that_were_never_sent(sit: Sit) -> None:
    assert "forms of CSE 115" not in sit(5).until("2026-06-24").told("NEXT DAY")


# --- 6: two missed appointments: the report -------------------------------------------------------


def test_6_a_report_after_the_month_is_told_on_whatever_day(sit: Sit) -> None:
    desk = sit(6).key("APPT 17000604", {"action": "F"}).until("2026-04-02")
    desk.key("CAS2 17000604", noncoop="MA", dt="03302026")
    assert desk.wrong == ["in-april"]
    assert "the last entry was entered on 04/02/2026 (CAS2)" in desk.told("CHECK")
    desk.go("UNDO")
    assert desk.wrong == []
    assert "Undo all your work in the lesson?" in desk.go("RESET").hand.answer.message
    desk.go("RESET").go("RESET")
    assert str(desk.seat.today) == "2026-03-31"


def test_6_a_report_that_was_taken_back_is_none_until_it_is_entered_anew(sit: Sit) -> None:
    desk = sit(6).key("APPT 17000604", {"action": "F"}).key("CAS2", noncoop="MA", dt="03302026").go("UNDO")
    assert {"ines-reported", "in-march"} <= set(desk.unmet)
    desk.key("CAS2 17000604", noncoop="MA", dt="03302026")
    assert not {"ines-reported", "in-march"} & set(desk.unmet)


def test_6_carla_cannot_be_reported_for_one_and_her_message_excuses_no_other_day(sit: Sit) -> None:
    desk = sit(6).key("APPT 17000612", {"action": "X"})
    assert "case 17000612: the second appointment is entered as IN TOUCH (APPT)" in desk.told("CHECK")
    desk.key("APPT 17000612", {"action": "F"}, why="Her message was about the first.")
    assert "1 of 2 are on record" in desk.tried("CAS2 17000612", noncoop="MA", dt="03302026")
    desk.key("APPT 17000612", purpose="SI", date="04072026", time="1100").go("UNDO")
    desk.key("APPT 17000612", purpose="SI", date="04152026", time="0900")
    assert not {"carla-failed", "carla-next"} & set(desk.unmet)


# --- 7: may, not must -----------------------------------------------------------------------------


def test_7_what_lies_in_a_tray_cannot_speak_for_beth(sit: Sit) -> None:
    desk = sit(7).key("APPT 17000703", {"action": "F", "stopped": "Y"})
    desk.key("CAS2", noncoop="CT", dt="05272026")
    assert desk.wrong == ["beth-reported"]
    desk.go("UNDO").key("FORM 17000703", {"action": "R"})
    assert "the first form came back by mail on 05/28/2026 (FORM)" in desk.told("CHECK")
    desk.go("UNDO").key("FORM 17000703", {"action": "R"}, on="05262026")
    assert "the notice came back" in desk.tried("CAS2 17000703", noncoop="CT", dt="05272026")
    assert (desk.wrong, "beth-mail" in desk.unmet) == ([], False)


def test_7_without_stop_nothing_is_reported_and_it_can_be_set_right(sit: Sit) -> None:
    desk = sit(7).key("APPT 17000711", {"action": "F"})
    assert "did not stop the case" in desk.tried("CAS2", noncoop="GT", dt="05272026")
    desk.key("APPT 17000711", {"action": "F", "stopped": "Y"}, why="It did.")
    desk.key("CAS2", noncoop="GT", dt="05272026").go("UNDO")
    assert "iris-report" in desk.unmet
    desk.key("CAS2", noncoop="GT", dt="05272026")
    desk.key("APPT", purpose="GT", date="06172026", time="1300").go("UNDO")
    assert "iris-next" in desk.unmet
    desk.key("APPT 17000711", purpose="GT", date="06172026", time="1300")
    assert not {"iris-report", "iris-next"} & set(desk.unmet)


def test_7_marie_was_absent_and_nothing_stopped(sit: Sit) -> None:
    desk = sit(7).key("APPT 17000729", {"action": "F", "stopped": "Y"})
    assert "case 17000729: the first appointment has STOP Y (APPT)" in desk.told("CHECK")
    desk.key("CAS2", noncoop="CT", dt="05272026")
    assert desk.wrong == ["marie-reported"]
    desk.go("UNDO").key("APPT 17000729", {"action": "F", "stopped": "N"}, why="The order was signed.")
    assert (desk.wrong, "marie-outcome" in desk.unmet) == ([], False)


# --- 8: refused in the interview, and the signed OFS 4NCP -----------------------------------------


def test_8_ritas_call_is_no_interview(sit: Sit) -> None:
    desk = sit(8).key("CONT 17000810", how="C", about="RE", text="Will not come.")
    assert "no refusal in an interview" in desk.tried("CAS2", noncoop="RI", dt="07232026")
    desk.go("CONT").go("UNDO").key("CONT 17000810", how="W", about="RE", text="Will not come.")
    assert "the last contact came as: W, walk-in (CONT)" in desk.told("CHECK")
    desk.key("CAS2", noncoop="RI", dt="07232026")
    assert desk.wrong == ["rita-reported"]


def test_8_a_call_about_coming_is_told_and_her_appointment_is_not_cancelled(sit: Sit) -> None:
    desk = sit(8).key("CONT 17000810", how="C", about="AP", text="Will not come.")
    assert "the last contact is about: AP, an appointment (CONT)" in desk.told("CHECK")
    desk.go("UNDO").key("CONT 17000810", how="C", about="RE", text="Will not come.")
    assert "rita-call" not in desk.unmet
    desk.key("APPT", {"action": "C"}, why="She will not come.")
    assert "the first appointment is entered as CANCELED (APPT)" in desk.told("CHECK")


def test_8_jo_kept_it_and_refused(sit: Sit) -> None:
    desk = sit(8).key("APPT 17000802", {"action": "K"})
    assert "case 17000802: the first appointment has REF N (APPT)" in desk.told("CHECK")
    desk.key("APPT 17000802", {"action": "K", "refused": "Y"}, why="She refused.")
    desk.key("CAS2", noncoop="RI", dt="07232026")
    assert not {"jo-outcome", "jo-report"} & set(desk.unmet)


def test_8_what_nobody_had_seen_makes_gwen_reported_and_can_be_set_right(sit: Sit) -> None:
    desk = sit(8).key("APPT 17000828", {"action": "F"}).key("CAS2", noncoop="MA", dt="07232026")
    assert desk.wrong == ["gwen-reported"]
    desk.go("UNDO")
    assert "gwen-outcome" in desk.unmet
    desk.key("REFR 17000828", found="07232026", found_is="S")
    assert "the case has OFS 4NCP of 07/23/2026 (CAS1)" in desk.told("CHECK")
    desk.key("REFR 17000828", found="07202026", found_is="S")
    assert (desk.wrong, {"gwen-form", "gwen-outcome"} & set(desk.unmet)) == ([], set())


def test_8_a_yes_in_the_wrong_column_is_told(sit: Sit) -> None:
    """Keyed with Tab one column too far, REF becomes STOP: the desk says that it was left out."""
    said = sit(8).tried("APPT 17000802", {"action": "K", "stopped": "Y"})
    assert "STOP Y does not go with K: it was ignored." in said


# --- what is told at any of them ------------------------------------------------------------------


def test_news_of_a_goal_comes_first_where_the_line_would_cut_it_off(sit: Sit) -> None:
    desk = sit(3)
    said = desk.key("CONT 17000335", how="C", about="AP", text="The bus.").hand.answer.message
    assert said.startswith("Goal met (1 of ")
    said = desk.key("APPT 17000301", {"action": "K"}).hand.answer.message
    assert said.startswith("Goal met (2 of ")
    assert "kept. UNDO takes it back" in said


@pytest.mark.parametrize("number", range(1, 9))
def test_the_past_of_a_lesson_is_not_taken_back(number: int, sit: Sit) -> None:
    """UNDO before anything was entered; in lesson 2 the past reaches into the day on which it opens."""
    desk = sit(number).go("UNDO")
    assert "17001 has not entered anything yet" in str(desk.hand.answer.findings[0])
