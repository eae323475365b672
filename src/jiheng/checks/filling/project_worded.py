"""项目名称写得不规范

是什么
    项目名称以年份开头而没有“年”字（“2024机房维护”），或者同一个词连着写了两遍（“维修维修”）。作提示。

为什么
    项目名称要与预算批复一致，汇总、公开、与决算核对都按名称认项目。

举例
    项目名称“2024泵站维护”。

怎么改
    与批复核对；批复有误的，下一年度申报时改正。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.expression import expression

CHECK = Check(
    code="F18",
    official="项目名称[“{printed}”]表述不规范，应与预算批复核对。",
    severity=Severity.NOTICE,
    rules=("checks.filling.after_year",),
    page=__doc__,
)

_YEAR_FIRST = expression(r"^20\d\d(?=[一-鿿])")
_TWICE = expression(r"([一-鿿]{2,8})\1")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look at the wording of the project's name."""
    name = case.form.project
    if not name:
        return not_applicable("没有填项目名称")
    year, twice = name.startswith("20") and _YEAR_FIRST.match(name), _TWICE.search(name)
    if year and name.startswith(case.book.words("checks.filling.after_year"), year.end()):
        year = None
    what = [f"“{year[0]}”后面没有“年”字"] if year else []
    what += [f"“{twice[1]}”连着写了两遍"] if twice else []
    if not what:
        return judged([])
    message = f"项目名称“{name}”{'，'.join(what)}。"
    return judged([CHECK.finding("project", name, "", message, "与预算批复的名称核对。")])
