"""FIRST: the guided first session is done to its end, keys only, on a practice store as it ships."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cstui.desk.guided import NEWCOMER, courses
from cstui.desk.guided_progress import OFFERS
from cstui.desk.painter import Painter
from cstui.scenario.practice import create_practice_store
from cstui.store.engine import MEMORY, Store
from tests.agencies.louisiana.programs.driver import Desk
from tests.agencies.louisiana.screens.stage import START, clock


@pytest.fixture
def desk(practice_store: Store) -> Desk:
    """Worker 17001 signed on to the practice store of the first day."""
    return Desk(practice_store)


def line(desk: Desk) -> str:
    return Painter(desk.buffer).text(desk.buffer.layout.message).strip()


def test_a_newcomer_is_told_once_how_to_begin(desk: Desk):
    assert line(desk) == NEWCOMER
    assert line(desk.command("MENU").command("WORK")) == ""


def test_the_first_session_from_its_first_step_to_its_last(desk: Desk):
    desk.command("FIRST")
    assert line(desk).startswith("1/12 Press Home, type /")
    case, last = _said(desk)
    desk.command(f"/{last}")
    assert line(desk) == f"2/12 Press Tab to reach a line of case {case}, type S, press Enter."
    row = desk.column("case").index(case)
    desk.type("action", "S", row).key("enter")
    assert (desk.screen, line(desk)[:5]) == ("CAS1", "3/12 ")
    desk.key("pf11")
    assert (desk.screen, line(desk)[:5]) == ("CAS2", "4/12 ")
    desk.key("pf2")
    assert (desk.screen, line(desk)[:5]) == ("GUID", "5/12 ")
    desk.key("pf3").command("APPT")
    assert line(desk)[:5] == "6/12 "
    desk.type("purpose", "ZZ").key("enter")
    assert desk.rules[0] == "CS-104"
    desk.at("purpose").key("pf1")
    assert (desk.screen, line(desk)[:5]) == ("HELP", "8/12 ")
    desk.key("pf3").at("purpose").key("pf4").type("typed", "SIGN").key("typed")
    desk.key("enter")
    assert (desk.value("purpose"), line(desk)[:5]) == ("SI", "9/12 ")
    desk.at("date").key("pf4").at("pick", 0).key("enter")
    assert line(desk)[:6] == "10/12 "
    assert desk.value("time")
    desk.key("enter")
    assert "step 11 of 12" in " ".join(one.text for one in desk.answer.guide)
    assert line(desk.command("CALO"))[:6] == "11/12 "
    desk.key("pf6").type("note", "She comes on that day.").key("enter")
    desk.command("WORK")
    assert line(desk).startswith("That was the first session.")
    assert line(desk.command("MENU")) == ""


def _said(desk: Desk) -> tuple[str, str]:
    """The case and the name that the steps are about."""
    context = desk.session._at_desk
    assert context is not None
    names = context.guided._names
    return names["case"], names["last"]


def test_the_guide_tells_the_step_at_length(desk: Desk):
    desk.command("FIRST").key("pf2")
    said = " ".join(desk.column("text"))
    assert "YOUR FIRST SESSION: step 1 of 12" in said
    assert "FIRST OFF leaves" in said


def test_in_a_wide_terminal_the_step_stands_beside_the_screen(desk: Desk):
    desk.command("FIRST")
    assert desk.answer.guide[0].text == "YOUR FIRST SESSION: step 1 of 12"


def test_it_is_left_and_skipped_by_a_word(desk: Desk):
    assert line(desk.command("FIRST").command("FIRST NEXT"))[:5] == "2/12 "
    assert line(desk.command("FIRST OFF")) == "Left. FIRST begins again."
    assert line(desk.command("MENU")) == ""


def test_what_is_said_of_an_error_comes_before_the_step(desk: Desk):
    assert line(desk.command("FIRST"))[:5] == "1/12 "
    assert line(desk.command("XYZ")) == "!CS-113 XYZ is not a command; for a name type /XYZ."
    assert desk.answer.guide[0].text == "YOUR FIRST SESSION: step 1 of 12"
    assert line(desk.command("MENU"))[:5] == "1/12 "


def test_a_live_store_has_none(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    info = desk.place.info()
    monkeypatch.setattr(desk.place, "info", lambda: type("Info", (), {"kind": "live", "name": info.name})())
    assert desk.command("FIRST").rules == ["CS-183"]


def test_who_went_elsewhere_is_told_the_way_back(desk: Desk):
    desk.command("FIRST")
    case, last = _said(desk)
    desk.command(f"/{last}").key("pf3")
    assert line(desk) == f"2/12 Go back to the search: press Home, type /{last}, press Enter."
    desk.command(f"/{last}").command(case).key("pf11").key("pf2").key("pf3").command("APPT")
    assert line(desk)[:5] == "6/12 "
    assert line(desk.key("pf3")) == f"6/12 Go back to APPT: press Home, type APPT {case}, press Enter."


def test_steps_done_by_another_way_are_passed(desk: Desk):
    desk.command("FIRST")
    case, _ = _said(desk)
    assert line(desk.key("pf2"))[:5] == "1/12 "  # opened anywhere: no step is passed by it
    assert line(desk.key("pf3").command(f"CAS2 {case}"))[:5] == "4/12 "
    assert line(desk.command(f"APPT {case}"))[:5] == "6/12 "
    desk.type("purpose", "SI").type("date", "T+21").type("time", "1430").key("enter")
    assert "step 11 of 12" in " ".join(one.text for one in desk.answer.guide)
    assert line(desk.command("WORK"))[:6] == "11/12 "  # the note is not passed by going home


def test_who_signs_off_in_the_middle_goes_on_there(desk: Desk, tmp_path: Path):
    at_work = Desk(desk.store, progress=tmp_path).command("FIRST")
    case, last = _said(at_work)
    at_work.command(f"/{last}").command(case).key("pf11").key("pf2").key("pf3").command("APPT")
    assert line(at_work)[:5] == "6/12 "
    at_work.session.close()
    back = Desk(desk.store, progress=tmp_path)
    assert line(back) == "FIRST goes on at step 6 of 12: F2. To leave it: FIRST OFF."
    assert line(back.key("enter")) == f"6/12 Go back to APPT: press Home, type APPT {case}, press Enter."
    assert line(back.command("FIRST"))[:5] == "6/12 "
    assert line(back.command("FIRST AGAIN"))[:5] == "1/12 "


def test_nobody_is_offered_what_there_is_no_case_for(desk: Desk):
    other = Desk(desk.store, "17002")
    assert other.column("case")
    assert "FIRST" not in line(other)
    assert other.command("FIRST").rules == ["CS-183"]
    assert line(other.command("FIRST OFF")) == "FIRST is not offered again; FIRST alone begins it."


def test_who_did_it_or_said_no_is_not_asked_again(desk: Desk, tmp_path: Path):
    for folder, words in ((tmp_path / "no", ["FIRST OFF"]), (tmp_path / "did", ["FIRST", *_all_skipped()])):
        asked = Desk(desk.store, progress=folder)
        assert line(asked) == NEWCOMER
        for word in words:
            asked.command(word)
        asked.session.close()
        assert line(Desk(desk.store, progress=folder)) == ""


def _all_skipped() -> list[str]:
    """Past every step but the last, and to the worklist, which is the last."""
    return [*["FIRST NEXT"] * (len(courses()["FIRST"].step) - 1), "WORK"]


def test_nobody_is_asked_for_ever(desk: Desk, tmp_path: Path):
    said = []
    for _ in range(OFFERS + 1):
        asked = Desk(desk.store, progress=tmp_path)
        said.append(line(asked))
        asked.session.close()
    assert said == [*[NEWCOMER] * OFFERS, ""]


def test_another_store_begins_anew_and_what_cannot_be_read_is_set_aside(desk: Desk, tmp_path: Path):
    begun = Desk(desk.store, progress=tmp_path).command("FIRST").command("FIRST NEXT")
    begun.session.close()
    with create_practice_store(MEMORY, clock=lambda: clock() + timedelta(1), start=START) as other:
        elsewhere = Desk(other, progress=tmp_path)
        assert line(elsewhere.command("FIRST"))[:5] == "1/12 "
        elsewhere.session.close()
    kept = tmp_path / "17001.json"
    kept.write_text("{")
    assert line(Desk(desk.store, progress=tmp_path)) == NEWCOMER
    assert kept.with_suffix(".unreadable").read_text() == "{"
