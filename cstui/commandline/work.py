"""`cstui desk`, `nightly`, `play` and `settings`: the desk, the nights, scenarios, where things are."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper, said
from cstui.settings import resolved, theme_name


def desk(options: Namespace, paper: Paper) -> int:
    """Open the desk."""
    from cstui.desk.start import run_desk

    theme = theme_name(getattr(options, "theme", None), os.environ)
    return run_desk(options.store, options.clock, theme) or 0


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
    from cstui.nightly.run import run_nights

    with workplace(options) as place:
        refuse_live(place, through=options.through)
        through = today = place.business_date()
        if options.through:
            through = typed_date(options.through, today, "--through", "cstui nightly")
        shown = None if options.json or not sys.stderr.isatty() else _progress
        nights = run_nights(place.store, place.rules, options.clock, through=through, on_progress=shown)
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
    """Play scenarios, each on a fresh store in memory."""
    raise CommandError("CS-311", what="play", fault=Path())
