"""What the federal report brings to the desk as a whole: its words, its terms, its practice programs."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.federal.desk import DESK
from cstui.agencies.federal.records import StateProgram
from cstui.agency import find
from cstui.desk.commands import by_word
from cstui.desk.drawing import load_drawing
from cstui.desk.terms import find_term, terms
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.practice import read_practice


@pytest.mark.parametrize("term", terms("federal"), ids=lambda term: term.name)
def test_a_term_leads_to_what_there_is(term) -> None:
    assert set(term.screens) <= set(by_word("federal"))
    assert all(find_term(other, "federal") for other in term.see)
    cites = {rule.cite for rule in load_rulebook("federal").rules.values() if rule.id.startswith("FED-")}
    cites |= {parameter.cite for parameter in load_rulebook("federal").parameters.values()}
    cites |= {load_drawing(name, "federal").cite for name in DESK.programs}
    assert any(term.cite in cite or cite in term.cite for cite in cites), term.cite


@pytest.mark.parametrize("states", [("louisiana",), ("kansas", "utah"), ()])
def test_a_practice_store_has_a_program_for_each_state_in_it(states: tuple[str, ...]) -> None:
    given, _, _ = read_practice(date(2026, 10, 20), find("federal"), beside=states)
    assert {one.reports_on for one in given if isinstance(one, StateProgram)} == set(states)
