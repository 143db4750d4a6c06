"""`cstui report`: the reports that agencies declare, as text, CSV, JSON or PDF."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from cstui import files, lasting
from cstui.agency import Manifest, resolve
from cstui.commandline.exporting import log_export
from cstui.commandline.faults import CommandError, nearest
from cstui.commandline.paper import Paper, as_json
from cstui.commandline.places import known_office, known_worker, workplace
from cstui.commandline.progressing import shown_progress
from cstui.commandline.shapes.base import as_agency
from cstui.progress import Cancelled
from cstui.reports.kind import ReportKind


def _unlogged() -> None:
    """What goes out is not case data, or is text to be looked at."""


def report(options: Namespace, paper: Paper) -> int:
    """Print the report, or write it to a file that only its owner may read."""
    command = f"cstui report {options.name}"
    form = form_of(options, command)
    with workplace(options) as place:
        agency = place.performer.agency
        kind = _kind(agency, options.name)
        _fits(kind, options, form, command)
        exports = options.out or form != "text"
        said = f"Report {options.name} as {form}"
        logs = partial(log_export, place, said, options.out) if exports else _unlogged
        with place.store.read() as session:
            if options.office is not None:
                known_office(session, options.office, command)
            if options.worker is not None:
                known_worker(session, options.worker, place.rules)
            asked: dict[str, Any] = {"about": tuple(options.about)} if kind.about else {}
            if kind.merges:
                asked["merge"] = tuple(map(Path, options.merge))
            quiet = options.json or (kind.about != "" and not options.out and sys.stdout.isatty())
            try:
                with shown_progress(place.clock, quiet=quiet) as progress:
                    made = kind.make(
                        session,
                        place.rules,
                        place.business_date(),
                        office=options.office,
                        worker=options.worker,
                        progress=progress,
                        **asked,
                    )
                    content: str | bytes | Iterator[str] = (
                        as_json(as_agency(kind.json(made), agency))
                        if form == "json"
                        else kind.forms[form](made)
                    )
                    if not isinstance(content, str | bytes):
                        give_out(content, options, kind.found(made), paper, logs)
            except Cancelled as stopped:
                raise CommandError("CS-320", what="no report was made", again=command) from stopped
            except ImportError as error:
                if form not in kind.extra:
                    raise
                raise CommandError("CS-319", extra=kind.extra[form]) from error
        if isinstance(content, str | bytes):
            give_out(content, options, kind.found(made), paper, logs)
    return 0


def _fits(kind: ReportKind, options: Namespace, form: str, command: str) -> None:
    """CommandError CS-301 where a report does not take what was asked of it."""
    fault = ""
    if form != "json" and form not in kind.forms:
        fault = f"{options.name} is not given as {form}; there are {', '.join((*kind.forms, 'json'))}"
    elif options.about and not kind.about:
        fault = f"{options.about[0]} is one word too many: {options.name} is not about one"
    elif bool(options.merge) != kind.merges:
        fault = f"{options.name} {'needs --merge FILE' if kind.merges else 'merges no files'}"
    if fault:
        raise CommandError("CS-301", fault=fault, command=command)


def _kind(agency: Manifest, name: str) -> ReportKind:
    """The report of that name; CommandError CS-301 where the agency has none."""
    if name.lower() not in agency.reports:
        known = ", ".join(agency.reports) or "none"
        fault = f"{name} is not a report of {agency.name}, which has {known}{nearest(name, agency.reports)}"
        raise CommandError("CS-301", fault=fault, command="cstui report")
    found: ReportKind = resolve(agency.reports[name.lower()])
    return found


BINARY = {"pdf": "a PDF", "xlsx": "a workbook", "parquet": "a Parquet file"}
"""The forms that are no text."""
MARK = "\ufeff"
"""The byte order mark; Excel reads UTF-8 where it stands first, Calc and Python's utf-8-sig leave it out."""


def form_of(options: Namespace, command: str) -> str:
    """The form that --json or --format names. CommandError CS-301 for a PDF that would go to a terminal."""
    form: str = "json" if options.json else options.format
    if form in BINARY and not options.out and sys.stdout.isatty():
        fault = f"{BINARY[form]} does not go to a terminal; name a file with --out"
        raise CommandError("CS-301", fault=fault, command=command)
    return form


def give_out(
    content: str | bytes | Iterator[str],
    options: Namespace,
    what: str,
    paper: Paper,
    logs: Callable[[], None] = _unlogged,
) -> None:
    """Write the content to the file of --out, saying `what` was written there; else to standard output.

    `logs` keeps in the log that it goes out; where that cannot be, nothing does.

    A CSV file says by its first mark that it is UTF-8; else spreadsheets take it for something else.
    """
    if options.out:
        marked = not isinstance(content, bytes) and options.format == "csv" and not options.json
        if isinstance(content, str):
            content = iter((content,))
        if not isinstance(content, bytes):
            content = chain((MARK,) if marked else (), content)
        written(Path(options.out), content, logs)
        paper.line(f"{what} written to {options.out}")
        return
    logs()
    if isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        for piece in (content,) if isinstance(content, str) else content:
            paper.out.write(piece)


def written(target: Path, content: str | bytes | Iterator[str], logs: Callable[[], None] = _unlogged) -> None:
    """Write a private file whole or not at all; CommandError CS-314 where that cannot be.

    `logs` keeps in the log that it is written; where that cannot be, there is no file.
    """
    waiting = begun(target, content)
    try:
        logs()
    except BaseException:
        waiting.drop()
        raise
    keep(waiting)


def begun(target: Path, content: str | bytes | Iterator[str]) -> files.Begun:
    """Begin a private file, which has its place once it is kept; CommandError CS-314 where that cannot be."""
    with _refusing(target):
        if isinstance(content, bytes):
            return files.begin(target, content)
        return files.begin(
            target, (piece.encode() for piece in ((content,) if isinstance(content, str) else content))
        )


def keep(one: files.Begun) -> None:
    """Give a file its place, and note that it is there; CommandError CS-314 where that cannot be."""
    with _refusing(one.path):
        one.keep()
    lasting.made(f"the file {one.path} is written")


@contextmanager
def _refusing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CommandError("CS-314", what=str(target), fault=error.strerror or error) from error
