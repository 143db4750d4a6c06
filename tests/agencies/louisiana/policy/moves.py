"""Every act that could be tried on a case on a day, each with inputs that make sense there.

One act or a few of a kind, so that a walk over all of them stays small: what policy tells apart is
told apart, what it does not is tried once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.acts.base import Act
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Form
from tests.agencies.louisiana.policy.world import CALENDAR, DAY, OTHER, OWN, RULES, act, seen_from


def moves(facts: Facts, on: date) -> Iterator[Act]:
    """Every act to try on `on`: all of them on the first case, those that reach over on the second."""
    yield from on_case(seen_from(facts, OWN), on)
    yield from on_the_other(seen_from(facts, OTHER), on)


def on_case(facts: Facts, on: date) -> Iterator[Act]:
    """Every act on the case in hand."""
    case, file = facts.case.number, facts.file
    yield from _appointments(file, on)
    yield from _mail(file, on)
    yield from _contacts(file, on)
    yield act("add-note", case=case, text="Seen.", to="PI")
    yield from _cooperation(file, on)
    for name in ("withdraw-pend", "confirm-pend"):
        yield act(name, case=case, why="Seen.")
    yield act("pend-closure", case=case)
    yield act("close-case", case=case)
    yield from _iva(file, on)
    waiting = next((r.seq for r in file.referrals if r.standing and r.cleared_on is None), 1)
    yield act("clear-referral", case=case, referral=waiting)
    yield act("record-form4ncp", case=case, form_4ncp="S", found_on=on)
    yield from _agreement(facts, on)
    if all(k.turned_over_on is not None or not k.standing for k in file.retained):
        yield act("record-retained", case=case, paid_on=on, amount=5000, assigned_on=date(2026, 2, 1))
    kept = next((k.seq for k in file.retained if k.standing and k.turned_over_on is None), 99)
    yield act("turn-over", case=case, retained=kept)
    yield act("notify-consultant", case=case)
    yield act("record-consultant-answer", case=case, answer="Seen.")
    for status in ("N", "A"):
        yield act("set-participation", case=case, child=file.children[-1].seq, status=status)
    yield from _corrections(file, on)
    yield from _desk(file, on)


def on_the_other(facts: Facts, on: date) -> Iterator[Act]:
    """The acts on another office's case that bear on the first, or are borne on by it."""
    case = facts.case.number
    yield act("record-contact", case=case, how="W", about="RE", on=on)
    yield act("report-non-cooperation", case=case, ground="RI", failed_on=_refused(facts.file, on))
    yield act("record-cooperation", case=case, ofs_53_on=on)
    if facts.file.cooperation:
        yield act("correct-cooperation", case=case, entry=facts.file.cooperation[-1].seq, reason="Wrong.")
    yield act("receive-good-cause", case=case, reason="01", standing="determined", on=on)
    yield act("pend-closure", case=case)


def _contacts(file: CaseFile, on: date) -> Iterator[Act]:
    """What the CP may say, where something on the case asks for it."""
    case = file.case.number
    yield act("record-contact", case=case, how="W", about="RE", on=on)
    if any(a.status == "failed" for a in file.appointments):
        yield act("record-contact", case=case, how="W", about="IN", on=on)
    if any(a.on > on for a in case_position.open_appointments(file)):
        yield act("record-contact", case=case, how="C", about="AP", on=on)
    if case_position.noncooperation(file) or case_position.documented(file):
        yield act("record-contact", case=case, how="W", about="CO", on=on)
    if case_position.pend(file):
        yield act("record-contact", case=case, how="C", about="NI", on=on)
        yield act("record-contact", case=case, how="M", about="NS", on=on)


def _iva(file: CaseFile, on: date) -> Iterator[Act]:
    """What IV-A may tell or send: benefits, good cause, a referral, one that adds a child."""
    case = file.case.number
    for event in ("applied", "denied", "opened", "noticed", "answered", "closed"):
        reason = "IN" if event == "closed" else ""
        yield act("receive-benefit-update", case=case, event=event, on=on, reason=reason)
    for said in ("determined", "ended") if case_position.good_cause(file) else ("claimed", "determined"):
        yield act("receive-good-cause", case=case, reason="01", standing=said, on=on)
    if all(r.cleared_on is not None or not r.standing for r in file.referrals):
        yield act("receive-referral", case=case, source="iva", received_on=on)
        child = {"child_last": "DOE", "child_first": "LEE"}
        yield act("receive-referral", case=case, source="iva", received_on=on, **child)
        yield act("receive-referral", case=case, source="cse", received_on=on)
    came = next((r.seq for r in reversed(file.referrals) if r.standing), 1)
    for outcome in ("withdrawn", "pending"):
        yield act("end-application", case=case, referral=came, outcome=outcome)


def _appointments(file: CaseFile, on: date) -> Iterator[Act]:
    case = file.case.number
    notice = RULES.days("reasonable_notice_days", on)
    at = f"{10 + len(file.appointments) % 6}:30"
    yield act("schedule-appointment", case=case, purpose="SI", on=on + notice * DAY, at=at)
    yield act("schedule-appointment", case=case, purpose="SI", on=on + DAY, at=at)
    session = CALENDAR.next_session("CH", on + notice * DAY)
    if session is not None:
        yield act(
            "schedule-appointment",
            case=case,
            purpose="CH",
            on=session.on,
            at=session.at,
            presence_required=True,
        )
    for found in case_position.open_appointments(file):
        for inputs in (
            {"outcome": "K"},
            {"outcome": "K", "refused": True},
            {"outcome": "F", "stopped": found.purpose != "SI"},
            {"outcome": "X"},
        ):
            yield act("record-outcome", case=case, appointment=found.seq, **inputs)
        yield act("move-appointment", case=case, appointment=found.seq, on=found.on + DAY, at=found.at)
        yield act("cancel-appointment", case=case, appointment=found.seq, reason="The worker is away.")
    if file.appointments:
        last = file.appointments[-1].seq
        yield act("correct-outcome", case=case, appointment=last, outcome="K", reason="Was there.")


def _cooperation(file: CaseFile, on: date) -> Iterator[Act]:
    case = file.case.number
    missed = case_position.missed_appointments(file, RULES)
    failed = {
        "MA": missed[1].on if len(missed) > 1 else on,
        "RI": _refused(file, on),
        "CT": _missed(file, "CH", on),
        "GT": _missed(file, "GT", on),
        "SP": file.retained[-1].paid_on if file.retained else on,
    }
    for ground, day in failed.items():
        yield act("report-non-cooperation", case=case, ground=ground, failed_on=day)
        yield act("document-non-cooperation", case=case, ground=ground, failed_on=day)
    yield act("record-cooperation", case=case)
    yield act("record-cooperation", case=case, ofs_53_on=on)
    if file.cooperation:
        yield act("correct-cooperation", case=case, entry=file.cooperation[-1].seq, reason="Wrong.")


def _agreement(facts: Facts, on: date) -> Iterator[Act]:
    case = facts.case.number
    applied = max((s.applied for s in facts.spells if s.begins is None), default=None)
    yield act("receive-ofs53", case=case, received_on=on, applied_on=applied)
    every = tuple(file.case.number for file in case_position.to_review(facts))
    for agreed in dict.fromkeys((every, every[:1])):
        yield act("agree-on-cases", case=case, cases=agreed)
    yield act("complete-ofs53", case=case)
    yield act("correct-ofs53", case=case, reason="Wrong.")


def _mail(file: CaseFile, on: date) -> Iterator[Act]:
    case = file.case.number
    waiting = next((i.seq for i in file.interface if i.status == "waiting"), 1)
    yield act("send-interface-record", case=case, record=waiting)
    if not file.forms or not asks_for(file, file.forms[-1]):
        return
    last = file.forms[-1].seq
    yield act("mail-form", case=case, form=last)
    yield act("return-mail", case=case, form=last, returned_on=on)
    yield act("stop-form", case=case, form=last)
    yield act("reprint-form", case=case, form=last)
    for notarised in (False, True):
        yield act("receive-documents", case=case, form=last, received_on=on, how="M", notarised=notarised)


def asks_for(file: CaseFile, form: Form) -> bool:
    """Whether policy ever asks what became of a form: CSE 105, CSE 115, the notice of a hearing or test."""
    at = next((a for a in file.appointments if a.seq == form.appointment), None)
    return form.form in ("CSE 105", "CSE 115") or (at is not None and at.purpose != "SI")


def _corrections(file: CaseFile, on: date) -> Iterator[Act]:
    """What sets the last entry of each kind right."""
    case, why = file.case.number, "Wrong."
    said = next((c.seq for c in reversed(file.contacts) if c.standing), 1)
    yield act("correct-contact", case=case, contact=said, reason=why)
    kept = next((k.seq for k in reversed(file.retained) if k.standing), 1)
    yield act("correct-retained", case=case, retained=kept, reason=why)
    came = next((r.seq for r in reversed(file.referrals) if r.standing), 1)
    yield act("correct-referral", case=case, referral=came, reason=why)
    met = next((a.seq for a in reversed(file.appointments) if a.status != "open"), 1)
    yield act("reopen-appointment", case=case, appointment=met, reason=why)
    if file.forms and asks_for(file, file.forms[-1]):
        for what in ("mailed", "returned", "stopped"):
            yield act("correct-form", case=case, form=file.forms[-1].seq, what=what, reason=why)
    yield act("record-review", case=case)
    seen = next((r.seq for r in reversed(file.reviews) if r.standing), 1)
    yield act("correct-review", case=case, review=seen, reason=why)


def _desk(file: CaseFile, on: date) -> Iterator[Act]:
    """Acts of the worker's own order; they change nothing that policy reads."""
    case = file.case.number
    yield act("set-reminder", case=case, due=on + DAY, text="Look again.")
    yield act("move-reminder", case=case, reminder=1)
    yield act("correct-reminder", case=case, reminder=1, due=on + DAY, reason="Wrong.")
    yield act("acknowledge-news", case=case)
    yield act("record-print", case=case, what="case", to="PRINTER")
    yield act("assign-case", case=case, worker="17002", appointments="T")


def _refused(file: CaseFile, on: date) -> date:
    said = [c.on for c in file.contacts if c.about == "RE" and c.how == "W"]
    return max([*said, *(a.on for a in file.appointments if a.refused)], default=on)


def _missed(file: CaseFile, purpose: str, on: date) -> date:
    return max((a.on for a in file.appointments if a.purpose == purpose and a.status == "failed"), default=on)
