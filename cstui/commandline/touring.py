"""`cstui tour`: a README tour as a recording, into a file or played at this terminal."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from pathlib import Path

from cstui.commandline.faults import CommandError, nearest
from cstui.commandline.paper import Paper


def tour(options: Namespace, paper: Paper) -> int:
    """Record a tour as asciicast, or play it: at a terminal unless a file is named."""
    from cstui.desk.palette import theme
    from cstui.desk.tour.cast import cast, play
    from cstui.desk.tour.flows import load_tours
    from cstui.desk.tour.record import record

    tours = {found.name: found for found in load_tours()}
    chosen = tours.get(options.name)
    if chosen is None:
        hint = nearest(options.name, tours)
        fault = f"there is no tour {options.name}{hint}; the tours are {', '.join(tours)}"
        raise CommandError("CS-301", fault=fault, command="cstui tour")
    plays = options.play or (options.out is None and sys.stdout.isatty())
    if plays:
        shades = theme(no_color=bool(os.environ.get("NO_COLOR"))).shades()
        play(record(chosen), shades, _say, time.sleep)
        return 0
    text = "".join(cast(f"cstui: {chosen.title}", record(chosen), theme().shades()))
    if options.out is None:
        sys.stdout.write(text)
        return 0
    from cstui.commandline.reporting import written

    written(Path(options.out), text)
    paper.line(f"{options.out} holds {chosen.title}: any asciicast player shows it, and `cstui tour --play`.")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
