"""`cstui report lem4145r1`: cases with non-cooperation as text, CSV, JSON or PDF."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from cstui.agencies.louisiana.reports.lem4145r1 import Report, lem4145r1
from cstui.agencies.louisiana.reports.lem4145r1_text import csv_text, text_pages
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper, as_json, counted
from cstui.commandline.places import known_office, known_worker, workplace
from cstui.commandline.progressing import shown_progress
from cstui.commandline.shapes.reporting import Lem4145r1Out
from cstui.progress import Cancelled
from cstui.workplace import Workplace

COMMAND = "cstui report lem4145r1"


def report(options: Namespace, paper: Paper) -> int:
    """Print the report, or write it to a file that only its owner may read."""
    form = form_of(options, COMMAND)
    with workplace(options) as place:
        made = _report(place, options.office, options.worker, quiet=options.json)
    give_out(_content(made, form), options, counted(len(made.lines), "case"), paper)
    return 0


MARK = "\ufeff"
"""The byte order mark; Excel reads UTF-8 where it stands first, Calc and Python's utf-8-sig leave it out."""


def form_of(options: Namespace, command: str) -> str:
    """The form that --json or --format names. CommandError CS-301 for a PDF that would go to a terminal."""
    form: str = "json" if options.json else options.format
    if form == "pdf" and not options.out and sys.stdout.isatty():
        fault = "a PDF does not go to a terminal; name a file with --out"
        raise CommandError("CS-301", fault=fault, command=command)
    return form


def give_out(content: str | bytes, options: Namespace, what: str, paper: Paper) -> None:
    """Write the content to the file of --out, saying `what` was written there; else to standard output.

    A CSV file says by its first mark that it is UTF-8; else spreadsheets take it for something else.
    """
    if options.out:
        if isinstance(content, str) and options.format == "csv" and not options.json:
            content = f"{MARK}{content}"
        written(Path(options.out), content)
        paper.line(f"{what} written to {options.out}")
    elif isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        paper.out.write(content)


def _report(place: Workplace, office: str | None, worker: str | None, *, quiet: bool) -> Report:
    with place.store.read() as session:
        if office is not None:
            known_office(session, office, COMMAND)
        if worker is not None:
            known_worker(session, worker, place.rules)
        try:
            with shown_progress(place.clock, quiet=quiet) as progress:
                return lem4145r1(
                    session,
                    place.rules,
                    place.business_date(),
                    office=office,
                    worker=worker,
                    progress=progress,
                )
        except Cancelled as stopped:
            raise CommandError("CS-320", what="no report was made", again=COMMAND) from stopped


def _content(made: Report, form: str) -> str | bytes:
    if form == "pdf":
        from cstui.agencies.louisiana.reports.lem4145r1_pdf import pdf

        return pdf(made)
    if form == "csv":
        return csv_text(made)
    if form == "text":
        return text_pages(made)
    out = Lem4145r1Out(
        on=made.on,
        office=made.office,
        worker=made.worker,
        counts={str(doing): count for doing, count in made.counts.items()},
        lines=made.lines,
    )
    return as_json(out)


def written(target: Path, content: str | bytes) -> None:
    """Write a private file whole or not at all; CommandError CS-314 where that cannot be."""
    data = content.encode() if isinstance(content, str) else content
    waiting = ""
    try:
        handle, waiting = tempfile.mkstemp(dir=target.parent, prefix=".cstui-")  # mkstemp makes it 0600
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(waiting, target)  # noqa: PTH105
    except OSError as error:
        if waiting:
            Path(waiting).unlink(missing_ok=True)
        raise CommandError("CS-314", what=str(target), fault=error.strerror or str(error)) from error
