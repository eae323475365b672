"""A site built from invented forms that hold everything a site must not show."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng.checks.personal import is_id_card, passes_luhn
from jiheng.form import Form, Fund, Indicator, Labelled, Total
from jiheng.writing.site import Publication, prepare, write_site

MOBILE = "19900001234"
EMAIL = "linxiaohe"
CARD = next(number for last in range(10) if passes_luhn(number := f"620000000000120000{last}"))
ID_CARD = next(number for last in "0123456789X" if is_id_card(number := f"82000019000101000{last}"))
LEADER, OTHER = "林小禾", "庞青青"
SECRET = "云雀机房改造"
MARKUP = "<img src=x onerror=alert(1)>\"'&项目"
HIDDEN = (
    MOBILE,
    "199-0000-1234",
    "１９９００００１２３４",
    EMAIL,
    CARD,
    ID_CARD,
    LEADER,
    OTHER,
    SECRET,
    "夜莺",
    "甲.docx",
)


def indicators(*texts: str) -> list[Indicator]:
    """Three indicators of an invented project, with more in the reason of the first."""
    return [
        Indicator("产出指标", "数量指标", "保洁河道条数", "≥", "12", "条", "12", "50", "50", "".join(texts)),
        Indicator("效益指标", "生态效益指标", "水面整洁程度", "定性", "优良中低差", "", "优", "30", "30", ""),
        Indicator("满意度指标", "服务对象满意度指标", "沿河居民满意度", "≥", "90", "%", "93", "10", "10", ""),
    ]


def form(project: str = "河道保洁", **changes: object) -> Form:
    """An invented form without a fault."""
    record: dict[str, object] = {
        "source": "甲.docx#1",
        "year": "2024",
        "project": project,
        "department": "海云市水务局",
        "unit": "海云市河道管理所",
        "leader": "",
        "phone": "0999-5550100",
        "funds": [Fund("年度资金总额", "100", "100", "95", "10", "95%", "9.5")],
        "goal_expected": "保持十二条河道全年整洁。",
        "goal_actual": "十二条河道全年整洁，居民反映良好。",
        "indicators": indicators(),
        "total_weight": "100",
        "total_score": "99.5",
        "totals": [Total("总分", "100", "99.5")],
        "money_unit": "万元",
    }
    return Form(**{**record, **changes})  # type: ignore[arg-type]


def personal() -> Form:
    """A form with a person's matter in every kind of cell."""
    said = f"由{LEADER}牵头；负责人{OTHER}；手机199-0000-1234或１９９００００１２３４；邮箱{EMAIL}@例.example.cn。"
    return form(
        f"河道巡查（联系人：{OTHER}，{MOBILE}）",
        leader=f"{LEADER}（{MOBILE}）",
        phone=f"0999-5550101/{MOBILE}",
        unit=f"海云市河道管理所（{MOBILE}）",
        goal_actual=said,
        indicators=indicators(f"退款转入{CARD}，身份证{ID_CARD}。", said),
        conclusion=said,
        notes=[said],
        others=[Labelled("备案", said)],
        blank_rows=[said],
        totals=[Total(f"总分 {MOBILE}", "100", "99.5")],
    )


def secret() -> list[Form]:
    """Forms that must only be counted: by a mark, by the name, by what the goal says."""
    return [
        form(SECRET, secrecy="秘密★3年"),
        form(f"涉密{SECRET}二期"),
        form("夜莺系统", goal_expected="本项目涉及国家秘密，夜莺系统按要求完成。"),
    ]


def forms() -> list[Form]:
    """All of them, and one full of markup."""
    mentions = form("机房值守", goal_actual=f"保障{SECRET}，与夜莺系统同步。")
    copy = form(SECRET)
    return [form(), personal(), *secret(), mentions, copy, form(MARKUP, goal_actual=MARKUP, unit=MARKUP)]


@pytest.fixture(scope="session")
def publication() -> Publication:
    """What is published of them."""
    return prepare(forms())


@pytest.fixture(scope="session")
def site(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site built from them."""
    folder = tmp_path_factory.mktemp("公开") / "site"
    write_site(publication, folder)
    return folder


def contents(folder: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of every file of a tree, and of every member of an archive in it."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        yield path.name, str(path.relative_to(folder))
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name).decode("utf-8")
        else:
            yield path.name, path.read_bytes().decode("utf-8")
