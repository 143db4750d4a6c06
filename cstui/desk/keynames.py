"""Keys in texts: content calls them as the classic keymap does, a desk as its own keyboard does.

A text says `F4 lists them`. Under another keymap it is shown as `Esc4 lists them`, line by line, where
there is no key to press, as `PROMPT lists them`. Pages of text are named before they are wrapped, in
the session (`naming`); all else where it is painted or said. What a person typed is not a key, though it
may read like one: `F4` typed as a code stays `F4` in what a rule says of it (`in_rule`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from string import Formatter

import msgspec

from cstui.desk.drawing import Drawing
from cstui.desk.keyboard import Keymap, load_keymap
from cstui.desk.legend import COMMON_KEYS
from cstui.policy.findings import Finding
from cstui.policy.rulebook import RuleText, load_rulebook

Named = Callable[[str], str]
"""A text with its keys called as they are called here."""

_KEY = re.compile(r"\b(?:F(?:[1-9]|1\d|2[0-4])|Ctrl\+[A-Z]|Home)(?![\w+])")
_TWICE = (
    (re.compile(r"\b([A-Z]{2,}) \(\1\)"), r"\1"),
    (re.compile(r"\b([A-Z]{2,}),? or(?: the word)? \1\b,?"), r"\1"),
)
"""A word that stands for its own key: `CONFIRM (F6)` and `F1, or HELP,` say it once."""
_BLANKED = re.compile(r"\b[Bb]lank (?:it|([A-Z]{2,})) \(Ctrl\+E\)")
_TYPED = "\ue000"
"""Stands for what was typed while the rest of a text is named."""
_PF = re.compile(r" (?=[^a-z]$)")
"""The blank of `Esc 4`, which the legend writes without."""
_naming: ContextVar[Named] = ContextVar("naming", default=str)


@contextmanager
def naming(named: Named) -> Iterator[None]:
    """Pages of text that are made meanwhile call keys as `named` does."""
    before = _naming.set(named)
    try:
        yield
    finally:
        _naming.reset(before)


def named_here(text: str) -> str:
    """The text with its keys called as the desk calls them that is being answered."""
    return _naming.get()(text)


def in_rule(rule: str, text: str, named: Named) -> str:
    """A rule's message, cause or remedy as `named` has it; what was typed into it stays as it was typed."""
    if named is str or not _KEY.search(text):
        return text
    known = load_rulebook().rules.get(rule)
    for pattern in _patterns(known) if known is not None else ():
        if found := pattern.fullmatch(text):
            return keeping(text, [found.span(place) for place in range(1, pattern.groups + 1)], named)
    return named(text)


def in_finding(finding: Finding, named: Named) -> Finding:
    """The finding with its texts as `named` has them."""
    texts = (in_rule(finding.rule, said, named) for said in (finding.message, finding.cause, finding.remedy))
    message, cause, remedy = texts
    return msgspec.structs.replace(finding, message=message, cause=cause, remedy=remedy)


def keeping(text: str, typed: Sequence[tuple[int, int]], named: Named) -> str:
    """The text as `named` has it, except for the places that were typed: (first, behind last), in order."""
    starts, ends = [0, *(end for _, end in typed)], [*(start for start, _ in typed), len(text)]
    marked = _TYPED.join(text[start:end] for start, end in zip(starts, ends, strict=True))
    values = [*(text[start:end] for start, end in typed), ""]
    return "".join(said + value for said, value in zip(named(marked).split(_TYPED), values, strict=True))


@cache
def _patterns(rule: RuleText) -> tuple[re.Pattern[str], ...]:
    """What a rule says, with anything in the places that are filled; `LINE 4 ` may stand before it."""
    return tuple(
        re.compile(
            r"(?:LINE \d+ )?"
            + "".join(
                re.escape(said) + ("" if value is None else "(.*?)")
                for said, value, _, _ in Formatter().parse(text)
            ),
            re.DOTALL,
        )
        for text in (rule.message, rule.cause, rule.remedy)
        if text
    )


def by_keymap(keymap: Keymap) -> Named:
    """Keys as a keymap has them; one that it has not keeps the name of the classic keyboard."""
    calls = _calls(tuple(keymap.keys.items()))
    return (lambda text: _KEY.sub(lambda found: calls[found[0]], text)) if calls else str


@cache
def _calls(keys: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    """What every key of the classic keymap is called; empty where nothing differs."""
    classic = load_keymap()
    wanted = Keymap(name="", title="", operations={}, keys=dict(keys))
    calls: dict[str, str] = {}
    for operation, at, key in ((o, at, k) for o in classic.keys for at, k in enumerate(classic.shown(o))):
        held = key.startswith("Ctrl")  # a Ctrl key holds as long as it works; of others the first is told
        if _KEY.fullmatch(key) and (held or not at):
            here = wanted.shown(operation)
            stays = not here or key in (here if held else here[:1])
            calls[key] = key if stays else _PF.sub("", here[0])
    if all(key == name for key, name in calls.items()):
        return {}
    letters = (f"Ctrl+{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    others = (*(f"F{number}" for number in range(1, 25)), *letters, "Home")
    return {**{key: key for key in others}, **calls}


def by_word(drawing: Drawing) -> Named:
    """Keys as the command words that they stand for on a screen; what only a cursor does keeps its name."""
    words = {key.number: key.word for key in (*COMMON_KEYS, *drawing.keys)}

    def one(found: re.Match[str]) -> str:
        name = found[0]
        return words.get(int(name[1:]), name) if name[1:].isdecimal() else name

    def named(text: str) -> str:
        said = _BLANKED.sub(lambda found: f'key {found[1] or "NAME"}=""', text)
        said = _KEY.sub(one, said)
        for twice, once in _TWICE:
            said = twice.sub(once, said)
        return said

    return named
