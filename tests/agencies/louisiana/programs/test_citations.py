"""What a message of the desk says to see is there: a screen, a word of HELP, a paragraph, a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cstui.desk.commands import by_word
from cstui.desk.programs.explain import of_word
from cstui.policy.rulebook import load_rulebook

ROOT = Path(__file__).parents[4]
PARAGRAPH = re.compile(
    r"E-52\d( I| note)?|45 CFR \d+\.\d+|IRS Publication 1075, [A-Z]{2}-\d+|NIST SP 800-63B, [\d.]+|RFC \d+"
)
RULES = load_rulebook()


def is_there(cited: str) -> bool:
    """Whether somebody who follows the citation finds something."""
    word, _, about = cited.partition(" ")
    if word == "HELP":
        return of_word(about, RULES, None) is not None
    page = {"README": "README.md"}.get(cited, cited)
    return (
        cited in by_word()
        or PARAGRAPH.fullmatch(cited) is not None
        or (page.endswith(".md") and (ROOT / page).is_file())
    )


@pytest.mark.parametrize("rule", sorted(rule for rule in RULES.rules if rule.startswith("CS-")))
def test_a_message_of_the_desk_cites_what_can_be_opened(rule: str) -> None:
    for cited in RULES.rules[rule].cite.split("; "):
        assert is_there(cited), f"{rule} says: See {cited}."


@pytest.mark.parametrize("nothing", ["entry", "desk", "HELP NOTHINGSUCH", "docs/none.md"])
def test_a_word_that_names_nothing_is_found_out(nothing: str) -> None:
    assert not is_there(nothing)
