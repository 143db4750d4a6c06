"""The evidence sheet of a report of non-cooperation: what was sent, said and missed, in order, and the
letters as they were mailed. It prints for a hearing or for the PI Consultant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from cstui.agencies.louisiana.letters import letter_of
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.history import history
from cstui.agencies.louisiana.records import Cooperation, Form
from cstui.forms.pages import Letter, render_pages
from cstui.forms.sheets import HEAD, sheets
from cstui.policy.rulebook import Rulebook
from cstui.store.nights import Session

TITLE = "Evidence of non-cooperation"


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of a sheet and of its copies, and which lines are set in bold; `address` says that an
    address under family violence stands on them."""

    pages: list[list[str]]
    bold: frozenset[str]
    address: bool


def report_of(facts: Facts, seq: int | None = None) -> Cooperation | None:
    """The report of a number, else the last that was not corrected: one of non-cooperation."""
    found = [e for e in facts.file.cooperation if e.kind != "cooperating" and (e.standing or e.seq == seq)]
    return next((e for e in reversed(found) if seq in (None, e.seq)), None)


def evidence(
    session: Session,
    facts: Facts,
    report: Cooperation,
    rules: Rulebook,
    on: date,
    *,
    pdf: bool = False,
    show_address: bool = False,
) -> Evidence:
    """The evidence for a report: all since the cooperation before it, as it is known on `on`."""
    since = max(
        (e.entered_on for e in facts.file.cooperation if _clears(e, report)), default=facts.case.opened
    )
    mailed = [form for form in facts.file.forms if form.mailed_on is not None and form.mailed_on >= since]
    letters = [letter_of(session, form) for form in mailed]
    lines = [*_heading(facts, report, rules), "", "WHAT HAPPENED, IN ORDER"]
    told = ((moment.on, moment.text) for moment in history(facts, rules, on))
    events = [*_said(facts, rules), *_made(facts, rules), *told, *_sent(mailed, letters)]
    lines += [f"{day:%m/%d/%Y}  {text}" for day, text in sorted(events, key=lambda e: e[0]) if day >= since]
    if mailed:
        lines += ["", "THE LETTERS FOLLOW AS THEY WERE MAILED, IN THIS ORDER."]
    if pdf:
        from cstui.forms.pdf import form_pages
        from cstui.glyphs import legible

        lines = legible(lines)
    foot = f"{TITLE}   Case {facts.key}   Report {report.seq}"
    pages = sheets(f"{TITLE} on case {facts.key}", lines, on=on, foot=foot)
    bold = frozenset({HEAD, TITLE.upper(), "WHAT HAPPENED", "THE LETTERS FOLLOW"})
    for form, letter in zip(mailed, letters, strict=True):
        if pdf:
            copy, strong = form_pages(form, letter, show_address=show_address)
            bold |= strong
        else:
            copy = render_pages(form, letter, show_address=show_address)
        pages += copy
    hidden = any(letter.family_violence for letter in letters)
    return Evidence(pages=pages, bold=bold, address=show_address and hidden)


def _clears(entry: Cooperation, report: Cooperation) -> bool:
    return entry.kind == "cooperating" and entry.standing and entry.seq < report.seq


def _heading(facts: Facts, report: Cooperation, rules: Rulebook) -> Iterator[str]:
    case, cp, ncp = facts.case, facts.cp, facts.ncp
    yield f"Case              {case.number}, office {case.office}, worker {case.worker}"
    yield f"Custodial parent  {cp.first} {cp.last}"
    if ncp is not None:
        yield f"About             {ncp.first} {ncp.last}"
    failed = f", DT {report.failed_on:%m/%d/%Y}" if report.failed_on else ""
    yield f"Non-cooperation   {report.ground}, {rules.said('noncoop', report.ground)}{failed}"
    yield f"Entered           {report.entered_on:%m/%d/%Y} by worker {report.worker}"
    if report.kind == "documented":
        yield "Reported          no: documented in CALO, the payee was no longer active"
    else:
        reported = f"{report.reported_on:%m/%d/%Y}, LAIN 2IP" if report.reported_on else "not yet"
        yield f"Reported          {reported}"
    if not report.standing:
        yield "Corrected         this entry was set aside later"


def _sent(mailed: list[Form], letters: list[Letter]) -> Iterator[tuple[date, str]]:
    """When each letter was mailed; one that was mailed before letters were kept is a copy from today."""
    for number, (form, letter) in enumerate(zip(mailed, letters, strict=True), start=1):
        assert form.mailed_on is not None
        kept = "" if letter.template else ", as known today"
        yield form.mailed_on, f"Mailed: {form.form} (letter {number}{kept})"
        if form.received_on is not None:
            yield form.received_on, f"Documents of {form.form} received"


def _said(facts: Facts, rules: Rulebook) -> Iterator[tuple[date, str]]:
    """Each contact that was not set aside, in the words of the log."""
    for contact in facts.file.contacts:
        if contact.standing:
            who = "CP" if contact.initiative else "CSE"
            about = f", {rules.said('about', contact.about)}" if contact.about else ""
            text = f": {contact.text}" if contact.text else ""
            yield contact.on, f"Contact by {who}: {rules.said('how', contact.how)}{about}{text}"


def _made(facts: Facts, rules: Rulebook) -> Iterator[tuple[date, str]]:
    """Appointments made, moved and cancelled; how they went the timeline tells."""
    for a in facts.file.appointments:
        what = rules.meaning("purpose", a.purpose)
        agreed = ", agreed to by the CP" if a.agreed else ""
        wanted = f", needed for {rules.said('need', a.need)}" if a.need else ""
        yield a.made_on, f"Appointment made: {what} on {a.on:%m/%d/%Y} at {a.at}{wanted}{agreed}"
        if a.status in {"moved", "cancelled"} and a.outcome_on is not None:
            yield a.outcome_on, f"{what} of {a.on:%m/%d/%Y}: {a.status}"
