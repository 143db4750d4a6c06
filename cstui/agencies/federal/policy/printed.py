"""The form as it is printed: its lines in order, the reserved ones between them, last year's figures."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cstui.agencies.federal.policy import form, lines

ALL = "ALL"
"""What is typed in the place of a line for every case of the report."""
OMB = "0970-0177"
"""The control number of the form."""
COLUMNS = {"a": "total", "b": "current", "c": "former", "d": "never"}
SHORT = (
    (" during the fiscal year", " in FY"),
    (" at the end of the fiscal year", " at end of FY"),
    (" for the fiscal year", " for FY"),
    (" at the end of the year", " at end of FY"),
    (" in the year", " in FY"),
    ("Full-time equivalent", "FTE"),
    ("with support orders", "with orders"),
    ("established or acknowledged", "established"),
    ("Interstate cases", "Interstate"),
    ("Administrative enforcement", "Admin. enforcement"),
    ("Cases open", "Open"),
    ("Support distributed", "Distributed"),
    ("paternity determination services", "paternity determination"),
    ("services to establish an order", "an order"),
    ("Medicaid Only cases", "Medicaid Only"),
    (" initiated in this State", " initiated here"),
    ("Children requiring", "Need"),
    ("Cases requiring", "Need"),
)
"""Words that make room in a narrow column, the first ones first."""


def shortened(title: str, width: int) -> str:
    """A title with as many words shortened as are needed to fit a width; it may be wider all the same."""
    for long, short in SHORT:
        if len(title) <= width:
            break
        title = title.replace(long, short)
    return title


def line_named(edition: lines.Edition, typed: str) -> lines.Line | None:
    """A line as people type it: `2a`, `2A`."""
    return edition.by_number.get(typed.lower()) or edition.by_number.get(typed)


@cache
def ordered(edition: str) -> tuple[tuple[str, lines.Line | str], ...]:
    """The lines of an edition with their section letters, and its reserved numbers in between, joined."""
    of = lines.editions()[edition]
    found: list[tuple[str, lines.Line | str]] = [(line.section, line) for line in of.line]
    letters = [section.letter for section in of.section]
    for numbers in _runs(of.reserved):
        below = [line for line in of.line if _place(line.number) < _place(numbers[0])]
        before = max(below, key=lambda line: _place(line.number))
        at = next(place for place, (_, what) in enumerate(found) if what is before) + 1
        after = found[at][0] if at < len(found) else before.section
        between = letters[letters.index(before.section) + 1 : letters.index(after)]
        said = numbers[0] if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        found.insert(at, (between[0] if between else before.section, said))
    return tuple(found)


def _place(number: str) -> tuple[int, str]:
    digits = "".join(char for char in number if char.isdigit())
    return int(digits), number[len(digits) :]


def _runs(numbers: Iterable[str]) -> list[list[str]]:
    """Numbers that follow each other, together."""
    found: list[list[str]] = []
    for number in numbers:
        if found and number.isdigit() and int(number) == int(found[-1][-1]) + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def last_of(shown: form.Form, line: str, column: str) -> int | None:
    """Last year's filed figure of a line and column; the total for column (a) of a line without one."""
    if (line, column) in shown.last:
        return shown.last[line, column]
    return shown.total_last(line) if column == "a" else None
