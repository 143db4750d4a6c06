"""The internal edits of the form, and what else its figures must not say together (OCSE-157, 4).

`<` of the instructions is read as "not more than": the underline of the sign was lost (reading 23).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from cstui.agencies.federal.policy.form import Form, said
from cstui.agencies.federal.policy.lines import Edit


class EditResult(msgspec.Struct, frozen=True, kw_only=True):
    """An edit that a form fails, where it stands, and what it says; `column` is empty for a line in all."""

    id: str
    severity: Literal["error", "warning"]
    line: str
    column: str
    text: str
    cite: str


MISSING = "OCSE-157 General Instructions 1"


def checked(form: Form, *, statewide: bool = False) -> tuple[EditResult, ...]:
    """Every edit that the form fails, errors first; with `statewide` line 9 is asked for.

    An edit that touches a line on which nothing was entered is skipped; a line that has to be entered and
    was not is an error of its own, since counts may not be estimated or left out.
    """
    found = [*_missing(form, statewide)]
    for edit in form.edition.edit:
        found += _failed(form, edit)
    return tuple(sorted(found, key=lambda one: one.severity))


def errors(form: Form, *, statewide: bool = False) -> tuple[EditResult, ...]:
    """The edits that keep a form from being signed."""
    return tuple(one for one in checked(form, statewide=statewide) if one.severity == "error")


def _missing(form: Form, statewide: bool) -> Iterator[EditResult]:
    for line in form.edition.line:
        if line.optional and not (statewide and line.number == "9"):
            continue
        for column in line.columns:
            if form.figures.get((line.number, column)) is None:
                yield EditResult(
                    id=f"{line.number}-entered",
                    severity="error",
                    line=line.number,
                    column=column,
                    text=f"Line {line.number} has no figure: enter it (0 where there was none).",
                    cite=MISSING,
                )


def _failed(form: Form, edit: Edit) -> Iterator[EditResult]:
    by_number = form.edition.by_number
    columns = set(by_number[edit.right].columns)
    for number in edit.left:
        columns &= set(by_number[number].columns)
    if edit.kind == "differ":
        columns = set()
    for column in sorted(columns) or [""]:
        left = [_value(form, number, column) for number in edit.left]
        right = _value(form, edit.right, column)
        if right is None or None in left:
            continue
        total = sum(value for value in left if value is not None)
        if _fails(edit, total, right):
            yield EditResult(
                id=edit.id,
                severity=edit.severity,
                line=edit.left[0] if len(edit.left) == 1 else edit.right,
                column=column,
                text=_text(form, edit, column, total, right),
                cite=edit.cite,
            )


def _value(form: Form, number: str, column: str) -> int | None:
    return form.figures.get((number, column)) if column else form.total(number)


def _fails(edit: Edit, left: int, right: int) -> bool:
    if edit.kind == "most":
        return left > right
    if edit.kind == "needs":
        return left > 0 and right <= 0
    return left == right != 0


def _text(form: Form, edit: Edit, column: str, left: int, right: int) -> str:
    first, second = form.edition.by_number[edit.left[0]], form.edition.by_number[edit.right]
    named = " + ".join(edit.left)
    where = f" ({column})" if column else ""
    values = f"{said(first, left)}", f"{said(second, right)}"
    if edit.kind == "most":
        text = f"Line {named}{where}, {values[0]}, is more than line {edit.right}, {values[1]}."
    elif edit.kind == "needs":
        text = f"Line {named}{where} is {values[0]}, and line {edit.right} is {values[1]}."
    else:
        text = f"Lines {named} add up to line {edit.right}, {values[1]}: look whether that can be."
    return f"{text} {edit.about}".rstrip()
