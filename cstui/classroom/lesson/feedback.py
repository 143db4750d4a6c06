"""What was found instead of what a goal asks, in the words of the screens.

A learner reads it after CHECK: it says how things stand and on which screen that is seen, not what
would have been right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from cstui.acts.perform import Performer
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.policy import guide
from cstui.policy.rulebook import Rulebook
from cstui.scenario import expect, matching, paths
from cstui.scenario.read import Expect

LISTS = {
    "agreements": ("OFS 53", "OFS 53", "OFS3"),
    "appointments": ("appointment", "appointments", "APPT"),
    "children": ("child", "children", "REFR"),
    "closures": ("pend", "pends", "CAS1"),
    "contacts": ("contact", "contacts", "CONT"),
    "cooperation": ("entry", "entries", "CAS2"),
    "escalations": ("word to the PI Consultant", "words to the PI Consultant", "LEM4"),
    "forms": ("form", "forms", "FORM"),
    "good_cause": ("entry of good cause", "entries of good cause", "CAS2"),
    "interface": ("LAIN 2IP record", "LAIN 2IP records", "LAIN"),
    "news": ("benefit update", "benefit updates", "IVAU"),
    "others": ("other case of the CP", "other cases of the CP", "OFS3"),
    "referrals": ("referral", "referrals", "REFR"),
    "reminders": ("reminder", "reminders", "REMD"),
    "requests": ("request to another office", "requests to another office", "OFS3"),
    "retained": ("payment", "payments", "SUPP"),
    "reviews": ("review", "reviews", "LEM4"),
    "spells": ("period of benefits", "periods of benefits", "CAS2"),
}
"""The lists of a case: one of them, several of them, and the screen that shows them."""

SAYS = {
    "about": ("is about: {}", "does not say what it is about"),
    "agreed": ("has AGREED {}", ""),
    "amount": ("has AMOUNT {}", "has no AMOUNT"),
    "answer": ("has the answer: {}", "has no answer yet"),
    "answered_on": ("was answered on {}", "was not answered"),
    "applied_on": ("has APPLIED {}", "has no APPLIED"),
    "assigned_on": ("is assigned from {}", "has no day from which it is assigned"),
    "at": ("is at {}", "has no time"),
    "basis": ("has BASIS {}", "has no BASIS"),
    "begins": ("begins on {}", "has not begun"),
    "cleared_on": ("was cleared on {}", "is not cleared"),
    "closed": ("ended on {}", "has not ended"),
    "closes_on": ("closes in the night of {}", "has no day on which it closes"),
    "completed_on": ("was completed on {}", "is not completed"),
    "done_on": ("was done on {}", "is not done yet"),
    "ended_on": ("ended on {}", "has not ended"),
    "entered_on": ("was entered on {}", "was not entered"),
    "failed_on": ("has DT {}", "has no DT"),
    "form_4ncp": ("has OFS 4NCP: {}", "has no OFS 4NCP"),
    "form_4ncp_on": ("has OFS 4NCP of {}", "has no day of OFS 4NCP"),
    "ground": ("has NON COOP {}", "has no NON COOP"),
    "how": ("came as: {}", "does not say how it came"),
    "initiative": ("has BY CP {}", ""),
    "kind": ("says: {}", "says nothing"),
    "mailed_on": ("was mailed on {}", "is not mailed"),
    "moved_times": ("was moved in advance {} times", "was not moved"),
    "necessary": ("counts as necessary: {}", ""),
    "notice_on": ("has a notice of {}", "has no notice"),
    "notified_on": ("was given on {}", "was not given"),
    "ofs_53_on": ("has OFS 53 of {}", "has no OFS 53"),
    "on": ("is on {}", "has no day"),
    "paid_on": ("has PAID {}", "has no PAID"),
    "participation": ("has ST {}", "has no ST"),
    "path": ("is that of {}", "says nothing of the payee"),
    "pended_on": ("is of {}", "has no day"),
    "presence_required": ("has PRESENCE REQUIRED {}", ""),
    "purpose": ("has PURPOSE {}", "has no PURPOSE"),
    "reason": ("has REASON {}", "has no REASON"),
    "received_on": ("came in on {}", "has not come in"),
    "refused": ("has REF {}", ""),
    "remark": ("has the remark: {}", "has no remark"),
    "reported_on": ("was reported on {}", "has not gone to IV-A"),
    "returned_on": ("came back by mail on {}", "did not come back by mail"),
    "source": ("has SOURCE {}", "has no SOURCE"),
    "standing": ("stands: {}", ""),
    "status": ("is {}", "has no status"),
    "stopped": ("has STOP {}", ""),
    "turned_over_on": ("was turned over on {}", "was not turned over"),
    "worker": ("is with worker {}", "is with no worker"),
}
"""How a fact of a thing is said by its name: with its value, and where it is empty."""

WORDS = {
    ("appointments", "cancelled"): "entered as CANCELLED",
    ("appointments", "excused"): "entered as IN TOUCH",
    ("appointments", "failed"): "entered as FAILED",
    ("appointments", "kept"): "entered as KEPT",
    ("appointments", "moved"): "entered as MOVED",
    ("appointments", "open"): "open, without an outcome",
    ("case", "none"): "not on hand",
    ("cooperation", "cooperating"): "cooperation",
    ("cooperation", "documented"): "non-cooperation, documented in CALO",
    ("cooperation", "reported"): "non-cooperation, reported",
    ("closures", "inactive"): "a payee no longer active",
    ("closures", "removed"): "a CP who was removed",
    ("referrals", "cse"): "CSE",
    ("referrals", "iva"): "IVA",
}
CODES = {"about": "about", "ground": "noncoop", "how": "how", "purpose": "purpose"}
RECORDS = {"NONCOOP": "LAIN 2IP of non-cooperation", "COOP": "LAIN 2IP of cooperation"}
NTH = ("first", "second", "third", "fourth", "fifth", "sixth")
_CASE = re.compile(r"\d{8}")


def said_of(unmet: Iterable[Expect], performer: Performer, today: date, *, of_case: bool) -> list[str]:
    """What was found for each that does not hold; `of_case` puts the number of its case first."""
    said: list[str] = []
    known: set[tuple[str, str]] = set()
    last = ""
    for one in unmet:
        facts = performer.facts(one.case)
        assert facts is not None  # cases are checked when the file is read
        text = _said(one, facts, performer, today)
        if (one.case, text) in known:
            continue
        known.add((one.case, text))
        said.append(f"case {one.case}: {text}" if of_case and one.case != last else text)
        last = one.case
    return said


def not_shown(screen: str, shown: Collection[str] = ()) -> str:
    """That a screen (`CAS2`, or `CAS2 17000123`) was not shown, or nobody found by name on it (`SRCH /`)."""
    name, _, case = screen.partition(" ")
    if case == "/":
        return f"nobody was searched for by name ({name})" if name in shown else f"{name} was not shown"
    return f"{name} of case {case} was not shown" if case else f"{name} was not shown"


def not_done(act: str) -> str:
    """That an act (`add-note`, or `add-note 17000123`) was not done, by what it does."""
    name, _, case = act.partition(" ")
    does = _does(name)
    return f"not done on case {case}: {does}" if _CASE.fullmatch(case) else f"not done: {does}"


def _does(act: str) -> str:
    """What an act does, from the first sentence of what it says of itself."""
    sentence = re.split(r"[.:(](?:\s|$)| \(", (acts_of()[act].__doc__ or act).strip(), maxsplit=1)[0]
    text = " ".join(sentence.split())
    return text[:1].lower() + text[1:]


def _said(one: Expect, facts: Facts, performer: Performer, today: date) -> str:
    asked = one.said
    if asked.fact is not None:
        return _fact(asked.fact, facts, performer.rules)
    if asked.some is not None:
        return _some(one, facts, performer.rules)
    if asked.form is not None:
        return _form(asked.form, facts)
    if asked.activity is not None:
        return _activity(one, performer, today)
    if asked.interface is not None:
        return _interface(asked.interface, facts)
    if asked.next is not None:
        return f"the next step is: {guide.next_step(facts, performer.rules, today).text} (F2)"
    found = expect.check(one, performer, today).found
    return f"would this be taken now: {_does(asked.consider or '')}? {found}"


def _fact(path: str, facts: Facts, rules: Rulebook) -> str:
    (first, place), *rest = paths.steps_of(path)
    value = paths.fact_at(facts, path)
    name = rest[-1][0] if rest else ""
    if first not in LISTS:
        seen = " (CAS1)" if first == "case" else ""
        return _sentence(f"the {_plain(first)}", first, name or first, value, rules) + seen
    one, many, screen = LISTS[first]
    if place is None:
        count = len(value) if isinstance(value, tuple) else 0
        return f"there {_number(count, one, many)} ({screen})"
    held: Sequence[Any] = paths.fact_at(facts, first) or ()
    if not -len(held) <= place < len(held):
        return f"there is no {_later(place)}{one} ({screen})"
    which = "last" if place < 0 else _nth(place)
    return f"{_sentence(f'the {which} {one}', first, name, value, rules)} ({screen})"


def _some(one: Expect, facts: Facts, rules: Rulebook) -> str:
    """How the one that comes nearest to what is asked differs; where none may be, what the last is."""
    first, begins = paths.list_of(one.said.some or "")
    thing, _, screen = LISTS[first]
    held = matching.there(facts, one.said)
    if not held:
        return f"there is no {_later(begins)}{thing} ({screen})"
    at, record = matching.nearest(held, one.where)
    last = at == len(paths.fact_at(facts, first)) - 1
    of = f"the {'last' if last and not begins else _nth(at)} {thing}"
    names = matching.unlike(record, one.where) or list(one.where)
    said = [_sentence(of, first, name, getattr(record, name), rules) for name in names]
    return "; ".join(f"{text} ({screen})" for text in said)


def _nth(place: int) -> str:
    """`first` for the place 0, and so on."""
    return NTH[place] if place < len(NTH) else f"{place + 1}th"


def _later(place: int) -> str:
    """`second ` and so on, before a thing that is not there; nothing for the first and the last."""
    return f"{_nth(place)} " if place > 0 else ""


def _sentence(of: str, where: str, name: str, value: Any, rules: Rulebook) -> str:
    """One fact of a thing as a sentence; one that is empty, as such."""
    plain = _plain(name)
    filled, empty = SAYS.get(name, (f"has {plain} {{}}", f"has no {plain}"))
    if isinstance(value, bool):
        return f"{of} {filled.format('Y' if value else 'N')}"
    if value in (None, "", ()):
        return f"{of} {empty}"
    if isinstance(value, date):
        shown = f"{value:%m/%d/%Y}"
    elif name == "amount":
        shown = f"{value / 100:,.2f}"
    elif name in CODES:
        shown = f"{value}, {rules.said(CODES[name], str(value))}"
    else:
        shown = WORDS.get((where, str(value)), str(value))
    return f"{of} {filled.format(shown)}"


def _form(form: str, facts: Facts) -> str:
    held = [one for one in facts.file.forms if one.form == form]
    if not held:
        return f"{form} was not made (FORM)"
    mailed = sum(one.mailed_on is not None for one in held)
    times = "" if len(held) == 1 else f" {len(held)} times"
    return f"{form} was made{times} and {'mailed' if mailed else 'is not mailed yet'} (FORM)"


def _activity(one: Expect, performer: Performer, today: date) -> str:
    codes = matching.either(one.said.activity)
    kind = " or ".join(f"{code} ({performer.rules.meaning('calo', code)})" for code in codes)
    count = int(expect.check(one, performer, today).found.partition(" ")[0])
    about = " that says it" if one.said.text else ""
    return f"CALO has no entry {kind}{about}" if not count else f"CALO has {count} of {kind}{about}"


def _interface(kind: str, facts: Facts) -> str:
    name = RECORDS.get(kind, kind)
    held = [one.status for one in facts.file.interface if kind in (one.kind, one.says)]
    if not held:
        return f"there is no {name} (LAIN)"
    return f"{name} is {'waiting for the night' if held[-1] == 'waiting' else held[-1]} (LAIN)"


def _number(count: int, one: str, many: str) -> str:
    return {0: f"is no {one}", 1: f"is 1 {one}"}.get(count, f"are {count} {many}")


def _plain(name: str) -> str:
    return name.replace("_", " ")
