"""The built site: nothing hidden in it, links, markup, the same bytes, and safe in its folder."""

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from jiheng.form import Form
from jiheng.trouble import Trouble
from jiheng.writing.site import Publication, prepare, write_site
from jiheng.writing.site.folder import LIST

from .conftest import HIDDEN, MARKUP, contents, form, forms, secret

_VOID = {"meta", "col", "input", "rect", "line", "br"}


class Reader(HTMLParser):
    """Every element with its attributes and depth, and what was left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"twice the same attribute: {tag} {attrs}"
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name))]


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_that_must_not_be_published_is_anywhere(site: Path) -> None:
    found = [(name, word) for name, text in contents(site) for word in HIDDEN if word in text]
    assert found == []
    assert any("遮盖" in text for _, text in contents(site))


def test_secret_projects_are_counted_and_nothing_else(site: Path, publication: Publication) -> None:
    assert publication.secret == 3
    assert "涉密项目 3 个" in (site / "index.html").read_text(encoding="utf-8")
    assert len(pages(site / "projects")) == len(forms()) - 4
    said = json.dumps([one.original for one in publication.maskings], ensure_ascii=False)
    assert "夜莺" not in said


def test_the_same_forms_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_site(prepare(forms()), again)
    assert tree(again) == tree(site)
    write_site(prepare(forms()), again)
    assert tree(again) == tree(site)


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    for page in pages(site):
        reader = Reader(page.read_text(encoding="utf-8"))
        ids = set(reader.values("id"))
        for link in [*reader.values("href"), *reader.values("src")]:
            path, _, part = unquote(link).partition("#")
            assert not re.match(r"[a-z]+:|/", path), f"{page.name}: {link}"
            assert not path or (page.parent / path).is_file(), f"{page.name}: {link}"
            assert path or part in ids


def test_every_page_is_reached_from_the_overview_and_from_the_index(site: Path) -> None:
    made = {f"projects/{page.name}" for page in pages(site / "projects")}
    for name in ("index.html", "list.html"):
        assert made <= set(Reader((site / name).read_text(encoding="utf-8")).values("href"))


def test_pages_are_whole_and_say_what_they_are(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        reader = Reader(text)
        assert text.startswith("<!DOCTYPE html>") and reader.open == []
        ids = reader.values("id")
        assert len(ids) == len(set(ids))
        tags = [tag for tag, _ in reader.elements]
        assert [tags.count(tag) for tag in ("h1", "main", "header", "footer")] == [1] * 4
        assert text.partition("</head>")[0].count("<title>") == 1
        assert dict(reader.elements)["html"] == {"lang": "zh-CN"}
        assert "style" not in {name for _, attributes in reader.elements for name in attributes}
        assert not any(name.startswith("on") for _, attributes in reader.elements for name in attributes)
        policy = next(value for value in reader.values("content") if value.startswith("default-src 'none'"))
        assert "unsafe" not in policy and "http" not in policy


def test_text_with_markup_is_shown_as_text(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert "<img" not in text
    assert any(MARKUP in record["project"] for record in json.loads((site / "data" / "records.json").read_bytes()))


def test_tables_have_headings_with_scope_and_captions(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert text.count("<table") == text.count("<caption")
        for tag, attributes in Reader(text).elements:
            if tag == "th":
                assert attributes["scope"] in ("row", "col", "rowgroup")


def test_a_form_is_drawn_with_all_its_cells(site: Path) -> None:
    page = next(page for page in pages(site / "projects") if "<h1>河道保洁</h1>" in page.read_text(encoding="utf-8"))
    text = page.read_text(encoding="utf-8")
    for word in (
        "海云市河道管理所",
        "保持十二条河道全年整洁。",
        "沿河居民满意度",
        "95%",
        "99.5",
        "0999-5550100",
        "优良中低差",
    ):
        assert re.search(f">{re.escape(word)}</(?:td|th|dd)>", text), word


def test_the_data_are_what_the_pages_show(site: Path) -> None:
    about = json.loads((site / "data" / "datapackage.json").read_bytes())
    assert [one["name"] for one in about["resources"]] == ["forms", "funds", "indicators", "others"]
    records = json.loads((site / "data" / "records.json").read_bytes())
    assert {record["source"] for record in records} == {f"projects/{page.name}" for page in pages(site / "projects")}
    book = openpyxl.load_workbook(site / "data" / "forms.xlsx", read_only=True)
    titles = [cell.value for cell in next(iter(book.worksheets[0].iter_rows(max_row=2)))]
    assert titles
    assert not {"密级标志", "读不准处数"} & set(titles)


def test_the_data_package_says_only_what_is_published(site: Path) -> None:
    about = (site / "data" / "datapackage.json").read_text(encoding="utf-8").replace("存在问题", "")
    assert not [word for word in ("文件名", "问题", "检查", "读不准") if word in about]


@pytest.mark.slow
def test_a_thousand_projects_take_less_than_a_minute(tmp_path: Path) -> None:
    many = [form(f"河道保洁（{number}标段）", unit=f"第{number % 40}管理所") for number in range(1000)]
    begun = time.process_time()
    write_site(prepare(many), tmp_path / "site")
    assert time.process_time() - begun < 60
    assert len(pages(tmp_path / "site" / "projects")) == 1000


def test_two_departments_and_years_stand_apart(tmp_path: Path) -> None:
    several = [
        form(),
        form("水库巡查", department="海云市教育局", source="乙.docx"),
        form("校舍维修", year="2023", source="丙.docx"),
    ]
    publication = prepare(several)
    assert len(publication.sections) == 3 and any("3 组" in note for note in publication.notes)
    write_site(publication, tmp_path / "site")
    text = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    for name in ("海云市教育局 2024 年度", "海云市水务局 2023 年度", "海云市水务局 2024 年度"):
        assert f">{name}</h2>" in text
    assert [section.group.year for section in prepare(several, year="2023").sections] == ["2023"]


def test_a_page_that_is_no_longer_published_goes_away_and_other_files_stay(tmp_path: Path) -> None:
    write_site(prepare([form(), form("水库巡查")]), tmp_path / "site")
    (tmp_path / "site" / "CNAME").write_text("例")
    write_site(prepare([form()]), tmp_path / "site")
    assert len(pages(tmp_path / "site" / "projects")) == 1
    assert (tmp_path / "site" / "CNAME").read_text() == "例"


def test_a_build_cut_short_leaves_the_earlier_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write_site(prepare([form(), form("水库巡查")]), site)
    before = tree(site)
    replace = Path.replace

    def refused(made: Path, target: Path) -> Path:
        if made.name == "new":
            raise OSError("disk")
        return replace(made, target)

    with monkeypatch.context() as change, pytest.raises(OSError, match="disk"):
        change.setattr(Path, "replace", refused)
        write_site(prepare([form()]), site)
    assert tree(site) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "要紧.docx").write_bytes(b"1")
    with pytest.raises(Trouble, match="别的文件"):
        write_site(prepare([form()]), tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["要紧.docx"]


def test_a_list_that_leads_out_of_the_folder_removes_nothing(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "要紧.docx").write_bytes(b"1")
    (tmp_path / "site" / LIST).write_text(f"0  ../要紧.docx\n0  {tmp_path / '要紧.docx'}\n\n", encoding="utf-8")
    write_site(prepare([form()]), tmp_path / "site")
    assert (tmp_path / "要紧.docx").exists()


@pytest.mark.full
@pytest.mark.parametrize("empty", [Form(), Form(project="甲"), form(funds=[], indicators=[], totals=[])])
def test_a_form_with_hardly_anything_has_its_page(empty: Form, tmp_path: Path) -> None:
    write_site(prepare([empty]), tmp_path / "site")
    for page in pages(tmp_path / "site"):
        assert Reader(page.read_text(encoding="utf-8")).open == []


def test_only_secret_projects_make_no_section() -> None:
    publication = prepare(secret())
    assert publication.sections == () and publication.secret == 3


def test_open_errors_are_those_of_what_is_published() -> None:
    wrong = form("水库巡查", total_score="98", source="乙.docx")
    assert {one.finding.code for one in prepare([form(), wrong]).errors} >= {"A08"}
    assert prepare([form(), wrong], year="2023").errors == ()
