"""Write the holidays of each agency's law into its data, year by year, as the library `holidays` gives them.

The desk reads the days from there: the library takes 17 MB, which no desk has to spare. A year outside the
table is still asked of the library. `python tools/law_days.py` writes the files; a test compares them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import fill

from cstui.acts.workdays import days_of_law
from cstui.agency import Manifest, in_tree

FIRST, LAST = 2015, 2045


def path_of(agency: Manifest) -> Path:
    """Where the holidays of an agency's law stand."""
    return agency.files("calendar")[0].parent / "law.toml"


def text_of(agency: Manifest) -> str:
    """The file as it should be: each holiday by name with its days."""
    days: dict[str, list[date]] = {}
    for year in range(FIRST, LAST + 1):
        for day, name in sorted(days_of_law(agency, year).items()):
            days.setdefault(name, []).append(day)
    said = [
        "# Made by tools/law_days.py: the holidays of the law, by name.",
        'document = "holidays of the law"',
        f'cite = "{"-".join(agency.holidays)}"',
        f"years = [{FIRST}, {LAST}]",
    ]
    for name, on in sorted(days.items()):
        listed = fill(", ".join(f"{day}" for day in on), 100, initial_indent="    ", subsequent_indent="    ")
        said += ["", "[[law]]", f'name = "{name}"', f"on = [\n{listed},\n]"]
    return "\n".join(said) + "\n"


if __name__ == "__main__":
    for one in in_tree():
        path_of(one).write_text(text_of(one), encoding="utf-8")
