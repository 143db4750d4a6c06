"""Benefit updates and good cause of IV-A, in: what each record asks for, as actor IV-A (E-522, E-523)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from cstui.acts.base import Act, name_of
from cstui.agencies.louisiana.acts.iva import ReceiveBenefitUpdate, ReceiveGoodCause
from cstui.agencies.louisiana.reads import interface
from cstui.cells import is_number
from cstui.interfaces.incoming import Fields, FileIn
from cstui.interfaces.layouts import BadRecordError, RecordLayout, raw
from cstui.store import aside_reads
from cstui.store.nights import Session

AHEAD = timedelta(days=366)
"""A date further ahead than this is taken for a fault of writing."""


def _act(session: Session, record: RecordLayout, values: Fields, on: date) -> Act | None:
    """The act that a record asks for; None where it was done before."""
    day = values["on"]
    assert isinstance(day, date)
    if day > on + AHEAD:
        raise BadRecordError(f"ON is {day:%m/%d/%Y}, more than a year ahead")
    cases = _cases(session, str(values["by"]), int(str(values["number"])))
    make = _good_cause if record.name == "good cause" else _benefit
    made = make(cases, values, day)
    return None if _done(session, cases, made) else made


def _case(record: RecordLayout, line: str) -> str:
    """The case that a record names; empty where it has a number of IV-A."""
    number = raw(record, "number", line)
    return f"{int(number):08d}" if raw(record, "by", line) == "C" and is_number(number) else ""


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


UPDATES = FileIn(
    agency="louisiana", name="iva-updates-in", title="IV-A updates", actor="IV-A", act=_act, subject=_case
)
