"""Files of payments for tests and figures, with a trailer that agrees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.interfaces.layouts import compose, load_layouts

LAYOUT = load_layouts("utah")["payments-in"]


def payment(number: int, cents: int, on: date, reference: str, source: str = "P") -> str:
    """A payment of NCP UT/`number`."""
    values = {"number": number, "on": on, "cents": cents, "source": source, "reference": reference}
    return compose(LAYOUT, "payment", values)


def file(made_on: date, run: int, lines: Iterable[str]) -> bytes:
    records = list(lines)
    total = sum(int(line[1:11]) for line in records)
    header = compose(LAYOUT, "header", {"date": made_on, "run": run})
    trailer = compose(LAYOUT, "trailer", {"count": len(records), "total": total})
    return "\n".join([header, *records, trailer, ""]).encode("ascii")
