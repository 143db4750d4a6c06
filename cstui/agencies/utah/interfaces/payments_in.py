"""Payments that accounting received, in: each is posted and distributed as on PAYD, hundreds at a time."""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.acts.base import Act
from cstui.agencies.utah.acts.payments import UtPostPayment
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.cells import is_number
from cstui.interfaces.incoming import Fields, FileIn
from cstui.interfaces.layouts import BadRecordError, RecordLayout, raw
from cstui.store import facts
from cstui.store.nights import Session


def _payment(record: RecordLayout, values: Fields) -> UtPostPayment:
    """The act that a record asks for."""
    inputs = {name: values[name] for name in ("cents", "on", "source", "reference")}
    try:
        return msgspec.convert({"ncp": _ncp(int(str(values["number"]))), **inputs}, UtPostPayment)
    except msgspec.ValidationError as fault:
        raise BadRecordError(str(fault)) from fault


def _ncp(number: int) -> str:
    return f"UT/{number:06d}"


def _posted_before(found: NcpFacts, act: UtPostPayment) -> bool:
    """Whether a payment of that reference was ever posted: one that was reversed is not posted again."""
    return act.reference in found.file.referenced


def _act(session: Session, record: RecordLayout, values: Fields, on: date) -> Act | None:
    act = _payment(record, values)
    found = facts.read_facts(session, NcpFacts, act.key)
    return None if found is not None and _posted_before(found, act) else act


def _subject(record: RecordLayout, line: str) -> str:
    number = raw(record, "number", line)
    return _ncp(int(number)) if is_number(number) else ""


PAYMENTS = FileIn(
    agency="utah",
    name="payments-in",
    title="Payments",
    actor="ACCOUNTING",
    act=_act,
    subject=_subject,
    of_facts=(_payment, _posted_before),
)
