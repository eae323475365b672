import pytest

from jiheng.writing.official.names import file_name, sheet_name


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("CON", "自评表_CON"),
        ("nul.水务", "自评表_nul.水务"),
        ("COM1", "自评表_COM1"),
        ("LPT²", "自评表_LPT²"),
        ("COMPASS导航", "COMPASS导航"),
        ("~$堤防加固", "堤防加固"),
        ("河道\n保洁", "河道保洁"),
        ('一期/二期: "甲"', "一期二期 甲"),
        ("堤防加固. ", "堤防加固"),
        ("…", "…"),
        ("..", "自评表"),
        ("甲" * 80, "甲" * 60),
    ],
)
def test_files_have_names_that_every_system_takes(project: str, name: str) -> None:
    assert file_name(project, set()) == name


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("河道\r\n保洁", "河道保洁"),
        ("'甲'[1]:二期", "甲1二期"),
        ("History", "自评表_History"),
        ("甲" * 40, "甲" * 31),
        ("", "自评表"),
    ],
)
def test_sheets_have_names_that_excel_takes(project: str, name: str) -> None:
    assert sheet_name(project, set()) == name


def test_names_are_unlike_where_case_does_not_count() -> None:
    taken: set[str] = set()
    assert [file_name(name, taken) for name in ("Abc", "ABC", "甲", "甲")] == ["Abc", "ABC_2", "甲", "甲_2"]
