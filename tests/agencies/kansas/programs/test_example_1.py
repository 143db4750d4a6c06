"""Worked example 1 A with keys: from N on CADS to the EDBC list, every cell that the document prints."""

from __future__ import annotations

from tests.agencies.kansas.programs.desk import CONSUMER, Desk

CHART = [
    ("TYPE", "Child Support", "Child Support", "Child Support"),
    ("REASON", "1st Penalty", "1st Penalty", "Food Assistance"),
    ("BEGIN", "04/01/2018", "04/01/2018", "03/05/2018"),
    ("END", "06/30/2018", "06/30/2018", ""),
    ("OVERRIDE END", "12/31/9999", "12/31/9999", ""),
    ("COMPLIANCE", "", "", ""),
    ("PROGRAM TYPE", "TANF/RCA", "Child Care", "Food Assistance"),
]
CURED = {"OVERRIDE END": ("06/30/2018", "06/30/2018", "05/31/2018"), "COMPLIANCE": ("05/15/2018",) * 3}
FIELD = {
    "TYPE": "type",
    "REASON": "reason",
    "BEGIN": "from",
    "END": "ends",
    "OVERRIDE END": "override",
    "COMPLIANCE": "complied",
    "PROGRAM TYPE": "type_of_program",
}


def chart(desk: Desk) -> list[tuple[str, ...]]:
    """The chart of the document as ENCD shows it, a column a record."""
    columns = []
    for seq in (1, 2, 3):
        desk.command(f"ENCD {CONSUMER} {seq}")
        columns.append([desk.value(name) for name in FIELD.values()])
    return [(named, *row) for named, row in zip(FIELD, zip(*columns, strict=True), strict=True)]


def test_the_chart_and_its_cure_by_keys(cads: Desk) -> None:
    cads.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP", nc0_person="1000002")
    assert (cads.rules, cads.value("nc1_code"), cads.value("nc1_date")) == ([], "N", "03052018")
    assert "Alert 40 goes to KEES tonight" in cads.answer.message
    assert cads.command("ENCL").answer.rows == ()
    cads.command("NIGHT").command("ENCL")
    assert cads.column("type_of_program") == ["TANF/RCA", "Child Care", "Food Assistance"]
    assert sorted(chart(cads)) == sorted(CHART)
    cads.command("EDBC")
    assert cads.column("of_month") == ["04/2018"] * 3
    assert sorted(zip(cads.column("prog"), cads.column("result"), cads.column("noa"), strict=True)) == [
        ("CC", "closed", "03/05"),
        ("FA", "out", "03/05"),
        ("TANF", "out", "03/05"),
    ]

    cads.command("NIGHT 05/14/2018")
    cads.command("NIGHT 05/14/2018").command("CADS").key("pf5", nc0_sel="S", nc0_code="C")
    assert cads.rules == []
    cads.command("NIGHT").command("ENCL")
    assert cads.column("type_of_program") == []
    assert "3 more" in cads.answer.message
    assert cads.key("pf6").column("override") == ["06/30/2018", "06/30/2018", "05/31/2018"]
    cured = [(name, *CURED.get(name, cells)) for name, *cells in CHART]
    assert sorted(chart(cads)) == sorted(cured)
    assert "05/16/2018" in cads.host.status().business_date
    cads.command("EDBC")
    assert "06/2018" not in cads.column("of_month")
    cads.command("NIGHT").command("EDBC")
    assert "05/17/2018" in cads.host.status().business_date
    row = cads.answer.rows[0].values
    assert (row["prog"], row["of_month"], row["listed"], row["result"]) == (
        "FA",
        "06/2018",
        "05/17/2018",
        "back",
    )


def test_the_history_says_why_each_field_is_as_it_is(cads: Desk) -> None:
    cads.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP").command("NIGHT")
    cads.command("CADS").key("pf5", nc0_sel="S", nc0_code="C").command("NIGHT")
    cads.command(f"ENCD {CONSUMER} 1")
    said = list(zip(cads.column("field"), cads.column("after"), cads.column("rule"), strict=True))
    assert ("BEGIN", "04/01/2018", "KS-NC-10") in said
    assert ("OVERRIDE END", "12/31/9999", "KS-NC-10") in said
    assert ("OVERRIDE END", "06/30/2018", "KS-IF-05") in said
    assert ("COMPLIANCE", "03/06/2018", "KS-IF-08") in said
    assert "Table A" in "".join(line.text for line in cads.answer.rows[2].guide)


def test_an_application_while_the_penalty_runs_is_denied(cads: Desk) -> None:
    """Example 1 B: application on 5/18 after cooperation on 5/15, denied for the month of application."""
    cads.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP")
    cads.command("NIGHT 05/14/2018").command("NIGHT 05/14/2018").command("CADS")
    cads.key("pf5", nc0_sel="S", nc0_code="C").command("NIGHT 05/17/2018").command("EDBC")
    cads.enter(programs="TANF CC")
    assert (cads.rules, cads.value("applications")) == ([], "1 application 05/18/2018 TANF CC")
    cads.enter(program="TANF", month="05/2018", application="1")
    assert cads.rules == []
    assert "denied" in cads.answer.message
    cads.command("NIGHT 05/20/2018").command("EDBC")
    assert cads.column("reason")[0] == "Child Support - 1st Penalty"
    assert cads.column("result")[0] == "denied"
