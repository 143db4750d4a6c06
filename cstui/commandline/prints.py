"""`cstui print form|case|calo|docket|letters`: paper as text or PDF, every print logged.

What is printed hides what the screens hide; `--addressed` puts a hidden address on a letter that must
reach its addressee, and the log says so. A print that cannot be logged is not made.
"""

from __future__ import annotations

import io
from argparse import Namespace
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from cstui.acts.perform import Receipt
from cstui.agencies.louisiana import reads as case_reads
from cstui.agencies.louisiana.acts.mail import RecordPrint
from cstui.agencies.louisiana.letters import letter_of
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Form
from cstui.commandline import cases
from cstui.commandline.case_page import print_case
from cstui.commandline.faults import CommandError, FoundError
from cstui.commandline.paper import Paper, counted, said
from cstui.commandline.places import known_office, known_worker, typed_date, workplace
from cstui.commandline.reporting import written
from cstui.commandline.shapes.reporting import PrintOut
from cstui.forms.pages import as_text, file_name, render_pages
from cstui.forms.sheets import HEAD, WIDTH, sheets
from cstui.settings import forms_folder
from cstui.store import chain, reads
from cstui.store.errors import StoreError
from cstui.store.facts import read_to_act
from cstui.workplace import Workplace

PAGE = 500
SLICE = 5_000
"""How many prints are logged in one transaction."""

Pages = list[list[str]]


class Print(msgspec.Struct, kw_only=True):
    """What is to be printed: its pages as text, what it is called, and the acts that log it."""

    what: str
    name: str
    on: date
    pages: Pages
    bold: frozenset[str] = frozenset()
    logs: Sequence[tuple[str, RecordPrint]] = ()
    """Who prints, and the act, for each thing of a case; a docket is logged under `store`."""


def form(options: Namespace, paper: Paper) -> int:
    """One form or letter of a case."""
    with _practice(options) as place:
        with place.store.read() as session:
            found = next((f for f in case_reads.forms(session, options.number) if f.seq == options.seq), None)
        worker = _worker(place, options, options.number)
        if found is None:
            missing = place.rules.finding(
                "CS-123", "form", case=options.number, what="form", value=options.seq
            )
            raise FoundError(missing)
        forms = _form_pages(place, [found], {found.case: worker}, options)
        made = Print(
            what=f"{found.form} of case {found.case}",
            name=file_name(found, "pdf" if options.pdf else "txt"),
            on=found.made_on,
            pages=forms.pages,
            bold=forms.bold,
            logs=forms.logs,
        )
        return _deliver(place, made, options, paper)


def letters(options: Namespace, paper: Paper) -> int:
    """Every form made on a day and not stopped, as one batch."""
    with _practice(options) as place:
        on = _day(place, options.date, "--date", "cstui print letters")
        with place.store.read() as session:
            office = options.office
            if office is not None:
                known_office(session, office, "cstui print letters")
            found = case_reads.forms_made(session, on, office=office)
        forms = _form_pages(place, found, _workers(place, options, {form.case for form in found}), options)
        made = Print(
            what=f"{counted(len(found), 'letter')} made on {said(on)}",
            name=f"letters-{on}.{'pdf' if options.pdf else 'txt'}",
            on=on,
            pages=forms.pages,
            bold=forms.bold,
            logs=forms.logs,
        )
        return _deliver(place, made, options, paper)


def case(options: Namespace, paper: Paper) -> int:
    """A case with everything on it, as `cstui show case` says it."""
    with _practice(options) as place:
        out = cases.case_out(place, options.number)
        shown = _sheet()
        print_case(out, place.rules, shown)
        return _deliver_sheet(place, options, paper, shown, "case", "Case summary")


def calo(options: Namespace, paper: Paper) -> int:
    """The activity log of a case between two dates, oldest first."""
    with _practice(options) as place:
        _worker(place, options, options.number)  # the case and the worker are there
        since, until = (
            _day(place, typed, option, "cstui print calo") if typed else None
            for typed, option in ((options.since, "--from"), (options.until, "--to"))
        )
        rows = [row for row in _log(place, options.number, since) if until is None or row.on <= until]
        shown = _sheet()
        span = " ".join(f"{word} {said(day)}" for word, day in (("from", since), ("to", until)) if day)
        shown.line(f"{counted(len(rows), 'entry', 'entries')} {span}".rstrip())
        shown.line()
        for row in reversed(rows):
            shown.wrapped(row.text, 28, first=f"{row.seq:>4}  {said(row.on)}  {row.actor:<6}{row.action:<3}")
        return _deliver_sheet(place, options, paper, shown, "log", "Activity log")


def docket(options: Namespace, paper: Paper) -> int:
    """The appointments of a day, of each office, or of one worker."""
    with _practice(options) as place:
        on = _day(place, options.date, "DATE", "cstui print docket")
        shown = _sheet()
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
        if len(_lines(shown, pdf=False)) == 1:
            shown.line("No appointment.")
        what = f"Docket of {said(on)}"
        made = Print(
            what=what,
            name=f"docket-{on}.{'pdf' if options.pdf else 'txt'}",
            on=on,
            pages=sheets("Docket", _lines(shown, pdf=options.pdf), on=on, foot=what),
            bold=frozenset({HEAD, "DOCKET"}),
        )
        return _deliver(place, made, options, paper)


@contextmanager
def _practice(options: Namespace) -> Iterator[Workplace]:
    """The workplace of a practice store; CommandError CS-315 for a live one, where nobody signed on."""
    with workplace(options) as place:
        info = place.info()
        if info.kind != "practice":
            raise CommandError("CS-315", name=info.name)
        yield place


def _day(place: Workplace, typed: str | None, option: str, command: str) -> date:
    today = place.business_date()
    return typed_date(typed, today, option, command) if typed else today


def _worker(place: Workplace, options: Namespace, number: str) -> str:
    """Who prints what is of a case: the worker named, else the worker of the case."""
    return _workers(place, options, {number})[number]


def _workers(place: Workplace, options: Namespace, numbers: Collection[str]) -> dict[str, str]:
    """Who prints what is of each of these cases."""
    with place.store.read() as session:
        if options.worker:
            return dict.fromkeys(numbers, known_worker(session, options.worker, place.rules))
        found = {number: case_reads.case_summary(session, number) for number in numbers}
    workers = {number: one.case.worker for number, one in found.items() if one is not None}
    for number in found.keys() - workers.keys():
        raise FoundError(place.rules.finding("CS-101", "case", value=number))
    return workers


class _FormPages(msgspec.Struct, kw_only=True):
    """Forms set as pages, and for each the worker who prints it with the act that logs it."""

    pages: Pages
    bold: frozenset[str]
    logs: Sequence[tuple[str, RecordPrint]]


def _form_pages(
    place: Workplace, forms: Sequence[Form], workers: Mapping[str, str], options: Namespace
) -> _FormPages:
    """The forms as they are printed by `workers` (by case); a hidden address only with --addressed."""
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
    return _FormPages(pages=pages, bold=bold, logs=logs)


def _log(place: Workplace, number: str, since: date | None) -> list[reads.ActivityRow]:
    found: list[reads.ActivityRow] = []
    with place.store.read() as session:
        while page := reads.activities(
            session,
            f"case {number}",
            since=since,
            limit=PAGE,
            before_seq=found[-1].seq if found else None,
        ):
            found += page
    return found


def _appointments(session: reads.Reading, whose: str, on: date) -> Iterator[case_reads.DocketRow]:
    offset = 0
    while page := case_reads.docket(session, whose, on, limit=PAGE, offset=offset):
        yield from page
        offset += len(page)


def _sheet() -> Paper:
    return Paper(io.StringIO(), WIDTH, colour=False)


def _lines(sheet: Paper, *, pdf: bool) -> list[str]:
    assert isinstance(sheet.out, io.StringIO)
    lines = [line.rstrip() for line in sheet.out.getvalue().splitlines()]
    if pdf:
        from cstui.glyphs import legible

        return legible(lines)
    return lines


def _deliver_sheet(
    place: Workplace,
    options: Namespace,
    paper: Paper,
    sheet: Paper,
    what: Literal["case", "log"],
    title: str,
) -> int:
    """Print a sheet on a case."""
    on, number = place.business_date(), options.number
    worker = _worker(place, options, number)
    foot = f"{title}   Case {number}"
    made = Print(
        what=f"{title} of case {number}",
        name=f"{number}-{what}.{'pdf' if options.pdf else 'txt'}",
        on=on,
        pages=sheets(f"{title} of case {number}", _lines(sheet, pdf=options.pdf), on=on, foot=foot),
        bold=frozenset({HEAD, title.upper()}),
        logs=[(worker, RecordPrint(case=number, what=what, to=""))],
    )
    return _deliver(place, made, options, paper)


def _deliver(place: Workplace, made: Print, options: Namespace, paper: Paper) -> int:
    """Write the print, log it, and say where it is; a file that could not be logged is taken back."""
    target = _target(made, options)
    if not made.pages:
        _say(made, None, 0, options, paper)
        return 0
    if target is None:
        logged = _logged(place, made, "to standard output")
    else:
        written(target, _content(made, options))
        try:
            logged = _logged(place, made, f"to file {target.name}")
        except (StoreError, FoundError):
            target.unlink(missing_ok=True)
            raise
    _say(made, target, logged, options, paper)
    return 0


def _target(made: Print, options: Namespace) -> Path | None:
    if options.out:
        return Path(options.out)
    if not options.pdf:
        return None
    folder = forms_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError("CS-314", what=str(folder), fault=error.strerror or str(error)) from error
    return folder / made.name


def _content(made: Print, options: Namespace) -> str | bytes:
    if not options.pdf:
        return as_text(made.pages)
    from cstui.forms.pdf import pdf_of

    return pdf_of(made.pages, title=made.what, made_on=made.on, bold=made.bold)


def _logged(place: Workplace, made: Print, to: str) -> int:
    """Log the print on each case that it is about, else under `store`; how many entries that made."""
    if not made.logs:
        entry = chain.Entry(
            subject="store",
            action="PR",
            on=place.business_date(),
            at=place.clock(),
            actor="PRINT",
            text=f"{made.what} printed: {to}.",
        )
        with place.store.write() as session:
            return len(chain.append(session, [entry]))
    acts: dict[str, dict[str, list[RecordPrint]]] = {}
    for worker, act in made.logs:
        acts.setdefault(worker, {}).setdefault(act.case, []).append(msgspec.structs.replace(act, to=to))
    count = 0
    for worker, of_cases in acts.items():
        numbers = sorted(of_cases)
        for start in range(0, len(numbers), SLICE):
            part = numbers[start : start + SLICE]
            with place.store.write() as session:
                [outcomes] = place.performer.perform_chosen(
                    session,
                    read_to_act(session, Facts, part),
                    [(part, partial(_of_case, of_cases))],
                    actor=worker,
                    on=place.business_date(),
                )
            count += sum(isinstance(outcome, Receipt) for outcome in outcomes)
    return count


def _of_case(acts: Mapping[str, list[RecordPrint]], facts: Facts) -> list[RecordPrint]:
    return acts[facts.case.number]


def _say(made: Print, target: Path | None, logged: int, options: Namespace, paper: Paper) -> None:
    text = as_text(made.pages) if target is None and made.pages else None
    if options.json:
        paper.json(
            PrintOut(
                what=made.what,
                on=made.on,
                file=str(target) if target and made.pages else None,
                pages=len(made.pages),
                logged=logged,
                text=text,
            )
        )
    elif text is not None:
        paper.out.write(text)
    elif made.pages:
        paper.line(f"{made.what}, {counted(len(made.pages), 'page')}, written to {target}")
    else:
        paper.line(f"{made.what}: nothing was printed.")
