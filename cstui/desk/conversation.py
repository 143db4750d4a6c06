"""What a screen and its program say to each other. Values only; no widget, no store.

A conversation is pseudo-conversational, as on the mainframe: the screen sends a Request with what
was typed and the key that was pressed, the program answers with the next screen, whole. What a
program must remember between two keys goes into `Answer.state` and comes back in `Request.state`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

import msgspec

from cstui.policy.findings import Finding, Severity
from cstui.policy.protected import without_amounts, without_source
from cstui.policy.site import NO_SITE, Site


class Aid(StrEnum):
    """What hands a screen to its program: Enter, a PF key, Clear, typing into a live field, a notice, or
    that nobody has pressed a key for long (LOCK)."""

    ENTER = "enter"
    PF1 = "pf1"
    PF2 = "pf2"
    PF3 = "pf3"
    PF4 = "pf4"
    PF5 = "pf5"
    PF6 = "pf6"
    PF7 = "pf7"
    PF8 = "pf8"
    PF9 = "pf9"
    PF10 = "pf10"
    PF11 = "pf11"
    PF12 = "pf12"
    PF13 = "pf13"
    PF14 = "pf14"
    PF15 = "pf15"
    PF16 = "pf16"
    PF17 = "pf17"
    PF18 = "pf18"
    PF19 = "pf19"
    PF20 = "pf20"
    PF21 = "pf21"
    PF22 = "pf22"
    PF23 = "pf23"
    PF24 = "pf24"
    CLEAR = "clear"
    TYPED = "typed"
    NOTICE = "notice"
    LOCK = "lock"

    @property
    def unshifted(self) -> Aid:
        """PF1 to PF12 for PF13 to PF24, which mean the same unless a screen says otherwise."""
        return Aid(f"pf{int(self.value[2:]) - 12}") if self.name in _SHIFTED else self


_SHIFTED = frozenset(f"PF{number}" for number in range(13, 25))


class Where(msgspec.Struct, frozen=True):
    """A place on a screen: a field by name and, in a list, the row shown (from 0)."""

    field: str
    row: int | None = None

    @property
    def named(self) -> str:
        """As a finding's `field` names it: `date`, or `outcome.3` for a list row."""
        return self.field if self.row is None else f"{self.field}.{self.row}"


class GuideLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the guide: a heading, a text, a citation, a key (`style` says which)."""

    text: str
    style: Literal["heading", "text", "cite", "key"] = "text"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a list. `key` names the record, `values` its columns, `style` late, intensified or dim.

    A `heading` stands on a line of its own above the row. `protected` names entry columns that may not be
    typed into on this row. `guide` is what the guide says while the cursor is on it.
    """

    key: str
    values: Mapping[str, str]
    style: str = ""
    protected: frozenset[str] = frozenset()
    guide: tuple[GuideLine, ...] = ()
    heading: str = ""


class Secrets:
    """What was typed into hidden fields. It says nothing of it, and nothing that encodes values takes it."""

    __slots__ = ("_typed",)

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = dict(typed)

    def get(self, name: str) -> str:
        """What was typed into a field; empty for nothing."""
        return self._typed.get(name, "")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secrets) and other._typed == self._typed

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "Secrets()"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the screen hands over.

    `values` are all unprotected fields as typed, blanks stripped at both ends, upper case where the
    field folds; `modified` names those with the modified data tag (MDT). `rows` are the rows of the
    list as shown, with their typed columns; `modified_rows` are the indexes of rows typed into.
    `filled` names what the guide filled in and nobody typed over since.
    `list_rows` is how many rows of this screen's list the terminal can show; the list of the next
    screen shows its drawn height plus `extra_rows`, the terminal's rows beyond 24. `command` is the
    command line. `agency` is whose drawing was shown, as its Answer said. `elsewhere` are the rows typed into
    on other pages of a list that takes all its pages with one Enter. `picked` is the word of the map at
    the cursor. What was typed into hidden fields is in `secrets` alone.
    """

    screen: str
    aid: Aid
    values: Mapping[str, str] = {}
    modified: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()
    modified_rows: tuple[int, ...] = ()
    cursor: Where | None = None
    command: str = ""
    list_rows: int = 0
    extra_rows: int = 0
    state: object = None
    seen: Mapping[str, int] = {}
    agency: str = ""
    elsewhere: tuple[Row, ...] = ()
    picked: str = ""
    secrets: Secrets | None = None

    def secret(self, field: str) -> str:
        """What was typed into a hidden field; empty for nothing."""
        return self.secrets.get(field) if self.secrets is not None else ""


class Protects(msgspec.Struct, frozen=True, kw_only=True):
    """That protected data of a kind (`cstui.policy.protected`) is shown, and the reason that was logged."""

    kind: str
    reason: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The next screen, whole.

    `values` fills fields by name, protected and unprotected. With `keep_typed`, on the same screen,
    typed texts, MDT and cursor stay, and so do values, rows, title, protected, guide, state, seen and
    case where this answer says nothing of them.
    `rows` fills the list; `more_above` and `more_below` say whether it can page. `title` replaces
    the title of the drawing. `protected` names entry fields that may not be typed into this time, `filled`
    those that the guide filled in: they are shown so until they are typed over.
    `findings` are shown on the message line, the first with the cursor on its field; `again` says that
    they were shown before, so that keys typed ahead are not dropped for them; `asks` says that the answer
    asks something that the next key answers, so that they are. A `loud` message is another person's: it
    stands out from what the desk says. `seen` are the versions of the records painted, by
    record (`case 17000123`), for the act that follows.
    `case` is the case in hand, shown in the OIA. `ends` closes the desk. `agency` is whose drawing shows it,
    of the first agency where empty; the session sets it. `elsewhere` are rows of other pages that stay typed.
    `protects` says that protected data is shown.
    With `covers` the screen in hand is put away as it is, with all that is typed on it, and the terminal is
    wiped; the answer that `uncovers` brings it back.
    """

    screen: str
    values: Mapping[str, str] = {}
    rows: tuple[Row, ...] = ()
    more_above: bool = False
    more_below: bool = False
    title: str = ""
    message: str = ""
    findings: tuple[Finding, ...] = ()
    again: bool = False
    asks: bool = False
    loud: bool = False
    cursor: Where | None = None
    protected: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
    guide: tuple[GuideLine, ...] = ()
    state: object = None
    seen: Mapping[str, int] = {}
    case: str = ""
    keep_typed: bool = False
    ends: bool = False
    agency: str = ""
    elsewhere: tuple[Row, ...] = ()
    protects: Protects | None = None
    covers: bool = False
    uncovers: bool = False

    @property
    def stops_typing(self) -> bool:
        """Whether nothing that was typed ahead of it may be obeyed: it holds an error or asks something."""
        wrong = any(finding.severity is Severity.ERROR for finding in self.findings)
        return not self.again and (self.asks or wrong)


def unchanged(request: Request, *findings: Finding, guide: tuple[GuideLine, ...] = ()) -> Answer:
    """The same screen, what was typed on it kept, with what there is to say of it."""
    return Answer(
        screen=request.screen,
        findings=findings,
        keep_typed=True,
        guide=guide,
        state=request.state,
        seen=request.seen,
    )


def sourceless(answer: Answer, *, amounts: bool) -> Answer:
    """The answer without what tells which of its data is protected.

    A screen that shows every amount (`amounts`) names the source of none; on any other, where some are
    hidden, none is shown.
    """
    clean = without_source if amounts else without_amounts

    def told(values: Mapping[str, str]) -> dict[str, str]:
        return {name: clean(value) for name, value in values.items()}

    def lines(guide: tuple[GuideLine, ...]) -> tuple[GuideLine, ...]:
        return tuple(msgspec.structs.replace(line, text=clean(line.text)) for line in guide)

    rows = (
        msgspec.structs.replace(row, values=told(row.values), guide=lines(row.guide)) for row in answer.rows
    )
    return msgspec.structs.replace(
        answer,
        values=told(answer.values),
        rows=tuple(rows),
        guide=lines(answer.guide),
        message=clean(answer.message),
    )


def overlaid(before: Answer, answer: Answer) -> Answer:
    """An answer that keeps what was typed, with what it does not say (but values) from the one before."""
    kept = {
        name: getattr(before, name)
        for name in ("rows", "title", "protected", "filled", "guide", "state", "seen", "case", "protects")
        if not getattr(answer, name)
    }
    if "rows" in kept:
        kept |= {"more_above": before.more_above, "more_below": before.more_below}
    return msgspec.structs.replace(answer, **kept)


def as_it_stands(before: Answer, answer: Answer) -> Answer:
    """The screen after an answer, whole: where that keeps what was typed, earlier values stay as well."""
    if not answer.keep_typed or answer.screen != before.screen:
        return answer
    return msgspec.structs.replace(overlaid(before, answer), values={**before.values, **answer.values})


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What the OIA shows beside the state of the keyboard: date, store, training mark, case.

    `theme`, `keymap`, `strict`, `overtype` and `pause` (milliseconds) are the settings that hold now; a desk
    takes on what differs from what it wears. After `idle` seconds without a key the desk asks the host to
    lock, never for 0. Empty (and None) leave it as it is. `locked` is what the OIA
    says while the host takes no key at all; empty where it does. `site` has the days off that dates count by.
    """

    business_date: str = ""
    store: str = ""
    training: bool = False
    worker: str = ""
    case: str = ""
    theme: str = ""
    keymap: str = ""
    strict: bool | None = None
    overtype: str = ""
    pause: int | None = None
    locked: str = ""
    idle: int = 0
    site: Site = NO_SITE
