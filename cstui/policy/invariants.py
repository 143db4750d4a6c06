"""What E-520 forbids, said of the facts themselves: no sequence of acts may reach such a state.

These sentences repeat in another form what the rules hold at each act. Tests walk through acts and
nights and ask after each of them; `broken` names what is broken, with its citation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

from cstui.policy import standing
from cstui.policy.facts import CaseFile, Facts
from cstui.policy.records import Closure, Cooperation
from cstui.policy.rulebook import Rulebook


class Broken(msgspec.Struct, frozen=True):
    """A sentence that does not hold of a case."""

    case: str
    sentence: str
    cite: str


Sentence = Callable[[Facts, CaseFile, Rulebook], Iterator[str]]


def broken(facts: Facts, rules: Rulebook) -> tuple[Broken, ...]:
    """Every sentence that does not hold of one of the custodial parent's cases."""
    return tuple(
        Broken(file.case.number, said, cite)
        for file in facts.files
        for sentence, cite in SENTENCES
        for said in sentence(facts, file, rules)
    )


def broken_by(before: Facts, after: Facts, on: date) -> tuple[Broken, ...]:
    """What a step from `before` to `after` on `on` did that no step may do."""
    found: list[Broken] = []
    for old, new in zip(before.files, after.files, strict=True):
        number = new.case.number
        known = {entry.seq for entry in old.cooperation}
        for entry in new.cooperation:
            if entry.seq not in known and entry.kind == "reported":
                found += [Broken(number, said, "E-520 I, E-522") for said in _report(after, new, entry)]
        if len(new.closures) > len(old.closures):
            found += [Broken(number, said, "E-522, E-525") for said in _pend(after, new, new.closures[-1])]
        if old.case.status == "closed" and new.case.status != "closed":
            found.append(Broken(number, "a closed case was opened again", "E-522"))
        if len(new.forms) < len(old.forms) or len(new.cooperation) < len(old.cooperation):
            found.append(Broken(number, "a record was erased", "E-522"))
        if new.case.version < old.case.version or (new != old and new.case.version == old.case.version):
            found.append(Broken(number, "the case changed without a new version", "E-522"))
    return tuple(found)


def _report(facts: Facts, file: CaseFile, entry: Cooperation) -> Iterator[str]:
    assert entry.failed_on is not None
    if standing.determined_good_cause(file) is not None:
        yield "non-cooperation was reported under determined good cause"
    if standing.spell_on(facts.spells, entry.failed_on) is None:
        yield "non-cooperation of a payee who was not active was reported"
    if entry.failed_on > entry.entered_on:
        yield "non-cooperation was reported before it happened"
    missed = [a for a in file.appointments if a.purpose == "SI" and a.status == "failed" and a.necessary]
    if entry.ground == "MA" and len({a.on for a in missed}) < 2:
        yield "fewer than two missed appointments were reported"
    if entry.ground in ("CT", "GT") and not any(
        a.on == entry.failed_on and a.status == "failed" and a.stopped for a in file.appointments
    ):
        yield "a missed hearing or test that did not stop the case was reported"


def _pend(facts: Facts, file: CaseFile, closure: Closure) -> Iterator[str]:
    if standing.spell_on(facts.spells, closure.pended_on) is not None:
        yield "a case was pended with FTC while the payee was active"
    if not any(e.standing and e.kind in ("reported", "documented") for e in file.cooperation):
        yield "a case was pended with FTC without non-cooperation"
    if len(file.children) > 1 and any(child.order_on for child in file.children):
        yield "a case was pended with FTC with an order for another child"
    if standing.determined_good_cause(file) is not None:
        yield "a case was pended with FTC under determined good cause"


def _one_report_stands(facts: Facts, file: CaseFile, rules: Rulebook) -> Iterator[str]:
    standing_entry: Cooperation | None = None
    for entry in (e for e in file.cooperation if e.standing):
        if entry.kind == "reported" and standing_entry is not None and standing_entry.kind == "reported":
            yield "two reports of non-cooperation stand one after the other"
        standing_entry = entry


def _one_record_a_report(facts: Facts, file: CaseFile, rules: Rulebook) -> Iterator[str]:
    for entry in file.cooperation:
        about = [i for i in file.interface if i.cooperation == entry.seq and i.says == "NONCOOP"]
        if entry.kind == "reported" and len(about) != 1:
            yield f"report {entry.seq} has {len(about)} records LAIN 2IP"
        if entry.kind != "reported" and about:
            yield f"entry {entry.seq} is no report and has a record LAIN 2IP"
        sent = [i for i in about if i.status == "sent"]
        if entry.kind == "reported" and entry.reported_on is not None and not sent:
            yield f"report {entry.seq} has a date of report and was not sent"
        if entry.kind == "reported" and not entry.standing and any(i.status == "waiting" for i in about):
            yield f"report {entry.seq} was corrected and still waits to be sent"


def _status_tells_the_pend(facts: Facts, file: CaseFile, rules: Rulebook) -> Iterator[str]:
    pend = standing.pend(file)
    if (file.case.status == "pended") != (pend is not None):
        yield f"the case is {file.case.status} and its pend does not say so"
    if sum(c.status == "pended" for c in file.closures) > 1:
        yield "two pends stand"
    if (file.case.status == "closed") != (file.case.closed is not None):
        yield "a closed case has no date of closing, or an open one has"


def _sixty_days(facts: Facts, file: CaseFile, rules: Rulebook) -> Iterator[str]:
    for closure in file.closures:
        if closure.closes_on is not None:
            assert closure.notice_on is not None
            wait = rules.days("closure_wait_days", closure.pended_on)
            start = max(closure.pended_on, closure.notice_on)
            if closure.closes_on != start + timedelta(days=wait):
                yield "the night of closing is not sixty days after pend and CSE 105"
        if closure.status == "closed":
            if closure.closes_on is None:
                yield "the case was closed although CSE 105 was not mailed"
            elif closure.ended_on is None or closure.ended_on < closure.closes_on:
                yield "the case was closed before the sixtieth day"


def _appointments(facts: Facts, file: CaseFile, rules: Rulebook) -> Iterator[str]:
    most = rules.days("advance_moves", file.case.opened)
    for purpose in ("SI", "GT", "CH"):
        if len(standing.open_appointments(file, purpose)) > 1:
            yield f"two appointments {purpose} are open"
    for a in file.appointments:
        if a.moved_times > most:
            yield f"appointment {a.seq} was moved more than {most} times"
        notice = rules.days("reasonable_notice_days", a.made_on)
        if not a.agreed and (a.notice_on is None or (a.on - a.notice_on).days < notice):
            yield f"appointment {a.seq} was made without reasonable notice"
        if a.status in ("kept", "failed", "excused") and (a.outcome_on is None or a.outcome_on < a.on):
            yield f"appointment {a.seq} has an outcome from before its day"
    if file.case.status == "closed" and standing.open_appointments(file):
        yield "a closed case has an open appointment"


SENTENCES: tuple[tuple[Sentence, str], ...] = (
    (_one_report_stands, "E-522"),
    (_one_record_a_report, "E-522"),
    (_status_tells_the_pend, "E-522"),
    (_sixty_days, "E-522; 45 CFR 303.11"),
    (_appointments, "E-521"),
)
