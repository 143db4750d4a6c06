"""A screen file that cannot be used is refused, and the line where it is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from demo import SCREENS

from cstui.content import ContentError, Source
from cstui.desk import checker
from cstui.desk.checker import Fault, check, check_all
from cstui.desk.drawing import draw, load_source
from cstui.desk.legend import legend

CODES = {"noncoop", "outcome"}
DEMO = (SCREENS / "demo.toml").read_text(encoding="utf-8")


def faults(old: str, new: str, words: set[str] | None = None) -> list[tuple[str, str]]:
    """The faults of the DEMO screen with a text replaced: the line of the file, and what is said."""
    assert old in DEMO
    source = Source(Path("demo.toml"), DEMO.replace(old, new, 1))
    lines = source.text.splitlines()
    found = check(draw(source), source, CODES, {"ADD"} if words is None else words)
    return [(lines[fault.line - 1], fault.text) for fault in found]


def test_the_test_screens_have_no_faults() -> None:
    for name in ("demo", "othr"):
        source = Source(SCREENS / f"{name}.toml")
        assert check(draw(source), source, CODES, {"ADD"}) == []


MAP_LINE = " NON COOP  __  ______________________________________   DATE __________"

LAST = 'columns = ["action", "date", "text", "outcome", "by"]'
BROKEN = [
    # what is replaced, by what, the line that is named, what is said of it
    ('name = "outcome"\n', 'name = "outcome"\npicks = true\n', "picks = true", "is not one to pick from"),
    ("width = 11", "width = 12", "width = 12", "says width 12, drawn 11 at row 3"),
    ("AMOUNT    ________ ", "AMOUNT    ________ _ ", "width = 4", "says width 4, drawn 1"),
    ('[[field]]\nname = "by"\nwidth = 5\n', "", " _ __________", "belongs to no field"),
    ("  __       _____\n", "  __\n", "[[field]]", "has no run of underscores left"),
    ("rows = 3", "rows = 4", "rows = 4", "row 14 has no run of 66"),
    (MAP_LINE, MAP_LINE + " " * 12 + "X", MAP_LINE + " " * 12 + "X", "has 84 columns; 80 fit"),
    (" NON COOP  __", " NON\tCOOP  __", " NON\tCOOP", "holds a tab"),
    ("CASE ________  S", "CASE:________  S", " CASE:________", "needs a blank before it"),
    ("REVIEWED _\n", "REVIEWED _.\n", "REVIEWED _.", "needs a blank behind it"),
    ("\n\n\n\n\n\n\n'''", "\n\n\n\n\n\nTHE END\n'''", "THE END", "rows; 19 fit"),
    ('name = "office"', 'name = "status"', 'name = "status"', "is there twice"),
    ('name = "office"', 'name = "command"', 'name = "command"', "is the command line's name"),
    ("width = 18", "width = 18\ninitial = true", "initial = true", "cannot have the initial cursor"),
    (
        "hidden = true",
        "hidden = true\ninitial = true",
        "initial = true",
        "has the initial cursor, and so has",
    ),
    ('codes = "noncoop"', 'codes = "nocoop"', 'codes = "nocoop"', "there is no such table"),
    ('codes = "noncoop"\n', "", "[[field]]", "names no code table"),
    (LAST, f'{LAST}\nwider = [{{ column = "text", to = 42 }}]', "wider", "is not one that grows to 42"),
    (LAST, f'{LAST}\nwider = [{{ column = "action", to = 9 }}]', "wider", "is not one that grows to 9"),
    (LAST, f'{LAST}\nwider = [{{ column = "x", to = 9, after = "by" }}]', "wider", "needs a head"),
    (LAST, f'{LAST}\nwider = [{{ column = "by", to = 9, after = "by" }}]', "wider", "is drawn already"),
    ('kind = "number"', 'kind = "number"\ncodes = "outcome"', 'codes = "outcome"', 'so its kind is "code"'),
    ('help = "An amount."\n', "", "[[field]]", "can be typed into and has no help"),
    ("width = 18", "width = 18\nrequired = true", "required = true", "is required, and protected"),
    ("width = 4\nentry = true", 'width = 4\nkind = "time"\nentry = true', "width = 4", "needs 5 columns"),
    ("from = 16", "from = 22", "from = 22", "begins at row 22"),
    ("from = 16", "from = 16\nto = 22", "to = 22", "ends at row 22"),
    ('"date", "text"', '"text", "date"', 'columns = ["action", "text"', "are drawn as action, date"),
    ('"outcome", "by"]', '"by"]', 'columns = ["action"', "field `outcome` is on the template row"),
    ('"outcome", "by"]', '"outcome", "by", "who"]', 'columns = ["action"', "`who` that is not a field"),
    ('"outcome", "by"]', '"outcome", "by", "cp"]', 'columns = ["action"', "is drawn on row 5"),
    ("from = 16", "from = 15\nto = 16", " _ __________", "lies in list `history`"),
    ('key = "PF6"', 'key = "PF25"', 'key = "PF25"', "is not a key"),
    ('label = "Add"', 'label = ""', "[[key]]", "needs a word and a label"),
    ('word = "ADD"', 'word = "AD"', 'word = "AD"', "which the program does not answer"),
    ('label = "Add"', f'label = "{"A" * 80}"', "[[key]]", "78 fit"),
    ('family = ["DEMO", ', "family = [", 'family = ["OTHR"]', "does not name DEMO itself"),
    ('label = "Add"', 'label = "Add"\nboth = "Pages"', "both", "is said together with PF7"),
    (
        'help = "An amount."',
        'prompts = "office"\nhelp = "An amount."',
        "prompts",
        "is not one column that",
    ),
    ('help = "A screen that shows one of everything."', 'help = " "', 'help = " "', "no help"),
    ("CASE SCREEN FOR TESTS", "T" * 60, 'title = "TTT', "the title has 60 columns"),
]


@pytest.mark.parametrize(("old", "new", "line", "said"), BROKEN, ids=[case[3] for case in BROKEN])
def test_each_fault_is_found_on_its_line(old: str, new: str, line: str, said: str) -> None:
    found = faults(old, new)
    assert any(line in where and said in text for where, text in found), found


def test_two_keys_of_one_number_are_a_fault() -> None:
    again = '[[key]]\nkey = "PF6"\nword = "ADD"\nlabel = "More"\n\n[[key]]'
    assert [text for _, text in faults("[[key]]", again)] == ["PF6 is there twice"] * 2


def test_lists_that_share_rows_are_a_fault() -> None:
    second = '[[list]]\nname = "more"\nfrom = 18\ncolumns = []\n\n[[key]]'
    assert any("shares row 18 with list `history`" in text for _, text in faults("[[key]]", second))


def test_an_unknown_key_stops_the_load_on_its_line() -> None:
    text = DEMO.replace("hidden = true", "hiden = true")
    with pytest.raises(ContentError) as raised:
        draw(Source(Path("demo.toml"), text))
    assert text.splitlines()[raised.value.line - 1] == "hiden = true"


def test_a_misdrawn_screen_does_not_load() -> None:
    with pytest.raises(ContentError, match="says width 12, drawn 11"):
        load_source(Source(Path("demo.toml"), DEMO.replace("width = 11", "width = 12")))


def test_the_legend_drops_the_least_needed_common_keys_first() -> None:
    drawing = load_source(Source(SCREENS / "demo.toml"))
    shown = legend(drawing)
    assert len(shown) <= 78
    assert shown.startswith("F1 Help")
    assert "F6 Add" in shown
    assert "F12 Cancel" in shown
    assert "Retrieve" not in shown


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of screens that `check_all` reads instead of the real one."""
    monkeypatch.setattr(checker, "drawn_files", lambda _: sorted(tmp_path.iterdir()))
    return tmp_path


def test_all_screens_are_checked_together(folder: Path) -> None:
    (folder / "demo.toml").write_text(DEMO.replace('"OTHR"]', '"GONE"]'), encoding="utf-8")
    (folder / "twin.toml").write_text(
        (SCREENS / "othr.toml").read_text(encoding="utf-8").replace('"OTHR"', '"DEMO"'), encoding="utf-8"
    )
    (folder / "zbad.toml").write_text("transaction = 1\n", encoding="utf-8")
    found = check_all(CODES, {"DEMO": {"ADD"}})
    said = [f"{Path(fault.file).name}:{fault.line}: {fault.text}" for fault in found]
    assert said == [
        "demo.toml:4: family names GONE, and there is no such screen",
        "twin.toml:1: no program answers screen TWIN",
        "twin.toml:1: transaction DEMO is that of screen DEMO too",
        "zbad.toml:1: Expected `str`, got `int`",
    ]


def test_a_fault_reads_as_file_line_text() -> None:
    assert str(Fault("screens/cas1.toml", 7, "wrong")) == "screens/cas1.toml:7: wrong"
