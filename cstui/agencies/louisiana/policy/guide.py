"""The questions of E-520 that can be open on a case, each one small function (`cstui.policy.guide`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from cstui.agencies.louisiana.policy import (
    appointments,
    case_position,
    closing,
    followup,
    iva_position,
    needs,
    notices,
    orders,
    other_closings,
    persons,
)
from cstui.agencies.louisiana.policy.cooperation import SESSION_OF_GROUND, failures
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Case, OfficeRequest
from cstui.policy import reminders
from cstui.policy.guide import About, GuideBook, Question, step
from cstui.policy.months import first_of_month, month_end
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Checks, Rulebook


def _appointments(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    if facts.cp.dead(on):
        return
    for appointment in case_position.open_appointments(facts.file):
        what = rules.said("purpose", appointment.purpose)
        if appointment.on < on:
            text = f"Outcome missing: {appointment.purpose} {appointment.on:%m/%d} {appointment.at}"
            yield step(facts, "outcome", "LA-E521-04", text, 1, appointment.on, "APPT")
        elif appointment.on == on:
            text = f"Today {appointment.at}: {what}"
            yield step(facts, "today", "LA-E521-04", text, 1, on, "APPT")
        else:
            text = f"Appointment {appointment.on:%m/%d} {appointment.at}: {what}"
            yield step(facts, "appointment", "LA-E521-04", text, 7, appointment.on, "APPT")
        checks = Checks(rules)
        appointments.check_need(checks, facts.file, appointment, "")
        if checks.found and appointment.on >= on:
            found = needs.answered(facts.file, appointment)
            text = f"Not needed {appointment.on:%m/%d}: {found.how if found else ''}"
            yield step(facts, "needless", "LA-E520-08", text, 3, appointment.on, "APPT")


def _returned(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """Returned mail was not a notice: the address first, then a new letter (E-521, reading 32)."""
    for form in () if facts.cp.dead(on) else case_position.to_mail_anew(facts.file):
        about = next((a for a in facts.file.appointments if a.seq == form.appointment), None)
        day = f"{form.returned_on:%m/%d}"
        if about is not None and about.status != "open":
            text = f"Letter of {about.on:%m/%d} came back {day}: address, new date"
            yield step(facts, "address", "LA-E521-17", text, 2, None, "PERS")
        else:
            text = f"{form.form} came back {day}: address, then A on FORM"
            yield step(facts, "address", "LA-E521-17", text, 2, about.on if about else None, "FORM")


def _harm(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """The CP fears harm: IV-A decides on good cause, and PERS hides the address (E-520 I)."""
    if (told := case_position.fears_harm(facts)) is not None and not facts.cp.dead(on):
        text = f"Fears harm {told.on:%m/%d}: send to IV-A; family violence?"
        yield step(facts, "harm", "LA-E520-11", text, 2, None, "PERS")


def _pend(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    pend = case_position.pend(facts.file)
    if pend is None:
        return
    for_ftc = pend.reason == "FTC"
    if for_ftc and case_position.determined_good_cause(facts.file) is not None:
        text = "Good cause determined: withdraw the pend"
        yield step(facts, "withdraw", "LA-E522-12", text, 1, on, "CAS1 REASON=")
        return
    entry = case_position.uncooperative(facts.file)
    again = case_position.later_application(facts, entry) if entry and for_ftc else None
    if again is not None:
        text = f"CP applied again {again[0]:%m/%d} since the pend: withdraw it"
        if again[0] <= pend.pended_on:
            text = f"CP had applied again {again[0]:%m/%d}: withdraw the pend"
        yield step(facts, "withdraw", "LA-E524-01", text, 2, pend.closes_on, "CAS1 REASON=")
        return
    contact = case_position.contact_since(facts.file, pend)
    held = contact is not None and pend.closes_on is not None and pend.closes_on < on
    if contact is not None and held:
        text = f"Close held, CP contacted us {contact.on:%m/%d}: decide"
        yield step(facts, "decide", "LA-E522-24", text, 1, pend.closes_on, "CAS1")
    elif contact is not None:
        text = f"CP contacted us {contact.on:%m/%d}: withdraw pend or STAND"
        yield step(facts, "decide", "LA-E522-06", text, 2, pend.closes_on, "CAS1")
    if pend.closes_on is None:
        yield step(facts, "mail", "LA-E522-06", "CSE 105 is to be mailed", 3, on, "FORM")
    elif not held:
        night = max(pend.closes_on, on)
        text = f"Closes in the night of {night:%m/%d/%Y}"
        yield step(facts, "closing", "LA-E522-06", text, 6, night, "CAS1")


def _noncooperation(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    entry = case_position.uncooperative(facts.file)
    if entry is None or entry.failed_on is None or facts.case.status != "open" or facts.cp.dead(on):
        return
    if case_position.determined_good_cause(facts.file) is not None:
        text = "Good cause determined: enter cooperation"
        yield step(facts, "cooperation", "LA-E520-06", text, 1, on, "CAS2 NONCOOP=")
        return
    if again := case_position.later_application(facts, entry):
        came = case_position.came_and_agreed(facts.file, entry)
        if came is not None and came.on >= again.on:
            text = f"CP came {came.on:%m/%d} and agreed: enter cooperation"
            yield step(facts, "came", "LA-E523-03", text, 2, None, "CAS2")
        yield _reapplied(facts, rules, again)
        return
    purposes = ("SI", SESSION_OF_GROUND.get(entry.ground, "SI"))
    came_on = (case_position.appeared_on(facts.file, p, willing=True) for p in purposes)
    appeared = max(day or date.min for day in came_on)
    if appeared > entry.failed_on or (entry.ground == "MA" and appeared == entry.failed_on):
        text = f"CP appeared {appeared:%m/%d}: enter cooperation"
        yield step(facts, "appeared", "LA-E522-08", text, 2, None, "CAS2")
    active = case_position.spell_on(facts.spells, on)
    if active is not None and _refuses(rules, "LA-E522-04"):
        yield from _waiting(facts, rules, on)
        return
    checks = Checks(rules)
    closing.check_pend(checks, facts, on)
    if not checks.refused and (told := case_position.told_since(facts.file, entry)) is not None:
        text = followup.said_told(told)
        yield step(facts, "decide", "LA-E522-06", text, 3, None, "CONT")
    elif not checks.refused:
        ordered = orders.covered(facts, rules, on)
        text = "Pend with FTC: say WHY, an order is in force" if ordered else "Pend for closure with FTC"
        rule = "LA-E525-03" if ordered else "LA-E522-04"
        yield step(facts, "pend", rule, text, 3, None, "CAS1 REASON=FTC")
    elif active is not None:
        yield from _waiting(facts, rules, on)
    else:
        yield from _participation(facts, rules, on)
        order = orders.for_another_child(facts, rules, on)
        text = "Order stands for another child: go on enforcing" if order else checks.refusals[0].message
        yield step(facts, "enforce", "LA-E525-01", text, 7)


def _participation(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """The children whose participation status is to change after report and removal (E-525)."""
    for child in persons.living(facts, on):
        if child.participation == "A" and not followup.why_not_out(facts, child, rules, on):
            text = f"Child {child.seq}: participation status, CP removed"
            yield step(facts, "participation", "LA-E525-02", text, 3, None, "REFR")


def _reapplied(facts: Facts, rules: Rulebook, again: case_position.Application) -> NextStep:
    """What a later application asks for: OFS 53 within ten days of one for benefits (E-523)."""
    if again.source in ("iva", "cse"):
        text = f"Applied again {again.on:%m/%d}: OFS 53, then CAS2"
        return step(facts, "reapplied", "LA-E524-01", text, 3, None, "OFS3")
    due = again.on + timedelta(days=rules.days("reapplication_days", again.on))
    text = f"Applied again {again.on:%m/%d}: OFS 53 by {due:%m/%d}"
    return step(facts, "reapplied", "LA-E523-01", text, 3, due, "OFS3")


def _refuses(rules: Rulebook, rule: str) -> bool:
    """Whether an act is refused for what `rule` finds, so that the other rules need not be asked."""
    return rule not in rules.disabled and rules.rules[rule].severity == "error"


def _waiting(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    entry = case_position.noncooperation(facts.file)
    position = iva_position.of_case(facts, rules, on)
    spell = position.spell
    if entry is None or spell is None:
        return
    told = next((e for e in reversed(facts.file.escalations) if e.answered_on is None), None)
    said = followup.consultant_answered(facts, rules)
    if entry.reported_on is not None and followup.is_for_consultant(facts, rules, on):
        text = f"Tell the PI Consultant: reported {entry.reported_on:%m/%d/%Y}"
        yield step(facts, "escalate", "LA-E524-02", text, 3, None, "LEM4")
    elif told is not None:
        text = f"PI Consultant told {told.notified_on:%m/%d}: record the answer"
        if on >= case_position.telling_again_due(told, rules):
            text = f"PI told {told.notified_on:%m/%d}, no answer: may tell again"
        yield step(facts, "answer", "LA-E524-02", text, 6, None, "LEM4")
    elif position.state == "ending":
        text = f"IV-A removes the CP on {position.removal:%m/%d/%Y}"
        yield step(facts, "wait", "LA-E522-04", text, 7, position.removal, "CAS2")
    elif said is not None and said >= _heard(position, on):
        text = f"PI Consultant answered {said:%m/%d}: see CALO"
        yield step(facts, "wait", "LA-E524-02", text, 7, None, "CALO")
    elif position.state == "answered":
        text = f"CP answered IV-A {spell.answered_on:%m/%d}: expect OFS 53"
        yield step(facts, "answered", "LA-E522-08", text, 4, None, "CAS2")
    elif position.state == "running":
        text = f"IV-A's notice runs out on {position.runs_out:%m/%d/%Y}"
        yield step(facts, "wait", "LA-E522-04", text, 7, position.runs_out, "CAS2")
    elif position.state == "ran out":
        text = f"IV-A's notice ran out on {position.runs_out:%m/%d/%Y}"
        yield step(facts, "wait", "LA-E522-04", text, 7, position.removal, "CAS2")
    elif position.state == "owed":
        due = position.notice_due
        yield step(facts, "wait", "LA-E522-04", f"IV-A sends its notice by {due:%m/%d/%Y}", 7, due, "CAS2")
    elif position.state == "tonight":
        yield step(facts, "wait", "LA-E522-01", "LAIN 2IP goes to IV-A tonight", 7, on, "LAIN")


def _heard(position: iva_position.Position, on: date) -> date:
    """Date of IV-A's latest news of its notice; `date.max` while a removal is still coming."""
    if position.removal is not None and position.removal > on:
        return date.max
    spell = position.spell
    return max((spell.notice_on or date.min, spell.answered_on or date.min)) if spell else date.min


def _agreement(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    yield from _brought(facts)
    if facts.file.requests:
        yield from _request(facts)
    yield from _asked(facts, rules, on)


def _brought(facts: Facts) -> Iterator[NextStep]:
    agreement = case_position.open_agreement(facts) if facts.agreements else None
    if agreement is not None:
        text = f"OFS 53 brought {agreement.received_on:%m/%d}: review all cases"
        if all(file.case.number in agreement.agreed for file in case_position.to_review(facts)):
            text = f"OFS 53 of {agreement.received_on:%m/%d} agreed on all: COMPLETE now"
        yield step(facts, "agreement", "LA-E522-16", text, 1, agreement.received_on, "OFS3")


def _request(facts: Facts) -> Iterator[NextStep]:
    if request := case_position.open_request(facts.file):
        text = f"Office {request.from_office} asks: enter cooperation"
        yield step(facts, "request", "LA-E522-19", text, 2, request.opened_on, "CAS2")


def _asked(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    for case, request in case_position.unanswered_by_others(facts):
        yield from _unanswered(facts, case, request, rules, on)


def _unanswered(
    facts: Facts, case: Case, request: OfficeRequest, rules: Rulebook, on: date
) -> Iterator[NextStep]:
    """Another office that was asked to enter cooperation, and has not (E-522, reading 38)."""
    due = case_position.answer_due(request, rules)
    said = {"office": case.office, "case": case.number, "on": request.opened_on}
    if not Checks(rules).holds("LA-E522-26", on < due, "", **said):
        text = f"Office {case.office} has not answered: {case.number}"
        yield step(facts, "unanswered", "LA-E522-26", text, 4, due, "OFS3")


def _referral(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    for referral in facts.file.referrals:
        if referral.standing and referral.cleared_on is None and not referral.outcome:
            text = f"Referral of {referral.received_on:%m/%d} is to be cleared"
            yield step(facts, "referral", "LA-E523-02", text, 3, referral.received_on, "REFR")


def _desk_work(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    yield from reminders.steps(facts, rules, on)
    if facts.file.news and any(news.acknowledged_on is None for news in facts.file.news):
        text = "IV-A sent an update: acknowledge it"
        yield step(facts, "news", "CS-178", text, 8, None, "IVAU")
    stands = case_position.uncooperative(facts.file) is not None or "LA-E524-05" in rules.forced
    if stands and (review := followup.review_due(facts, rules, on)):
        text = "Quarterly review of non-cooperation"
        state = iva_position.of_case(facts, rules, on).state
        urgency = 8 if state in iva_position.OWED_BY_IVA else 5
        yield step(facts, "review", "LA-E524-05", text, urgency, review, "LEM4")


_GROUND_RULES = {
    "MA": "LA-E521-10",
    "RI": "LA-E520-02",
    "SP": "LA-E520-05",
    "CT": "LA-E522-25",
    "GT": "LA-E522-25",
}
"""Why a failure that is to be reported is one."""


def _failures(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    if case_position.uncooperative(facts.file) or facts.cp.dead(on):
        return
    if case_position.determined_good_cause(facts.file) is not None:
        return
    for failure in failures(facts.file, rules):
        if persons.childless(facts, on):
            return
        what = rules.said("noncoop", failure.ground)
        fill = f"CAS2 NONCOOP={failure.ground} DT={failure.on:%m%d%Y}"
        if not case_position.was_recipient(facts.spells, failure.on):
            continue
        if case_position.spell_on(facts.spells, failure.on) is None:
            text = f"Document {failure.ground} {failure.on:%m/%d} in CALO: not active"
            yield step(facts, "document", "LA-E522-03", text, 2, None, fill)
        elif failure.owed:
            due = month_end(failure.found_on)
            late = on > due
            why = "the month is over" if late else what
            text = f"Report {failure.ground}, DT {failure.on:%m/%d}: {why}"
            rule = "LA-E522-02" if late else _GROUND_RULES[failure.ground]
            yield step(facts, "report", rule, text, 1 if late else 2, due, fill)
        else:
            text = f"May report {failure.ground} {failure.on:%m/%d}: {what}"
            yield step(facts, "may report", "LA-E521-09", text, 4, month_end(failure.on), fill)


def _arrange(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    if not facts.cp.dead(on):
        for asked in _to_arrange(facts, rules, on):
            if not persons.childless(facts, on):
                yield persons.reached(facts, rules, on, asked)


def _to_arrange(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    file = facts.file
    if case_position.pend(file) or (file.good_cause and case_position.determined_good_cause(file)):
        return
    if case_position.uncooperative(file) or failures(file, rules):
        for purpose, call in notices.calls_after_misses(file):
            text = f"CP called {call.on:%m/%d}: next date, {rules.said('purpose', purpose)}"
            rule = "LA-E521-02" if purpose == "SI" else "LA-E521-08"
            yield step(facts, "schedule", rule, text, 4, None, f"APPT PURPOSE={purpose}")
    if case_position.uncooperative(file):
        return
    last = {a.purpose: a.status for a in file.appointments if a.status != "cancelled"}
    for purpose in ("CH", "GT"):
        if last.get(purpose) in {"failed", "excused"}:
            what = rules.said("purpose", purpose)
            text = f"Set the next available date: {what}"
            yield step(facts, "schedule", "LA-E521-08", text, 4, None, f"APPT PURPOSE={purpose}")
    if case_position.open_appointments(file, "SI"):
        return
    missed = case_position.missed_appointments(file, rules) if file.appointments else ()
    if not missed and (agreed := case_position.interview_owed(file)) is not None:
        text = f"Arrange the interview: OFS 53 {agreed.ofs_53_on:%m/%d}, MA"
        yield step(facts, "schedule", "LA-E522-17", text, 3, None, "APPT PURPOSE=SI")
    elif missed and len(missed) < rules.days("missed_appointments", on):
        if needs.answered(file, missed[-1], on) is None:
            text = f"Schedule the second: first failed {missed[-1].on:%m/%d}"
            fill = f"APPT PURPOSE=SI NEED={missed[-1].need or 'S'}"
            yield step(facts, "schedule", "LA-E521-02", text, 3, None, fill)
    elif not missed and case_position.spell_on(facts.spells, on) is not None:
        if (came := case_position.interviewed_unsigned(file)) is not None:
            text = f"Interviewed {came:%m/%d}, nothing signed: get it, then REFR"
            yield step(facts, "sign", "LA-E520-08", text, 4, None, "REFR")
        elif needs.unsigned_since(file) is not None:
            text = "Schedule: no signature on OFS 4NCP"
            if needs.unsigned(file):
                text = f"Schedule: no OFS 4NCP, referral {needs.unsigned(file)[-1].received_on:%m/%d}"
            yield step(facts, "schedule", "LA-E520-08", text, 4, None, "APPT PURPOSE=SI")


def _undecided(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    claim = case_position.claimed_good_cause(facts.file)
    if claim is not None:
        text = f"Good cause claimed {claim.on:%m/%d}: IV-A has not decided"
        yield step(facts, "undecided", "LA-E520-07", text, 8, None, "CAS2")


def _under_claim(facts: Facts, found: list[NextStep]) -> list[NextStep]:
    """The steps; while good cause is claimed and undecided each of the others says so (reading 31)."""
    if not facts.file.good_cause or case_position.claimed_good_cause(facts.file) is None:
        return found
    return [one if one.kind == "undecided" else replace(one, text=f"GC claimed: {one.text}") for one in found]


QUESTIONS: tuple[tuple[About | None, Question], ...] = (
    (lambda file: file.appointments, _appointments),
    (None, persons.died),
    (lambda file: file.forms, _returned),
    (lambda file: file.contacts, _harm),
    (None, _agreement),
    (lambda file: file.closures, _pend),
    (lambda file: file.cooperation, _noncooperation),
    (lambda file: file.appointments or file.contacts or file.retained, _failures),
    (lambda file: file.referrals, _referral),
    (None, _arrange),
    (None, other_closings.fitting),
    (None, _desk_work),
    (lambda file: file.good_cause, _undecided),
)
"""The questions, each with what it is about: where a case has nothing of it, it is not asked."""


def _closed(facts: Facts, rules: Rulebook, on: date) -> tuple[NextStep, ...]:
    """The steps of a case that is closed, which change only where another office was asked; else none."""
    if facts.case.status != "closed":
        return ()
    closed = step(facts, "closed", "LA-E522-06", f"Closed on {facts.case.closed:%m/%d/%Y}", 9)
    found = (*_request(facts), *_asked(facts, rules, on), *_back(facts, rules), closed)
    waits = [due for due in _answers_due(facts, rules) if due > on]
    return tuple(replace(one, changes_on=min(waits)) for one in found) if waits else found


def _back(facts: Facts, rules: Rulebook) -> Iterator[NextStep]:
    """What a CP who comes back to a closed case asks for: OFS 53, then a referral that opens it again."""
    closed = facts.case.closed
    if facts.file in case_position.to_review(facts):
        yield from _brought(facts)
    entry = case_position.uncooperative(facts.file)
    if entry is None or closed is None:
        return
    again = case_position.later_application(facts, entry)
    came = case_position.came_and_agreed(facts.file, entry)
    if again is not None and again.on >= closed:
        yield _reapplied(facts, rules, again)
    elif came is not None and came.on >= closed:
        text = f"CP came back {came.on:%m/%d} and agrees: enter cooperation"
        yield step(facts, "came", "LA-E522-08", text, 3, came.on, "CAS2")


def turning_dates(facts: Facts, rules: Rulebook, on: date) -> Iterator[date]:
    """Dates on which the next step may change although nobody does anything."""
    file = facts.file
    if file.appointments:
        for appointment in case_position.open_appointments(file):
            yield appointment.on
            yield appointment.on + timedelta(days=1)
    for spell in facts.spells:
        if spell.begins is not None:
            yield spell.begins
        if spell.closed is not None:
            yield spell.closed
        if spell.notice_on is not None:
            out = case_position.notice_runs_out(spell.notice_on, rules)
            yield out
            if spell.closed is None:
                yield out + timedelta(days=1)
                if file.escalations:
                    yield case_position.removal(out)
    yield from other_closings.turning_dates(facts, rules, on)
    stands = case_position.uncooperative(file)
    if stands is not None and stands.kind == "reported" and stands.reported_on is not None:
        yield case_position.notice_due(stands.reported_on, rules)
        yield case_position.escalation_due(stands.reported_on, rules)
        if file.escalations:
            yield case_position.telling_again_due(file.escalations[-1], rules)
    for failure in failures(file, rules):
        yield first_of_month(failure.found_on, 1)
    yield from persons.turning_dates(facts, rules, on)
    yield from _answers_due(facts, rules)
    yield from reminders.turning_dates(file)
    if stands is not None:
        begins = first_of_month(on, -((on.month - 1) % 3))
        review = timedelta(days=rules.days("quarterly_review_days", on))
        yield from (begins + review, first_of_month(begins, 3))
    for child in file.children if stands is not None else ():
        if child.order_on is not None and (ends := orders.ends_on(facts, child, rules, on)):
            yield ends
    pend = case_position.pend(facts.file)
    if pend is not None and pend.closes_on is not None:
        yield pend.closes_on
        yield pend.closes_on + timedelta(days=1)


def _answers_due(facts: Facts, rules: Rulebook) -> Iterator[date]:
    for _, request in case_position.unanswered_by_others(facts):
        yield case_position.answer_due(request, rules)


def _beside(file: CaseFile) -> object:
    """What the guide of the CP's other cases reads of this one: the report that IV-A has, whose case it is,
    and what another office asks on it."""
    case, request = file.case, case_position.open_request(file)
    asked = (request.from_office, request.opened_by, request.opened_on) if request is not None else ()
    return iva_position.beside(file), asked, case.office, case.worker, case.status == "closed"


GUIDE = GuideBook(
    questions=QUESTIONS,
    said=_under_claim,
    turning_dates=turning_dates,
    ended=_closed,
    nothing="Nothing is to be done",
    optional=frozenset({"may report"}),
    waiting=frozenset({"review"}),
    deadlines=frozenset({"report", "may report", "review"}),
    beside=_beside,
)
