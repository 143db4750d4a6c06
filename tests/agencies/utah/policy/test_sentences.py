"""Every sentence of CS 844-2 that binds somebody has its rules, or says why none keeps it."""

from __future__ import annotations

from cstui import content
from cstui.agency import find
from tests.agencies.utah.policy.test_rules import OWN


class Sentence(content.Content, frozen=True, kw_only=True):
    """A binding sentence: its paragraph, what it says in our words, the rules that keep it."""

    paragraph: str
    gist: str
    rules: tuple[str, ...] = ()
    no_rule: str = ""


class Sentences(content.Content, frozen=True, kw_only=True):
    document: str
    sentence: tuple[Sentence, ...]


SENTENCES = [one for source in find("utah").sources("sentences") for one in source.read(Sentences).sentence]


def test_every_sentence_has_a_rule_or_says_why_not() -> None:
    assert len(SENTENCES) >= 30
    assert [s.gist for s in SENTENCES if bool(s.rules) == bool(s.no_rule)] == []


def test_every_rule_keeps_a_sentence_and_no_other_is_named() -> None:
    assert sorted({rule for s in SENTENCES for rule in s.rules}) == OWN
