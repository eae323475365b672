"""A user's own book: what it may do, and how each mistake is reported."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.places import BookError, load

HEAD = 'id = "my-county"\ntitle = "某县办法"\nplace = "某县"\nextends = "mof-2020"\n'
SCHEMES = (
    "[weights.schemes]\nvalue = [{ execution = 20, output = 40, cost = 0, benefit = 30, satisfaction = 10 }]\n"
    'text = "四项"\nsource = "某县〔2025〕1号"\ncertainty = "published"\n'
)
RULE = '[execution.weight]\nvalue = 20\ntext = "执行率20分"\nsource = "某县〔2025〕1号"\ncertainty = "published"\n'


def book(tmp_path: Path, text: str, name: str = "my.toml") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


LEVELS = """
[weights.levels]
value = [{ level = "产出", weight = 80 }]
text = "产出 80 分"
source = "某县〔2025〕1号"
certainty = "printed"
"""


def error(file: Path) -> BookError:
    with pytest.raises(BookError) as caught:
        load(file)
    return caught.value


def test_own_book_overrides_one_parameter_and_keeps_the_rest(tmp_path: Path):
    own = load(book(tmp_path, HEAD + RULE + SCHEMES))
    assert own.number("execution.weight") == 20
    assert own.parameter("execution.weight").source == "某县〔2025〕1号"
    assert own.parameter("grade.bands") == load("mof-2020").parameter("grade.bands")
    assert (own.id, own.extends, own.years) == ("my-county", "mof-2020", ())


def test_own_book_may_extend_another_own_book_beside_it(tmp_path: Path):
    book(tmp_path, HEAD + RULE + SCHEMES, "city.toml")
    own = load(book(tmp_path, HEAD.replace("mof-2020", "city")))
    assert own.number("execution.weight") == 20


def test_byte_order_mark_is_no_matter(tmp_path: Path):
    assert load(book(tmp_path, "\ufeff" + HEAD)).id == "my-county"


@pytest.mark.parametrize(
    ("text", "key", "said", "remedy"),
    [
        (HEAD + "x = \n", "", "第 5 行", "引号"),
        (HEAD + "[execution]\n" * 2, "", "TOML", "写了两次"),
        (HEAD.replace("place", "palce"), "palce", "不认识", "place"),
        (HEAD.replace('title = "某县办法"', ""), "name", "缺少", "name"),
        (HEAD.replace("my-county", "我县"), "id", "编号", "小写字母"),
        (HEAD.replace('extends = "mof-2020"', ""), "extends", "底本", "mof-2020"),
        (HEAD.replace("mof-2020", "mof-2002"), "extends", "mof-2002", "mof-2020"),
        (HEAD.replace('"mof-2020"', "2020"), "extends", "底本", "mof-2020"),
        (HEAD + 'kinds = ["projects"]\n', "kinds", "projects", "project"),
        (HEAD + "signs = 3\n", "signs", "写法", "lacks"),
        (HEAD + RULE, "execution.weight", "互相矛盾", "其他一级指标"),
        (HEAD + RULE.replace("= 20", "= 100"), "execution.weight", "指标没有分了", "写 0"),
        (HEAD + LEVELS, "weights.levels", "“产出”写的是 80 分", "value = []"),
        (HEAD + "years = 2024\n", "years", "整数", "[2024]"),
        (HEAD + "years = [20240]\n", "years", "20240", "四位"),
        (HEAD + 'departments = [""]\n', "departments", "太短", "某县"),
        (HEAD + 'departments = ["某县", "局"]\n', "departments", "“局”太短", "某县"),
        (HEAD + '[signs]\nlacks = ["funds.wieght"]\n', "signs", "wieght", "funds.weight"),
        (HEAD + '[signs]\nhas = ["funds.weight"]\nlacks = ["funds.weight"]\n', "signs", "既写在", "lacks"),
        (HEAD + '[signs]\nnotes = [""]\n', "signs", "空的", "删去"),
        (HEAD + "departments = [1]\n", "departments", "文字", "["),
        (HEAD + RULE.replace("execution.weight", "execution.wieght"), "execution.wieght", "没有", "execution.weight"),
        (HEAD + RULE.replace("value = 20\n", ""), "execution.weight", "缺少 value", "四项"),
        (HEAD + RULE.replace('source = "某县〔2025〕1号"\n', ""), "execution.weight", "缺少 source", "四项"),
        (HEAD + RULE.replace("source", "sauce"), "execution.weight.sauce", "不认识", "source"),
        (HEAD + RULE.replace('text = "执行率20分"', 'text = " "'), "execution.weight.text", "一句文字", "text"),
        (HEAD + RULE.replace('"published"', '"sure"'), "execution.weight.certainty", "可信程度", "published"),
        (HEAD + RULE.replace("20", '"20"', 1), "execution.weight", "数字", "value"),
        (HEAD + RULE.replace("20", "true", 1), "execution.weight", "数字", "value"),
        (HEAD + RULE.replace("20", "nan", 1), "execution.weight", "数字", "value"),
        (HEAD + RULE.replace("20", "2025-01-01", 1), "execution.weight", "数字", "value"),
        (HEAD + RULE.replace("20", "-5", 1), "execution.weight", "-5", "之间"),
        (HEAD + RULE.replace("execution.weight", "execution.capped"), "execution.capped", "true", "value"),
        (HEAD + RULE.replace("execution.weight", "reasons.missed"), "reasons.missed", "只是依据", "off"),
        (HEAD + RULE.replace("execution.weight", "checks.A04"), "checks.A04", "文字", "value"),
        (HEAD + RULE.replace("execution.weight", "checks.A04").replace("20", '"of"', 1), "checks.A04", "of", "off"),
        (HEAD + RULE.replace("value = 20", "values = 20"), "execution.weight.values", "年度", "from"),
        (HEAD + RULE.replace("value = 20", "values = [{ from = 2020 }]"), "execution.weight.values", "value", "from"),
        (HEAD + RULE.replace("execution.weight", "reverse.formula"), "reverse.formula", "文字", "value"),
        (HEAD + RULE.replace("execution.weight", "grade.bands"), "grade.bands", "一张表", "["),
        (HEAD + RULE.replace("execution.weight", "blocks.wanted"), "blocks.wanted", "一列值", "["),
        (
            HEAD + RULE.replace("execution.weight", "weights.total").replace("20", "1e9", 1),
            "weights.total",
            "1E+9",
            "之间",
        ),
        (HEAD + "[execution]\nweight = 20\n", "execution.weight", "规则", "value"),
        (HEAD + "[" + ".".join("a" * 20) + "]\nx = 1\n", "a.a", "嵌套", "execution.weight"),
    ],
)
def test_mistakes_are_named_with_key_and_remedy(tmp_path: Path, text: str, key: str, said: str, remedy: str):
    file = book(tmp_path, text)
    found = error(file)
    assert found.file == str(file)
    assert found.key.startswith(key)
    assert said in found.message
    assert remedy in found.advice
    assert str(file) in str(found)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{ name = "优", frm = 90 }', "frm"),
        ('{ name = "优" }', "from"),
        ('{ name = "优", from = "90" }', "from"),
        ("3", "一张表"),
    ],
)
def test_mistakes_in_a_row_are_named(tmp_path: Path, row: str, said: str):
    text = HEAD + RULE.replace("execution.weight", "grade.bands").replace("20", f"[{row}]", 1)
    assert said in str(error(book(tmp_path, text)))


@pytest.mark.parametrize(
    ("path", "rows", "said"),
    [
        ("quality.parts", '{ name = "全部", points = 90, checks = "A", warning = "must", notice = "next" }', "90"),
        ("quality.parts", '{ name = "全部", points = 100, checks = "A", warning = "most", notice = "next" }', "most"),
        ("quality.steps", '{ severity = "error", points = 5 }', "三个级别"),
        ("weights.levels", '{ level = "决策", weight = 500 }', "500"),
        ("weights.levels", '{ level = "决策", weight = -5 }', "-5"),
        ("weights.levels", '{ level = "决策", weight = 5 }, { level = "决策", weight = 9 }', "两次"),
        ("weights.levels", '{ level = "", weight = 5 }', "空的"),
        ("blocks.words", '{ word = "产出", block = "outptu" }', "outptu"),
        ("blocks.words", '{ word = "产出", block = "output" }, { word = "产出", block = "cost" }', "“产出”写了两次"),
        ("blocks.wanted", '"result"', "result"),
        ("blocks.wanted", '""', "空的"),
        ("grade.bands", '{ name = "优", from = 90 }, { name = "优", from = 0 }', "“优”写了两次"),
        ("qualitative.words", '{ word = "较好", band = 1 }, { word = "较好", band = 3 }', "“较好”写了两次"),
    ],
)
def test_rows_that_cannot_be(tmp_path: Path, path: str, rows: str, said: str):
    text = HEAD + RULE.replace("execution.weight", path).replace("20", f"[{rows}]", 1)
    found = error(book(tmp_path, text))
    assert found.key == path and said in found.message


def test_a_choice_outside_the_list_names_the_list(tmp_path: Path):
    text = HEAD + RULE.replace("execution.weight", "reverse.formula").replace("20", '"A"', 1)
    assert "excess_deducted" in error(book(tmp_path, text)).advice


def test_a_circle_is_reported_with_its_files(tmp_path: Path):
    book(tmp_path, HEAD.replace("mof-2020", "b"), "a.toml")
    file = book(tmp_path, HEAD.replace("mof-2020", "a"), "b.toml")
    assert "a.toml" in error(file).message and "b.toml" in error(file).message


def test_unknown_id_suggests_a_near_one():
    with pytest.raises(BookError, match="mof-2020"):
        load("mof2020")


def test_missing_and_misencoded_files(tmp_path: Path):
    assert "打不开" in error(tmp_path / "none.toml").message
    (tmp_path / "gbk.toml").write_bytes(HEAD.encode("gb18030"))
    assert "UTF-8" in error(tmp_path / "gbk.toml").message
    assert error(tmp_path).message


@settings(max_examples=examples(60), deadline=None)
@given(st.text(alphabet="abcid=\"'[]{}.#\n 1e9-true一", max_size=80))
def test_any_text_is_a_book_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, text: str):
    file = book(tmp_path_factory.mktemp("books"), text)
    with pytest.raises(BookError):
        load(file)
