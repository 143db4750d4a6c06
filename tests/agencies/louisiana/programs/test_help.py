"""F1: a message with its rule and numbers, a field with its codes and date forms, HELP and a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.content import ContentError, Source
from cstui.desk import terms as known_terms
from cstui.desk.commands import by_word
from cstui.desk.terms import find_term, foreign_words, terms
from cstui.store.engine import Store
from tests.agencies.louisiana.programs.conftest import DOE
from tests.agencies.louisiana.programs.driver import Desk


def read(desk: Desk) -> str:
    """Every page of the help in hand; then back."""
    pages = list(desk.column("text"))
    while desk.answer.more_below:
        pages += desk.key("pf8").column("text")
    desk.key("pf3")
    return "\n".join(pages)


@pytest.fixture
def refused(desk: Desk) -> Desk:
    """An appointment in two days, at a time that is none."""
    desk.command(f"APPT {DOE}").type("purpose", "SI").type("date", "t+2").type("time", "0900")
    return desk.key("enter")


def test_a_message_names_place_rule_numbers_in_force_and_way_out(refused: Desk):
    assert refused.rules == ["LA-E521-01"]
    said = read(refused.key("pf1"))
    assert "At DATE; what you typed is still there." in said
    assert "Rule: Reasonable notice of an appointment." in said
    assert "In force on 03/02/2026: 7 days since 10/15/2021" in said
    assert "Way out: Choose 03/09/2026" in said
    assert "See E-521." in said
    assert refused.value("date") == "T+2"


def test_the_message_under_the_cursor_comes_first(desk: Desk):
    desk.command(f"APPT {DOE}").type("purpose", "ZZ").type("date", "xx").type("time", "0900").key("enter")
    assert desk.rules == ["CS-104", "CS-102"]
    assert read(desk.at("date").key("pf1")).startswith("CS-102")
    assert read(desk.at("purpose").key("pf1")).startswith("CS-104")


def test_a_date_field_shows_how_dates_are_typed(desk: Desk):
    said = read(desk.command(f"APPT {DOE}").at("date").key("pf1"))
    assert said.startswith("FIELD DATE")
    assert "HOW DATES ARE TYPED" in said
    assert "+5B           five business days on" in said


def test_a_coded_field_lists_its_codes(desk: Desk):
    assert "  GT      " in read(desk.command(f"APPT {DOE}").at("purpose").key("pf1"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("CS-105", "A required field is empty"),
        ("LA-E522-04", "In force on 03/02/2026: 13 days"),
        ("CAS2", "SCREEN CAS2"),
        ("ADD", "F6 or ADD on the command line."),
        ("DATES", "14MAR26"),
    ],
)
def test_help_takes_a_rule_or_a_word(desk: Desk, asked: str, said: str):
    assert said in read(desk.command(f"HELP {asked}"))


def test_help_words_shows_the_keys_and_words(desk: Desk):
    """As line by line; leaving it is leaving any help."""
    assert desk.command("HELP WORDS").screen == "KEYS"
    assert desk.key("pf3").screen == "WORK"


def test_help_on_what_is_not_known_is_refused(desk: Desk):
    assert desk.command("HELP XYZ").rules == ["CS-182"]
    assert desk.answer.findings[0].message == "No help on XYZ."


@pytest.mark.parametrize(("asked", "near"), [("FCT", "FTC"), ("ONBAES", "OnBase"), ("CASS2", "CAS2")])
def test_help_on_what_is_mistyped_names_what_is_near(desk: Desk, asked: str, near: str):
    assert desk.command(f"HELP {asked}").rules == ["CS-182"]
    assert desk.answer.findings[0].message == f"No help on {asked}; did you mean HELP {near}?"


OF_E520 = {
    "FTC": "E-522", "NON COOP": "E-520 I", "OFS 53": "E-523", "OFS 053": "E-523", "LAIN 2IP": "E-522",
    "LAIN21P": "E-522", "CSE 101": "E-520 I", "CSE 105": "E-522", "CSE 115": "E-521", "OFS 4NCP": "E-520 I",
    "OnBase": "E-520 I", "PI Consultant": "E-524", "IV-A Consultant": "E-524", "X-3230": "E-522",
    "C-140": "E-525", "EB-2529": "E-520 I", "G-160": "E-520 I", "Part Y": "E-523",
    "Chapter 4 Part Y": "E-523",
    "45 CFR 303.2": "E-520 IV", "45 CFR 303.11": "45 CFR 303.11", "R.S. 46:236.1.5": "E-520 IV",
    "LA R.S. 46:236.1.5": "E-520 IV", "E-520": "E-520 I", "E-521": "E-521", "E-522": "E-522",
    "E-523": "E-523", "E-524": "E-524", "E-525": "E-525", "FITAP": "E-520 I", "KCSP": "E-520 I",
    "CSE": "E-520 I", "IV-A": "E-520 I", "IV-D": "E-520 I", "CP": "E-520 I", "NCP": "E-520 I",
    "good cause": "E-520 I", "GC REASON": "E-520 I", "DT": "E-522", "benefit month": "E-522",
    "LASES/LAMI": "E-522", "LEM4145R1": "E-524", "Infopac": "E-524", "13-day advance notice": "E-522",
    "failed appointment": "E-521", "Reasonable notice": "E-521", "next available date": "E-521",
    "genetic test": "E-521 note", "DNA collection date": "E-521 note", "court hearing": "E-521 note",
    "assignment of support rights": "E-520 I", "third appointment": "E-521", "notarized": "E-521",
    "IV-A Analyst": "E-522", "good faith agreement to cooperate": "E-523", "bottom portion": "E-523",
    "round robin": "E-524", "participation status": "E-525", "referral": "E-523", "SES": "E-520 I",
    "Notice of Case Closure": "E-522", "Third Appointment Letter": "E-521", "DCFS": "E-520 I",
}  # fmt: skip
"""What E-520 names, as it is written there, and the paragraph that its page cites."""


@pytest.mark.parametrize("term", OF_E520)
def test_every_term_of_the_document_has_a_page_with_its_place_and_paragraph(desk: Desk, term: str):
    assert desk.command(f"HELP {term}").screen == "HELP", desk.answer.findings
    said = read(desk)
    assert "ON THE DESK" in said
    assert OF_E520[term] in said.splitlines()[-1]


@pytest.mark.parametrize("written", ["ofs053", "OFS 53", "Ofs-0053", "form OFS 53", "OFS.53", "OFS 53S"])
def test_how_a_term_is_spelled_does_not_matter(desk: Desk, written: str):
    said = read(desk.command(f"HELP {written}"))
    assert said.startswith("OFS 53: Good-faith agreement")
    assert "Site-supplied:" in said


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("FTC", "FTC: "), ("NON COOP", "NON COOP: "), ("OFS 53", "OFS 53: "), ("LAIN 2IP", "LAIN 2IP: "),
        ("45 CFR 303.11", "45 CFR 303.11: "), ("E-522", "E-522: "), ("IV-A", "IV-A: "),
        ("? CSE 105", "CSE 105: "), ("?FTC", "FTC: "), ("?", "SCREEN WORK"),
    ],
)  # fmt: skip
def test_a_term_alone_is_a_command(desk: Desk, typed: str, heading: str):
    assert desk.command(typed).screen == "HELP", desk.answer.findings
    assert read(desk).startswith(heading)
    assert desk.screen == "WORK"


@pytest.mark.parametrize(("typed", "screen"), [("IVA", "IVAU"), ("LAIN", "LAIN"), ("OFS", "CS-122")])
def test_a_command_word_and_its_beginning_stay_what_they_were(desk: Desk, typed: str, screen: str):
    desk.command(typed)
    assert screen in (desk.screen, *desk.rules)


def test_the_page_of_a_paragraph_lists_the_rules_from_it(desk: Desk):
    said = read(desk.command("HELP E-524"))
    assert "LA-E524-04" in said
    assert "LA-E521-08" not in said


def test_a_code_is_explained_with_its_table(desk: Desk):
    said = read(desk.command("HELP MA"))
    assert "CODE MA: Two appointments missed" in said
    assert "NON COOP: why the custodial parent does not cooperate" in said


def test_help_terms_lists_them(desk: Desk):
    said = read(desk.command("HELP TERMS"))
    assert all(name in said for name in ("FTC", "OnBase", "R.S. 46:236.1.5", "E-525"))


def test_terms_name_only_what_there_is_and_are_in_nobody_s_way():
    words = by_word()
    for term in terms():
        assert set(term.screens) <= set(words), term.name
        assert all(find_term(name) for name in term.see), term.name
        assert term.name not in words
    for word, meant in foreign_words().items():
        assert word not in words
        assert set(meant) - {"{opens}"} <= set(words), word
        assert find_term(word) is None, word


def test_a_spelling_of_two_terms_stops_the_load(monkeypatch: pytest.MonkeyPatch):
    text = "\n".join(
        f'[[term]]\nname = "{name}"\ntitle = "t"\nwhat = "w"\nwhere = "h"\ncite = "E"'
        for name in ("OFS 53", "OFS-053")
    )
    source = Source(Path("two.toml"), f'document = "d"\n{text}')
    monkeypatch.setattr(known_terms, "_read", lambda agency: ((source, source.read(known_terms.TermFile)),))
    with pytest.raises(ContentError, match=r"two.toml:9: OFS-053 is spelled as OFS 53 is"):
        known_terms.by_spelling.__wrapped__("louisiana")


@pytest.mark.parametrize(
    ("typed", "rule", "message"),
    [
        ("QUIT", "CS-185", "QUIT is not a command here. Did you mean SIGNOFF or EXIT?"),
        ("LOGOUT", "CS-185", "LOGOUT is not a command here. Did you mean SIGNOFF or EXIT?"),
        ("APPOINTMENT", "CS-185", "APPOINTMENT is not a command here. Did you mean APPT?"),
        ("PF3", "CS-185", "PF3 is not a command here. Did you mean EXIT?"),
        (f"CASE {DOE}", "CS-185", f"CASE is not a command here. Did you mean CAS1 {DOE}?"),
        (f"{DOE} CAS2", "CS-185", f"{DOE} is not a command here. Did you mean CAS2 {DOE}?"),
        ("17-000123", "CS-185", "17-000123 is not a command here. Did you mean 17000123?"),
        ("17OOO123", "CS-185", "17OOO123 is not a command here. Did you mean 17000123?"),
        ("1700012", "CS-187", "1700012 has 7 digits; a case number has 8. Try /1700012."),
        ("170001234", "CS-187", "170001234 has 9 digits; a case number has 8. Try /170001234."),
        ("17001", "CS-187", "17001 has 5 digits; a case number has 8. Try WORK 17001."),
        ("MOREAU", "CS-113", "MOREAU is not a command; for a name type /MOREAU."),
        ("DOE, JANE", "CS-113", "DOE, JANE is not a command; for a name type /DOE, JANE."),
        ("ONBAES", "CS-189", "ONBAES is not a command; did you mean OnBase?"),
        ("@@", "CS-113", "@@ is not a command."),
    ],
)
def test_what_is_no_command_is_answered_with_what_was_meant(desk: Desk, typed: str, rule: str, message: str):
    """Nothing is done on a guess: the screen stays, and so does what was typed."""
    desk.command(typed)
    assert (desk.screen, desk.rules, desk.answer.findings[0].message) == ("WORK", [rule], message)
    assert desk.answer.keep_typed


def test_before_the_sign_on_the_words_of_other_systems_and_terms_are_answered_too(store: Store):
    desk = Desk(store, "")
    assert desk.command("QUIT").rules == ["CS-185"]
    assert desk.command("HELP FTC").screen == "HELP"
    assert desk.column("text")[0].startswith("FTC: ")


def test_the_key_helps_though_the_command_line_holds_something_else(desk: Desk):
    desk.command(f"APPT {DOE}").type("command", "17000999")
    assert desk.key("pf1").screen == "HELP"
    assert "SCREEN APPT" in read(desk)


def test_what_could_be_two_days_names_both(desk: Desk):
    desk.command(f"APPT {DOE}").type("purpose", "SI").type("date", "mon").type("time", "0900").key("enter")
    assert desk.rules == ["CS-181"]
    assert "key 03022026 (Mon) or 03092026 (Mon)" in desk.answer.findings[0].message
    assert desk.value("date") == "MON"


def test_a_field_of_one_character_is_said_so(desk: Desk):
    said = read(desk.command("DOCK").at("worker").key("pf1"))
    assert "Takes" in said
    assert "up to 5 characters." in said
    said = read(desk.command(f"APPT {DOE}").at("agreed").key("pf1"))
    assert ", one character." in said
    assert "1 characters" not in said
