"""Every sentence of an agency's documents that binds somebody has its rules, or says why none keeps it."""

from __future__ import annotations

import pytest

from cstui import content
from cstui.agency import find
from tests.agencies.rulebooks import OWN, RULES

AT_LEAST = {"louisiana": 50, "kansas": 50, "utah": 30, "federal": 30}
"""How many binding sentences the documents have, at least."""
NO_SENTENCE = {"louisiana": (), "kansas": ("KS-CADS-",), "utah": (), "federal": ()}
"""The beginnings of rules that come from facts on a system, and of no sentence of a document."""


class Sentence(content.Content, frozen=True, kw_only=True):
    """A binding sentence: its paragraph, what it says in our words, the rules that keep it."""

    paragraph: str
    gist: str
    rules: tuple[str, ...] = ()
    no_rule: str = ""


class Sentences(content.Content, frozen=True, kw_only=True):
    document: str
    sentence: tuple[Sentence, ...]


SENTENCES = {
    agency: [one for source in find(agency).sources("sentences") for one in source.read(Sentences).sentence]
    for agency in OWN
}


@pytest.mark.parametrize("agency", OWN)
def test_every_sentence_has_a_rule_or_says_why_not(agency: str) -> None:
    assert len(SENTENCES[agency]) >= AT_LEAST[agency]
    assert [s.gist for s in SENTENCES[agency] if bool(s.rules) == bool(s.no_rule)] == []


@pytest.mark.parametrize("agency", OWN)
def test_every_rule_keeps_a_sentence_and_no_other_is_named(agency: str) -> None:
    of_documents = [rule for rule in OWN[agency] if not rule.startswith(NO_SENTENCE[agency])]
    assert sorted({rule for s in SENTENCES[agency] for rule in s.rules}) == of_documents


def test_a_rule_of_louisiana_keeps_a_sentence_of_a_paragraph_that_it_cites() -> None:
    for rule in OWN["louisiana"]:
        kept = {s.paragraph.split()[0] for s in SENTENCES["louisiana"] if rule in s.rules}
        assert any(paragraph in RULES["louisiana"].rules[rule].cite for paragraph in kept), rule


def test_the_paragraphs_of_louisiana_stand_in_the_order_of_the_document() -> None:
    order = [s.paragraph.split()[0] for s in SENTENCES["louisiana"]]
    assert order == sorted(order)
