"""Forms and letters as pages of plain text: 66 lines of 78 columns, a form feed between pages.

A form is not stored as text: its record keeps the values and the edition, and it is rendered
whenever it is viewed, mailed or written to a file; what else it said when it was mailed is kept then
(`cstui.forms.mailed`). What people typed is cleaned before it is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

import msgspec

from cstui import files
from cstui.agency import find, first
from cstui.cells import cells, clean, fit, join, wrap
from cstui.forms.templates import FormText, compiled, load_forms
from cstui.policy.facts import SubjectFacts
from cstui.policy.records import key_of

LINES, COLUMNS = 66, 78
MARGIN = 4
"""Columns left free at the left; as many are free at the right of filled paragraphs."""
TOP, BOTTOM = 3, 3
"""Lines left free at the top of a page, and those that its foot takes."""
TOGETHER = 6
"""A paragraph of so many lines, or fewer, is not parted by the end of a page."""
WRITTEN_IN = "____"
"""What a line has in which somebody writes by hand; the lines above and below it are left free."""
HIDDEN_ADDRESS = "** ADDRESS HIDDEN: FAMILY VIOLENCE **"
NO_ADDRESS = "(no mailing address on record)"

_LEAD = re.compile(r"\s+((\S+ )*\S+ {2,})?")
"""The indent of a line with its label, if it has one: words of one blank between, then two or more."""
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")


class MadeForm(Protocol):
    """A form or letter that was made, as an agency's record of it: `values` fill the template `edition`."""

    @property
    def subject(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def form(self) -> str: ...
    @property
    def edition(self) -> int: ...
    @property
    def made_on(self) -> date: ...
    @property
    def values(self) -> Mapping[str, str]: ...


class Letter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a form takes from the store besides its own values: whose it is, who sends it, and to whom.

    `address` are the addressee's lines, empty where none is known; `family_violence` that they are
    shown to nobody but herself or himself; `values` what else the agency's templates name. `office_lines`
    say where the office is, and when; `template` is the one by which the form was mailed, None for that of
    its edition. `unkept` says that it was mailed before letters were kept, so that sender and addressee are
    those of today.
    """

    agency: str = ""
    office: str
    office_name: str
    worker: str
    worker_name: str
    name: str
    address: tuple[str, ...] = ()
    family_violence: bool = False
    values: Mapping[str, str | Sequence[str]] = {}
    office_lines: tuple[str, ...] = ()
    template: FormText | None = None
    unkept: bool = False


def template_of(form: MadeForm, letter: Letter) -> FormText:
    """The template by which the form is rendered; KeyError where there is none of its edition."""
    return letter.template or load_forms(letter.agency)[form.form, form.edition]


class NotPlainNameError(ValueError):
    """A file name that is not one, or that would leave the folder of forms."""


def render_text(form: MadeForm, letter: Letter, *, show_address: bool = False) -> str:
    """The form as text. `show_address` is for the paper that goes to the person; screens leave it off.

    KeyError where no template of the form's edition is there.
    """
    return as_text(render_pages(form, letter, show_address=show_address))


def render_pages(
    form: MadeForm,
    letter: Letter,
    *,
    show_address: bool = False,
    note: str = "",
    values: Mapping[str, str] | None = None,
) -> list[list[str]]:
    """The pages of the form, each exactly 66 lines of at most 78 columns; `note` stands at its end.

    `values` are the form's own if they are left out.
    """
    text = template_of(form, letter)
    own = form.values if values is None else values
    filled: dict[str, object] = {
        "made_on": f"{form.made_on:%m/%d/%Y}",
        "office": letter.office,
        "office_name": clean(letter.office_name),
        "worker": letter.worker,
        "worker_name": clean(letter.worker_name),
        **{
            name: clean(value) if isinstance(value, str) else [clean(one) for one in value]
            for name, value in letter.values.items()
        },
        # A value that is empty is a blank to be filled in by hand, as one that is not there.
        **{name: clean(value) for name, value in own.items() if value.strip()},
    }
    head = list(_head(form, letter, text, show_address))
    blocks = list(_blocks(compiled(text).render(filled) + (f"\n\n{note}" if note else "")))
    since = "   (address as known today)" if letter.unkept else ""
    return paged(head, blocks, f"{text.form} ({text.edition})   {_named(form, letter)}{since}")


def _named(form: MadeForm, letter: Letter) -> str:
    """The subject as the paper names it: `Case 17000123`."""
    facts: type[SubjectFacts] = (find(letter.agency) if letter.agency else first()).load("facts")
    return facts.named(key_of(form.subject))


def _head(form: MadeForm, letter: Letter, text: FormText, show_address: bool) -> Iterator[str]:
    width = COLUMNS - MARGIN
    yield from _line_of("CHILD SUPPORT ENFORCEMENT", f"{form.made_on:%m/%d/%Y}", width)
    yield from _line_of(f"Office {letter.office}  {clean(letter.office_name)}", _named(form, letter), width)
    for line in letter.office_lines:
        yield from wrap(line, width - MARGIN)
    yield ""
    yield ""
    for line in text.to or tuple(_addressee(letter, show_address)):
        yield from wrap(line, width - MARGIN)
    yield ""
    yield ""
    yield from wrap(text.title.upper(), width - MARGIN)
    yield ""


def _addressee(letter: Letter, show_address: bool) -> Iterator[str]:
    yield letter.name
    if letter.family_violence and not show_address:
        yield HIDDEN_ADDRESS
    else:
        yield from letter.address or (NO_ADDRESS,)


def _line_of(left: str, right: str, width: int) -> Iterator[str]:
    room = width - MARGIN - len(right) - 2
    first, *rest = wrap(left, room)
    yield join(fit(first, room)) + "  " + right
    yield from rest


def _blocks(text: str) -> Iterator[list[str]]:
    """The paragraphs of a filled template: unindented lines filled, indented ones kept and hung."""
    width, above = COLUMNS - 2 * MARGIN, ""
    paragraph: list[str] = []
    kept: list[str] = []
    for line in map(str.rstrip, [*text.strip("\n").split("\n"), ""]):
        indented = line.startswith("  ")
        if paragraph and (indented or not line):
            yield from _filled(paragraph, width)
            paragraph = []
        if kept and not indented:
            yield kept
            kept = []
        if indented:
            kept += ["", *_hung(line, width)] if above and WRITTEN_IN in above + line else _hung(line, width)
        elif line:
            paragraph.append(line)
        else:
            yield [""]
        above = line


def _filled(lines: list[str], width: int) -> Iterator[list[str]]:
    if len(lines) > 1 and all(len(line) < width // 2 + 10 for line in lines):
        yield [part for line in lines for part in wrap(line, width)]  # a signature, an address
    else:
        yield wrap(" ".join(lines), width)


def _hung(line: str, width: int) -> list[str]:
    """An indented line as it stands; too long, wrapped under its second column (`    What     visit`)."""
    if len(cells(line)) <= width:
        return [clean(line)]
    found = _LEAD.match(line)
    lead = found[0] if found else ""
    if len(cells(lead)) > width // 2:  # no label: what was typed has two blanks in it
        lead = lead[: len(lead) - len(lead.lstrip())]
    parts = wrap(line[len(lead) :], width - len(lead))
    return [lead + parts[0], *(" " * len(lead) + part for part in parts[1:])]


def paged(head: Sequence[str], blocks: Iterable[list[str]], foot: str) -> list[list[str]]:
    """Pages of 66 lines with head and blocks, a short block never parted; `foot` stands on each."""
    room = LINES - TOP - BOTTOM
    bodies: list[list[str]] = [[*head]]
    for block in blocks:
        page = bodies[-1]
        if len(block) <= TOGETHER and len(page) + len(block) > room:
            bodies.append([])
        for line in block:
            if len(bodies[-1]) >= room:
                bodies.append([])
            if line or bodies[-1]:
                bodies[-1].append(line)
    while len(bodies) > 1 and not any(bodies[-1]):
        bodies.pop()
    return [_page(body, foot, number, len(bodies)) for number, body in enumerate(bodies, start=1)]


def _page(body: Iterable[str], foot: str, number: int, of: int) -> list[str]:
    lines = [""] * TOP + [(" " * MARGIN + line).rstrip() for line in body]
    lines += [""] * (LINES - 1 - len(lines))
    right = f"Page {number} of {of}"
    return [*lines, " " * MARGIN + join(fit(foot, COLUMNS - 2 * MARGIN - len(right))) + right]


def as_text(pages: Iterable[Iterable[str]]) -> str:
    """Pages as one text, form feeds between them."""
    return "\f".join("\n".join(page) + "\n" for page in pages)


def plain_key(key: str) -> str:
    """The key of a subject as the name of a file has it: `UT-100001`."""
    return key.replace("/", "-")


def file_name(form: MadeForm, kind: str = "txt") -> str:
    """The name under which a form is written if its user gives none: `17000123-3-CSE-105.txt`."""
    return f"{plain_key(key_of(form.subject))}-{form.seq}-{form.form.replace(' ', '-')}.{kind}"


def begin_file(data: bytes, folder: Path, name: str) -> files.Begun:
    """Begin a private file in `folder`: it has its place once it is kept, and none of it is there before.

    NotPlainNameError where the name is not a plain file name. OSError where the folder cannot be written.
    """
    if not _PLAIN_NAME.fullmatch(name) or name.endswith((".", " ")):
        raise NotPlainNameError(name)
    files.folder(folder)
    target = folder.resolve() / name
    if target.is_dir() or target.resolve().parent != folder.resolve():
        raise NotPlainNameError(name)
    return files.begin(target, data)


def write_file(data: bytes, folder: Path, name: str) -> Path:
    """Write a private file in `folder`, whole or not at all; answers where it is. Raises as `begin_file`."""
    begun = begin_file(data, folder, name)
    begun.keep()
    return begun.path
