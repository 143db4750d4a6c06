"""A class: codes that are used once, seats that are come back to, what the room refuses most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from cstui.classroom.enrollment import keeping
from cstui.classroom.enrollment.class_state import MOST_SEATS, ClassRecord, ClassState
from cstui.classroom.errors import ClassError
from cstui.classroom.seats.journal import Journal, SeatMoment
from cstui.classroom.seats.protocol import SeatReport


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 3, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def _bytes() -> Iterator[int]:
    at = 0
    while True:
        at = (at * 75 + 74) % 65_537
        yield at % 256


_STREAM = _bytes()


def secrets(count: int) -> bytes:
    """Bytes that look random and are the same in every run."""
    return bytes(next(_STREAM) for _ in range(count))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> ClassState:
    lesson = Path("01-sign-on-and-find-a-case.toml")
    return ClassState.begin(
        tmp_path / "class", title="Tuesday", lesson=lesson, edition="e", seats=3, clock=clock, secrets=secrets
    )


def report(clock: Clock, *refused: str, met: tuple[str, ...] = ()) -> SeatReport:
    moment = SeatMoment(at=clock(), on=clock().date(), refused=refused)
    return SeatReport(
        at=clock(), on=clock().date(), screen="CAS1", case="", met=met, of=5, points=0, hints=0, keys=1,
        checks=0, last=moment,
    )  # fmt: skip


def test_a_code_is_used_once_and_bound_to_a_name(room: ClassState) -> None:
    code = room.seats[1].code
    joined = room.join(code.lower(), "  Ann\x1b[31m  Lee ")
    assert (joined.seat.id, joined.seat.name) == ("s02", "Ann[31m Lee")
    with pytest.raises(ClassError, match=rf"CS-602 Code {code} was used$"):
        room.join(code.replace("-", " "), "Bob")
    assert room.back(joined.token) is joined.seat
    assert room.back("no such token") is None


def test_a_token_is_not_kept_in_the_clear(room: ClassState) -> None:
    joined = room.join(room.seats[0].code, "Ann")
    assert joined.token not in (room.folder / "class.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["", "00000", "ABC", "'; DROP"])
def test_a_wrong_code_is_refused(room: ClassState, code: str) -> None:
    with pytest.raises(ClassError, match="CS-601"):
        room.join(code, "Ann")


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_is_needed(room: ClassState, name: str) -> None:
    with pytest.raises(ClassError, match="CS-604"):
        room.join(room.seats[0].code, name)
    assert room.seats[0].status == "free"


@pytest.mark.parametrize("wanted", ["", "s99", "99", "\u00b2", "\u0664"])
def test_a_seat_that_is_not_there(room: ClassState, wanted: str) -> None:
    """Nor do signs that only look like digits name one."""
    assert room.seat("1") is room.seat("s01") is room.seats[0]
    with pytest.raises(ClassError, match="CS-609"):
        room.seat(wanted)


def test_a_class_is_resumed_as_it_was(room: ClassState, clock: Clock) -> None:
    joined = room.join(room.seats[0].code, "Ann")
    room.heard(joined.seat, report(clock, met=("signed-on",)))
    again = ClassState.resume(room.folder, clock=clock, secrets=secrets)
    seat = again.back(joined.token)
    assert seat is not None
    assert (seat.name, seat.last and seat.last.met) == ("Ann", ("signed-on",))


def test_a_folder_without_a_class_is_told(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(ClassError, match="CS-607"):
        ClassState.resume(tmp_path, clock=clock, secrets=secrets)
    (tmp_path / "class.json").write_text('{"version": 1')
    with pytest.raises(ClassError, match="CS-607"):
        ClassState.resume(tmp_path, clock=clock, secrets=secrets)


@pytest.mark.parametrize("name", ["../s01", "/tmp/s01", "..", "", "s01/x", "s01\\n"])
def test_a_seat_that_is_named_outside_of_the_class_is_no_class(
    room: ClassState, clock: Clock, name: str
) -> None:
    room.keep()
    kept = room.folder / "class.json"
    kept.write_text(kept.read_text().replace('"id": "s01"', f'"id": "{name}"', 1))
    with pytest.raises(ClassError, match="CS-607"):
        ClassState.resume(room.folder, clock=clock, secrets=secrets)


def test_late_joiners_get_a_seat_up_to_the_most(room: ClassState) -> None:
    while len(room.seats) < MOST_SEATS:
        room.add_seat()
    with pytest.raises(ClassError, match="CS-603"):
        room.add_seat()
    assert len({seat.code for seat in room.seats}) == MOST_SEATS


def test_an_ended_seat_lets_nobody_in_until_it_is_opened_again(room: ClassState) -> None:
    seat = room.seats[0]
    room.end(seat)
    with pytest.raises(ClassError, match="CS-605"):
        room.join(seat.code, "Ann")
    room.reopen(seat)
    assert room.join(seat.code, "Ann").seat is seat


def test_the_commonest_refusals_are_those_of_most_seats(room: ClassState, clock: Clock) -> None:
    one, two, three = room.seats
    room.heard(one, report(clock, "LA-E522-04", "CS-105"))
    room.heard(two, report(clock, "LA-E522-04"))
    for _ in range(5):
        room.heard(three, report(clock, "CS-105"))
    assert [(r.rule, r.seats, r.times) for r in room.refusing()] == [("CS-105", 2, 6), ("LA-E522-04", 2, 2)]


def test_idle_time_and_names_that_are_forgotten(room: ClassState, clock: Clock) -> None:
    joined = room.join(room.seats[0].code, "Ann")
    clock.now += timedelta(minutes=7)
    assert room.idle(joined.seat) == timedelta(minutes=7)
    assert room.forget_names() == 0
    clock.now += timedelta(days=31)
    assert room.forget_names() == 1
    assert "Ann" not in (room.folder / "class.json").read_text(encoding="utf-8")


def test_idle_time_counts_from_the_learners_last_key_alone(room: ClassState, clock: Clock) -> None:
    seat = room.join(room.seats[0].code, "Ann").seat
    clock.now += timedelta(minutes=2)
    typed = clock.now
    room.heard(seat, msgspec.structs.replace(report(clock), keyed=typed))
    clock.now += timedelta(minutes=9)
    room.heard(seat, msgspec.structs.replace(report(clock), keyed=typed, frozen=True))
    assert room.idle(seat) == timedelta(minutes=9)
    room.new_code(seat)
    clock.now += timedelta(minutes=1)
    room.join(seat.code, "Bob")
    assert room.idle(seat) == timedelta()


class Waiting:
    """A scheduler whose moments a test lets come; it notes after how many seconds each is due."""

    def __init__(self) -> None:
        self.due: list[tuple[float, Callable[[], None]]] = []

    def __call__(self, seconds: float, do: Callable[[], None]) -> Waiting._One:
        self.due.append((seconds, do))
        return Waiting._One(self, do)

    def come(self) -> None:
        """Let everything that is due now be done."""
        now, self.due = self.due, []
        for _, do in now:
            do()

    class _One:
        def __init__(self, waiting: Waiting, do: Callable[[], None]) -> None:
            self._waiting, self._do = waiting, do

        def cancel(self) -> None:
            self._waiting.due = [one for one in self._waiting.due if one[1] is not self._do]


def written(room: ClassState, seat: int = 0) -> int:
    """How many keys the written class says were pressed at a seat."""
    record = msgspec.json.decode((room.folder / "class.json").read_bytes(), type=ClassRecord)
    last = record.seats[seat].last
    return last.keys if last else 0


def keyed(clock: Clock, keys: int, **more: object) -> SeatReport:
    return msgspec.structs.replace(report(clock), keys=keys, **more)


def test_keys_are_written_once_a_second_and_who_joins_at_once(room: ClassState, clock: Clock) -> None:
    waiting = Waiting()
    room.keeper.may_wait(waiting, lambda trouble: None)
    seat = room.seats[0]
    room.heard(seat, keyed(clock, 1))
    assert [seconds for seconds, _ in waiting.due] == [0.05]
    waiting.come()
    assert (written(room), waiting.due) == (1, [])
    for keys in (2, 3, 4):
        room.heard(seat, keyed(clock, keys))
    assert [seconds for seconds, _ in waiting.due] == [1.0]
    assert written(room) == 1
    waiting.come()
    assert written(room) == 4
    assert waiting.due == []
    room.heard(seat, keyed(clock, 5))
    room.join(room.seats[1].code, "Ann")
    assert written(room) == 5
    assert waiting.due == []


@pytest.mark.parametrize(
    "change",
    [
        {"met": ("signed-on",)}, {"points": 20}, {"hints": 1}, {"checks": 1}, {"finished": True},
        {"passed": True}, {"frozen": True}, {"hand": True}, {"attempt": 2},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_what_no_journal_holds_is_written_soon_whatever_waits(
    room: ClassState, clock: Clock, change: dict[str, object]
) -> None:
    """A twentieth of a second: thirty seats that are frozen together are one writing, or two."""
    waiting = Waiting()
    room.keeper.may_wait(waiting, lambda trouble: None)
    room.heard(room.seats[0], keyed(clock, 1))
    waiting.come()
    room.heard(room.seats[0], keyed(clock, 2))
    room.heard(room.seats[0], keyed(clock, 3, **change))
    room.heard(room.seats[0], keyed(clock, 4, **change))
    assert [seconds for seconds, _ in waiting.due] == [0.05]
    waiting.come()
    assert written(room) == 4
    assert waiting.due == []


def test_a_class_killed_before_it_wrote_what_a_seat_said_knows_it_from_the_journal(
    room: ClassState, clock: Clock
) -> None:
    waiting = Waiting()
    room.keeper.may_wait(waiting, lambda trouble: None)
    journal = Journal(room.folder_of(room.seats[0]) / "journal.jsonl")
    journal.path.parent.mkdir(parents=True)
    for keys, (screen, refused) in enumerate([("WORK", ()), ("CAS1", ("CS-105",)), ("CAS2", ())], 1):
        clock.now += timedelta(seconds=1)
        moment = SeatMoment(
            at=clock(), on=clock().date(), screen="x", shown=screen, case="17000123", keys=keys,
            refused=refused,
        )  # fmt: skip
        journal.add(moment)
        said = msgspec.structs.replace(
            keyed(clock, journal.keys), screen=screen, case="17000123", last=moment, keyed=moment.at
        )
        room.heard(room.seats[0], said)
        if keys == 1:
            waiting.come()
    assert written(room) == 1
    again = ClassState.resume(room.folder, clock=clock, secrets=secrets)
    assert again.seats[0].last == room.seats[0].last
    assert again.refusing() == room.refusing()


def test_the_progress_of_a_class_goes_on_where_it_was_when_it_is_resumed(
    room: ClassState, clock: Clock
) -> None:
    for seat, met in [(0, 1), (1, 1), (0, 2), (1, 0)]:
        clock.now += timedelta(minutes=1)
        folder = room.folder_of(room.seats[seat])
        folder.mkdir(parents=True, exist_ok=True)
        kind = "goal" if met else "reset"
        Journal(folder / "journal.jsonl").add(SeatMoment(at=clock(), on=clock().date(), kind=kind, met=met))  # type: ignore[arg-type]
        room.heard(room.seats[seat], msgspec.structs.replace(report(clock), met=("a", "b")[:met], last=None))
    assert [point.met for point in room.progress] == [1, 2, 3, 2]
    assert ClassState.resume(room.folder, clock=clock, secrets=secrets).progress == room.progress


def test_a_disk_that_is_full_is_told_tried_again_and_told_when_it_is_not(
    room: ClassState, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, told = Waiting(), list[str]()
    room.keeper.may_wait(waiting, told.append)
    seat = room.seats[0]
    room.heard(seat, keyed(clock, 1))
    waiting.come()

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(keeping, "replace", full)
        room.heard(seat, keyed(clock, 2))
        waiting.come()
        assert [line[:6] for line in told] == ["CS-613"]
        assert [seconds for seconds, _ in waiting.due] == [5.0]
        with pytest.raises(ClassError, match="CS-613"):
            room.heard(seat, keyed(clock, 3))
    waiting.come()
    assert told[-1] == ""
    assert written(room) == 3
    assert waiting.due == []


def test_a_half_file_of_a_killed_server_is_gone_with_the_names(room: ClassState, clock: Clock) -> None:
    room.join(room.seats[0].code, "Ann")
    half = room.folder / ".class.json.4711"
    half.write_text('{"name": "Ann"')
    room.forget_names(now=True)
    assert [one.name for one in room.folder.iterdir()] == ["class.json"]
