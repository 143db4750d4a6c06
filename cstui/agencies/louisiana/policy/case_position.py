"""Where a case stands: questions that several rules ask of the facts. No rule speaks here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from cstui.agencies.louisiana.policy import needs, notices
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import (
    Agreement,
    Appointment,
    BenefitSpell,
    Child,
    Closure,
    Contact,
    Cooperation,
    Escalation,
    GoodCause,
    OfficeRequest,
    Retained,
)
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Rulebook

NOT_CLAIMED = frozenset({"", "0", "00"})
"""GC REASON values that mean good cause has not been claimed (E-520 I)."""


def noncooperation(file: CaseFile) -> Cooperation | None:
    """The non-cooperation that stands on CAS2, or None while the CP cooperates."""
    last = last_entry(file)
    return last if last is not None and last.kind == "reported" else None


def documented(file: CaseFile) -> Cooperation | None:
    """Non-cooperation of an inactive payee that stands in CALO only (E-522 note), or None."""
    last = last_entry(file)
    return last if last is not None and last.kind == "documented" else None


def uncooperative(file: CaseFile) -> Cooperation | None:
    """The non-cooperation that stands, reported or documented, or None."""
    last = last_entry(file)
    return last if last is not None and last.kind != "cooperating" else None


def last_entry(file: CaseFile) -> Cooperation | None:
    """The last entry about cooperation that was not corrected."""
    for entry in reversed(file.cooperation):
        if entry.standing:
            return entry
    return None


def cooperated_since(file: CaseFile) -> date:
    """The day of the last entry of cooperation; failures up to it count no more."""
    entries = [e.entered_on for e in file.cooperation if e.standing and e.kind == "cooperating"]
    return max(entries, default=date.min)


def answered(file: CaseFile, ground: str, failed_on: date) -> Cooperation | None:
    """The entry of cooperation that answered a failure: entered later, or after its report; or None.

    Support that was found only after the entry is not answered by it.
    """
    known = failed_on
    if ground == "SP" and (kept := retained_support(file, failed_on)) is not None:
        known = kept.found_on
    stood = [e for e in file.cooperation if e.standing]
    reports = [e.seq for e in stood if (e.ground, e.failed_on) == (ground, failed_on)]
    return next(
        (
            e
            for e in stood
            if e.kind == "cooperating" and (known < e.entered_on or (reports and reports[0] < e.seq))
        ),
        None,
    )


def good_cause(file: CaseFile) -> GoodCause | None:
    """The good cause entry in force: claimed or determined; None where none is (E-520 I)."""
    return _in_force(file.good_cause[-1] if file.good_cause else None)


def _in_force(entry: GoodCause | None) -> GoodCause | None:
    if entry is None or entry.reason in NOT_CLAIMED or entry.standing not in {"claimed", "determined"}:
        return None
    return entry


def claimed_good_cause(file: CaseFile) -> GoodCause | None:
    """The good cause entry that the CP has claimed and IV-A has not decided on, or None."""
    entry = good_cause(file) if file.good_cause else None
    return entry if entry is not None and entry.standing == "claimed" else None


def determined_good_cause(file: CaseFile) -> GoodCause | None:
    """The good cause entry that IV-A has determined, or None."""
    entry = good_cause(file)
    return entry if entry is not None and entry.standing == "determined" else None


def determined_on(file: CaseFile, day: date) -> GoodCause | None:
    """The determined good cause that held on `day`, as IV-A has told it since, or None (reading 3).

    The day on which it ended is the first without it.
    """
    told = [entry for entry in file.good_cause if entry.on <= day] if file.good_cause else []
    entry = _in_force(told[-1]) if told else None
    return entry if entry is not None and entry.standing == "determined" else None


def fears_harm(facts: Facts) -> Contact | None:
    """The CP's last word that she or he fears harm, while the mark of family violence is missing and IV-A has
    not told of good cause since; or None (E-520 I)."""
    told = next((c for c in reversed(facts.file.contacts) if c.standing and c.about == "FH"), None)
    heard = facts.file.good_cause[-1].received_on if facts.file.good_cause else date.min
    asked = told is not None and told.on > heard and not facts.cp.family_violence
    return told if asked else None


def contact_since(file: CaseFile, pend: Closure) -> Contact | None:
    """The CP's last call, message or visit since the pend that the worker has not looked at, or None.

    One of the day of the pend counts: whether it came before or after is not on record. A refusal of that
    day is what the pend is for.
    """
    looked = pend.confirmed_on
    for contact in reversed(file.contacts):
        if not contact.standing or not contact.initiative:
            continue
        if contact.on > (looked or pend.pended_on):
            return contact
        if looked is None and contact.on == pend.pended_on and contact.about != "RE":
            return contact
    return None


def told_since(file: CaseFile, entry: Cooperation) -> Contact | None:
    """What the CP told since the non-cooperation `entry`, to be decided on before a pend; or None.

    New information since the entry and the last pend, whoever called; else what came while a pend stood
    that was then withdrawn (45 CFR 303.11). Pending the case again decides on it.
    """
    last = file.closures[-1] if file.closures else None
    if last is not None and last.pended_on < entry.entered_on:
        last = None
    since = last.pended_on if last is not None else entry.entered_on
    for contact in reversed(file.contacts):
        if contact.standing and contact.about == "NI" and contact.on >= since:
            return contact
    if last is None or last.status != "withdrawn" or last.ended_on is None:
        return None
    came = contact_since(file, last)
    return came if came is not None and came.on <= last.ended_on else None


def pend(file: CaseFile) -> Closure | None:
    """The pend for closure that stands, or None."""
    last = file.closures[-1] if file.closures else None
    return last if last is not None and last.status == "pended" else None


def spell_on(spells: Iterable[BenefitSpell], day: date) -> BenefitSpell | None:
    """The spell under which the payee got benefits on `day`, or None."""
    for spell in spells:
        if spell.begins is not None and spell.begins <= day and (spell.closed is None or day < spell.closed):
            return spell
    return None


def was_recipient(spells: Iterable[BenefitSpell], day: date) -> bool:
    """Whether the payee got FITAP or KCSP on `day` or at any time before it."""
    return any(spell.begins is not None and spell.begins <= day for spell in spells)


def counts_from(entry: Cooperation) -> date:
    """From when an application is later than the non-cooperation `entry`: the entry of a report.

    What is documented in CALO is no ground of a removal that could still follow, so that an application
    made after the failure is one for new benefits even where it was documented later.
    """
    documented = entry.kind == "documented" and entry.failed_on is not None
    return entry.failed_on if documented and entry.failed_on else entry.entered_on


def later_application(facts: Facts, entry: Cooperation) -> tuple[date, str] | None:
    """The first application or referral after the non-cooperation `entry`: its date and what for."""
    since = counts_from(entry)
    asked = [(s.applied, s.program) for s in facts.spells if s.applied > since]
    asked += [
        (r.received_on, "IV-A referral" if r.source == "iva" else "CSE services")
        for r in facts.file.referrals
        if r.standing and r.received_on > since
    ]
    return min(asked, default=None)


def agreement_since(facts: Facts, entry: Cooperation, until: date = date.max) -> Agreement | None:
    """The last OFS 53 that the CP brought on or after `entry` and not after `until`, or None."""
    brought = [a for a in facts.agreements if entry.entered_on <= a.received_on <= until]
    return brought[-1] if brought else None


def came_and_agreed(file: CaseFile, entry: Cooperation) -> Contact | None:
    """The visit since `entry` in which the CP said that she or he will cooperate, or None (E-523)."""
    return next(
        (
            c
            for c in reversed(file.contacts)
            if c.standing and c.about == "CO" and c.how == "W" and c.initiative and c.on >= entry.entered_on
        ),
        None,
    )


def open_agreement(facts: Facts) -> Agreement | None:
    """The OFS 53 whose bottom portion is still to be completed, or None."""
    return next((a for a in reversed(facts.agreements) if a.completed_on is None), None)


def to_review(facts: Facts) -> tuple[CaseFile, ...]:
    """The CP's cases on which she or he must agree: the open ones without determined good cause.

    Closed cases and cases under good cause are shown with OFS 53 and need no agreement (reading 10).
    """
    return tuple(
        file
        for file in sorted(facts.files, key=lambda file: file.case.number)
        if file.case.status != "closed" and determined_good_cause(file) is None
    )


def open_request(file: CaseFile) -> OfficeRequest | None:
    """The request of another office to enter cooperation on the case, or None."""
    return next((r for r in reversed(file.requests) if r.done_on is None), None)


def retained_support(file: CaseFile, paid_on: date) -> Retained | None:
    """Support received on `paid_on`, covered by an assignment and not turned over, or None (E-520 I)."""
    return next(
        (
            r
            for r in file.retained
            if r.standing and r.paid_on == paid_on and r.assigned_on <= r.paid_on and r.turned_over_on is None
        ),
        None,
    )


def open_appointments(file: CaseFile, purpose: str | None = None) -> tuple[Appointment, ...]:
    """Appointments without an outcome, of one purpose or of all."""
    return tuple(
        a for a in file.appointments if a.status == "open" and (purpose is None or a.purpose == purpose)
    )


def missed_appointments(file: CaseFile, rules: Rulebook) -> tuple[Appointment, ...]:
    """Failed signature and interview appointments that count towards a report (E-520 I).

    They were necessary when missed and lie after the last entry of cooperation and after the last day on
    which the CP appeared.
    """
    appeared = appeared_on(file) or date.min
    return tuple(a for a in misses_since_cooperation(file, rules) if a.on > appeared)


def misses_since_cooperation(file: CaseFile, rules: Rulebook) -> tuple[Appointment, ...]:
    """Failed signature and interview appointments, necessary when missed, that no entry has answered.

    All is judged by when it happened, never by when it was keyed: what the appointment was needed for and
    proves to have been there on the day takes it out (readings 5 and 28), and so does a call or message of
    the CP before the day, the want of proper notice, and the documents of CSE 115 that came in time (E-521).
    """
    return tuple(
        a
        for a in failed_since_cooperation(file)
        if needs.answered(file, a) is None
        and initiative(file, a, rules) is None
        and not notices.fault(file, a, rules)
        and notices.documents_in(file, a) is None
    )


def failed_since_cooperation(file: CaseFile) -> tuple[Appointment, ...]:
    """Failed signature and interview appointments since the last entry of cooperation, in their order."""
    since = cooperated_since(file)
    failed = (a for a in file.appointments if a.purpose == "SI" and a.status == "failed" and a.on > since)
    return tuple(sorted(failed, key=lambda a: (a.on, a.seq)))


def appeared_on(file: CaseFile, purpose: str = "SI", *, willing: bool = False) -> date | None:
    """The last day on which the CP appeared for appointments of a purpose, or None (E-521).

    For a signature or an interview a walk-in in which the CP was interviewed is appearing, too (reading 29).
    `willing` leaves out the days on which she or he refused.
    """
    kept = (a for a in file.appointments if a.purpose == purpose and a.status == "kept")
    days = [a.on for a in kept if not (willing and a.refused)]
    if purpose == "SI":
        days += [c.on for c in needs.visits(file) if not (willing and c.about == "RE")]
    return max(days, default=None)


def interview_owed(file: CaseFile) -> Cooperation | None:
    """The entry of cooperation with OFS 53 that an interview is still owed to, or None (E-522, E-523).

    One is where missed appointments were the ground, until the CP was interviewed: on APPT or as a
    walk-in on CONT, on the day of the entry or later.
    """
    entries = [e for e in file.cooperation if e.standing]
    last = entries[-1] if entries else None
    if last is None or last.kind != "cooperating" or last.ofs_53_on is None:
        return None
    if len(entries) < 2 or entries[-2].ground != "MA":
        return None
    appeared = appeared_on(file)
    return None if appeared is not None and appeared >= last.entered_on else last


def missed_session(file: CaseFile, purpose: str, on: date) -> Appointment | None:
    """The failed hearing (CH) or genetic test (GT) of `on`, or None."""
    return next(
        (a for a in file.appointments if a.purpose == purpose and a.status == "failed" and a.on == on), None
    )


def refusal_on(file: CaseFile, on: date) -> Appointment | Contact | None:
    """The interview of `on` in which the CP refused to cooperate, or None."""
    for appointment in file.appointments:
        if appointment.refused and appointment.status == "kept" and appointment.on == on:
            return appointment
    for contact in file.contacts:
        if contact.standing and contact.about == "RE" and contact.how == "W" and contact.on == on:
            return contact
    return None


def initiative(file: CaseFile, appointment: Appointment, rules: Rulebook) -> Contact | None:
    """The CP's first call or message about `appointment` before its day, or None.

    One about an appointment that was moved as often as may be asks for a further move and changes nothing
    (reading 34).
    """
    return None if notices.is_last_move(appointment, rules) else notices.call_before(file, appointment)


def interviewed_unsigned(file: CaseFile) -> date | None:
    """The day of the last interview that was held while a signature was missing that still is, or None."""
    since, appeared = needs.unsigned_since(file), appeared_on(file, willing=True)
    return appeared if since is not None and appeared is not None and appeared >= since else None


def signature_needed(file: CaseFile) -> bool:
    """Whether the case waits for an appointment for a signature: one is missing, and no interview was held
    since it is asked for."""
    return needs.unsigned_since(file) is not None and interviewed_unsigned(file) is None


def notice_due(reported: date, rules: Rulebook) -> date:
    """The last day for IV-A's advance notice, counted from the night of the report (E-522)."""
    return reported + timedelta(days=rules.days("iva_notice_days", reported))


def notice_runs_out(notice: date, rules: Rulebook) -> date:
    """The day on which IV-A's advance notice runs out (E-522)."""
    return notice + timedelta(days=rules.days("iva_notice_length", notice))


def answered_in_time(spell: BenefitSpell, rules: Rulebook) -> bool:
    """Whether the payee answered IV-A's notice before it ran out, which stops it; the last day is in time."""
    notice, answer = spell.notice_on, spell.answered_on
    return notice is not None and answer is not None and notice <= answer <= notice_runs_out(notice, rules)


def removal(runs_out: date) -> date:
    """The first day without benefits: the first of the month after the notice ran out."""
    return first_of_month(runs_out, 1)


def escalation_due(reported: date, rules: Rulebook) -> date:
    """The first day on which two full months have lapsed since the report (E-524, reading 13)."""
    return first_of_month(reported, rules.days("escalation_months", reported) + 1)


def telling_again_due(told: Escalation, rules: Rulebook) -> date:
    """The first day on which a full month has lapsed since a notice to the PI Consultant (reading 39)."""
    return first_of_month(told.notified_on, rules.days("second_notice_months", told.notified_on) + 1)


def children_of(file: CaseFile) -> tuple[Child, ...]:
    """The children of the case, without those added by a referral that was set aside as a mistake."""
    if all(r.standing for r in file.referrals):
        return file.children
    aside = {r.child for r in file.referrals if not r.standing}
    return tuple(child for child in file.children if child.seq not in aside)
