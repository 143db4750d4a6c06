"""Every sentence of E-520 that binds somebody has its rules, or says why none keeps it."""

from __future__ import annotations

from cstui import content
from cstui.agency import find
from cstui.policy.rulebook import load_rulebook
from tests.agencies.louisiana.policy.test_rules_covered import POLICY_RULES


class Sentence(content.Content, frozen=True, kw_only=True):
    """A binding sentence: its paragraph, what it says in our words, the rules that keep it."""

    paragraph: str
    gist: str
    rules: tuple[str, ...] = ()
    no_rule: str = ""


class Sentences(content.Content, frozen=True, kw_only=True):
    document: str
    sentence: tuple[Sentence, ...]


[SOURCE] = find("louisiana").sources("sentences")
SENTENCES = SOURCE.read(Sentences).sentence


def test_every_sentence_has_a_rule_or_says_why_not() -> None:
    assert len(SENTENCES) >= 50
    assert [s.gist for s in SENTENCES if bool(s.rules) == bool(s.no_rule)] == []


def test_every_rule_keeps_a_sentence_and_no_other_is_named() -> None:
    assert sorted({rule for s in SENTENCES for rule in s.rules}) == POLICY_RULES


def test_a_rule_keeps_a_sentence_of_a_paragraph_that_it_cites() -> None:
    rules = load_rulebook().rules
    for rule in POLICY_RULES:
        kept = {s.paragraph.split()[0] for s in SENTENCES if rule in s.rules}
        assert any(paragraph in rules[rule].cite for paragraph in kept), rule


def test_the_paragraphs_stand_in_the_order_of_the_document() -> None:
    order = [s.paragraph.split()[0] for s in SENTENCES]
    assert order == sorted(order)
