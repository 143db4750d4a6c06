"""Texts call a key as the keyboard in use does, and line by line by its word."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.content import Source
from cstui.desk.drawing import load_drawing
from cstui.desk.keyboard import load_keymap, read_keymap
from cstui.desk.keynames import by_keymap, by_word, in_finding, in_rule, named_here, naming
from cstui.policy.rulebook import load_rulebook


def test_the_classic_keyboard_changes_no_text() -> None:
    text = "F4 lists them; blank it (Ctrl+E); Home; PF13; 17000123 F99"
    assert by_keymap(load_keymap())(text) is text


def test_another_keymap_calls_keys_as_its_legend_does() -> None:
    said = by_keymap(load_keymap("laptop"))("Press Home. F4 lists, F12 drops, Ctrl+E blanks, F14 PF4 F44.")
    assert said == "Press Esc h. Esc4 lists, Esc drops, Ctrl+E blanks, F14 PF4 F44."


def test_a_keymap_of_ones_own_is_followed(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text('title = "mine"\nbase = "classic"\n[keys]\nerase_eof = ["ctrl+y"]\npf4 = ["ctrl+p"]\n')
    named = by_keymap(read_keymap(Source(own)))
    assert named("F4, F5 and Ctrl+E") == "Ctrl+P, F5 and Ctrl+Y"


@pytest.mark.parametrize(
    ("screen", "text", "said"),
    [
        ("APPT", "F4 in the field lists the codes.", "PROMPT in the field lists the codes."),
        ("LEM4", "CONFIRM (F6), or Enter once more, does it.", "CONFIRM, or Enter once more, does it."),
        ("CAS1", "F11, or the word NEXT, goes on.", "NEXT goes on."),
        ("CAS1", "F1, or HELP, explains.", "HELP explains."),
        ("CAS1", "blank REASON (Ctrl+E) and say WHY", 'key REASON="" and say WHY'),
        ("HELP", "F3 or F12 goes back", "EXIT or CANCEL goes back"),
    ],
)
def test_line_by_line_a_key_is_its_word(screen: str, text: str, said: str) -> None:
    assert by_word(load_drawing(screen))(text) == said


def test_pages_are_named_only_while_they_are_made_for_that_desk() -> None:
    with naming(by_keymap(load_keymap("laptop"))):
        assert named_here("F1") == "Esc1"
    assert named_here("F1") == "F1"


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("SOURCE", "F4", "SOURCE F4 is not one of its codes; Esc4 lists them."),
        ("Home", "Ctrl+E", "Home Ctrl+E is not one of its codes; Esc4 lists them."),
        ("SOURCE", "X", "SOURCE X is not one of its codes; Esc4 lists them."),
    ],
)
def test_what_was_typed_stays_though_it_reads_like_a_key(label: str, value: str, said: str) -> None:
    finding = load_rulebook().finding("CS-104", "source", label=label, value=value, table="F4")
    laptop = in_finding(finding, by_keymap(load_keymap("laptop")))
    assert laptop.message == said
    assert laptop.remedy == "Esc4 in the field lists the codes of its table (F4)."
    assert (
        in_rule("CS-104", f"LINE 4 {finding.message}", by_keymap(load_keymap("laptop"))) == f"LINE 4 {said}"
    )


def test_a_message_of_no_rule_is_named_whole() -> None:
    laptop = by_keymap(load_keymap("laptop"))
    assert in_rule("LOCAL", "F4 lists them.", laptop) == "Esc4 lists them."
    assert in_rule("CS-104", "Something else: F4.", laptop) == "Something else: Esc4."


def test_line_by_line_what_was_typed_stays_as_well() -> None:
    finding = load_rulebook().finding("CS-104", "source", label="SOURCE", value="F4", table="source")
    said = in_finding(finding, by_word(load_drawing("REFR"))).message
    assert said == "SOURCE F4 is not one of its codes; PROMPT lists them."
