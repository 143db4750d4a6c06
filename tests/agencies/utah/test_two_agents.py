"""Two agents post the same payment at the same moment, in processes of their own: one is told."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from cstui.policy.ledger import PAYMENT, faults
from cstui.store.engine import open_store
from tests.agencies.utah.programs.desk import NCP, Desk, example_store

ON = date(2016, 9, 1)

POST = """
import sys
from datetime import date
from pathlib import Path
from cstui.acts.perform import Performer
from cstui.agencies.utah.acts.payments import UtPostPayment
from cstui.policy.effects import Refused
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock
from cstui.store.engine import open_store

on = date(2016, 9, 1)
with open_store(Path(sys.argv[1])) as store:
    performer = Performer(store, load_rulebook("utah"), PlayedClock(on))
    act = UtPostPayment(ncp="UT/100001", cents=40_000, reference="CHECK 17")
    print("ready", flush=True)
    sys.stdin.readline()
    outcome = performer.perform(act, actor=sys.argv[2], on=on)
    print(outcome.findings[0].rule if isinstance(outcome, Refused) else "posted")
"""


def test_one_of_two_processes_posts_a_payment_and_the_other_is_told(tmp_path: Path):
    path = tmp_path / "utah.db"
    store, _, _ = example_store("example", target=path)
    store.close()
    command = [sys.executable, "-c", POST, str(path), "UT/31001"]
    agents = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    try:
        for agent in agents:
            assert agent.stdout is not None
            assert agent.stdout.readline() == "ready\n"
        for agent in agents:
            assert agent.stdin is not None
            agent.stdin.write("\n")
            agent.stdin.flush()
        said = sorted(agent.communicate()[0].strip() for agent in agents)
    finally:
        for agent in agents:
            agent.kill()
            agent.wait()
    assert said == ["UT-DST-14", "posted"]
    with open_store(path) as store:
        ledger = Desk(store, ON).facts().file.ledger
    assert [entry.cents for entry in ledger if entry.kind == PAYMENT] == [40_000]
    assert list(faults(ledger)) == []


def test_at_two_desks_the_second_is_told_what_changed_and_then_that_it_was_posted():
    store, on, parameters = example_store("example")
    with store:
        ann, ben = (Desk(store, on, parameters=parameters).command(f"PAYD {NCP}") for _ in range(2))
        ann.enter(amount="400.00", reference="CHECK 17")
        ben.enter(amount="400.00", reference="CHECK 17")
        assert (ben.screen, ben.rules) == ("DIFF", ["CS-110"])
        assert "NCP UT/100001 changed while" in ben.answer.findings[0].message
        ben.enter()  # with what was typed
        assert (ben.screen, ben.value("amount").strip()) == ("PAYD", "400.00")
        ben.enter()
        assert ben.rules[0] == "UT-DST-14"
        assert [e.cents for e in ann.facts().file.ledger if e.kind == PAYMENT] == [40_000]
