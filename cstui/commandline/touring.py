"""`cstui tour`: a README tour as a recording, into a file or played at this terminal."""

from __future__ import annotations

import os
import shutil
import sys
import time
from argparse import Namespace
from pathlib import Path

from cstui.commandline.faults import CommandError, nearest
from cstui.commandline.paper import Paper


def tour(options: Namespace, paper: Paper) -> int:
    """Record a tour as asciicast, or play it: at a terminal unless a file is named."""
    from cstui.desk.drawing import COLUMNS, ROWS
    from cstui.desk.palette import theme
    from cstui.desk.tour.cast import cast, fitted, play
    from cstui.desk.tour.flows import load_tours
    from cstui.desk.tour.record import record

    tours = {found.name: found for found in load_tours()}
    chosen = tours.get(options.name)
    if chosen is None:
        hint = nearest(options.name, tours)
        fault = f"there is no tour {options.name}{hint}; the tours are {', '.join(tours)}"
        raise CommandError("CS-301", fault=fault, command="cstui tour")
    plays = options.play or (not options.out and sys.stdout.isatty())
    if plays:
        shades = theme(no_color=bool(os.environ.get("NO_COLOR"))).shades()
        columns, rows = shutil.get_terminal_size()
        if columns < COLUMNS or rows < ROWS:
            small = f"a tour needs {COLUMNS} columns and {ROWS} rows, this terminal has {columns} and {rows}"
            raise CommandError("CS-301", fault=small, command="cstui tour")
        _say(f"{chosen.title}: preparing it takes some seconds. Ctrl-C ends it.\n")
        play(fitted(record(chosen), rows), shades, _say, time.sleep)
        return 0
    text = "".join(cast(f"cstui: {chosen.title}", record(chosen), theme().shades()))
    if not options.out:
        sys.stdout.write(text)
        return 0
    from cstui.commandline.reporting import written

    written(Path(options.out), text)
    paper.line(f"{options.out} holds {chosen.title}: any asciicast player shows it, and `cstui tour --play`.")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
