"""When two states are equal: in all that an act to come may ask, whatever way led to each.

Versions, texts, workers, receipts, reminders and news tell nothing apart, and neither does what is over:
moved appointments, withdrawn pends, forms that were mailed, contacts that no open question asks for.
`test_walk` checks on a sample that merged states permit and refuse the same steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.louisiana.policy import case_position, needs, notices
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Appointment, Closure
from tests.agencies.louisiana.policy.moves import asks_for
from tests.agencies.louisiana.policy.world import RULES

Key = tuple[object, ...]


def key(facts: Facts, today: date) -> Key:
    """What tells the state of the facts on `today` from others."""
    return (
        today,
        tuple(
            (s.program, s.applied, s.begins, s.notice_on, s.answered_on, s.closed, s.closing_reason)
            for s in facts.spells
        ),
        tuple(
            (a.seq, a.received_on, a.applied_on, tuple(a.agreed), a.completed_on)
            for a in facts.agreements
            if a.standing
        ),
        *(_known(file, today) for file in facts.files),
    )


_KEYS: dict[tuple[int, date], tuple[CaseFile, Key]] = {}
"""Keys of files seen lately, by identity: a step leaves most files alone. Each keeps its file, so
that no other can come to the same address meanwhile."""
_MOST = 20_000


def _known(file: CaseFile, today: date) -> Key:
    at = (id(file), today)
    found = _KEYS.get(at)
    if found is None:
        if len(_KEYS) >= _MOST:
            _KEYS.clear()
        found = _KEYS[at] = (file, _file(file, today))
    return found[1]


def _file(file: CaseFile, today: date) -> Key:
    case = file.case
    if case.status == "closed":
        lost = tuple(file.appointments[-1:]) and file.appointments[-1].status
        return ("closed", lost, case.agreed_on, *_told(file), *_asked(file, today), *_papers(file, ()))
    bearing = tuple(_bearing(file))
    cause = case_position.good_cause(file)
    pend = case_position.pend(file)
    return (
        case.status,
        case.agreed_on,
        case.form_4ncp,
        case.form_4ncp_on if case.form_4ncp == "signed" else None,
        cause and cause.standing,
        tuple((g.standing, g.on) for g in file.good_cause[:-1] if g.standing == "determined"),
        file.good_cause[-1].on if file.good_cause else None,
        pend and (pend.path, pend.pended_on, pend.notice_on, pend.closes_on),
        pend and _undecided(file, pend),
        tuple(_appointment(file, a) for a in bearing),
        *_told(file),
        *_asked(file, today),
        *_papers(file, bearing),
    )


def _undecided(file: CaseFile, pend: Closure) -> object:
    """The contact that holds the close; which days STAND will have looked at follows from today."""
    held = case_position.contact_since(file, pend)
    return held and held.on


def _bearing(file: CaseFile) -> Iterator[Appointment]:
    """The appointments that an act to come may ask for: open, failed or refused since, the last ones."""
    since = case_position.cooperated_since(file)
    kept = {(p, case_position.appeared_on(file, p)) for p in ("SI", "CH", "GT")}
    for a in file.appointments:
        is_failure = (a.status == "failed" or a.refused) and a.on > since
        if (
            a.status == "open"
            or is_failure
            or ((a.purpose, a.on) in kept and a.status == "kept")
            or a is _last(file)
        ):
            yield a


def _last(file: CaseFile) -> Appointment | None:
    return file.appointments[-1] if file.appointments else None


def _appointment(file: CaseFile, a: Appointment) -> Key:
    may_open = a.status == "open" or a is _last(file)
    return (
        a.purpose,
        a.on,
        a.status,
        a.agreed,
        a.made_on if may_open else None,
        a.notice_on if a.purpose != "SI" else None,
        a.moved_times if may_open else None,
        a.presence_required,
        a.necessary,
        a.stopped,
        a.refused,
        a.need,
        needs.answered(file, a) is not None,
        notices.fault(file, a, RULES),
        may_open and a.follows is not None,
        notices.documents_in(file, a) is not None,
        notices.call_before(file, a) is not None,
    )


def _told(file: CaseFile) -> Key:
    """What stands about cooperation: the entries that were not corrected, and what IV-A is still to hear."""
    entries = file.cooperation
    corrected = [e.seq for e in entries if e.kind == "cooperating" and not e.standing]
    stands = [e for e in entries if e.standing]
    return (
        tuple((e.kind, e.ground, e.failed_on, e.entered_on, e.reported_on) for e in stands),
        bool(entries) and entries[-1].standing,
        bool(stands and corrected and max(corrected) > stands[-1].seq),
        tuple((i.says, i.cooperation == (stands[-1].seq if stands else 0))
              for i in file.interface if i.status == "waiting"),
    )  # fmt: skip


def _asked(file: CaseFile, today: date) -> Key:
    """What was said and asked: refusals, visits, referrals, requests, support kept, the consultant."""
    since = case_position.cooperated_since(file)
    entry = case_position.last_entry(file)
    entered = min((case_position.counts_from(e) for e in file.cooperation if e.standing), default=date.max)
    stands = [c for c in file.contacts if c.standing]
    visits = [c for c in stands if c.how == "W" and c.initiative]
    refused = {c.on for c in visits if c.about == "RE"} | {a.on for a in file.appointments if a.refused}
    return (
        frozenset(c.on for c in stands if c.how == "W" and c.about == "CO" and c.on in refused | {today}),
        frozenset(c.on for c in visits if c.about == "RE" and c.on > since),
        max((c.on for c in visits if c.about == "CO" and (c.on == today or c.on >= entered)), default=None),
        any(c.about == "AP" and c.initiative and c.on == today for c in stands),
        case_position.appeared_on(file),
        case_position.appeared_on(file, willing=True),
        case_position.interviewed_unsigned(file),
        max((c.on for c in stands if c.about == "FH"), default=None),
        tuple((f.form, f.appointment, f.returned_on) for f in notices.came_back(file)),
        (stands[-1].about, stands[-1].how, stands[-1].on) if stands else None,
        tuple((r.received_on, r.cleared_on is None, r.source, r.child is None, r.outcome)
              for r in file.referrals if r.standing and (r.cleared_on is None or r.received_on > entered)),
        tuple(r.child for r in file.referrals if not r.standing and r.child is not None),
        tuple((r.child, r.form_4ncp, r.form_4ncp_on, r.received_on) for r in file.referrals if r.standing),
        file.case.form_4ncp_on,
        tuple((r.opened_on, r.agreement) for r in file.requests if r.done_on is None),
        tuple((k.seq, k.paid_on) for k in file.retained if k.turned_over_on is None and k.standing),
        bool(file.retained),
        any(k.standing for k in file.retained),
        tuple(r.on for r in file.reviews if r.standing) if entry else (),
        tuple((e.notified_on, e.answered_on is None) for e in file.escalations[-1:]) if entry else (),
        tuple((c.order_on is None, c.participation) for c in file.children),
    )  # fmt: skip


def _papers(file: CaseFile, bearing: tuple[Appointment, ...]) -> Key:
    """The last form, which the mail acts are about; CSE 105 of the pend; what is due back."""
    last = file.forms[-1] if file.forms else None
    pend = case_position.pend(file)
    notices = [f for f in file.forms if f.form == "CSE 105"]
    waits = pend is not None and pend.notice_on is None and bool(notices)
    return (
        last
        and asks_for(file, last)
        and (last.mailed_on is None, last.returned_on is None, last.stopped_on is None, last.due_on,
             last.received_on is None, any(a.seq == last.appointment for a in bearing)),
        waits and (notices[-1].mailed_on is None, notices[-1].stopped_on is None),
        tuple(f.due_on for f in file.forms if f.due_on is not None and f.received_on is None),
    )  # fmt: skip
