"""Odd phrases are found where people read, and code is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import prose


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("It is made anew.", [0]),
        ("The letter was\nno notice.", [0]),
        ("One.\nAsk her or him; or else, wait.", [1, 1]),
        ("There is no letter, and nothing else.", []),
        ("Call `anew`, or {anew}.", []),
        ("Renew it.", []),
    ],
)
def test_a_phrase_is_found_with_its_line(text: str, lines: list[int]) -> None:
    assert [line for line, _ in prose.odd_phrases(text)] == lines


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.py", 'anew = f("anew", "make it anew")  # or afresh\n', ["a.py:1: `afresh`", "a.py:1: `anew`"]),
        ("a.toml", 'anew = "x"\n[[anew]]\nhelp = """\nMake it\nanew."""\n', ["a.toml:5: `anew`"]),
    ],
)
def test_only_what_people_read_is_looked_at(
    name: str, text: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    (tmp_path / name).write_text(text)
    assert [said.rpartition(": ")[0] for said in prose.odd_phrases_of(tmp_path / name)] == found


def test_nobody_reads_an_odd_phrase(capsys: pytest.CaptureFixture[str]) -> None:
    assert prose.main([]) == 0, capsys.readouterr().out
