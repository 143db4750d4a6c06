"""What a process does that helps to count a report (`helpers`): range after range, until nobody asks.

`python -m cstui.agencies.federal.reads.helping` is told on its standard input and answers on its output.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from typing import BinaryIO

import msgspec

from cstui.agencies.federal.reads.gather import CountRules
from cstui.agencies.federal.reads.range_work import ReportRanges
from cstui.nightly.preparer import framed, read_frame
from cstui.store.engine import open_store


def serve(asks: BinaryIO, answers: BinaryIO) -> None:
    """Do what is asked; the first message says of which report."""
    if (data := read_frame(asks)) is None:
        return
    target, driver, agency, program, report, rules = marshal.loads(data)
    with open_store(target, driver=driver) as store:
        known = msgspec.json.decode(rules, type=CountRules)
        work = ReportRanges(store, agency, program, report, known)
        while (data := read_frame(asks)) is not None:
            what, *said = marshal.loads(data)
            answers.write(framed(getattr(work, what)(*said)))
            answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for who asked
    gc.disable()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, out)
