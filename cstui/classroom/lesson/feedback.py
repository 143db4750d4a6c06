"""What was found instead of what a goal asks, in the words of the screens.

A learner reads it after CHECK: it says how things stand and on which screen that is seen, not what
would have been right. The words for an agency's records are its own (`teaching`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from cstui.acts.perform import Performer
from cstui.acts.registry import act_named
from cstui.classroom.lesson.teaching import Thing, facts_of, key_shape, teaching_of
from cstui.policy import guide
from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.rulebook import Rulebook
from cstui.scenario import expect, matching, paths
from cstui.scenario.read import Expect
from cstui.scenario.sections import givens_of, word_of

LISTED = {"timeline": "the timeline (TIME)", "work": "the worklist (WORK)", "report": "the report"}
"""Expectations that look at a list, and what people call it."""
NTH = ("first", "second", "third", "fourth", "fifth", "sixth")


def said_of(unmet: Iterable[Expect], performer: Performer, today: date, *, of_case: bool) -> list[str]:
    """What was found for each that does not hold; `of_case` puts its subject first."""
    said: list[str] = []
    known: set[tuple[str, str]] = set()
    last = ""
    for one in unmet:
        facts = performer.facts(one.key)
        assert facts is not None  # cases are checked when the file is read
        text = _said(one, facts, performer, today)
        if (one.key, text) in known:
            continue
        known.add((one.key, text))
        said.append(f"{word_of(facts.kind)} {one.key}: {text}" if of_case and one.key != last else text)
        last = one.key
    return said


def not_shown(screen: str, kind: str, shown: Collection[str] = ()) -> str:
    """That a screen (`WORK`), or one of a subject of the kind (`NOTE 17000123`), was not shown, or nobody
    found by name on it (`SRCH /`)."""
    name, _, key = screen.partition(" ")
    if key == "/":
        return f"nobody was searched for by name ({name})" if name in shown else f"{name} was not shown"
    return f"{name} of {kind} {key} was not shown" if key else f"{name} was not shown"


def not_done(act: str, agency: str) -> str:
    """That an act (`add-note`, or `add-note 17000123`) was not done, by what it does."""
    name, _, key = act.partition(" ")
    does = _does(name, agency)
    if not key_shape(agency).fits(key):
        return f"not done: {does}"
    return f"not done on {word_of(facts_of(agency).kind)} {key}: {does}"


def _does(act: str, agency: str) -> str:
    """What an act does, from the first sentence of what it says of itself."""
    doc = getattr(act_named(act, agency), "__doc__", None) or act
    sentence = re.split(r"[.:(](?:\s|$)| \(", doc.strip(), maxsplit=1)[0]
    text = " ".join(sentence.split())
    return text[:1].lower() + text[1:]


def _said(one: Expect, facts: SubjectFacts, performer: Performer, today: date) -> str:
    asked, agency = one.said, performer.rules.agency
    for kind, tells in teaching_of(agency).found.items():
        if (wanted := getattr(asked, kind, None)) is not None:
            return tells(wanted, facts)
    if asked.fact is not None:
        return _fact(asked.fact, facts, performer.rules)
    if asked.some is not None:
        return _some(one, facts, performer.rules)
    if asked.activity is not None:
        return _activity(one, performer, today)
    if (asked.next or asked.next_is_not or asked.step) is not None:
        return f"the next step is: {guide.next_step(facts, performer.rules, today).text} (F2)"
    checked = expect.check(one, performer, today)
    found = checked.found
    for kind, screen in LISTED.items():
        if getattr(asked, kind) is not None:
            return f"{screen} shows of it: {found.partition(' of ')[2]}"
    if asked.consider is None:  # an expectation of the agency's own, for which it has no words
        return f"{checked.what.removeprefix(f'{facts.subject}: ')}: {found}"
    return f"would this be taken now: {_does(asked.consider, agency)}? {found}"


def _fact(path: str, facts: SubjectFacts, rules: Rulebook) -> str:
    (first, place), *rest = paths.steps_of(path)
    value, around = paths.fact_at(facts, path), paths.fact_at(facts, first)
    name = rest[-1][0] if rest else ""
    if not isinstance(around, tuple):
        head = shape_of(facts_of(rules.agency)).file.head_name
        seen = _seen(teaching_of(rules.agency).head_screen if first == head else "")
        return _sentence(f"the {_plain(first)}", first, name or first, value, rules) + seen
    one, many, screen = _thing(first, rules)
    if place is None:
        count = len(value) if isinstance(value, tuple) else 0
        return f"there {_number(count, one, many)}{_seen(screen)}"
    if not -len(around) <= place < len(around):
        return f"there is no {_later(place)}{one}{_seen(screen)}"
    which = "last" if place < 0 else _nth(place)
    return f"{_sentence(f'the {which} {one}', first, name, value, rules)}{_seen(screen)}"


def _some(one: Expect, facts: SubjectFacts, rules: Rulebook) -> str:
    """How the one that comes nearest to what is asked differs; where none may be, what the last is."""
    first, begins = paths.list_of(one.said.some or "")
    thing, _, screen = _thing(first, rules)
    held = matching.there(facts, one.said)
    if not held:
        return f"there is no {_later(begins)}{thing}{_seen(screen)}"
    at, record = matching.nearest(held, one.where)
    last = at == len(paths.fact_at(facts, first)) - 1
    of = f"the {'last' if last and not begins else _nth(at)} {thing}"
    names = matching.unlike(record, one.where) or list(one.where)
    said = [_sentence(of, first, name, getattr(record, name), rules) for name in names]
    return "; ".join(f"{text}{_seen(screen)}" for text in said)


def _thing(name: str, rules: Rulebook) -> Thing:
    """What a list of facts holds, in the words of the agency, else by its name."""
    return teaching_of(rules.agency).things.get(name) or Thing(_plain(name), _plain(name), "")


def _seen(screen: str) -> str:
    """Where it is seen, behind what was found."""
    return f" ({screen})" if screen else ""


def _nth(place: int) -> str:
    """`first` for the place 0, and so on."""
    return NTH[place] if place < len(NTH) else f"{place + 1}th"


def _later(place: int) -> str:
    """`second ` and so on, before a thing that is not there; nothing for the first and the last."""
    return f"{_nth(place)} " if place > 0 else ""


def _sentence(of: str, where: str, name: str, value: Any, rules: Rulebook) -> str:
    """One fact of a thing as a sentence; one that is empty, as such."""
    plain, taught = _plain(name), teaching_of(rules.agency)
    filled, empty = taught.says.get(name, (f"has {plain} {{}}", f"has no {plain}"))
    if isinstance(value, bool):
        return f"{of} {filled.format('Y' if value else 'N')}"
    if value in (None, "", ()):
        return f"{of} {empty}"
    if isinstance(value, date):
        shown = f"{value:%m/%d/%Y}"
    elif name == "amount":
        shown = f"{value / 100:,.2f}"
    elif name in taught.codes:
        shown = f"{value}, {rules.said(taught.codes[name], str(value))}"
    else:
        shown = taught.words.get((where, str(value)), str(value))
    return f"{of} {filled.format(shown)}"


def _activity(one: Expect, performer: Performer, today: date) -> str:
    table, rules = givens_of(performer.agency).actions, performer.rules
    codes, log = matching.either(one.said.activity), table.upper() or "the log"
    kind = " or ".join(f"{code} ({rules.meaning(table, code)})" if table else code for code in codes)
    count = int(expect.check(one, performer, today).found.partition(" ")[0])
    about = " that says it" if one.said.text else ""
    return f"{log} has no entry {kind}{about}" if not count else f"{log} has {count} of {kind}{about}"


def _number(count: int, one: str, many: str) -> str:
    return {0: f"is no {one}", 1: f"is 1 {one}"}.get(count, f"are {count} {many}")


def _plain(name: str) -> str:
    return name.replace("_", " ")
