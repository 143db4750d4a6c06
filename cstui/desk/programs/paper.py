"""Paper at the desk: a form or sheet as rows to be read, and written to a file with its log."""

from __future__ import annotations

from typing import Any

import msgspec

from cstui.acts.base import SubjectAct
from cstui.desk.conversation import Row
from cstui.desk.programs.base import DeskContext
from cstui.forms.pages import NotPlainNameError, begin_file
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.store.errors import StoreError


def named(name: str, default: str) -> tuple[bool, str]:
    """Whether a name that was typed asks for PDF, and the name of the file."""
    as_pdf = name.upper() == "PDF" or name.upper().endswith(".PDF")
    if not name or name.upper() == "PDF":
        name = f"{default}.{'pdf' if as_pdf else 'txt'}"
    return as_pdf, name


def written(desk: DeskContext, data: bytes, name: str, print_of: SubjectAct) -> str | Finding:
    """Write a file in the folder of forms and log it; no print that is not logged.

    `print_of` is the act that logs it; its `to` says where to. Answers what to say, or what was wrong.
    """
    folder = desk.settings.forms_folder()
    try:
        begun = begin_file(data, folder, name)
    except NotPlainNameError:
        return desk.finding("CS-133", "", value=name, folder=folder)
    except OSError as error:
        return desk.finding("CS-140", "", folder=folder, why=error.strerror or type(error).__name__)
    logged: Any = msgspec.structs.replace(print_of, to=f"to file {begun.path.name}")
    try:
        outcome = desk.place.performer.perform(logged, actor=desk.worker.number, on=desk.on, current=True)
    except StoreError:
        begun.drop()
        raise
    if isinstance(outcome, Refused):
        begun.drop()
        return outcome.findings[0]
    begun.keep()
    return f"Written to {begun.path}"


def page_rows(text: str) -> list[Row]:
    """The lines of the pages without the runs of blank lines that fill the paper."""
    lines: list[str] = []
    for line in text.replace("\f", "").splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.removeprefix("  ").rstrip())
    return [Row(key=str(at), values={"text": line}) for at, line in enumerate(lines)]
