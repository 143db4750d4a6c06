"""Everything that a trainer can let happen, at a seat: what it writes there, and what the learner reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec
import pytest

from cstui.acts.base import Act
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.policy.facts import CaseFile
from cstui.classroom.board.events import TrainerEvent, events, read_events
from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import SeatReport
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.content import ContentError, Source
from cstui.desk.conversation import Aid
from cstui.policy.effects import Refused
from cstui.store.errors import StoreError
from tests.classroom.conftest import clock

CASES = {
    "benefits-asked-for": ("13", "17000701"),
    "cp-phoned": ("1", "17000123"),
    "documents-come": ("5", "17000506"),
}
"""Lessons and cases at which an event can be; lesson 16 has one for all others."""
WRITES: dict[str, Callable[[CaseFile], object]] = {
    "cp-phoned": lambda file: (file.contacts[-1].text, file.contacts[-1].worker),
    "mail-comes-back": lambda file: [one.seq for one in file.forms if one.returned_on],
    "documents-come": lambda file: [one.form for one in file.forms if one.received_on],
    "good-cause-claimed": lambda file: file.good_cause[-1].standing,
    "good-cause-determined": lambda file: file.good_cause[-1].standing,
    "good-cause-denied": lambda file: file.good_cause[-1].standing,
    "iva-notice": lambda file: file.news[-1].event,
    "iva-answers-early": lambda file: file.news[-1].event,
    "benefits-closed": lambda file: file.news[-1].event,
    "benefits-asked-for": lambda file: file.news[-1].event,
}
WRITTEN: dict[str, object] = {
    "cp-phoned": ("Is her case open?", "17002"),
    "mail-comes-back": [2],
    "documents-come": ["CSE 115"],
    "good-cause-claimed": "claimed",
    "good-cause-determined": "determined",
    "good-cause-denied": "denied",
    "iva-notice": "noticed",
    "iva-answers-early": "answered",
    "benefits-closed": "closed",
    "benefits-asked-for": "applied",
}
Sit = Callable[[str], ScriptedUser]


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Lesson, Path]]:
    """A lesson and its start, each made once."""

    @cache
    def made(number: str) -> tuple[Lesson, Path]:
        file = find_lesson(number)
        assert file is not None
        lesson = read_lesson(file)
        path = tmp_path_factory.mktemp("start") / "start.cstui"
        make_start(lesson, path)
        return lesson, path

    return made


@pytest.fixture
def reports() -> list[SeatReport]:
    """What the seat tells its trainer."""
    return []


@pytest.fixture
def sit(
    starts: Callable[[str], tuple[Lesson, Path]], tmp_path: Path, reports: list[SeatReport]
) -> Callable[[str], ScriptedUser]:
    """Sits down at a lesson, past the brief and signed on."""

    def at(number: str) -> ScriptedUser:
        lesson, start = starts(number)
        host = LessonHost(Seat(tmp_path / "seat", lesson, start, clock), in_class=True, told=reports.append)
        hand = ScriptedUser(host)
        hand.press("enter")
        hand.fill("worker", "17001")
        hand.press("enter")
        return hand

    return at


def happens(hand: ScriptedUser, event: TrainerEvent, case: str, text: str = "") -> str:
    """Let an event happen; all that the learner's screen then shows, in one line."""
    host = hand.host
    assert isinstance(host, LessonHost)
    host.take(event.control(case, text))
    hand.see(host.handle(hand.buffer.request(Aid.NOTICE)))
    return " ".join(" ".join(hand.picture()).split())


def file_of(hand: ScriptedUser, case: str) -> CaseFile:
    """The case as the seat's store has it now."""
    assert isinstance(hand.host, LessonHost)
    facts = hand.host.seat.place.performer.facts(case)
    assert facts is not None
    return facts.file


def documents_are_asked_for(hand: ScriptedUser, case: str) -> None:
    """The appointment moves a third time: CSE 115 goes out, and something else after it."""
    assert isinstance(hand.host, LessonHost)
    seat = hand.host.seat

    def do(act: str, **given: object) -> None:
        done = msgspec.convert({"case": case, **given}, acts_of()[act], strict=False)
        assert isinstance(done, Act)
        assert not isinstance(seat.place.performer.perform(done, actor="17001", on=seat.today), Refused)

    do("record-contact", how="C", about="AP", on=seat.today, appointment=3, text="Still no car.")
    do("move-appointment", appointment=3, on=date(2026, 7, 2), at="10:00")
    for form in file_of(hand, case).forms:
        if form.mailed_on is None:
            do("mail-form", form=form.seq)
    do("reprint-form", form=1)
    do("mail-form", form=file_of(hand, case).forms[-1].seq)


@pytest.mark.parametrize("event", events("louisiana"), ids=lambda one: one.id)
def test_an_event_is_told_to_the_learner_and_writes_what_it_says(
    event: TrainerEvent, sit: Sit, reports: list[SeatReport]
) -> None:
    number, case = CASES.get(event.id, ("16", "17001004"))
    hand = sit(number)
    host = hand.host
    assert isinstance(host, LessonHost)
    if event.id == "documents-come":
        documents_are_asked_for(hand, case)
    before, marks = file_of(hand, case), host.seat.marks()
    shown = happens(hand, event, case, "Is her case open?" if event.asks else "")
    told = event.tells.replace("{case}", case).replace("{text}", "Is her case open?")
    assert " ".join(told.split()) in shown
    assert reports[-1].note == f"It happened: {told}"
    after = file_of(hand, case)
    if event.act:
        assert WRITES[event.id](after) == WRITTEN[event.id]
        assert before.case.version < after.case.version
    else:
        assert before == after
    assert host.seat.marks() == marks
    hand.press("enter")
    assert hand.screen == "WORK"


@pytest.mark.parametrize(
    ("event", "case", "said"),
    [
        ("mail-comes-back", "17000131", "no form of case 17000131 is in the mail"),
        ("documents-come", "17000131", "no form of case 17000131 is in the mail"),
        ("documents-come", "17001004", "no form that is out asks for documents of case 17001004"),
        ("iva-answers-early", "17000131", "CS-134"),
        ("benefits-closed", "17000131", "CS-126"),
        ("cp-phoned", "99999999", "CS-101"),
    ],
)
def test_an_event_that_cannot_be_writes_nothing_and_is_told_to_the_trainer_alone(
    event: str, case: str, said: str, sit: Sit, reports: list[SeatReport]
) -> None:
    hand = sit("16" if case == "17001004" else "1")
    chosen = next(one for one in events("louisiana") if one.id == event)
    in_hand = case if case == "17001004" else "17000131"
    before, picture = file_of(hand, in_hand), hand.picture()
    happens(hand, chosen, case)
    assert hand.picture()[:20] == picture[:20]
    assert hand.screen == "WORK"
    assert file_of(hand, in_hand) == before
    assert reports[-1].note.startswith("Not possible here: ")
    assert said in reports[-1].note


def test_an_event_without_a_case_is_about_the_case_in_hand(sit: Sit) -> None:
    hand = sit("1")
    hand.fill("command", "CAS1 17000131")
    hand.press("enter")
    phones = next(one for one in events("louisiana") if one.id == "cp-phoned")
    assert "The custodial parent of case 17000131 phoned" in happens(hand, phones, "")
    assert [one.text for one in file_of(hand, "17000131").contacts] == [phones.text]


def test_a_colleague_is_put_into_the_office_once(sit: Sit) -> None:
    hand = sit("1")
    phones = next(one for one in events("louisiana") if one.id == "cp-phoned")
    for _ in range(2):
        happens(hand, phones, "17000123")
    assert [one.worker for one in file_of(hand, "17000123").contacts] == ["17002", "17002"]


GOOD = 'id = "x"\ntitle = "t"\nabout = "a"\ntells = "s"\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f'[[event]]\n{GOOD}act = "record-contct"\n', "there is no act record-contct"),
        (f'[[event]]\n{GOOD}act = "record-contact"\nwith = {{ cas = "1" }}\n', "takes no cas"),
        (f'[[event]]\n{GOOD}with = {{ case = "1" }}\n', "inputs without an act"),
        (f"[[event]]\n{GOOD}[[event]]\n{GOOD}", "x is there twice"),
        (f"[[event]]\n{GOOD}color = 1\n", "color"),
        ('[[event]]\nid = "x"\n', "title"),
    ],
)
def test_a_list_of_events_with_a_fault_is_told_with_its_line(text: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "events.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=fault) as told:
        read_events(Source(path), "louisiana")
    assert "events.toml:" in str(told.value)


def test_what_the_tables_refuse_is_said_as_it_is_and_not_as_a_full_disk(
    sit: Sit, reports: list[SeatReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = sit("1")
    assert isinstance(hand.host, LessonHost)

    def refuses(*_: object, **__: object) -> None:
        raise StoreError("CS-213", what="FOREIGN KEY constraint failed")

    monkeypatch.setattr(hand.host.seat.place.performer, "perform", refuses)
    happens(hand, next(one for one in events("louisiana") if one.id == "iva-notice"), "17000123")
    assert reports[-1].note == (
        "Not possible here: CS-213 The store refuses FOREIGN KEY constraint failed: "
        "it breaks a rule of the tables"
    )
    assert hand.screen == "WORK"


def test_what_the_trainer_does_is_no_key_of_the_learners(
    sit: Sit, reports: list[SeatReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = sit("1")
    assert isinstance(hand.host, LessonHost)
    typed, seat = reports[-1].keyed, hand.host.seat
    monkeypatch.setattr(seat, "clock", lambda: clock() + timedelta(minutes=8))
    happens(hand, next(one for one in events("louisiana") if one.id == "cp-phones"), "17000123")
    assert (reports[-1].at, reports[-1].keyed) == (clock() + timedelta(minutes=8), typed)
    hand.press("enter")
    hand.fill("command", "CAS1 17000123")
    hand.press("enter")
    assert reports[-1].keyed == clock() + timedelta(minutes=8)
