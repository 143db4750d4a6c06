"""Benefit updates and good cause of IV-A, in: a file is checked whole, then taken record by record.

Each record is an act of its own as actor IV-A. One that cannot be taken is set aside with its line and
reason, in the log under `store`; the others go in. What was taken before (the whole file by its digest,
a record by its act) is not taken again, so a file that was cut off goes on when it is given again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from cstui.acts.base import Act, name_of
from cstui.acts.perform import CASE_FAULTS, Performer
from cstui.agencies.louisiana.acts.iva import ReceiveBenefitUpdate, ReceiveGoodCause
from cstui.agencies.louisiana.reads import interface
from cstui.cells import is_number
from cstui.interfaces.layouts import BadRecordError, Layout, RecordLayout, load_layouts, mark_of, parse, raw
from cstui.policy.effects import Refused
from cstui.policy.rulebook import Rulebook
from cstui.store import aside_reads, chain
from cstui.store.nights import Session

LAYOUT = "iva-updates-in"
ACTOR = "IV-A"
TAKEN, ASIDE = "IU", aside_reads.ASIDE
"""Codes in the log under `store`: a file taken in, a record set aside."""
AHEAD = timedelta(days=366)
"""A date further ahead than this is taken for a fault of writing."""

Fields = dict[str, str | int | date]


class RecordRefusedError(BadRecordError):
    """A record that reads well and that policy refuses; `findings` say why."""

    def __init__(self, refused: Refused) -> None:
        first = refused.findings[0]
        super().__init__(f"{first.rule} {first.message}")
        self.findings = refused.findings


class FileRefusedError(Exception):
    """A file that is not taken at all: what is wrong with it, in one line."""


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A file whose header and trailer hold: its digest, and its records with their lines in the file."""

    digest: str
    made_on: date
    run: int
    records: tuple[tuple[int, str], ...]


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was not taken: its line in the file, why not, and the record as it came."""

    line: int
    why: str
    record: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file. `before` is the day on which it was taken in already; then nothing was done.

    `taken` records went in now, `known` had gone in before, the others were set aside.
    """

    digest: str
    records: int
    taken: int = 0
    known: int = 0
    aside: tuple[SetAside, ...] = ()
    before: date | None = None


def read_file(data: bytes) -> Incoming:
    """The file checked as a whole; FileRefusedError where header, count or control total do not hold."""
    layout = load_layouts()[LAYOUT]
    # Every byte is a character here, so that a bad one is a fault of its own record.
    lines = [
        (number, line.rstrip("\r"))
        for number, line in enumerate(data.decode("latin-1").split("\n"), start=1)
        if line.strip()
    ]
    if len(lines) < 2:
        raise FileRefusedError("it has no header and trailer")
    header = _edge(layout, "header", *lines[0])
    trailer = _edge(layout, "trailer", *lines[-1])
    records = tuple(lines[1:-1])
    count, total = len(records), sum(_adds(layout, line) for _, line in records)
    if (trailer["count"], trailer["total"]) != (count, total):
        raise FileRefusedError(
            f"its trailer says {trailer['count']} records with control total {trailer['total']}, "
            f"it has {count} with {total}"
        )
    made_on, run = header["date"], header["run"]
    assert isinstance(made_on, date)
    assert isinstance(run, int)
    return Incoming(digest=hashlib.sha256(data).hexdigest(), made_on=made_on, run=run, records=records)


def _edge(layout: Layout, name: str, number: int, line: str) -> Fields:
    record = mark_of(layout, line)
    if record is None or record.name != name:
        raise FileRefusedError(f"line {number} is no {name}")
    try:
        return parse(layout, record, line)
    except BadRecordError as fault:
        raise FileRefusedError(f"line {number}, the {name}, {fault}") from fault


def _adds(layout: Layout, line: str) -> int:
    """What a record adds to the control total: its NUMBER, or nothing where that is no number."""
    record = mark_of(layout, line)
    text = raw(record, "number", line) if record else ""
    return int(text) if is_number(text) else 0


def take_in(
    performer: Performer, incoming: Incoming, on: date, progress: Callable[[int], None] | None = None
) -> Taken:
    """Take the records of a file in, on business date `on`; StoreError where the store cannot be written."""
    with performer.store.read() as session:
        if before := aside_reads.store_entries(session, [TAKEN], incoming.digest):
            return Taken(digest=incoming.digest, records=len(incoming.records), before=before[0].on)
        told = {
            row.text.partition(": ")[0]
            for row in aside_reads.store_entries(session, [ASIDE], incoming.digest[:12])
        }
    taken = known = 0
    aside: list[SetAside] = []
    for done, (number, line) in enumerate(incoming.records, start=1):
        try:
            came = take_record(performer, line, on)
        except BadRecordError as fault:
            one = SetAside(line=number, why=str(fault), record=line.rstrip())
            aside.append(one)
            if (place := _place(incoming, number)) not in told:
                _log(performer, ASIDE, on, f"{place}: {one.why} | {one.record}")
        else:
            taken, known = taken + came, known + (not came)
        if progress is not None:
            progress(done)
    found = Taken(
        digest=incoming.digest, records=len(incoming.records), taken=taken, known=known, aside=tuple(aside)
    )
    _log(
        performer,
        TAKEN,
        on,
        f"IV-A updates of {incoming.made_on:%m/%d/%Y}, run {incoming.run}: {taken} taken, {known} known, "
        f"{len(aside)} set aside. File {incoming.digest}",
    )
    return found


def take_record(performer: Performer, line: str, on: date) -> bool:
    """Take one record; False where it had gone in before. BadRecordError says why it cannot be taken."""
    act = _act(performer, line, on)
    try:
        outcome = performer.perform(act, actor=ACTOR, on=on) if act is not None else None
    except CASE_FAULTS as fault:
        raise BadRecordError(f"cannot be decided: {type(fault).__name__}: {fault}") from fault
    if isinstance(outcome, Refused):
        raise RecordRefusedError(outcome)
    return outcome is not None


def _act(performer: Performer, line: str, on: date) -> Act | None:
    """The act that a record asks for; None where it was done before."""
    layout = load_layouts()[LAYOUT]
    record = mark_of(layout, line)
    if record is None or record.name in ("header", "trailer"):
        raise BadRecordError(f"is of no known kind: {line[:1]}")
    values = parse(layout, record, line)
    _known_codes(performer.rules, record, values)
    day = values["on"]
    assert isinstance(day, date)
    if day > on + AHEAD:
        raise BadRecordError(f"ON is {day:%m/%d/%Y}, more than a year ahead")
    with performer.store.read() as session:
        cases = _cases(session, str(values["by"]), int(str(values["number"])))
        if record.name == "good cause":
            made = _good_cause(cases, values, day)
        else:
            made = _benefit(cases, values, day)
        return None if _done(session, cases, made) else made


def _known_codes(rules: Rulebook, record: RecordLayout, values: Fields) -> None:
    for field in record.field:
        value = str(values[field.name])
        if field.codes and value and rules.code(field.codes, value) is None:
            raise BadRecordError(f"{field.name.upper()} is {value}, no code of table {field.codes}")


def _cases(session: Session, by: str, number: int) -> list[str]:
    """The case numbers that a record is about, the one to act on first."""
    if by == "C":
        return [f"{number:08d}"]
    written = sorted({str(number).zfill(width) for width in range(1, 11)})
    found = [case.number for case in interface.cases_of_iva_number(session, written)]
    if not found:
        raise BadRecordError(f"NUMBER is {number}: no case has this IV-A number")
    return found


def _benefit(cases: list[str], values: Fields, day: date) -> Act:
    number = "" if values["by"] == "C" else str(values["number"])
    inputs: dict[str, object] = {
        "case": cases[0],
        "event": values["event"],
        "on": day,
        "program": values["program"],
        "iva_number": number,
        "reason": values["reason"],
    }
    return _converted(inputs, ReceiveBenefitUpdate)


def _good_cause(cases: list[str], values: Fields, day: date) -> Act:
    if len(cases) > 1:
        raise BadRecordError(f"good cause is of one case, and these have the number: {', '.join(cases)}")
    inputs: dict[str, object] = {name: values[name] for name in ("reason", "standing")}
    return _converted({**inputs, "case": cases[0], "on": day}, ReceiveGoodCause)


def _converted(inputs: dict[str, object], kind: type[Act]) -> Act:
    try:
        return msgspec.convert(inputs, kind)
    except msgspec.ValidationError as fault:
        raise BadRecordError(str(fault)) from fault


def _done(session: Session, cases: list[str], act: Act) -> bool:
    """Whether the same was told before, on any of the cases that the record is about."""
    wanted = _told(msgspec.json.encode(act))
    return any(
        _told(inputs.encode()) == wanted
        for case in cases
        for inputs in aside_reads.inputs_done(session, case, name_of(type(act)))
    )


def _told(inputs: bytes) -> dict[str, object]:
    """What an act tells, whichever case of the CP it was done on, by whichever number that was found."""
    values: dict[str, object] = msgspec.json.decode(inputs)
    return {name: value for name, value in values.items() if name not in ("case", "iva_number")}


def _place(incoming: Incoming, line: int) -> str:
    return f"IV-A updates {incoming.digest[:12]} line {line}"


def _log(performer: Performer, action: str, on: date, text: str) -> None:
    entry = chain.Entry(subject="store", action=action, on=on, at=performer.clock(), actor=ACTOR, text=text)
    with performer.store.write() as session:
        chain.append(session, [entry])
