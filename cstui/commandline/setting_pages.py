"""The page of the settings: where each can be given, what it may be, and the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cstui.settings import SETTINGS, allowed_text

Table = Callable[[Sequence[str], Iterable[Sequence[object]]], Iterator[str]]


def setting_lines(table: Table) -> Iterator[str]:
    """The lines of docs/settings.md; `table` writes a table."""
    yield "An option comes before a variable of the environment, a variable before the settings file, the"
    yield "file before the default. `cstui settings` shows where the file is, what each setting is and what"
    yield "says so; `cstui settings set NAME VALUE`, `unset NAME` and the screen SETT write the file."
    yield ""
    rows: list[Sequence[object]] = [
        (s.name, s.option and f"`{s.option}`", s.variable and f"`{s.variable}`", s.default, s.help)
        for s in SETTINGS
    ]
    yield from table(("setting", "option", "variable", "else", "what it is"), rows)
    yield "## The settings file"
    yield ""
    yield "TOML, one line a setting, no tables. A key or value that is not allowed is said at the sign-on,"
    yield "with its line; that setting is at its default, the others hold. Only its owner may read the file."
    yield ""
    kept: list[Sequence[object]] = [
        (f"`{s.name}`", allowed_text(s.name), s.default) for s in SETTINGS if s.kept
    ]
    yield from table(("key", "allowed", "default"), kept)
    yield "```toml"
    yield 'theme = "high-contrast"'
    yield 'lock = "strict"  # as on the mainframe'
    yield "drafts = false"
    yield "```"
