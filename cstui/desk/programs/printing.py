"""Forms as the desk shows and writes them; an address under family violence is hidden in both."""

from __future__ import annotations

from cstui.desk.programs.base import DeskContext
from cstui.forms.letters import view
from cstui.forms.pages import NotPlainNameError, file_name, write_text
from cstui.policy.findings import Finding
from cstui.policy.records import Form
from cstui.settings import forms_folder
from cstui.store import reads


def form_of(desk: DeskContext, case: str, seq: int) -> Form | None:
    """A form of the case by its number; None where there is none."""
    return next((f for f in desk.read(lambda session: reads.forms(session, case)) if f.seq == seq), None)


def text_of(desk: DeskContext, form: Form) -> str:
    """The form as text, pages parted by form feeds."""
    return desk.read(lambda session: view(session, form))


def printed(desk: DeskContext, case: str, seq: int, name: str = "") -> str | Finding:
    """Write the form to a file in the folder of forms; what to say of it, or what was wrong."""
    form = form_of(desk, case, seq)
    if form is None:
        return desk.finding("CS-123", "", case=case, what="form", value=seq)
    folder = forms_folder()
    try:
        written = write_text(text_of(desk, form), folder, name or file_name(form))
    except NotPlainNameError:
        return desk.finding("CS-133", "", value=name, folder=folder)
    except OSError as error:
        return desk.finding("CS-140", "", folder=folder, why=error.strerror or type(error).__name__)
    return f"Written to {written}"
