"""`cstui site`: what an office says for itself is checked line by line, loaded whole, and worked by."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from cstui.acts.perform import Performer
from cstui.acts.site import LoadSite, WorkerRow
from cstui.policy.business_days import business_day, days_off_of
from cstui.policy.effects import Refused
from cstui.policy.invariants import Broken
from cstui.policy.rulebook import load_rulebook
from cstui.scenario import taking_over
from cstui.store import reads
from cstui.store.engine import open_store
from cstui.store.site_reads import rulebook_of
from cstui.workplace import Workplace
from tests.kernel.commandline.conftest import Run, clock

FILES = {
    "offices.csv": 'code,name,address,phone\n17,RIVERBEND,"1 OAK ST, GRETNA, LA",225-555-0100\n18,MARSH,,\n',
    "hours.csv": "office,weekday,opens,closes\n17,1,07:30,16:30\n",
    "workers.csv": "number,name,office,role\n18001,BEA ROY,18,worker\n17099,SAM ADMIN,17,administrator\n",
    "calendar.toml": '[[added]]\non = 2026-03-03\nname = "Training day"\n',
    "parameters.toml": '[[parameter]]\nname = "minutes_si"\nvalue = [{from = 2021-10-15, value = 40}]\n',
    "codes.toml": "# nothing yet\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_that_holds_is_loaded_and_loading_it_again_changes_nothing(site: Path, run: Run, path: Path):
    assert run("site", "check", str(site)).status == 0
    dry = json.loads(run("site", "load", str(site), "--dry-run", "--json").out)
    assert dry["holds"]
    assert "Worker 18001 added: BEA ROY, 18, worker." in dry["changes"]
    assert "Hours of office 17 on Monday changed: opens '08:00' to '07:30'." in dry["changes"]
    loaded = json.loads(run("site", "load", str(site), "--json").out)
    assert loaded["receipt"]
    again = json.loads(run("site", "load", str(site), "--dry-run", "--json").out)
    assert (again["holds"], again["changes"]) == (True, [])
    shown = json.loads(run("site", "show", "--json").out)
    assert [one["code"] for one in shown["offices"]] == ["17", "18"]
    assert {one["number"]: one["role"] for one in shown["workers"]} == {
        "17001": "worker",
        "17099": "administrator",
        "18001": "worker",
    }
    assert {one["name"] for one in shown["entries"] if one["own"]} == {"minutes_si"}
    assert run("store", "verify").status == 0


def test_every_desk_and_night_of_the_store_works_by_the_site(site: Path, run: Run, path: Path):
    monday = date(2026, 3, 2)
    with open_store(path) as store:
        before = Workplace(store, clock)
        assert before.rules.days("minutes_si", monday) == 20
        assert business_day(monday, 1, days_off_of(before.rules)) == date(2026, 3, 3)
    run("site", "load", str(site))
    with open_store(path) as store:
        place = Workplace(store, clock)
        assert place.rules.days("minutes_si", monday) == 40
        assert business_day(monday, 1, days_off_of(place.rules)) == date(2026, 3, 4)
        facts = place.performer.facts("17000123", keeper="", on=monday)
        assert facts.calendar.days_off[date(2026, 3, 3)] == "Training day"
        with store.read() as session:
            assert rulebook_of(session, "louisiana").site == place.rules.site
    assert load_rulebook("louisiana").days("minutes_si", monday) == 20, "another store is at no site"


def test_a_file_that_says_nothing_any_more_gives_its_agency_the_word_again(site: Path, run: Run, path: Path):
    run("site", "load", str(site))
    (site / "parameters.toml").write_text("# minutes_si as the agency has it\n")
    assert run("site", "load", str(site)).status == 0
    with open_store(path) as store:
        assert Workplace(store, clock).rules.days("minutes_si", date(2026, 3, 2)) == 20


WRONG = [
    ("workers.csv", "number,name,office,role\n1700,X,17,worker\n", "CS-901", "workers.csv:2", "1700"),
    ("workers.csv", "number,name,office,role\n17005,X,99,worker\n", "CS-902", "workers.csv:2", "99"),
    ("workers.csv", "number,name,office,role\n17005,X,17,boss\n", "CS-903", "workers.csv:2", "boss"),
    ("workers.csv", "number,name,office,role\n17005, ,17,worker\n", "CS-904", "workers.csv:2", "NAME"),
    (
        "workers.csv",
        "number,name,office,role\n17005,X,17,worker\n\n17005,Y,17,worker\n",
        "CS-905",
        "workers.csv:4",
        "workers.csv:2",
    ),
    ("hours.csv", "office,weekday,opens,closes\n17,8,08:00,16:00\n", "CS-906", "hours.csv:2", "8"),
    ("hours.csv", "office,weekday,opens,closes\n17,1,16:00,08:00\n", "CS-906", "hours.csv:2", "16:00"),
    ("hours.csv", "office,weekday,opens,closes\n17,1,8,16:00\n", "CS-906", "hours.csv:2", "'8'"),
    ("offices.csv", "code,title\n17,X\n", "CS-907", "offices.csv:1", "title"),
    ("offices.csv", "code\n17\n", "CS-907", "offices.csv:1", "name"),
    ("offices.csv", "code,code,name\n17,17,X\n", "CS-907", "offices.csv:1", "twice"),
    ("offices.csv", "code,name\n17,X,Y\n", "CS-907", "offices.csv:2", "3 values"),
    ("offices.csv", "code,name\n17,RIV\x1b[31mER\n", "CS-907", "offices.csv:2", "cannot be seen"),
    ("offices.csv", b"code,name\n17,X\n18,\xff\n", "CS-907", "offices.csv:3", "UTF-8"),
    ("calendar.toml", "[[added]]\non = 2026-02-30\n", "CS-908", "site/calendar.toml:2", "no such day"),
    ("calendar.toml", b"\xff", "CS-908", "calendar.toml", "UTF-8"),
    (
        "parameters.toml",
        '[[parameter]]\nname = "minutes_xx"\nvalue = []\n',
        "CS-908",
        "site/parameters.toml:2",
        "minutes_xx",
    ),
    (
        "parameters.toml",
        '[[parameter]]\nname = "iva_notice_days"\nvalue = [{from = 2026-01-01, value = 1}]\n',
        "CS-908",
        "site/parameters.toml:2",
        "iva_notice_days",
    ),
    (
        "parameters.toml",
        '[[parameter]]\nname = "minutes_si"\nvalue = [{from = 2026-01-01, value = "x"}]\n',
        "CS-908",
        "site/parameters.toml:3",
        "minutes",
    ),
    (
        "codes.toml",
        '[[table]]\nname = "purpose"\n[[table.code]]\ncode = "SI"\nmeaning = "X"\n',
        "CS-908",
        "site/codes.toml:1",
        "GT, CH",
    ),
]


@pytest.mark.parametrize(("name", "text", "rule", "where", "value"), WRONG, ids=lambda one: str(one)[:24])
def test_what_is_wrong_is_said_with_file_line_and_value_and_nothing_is_loaded(
    site: Path, run: Run, path: Path, name: str, text: str | bytes, rule: str, where: str, value: str
):
    (site / name).write_bytes(text.encode() if isinstance(text, str) else text)
    before = path.read_bytes()
    for words in (("check",), ("load",)):
        ran = run("site", *words, str(site), "--json")
        assert ran.status == 1
        found = json.loads(ran.out)
        assert not found["holds"]
        assert [one["rule"] for one in found["found"]] == [rule], found
        assert where in found["found"][0]["message"]
        assert value in found["found"][0]["message"]
        assert found["found"][0]["remedy"]
    assert path.read_bytes() == before


def test_all_that_is_wrong_is_said_at_once(site: Path, run: Run):
    (site / "workers.csv").write_text("number,name,office,role\n1,X,17,worker\n17005,X,99,boss\n")
    (site / "calendar.toml").write_text("added = 3\n")
    ran = run("site", "check", str(site))
    assert ran.status == 1
    assert [rule for rule in ("CS-901", "CS-902", "CS-903", "CS-908") if rule not in ran.out] == []


def test_the_last_administrator_keeps_the_role(site: Path, run: Run):
    run("site", "load", str(site))
    (site / "workers.csv").write_text("number,name,office,role\n17099,SAM ADMIN,17,worker\n")
    ran = run("site", "load", str(site))
    assert (ran.status, "CS-909" in ran.out) == (1, True)


def test_only_an_administrator_or_the_system_loads_a_site(path: Path):
    with open_store(path) as store:
        performer = Performer(store, load_rulebook("louisiana"), clock)
        act = LoadSite(workers=(WorkerRow(number="17007", name="X", office="17", role="administrator"),))
        came = performer.perform(act, actor="17001", on=date(2026, 3, 2))
        assert isinstance(came, Refused)
        assert [one.rule for one in came.findings] == ["CS-197"]


def test_a_folder_to_fill_in_is_written_and_holds_as_it_is_once_one_line_is_in_it(tmp_path: Path, run: Run):
    folder = tmp_path / "new"
    assert run("site", "begin", str(folder)).status == 0
    assert run("site", "begin", str(folder)).status == 1, "what is there is not written over"
    assert run("site", "check", str(folder)).status == 0
    for name in ("codes.toml", "parameters.toml", "calendar.toml"):
        text = (folder / name).read_text()
        (folder / name).write_text(re.sub(r"(?m)^# (\[|\w+ = )", r"\1", text))
    ran = run("site", "check", str(folder), "--json")
    assert (ran.status, json.loads(ran.out)["found"]) == (0, []), "what the agency says, a site may say too"


@pytest.mark.parametrize("name", ["nowhere", "workers.csv"])
def test_what_is_no_folder_is_said(site: Path, run: Run, name: str):
    ran = run("site", "check", str(site / name))
    assert (ran.status, "CS-311" in ran.err) == (1, True)


CASES = """
[[person]]
key = "cp"
last = "ROSE"
first = "ANN"
born = "1990-02-03"
[[person]]
key = "ncp"
last = "REED"
first = "JOHN"
[[person]]
key = "child"
last = "ROSE"
first = "TIM"
born = "2019-06-04"
[[spell]]
person = "cp"
program = "FITAP"
applied = "2025-11-03"
begins = "2025-12-01"
[[case]]
number = "17000901"
cp = "cp"
ncp = "ncp"
worker = "17001"
opened = "2025-12-04"
[[case.child]]
person = "child"
added_on = "2025-12-04"
"""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    file = tmp_path / "cases.toml"
    file.write_text(CASES)
    return file


def test_cases_worked_elsewhere_are_taken_over_and_worked_on(cases: Path, run: Run, path: Path):
    before = path.read_bytes()
    dry = json.loads(run("site", "cases", str(cases), "--dry-run", "--json").out)
    assert (dry["holds"], dry["subjects"], dry["people"], path.read_bytes() == before) == (True, 1, 3, True)
    ran = run("site", "cases", str(cases))
    assert (ran.status, ran.out) == (0, "1 case and 3 people taken over.\n")
    assert "Taken over from cases.toml." in run("show", "17000901").out
    guided = run("guide", "17000901")
    assert (guided.status, "Schedule:" in guided.out) == (0, True), guided.out
    done = run("do", "schedule-appointment", "case=17000901", "purpose=SI", "on=2026-03-12", "at=09:00")
    assert done.status == 0, done.err
    assert run("store", "verify").status == 0


def test_only_an_administrator_or_the_system_takes_cases_over(cases: Path, run: Run, path: Path):
    ran = run("site", "cases", str(cases), "--as", "17001")
    assert (ran.status, "CS-197" in ran.out) == (1, True)
    assert run("show", "17000901").status == 1
    with open_store(path) as store, store.read() as session:
        assert "Refused" in reads.activities(session, "worker 17001", limit=1)[0].text


def test_a_case_is_taken_over_once(cases: Path, run: Run):
    run("site", "cases", str(cases))
    ran = run("site", "cases", str(cases), "--json")
    assert (ran.status, [one["rule"] for one in json.loads(ran.out)["found"]]) == (1, ["CS-911"])


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('worker = "17001"', 'worker = "17009"', "cases.toml:25: there is no worker 17009 in this store"),
        ('worker = "17001"\n', "", "cases.toml:21: the worker is missing"),
        ('person = "child"', 'person = "nobody"', "cases.toml:28: there is no person nobody in this file"),
        ('opened = "2025-12-04"', 'opened = "2026-12-04"', "cases.toml:26"),
        ("[[person]]", '[[office]]\ncode = "18"\nname = "X"\n[[person]]', "cases.toml:2"),
    ],
)
def test_a_file_that_cannot_be_taken_over_is_said_with_its_line(
    cases: Path, run: Run, path: Path, was: str, now: str, said: str
):
    cases.write_text(CASES.replace(was, now, 1))
    before = path.read_bytes()
    ran = run("site", "cases", str(cases))
    assert (ran.status, "CS-307" in ran.err, said in ran.err) == (1, True, True), ran.err
    assert path.read_bytes() == before


def test_a_case_that_is_not_as_policy_has_it_is_not_taken_over(
    cases: Path, run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
):
    said = Broken("17000901", "two reports stand one after the other", "E-522")
    monkeypatch.setattr(taking_over, "broken", lambda facts, rules: (said,))
    before = path.read_bytes()
    ran = run("site", "cases", str(cases))
    assert ran.status == 1
    assert "CS-912    17000901: two reports stand one after the other (E-522)." in ran.out
    assert path.read_bytes() == before
