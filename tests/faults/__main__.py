"""`python -m tests.faults`: runs by kind, with what was lost, and how each loss is replayed."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.faults import machine

SHOWN = 3
"""So many losses of a run are printed."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what is tried follows from it (1)")
    parser.add_argument("--runs", type=int, default=500, help="how many runs (500)")
    parser.add_argument("--only", type=int, help="this run of the seed alone, as a loss is replayed")
    parser.add_argument("--work", default="", help="works whose name contains this")
    parser.add_argument("--kind", default="", help="faults of this kind")
    options = parser.parse_args()
    library = machine.built()
    if library is None:
        print("There is no C compiler here: nothing was tried.")
        return 0
    if not machine.is_loaded():
        environment = {**os.environ, "LD_PRELOAD": str(library)}
        os.execve(sys.executable, [sys.executable, "-m", "tests.faults", *sys.argv[1:]], environment)
    return _tried(options)


def _tried(options: argparse.Namespace) -> int:
    from tests.faults.runs import KINDS, Tried, one
    from tests.faults.works import works

    numbers = range(options.runs) if options.only is None else [options.only]
    known = [work for work in works() if options.work in work.name]
    kinds = [kind for kind in KINDS if options.kind in kind]
    runs, lost, came, seconds = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="cstui-faults-") as place:
        os.environ |= {"CSTUI_SETTINGS": f"{place}/settings.toml", "XDG_DATA_HOME": f"{place}/data"}
        laid: dict[str, Tried] = {}
        for number in numbers:
            chance = Random(f"{options.seed} {number}")
            work = chance.choice(known)
            kind = chance.choice(kinds)
            if work.name not in laid:
                laid[work.name] = Tried(work, Path(place) / work.name.replace(" ", "-"))
                laid[work.name].lay()
            began = time.monotonic()
            losses, ended = one(laid[work.name], kind, chance)
            for name in (kind, work.name):
                runs[name] += 1
                lost[name] += bool(losses)
                came[name] += ended.came
                seconds[name] += time.monotonic() - began  # type: ignore[assignment]
            for loss in losses[:SHOWN]:
                print(f"  {work.name}, {kind}: {loss}")
            log = Path(place) / "data" / "cstui" / "cstui.log"
            if losses and log.exists():
                print("\n".join(f"    {line}" for line in log.read_text().splitlines()[-SHOWN * 4 :]))
            log.unlink(missing_ok=True)
            if losses:
                print(f"  again: make faults SEED={options.seed} ONLY={number}", flush=True)
    for title, names in (("fault", KINDS), ("work", [work.name for work in works()])):
        print(f"{title:<24}{'runs':>8}{'losses':>8}{'met':>8}{'seconds':>9}")
        for name in names:
            if runs[name]:
                figures = f"{runs[name]:>8,}{lost[name]:>8,}{came[name]:>8,}{seconds[name]:>9.1f}"
                print(f"{name:<24}{figures}")
    total = sum(runs[kind] for kind in KINDS)
    print(f"{total:,} runs, {sum(lost[kind] for kind in KINDS):,} with losses")
    return int(any(lost.values()))


if __name__ == "__main__":
    raise SystemExit(main())
