"""Every sentence of both pages that binds somebody has its rules, or says why none keeps it."""

from __future__ import annotations

from cstui import content
from cstui.agency import find
from tests.agencies.kansas.policy.test_rules import OWN


class Sentence(content.Content, frozen=True, kw_only=True):
    """A binding sentence: its paragraph, what it says in our words, the rules that keep it."""

    paragraph: str
    gist: str
    rules: tuple[str, ...] = ()
    no_rule: str = ""


class Sentences(content.Content, frozen=True, kw_only=True):
    document: str
    sentence: tuple[Sentence, ...]


SENTENCES = [one for source in find("kansas").sources("sentences") for one in source.read(Sentences).sentence]


def test_every_sentence_has_a_rule_or_says_why_not() -> None:
    assert len(SENTENCES) >= 50
    assert [s.gist for s in SENTENCES if bool(s.rules) == bool(s.no_rule)] == []


def test_every_rule_of_the_two_pages_keeps_a_sentence_and_no_other_is_named() -> None:
    of_pages = [rule for rule in OWN if not rule.startswith("KS-CADS-")]
    assert sorted({rule for s in SENTENCES for rule in s.rules}) == of_pages
