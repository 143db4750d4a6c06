"""`python -m tests.attacks [NAME...]` runs attacks with a seed, and prints tries, losses and counts."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.attacks.attack import Attack, Tally, attacks

SHOWN = 5
"""So many losses of an attack are printed."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("names", nargs="*", help="attacks whose name contains one of these; all if none")
    parser.add_argument("--seed", type=int, default=1, help="what is tried follows from it (1)")
    parser.add_argument("--times", type=float, default=1.0, help="so many times the usual tries (1)")
    arguments = parser.parse_args()
    wanted = [
        one
        for name, one in sorted(attacks().items())
        if not arguments.names or any(part in name for part in arguments.names)
    ]
    print(f"seed {arguments.seed}")
    print(f"{'attack':<28}{'tries':>8}{'losses':>8}{'seconds':>9}  a loss is")
    tallies = [_run(one, arguments.seed, arguments.times) for one in wanted]
    return int(any(tally.losses for tally in tallies))


def _run(one: Attack, seed: int, times: float) -> Tally:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cstui-attack-") as folder:
        tally = one.run(Random(f"{one.name} {seed}"), max(1, round(one.tries * times)), Path(folder))
    seconds = time.monotonic() - started
    print(f"{one.name:<28}{tally.tries:>8,}{len(tally.losses):>8,}{seconds:>9.1f}  {one.loss}", flush=True)
    for line in _details(tally):
        print(f"    {line}", flush=True)
    return tally


def _details(tally: Tally) -> Sequence[str]:
    counts = ", ".join(f"{name} {count:,}" for name, count in tally.counts.items())
    return [*([counts] if counts else []), *tally.losses[:SHOWN]]


if __name__ == "__main__":
    raise SystemExit(main())
