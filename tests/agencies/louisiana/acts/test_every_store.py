"""Acts and nights do the same on every kind of store: in memory, in a file, on a PostgreSQL server."""

from __future__ import annotations

import pytest

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.mail import MailForm
from cstui.content import root
from cstui.policy.effects import Refused
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock, Player, load
from cstui.scenario.read import Scenario, read_scenario
from cstui.store.engine import Store
from cstui.store.verify import verify

pytestmark = pytest.mark.slow

FOLDER = root() / "data/louisiana/scenarios"
LINE = "ftc-on-the-60th-night"
PLAYED = sorted({LINE, *(path.stem for path in FOLDER.glob("*ofs-53*.toml"))})
RULES = load_rulebook()


def begun(scenario: Scenario, store: Store) -> Player:
    """The scenario's given cases in `store`, nothing played yet."""
    clock = PlayedClock(scenario.starts)
    load(store, scenario.given, RULES, scenario.starts, clock, "Given.")
    return Player(Performer(store, RULES, clock), clock)


@pytest.mark.parametrize("name", PLAYED)
def test_a_scenario_holds_on_every_store(store: Store, name: str) -> None:
    """Every act, refusal, night and expectation of the scenario, and a sound log afterwards."""
    scenario = read_scenario(FOLDER / f"{name}.toml")
    player = begun(scenario, store)
    failed = [check for step in scenario.steps for check in player.play(step) if not check.passed]
    assert failed == []
    assert verify(store) == []


def test_several_acts_are_all_done_or_none(store: Store) -> None:
    """Two acts on one case in one transaction; a third that is refused undoes the first."""
    scenario = read_scenario(FOLDER / f"{LINE}.toml")
    player = begun(scenario, store)
    player.play(next(step for step in scenario.steps if step.act is not None))
    performer, case = player.performer, "17000123"
    mail, missing = MailForm(case=case, form=1), MailForm(case=case, form=9)
    undone = performer.perform_all([mail, missing], actor="17001", on=player.today)
    assert [isinstance(outcome, Refused) for outcome in undone] == [True, True]
    found = performer.facts(case)
    assert found is not None
    assert found.file.forms[0].mailed_on is None
    done = performer.perform_all([mail], actor="17001", on=player.today)
    assert isinstance(done[0], Receipt)
    assert verify(store) == []
