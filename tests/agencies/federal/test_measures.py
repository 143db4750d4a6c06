"""Edits, incentive measures, staff and samples at their limits."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from cstui.agencies.federal.policy import edits, form, lines, measures, sampling
from cstui.agencies.federal.policy.facts import ProgramFile
from cstui.agencies.federal.records import Entered, Report
from tests.agencies.federal import given

EDITION = lines.edition_of("1999")
ZERO = {form.key_of(line.number, column): 0 for line in EDITION.line for column in line.columns}
TEXTS = {text.name + text.kind: text for text in measures.texts()}


def report(year: int = 2003, seq: int = 1, status: str = "draft", **figures: int) -> Report:
    """A report of which all figures are zero but those given, as `l1_b=5`."""
    said = {name[1:].replace("_", " "): value for name, value in figures.items()}
    return Report(
        program=given.PROGRAM,
        seq=seq,
        fiscal_year=year,
        edition="1999",
        status=status,
        choices={"fed_pep": "ivd"},
        begun_on=date(year, 10, 20),
        figures={**ZERO, **said},
    )


def file(*reports: Report, entered: tuple[Entered, ...] = ()) -> ProgramFile:
    return ProgramFile(program=given.program(), reports=reports, entered=entered)


def failed(one: Report) -> set[str]:
    return {result.id for result in edits.checked(form.form_of(file(one), one))}


def test_a_report_of_zeros_fails_no_edit() -> None:
    assert failed(report()) == set()


@pytest.mark.parametrize(
    "edit", [edit for edit in EDITION.edit if edit.kind == "most"], ids=lambda edit: edit.id
)
def test_an_edit_fails_only_where_the_part_is_more_than_its_line(edit: lines.Edit) -> None:
    part, whole = EDITION.by_number[edit.left[0]], EDITION.by_number[edit.right]
    column = next((one for one in part.columns if one in whole.columns), "")
    left = form.key_of(part.number, column or part.columns[0])
    right = form.key_of(whole.number, column or whole.columns[0])
    for value, fails in ((4, False), (5, False), (6, True)):
        one = replace(report(), figures={**ZERO, left: value, right: 5})
        assert (edit.id in failed(one)) is fails


def test_parts_that_add_up_to_their_line_are_a_warning_to_look() -> None:
    warned = report(l1_d=3, l1a_d=1, l1b_d=1, l1c_d=1)
    assert "1abc-1" in failed(warned)
    shown = form.form_of(file(warned), warned)
    assert edits.errors(shown) == ()
    assert "1abc-1" not in failed(report(l1_d=4, l1a_d=1, l1b_d=1, l1c_d=1))


def test_a_line_that_nobody_entered_is_an_error_and_an_optional_one_is_not() -> None:
    figures = {key: value for key, value in ZERO.items() if key not in ("8 a", "9 a")}
    one = replace(report(), figures=figures)
    shown = form.form_of(file(one), one)
    assert [result.line for result in edits.errors(shown)] == ["8"]
    assert [result.line for result in edits.errors(shown, statewide=True)] == ["8", "9"]


@pytest.mark.parametrize(
    ("name", "percent", "gives"),
    [
        *((name, Fraction(percent), gives) for name in ("orders", "paternityivd", "paternitystatewide")
          for percent, gives in ((100, 100), (80, 100), (79, 98), (70, 80), (69, 79), (50, 60), (49, 0))),
        *((name, Fraction(percent), gives) for name in ("current", "arrears")
          for percent, gives in ((80, 100), (79, 98), (70, 80), (69, 79), (40, 50), (39, 0))),
        *(("cost", Fraction(ratio), gives)
          for ratio, gives in ((500, 100), (499, 90), (450, 90), (200, 40), (199, 0))),
        ("orders", Fraction(799, 10), 98),
    ],
)  # fmt: skip
def test_the_tables_give_what_the_regulation_says(name: str, percent: Fraction, gives: int) -> None:
    assert measures.applicable(TEXTS[name], percent, None) == gives


@pytest.mark.parametrize(
    ("name", "points"), [("paternityivd", 10), ("orders", 5), ("current", 5), ("arrears", 5)]
)
def test_enough_improvement_gives_half_below_the_table(name: str, points: int) -> None:
    least = TEXTS[name].least - 1
    assert measures.applicable(TEXTS[name], Fraction(least), Fraction(least - points)) == 50
    assert measures.applicable(TEXTS[name], Fraction(least), Fraction(least - points) + Fraction(1, 10)) == 0


def test_a_measure_says_what_one_more_order_changes_and_how_many_reach_the_next_level() -> None:
    one = report(l1_d=200, l2_d=139)
    orders = next(m for m in measures.measures(file(one), one) if m.text.name == "orders")
    assert (orders.level, orders.applicable, orders.to_next) == (69, 79, 1)
    assert orders.one_more == 70
    assert measures.table(orders.text, 70) == 80


def test_paternity_is_divided_by_the_figure_filed_last_year() -> None:
    before, now = report(2002, 1, "submitted", l5_a=50), report(2003, 2, l5_a=100, l6_a=45)
    found = measures.measures(file(before, now), now)[0]
    assert (found.percent, found.applicable) == (90, 100)
    alone = measures.measures(file(now), now)[0]
    assert (alone.percent, alone.lacks) == (None, "Enter line 5 of 2002, as it was filed.")


@pytest.mark.parametrize(
    ("full", "hours", "hundredths"), [(1, 0, 100), (0, 2080, 100), (0, 10, 0), (0, 11, 1), (2, 1040, 250)]
)
def test_part_time_hours_are_divided_by_2080(full: int, hours: int, hundredths: int) -> None:
    assert form.fte(full, hours) == hundredths


def test_a_sample_is_as_large_as_its_margin_asks_and_never_larger_than_the_line() -> None:
    assert [sampling.size(n) for n in (0, 1, 50, 1_000, 10**6)] == [0, 1, 41, 169, 203]


@pytest.mark.parametrize(
    ("right", "wrong", "verdict"),
    [(203, 0, "reliable"), (197, 6, "open"), (180, 20, "unreliable"), (20, 0, "open")],
)
def test_a_sample_says_whether_the_line_meets_the_standard(right: int, wrong: int, verdict: str) -> None:
    found = sampling.result(right, wrong)
    assert found.verdict == verdict
    assert found.lower <= found.share <= found.upper
