"""A report as an agency declares it: what makes it, and the forms in which it is given out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec


class ReportKind(msgspec.Struct, frozen=True, kw_only=True):
    """A report over the subjects of a worker, of an office, or of a store.

    `make` takes a session, the rules, the day, and `office`, `worker` and `progress` by name. `forms` are
    `text` and the others beside JSON (`csv`, `pdf`); `out` is the shape of its JSON, which `json` fills.
    A form that gives its text in pieces is written piece by piece, while the session is open. Of a report
    that is `about` something (`PROGRAM [YEAR]`) `make` takes the words behind its name by that name too, and
    of one that `merges` files their paths as `merge`. A form of `extra` needs that extra of the distribution.
    `found` says in words what it has (`3 cases`). `lines` gives its lines, each a `line` whose field `key` is
    the subject's: scenarios look at them.
    """

    help: str
    make: Callable[..., Any]
    forms: Mapping[str, Callable[[Any], str | bytes | Iterator[str]]]
    out: type[msgspec.Struct]
    json: Callable[[Any], msgspec.Struct]
    found: Callable[[Any], str]
    line: type[msgspec.Struct] | None = None
    lines: Callable[[Any], Iterable[Any]] = lambda report: ()
    key: str = ""
    about: str = ""
    merges: bool = False
    extra: Mapping[str, str] = {}
