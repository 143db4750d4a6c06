"""Texts of acts are bounded, whichever way they come; what an older store holds is shown whole."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from cstui.acts.base import Act, name_of
from cstui.acts.bounds import longest_texts, too_long
from cstui.acts.perform import Aside
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agency import in_tree
from cstui.policy.effects import Refused
from cstui.policy.formats import LONGEST_TEXT
from cstui.policy.rulebook import load_rulebook
from cstui.store import chain
from cstui.store.facts import read_to_act
from tests.agencies.louisiana.programs.conftest import DOE
from tests.agencies.louisiana.programs.driver import Desk

RULES = load_rulebook()
TODAY = date(2026, 3, 2)
ACTS = list(dict.fromkeys(act for one in in_tree() for act in acts_of(one.name).values()))
LONG = AddNote(case=DOE, text="x" * (LONGEST_TEXT + 1))


def takes_text(field: msgspec.structs.FieldInfo) -> bool:
    """Whether a field of an act takes a text: neither a day nor one of a few codes."""
    schema = msgspec.json.schema(field.type)
    return any(
        part.get("type") == "string" and not part.keys() & {"format", "enum"}
        for part in schema.get("anyOf", [schema])
    )


@pytest.mark.parametrize(
    "act", list(dict.fromkeys(act for one in in_tree() for act in acts_of(one.name).values())), ids=name_of
)
def test_every_text_of_every_act_has_a_longest_length(act: type[Act]) -> None:
    texts = {field.name for field in msgspec.structs.fields(act) if takes_text(field)}
    assert set(longest_texts(act)) == texts
    assert all(0 < most <= LONGEST_TEXT for most in longest_texts(act).values())


def test_a_text_is_refused_from_one_character_more_on() -> None:
    """The finding names field, length and bound."""
    assert not too_long(AddNote(case=DOE, text=LONG.text[1:]), RULES)
    (finding,) = too_long(LONG, RULES)
    assert (finding.rule, finding.field) == ("CS-291", "text")
    assert finding.message == "TEXT has 2,001 characters; the limit is 2,000."


def test_no_way_into_the_store_takes_more(desk: Desk) -> None:
    """An act that somebody does, one that is only considered, and one that a job chooses."""
    performer, before = desk.place.performer, desk.written()
    for outcome in (
        performer.perform(LONG, actor="17001", on=TODAY),
        performer.consider(LONG, actor="17001", on=TODAY),
    ):
        assert isinstance(outcome, Refused)
        assert [finding.rule for finding in outcome.findings] == ["CS-291"]
    with desk.store.write() as session:
        read = read_to_act(session, Facts, [DOE])
        [[aside]] = performer.perform_chosen(
            session, dict(read), [([DOE], lambda _: [LONG])], actor="NIGHT", on=TODAY
        )
    assert isinstance(aside, Aside)
    assert "2,001 characters" in aside.why
    assert desk.written() == before


def test_a_long_note_of_an_older_store_is_shown_whole(desk: Desk) -> None:
    """Page by page on NOTE, as many as it takes."""
    words = [f"w{number}" for number in range(2_000)]
    with desk.store.write() as session:
        chain.lock(session, (f"case {DOE}",))
        entry = chain.LogEntry(
            subject=f"case {DOE}", action="NT", on=TODAY, at=datetime(2026, 3, 2, tzinfo=UTC),
            actor="17001", act="add-note", receipt="old", text=" ".join(words),
        )  # fmt: skip
        chain.append(session, [entry])
    desk.command(f"CALO {DOE}").at("action", 0).type("action", "S", 0).key("enter")
    assert desk.screen == "NOTE"
    shown, page = list[str](), ""
    while page != (page := "\n".join(desk.column("text"))):
        shown += page.split()
        desk.key("pf8")
    assert shown == words
