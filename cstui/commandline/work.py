"""`cstui desk`, `nightly`, `play` and `settings`: the desk, the nights, scenarios, where things are."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper, said
from cstui.settings import interfaces_folder, resolved, theme_name

if TYPE_CHECKING:
    from cstui.commandline import shapes


def desk(options: Namespace, paper: Paper) -> int:
    """Open the desk."""
    from cstui.commandline.logs import log_to_file
    from cstui.desk.palette import THEMES
    from cstui.desk.start import run_desk

    theme = theme_name(getattr(options, "theme", None), os.environ)
    if theme not in THEMES:
        fault = f"there is no theme {theme}; the themes are {', '.join(THEMES)}"
        raise CommandError("CS-301", fault=fault, command="cstui desk")
    log_to_file()
    return run_desk(options.store, options.clock, theme)


def settings(options: Namespace, paper: Paper) -> int:
    """Where things are, and what says so."""
    found = resolved(options.store, os.environ, paper.width)
    if options.json:
        from cstui.commandline import shapes

        paper.json(shapes.SettingsOut(settings=found))
        return 0
    paper.table(("SETTING", "FROM", "VALUE"), [(one.name, one.source, one.value) for one in found])
    return 0


def nightly(options: Namespace, paper: Paper) -> int:
    """Run the nights of a practice store, up to and including a date."""
    from cstui.commandline import shapes
    from cstui.commandline.places import refuse_live, typed_date, workplace
    from cstui.interfaces.lain_out import FolderError
    from cstui.nightly.run import run_nights

    with workplace(options) as place:
        refuse_live(place, through=options.through)
        through = today = place.business_date()
        if options.through:
            through = typed_date(options.through, today, "--through", "cstui nightly")
        shown = None if options.json or not sys.stderr.isatty() else _progress
        try:
            nights = run_nights(
                place.store,
                place.rules,
                options.clock,
                through=through,
                on_progress=shown,
                out_folder=interfaces_folder(os.environ),
            )
        except FolderError as fault:
            raise CommandError("CS-316", place=fault.place, why=fault.why) from fault
        if shown:
            sys.stderr.write("\r\x1b[K")
        out = shapes.NightlyOut(
            nights=tuple(
                shapes.NightOut(
                    night=night.night,
                    counts=night.counts,
                    aside=tuple(shapes.AsideOut(job=a.job, case=a.case, why=a.why) for a in night.aside),
                )
                for night in nights
            ),
            business_date=place.business_date(),
        )
    if options.json:
        paper.json(out)
        return 0
    for night in out.nights:
        done = ", ".join(f"{job} {count}" for job, count in night.counts.items() if count)
        paper.wrapped(done or "nothing was due", 16, first=f"{night.night:%a %m/%d/%Y}")
        for one in night.aside:
            paper.wrapped(f"case {one.case} set aside in job {one.job}: {one.why}", 16, "warning")
    if not out.nights:
        paper.line(f"The night of {said(through)} was run before; nothing was changed.")
    paper.line(f"Business date {said(out.business_date)}", "bold")
    return 0


def _progress(night: date, job: str, done: int) -> None:
    sys.stderr.write(f"\r\x1b[K{night:%m/%d/%Y} {job} {done}")
    sys.stderr.flush()


def play(options: Namespace, paper: Paper) -> int:
    """Play scenarios, each on a fresh store in memory. Status 1 where anything fails."""
    from cstui.commandline import shapes
    from cstui.content import shown
    from cstui.policy.rulebook import load_rulebook
    from cstui.scenario.play import play as play_one
    from cstui.scenario.read import read_scenario

    rules = load_rulebook()
    played: list[shapes.PlayedOut] = []
    for path in [_scenario_file(name) for name in options.files]:
        came = play_one(read_scenario(path), rules)
        came.store.close()
        checks = tuple(
            shapes.CheckOut(line=c.line, kind=c.kind, what=c.what, passed=c.passed, found=c.found)
            for c in came.checks
        )
        one = shapes.PlayedOut(
            file=shown(path),
            id=came.scenario.id,
            title=came.scenario.title,
            passed=came.passed,
            checks=checks,
        )
        played.append(one)
        if not options.json:
            _print_played(one, paper)
    out = shapes.PlayOut(passed=all(one.passed for one in played), scenarios=tuple(played))
    if options.json:
        paper.json(out)
    else:
        failed = sum(not one.passed for one in played)
        paper.line(f"{len(played)} scenarios, {failed} failed", "error" if failed else "good")
    return 0 if out.passed else 1


def _scenario_file(name: str) -> Path:
    """The file of that path, else the shipped scenario of that name; CommandError CS-311 for neither."""
    from cstui.content import root

    shipped = root() / "data" / "scenarios"
    if Path(name).is_file():
        return Path(name)
    if found := [path for path in sorted(shipped.rglob("*.toml")) if name in (path.stem, path.name)]:
        return found[0]
    raise CommandError("CS-311", what=name, fault="no such file, and no shipped scenario of that name")


def _print_played(one: shapes.PlayedOut, paper: Paper) -> None:
    paper.line(f"{one.id}  {one.title}", "bold")
    for check in one.checks:
        mark = "pass" if check.passed else "FAIL"
        paper.wrapped(
            f"line {check.line}: {check.what}", 8, "" if check.passed else "error", first=f"  {mark}"
        )
        if not check.passed:
            paper.wrapped(f"found: {check.found}", 10)
