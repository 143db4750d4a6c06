"""`cstui show` of an NCP: one page, the same as JSON, and no federal tax information."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from cstui.acts.perform import Performer
from cstui.agencies.utah.acts.payments import UtPostPayment
from cstui.agency import find
from cstui.cli import main
from cstui.commandline import places
from cstui.commandline.shapes.outputs import OUTPUTS
from cstui.policy.effects import Refused
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock
from cstui.store.engine import MEMORY, create_store
from cstui.workplace import Workplace
from tests.agencies.utah.programs.desk import NCP, example_store


def test_an_ncp_is_shown_whole_but_for_a_tax_intercept(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "utah.db"
    store, on, _ = example_store("example", target=path)
    clock = PlayedClock(on)
    texts = []
    with store:
        performer = Performer(store, load_rulebook("utah"), clock)
        for cents, source in ((1_234, "P"), (98_765, "T")):
            act = UtPostPayment(ncp=NCP, cents=cents, source=source, reference=f"R-{source}")
            assert not isinstance(performer.perform(act, actor="UT/31001", on=on), Refused)
    short = NCP.removeprefix("UT/")
    for words in (["show", short], ["show", "ncp", short, "--json"]):
        assert main(["--store", str(path), *words], clock=clock) == 0
        texts.append(capsys.readouterr().out)
    out = msgspec.json.decode(texts[1])
    msgspec.json.decode(texts[1], type=OUTPUTS["show ncp"])  # strict: no key unknown, none missing
    for part in ("Cases", "PRACTICE-LARK", "Payments", "Activity log", "12.34", "Federal tax intercept"):
        assert part in texts[0]
    assert [row["cents"] for row in out["payments"]] == [1_234, None]
    assert all(secret not in text for secret in ("987.65", "98765", "98,765") for text in texts)
    assert {row["arrears"] for row in out["cases"]} == {None}
    assert [row["current"] for row in out["cases"]] == [15_000, 22_000, 0]


@pytest.mark.parametrize(
    ("number", "agency"),
    [
        ("UT/100001", "utah"),
        ("100001", "utah"),
        ("17000123", "louisiana"),
        ("0001000001", "kansas"),
        ("7", "louisiana"),
    ],
)
def test_in_a_store_of_several_agencies_a_number_says_whose_it_is(number: str, agency: str):
    held = [find(name) for name in ("louisiana", "kansas", "utah")]
    clock = PlayedClock(date(2026, 3, 2))
    with create_store(MEMORY, name="THREE", business_date=date(2026, 3, 2), agencies=held) as store:
        asked = Namespace(command="show", number=number)
        assert places._agency(Workplace(store, clock), asked).name == agency
