"""What E-520 forbids, said of the facts themselves: no sequence of acts may reach such a state.

These sentences repeat in another form what the rules hold at each act. Tests walk through acts and
nights and ask after each of them; `broken` names what is broken, with its citation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from cstui.agencies.louisiana.policy import case_position, needs
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Agreement, Appointment, Child, Closure, Cooperation
from cstui.policy.invariants import Broken, Invariants
from cstui.policy.rulebook import Rulebook

Agreements = tuple[Agreement, ...]
Sentence = Callable[[CaseFile, Agreements, Rulebook], Iterator[str]]
"""Reads a case's file and the forms OFS 53 of its CP, and nothing else: what a step left alone
need not be asked again."""


def broken_by(before: Facts, after: Facts, on: date) -> tuple[Broken, ...]:
    """What a step from `before` to `after` on `on` did that no step may do."""
    found: list[Broken] = []
    for old, new in zip(before.files, after.files, strict=True):
        if old is new:
            continue
        number = new.case.number
        known = {entry.seq for entry in old.cooperation}
        for entry in new.cooperation:
            if entry.seq not in known and entry.kind == "reported":
                found += [Broken(number, said, "E-520 I, E-522") for said in _report(after, new, entry)]
            elif entry.seq not in known and entry.kind == "documented":
                begun = [s.begins for s in after.spells if s.begins is not None]
                if entry.failed_on is None or min(begun, default=date.max) > entry.failed_on:
                    said = "non-cooperation of one who never got FITAP or KCSP was documented"
                    found.append(Broken(number, said, "E-522 note"))
        if len(new.closures) > len(old.closures):
            found += [Broken(number, said, "E-522, E-525") for said in _pend(after, new, new.closures[-1])]
        if after.cp.dead(on) and len(new.appointments) > len(old.appointments):
            found.append(Broken(number, "an appointment was made for a CP who had died", "E-521"))
        if old.case.status == "closed" != new.case.status and len(new.referrals) == len(old.referrals):
            found.append(Broken(number, "a closed case was opened again without a referral", "E-523"))
        found += [Broken(number, said, "E-522, E-523") for said in _entered(old, new)]
        found += [Broken(number, said, "E-521") for said in _made(old, new)]
        found += [Broken(number, said, "E-524, E-525") for said in _follow_up(before, old, new, on)]
        if len(new.forms) < len(old.forms) or len(new.cooperation) < len(old.cooperation):
            found.append(Broken(number, "a record was erased", "E-522"))
        if new.case.version < old.case.version or (new != old and new.case.version == old.case.version):
            found.append(Broken(number, "the case changed without a new version", "E-522"))
    found += _completed(before, after)
    return tuple(found)


def _report(facts: Facts, file: CaseFile, entry: Cooperation) -> Iterator[str]:
    assert entry.failed_on is not None
    if case_position.determined_good_cause(file) is not None:
        yield "non-cooperation was reported under determined good cause"
    told = [g for g in file.good_cause if g.on <= entry.failed_on]
    if told and told[-1].standing == "determined" and told[-1].reason not in case_position.NOT_CLAIMED:
        yield "a failure on a day of determined good cause was reported"
    if case_position.spell_on(facts.spells, entry.failed_on) is None:
        yield "non-cooperation of a payee who was not active was reported"
    if file.case.payee_since is not None and entry.failed_on <= file.case.payee_since:
        yield "a failure of a former payee was reported"
    if entry.failed_on > entry.entered_on:
        yield "non-cooperation was reported before it happened"
    if any(
        e.standing and e.seq < entry.seq and (e.ground, e.failed_on) == (entry.ground, entry.failed_on)
        for e in file.cooperation
        if e.kind == "reported"  # what was documented alone is reported once IV-A says that benefits ran
    ):
        yield "the same failure was reported twice"
    missed = [a for a in file.appointments if a.purpose == "SI" and a.status == "failed"]
    missed = [a for a in missed if a.agreed or not _unheard(file, a.seq)]
    missed = [a for a in missed if not _came(file, a)]
    if entry.ground == "MA" and len({a.on for a in missed}) < 2:
        yield "fewer than two missed appointments that were needed were reported"
    if entry.ground == "MA" and any(c.on >= entry.failed_on for c in needs.visits(file)):
        yield "missed appointments were reported although the CP had been interviewed since"
    if entry.ground in ("CT", "GT"):
        sessions = [a for a in file.appointments if a.on == entry.failed_on and a.status == "failed"]
        if not any(a.stopped for a in sessions):
            yield "a missed hearing or test that did not stop the case was reported"
        if all(_unheard(file, a.seq) for a in sessions if not a.agreed) and not any(
            a.agreed for a in sessions
        ):
            yield "a missed hearing or test was reported although its notice was stopped or came back"
    refused = [a.on for a in file.appointments if a.refused and a.status == "kept" and a.purpose == "SI"]
    refused += [c.on for c in file.contacts if c.standing and c.about == "RE" and c.how == "W"]
    if entry.ground == "RI" and entry.failed_on not in refused:
        yield "a refusal was reported that was not said in an interview of that day"
    if entry.ground == "RI" and any(
        c.standing and c.about == "CO" and c.how == "W" and c.on == entry.failed_on for c in file.contacts
    ):
        yield "a refusal was reported although the CP agreed on the same day"
    kept = [k.found_on for k in file.retained if entry.ground == "SP" and k.paid_on == entry.failed_on]
    known = max(kept, default=entry.failed_on)
    if file.case.agreed_on is not None and known <= file.case.agreed_on:
        yield "a failure was reported that OFS 53 agreed on all cases had answered"
    if entry.ground == "SP" and not any(
        k.paid_on == entry.failed_on and k.assigned_on <= k.paid_on and k.turned_over_on is None
        for k in file.retained
    ):
        yield "support was reported as kept that is not on record, not assigned or was turned over"


def _unheard(file: CaseFile, appointment: int) -> bool:
    """Whether letters were made for an appointment and each was stopped or came back."""
    fates = [
        (f.mailed_on is None and f.stopped_on is not None) or f.returned_on is not None
        for f in file.forms
        if f.appointment == appointment
    ]
    return bool(fates) and all(fates)


def _came(file: CaseFile, missed: Appointment) -> bool:
    """Whether what a missed appointment was for had come after it was made and before its day."""
    between = [c for c in file.contacts if c.standing and missed.made_on < c.on < missed.on]
    if missed.need == "I":
        return any(c.how == "W" and c.about in needs.INTERVIEWS for c in between)
    if missed.need in ("D", "O"):
        return any(c.about == "NI" for c in between)
    added = any(r.child is not None for r in file.referrals)
    signed_on = file.case.form_4ncp_on or file.case.opened
    return file.case.form_4ncp == "signed" and not added and signed_on < missed.on


def _made(old: CaseFile, new: CaseFile) -> Iterator[str]:
    """What is wrong with an appointment made in this step: the count of moves begun again too early."""
    for made in new.appointments[len(old.appointments) :]:
        before = [a for a in old.appointments if a.purpose == made.purpose]
        if (
            before
            and before[-1].status in ("cancelled", "excused")
            and made.moved_times < before[-1].moved_times
        ):
            yield "canceling or excusing an appointment began the count of its moves again"


def _pend(facts: Facts, file: CaseFile, closure: Closure) -> Iterator[str]:
    if closure.reason != "FTC":
        yield from _other_pend(facts, file, closure)
        return
    if case_position.spell_on(facts.spells, closure.pended_on) is not None:
        yield "a case was pended with FTC while the payee was active"
    if not any(e.standing and e.kind in ("reported", "documented") for e in file.cooperation):
        yield "a case was pended with FTC without non-cooperation"
    minors = [c for c in case_position.children_of(file) if _minor(facts, c, closure.pended_on)]
    stand = [_order_stands(child, closure.pended_on) for child in minors]
    added = any(r.standing and r.child is not None for r in file.referrals)
    if any(stand) and not all(stand) and not added:
        yield "a case was pended with FTC with an order for another child"
    if stand and all(stand) and not closure.essential:
        yield "a case was pended with FTC under orders in force, and nobody said why the CP was needed"
    if case_position.determined_good_cause(file) is not None:
        yield "a case was pended with FTC under determined good cause"
    entry = case_position.last_entry(file)
    if entry is not None and any(
        s.applied > entry.entered_on and (s.begins is not None or s.closed is None) for s in facts.spells
    ):
        yield "a case was pended with FTC although the payee applied again"
    if entry is not None and any(
        r.standing and r.source == "cse" and not r.outcome and r.received_on > entry.entered_on
        for r in file.referrals
    ):
        yield "a case was pended with FTC although the payee applied for CSE services again"


def _other_pend(facts: Facts, file: CaseFile, closure: Closure) -> Iterator[str]:
    """What is wrong with a pend for another reason than FTC."""
    abouts = [c for c in file.contacts if c.standing]
    runs = case_position.spell_on(facts.spells, closure.pended_on) is not None
    if closure.reason in ("RQ", "CL") and runs:
        yield "services were ended at the CP's wish, or for want of contact, while benefits ran"
    if closure.reason == "RQ" and not any(c.about == "NS" for c in abouts):
        yield "services were ended at a wish that the CP never said"
    if closure.reason == "CL" and len({c.how for c in abouts if c.about == "NA"}) < 2:
        yield "a CP was called out of reach who was not tried in two ways"
    if closure.reason in ("AG", "CD") and not closure.essential:
        yield "a case without a minor child was closed, and nobody said that nothing is owed"
    if closure.reason == "CD" and any(p.died_on is None for p in facts.people if p.number in _children(file)):
        yield "a case was closed for the death of a child, and one lives"
    if closure.reason == "DD" and facts.cp.died_on is None:
        yield "a case was closed for the death of a CP who lives"


def _children(file: CaseFile) -> set[int]:
    return {child.person for child in case_position.children_of(file)}


def _minor(facts: Facts, child: Child, day: date) -> bool:
    """Whether a child is living and neither emancipated nor known to be of age on `day`."""
    person = next((p for p in facts.people if p.number == child.person), None)
    born = person.born if person else None
    free = child.emancipated_on is not None and child.emancipated_on <= day
    grown = born is not None and (day.year - born.year, day.month, day.day) >= (18, born.month, born.day)
    return not (free or grown or (person is not None and person.died_on))


def _order_stands(child: Child, day: date) -> bool:
    """Whether an order without an end before `day` is on record for a child."""
    ended = child.order_until is not None and child.order_until < day
    return child.order_on is not None and not ended


def _entered(old: CaseFile, new: CaseFile) -> Iterator[str]:
    """What is wrong with cooperation entered in this step: nothing to clear, IV-A not told, still pended."""
    known = {entry.seq for entry in old.cooperation}
    for entry in new.cooperation:
        if entry.seq in known or entry.kind != "cooperating":
            continue
        stood = case_position.last_entry(old)
        if stood is None or stood.kind == "cooperating":
            yield "cooperation was entered where nothing was to clear"
        elif stood.kind == "reported" and stood.reported_on is not None:
            told = [i for i in new.interface if i.cooperation == entry.seq and i.says == "COOP"]
            yield from () if told else ("IV-A is not told of cooperation after a report that was sent",)
        if case_position.pend(new) is not None:
            yield "the case is still pended after cooperation"
        if case_position.open_request(new) is not None:
            yield "a request for cooperation stands after cooperation"


def _follow_up(facts: Facts, old: CaseFile, new: CaseFile, on: date) -> Iterator[str]:
    """What is wrong with a notice to the PI Consultant or with a child's participation ended now."""
    stands = case_position.noncooperation(old)
    active = case_position.spell_on(facts.spells, on) is not None
    if len(new.escalations) > len(old.escalations):
        sent = stands.reported_on if stands is not None else None
        months = (on.year - sent.year) * 12 + on.month - sent.month if sent else 0
        if months < 3 or not active:
            yield "the PI Consultant was told before two full months, or without need"
    was = {child.seq: child.participation for child in old.children}
    for child in new.children:
        if child.participation == "N" and was.get(child.seq) == "A" and (stands is None or active):
            yield "a child's participation ended before report and removal"
        if child.participation == "N" and was.get(child.seq) == "A" and child.order_on is not None:
            yield "the participation of a child with an order that stands ended"


def _completed(before: Facts, after: Facts) -> Iterator[Broken]:
    """What is wrong with an OFS 53 completed in this step: a case without agreement, or forgotten."""
    opened = {a.seq for a in before.agreements if a.completed_on is None}
    for agreement in (a for a in after.agreements if a.standing):
        if agreement.seq not in opened or agreement.completed_on is None:
            continue
        none_open = all(file.case.status == "closed" for file in before.files)
        for file in before.files:
            spared = file.case.status == "closed" and not none_open
            spared = spared or case_position.determined_good_cause(file) is not None
            if not spared and file.case.number not in agreement.agreed:
                said = "OFS 53 was completed without agreement on the case"
                yield Broken(file.case.number, said, "E-522")
            entry = case_position.last_entry(file)
            if entry is not None and entry.failed_on is not None and entry.failed_on > agreement.received_on:
                said = "an OFS 53 from before a failure that stands was completed"
                yield Broken(file.case.number, said, "E-522")
        for file in after.files:
            entry = case_position.last_entry(file)
            stands = entry is not None and entry.kind != "cooperating"
            if stands and case_position.open_request(file) is None:
                said = "OFS 53 was completed and the case shows non-cooperation without a request"
                yield Broken(file.case.number, said, "E-522")


def _one_report_stands(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    standing_entry: Cooperation | None = None
    for entry in (e for e in file.cooperation if e.standing):
        if entry.kind == "reported" and standing_entry is not None and standing_entry.kind == "reported":
            yield "two reports of non-cooperation stand one after the other"
        standing_entry = entry


def _one_record_a_report(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    for entry in file.cooperation:
        about = [i for i in file.interface if i.cooperation == entry.seq and i.says == "NONCOOP"]
        if entry.kind == "reported" and len(about) != 1:
            yield f"report {entry.seq} has {len(about)} records LAIN 2IP"
        if entry.kind != "reported" and about:
            yield f"entry {entry.seq} is not a report and has a record LAIN 2IP"
        sent = [i for i in about if i.status == "sent"]
        if entry.kind == "reported" and entry.reported_on is not None and not sent:
            yield f"report {entry.seq} has a date of report and was not sent"
        if entry.kind == "reported" and not entry.standing and any(i.status == "waiting" for i in about):
            yield f"report {entry.seq} was corrected and still waits to be sent"


def _status_tells_the_pend(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    pend = case_position.pend(file)
    if (file.case.status == "pended") != (pend is not None):
        yield f"the case is {file.case.status} and its pend does not say so"
    if sum(c.status == "pended" for c in file.closures) > 1:
        yield "two pends stand"
    if (file.case.status == "closed") != (file.case.closed is not None):
        yield "a closed case has no date of closing, or an open one has"


def _sixty_days(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    for closure in file.closures:
        if closure.closes_on is not None and closure.reason in ("RQ", "DD"):
            if closure.closes_on != closure.pended_on:
                yield "a closure without notice waits"
        elif closure.closes_on is not None:
            assert closure.notice_on is not None
            wait = rules.days("closure_wait_days", closure.pended_on)
            start = max(closure.pended_on, closure.notice_on)
            if closure.closes_on != start + timedelta(days=wait):
                yield "the night of closing is not sixty days after pend and CSE 105"
        if closure.status == "pended" and closure.closes_on is not None:
            notices = [f for f in file.forms if f.form == "CSE 105" and f.mailed_on == closure.notice_on]
            if not any(f.returned_on is None for f in notices):
                yield "the sixty days run although CSE 105 came back or was not mailed"
        if closure.status == "closed":
            if closure.closes_on is None:
                yield "the case was closed although CSE 105 was not mailed"
            elif closure.ended_on is None or closure.ended_on < closure.closes_on:
                yield "the case was closed before the sixtieth day"


def _decided_contacts(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    for closure in file.closures:
        if closure.status != "closed" or closure.ended_on is None:
            continue
        looked = closure.confirmed_on or closure.pended_on
        since = [c.on for c in file.contacts if c.standing and c.initiative and c.on > looked]
        if any(on <= closure.ended_on for on in since):
            yield "the case was closed although nobody had decided on a contact of the CP"


def _appointments(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    most = rules.days("advance_moves", file.case.opened)
    for purpose in ("SI", "GT", "CH"):
        if len(case_position.open_appointments(file, purpose)) > 1:
            yield f"two appointments {purpose} are open"
    for a in file.appointments:
        if a.moved_times > most:
            yield f"appointment {a.seq} was moved more than {most} times"
        notice = rules.days("reasonable_notice_days", a.made_on)
        if not a.agreed and (a.notice_on is None or (a.on - a.notice_on).days < notice):
            yield f"appointment {a.seq} was made without reasonable notice"
        if a.status in ("kept", "failed", "excused") and (a.outcome_on is None or a.outcome_on < a.on):
            yield f"appointment {a.seq} has an outcome from before its day"
    if file.case.status == "closed" and case_position.open_appointments(file):
        yield "a closed case has an open appointment"


def _after_ofs_53(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    """A report from before a completed OFS 53 stands only with a request, or where cooperation that
    was entered on it was set aside as a mistake."""
    entry = case_position.last_entry(file)
    if entry is None or entry.kind == "cooperating":
        return
    mended = any(e.kind == "cooperating" and not e.standing and e.seq > entry.seq for e in file.cooperation)
    completed = [a.completed_on for a in agreements if a.standing and a.completed_on is not None]
    later = any(day > entry.entered_on for day in completed)
    if later and not mended and case_position.open_request(file) is None:
        yield "OFS 53 was completed and the case neither cooperates nor has an open request"


def _requests(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    waiting = [r for r in file.requests if r.done_on is None]
    if len(waiting) > 1:
        yield "two requests of other offices are open"
    if waiting and case_position.noncooperation(file) is None and case_position.documented(file) is None:
        yield "a request is open although nothing is to clear"
    done = {a.seq for a in agreements if a.completed_on is not None}
    if any(r.agreement not in done for r in file.requests):
        yield "a request was made without a completed OFS 53"
    if sum(a.standing and a.completed_on is None for a in agreements) > 1:
        yield "two forms OFS 53 are open"


def _mail(file: CaseFile, agreements: Agreements, rules: Rulebook) -> Iterator[str]:
    on = {a.seq: a.on for a in file.appointments}
    for form in file.forms:
        if form.mailed_on is not None and form.stopped_on is not None:
            yield f"form {form.seq} was stopped and mailed"
        if form.returned_on is not None and form.mailed_on is None:
            yield f"form {form.seq} came back and was never mailed"
        if form.form == "CSE 115" and (form.appointment is None or form.due_on != on.get(form.appointment)):
            yield "CSE 115 is not due back on the day of the third appointment"
    for a in file.appointments:
        letters = {form.form for form in file.forms if form.appointment == a.seq}
        third = a.moved_times == rules.days("advance_moves", a.made_on)
        if "CSE 115" in letters and not third:
            yield f"appointment {a.seq} was not moved as often as may be and has CSE 115"
        if third and all(form.form != "CSE 115" for form in file.forms):
            yield f"appointment {a.seq} was moved as often as may be without CSE 115"


SENTENCES: tuple[tuple[Sentence, str], ...] = (
    (_one_report_stands, "E-522"),
    (_one_record_a_report, "E-522"),
    (_status_tells_the_pend, "E-522"),
    (_sixty_days, "E-522; 45 CFR 303.11"),
    (_decided_contacts, "E-522; 45 CFR 303.11"),
    (_appointments, "E-521"),
    (_after_ofs_53, "E-522"),
    (_requests, "E-522"),
    (_mail, "E-521, E-522"),
)


INVARIANTS = Invariants(sentences=SENTENCES, reads=lambda facts: (facts.agreements,), forbidden=broken_by)
