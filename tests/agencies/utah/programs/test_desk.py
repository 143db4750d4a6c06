"""What Utah brings to the desk as a whole: words, menu, terms, and two agents at one NCP."""

from __future__ import annotations

import pytest

from cstui.desk.commands import by_word
from cstui.desk.drawing import load_drawing
from cstui.desk.terms import find_term, terms
from cstui.policy.rulebook import load_rulebook
from tests.agencies.utah.programs.desk import NCP, Desk, example_store

OWN = ("CNSR", "CNSP", "INTW", "S410", "PAYD", "CNSF", "CNSM")


@pytest.mark.parametrize("term", terms("utah"), ids=lambda term: term.name)
def test_a_term_leads_to_what_there_is(term) -> None:
    assert set(term.screens) <= set(by_word("utah"))
    assert all(find_term(other, "utah") for other in term.see)
    cites = {rule.cite for rule in load_rulebook("utah").rules.values() if rule.id.startswith("UT-")}
    drawn = {load_drawing(name, "utah").cite for name in OWN}
    assert any(term.cite in cite or cite in term.cite for cite in cites | drawn), term.cite


def test_every_word_of_the_menu_opens_its_screen() -> None:
    store, on, parameters = example_store("example")
    with store:
        desk = Desk(store, on, parameters=parameters)
        desk.command(f"CNSR {NCP}").command("MENU")
        words = [pick.word for pick in desk.buffer.layout.picks if pick.word in by_word("utah")]
        assert set(OWN) <= set(words)
        for word in words:
            assert desk.command(word).screen == word


@pytest.mark.parametrize("screen", [*OWN[:-1], "DIST"])
def test_what_every_number_begins_with_need_not_be_keyed(screen: str) -> None:
    store, on, parameters = example_store("example")
    with store:
        desk = Desk(store, on, parameters=parameters).command(f"{screen} {NCP.removeprefix('UT/')}")
        assert (desk.screen, desk.answer.case, desk.rules) == (screen, NCP, [])
        assert desk.command(f"{screen} 1001").rules == ["CS-116"]
        assert (
            desk.command(f"{screen} 199999").answer.findings[0].message == "No NCP UT/199999 in this store."
        )


def test_of_two_agents_who_post_the_same_payment_one_wins_and_the_other_is_told() -> None:
    store, on, parameters = example_store("example")
    with store:
        first, second = (Desk(store, on, parameters=parameters).command(f"PAYD {NCP}") for _ in range(2))
        first.enter(amount="400.00")
        second.enter(amount="400.00")
        assert first.rules == ["UT-DST-05"]
        assert (second.screen, bool(second.rules)) == ("DIFF", True)
        payments = [entry for entry in second.facts().file.ledger if entry.kind == "payment"]
        assert [entry.cents for entry in payments] == [40_000]
