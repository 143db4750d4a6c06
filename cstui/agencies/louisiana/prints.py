"""What Louisiana prints: forms and letters, a case, its log, the docket."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.mail import RecordPrint
from cstui.agencies.louisiana.evidence import evidence as sheet_of
from cstui.agencies.louisiana.evidence import report_of
from cstui.agencies.louisiana.letters import letter_of
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Form
from cstui.commandline import prints
from cstui.commandline.cases import facts_of
from cstui.commandline.faults import CommandError, FoundError
from cstui.commandline.paper import counted, said
from cstui.commandline.places import known_office, known_worker
from cstui.commandline.prints import Pages, Print, day_of, kind_of, lines_of, new_sheet, worker_of
from cstui.forms.pages import file_name, render_pages
from cstui.forms.sheets import HEAD, sheets
from cstui.workplace import Workplace

PAGE = 500


def form(place: Workplace, options: Namespace) -> Print:
    """One form or letter of a case."""
    with place.store.read() as session:
        found = next((f for f in reads.forms(session, options.number) if f.seq == options.seq), None)
    worker = worker_of(place, options, options.number)
    if found is None:
        missing = place.rules.finding("CS-123", "form", case=options.number, what="form", value=options.seq)
        raise FoundError(missing)
    made = Print(
        what=f"{found.form} of case {found.case}",
        name=file_name(found, kind_of(options)),
        on=found.made_on,
        pages=[],
    )
    return _with_forms(made, place, [found], {found.case: worker}, options)


def letters(place: Workplace, options: Namespace) -> Print:
    """Every form made on a day and not stopped, as one batch."""
    on = day_of(place, options.on, "--on", "cstui print letters")
    with place.store.read() as session:
        office = options.office
        if office is not None:
            known_office(session, office, "cstui print letters")
        found = reads.forms_made(session, on, office=office)
    made = Print(
        what=f"{counted(len(found), 'letter')} made on {said(on)}",
        name=f"letters-{on}.{kind_of(options)}",
        on=on,
        pages=[],
    )
    workers = _workers(place, options, {form.case for form in found})
    return _with_forms(made, place, found, workers, options)


def case(place: Workplace, options: Namespace) -> Print:
    """A case with everything on it, as `cstui show case` says it."""
    return prints.subject(place, options, _logged)


def calo(place: Workplace, options: Namespace) -> Print:
    """The activity log of a case between two dates, oldest first."""
    return prints.activities(place, options, _logged)


def _logged(key: str, what: str) -> RecordPrint:
    return msgspec.convert({"case": key, "what": what, "to": ""}, RecordPrint)


def evidence(place: Workplace, options: Namespace) -> Print:
    """The evidence for a report of non-cooperation: what happened in order, and the letters as mailed."""
    facts = facts_of(place, options.number)
    assert isinstance(facts, Facts)
    report = report_of(facts, options.report)
    if report is None:
        which = options.report or "of non-cooperation"
        missing = place.rules.finding("CS-123", "report", case=options.number, what="report", value=which)
        raise FoundError(missing)
    on = place.business_date()
    with place.store.read() as session:
        made = sheet_of(
            session, facts, report, place.rules, on, pdf=options.pdf, show_address=options.addressed
        )
    act = RecordPrint(case=options.number, what="evidence", to="", address=made.address)
    return Print(
        what=f"Evidence sheet of case {options.number}",
        name=f"{options.number}-evidence-{report.seq}.{kind_of(options)}",
        on=on,
        pages=made.pages,
        bold=made.bold,
        logs=[(worker_of(place, options, options.number), act)],
    )


def docket(place: Workplace, options: Namespace) -> Print:
    """The appointments of a day, of each office, or of one worker."""
    if options.on and options.date:
        fault = f"{options.date} and --on {options.on} name the day twice; leave one out"
        raise CommandError("CS-301", fault=fault, command="cstui print docket")
    on = day_of(place, options.on or options.date, "--on" if options.on else "DATE", "cstui print docket")
    shown = new_sheet()
    shown.line(f"{on:%A} {said(on)}")
    with place.store.read() as session:
        offices = [(row.code, f"Office {row.code} {row.name}") for row in reads.offices(session)]
        if options.whose:
            number = known_worker(session, options.whose, place.rules)
            offices = [(number, f"Worker {number}")]
        for whose, name in offices:
            rows = list(_appointments(session, whose, on))
            if rows or options.whose:
                shown.heading(name)
                shown.table(
                    ("TIME", "WORKER", "CASE", "WHAT", "STATUS", "CUSTODIAL PARENT"),
                    [(r.at, r.worker, r.case, r.purpose, r.status, r.cp) for r in rows],
                )
    if len(lines_of(shown, pdf=False)) == 1:
        shown.line("No appointment.")
    what = f"Docket of {said(on)}"
    return Print(
        what=what,
        name=f"docket-{on}.{kind_of(options)}",
        on=on,
        pages=sheets("Docket", lines_of(shown, pdf=options.pdf), on=on, foot=what),
        bold=frozenset({HEAD, "DOCKET"}),
    )


def _workers(place: Workplace, options: Namespace, numbers: Collection[str]) -> dict[str, str]:
    """Who prints what is of each of these cases."""
    with place.store.read() as session:
        if options.worker:
            return dict.fromkeys(numbers, known_worker(session, options.worker, place.rules))
        found = {number: reads.case_summary(session, number) for number in numbers}
    workers = {number: one.case.worker for number, one in found.items() if one is not None}
    for number in found.keys() - workers.keys():
        raise FoundError(place.rules.finding("CS-101", "case", what=Facts.called(), value=number))
    return workers


def _with_forms(
    bare: Print, place: Workplace, forms: Sequence[Form], workers: Mapping[str, str], options: Namespace
) -> Print:
    """The print with the forms, logged for `workers` (by case); a hidden address only with --addressed."""
    pages: Pages = []
    bold: frozenset[str] = frozenset()
    logs: list[tuple[str, RecordPrint]] = []
    with place.store.read() as session:
        for one in forms:
            letter = letter_of(session, one)
            if options.pdf:
                from cstui.forms.pdf import form_pages

                made, strong = form_pages(one, letter, show_address=options.addressed)
                bold |= strong
            else:
                made = render_pages(one, letter, show_address=options.addressed)
            pages += made
            shows = options.addressed and letter.family_violence
            logs.append((workers[one.case], RecordPrint(case=one.case, form=one.seq, to="", address=shows)))
    return msgspec.structs.replace(bare, pages=pages, bold=bold, logs=logs)


def _appointments(session: reads.Reading, whose: str, on: date) -> Iterator[reads.DocketRow]:
    offset = 0
    while page := reads.docket(session, whose, on, limit=PAGE, offset=offset):
        yield from page
        offset += len(page)
