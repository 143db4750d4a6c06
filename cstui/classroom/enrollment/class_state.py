"""A class: its lesson, its seats, who sits where, and what each has last said of itself.

The room knows no process, no browser and no screen. All that must survive is in `class.json` of the
class's folder, written whole at every change; each seat's own folder is below `seats/`. What seats say
is written together soon, and once a second at most where it stands in their journals too, where a
scheduler is given.
Codes are used once: whoever joins with one gets a token, and comes back with that.
"""

from __future__ import annotations

import hmac
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec

from cstui import files
from cstui.cells import clean, is_number
from cstui.classroom.enrollment.keeping import KEPT_EVERY, TOGETHER, ClassKeeper
from cstui.classroom.enrollment.recovery import caught_up, is_passing, progress_of
from cstui.classroom.errors import ClassError, writing
from cstui.classroom.seats.journal import JOURNAL_FILE, SeatMoment, counted, read, refusals
from cstui.classroom.seats.protocol import USUAL, Bounds, Mode, Point, Refusing, SeatReport, SeatStatus
from cstui.content import NameOfFile

FILE, SEATS, STARTS = "class.json", "seats", "starts"
MOST_NAME = 40
MOST_SEATS = 60
SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Signs of a code: none that can be taken for another."""
CODE_LENGTH = 10
"""Signs of a code made now, in two groups; an older class has codes of five (docs/classroom.md)."""
WRONG_CODE = ("CS-601", "CS-627")
"""The rules by which a code is refused that is not one."""
PAIRED = " + "
"""Between the names of two who share a seat."""
Clock = Callable[[], datetime]
Secrets = Callable[[int], bytes]
"""So many random bytes; `secrets.token_bytes`, or a test's own."""


class SeatRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One seat as it is kept. `token` is the digest of what its learner comes back with.

    A `pair` shares the seat, by the roster's or the trainer's word: its code is used twice, and `partner`
    is the second one's digest.
    """

    id: NameOfFile
    code: str
    name: str = ""
    token: str = ""
    pair: bool = False
    partner: str = ""
    status: SeatStatus = "free"
    variant: int = 0
    joined: datetime | None = None
    last: SeatReport | None = None


class ClassRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A class as it is kept. `lesson` is the path of its file, `edition` the digest of its text.

    `mode`, `pass_mark`, `minutes` and `attempts` are its bounds (see Bounds); `bounded` is the moment from
    which they hold where that is not the beginning; `exam` the moment it became an exam, where it was
    something else before. `names_days` is how long names are kept; `variants` are
    the variants that seats get in turn, `asked` how many were asked for; `roster` is the digest of
    the roster with which it began.
    """

    version: int = 1
    title: str
    lesson: str
    edition: str
    mode: Mode = "lesson"
    made: datetime
    pass_mark: int = 0
    minutes: int = 0
    attempts: int = 0
    bounded: datetime | None = None
    exam: datetime | None = None
    names_days: int = 30
    variants: list[int] = []
    asked: int = 0
    roster: str = ""
    seats: list[SeatRecord]


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """Who is expected at a seat, a pair as two names with ` + `; None takes the variant in turn."""

    name: str
    variant: int | None = None


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A seat that somebody has just taken; `token` is shown to that learner alone, this once."""

    seat: SeatRecord
    token: str


class ClassState:
    """A class that is being held. One process at a time holds it."""

    def __init__(self, folder: Path, record: ClassRecord, clock: Clock, secrets: Secrets) -> None:
        self.folder, self.record, self._clock, self._secrets = folder, record, clock, secrets
        self.progress: list[Point] = []
        self._refused: dict[str, Counter[str]] = defaultdict(Counter)
        self.keeper = ClassKeeper(
            folder / FILE, lambda: msgspec.json.format(msgspec.json.encode(self.record))
        )

    @classmethod
    def begin(
        cls,
        folder: Path,
        *,
        title: str,
        lesson: Path,
        edition: str,
        seats: int,
        clock: Clock,
        secrets: Secrets,
        bounds: Bounds = USUAL,
        roster: Sequence[Expected] = (),
        roster_digest: str = "",
        variants: Sequence[int] = (),
        asked: int | None = None,
    ) -> ClassState:
        """Begin a class of so many seats in a folder that holds none yet, the first for the roster.

        Seats get `variants` in turn, where the roster does not name one; `asked` says how many were
        asked for where fewer hold.
        """
        record = ClassRecord(
            title=title, lesson=str(lesson), edition=edition, made=clock(), seats=[], variants=list(variants),
            asked=len(variants) if asked is None else asked, roster=roster_digest,
            **msgspec.structs.asdict(bounds),
        )  # fmt: skip
        room = cls(folder, record, clock, secrets)
        with writing(folder):
            files.folder(folder)
        for one in roster:
            room._add(one.name, one.variant)
        while len(room.seats) < seats:
            room._add()
        room.keep()
        return room

    @classmethod
    def resume(cls, folder: Path, *, clock: Clock, secrets: Secrets) -> ClassState:
        """The class in a folder, as it was left, however it was. ClassError CS-607 where there is none."""
        try:
            record = files.decoded(files.read(folder / FILE), ClassRecord)
        except FileNotFoundError as fault:
            raise ClassError("CS-607", folder=folder, fault=f"there is no {FILE}") from fault
        except OSError as fault:
            raise ClassError("CS-607", folder=folder, fault=fault.strerror) from fault
        except msgspec.DecodeError as fault:
            raise ClassError("CS-607", folder=folder, fault=f"{FILE}: {fault}") from fault
        room = cls(folder, record, clock, secrets)
        moments = {seat.id: room.moments_of(seat) for seat in room.seats}
        for seat in room.seats:
            if seat.last is not None:
                seat.last = caught_up(seat.last, moments[seat.id])
            room._refused[seat.id] = refusals(moments[seat.id])
        room.progress = progress_of(moments)
        return room

    # --- seats -----------------------------------------------------------------------------------

    @property
    def seats(self) -> list[SeatRecord]:
        return self.record.seats

    def seat(self, wanted: str) -> SeatRecord:
        """The seat of that id (`s07`, or `7`); ClassError CS-609 where there is none."""
        named = f"s{int(wanted):02d}" if is_number(wanted) else wanted
        for one in self.seats:
            if one.id == named:
                return one
        raise ClassError("CS-609", seat=wanted, last=self.seats[-1].id if self.seats else "none")

    def folder_of(self, seat: SeatRecord) -> Path:
        """The seat's own folder."""
        return self.folder / SEATS / seat.id

    def moments_of(self, seat: SeatRecord) -> list[SeatMoment]:
        """What was done at a seat; in an exam only what was done in it, nothing of the practice before."""
        return counted(read(self.folder_of(seat) / JOURNAL_FILE), self.record.exam)

    def start_of(self, seat: SeatRecord) -> Path:
        """The store from which the seat's is copied; one for each variant."""
        return self.folder / STARTS / f"variant-{seat.variant}.cstui"

    def join(self, code: str, name: str) -> Joined:
        """Take a seat with its code; a code is used once, and bound to the name. A pair's is used twice.

        ClassError where the code is wrong (CS-601; CS-627 where no seat is left), used (CS-602), the
        seat ended (CS-605) or no name is given (CS-604).
        """
        typed = _signs(code)
        found = [one for one in self.seats if hmac.compare_digest(_signs(one.code), typed)]
        seat = found[0] if found else None
        if seat is None and all(one.status != "free" for one in self.seats):
            raise ClassError("CS-627", seats=len(self.seats))
        if seat is None:
            raise ClassError("CS-601", value=clean(code)[:20] or "Nothing")
        if seat.status == "ended":
            raise ClassError("CS-605", seat=seat.id)
        if seat.status == "joined" and (seat.partner or not seat.pair):
            raise ClassError("CS-602", value=seat.code)
        given = " ".join(clean(name).split())
        of_roster = PAIRED in seat.name
        if not (given or seat.name) or len(given) > MOST_NAME:
            raise ClassError("CS-604", most=MOST_NAME)
        token = self._secrets(24).hex()
        with self._changing(seat):
            if seat.status == "joined":
                seat.partner = _digest(token)
                if given and not of_roster:
                    seat.name = f"{seat.name}{PAIRED}{given}"
            else:
                seat.name, seat.token = (seat.name if of_roster else given or seat.name), _digest(token)
                seat.status, seat.joined = "joined", self._clock()
        return Joined(seat=seat, token=token)

    def back(self, token: str) -> SeatRecord | None:
        """The seat of whoever holds this token; None where nobody does."""
        digest = _digest(token)
        for one in self.seats:
            if any(kept and hmac.compare_digest(kept, digest) for kept in (one.token, one.partner)):
                return one
        return None

    def add_seat(self, name: str = "", variant: int | None = None) -> SeatRecord:
        """One more seat, for a late joiner or as a spare. ClassError CS-603 beyond the most."""
        if len(self.seats) >= MOST_SEATS:
            raise ClassError("CS-603", seats=MOST_SEATS)
        with self._changing(self.record):
            return self._add(name, variant)

    def new_code(self, seat: SeatRecord) -> str:
        """A new code for a seat, whose learner then has to join again."""
        with self._changing(seat):
            seat.code, seat.token, seat.partner = self._code(), "", ""
            seat.status, seat.pair = "free", PAIRED in seat.name
        return seat.code

    def pair(self, seat: SeatRecord, shared: bool) -> None:
        """Let one more sit down at a seat with its code, or no more; who sits there stays."""
        with self._changing(seat):
            seat.pair = shared or bool(seat.partner)

    def end(self, seat: SeatRecord) -> None:
        """End a seat; its folder stays."""
        with self._changing(seat):
            seat.status = "ended"

    def reopen(self, seat: SeatRecord) -> None:
        """Let an ended seat go on."""
        with self._changing(seat):
            seat.status = "joined" if seat.token else "free"

    def _add(self, name: str = "", variant: int | None = None) -> SeatRecord:
        taken, turn = len(self.seats), self.record.variants
        if variant is None:
            variant = turn[taken % len(turn)] if turn else 0
        seat = SeatRecord(
            id=f"s{taken + 1:02d}", code=self._code(), name=name, variant=variant, pair=PAIRED in name
        )
        self.seats.append(seat)
        return seat

    def _code(self) -> str:
        known = {one.code for one in self.seats}
        half = CODE_LENGTH // 2
        while True:
            code = "".join(_sign(self._secrets) for _ in range(CODE_LENGTH))
            if (code := f"{code[:half]}-{code[half:]}") not in known:
                return code

    # --- what seats say --------------------------------------------------------------------------

    def heard(self, seat: SeatRecord, report: SeatReport) -> None:
        """Take what a seat says of itself; its last moment stays until there is another."""
        before = seat.last
        former = before.last if before else None
        seat.last = msgspec.structs.replace(report, last=report.last or former, note="")
        if report.last is not None:
            self._refused[seat.id].update(report.last.refused)
        met = sum(len(one.last.met) for one in self.seats if one.last)
        if not self.progress or self.progress[-1].met != met:
            self.progress.append(Point(at=report.at, met=met))
        self.keeper.write_soon(KEPT_EVERY if is_passing(before, report) else TOGETHER)

    def idle(self, seat: SeatRecord) -> timedelta:
        """How long ago the learner last pressed a key; since joining where none was pressed yet.

        What the trainer does there is none of it.
        """
        moments = [at for at in (seat.joined, seat.last.keyed if seat.last else None) if at]
        return self._clock() - max(moments) if moments else timedelta()

    @property
    def bounds(self) -> Bounds:
        """How the class works now."""
        one = self.record
        return Bounds(mode=one.mode, pass_mark=one.pass_mark, minutes=one.minutes, attempts=one.attempts)

    def bound(self, bounds: Bounds, *, anew: bool = False) -> None:
        """Let the class work otherwise from now on; a time limit runs from now.

        An exam begins `anew` in any case: of what was done before nothing counts.
        """
        was, now = self.record.mode, self._clock()
        with self._changing(self.record):
            for name, value in msgspec.structs.asdict(bounds).items():
                setattr(self.record, name, value)
            self.record.bounded = now
            if bounds.mode != "exam":
                self.record.exam = None
            elif anew or was != "exam":
                self.record.exam = now
        if self.record.exam == now:
            self._refused.clear()
            self.progress.clear()
            for seat in self.seats:
                seat.last = None

    def ends(self, seat: SeatRecord) -> datetime | None:
        """When the time of a seat is over; None where it is not bounded."""
        if not self.record.minutes or not seat.joined:
            return None
        since = max(seat.joined, self.record.bounded or seat.joined)
        return since + timedelta(minutes=self.record.minutes)

    def left(self, seat: SeatRecord) -> timedelta | None:
        """How much time a seat has left, less than nothing where it is over; None where it is not bounded."""
        ends = self.ends(seat)
        return None if ends is None else ends - self._clock()

    def now(self) -> datetime:
        """Wall time in the room."""
        return self._clock()

    def refusing(self) -> list[Refusing]:
        """The rules that refuse in the room, those of most seats first."""
        rules: dict[str, list[int]] = defaultdict(list)
        for counter in self._refused.values():
            for rule, times in counter.items():
                rules[rule].append(times)
        found = [Refusing(rule=rule, seats=len(t), times=sum(t)) for rule, t in rules.items()]
        return sorted(found, key=lambda one: (-one.seats, -one.times, one.rule))

    def refused(self, seat: SeatRecord) -> Counter[str]:
        """How often each rule refused at a seat, in all that was done there."""
        return self._refused[seat.id]

    # --- keeping ---------------------------------------------------------------------------------

    def names_are_past(self) -> bool:
        """Whether names have been kept for as long as was set."""
        return self._clock() - self.record.made >= timedelta(days=self.record.names_days)

    def forget_names(self, *, now: bool = False) -> int:
        """Blank the names of a class older than its names are kept, or `now`; how many were."""
        if not (now or self.names_are_past()):
            return 0
        named = [seat for seat in self.seats if seat.name]
        for seat in named:
            seat.name = ""
        if named:
            self.keep()
            self.keeper.sweep()
        return len(named)

    @contextmanager
    def _changing(self, changed: ClassRecord | SeatRecord) -> Iterator[None]:
        """Keep what is changed, and seats that are added, inside; where that fails, all is as it was."""
        count, before = len(self.seats), msgspec.structs.asdict(changed)
        try:
            yield
            self.keep()
        except ClassError:
            del self.seats[count:]
            for name, value in before.items():
                setattr(changed, name, value)
            raise

    def keep(self) -> None:
        """Write the class now. ClassError CS-613 where the disk does not take it."""
        self.keeper.write()


def is_long(code: str) -> bool:
    """Whether a typed code is as long as those that are made now: too long to be guessed."""
    return len(_signs(code)) >= CODE_LENGTH


def _signs(code: str) -> str:
    """A code as it is compared: small letters, blanks and hyphens are no matter."""
    return "".join(sign for sign in code.upper() if sign in SIGNS)


def _sign(secrets: Secrets) -> str:
    """One sign, each as likely as any other."""
    most = 256 - 256 % len(SIGNS)
    while (byte := secrets(1)[0]) >= most:
        pass
    return SIGNS[byte % len(SIGNS)]


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
