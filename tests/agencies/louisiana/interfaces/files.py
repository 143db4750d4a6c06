"""Files of IV-A for tests, with a trailer that agrees unless it is given."""

from __future__ import annotations

from datetime import date

from cstui.interfaces.layouts import Value, compose, load_layouts

LAYOUT = load_layouts()["iva-updates-in"]


def header(made_on: date = date(2026, 3, 2), run: int = 7) -> str:
    return compose(LAYOUT, "header", {"date": made_on, "run": run})


def benefit(number: str | int, event: str, on: date, by: str = "C", **values: Value) -> str:
    given: dict[str, Value] = {"number": number, "event": event, "on": on, "by": by, "program": "FITAP"}
    return compose(LAYOUT, "benefit", {**given, **values})


def good_cause(number: str | int, standing: str, on: date, by: str = "C", **values: Value) -> str:
    given: dict[str, Value] = {"number": number, "standing": standing, "on": on, "by": by, "reason": "01"}
    return compose(LAYOUT, "good cause", {**given, **values})


def total_of(lines: list[str]) -> int:
    """The control total, counted here from the columns that docs/interfaces.md names."""
    numbers = [line[2:12].strip() for line in lines if line[:1] in "BG"]
    return sum(int(number) for number in numbers if number.isdigit())


def file(*lines: str, count: int | None = None, total: int | None = None, run: int = 7) -> bytes:
    trailer = compose(
        LAYOUT,
        "trailer",
        {
            "count": len(lines) if count is None else count,
            "total": total_of(list(lines)) if total is None else total,
        },
    )
    return "\n".join([header(run=run), *lines, trailer, ""]).encode("latin-1")
