"""`python -m bench [NAME...]` prints each figure beside its floor and writes them to bench.json.

`--strict` makes the exit status 1 where a budget is not kept; `--large` takes stores of 1,000,000
cases instead of 100,000. What each figure means stands in docs/bench.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from bench._figures import LARGE_VARIABLE, Figure, measures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="figures whose name contains one of these; all if none")
    parser.add_argument("--runs", type=int, default=20, help="interleaved runs of each (20)")
    parser.add_argument("--large", action="store_true", help="1,000,000 cases; takes about ten minutes")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a budget is not kept")
    parser.add_argument("--out", type=Path, default=Path("bench.json"))
    arguments = parser.parse_args()
    if arguments.large:
        os.environ[LARGE_VARIABLE] = "1"
    wanted = [
        measure
        for name, measure in measures().items()
        if not arguments.names or any(part in name for part in arguments.names)
    ]
    print(f"{'figure':<30}{'ours':>12}{'floor':>12}{'ratio':>8}{'budget':>8}  verdict  floor is")
    figures = []
    for measure in wanted:
        figures.append(measure.run(arguments.runs))
        print(row(figures[-1]), flush=True)
    write(arguments.out, figures)
    return 1 if arguments.strict and not all(figure.kept for figure in figures) else 0


def row(figure: Figure) -> str:
    floor = "" if figure.floor is None else f"{figure.floor:.3g} {figure.unit}"
    ratio = "" if figure.floor is None else f"{figure.ratio:.2f}"
    verdict = "kept" if figure.kept else "OVER"
    return (
        f"{figure.name:<30}{f'{figure.ours:.3g} {figure.unit}':>12}{floor:>12}{ratio:>8}"
        f"{figure.budget:>8.3g}  {verdict:<7}  {figure.against}"
    )


def write(out: Path, figures: Sequence[Figure]) -> None:
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "machine": platform.machine()}
    out.write_text(
        json.dumps({**machine, "figures": [figure.as_json() for figure in figures]}, indent=2) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    raise SystemExit(main())
