"""Forms as the desk shows and writes them; an address under family violence is hidden in both."""

from __future__ import annotations

from cstui.agencies.louisiana import reads as case_reads
from cstui.agencies.louisiana.acts.mail import RecordPrint
from cstui.agencies.louisiana.letters import view, view_pdf
from cstui.agencies.louisiana.records import Form
from cstui.desk.programs.base import DeskContext
from cstui.forms.pages import NotPlainNameError, file_name, write_file
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.settings import forms_folder
from cstui.store.errors import StoreError


def form_of(desk: DeskContext, case: str, seq: int) -> Form | None:
    """A form of the case by its number; None where there is none."""
    return next((f for f in desk.read(lambda session: case_reads.forms(session, case)) if f.seq == seq), None)


def text_of(desk: DeskContext, form: Form) -> str:
    """The form as text, pages parted by form feeds."""
    return desk.read(lambda session: view(session, form))


def printed(desk: DeskContext, case: str, seq: int, name: str = "") -> str | Finding:
    """Write the form to a file in the folder of forms and log it; what to say of it, or what was wrong.

    A name that ends in .PDF, or PDF alone, gives PDF; any other gives text.
    """
    form = form_of(desk, case, seq)
    if form is None:
        return desk.finding("CS-123", "", case=case, what="form", value=seq)
    folder = forms_folder()
    as_pdf = name.upper() == "PDF" or name.upper().endswith(".PDF")
    if name.upper() == "PDF":
        name = file_name(form, "pdf")
    data = desk.read(lambda session: view_pdf(session, form)) if as_pdf else text_of(desk, form).encode()
    try:
        written = write_file(data, folder, name or file_name(form))
    except NotPlainNameError:
        return desk.finding("CS-133", "", value=name, folder=folder)
    except OSError as error:
        return desk.finding("CS-140", "", folder=folder, why=error.strerror or type(error).__name__)
    logged = RecordPrint(case=case, form=seq, to=f"to file {written.name}")
    try:
        outcome = desk.place.performer.perform(logged, actor=desk.worker.number, on=desk.on)
    except StoreError:
        written.unlink(missing_ok=True)  # no print that is not logged
        raise
    if isinstance(outcome, Refused):
        written.unlink(missing_ok=True)
        return outcome.findings[0]
    return f"Written to {written}"


def screen_printed(case: str, screen: str, to: str) -> RecordPrint:
    """The act that records a print of a screen of a case."""
    return RecordPrint(case=case, what="screen", screen=screen, to=to)
