"""S in a field beside another (`prompts` in its drawing): F4, or Enter, lists what the other one takes."""

from __future__ import annotations

import msgspec

from cstui.desk.conversation import Request, Where
from cstui.desk.drawing import Drawing, Field
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Rulebook

MARK = "S"


def marked(drawing: Drawing, request: Request) -> list[Field]:
    """The fields that prompt for another and were typed into."""
    return [field for field in drawing.entries if field.prompts and request.values.get(field.name)]


def pointed(drawing: Drawing, request: Request) -> Request:
    """The request with the cursor in the field whose values are asked for, by S or the cursor beside it."""
    marks = marked(drawing, request)
    at = marks[0].name if marks else request.cursor.field if request.cursor is not None else ""
    target = next((field.prompts for field in drawing.entries if field.name == at), "")
    return msgspec.structs.replace(request, cursor=Where(target)) if target else request


def faults(drawing: Drawing, request: Request, rules: Rulebook) -> list[Finding]:
    """What is wrong with the marks: a letter other than S, or S in several fields. All are named."""
    marks = marked(drawing, request)
    wrong = [field for field in marks if request.values[field.name] != MARK]
    if wrong:
        choices = f"{MARK} lists the values"
        value = request.values[wrong[0].name]
        return [rules.finding("CS-130", field.name, value=value, choices=choices) for field in wrong]
    if len(marks) > 1:
        named = ", ".join(drawing.field(field.prompts).named for field in marks)
        return [rules.finding("CS-170", field.name, value=named) for field in marks]
    return []


def cleared(drawing: Drawing, target: str) -> dict[str, str]:
    """The blanks that take back S, once a value was taken for `target`."""
    return {field.name: "" for field in drawing.entries if field.prompts == target}
