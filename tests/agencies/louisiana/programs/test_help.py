"""F1: a message with its rule and numbers, a field with its codes and date forms, HELP and a word."""

from __future__ import annotations

import pytest

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
        ("CS-105", "A field must be filled"),
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
