"""What a typed line asks for."""

from __future__ import annotations

import pytest

from cstui.desk.commands import by_word
from cstui.desk.linear import lines
from cstui.desk.linear.lines import CommandRequest, Empty, Fill, FillRow, KeyRequest, Live, Own, Unknown

NAMES = ["DATE", "TIME", "NON COOP", "OFS 53", "WHY", "FIND"]
COLUMNS = ["ACTION", "REF"]


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("", Empty()),
        ("  ", Empty()),
        ("DATE=t+5", Fill(values=(("DATE", "t+5"),))),
        ("date = t+5", Fill(values=(("DATE", "t+5"),))),
        ("DATE t+5", Fill(values=(("DATE", "t+5"),))),
        ("DATE=t+5 TIME=0900", Fill(values=(("DATE", "t+5"), ("TIME", "0900")))),
        ("NON COOP=MA OFS 53=t", Fill(values=(("NON COOP", "MA"), ("OFS 53", "t")))),
        ("WHY=she said 2+2=4; so be it", Fill(values=(("WHY", "she said 2+2=4; so be it"),))),
        ('WHY=""', Fill(values=(("WHY", ""),))),
        ("WHY=", Fill(values=(("WHY", ""),))),
        ("DATE=t ; SEND", Fill(values=(("DATE", "t"),), sends=True)),
        ("DATE", Own(word="FIELD", rest="DATE")),
        ("COLOR=RED", Unknown(name="COLOR")),
        ("3 X", FillRow(cells=((2, "", "X"),))),
        ("ROW 3 X", FillRow(cells=((2, "", "X"),))),
        ("1 K 2 F", FillRow(cells=((0, "", "K"), (1, "", "F")))),
        ("3 action=K ref=Y", FillRow(cells=((2, "ACTION", "K"), (2, "REF", "Y")))),
        ("ROW 3 ACTION=X", FillRow(cells=((2, "ACTION", "X"),))),
        ("3", Own(word="ROW", rest="3")),
        ("row 3", Own(word="ROW", rest="3")),
        ("17000123", CommandRequest(text="17000123")),
        ("CAS2 17000123", CommandRequest(text="CAS2 17000123")),
        ("APPT 17000123 DATE=t+5", CommandRequest(text="APPT 17000123 DATE=t+5")),
        ("FIND text", CommandRequest(text="FIND text")),
        ("FIND=text", Fill(values=(("FIND", "text"),))),
        ("/DOE", CommandRequest(text="/DOE")),
        (".", CommandRequest(text=".")),
        ("f3", KeyRequest(number=3)),
        ("PF12", KeyRequest(number=12)),
        ("F4 DATE", KeyRequest(number=4, rest="DATE")),
        ("send", Own(word="SEND")),
        ("SEND 3", Own(word="SEND", rest="3")),
        ("?", Own(word="?")),
        ("CAS2;GUIDE", CommandRequest(text="CAS2;GUIDE")),
    ],
)
def test_a_line_is_read_as_the_help_says(line: str, asks: object) -> None:
    """One way to read each line, whatever the case of its letters."""
    assert lines.read(line, NAMES, COLUMNS) == asks


def test_letters_go_to_the_live_field_where_there_is_one() -> None:
    """But a command word, a case number and a search stay what they are."""
    assert lines.read("two missed", [], live=True) == Live(text="two missed")
    assert lines.read("EXIT", [], live=True) == CommandRequest(text="EXIT")
    assert lines.read("/DOE", [], live=True) == CommandRequest(text="/DOE")


def test_no_word_of_this_desk_hides_one_of_the_desks() -> None:
    """Every command word can be typed here as on the desk."""
    assert not lines.OWN & set(by_word())
