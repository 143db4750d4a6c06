"""The templates of forms and letters, strictly read from an agency's folder `forms`: one file an edition.

A form that was made keeps its edition, so that it can be shown as it was when the wording has
changed; an edition is never edited once it was used, and never taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cache
from typing import TYPE_CHECKING

from cstui.agency import Manifest, find, first
from cstui.content import Content, ContentError, NameOfForm, Source

if TYPE_CHECKING:
    from jinja2 import Environment, Template

NAMES = frozenset({"made_on", "office", "office_name", "worker", "worker_name"})
"""What every template may name; the manifest's `form_values` are an agency's own.

A name without a value prints as a blank to be filled in by hand.
"""

BLANK = "__________"


class FormText(Content, frozen=True, kw_only=True):
    """One edition of a form: `body` is a Jinja template, its unindented lines filled as paragraphs.

    `to` names the addressee where that is not the person it is made for, whose address is then left out.
    """

    form: NameOfForm
    edition: int
    title: str
    cite: str
    body: str
    to: tuple[str, ...] = ()
    site_supplied: bool = False


def load_forms(agency: str = "") -> Mapping[tuple[str, int], FormText]:
    """Every edition of every form of an agency (the first where none is named).

    ContentError with file and line for the first fault.
    """
    return _load(find(agency) if agency else first())


@cache
def _load(agency: Manifest) -> Mapping[tuple[str, int], FormText]:
    return build(agency.sources("forms"), agency.load("form_values") or ())


def build(found: Iterable[Source], names: Iterable[str] = ()) -> Mapping[tuple[str, int], FormText]:
    """The editions in these files, each checked: its template compiles and names only NAMES and `names`."""
    forms: dict[tuple[str, int], FormText] = {}
    known = NAMES | set(names)
    for source in found:
        text = source.read(FormText)
        key = (text.form, text.edition)
        if key in forms:
            raise source.error("$.edition", f"{text.form} edition {text.edition} is defined twice")
        for name in ("form", "title", "cite", "body"):
            if not getattr(text, name).strip():
                raise source.error(f"$.{name}", f"`{name}` is empty; every form needs one")
        _check(source, text, known)
        forms[key] = text
    return forms


def _check(source: Source, text: FormText, known: Set[str]) -> None:
    from jinja2 import TemplateSyntaxError, meta

    opened = source.line_of("$.body")
    try:
        named = meta.find_undeclared_variables(_environment().parse(text.body))
    except TemplateSyntaxError as error:
        raise ContentError(
            source.path, opened + error.lineno, f"is not a template: {error.message}"
        ) from error
    if unknown := sorted(named - known):
        lines = text.body.splitlines()
        at = next((n for n, line in enumerate(lines, start=1) if unknown[0] in line), 0)
        raise ContentError(source.path, opened + at, f"`{unknown[0]}` is not a value that a form has")


@cache
def _environment() -> Environment:
    from jinja2 import Undefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Unfilled(Undefined):
        def __str__(self) -> str:
            return BLANK

    # Paper is not HTML: nothing is escaped, and values are cleaned before they get here.
    return ImmutableSandboxedEnvironment(
        autoescape=False, undefined=Unfilled, trim_blocks=True, lstrip_blocks=True
    )


@cache
def compiled(text: FormText) -> Template:
    """The template of an edition, ready to be filled."""
    return _environment().from_string(text.body)
