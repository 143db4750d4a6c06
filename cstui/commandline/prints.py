"""`cstui print NAME`: paper as text or PDF, every print logged. What can be printed is the agency's.

What is printed hides what the screens hide; `--addressed` puts a hidden address on a letter that must
reach its addressee, and the log says so. A print that cannot be logged is not made.
"""

from __future__ import annotations

import io
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from cstui import files
from cstui.acts.audit import log_of_store
from cstui.acts.base import SubjectAct
from cstui.acts.perform import Aside, Receipt
from cstui.agency import resolve
from cstui.commandline.cases import facts_of, subject_out, word_of
from cstui.commandline.faults import CommandError, nearest
from cstui.commandline.paper import Paper, counted, said
from cstui.commandline.places import known_worker, typed_date, workplace
from cstui.commandline.print_kinds import prints_of
from cstui.commandline.reporting import begun, form_of, give_out, keep
from cstui.commandline.shapes.reporting import PrintOut
from cstui.commandline.subject_page import print_subject
from cstui.forms.pages import as_text, plain_key
from cstui.forms.sheets import HEAD, WIDTH, sheets
from cstui.policy.facts import SubjectFacts
from cstui.settings import forms_folder
from cstui.store import reads
from cstui.store.facts import read_to_act
from cstui.workplace import Workplace

PAGE = 500
SLICE = 5_000
"""How many prints are logged in one transaction."""

Pages = list[list[str]]
Logging = Callable[[str, str], SubjectAct]
"""The act that logs the print of what is said (`case`, `log`) of the subject of that key."""


class Print(msgspec.Struct, kw_only=True):
    """What is to be printed: its pages as text, what it is called, and the acts that log it."""

    what: str
    name: str
    on: date
    pages: Pages
    bold: frozenset[str] = frozenset()
    logs: Sequence[tuple[str, SubjectAct]] = ()
    """Who prints, and the act, whose `to` says where to, for each thing of a subject.

    Without any the print is logged under `store`."""
    protects: str = ""
    """The kind of protected data that it shows: each act must have been done before it is given out."""


def run(options: Namespace, paper: Paper) -> int:
    """Print what was named."""
    with workplace(options) as place:
        kinds = prints_of(place.performer.agency)
        if options.action not in kinds:
            fault = f"{options.action} is not printed{nearest(options.action, kinds)}"
            raise CommandError("CS-301", fault=fault, command="cstui print")
        made: Print = resolve(kinds[options.action].make)(place, options)
        return _deliver(place, made, options, paper)


def subject(place: Workplace, options: Namespace, log: Logging) -> Print:
    """A subject with everything on it, as `cstui show` says it."""
    sheet = new_sheet()
    print_subject(subject_out(place, options.number), place, sheet)
    return of_subject(place, options, sheet, word_of(place), f"{word_of(place).capitalize()} summary", log)


def activities(place: Workplace, options: Namespace, log: Logging) -> Print:
    """The activity log of a subject between two dates, oldest first."""
    worker_of(place, options, options.number)  # the subject and the worker are there
    command = f"cstui print {options.action}"
    since, until = (
        day_of(place, typed, option, command) if typed else None
        for typed, option in ((options.since, "--from"), (options.until, "--to"))
    )
    rows = [row for row in _log(place, options.number, since) if until is None or row.on <= until]
    sheet = new_sheet()
    span = " ".join(f"{word} {said(day)}" for word, day in (("from", since), ("to", until)) if day)
    sheet.line(f"{counted(len(rows), 'entry', 'entries')} {span}".rstrip())
    sheet.line()
    for row in reversed(rows):
        sheet.wrapped(row.text, 28, first=f"{row.seq:>4}  {said(row.on)}  {row.actor:<6}{row.action:<3}")
    return of_subject(place, options, sheet, "log", "Activity log", log)


def of_subject(
    place: Workplace,
    options: Namespace,
    sheet: Paper,
    what: str,
    title: str,
    log: Logging,
    protects: str = "",
) -> Print:
    """A sheet on a subject, ready to be printed."""
    on, key = place.business_date(), options.number
    named = place.performer.facts_class.named(key)
    of = f"{title} of {place.performer.facts_class.called()} {key}"
    lines = lines_of(sheet, pdf=options.pdf)
    foot = f"{title}   {named}"
    return Print(
        what=of,
        name=f"{plain_key(key)}-{what}.{kind_of(options)}",
        on=on,
        pages=sheets(of, lines, on=on, foot=foot),
        bold=frozenset({HEAD, title.upper()}),
        logs=[(worker_of(place, options, key), log(key, what))],
        protects=protects,
    )


def kind_of(options: Namespace) -> str:
    """How the name of the file ends."""
    return "pdf" if options.pdf else "txt"


def day_of(place: Workplace, typed: str | None, option: str, command: str) -> date:
    """The day that was typed, else the business date."""
    today = place.business_date()
    return typed_date(typed, today, option, command) if typed else today


def worker_of(place: Workplace, options: Namespace, key: str) -> str:
    """Who prints what is of a subject: the worker named, else the worker of the subject."""
    if options.worker:
        with place.store.read() as session:
            return known_worker(session, options.worker, place.rules)
    return str(facts_of(place, key).file.head.worker)


def _log(place: Workplace, number: str, since: date | None) -> list[reads.ActivityRow]:
    found: list[reads.ActivityRow] = []
    with place.store.read() as session:
        while page := reads.activities(
            session,
            place.performer.facts_class.subject_of(number),
            since=since,
            limit=PAGE,
            before_seq=found[-1].seq if found else None,
        ):
            found += page
    return found


def new_sheet() -> Paper:
    """Paper as wide as a sheet, to be printed on."""
    return Paper(io.StringIO(), WIDTH, color=False)


def lines_of(sheet: Paper, *, pdf: bool) -> list[str]:
    """What was printed on a sheet; for PDF in letters that its font has."""
    assert isinstance(sheet.out, io.StringIO)
    lines = [line.rstrip() for line in sheet.out.getvalue().splitlines()]
    if pdf:
        from cstui.glyphs import legible

        return legible(lines)
    return lines


def _deliver(place: Workplace, made: Print, options: Namespace, paper: Paper) -> int:
    """Write the print, log it, and say where it is; a file that could not be logged is taken back."""
    target = _target(made, options)
    if not made.pages:
        _say(made, None, 0, options, paper)
        return 0
    if target is None:
        logged = _logged(place, made, "to standard output")
    else:
        waiting = begun(target, _content(made, options))
        try:
            logged = _logged(place, made, f"to file {target.name}")
        except BaseException:
            waiting.drop()
            raise
        keep(waiting)
    _say(made, target, logged, options, paper)
    return 0


def _target(made: Print, options: Namespace) -> Path | None:
    if options.out:
        return Path(options.out)
    if options.out is not None:
        form_of(options, f"cstui print {options.action}")
    if options.out is not None or not options.pdf:
        return None
    folder = forms_folder()
    try:
        files.folder(folder)
    except OSError as error:
        raise CommandError("CS-314", what=str(folder), fault=error.strerror or str(error)) from error
    return folder / made.name


def _content(made: Print, options: Namespace) -> str | bytes:
    if not options.pdf:
        return as_text(made.pages)
    from cstui.forms.pdf import pdf_of

    return pdf_of(made.pages, title=made.what, made_on=made.on, bold=made.bold)


def _logged(place: Workplace, made: Print, to: str) -> int:
    """Log the print on each subject that it is about, else under `store`; how many entries that made."""
    if not made.logs:
        on, at, text = place.business_date(), place.clock(), f"{made.what} printed: {to}."
        with place.store.write() as session:
            return log_of_store(session, [text], action="PR", actor="PRINT", on=on, at=at)
    acts: dict[str, dict[str, list[SubjectAct]]] = {}
    for worker, act in made.logs:
        to_there: Any = msgspec.structs.replace(act, to=to)
        acts.setdefault(worker, {}).setdefault(act.key, []).append(to_there)
    count = 0
    for worker, of_keys in acts.items():
        numbers = sorted(of_keys)
        for start in range(0, len(numbers), SLICE):
            part = numbers[start : start + SLICE]
            with place.store.write() as session:
                [outcomes] = place.performer.perform_chosen(
                    session,
                    read_to_act(session, place.performer.facts_class, part),
                    [(part, partial(_of_key, of_keys))],
                    actor=worker,
                    on=place.business_date(),
                )
            count += sum(isinstance(outcome, Receipt) for outcome in outcomes)
            refused = [outcome.why for outcome in outcomes if isinstance(outcome, Aside)]
            if made.protects and refused:
                raise CommandError("CS-338", what=made.what, why=refused[0])
    return count


def _of_key(acts: Mapping[str, list[SubjectAct]], facts: SubjectFacts) -> list[SubjectAct]:
    return acts[facts.key]


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
        give_out(_content(made, options), options, made.what, paper)
    elif made.pages:
        paper.line(f"{made.what}, {counted(len(made.pages), 'page')}, written to {target}")
    else:
        paper.line(f"{made.what}: nothing was printed.")
