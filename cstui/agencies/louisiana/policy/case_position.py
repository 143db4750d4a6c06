"""Where a case stands: questions that several rules ask of the facts. No rule speaks here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cstui.agencies.louisiana.policy import needs, notices
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import (
    Agreement,
    Appointment,
    BenefitSpell,
    Case,
    Child,
    Closure,
    Contact,
    Cooperation,
    Escalation,
    Form,
    GoodCause,
    OfficeRequest,
    Referral,
    Retained,
)
from cstui.policy.business_days import business_day, days_off_of
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Rulebook

MEANT = {"FTC": "RE", "RQ": "NS"}
"""By reason of a pend, what a contact of its day is about that is its own cause, and so no news."""
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
    for entry in reversed(file.cooperation):  # asked a dozen times of each case
        if entry.standing:
            return entry
    return None


def cooperated_since(file: CaseFile) -> date:
    """The day of the last entry of cooperation, or of OFS 53 agreed on all cases, whichever is later.

    Failures up to it count no more, reported or not (reading 30).
    """
    entries = [e.entered_on for e in file.cooperation if e.standing and e.kind == "cooperating"]
    return max([*entries, file.case.agreed_on or date.min, file.case.payee_since or date.min])


def _of_payee(file: CaseFile, day: date) -> bool:
    """Whether what was on `day` was the present payee's, not a former one's."""
    return file.case.payee_since is None or day >= file.case.payee_since


def agreed_with_ofs53(file: CaseFile) -> date | None:
    """The first day on which the CP agreed with OFS 53, on all cases or on this one; None where never."""
    days = [e.entered_on for e in file.cooperation if e.standing and e.kind == "cooperating" and e.ofs_53_on]
    if file.case.agreed_on is not None:
        days.append(file.case.agreed_on)
    return min(days, default=None)


def found_on(file: CaseFile, ground: str, failed_on: date) -> date:
    """The day on which a failure was found: its own day, except for support kept the day it came to light."""
    kept = retained_support(file, failed_on) if ground == "SP" else None
    return kept.found_on if kept is not None else failed_on


def answered(file: CaseFile, ground: str, failed_on: date) -> date | None:
    """The day of the cooperation that answered a failure, or None.

    It was entered later, or after the failure's report; or OFS 53 was completed for all cases then or
    later. Support that was found only after it is not answered.
    """
    known = found_on(file, ground, failed_on)
    stood = [e for e in file.cooperation if e.standing]
    reports = [e.seq for e in stood if (e.ground, e.failed_on) == (ground, failed_on)]
    days = [
        e.entered_on
        for e in stood
        if e.kind == "cooperating" and (known < e.entered_on or (reports and reports[0] < e.seq))
    ]
    if file.case.agreed_on is not None and known <= file.case.agreed_on:
        days.append(file.case.agreed_on)
    return min(days, default=None)


def good_cause(file: CaseFile) -> GoodCause | None:
    """The good cause entry in force: claimed or determined; None where none is (E-520 I)."""
    last = file.good_cause[-1] if file.good_cause else None
    return _in_force(last) if last is not None and _of_payee(file, last.on) else None


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
    """The CP's last word that he or she fears harm, while the mark of family violence is missing and IV-A has
    not told of good cause since; or None (E-520 I)."""
    told = next((c for c in reversed(facts.file.contacts) if c.standing and c.about == "FH"), None)
    heard = facts.file.good_cause[-1].received_on if facts.file.good_cause else date.min
    asked = told is not None and told.on > heard and not facts.cp.family_violence
    return told if asked else None


def contact_since(file: CaseFile, pend: Closure) -> Contact | None:
    """The CP's last call, message or visit since the pend that the worker has not looked at, or None.

    One of the day of the pend counts: whether it came before or after is not on record. What the pend is for,
    a refusal or a wish of that day, does not; after the CP's death nothing does.
    """
    if pend.reason == "DD":
        return None
    looked = pend.confirmed_on
    for contact in reversed(file.contacts):
        if not contact.standing or not contact.initiative:
            continue
        if contact.on > (looked or pend.pended_on):
            return contact
        if looked is None and contact.on == pend.pended_on and contact.about != MEANT.get(pend.reason):
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


def to_mail_anew(file: CaseFile) -> Iterator[Form]:
    """The letters that came back and ask for an address and a new letter.

    Under determined good cause nothing is asked of the CP (reading 31): only the notice of a closure for
    another reason than FTC is mailed again.
    """
    excused, stands = determined_good_cause(file) is not None, pend(file)
    for form in notices.came_back(file):
        if not excused or (form.form == "CSE 105" and stands is not None and stands.reason != "FTC"):
            yield form


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

    What is documented in CALO is not a ground of a removal that could still follow, so that an application
    made after the failure is one for new benefits even where it was documented later.
    """
    documented = entry.kind == "documented" and entry.failed_on is not None
    return entry.failed_on if documented and entry.failed_on else entry.entered_on


class Application(NamedTuple):
    """An application for services: its day, what for, and what became of one that came to nothing.

    `outcome` is denied or withdrawn, on `ended_on`; empty while it is pending, and where it was granted.
    `source` is the program of IV-A, or iva or cse for a referral.
    """

    on: date
    program: str
    source: str
    outcome: str = ""
    ended_on: date | None = None


OUTCOMES = {"DN": "denied", "WD": "withdrawn"}
"""What IV-A's closing reason says of an application that was never certified; any other ended it as well."""


def later_application(facts: Facts, entry: Cooperation) -> Application | None:
    """The first application after the non-cooperation `entry` that is pending or was granted (E-524)."""
    return min((a for a in applications_since(facts, entry) if not a.outcome), default=None)


def failed_application(facts: Facts, entry: Cooperation) -> Application | None:
    """The last application after `entry` that was denied or withdrawn; None where one still counts."""
    asked = applications_since(facts, entry)
    return max(asked, default=None) if all(a.outcome for a in asked) else None


def applications_since(facts: Facts, entry: Cooperation) -> tuple[Application, ...]:
    """The applications for IV-A and CSE services after the non-cooperation `entry` (reading 36).

    A referral that only adds a child is none. One on an application that came to nothing shares its fate.
    """
    since = counts_from(entry)
    spells = [s for s in facts.spells if s.applied > since]
    asked = [Application(s.applied, s.program, s.program, *_came_to_nothing(s)) for s in spells]
    for referral in facts.file.referrals:
        if not referral.standing or referral.received_on <= since:
            continue
        fate = (referral.outcome, referral.ended_on)
        behind = [s for s in spells if s.applied <= referral.received_on]
        if referral.source == "iva" and not referral.outcome and behind:
            fate = _came_to_nothing(behind[-1])
        if is_application(facts, entry, referral):
            what = "IV-A referral" if referral.source == "iva" else "CSE services"
            asked.append(Application(referral.received_on, what, referral.source, *fate))
    return tuple(asked)


def is_application(facts: Facts, entry: Cooperation, referral: Referral) -> bool:
    """Whether a referral is on an application made since `entry`: one that only adds a child is not."""
    since = counts_from(entry)
    behind = any(since < s.applied <= referral.received_on for s in facts.spells)
    return referral.source == "cse" or referral.child is None or behind


def _came_to_nothing(spell: BenefitSpell) -> tuple[str, date | None]:
    """What became of an application that IV-A ended without certifying it, and when."""
    if spell.begins is not None or spell.closed is None:
        return "", None
    return OUTCOMES.get(spell.closing_reason, "ended"), spell.closed


def agreement_since(facts: Facts, entry: Cooperation, until: date = date.max) -> Agreement | None:
    """The last OFS 53 that the CP brought on or after `entry` and not after `until`, or None."""
    brought = [a for a in facts.agreements if a.standing and entry.entered_on <= a.received_on <= until]
    return brought[-1] if brought else None


def came_and_agreed(file: CaseFile, entry: Cooperation) -> Contact | None:
    """The visit since `entry` in which the CP said that he or she will cooperate, or None (E-523)."""
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
    return next((a for a in reversed(facts.agreements) if a.standing and a.completed_on is None), None)


def to_review(facts: Facts) -> tuple[CaseFile, ...]:
    """The CP's cases on which he or she must agree: the open ones without determined good cause.

    Closed cases and cases under good cause are shown with OFS 53 and need no agreement (reading 10). Where
    every case is closed, the closed ones are agreed on: it bears on opening them again (reading 30).
    """
    files = sorted(facts.files, key=lambda file: file.case.number)
    every_one_closed = all(file.case.status == "closed" for file in files)
    return tuple(
        file
        for file in files
        if (every_one_closed or file.case.status != "closed") and determined_good_cause(file) is None
    )


def agreed_cases(facts: Facts, received_on: date) -> frozenset[str]:
    """The cases on which the CP agreed with the OFS 53 that he or she brought on `received_on`."""
    brought = (a for a in facts.agreements if a.standing and a.received_on == received_on)
    return frozenset(number for agreement in brought for number in agreement.agreed)


def failed_after(facts: Facts, received_on: date) -> tuple[Cooperation, ...]:
    """The non-cooperation that stands on any of the CP's cases and failed after an OFS 53 of that day."""
    entries = [uncooperative(file) for file in sorted(facts.files, key=lambda file: file.case.number)]
    return tuple(
        e for e in entries if e is not None and e.failed_on is not None and e.failed_on > received_on
    )


def open_request(file: CaseFile) -> OfficeRequest | None:
    """The request of another office to enter cooperation on the case, or None."""
    return next((r for r in reversed(file.requests) if r.done_on is None), None)


def asking_case(facts: Facts, request: OfficeRequest) -> str:
    """The case of the office that asks that waits for an answer; empty where it has no case of the CP.

    One that is not closed before one that is, then the asking worker's own, then the lowest number.
    """
    own = (file.case for file in facts.files if file.case.office == request.from_office)
    ranked = ((c.status == "closed", c.worker != request.opened_by, c.number) for c in own)
    return min(ranked, default=(True, True, ""))[2]


def asked_of_others(facts: Facts) -> Iterator[tuple[Case, OfficeRequest]]:
    """What the case in hand has asked other offices to enter on cases of the CP, done or not."""
    for file in facts.others:
        for request in file.requests:
            if asking_case(facts, request) == facts.case.number:
                yield file.case, request


def unanswered_by_others(facts: Facts) -> Iterator[tuple[Case, OfficeRequest]]:
    """Those of them that are not done."""
    for case, request in asked_of_others(facts) if facts.others else ():
        if request.done_on is None:
            yield case, request


def answer_due(request: OfficeRequest, rules: Rulebook) -> date:
    """The business day from which another office's silence is the asking worker's business (reading 38)."""
    days = rules.days("other_office_days", request.opened_on)
    return business_day(request.opened_on, days, days_off_of(rules))


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
    """Failed signature and interview appointments that count toward a report (E-520 I).

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
    `willing` leaves out the days on which he or she refused.
    """
    if not file.appointments and not file.contacts:
        return None
    kept = (a for a in file.appointments if a.purpose == purpose and a.status == "kept")
    days = [a.on for a in kept if not (willing and a.refused)]
    if purpose == "SI":
        days += [c.on for c in needs.visits(file) if not (willing and c.about == "RE")]
    return max((day for day in days if _of_payee(file, day)), default=None)


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


def refusals(file: CaseFile) -> frozenset[date]:
    """The days of interviews, by appointment or as a walk-in, in which the CP refused to cooperate.

    A refusal at a hearing or test, or on the telephone, is a contact and none; nor is one of a CP who agreed
    on the same day (reading 33).
    """
    kept = {a.on for a in file.appointments if a.refused and a.status == "kept" and a.purpose == "SI"}
    visits = [c for c in file.contacts if c.standing and c.how == "W"]
    refused = kept | {c.on for c in visits if c.about == "RE"}
    return frozenset(refused - {c.on for c in visits if c.about == "CO"})


def initiative(file: CaseFile, appointment: Appointment, rules: Rulebook) -> Contact | None:
    """The CP's first call or message about `appointment` before its day, or None.

    One about an appointment that was moved as often as may be asks for a further move and changes nothing
    (reading 34).
    """
    return None if notices.is_last_move(appointment, rules) else notices.call_before(file, appointment)


def interviewed_unsigned(file: CaseFile) -> date | None:
    """The day of the last interview that was held while a signature was missing that still is, or None."""
    since = needs.unsigned_since(file)
    appeared = appeared_on(file, willing=True) if since is not None else None
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
    aside = {r.child for r in file.referrals if not r.standing} if file.referrals else None
    return tuple(child for child in file.children if child.seq not in aside) if aside else file.children
