"""Forms as they went out: what they said is kept when they are mailed, and the template under its digest.

A form that was mailed is shown and printed from what was kept, whatever has become of the address, the
office or the template since; so a reprint is byte for byte what was mailed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

import msgspec

from cstui.forms.pages import Letter, MadeForm, template_of
from cstui.forms.templates import FormText
from cstui.store import mail
from cstui.store.nights import Session

_encode = msgspec.json.Encoder(order="deterministic").encode
_letter = msgspec.json.Decoder(Letter).decode
_template = msgspec.json.Decoder(FormText).decode


@cache
def _kept(text: FormText) -> tuple[str, str]:
    """The digest of a template, and the template as it is kept."""
    said = _encode(text)
    return hashlib.sha256(said).hexdigest(), said.decode()


def keep(session: Session, mailed: Iterable[tuple[MadeForm, int, Letter]]) -> None:
    """Keep what each form says that is mailed now, with the version that its record gets.

    KeyError where no template of a form's edition is there.
    """
    templates, rows = dict[str, str](), []
    for form, version, letter in mailed:
        digest, text = _kept(template_of(form, letter))
        templates[digest] = text
        rows.append((form.subject, form.seq, version, digest, _encode(letter).decode()))
    mail.keep(session, templates, rows)


def as_mailed(session: Session, form: MadeForm) -> Letter | None:
    """What the form said when it was last mailed, with its template; None where nothing was kept."""
    found = mail.last_kept(session, form.subject, form.seq)
    if found is None:
        return None
    letter, template = found
    return msgspec.structs.replace(_letter(letter), template=_template(template))
