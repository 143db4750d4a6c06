"""The terms of the trade: what a word of an agency's documents means and where it is on the desk.

An agency writes them in `data/<agency>/terms`; HELP finds them however they are spelled. The same files, and
those of the kernel in `data/desk/terms`, say which words other systems have for a command of the desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from cstui.agency import KERNEL, Manifest, find, first
from cstui.content import Content, Source, sources

_NOISE = re.compile(r"\b(?:FORM|SCREEN|FIELD|SECTION|PARAGRAPH|POLICY|DOCUMENT|THE)\b")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_PUNCTUATION = re.compile(r"[^0-9A-Z]+")


class Term(Content, frozen=True, kw_only=True):
    """A term: `what` it is, `where` it is on the desk, `cite` the paragraph.

    `also` are other spellings; one that differs by case, spaces, punctuation or leading zeros is found
    without. `screens` are command words that lead to it, `see` other terms. `paragraph` is a paragraph of
    which the page lists the rules. A site-supplied term is one that the documents name and do not print.
    """

    name: str
    title: str
    what: str
    where: str
    cite: str
    also: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    paragraph: str = ""
    site_supplied: bool = False
    reading: bool = False


class ForeignWord(Content, frozen=True, kw_only=True):
    """Words that other systems have for what `meant` does here: command words, the likeliest first."""

    typed: tuple[str, ...]
    meant: tuple[str, ...]


class TermFile(Content, frozen=True, kw_only=True):
    """What a file of terms may say."""

    document: str
    term: tuple[Term, ...] = ()
    word: tuple[ForeignWord, ...] = ()


def folded(said: str) -> str:
    """A spelling without what does not matter: case, spaces, punctuation, leading zeros of a number."""
    return _PUNCTUATION.sub("", _ZEROS.sub("", said.upper()))


@cache
def terms(agency: str = "") -> tuple[Term, ...]:
    """The terms of an agency (the first where none is named), in the order of its files."""
    return tuple(term for _, read in _read(agency) for term in read.term)


@cache
def by_spelling(agency: str = "") -> Mapping[str, Term]:
    """Every term by each of its spellings, folded; ContentError where two have the same."""
    found: dict[str, Term] = {}
    for source, read in _read(agency):
        for place, term in enumerate(read.term):
            for spelling in dict.fromkeys(map(folded, (term.name, *term.also))):
                if spelling in found:
                    fault = f"{term.name} is spelled as {found[spelling].name} is; leave one of them out"
                    raise source.error(f"$.term[{place}].name", fault)
                found[spelling] = term
    return found


def find_term(typed: str, agency: str = "") -> Term | None:
    """The term that is spelled so, with or without FORM, SCREEN and the like beside it, one or several."""
    known = by_spelling(agency)
    for said in (typed.upper(), _NOISE.sub(" ", typed.upper())):
        spelling = folded(said)
        if found := known.get(spelling) or known.get(spelling.removesuffix("S")):
            return found
    return None


def near_term(typed: str, agency: str = "", alike: float = 0.82) -> str:
    """The name of the term that a mistyped one was meant to be; empty where none is so `alike` (0 to 1)."""
    known = by_spelling(agency)
    near = get_close_matches(folded(typed), known, n=1, cutoff=alike)
    return known[near[0]].name if near else ""


@cache
def foreign_words(agency: str = "") -> Mapping[str, tuple[str, ...]]:
    """What words of other systems mean here: the agency's own before the kernel's."""
    read = [*_read(KERNEL), *_read(agency)]
    return {typed: word.meant for _, one in read for word in one.word for typed in word.typed}


@cache
def _read(agency: str) -> tuple[tuple[Source, TermFile], ...]:
    if agency == KERNEL:
        return _files(sources("data/desk/terms"))
    whose: Manifest = find(agency) if agency else first()
    return _files(whose.sources("terms"))


def _files(found: Iterable[Source]) -> tuple[tuple[Source, TermFile], ...]:
    return tuple((source, source.read(TermFile)) for source in found)
