"""`cstui desk`, `nightly`, `play` and `settings`: the desk, the nights, scenarios, where things are."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cstui.agency import installed
from cstui.commandline.faults import CommandError, needs_terminal
from cstui.commandline.paper import Paper, counted, said
from cstui.content import ContentError
from cstui.files import unfit
from cstui.settings import (
    KEPT,
    SettingsError,
    Value,
    allowed_text,
    backups_folder,
    here,
    interfaces_folder,
    keep_rule,
    near,
    resolved,
    typed_value,
)

if TYPE_CHECKING:
    from cstui.commandline.shapes.running import PlayedOut


def desk(options: Namespace, paper: Paper) -> int:
    """Open the desk."""
    from cstui.commandline.logs import log_to_file
    from cstui.desk.start import run_desk, run_linear_desk

    given: dict[str, str] = {}
    for name in ("theme", "keymap", "lock"):
        if (typed := getattr(options, name, None)) is not None:
            given[name] = str(_typed(name, typed, "cstui desk"))
    if getattr(options, "linear", False):
        given["linear"] = "on"
    now = here(os.environ, given)
    log_to_file()
    if now.settings.linear:
        columns, strict = getattr(options, "columns", 0), getattr(options, "strict", False)
        return run_linear_desk(
            options.store, options.clock, now, width=columns, strict=strict, keys=options.keys
        )
    needs_terminal("The desk")
    return run_desk(options.store, options.clock, now, options.keys)


def _typed(name: str, typed: str, command: str) -> Value:
    """A value as it was typed on the command line; CommandError CS-301 where it is not allowed."""
    if name not in KEPT:
        fault = f"{name} is not a setting that can be set{near(name)}; settings are {', '.join(KEPT)}"
        raise CommandError("CS-301", fault=fault, command=command)
    try:
        return typed_value(name, typed)
    except SettingsError as error:
        fault = f"{name} {typed} is not allowed; allowed: {allowed_text(name)}"
        raise CommandError("CS-301", fault=fault, command=command) from error


def settings(options: Namespace, paper: Paper) -> int:
    """Where things are, and what says so; set one, or take it out of the file."""
    now = here(os.environ, {"store": options.store} if options.store else {})
    if options.action:
        value = _asked(options)
        now = now.changed(options.name, value)
    found = resolved(now, paper.width)
    if options.json:
        from cstui.commandline.shapes.running import SettingsOut

        faults = tuple(f"{fault.rule} {fault.message}" for fault in now.faults)
        paper.json(SettingsOut(file=str(now.path), settings=found, faults=faults))
        return 1 if faults else 0
    shown = [one for one in found if not options.action or one.name == options.name]
    if shown:
        paper.table(("SETTING", "FROM", "VALUE"), [(one.name, one.source, one.value) for one in shown])
    else:
        paper.line(f"{options.name} is not in {now.path}.")
    for fault in now.faults:
        paper.wrapped(f"{fault.message}. {fault.cause} {fault.remedy}", 8, "warning", first=fault.rule)
    return 1 if now.faults else 0


def _asked(options: Namespace) -> str | None:
    """The value that is to be written, None for none; CommandError where the words do not fit."""
    wanted = 2 if options.action == "set" else 1
    if len([one for one in (options.name, options.value) if one is not None]) != wanted:
        takes = "NAME VALUE" if options.action == "set" else "NAME"
        raise CommandError("CS-301", fault=f"{options.action} takes {takes}", command="cstui settings")
    if options.action == "unset":
        return None
    _typed(options.name, options.value, "cstui settings")
    return str(options.value)


def nightly(options: Namespace, paper: Paper) -> int:
    """Run the nights of a practice store, up to and including a date."""
    from cstui.commandline.cases import word_of
    from cstui.commandline.places import refuse_live, typed_date, workplace
    from cstui.commandline.progressing import shown_progress
    from cstui.commandline.shapes.base import as_agency
    from cstui.commandline.shapes.running import AsideOut, NightlyOut, NightOut
    from cstui.interfaces.folders import FolderError
    from cstui.nightly.run import run_nights
    from cstui.progress import Cancelled
    from cstui.store.kept_backups import KeepRule, back_up_into

    folder, rule = (
        backups_folder(options.backups, os.environ),
        KeepRule.of(keep_rule(options.keep, os.environ)),
    )
    with workplace(options, by_system=True, asks=False) as place:
        refuse_live(place, through=options.through)
        through = today = place.business_date()
        if place.info().kind != "practice":
            through -= timedelta(days=1)  # today is not over
        if options.through:
            through = typed_date(options.through, today, "--through", "cstui nightly")
        try:
            with shown_progress(options.clock, quiet=options.json) as progress:
                nights = run_nights(
                    place.store,
                    place.rules,
                    options.clock,
                    through=through,
                    out_folder=interfaces_folder(os.environ),
                    progress=progress,
                )
        except Cancelled as stopped:
            over = (place.business_date() - today).days
            what = f"{counted(over, 'night')} over, business date {said(place.business_date())}"
            raise CommandError("CS-320", what=what, again="it goes on there") from stopped
        except FolderError as fault:
            raise CommandError("CS-316", place=fault.place, why=fault.why) from fault
        kept = back_up_into(place.store, folder, rule, options.clock()) if folder is not None else None
        out = NightlyOut(
            nights=tuple(
                NightOut(
                    night=night.night,
                    counts=night.counts,
                    aside=tuple(AsideOut(job=a.job, subject_key=a.key, why=a.why) for a in night.aside),
                )
                for night in nights
            ),
            business_date=place.business_date(),
            backup=str(kept.made) if kept else None,
            removed=tuple(map(str, kept.removed)) if kept else (),
        )
        if options.json:
            paper.json(as_agency(out, place.performer.agency))
            return 0
        word = word_of(place)
    for night in out.nights:
        done = ", ".join(f"{job} {count}" for job, count in night.counts.items() if count)
        paper.wrapped(done or "nothing was due", 16, first=f"{night.night:%a %m/%d/%Y}")
        for one in night.aside:
            paper.wrapped(f"{word} {one.subject_key} set aside in job {one.job}: {one.why}", 16, "warning")
    if not out.nights:
        paper.line(f"The night of {said(through)} was run before; nothing was changed.")
    paper.line(f"Business date {said(out.business_date)}", "bold")
    if out.backup:
        removed = f"; {counted(len(out.removed), 'older one')} removed" if out.removed else ""
        paper.wrapped(f"Backup made and checked: {out.backup}{removed}")
    return 0


def play(options: Namespace, paper: Paper) -> int:
    """Play scenarios, each on a fresh store in memory. Status 1 where anything fails or cannot be read.

    One that cannot be read does not stop the others; where it is the only one, it is the command's fault.
    """
    from cstui.commandline.shapes.running import PlayOut, UnreadOut

    played: list[PlayedOut] = []
    unread: list[UnreadOut] = []
    for name in options.files:
        try:
            one = _played(name)
        except (CommandError, ContentError) as error:
            if len(options.files) == 1:
                raise
            fault = CommandError("CS-307", fault=error) if isinstance(error, ContentError) else error
            unread.append(UnreadOut(file=name, fault=str(fault), way_out=fault.remedy))
            if not options.json:
                paper.line(name, "bold")
                paper.wrapped(str(fault), 8, "error", first="  FAIL")
                paper.wrapped(fault.remedy, 10)
            continue
        played.append(one)
        if not options.json:
            _print_played(one, paper)
    passed = all(one.passed for one in played) and not unread
    out = PlayOut(passed=passed, scenarios=tuple(played), unread=tuple(unread))
    if options.json:
        paper.json(out)
    else:
        failed = sum(not one.passed for one in played)
        counts = f"{counted(len(played), 'scenario')}, {failed} failed"
        counts += f", {counted(len(unread), 'file')} not played" if unread else ""
        paper.line(counts, "good" if passed else "error")
    return 0 if passed else 1


def _played(name: str) -> PlayedOut:
    """The scenario of that file or name, played; CommandError or ContentError where it cannot be."""
    from cstui.commandline.shapes.running import CheckOut, PlayedOut
    from cstui.content import shown
    from cstui.scenario.play import play as play_one
    from cstui.scenario.read import read_scenario

    path = _scenario_file(name)
    _no_lesson(path)
    came = play_one(read_scenario(path))
    came.store.close()
    checks = tuple(
        CheckOut(line=c.line, kind=c.kind, what=c.what, passed=c.passed, found=c.found) for c in came.checks
    )
    return PlayedOut(
        file=shown(path),
        id=came.scenario.id,
        title=came.scenario.title,
        passed=came.passed,
        checks=checks,
    )


def _no_lesson(path: Path) -> None:
    """CommandError CS-301 where the file is a lesson: what it asks is keyed at the desk, not played."""
    from cstui.content import Source, shown

    if "goal" in Source(path).data:
        file = shown(path)
        fault = f"{file} is a lesson: `cstui learn {file}` works it, with --check it plays the solution"
        raise CommandError("CS-301", fault=fault, command="cstui learn")


def _scenario_file(name: str) -> Path:
    """The file of that path, else the shipped scenario of that name; CommandError CS-311 for neither."""
    if not (fault := unfit(Path(name))):
        return Path(name)
    for agency in installed():
        files = (*agency.files("scenarios"), *agency.files("lessons"))
        if found := [path for path in files if name in (path.stem, path.name)]:
            return found[0]
    raise CommandError("CS-311", what=name, fault=f"{fault}, and no shipped scenario has that name")


def _print_played(one: PlayedOut, paper: Paper) -> None:
    paper.line(f"{one.id}  {one.title}", "bold")
    for check in one.checks:
        mark = "pass" if check.passed else "FAIL"
        paper.wrapped(
            f"line {check.line}: {check.what}", 8, "" if check.passed else "error", first=f"  {mark}"
        )
        if not check.passed:
            paper.wrapped(f"found: {check.found}", 10)
