"""`cstui interface`: the files that go out and come in, and the records that could not be taken."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from cstui.agency import Manifest
from cstui.commandline.exporting import log_export
from cstui.commandline.faults import CommandError, FoundError, nearest
from cstui.commandline.paper import Paper, counted, said
from cstui.commandline.places import known_worker, typed_date, workplace
from cstui.commandline.progressing import shown_progress
from cstui.commandline.reporting import written
from cstui.commandline.shapes.base import shaped
from cstui.commandline.shapes.interfaces import (
    AsideListOut,
    AsideRecord,
    FileKindOut,
    FilesOut,
    InterfaceInOut,
    InterfaceOut,
    WaitingRecord,
)
from cstui.files import read
from cstui.interfaces import aside as records
from cstui.interfaces.incoming import FileIn, FileRefusedError
from cstui.interfaces.layouts import load_layouts
from cstui.interfaces.outgoing import FileOut
from cstui.policy.effects import Refused
from cstui.progress import Cancelled
from cstui.store import aside_reads
from cstui.workplace import Workplace

F = TypeVar("F", FileIn, FileOut)
MOST = 64 * 1024 * 1024
"""Bytes of the largest file that is taken in."""


def files(options: Namespace, paper: Paper) -> int:
    """The files that the store's agencies send and take in, by name."""
    with workplace(options) as place:
        layouts = [
            load_layouts(agency.name)[one.name]
            for agency in place.store.agencies
            for one in agency.load("interfaces") or ()
        ]
    found = [shaped(FileKindOut, one) for one in layouts]
    if options.json:
        paper.json(FilesOut(files=tuple(found)))
    else:
        paper.table(("NAME", "", "WHAT IT IS"), [(one.name, one.direction, one.title) for one in found])
    return 0


def _file(agency: Manifest, kind: type[F], named: str | None, command: str) -> F:
    """The kind of file that is named, else the agency's first; CommandError CS-301 where there is none."""
    known: dict[str, F] = {one.name: one for one in agency.load("interfaces") or () if isinstance(one, kind)}
    name = named or next(iter(known), "")
    if name not in known:
        fault = f"{agency.name} has no such file {name}{nearest(name, known)}".rstrip()
        raise CommandError("CS-301", fault=fault, command=command)
    return known[name]


def out(options: Namespace, paper: Paper) -> int:
    """The records sent in a night, as a file."""
    with workplace(options, by_system=True) as place:
        kind = _file(place.performer.agency, FileOut, options.name, "cstui interface out")
        today = place.business_date()
        night = today - timedelta(days=1)
        if options.on:
            night = typed_date(options.on, today, "--on", "cstui interface out")
        with place.store.read() as session:
            made = kind.make(session, night)
        logs = partial(log_export, place, f"Interface file {kind.name} of {night:%m/%d/%Y}", options.out)
        if options.out:
            written(Path(options.out), made.text, logs)
        else:
            logs()
    if options.json:
        paper.json(
            InterfaceOut(
                night=night,
                file=options.out or None,
                records=made.count,
                total=made.total,
                text=None if options.out else made.text,
            )
        )
    elif options.out:
        records_of = f"{counted(made.count, 'record')} of {said(night)}"
        paper.line(f"{records_of}, control total {made.total}, to {options.out}")
    else:
        paper.out.write(made.text)
    return 0


def take_in(options: Namespace, paper: Paper) -> int:
    """Take in a file; status 1 where it is refused, 0 where records were set aside."""
    try:
        data = read(Path(options.file), MOST)
    except OSError as error:
        fault = error.strerror or type(error).__name__
        raise CommandError("CS-311", what=options.file, fault=fault) from error
    with (
        workplace(options, by_system=True) as place,
        shown_progress(options.clock, quiet=options.json) as progress,
    ):
        kind = _file(place.performer.agency, FileIn, options.name, "cstui interface in")
        try:
            incoming = kind.read(data)
        except FileRefusedError as refused:
            raise CommandError("CS-317", name=Path(options.file).name, fault=refused) from refused
        progress.begin("Taking in", len(incoming.records), "records")
        try:
            came = kind.take_in(place.performer, incoming, lambda _done: progress.step())
        except Cancelled as stopped:
            what = f"{progress.done} of {progress.total} records read"
            again = "those taken are known, and it goes on behind them"
            raise CommandError("CS-320", what=what, again=again) from stopped
    if options.json:
        aside = tuple(shaped(AsideRecord, one) for one in came.aside)
        paper.json(shaped(InterfaceInOut, came, file=options.file, aside=aside))
        return 0
    if came.before is not None:
        paper.line(f"This file was taken in on {said(came.before)}; nothing was changed.")
        return 0
    known = f", {came.known} known before" if came.known else ""
    paper.line(
        f"{counted(came.records, 'record')}: {came.taken} taken{known}, {len(came.aside)} set aside", "bold"
    )
    for one in came.aside:
        paper.wrapped(one.why, 10, "warning", first=f"line {one.line}")
        paper.wrapped(one.record, 10)
    if came.aside:
        paper.wrapped("`cstui interface aside` keeps them until they are settled.")
    return 0


def aside(options: Namespace, paper: Paper) -> int:
    """The records that were set aside and wait; one of them is applied again, or was seen to."""
    message = ""
    with workplace(options) as place:
        if options.settle is not None or options.again is not None:
            message = _settle(place, options)
        with place.store.read() as session:
            found = records.pieces(session)
            texts = {one.entry: one.text for one in aside_reads.waiting(session)}
    waiting = tuple(shaped(WaitingRecord, one, text=texts[one.entry]) for one in found)
    if options.json:
        paper.json(AsideListOut(waiting=waiting))
        return 0
    if message:
        paper.line(message)
    rows = [(one.entry, one.on, one.text) for one in waiting]
    paper.table(("ENTRY", "DATE", "RECORD"), rows)
    return 0


def _settle(place: Workplace, options: Namespace) -> str:
    """Apply the record again, or say that it was seen to; the line that says so."""
    command = "cstui interface aside"
    if options.settle is not None and options.again is not None:
        raise CommandError("CS-301", fault="--settle and --again go one at a time", command=command)
    if options.settle is not None and not (options.why or "").strip():
        raise CommandError("CS-301", fault="--settle needs --why: what was done about it", command=command)
    if not options.worker:
        raise CommandError("CS-313")
    with place.store.read() as session:
        known_worker(session, options.worker, place.rules)
        entry = options.settle if options.again is None else options.again
        one = next((one for one in records.pieces(session) if one.entry == entry), None)
    if one is None:
        raise CommandError("CS-318", entry=entry)
    if options.again is not None:
        outcome = records.apply_again(place.performer, one, options.worker, place.business_date())
    else:
        why = options.why.strip()
        outcome = records.dispose(place.performer, entry, why, options.worker, place.business_date())
    if isinstance(outcome, Refused):
        raise FoundError(*outcome.findings)
    return outcome.message
