"""Projects over the years: one line each, what comes back told, a year without a form left out."""

from decimal import Decimal

from jiheng.department.rollup.add_up import add_up
from jiheng.department.rollup.result import LedgerLine
from jiheng.form import Form
from jiheng.places import load

from .forms import form, funded


def ledger(*forms: Form) -> tuple[LedgerLine, ...]:
    return add_up(forms, book=load("mof-2020")).rollup.ledger


def of_year(year: str, made: Form) -> Form:
    made.year = year
    made.source = f"{year}/{made.source}"
    return made


def test_a_project_is_one_line_whatever_year_its_name_bears() -> None:
    lines = ledger(
        of_year("2022", funded("2022年河道清淤", ("100", "100", "90"), "95")),
        of_year("2023", funded("河道清淤（2023年度）", ("120", "120", "60"), "88")),
        of_year("2023", funded("泵站维护", ("50", "50", "50"), "99")),
    )
    assert [(line.project, [one.year for one in line.years]) for line in lines] == [
        ("河道清淤（2023年度）", ["2022", "2023"]),
        ("泵站维护", ["2023"]),
    ]
    first, second = lines[0].years
    assert (first.execution, second.execution) == (Decimal("0.9"), Decimal("0.5"))
    assert (first.printed, second.printed) == (95, 88) and second.budget == 1_200_000


def test_what_comes_back_is_told_with_its_years() -> None:
    wrong = [funded("河道清淤", ("100", "100", "90"), "95") for _ in range(3)]
    for made in (wrong[0], wrong[2]):
        made.funds[0].rate = "99%"
    (line,) = ledger(*(of_year(year, made) for year, made in zip(("2021", "2022", "2023"), wrong, strict=True)))
    assert ("A01", ("2021", "2023")) in [(one.code, one.years) for one in line.repeated]
    assert all(len(one.years) > 1 for one in line.repeated)


def test_two_projects_of_one_name_stay_apart_by_their_units() -> None:
    made = [
        of_year(year, funded("设备购置", ("10", "10", "10"), score, 实施单位=unit))
        for year in ("2022", "2023")
        for unit, score in (("海云市第一泵站", "90"), ("海云市第二泵站", "80"))
    ]
    assert [(line.unit, [one.printed for one in line.years]) for line in ledger(*made)] == [
        ("海云市第一泵站", [90, 90]),
        ("海云市第二泵站", [80, 80]),
    ]


def test_a_unit_that_was_renamed_does_not_part_a_project() -> None:
    (line,) = ledger(
        of_year("2022", form("泵站维护", 实施单位="海云市闸站所")),
        of_year("2023", form("泵站维护", 实施单位="海云市闸站管理中心")),
    )
    assert line.unit == "海云市闸站管理中心" and len(line.years) == 2


def test_one_year_makes_no_ledger() -> None:
    assert ledger(form("泵站维护"), form("河道清淤")) == ()
