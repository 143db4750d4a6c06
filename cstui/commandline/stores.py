"""`cstui store ...`: make a practice store, describe, prove, renew, back up and restore it."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cstui.acts.kept_steps import next_steps_hold, renew_steps
from cstui.agency import Manifest, first
from cstui.clock import day_here, day_in
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper, counted
from cstui.commandline.places import agency_named, typed_date, workplace
from cstui.commandline.progressing import shown_progress
from cstui.commandline.shapes.stores import CopyOut, FaultOut, SealOut, StoreOut, VerifyOut
from cstui.progress import Cancelled
from cstui.settings import backups_folder, keep_rule, store_target
from cstui.store.engine import StoreInfo, open_store, place_of
from cstui.store.site_reads import rulebook_of

PRACTICE_PASSWORD = "four calm herons"
"""Everybody's first one in a practice store that asks for passwords; its sign-on screen shows it."""

if TYPE_CHECKING:
    from cstui.store.reads import Reading
    from cstui.store.store_fault import StoreFault


def create(options: Namespace, paper: Paper) -> int:
    """Make a practice store where --store says, else the user's own."""
    target = store_target(options.store, os.environ)
    today = day_here(options.clock())
    start = typed_date(options.on, today, "--on", "cstui store create") if options.on else None
    agencies = [agency_named(name, "cstui store create") for name in options.agencies or ()]
    if options.live:
        return _create_live(options, target, agencies, paper)
    key = options.keys.new(place_of(target), options.keys.file) if options.encrypted else None
    if options.empty:
        from cstui.store.engine import create_store

        made = create_store(
            target,
            name=options.name or "PRACTICE",
            business_date=start or today,
            at=options.clock(),
            agencies=agencies,
            key=key,
        )
    else:
        from cstui.scenario.practice import create_practice_store

        made = create_practice_store(
            target,
            clock=options.clock,
            start=start,
            name=options.name or "PRACTICE",
            agencies=agencies,
            key=key,
        )
    if options.passwords:
        from cstui.acts.accounts import ask_passwords

        with made.write() as session:
            ask_passwords(session, PRACTICE_PASSWORD, on=made.info().business_date, at=options.clock())
    with made:
        return _show(made.info(), options, paper)


def _create_live(options: Namespace, target: str | Path, agencies: list[Manifest], paper: Paper) -> int:
    """Make a live store. CommandError CS-301 for what only a practice store is given."""
    from cstui.commandline import live

    command, given = "cstui store create", {"--on": options.on, "--empty": options.empty}
    if strange := [option for option, value in given.items() if value]:
        raise CommandError("CS-301", fault=f"{strange[0]} does not go with --live", command=command)
    if missing := [name for name in ("site", "administrator") if not getattr(options, name)]:
        raise CommandError("CS-301", fault=f"--live needs --{missing[0]}", command=command)
    if len(agencies) > 1:
        raise CommandError("CS-301", fault="a live store is of one agency", command=command)
    with live.create(options, target, agencies[0] if agencies else first(), paper) as made:
        return _show(made.info(), options, paper)


def generate(options: Namespace, paper: Paper) -> int:
    """Make a practice store with a made-up caseload where --store says, else the user's own."""
    from cstui.scenario.caseload import MOST, create_caseload

    command = "cstui practice generate"
    agency = agency_named(options.agency, command) if options.agency else first()
    if not agency.caseload:
        raise CommandError("CS-301", fault=f"{agency.title} makes up no caseload", command=command)
    if not 0 < options.cases <= MOST:
        fault = f"--cases {options.cases} is not a number from 1 to {MOST:,}"
        raise CommandError("CS-301", fault=fault, command=command)
    today = day_here(options.clock())
    on = typed_date(options.on, today, "--on", command) if options.on else today
    target = store_target(options.store, os.environ)
    key = options.keys.new(place_of(target), options.keys.file) if options.encrypted else None
    with shown_progress(options.clock, quiet=options.json) as progress:
        try:
            made = create_caseload(
                target,
                agency,
                cases=options.cases,
                seed=options.seed,
                on=on,
                clock=options.clock,
                name=options.name or "PRACTICE",
                steps=not options.no_steps,
                beside=[agency_named(name, command) for name in options.beside],
                progress=progress,
                key=key,
            )
        except Cancelled as stopped:
            raise CommandError("CS-320", what="no store was made", again=command) from stopped
    with made:
        return _show(made.info(), options, paper)


def info(options: Namespace, paper: Paper) -> int:
    """What the store is."""
    from cstui.store.verify import contents

    with open_store(store_target(options.store, os.environ), keys=options.keys) as opened:
        held = contents(opened)
        return _show(held.info, options, paper, bytes=held.bytes, counts=held.counts)


def _show(found: StoreInfo, options: Namespace, paper: Paper, **more: Any) -> int:
    out = StoreOut(**msgspec.structs.asdict(found), **more)
    if options.json:
        paper.json(out)
        return 0
    paper.pairs(
        [
            ("store", out.place),
            ("name", out.name),
            ("kind", out.kind),
            ("agencies", ", ".join(out.agencies)),
            ("business date", out.business_date),
            ("first date", out.anchor),
            ("created", out.created),
            ("version", out.schema),
            ("database", f"{out.database} ({out.driver}){', encrypted' if out.encrypted else ''}"),
            ("size", f"{out.bytes:,} bytes" if out.bytes else ""),
            ("read-only", out.read_only),
            ("backup", out.backup),
        ]
    )
    if out.counts:
        paper.line()
        paper.table(("ROWS", "OF"), [(f"{count:>8,}", name) for name, count in out.counts.items() if count])
    return 0


def verify(options: Namespace, paper: Paper) -> int:
    """Check the file, the log, its seals, the next steps and more. Status 1 where something does not hold."""
    from cstui.store.engine import open_to_verify
    from cstui.store.nights import store_state
    from cstui.store.verify import unfinished_night, way_out
    from cstui.store.verify import verify as faults_of

    asked = None if options.seal is None else _digest(options.seal)
    with (
        open_to_verify(store_target(options.store, os.environ), keys=options.keys) as opened,
        shown_progress(options.clock, quiet=options.json) as progress,
    ):

        def steps(session: Reading) -> Iterator[StoreFault]:
            day, practice = store_state(session)
            # A night that was cut off leaves the steps of the day before behind it, case by case.
            for agency in opened.agencies if unfinished_night(session) is None else ():
                on = day if practice else day_in(options.clock(), agency.zone)
                yield from next_steps_hold(rulebook_of(session, agency), on, session, progress)

        found_seals: list[SealOut] = []

        def seal(session: Reading) -> Iterator[StoreFault]:
            yield from _seal(session, asked or "", found_seals)

        try:
            found = faults_of(opened, [steps] if asked is None else [seal, steps])
        except Cancelled as stopped:
            raise CommandError(
                "CS-320", what=f"{progress.done} cases checked", again="it starts over"
            ) from stopped
        faults = tuple(FaultOut(check=f.check, where=f.where, fault=f.fault) for f in found)
        shown = found_seals[0] if found_seals else None
        out = VerifyOut(holds=not faults, place=opened.place.name, faults=faults, seal=shown)
    if options.json:
        paper.json(out)
    for one in () if options.json else faults:
        paper.wrapped(f"{one.check}: {one.where}: {one.fault}")
    if not out.holds:
        raise CommandError(way_out(found), name=out.place, count=counted(len(faults), "fault"))
    if not options.json:
        paper.line(f"Store {out.place} holds.", "good")
        if asked is not None:
            _say_seal(out.seal, bool(asked), paper)
    return 0


def seal(options: Namespace, paper: Paper) -> int:
    """Write the newest seal of the log to a file that is kept outside the store."""
    from cstui.commandline.reporting import written
    from cstui.store import seals

    with open_store(store_target(options.store, os.environ), keys=options.keys) as opened:
        info = opened.info()
        with opened.read() as session:
            found = seals.kept(session.connection(), newest=True)
    if not found:
        raise CommandError("CS-337", name=info.name)
    [one] = found
    said = f"{SEAL_FILE}\nstore {info.name}, {info.place}\nseal {one.seq}, {counted(one.count, 'line')}\n"
    written(Path(options.out), f"{said}night {one.on}\ndigest {one.digest}\n")
    shown = SealOut(number=one.seq, night=one.on, lines=one.count, digest=one.digest, later=0)
    if options.json:
        paper.json(shown)
        return 0
    _say_seal(shown, False, paper)
    paper.line(f"Written to {options.out}; `cstui store verify --seal {options.out}` compares with it.")
    return 0


SEAL_FILE = "A seal of the log of a cstui store."
"""The first line of a file that keeps a seal."""


def _digest(typed: str) -> str:
    """The digest of a seal as it was typed, with spaces or in capitals, or nothing, or that of the file of
    that name that `seal` wrote; else CS-332.
    """
    digest = "".join(typed.split()).lower()
    file = Path(typed)
    if digest and not re.fullmatch("[0-9a-f]{64}", digest) and file.is_file():
        with suppress(OSError, UnicodeDecodeError):
            found = re.search("^digest ([0-9a-f]{64})$", file.read_bytes()[:4096].decode(), re.MULTILINE)
            digest = found[1] if found else digest
    if digest and re.fullmatch("[0-9a-f]{64}", digest) is None:
        raise CommandError("CS-332", value=typed)
    return digest


def _seal(session: Reading, digest: str, found: list[SealOut]) -> Iterator[StoreFault]:
    """Put the seal of that digest, or the newest one, into `found`; where the first is not there, a fault."""
    from cstui.store import seals
    from cstui.store.verify_log import kept_outside

    kept = seals.kept(session.connection())
    if digest:
        yield from kept_outside(digest)(session)
    wanted = [seal for seal in kept if seal.digest == digest] if digest else kept[-1:]
    found += [
        SealOut(number=s.seq, night=s.on, lines=s.count, digest=s.digest, later=len(kept) - s.seq)
        for s in wanted
    ]


def _say_seal(seal: SealOut | None, compared: bool, paper: Paper) -> None:
    if seal is None:
        paper.line("Its log is not sealed yet: the next night seals it.")
        return
    lines = counted(seal.lines, "line")
    paper.line(f"Seal {seal.number}, night of {seal.night:%m/%d/%Y}, {lines}:")
    paper.line(seal.digest)
    if compared:
        since = f"{counted(seal.later, 'night has', 'nights have')} been sealed since"
        paper.line(f"The log up to it is as it was when it was sealed; {since}.")
    else:
        paper.line("Keep it where nobody can change it who can write the store.")


def upgrade(options: Namespace, paper: Paper) -> int:
    """Bring an older store to this version, after a backup beside it; next steps as this version has them."""
    from cstui.store.migrate import upgrade as migrated

    target, renewed = store_target(options.store, os.environ), partial(renew_steps, now=options.clock())
    came = migrated(target, keys=options.keys, then=renewed)
    backup = str(came.backup) if came.backup else None
    with workplace(options, by_system=True, asks=False) as place:
        return _show(place.info(), options, paper, backup=backup)


def backup(options: Namespace, paper: Paper) -> int:
    """Copy the store into a new file while desks work in it."""
    from cstui.store.backup import backup as copied
    from cstui.store.errors import StoreError
    from cstui.store.kept_backups import KeepRule, back_up_into

    with open_store(store_target(options.store, os.environ), keys=options.keys) as opened:
        if options.file:
            made = copied(opened, Path(options.file))
        else:
            folder = backups_folder(options.backups, os.environ)
            if folder is None:
                raise StoreError("CS-230", name=opened.place.name)
            rule = KeepRule.of(keep_rule(options.keep, os.environ))
            made = back_up_into(opened, folder, rule, options.clock()).made
        schema = opened.info().schema
    return _copied(CopyOut(place=opened.place.name, file=str(made), schema=schema), options, paper)


def restore(options: Namespace, paper: Paper) -> int:
    """Put a backup in the place of the store, which stays beside it under a dated name."""
    from cstui.store.backup import restore as restored
    from cstui.store.engine import SCHEMA

    target = store_target(options.store, os.environ)
    came = restored(Path(options.file), target, at=options.clock(), keys=options.keys)
    kept = str(came.kept) if came.kept else None
    out = CopyOut(place=str(came.path), file=options.file, schema=came.schema, kept=kept)
    status = _copied(out, options, paper)
    if came.schema != SCHEMA and not options.json:
        paper.line("It is of an older version: run `cstui store upgrade`.")
    return status


def _copied(out: CopyOut, options: Namespace, paper: Paper) -> int:
    if options.json:
        paper.json(out)
    else:
        rows = [("store", out.place), ("backup", out.file), ("version", out.schema), ("kept", out.kept)]
        paper.pairs([(name, value) for name, value in rows if value])
    return 0
