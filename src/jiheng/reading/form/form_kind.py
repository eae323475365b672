"""Which document a table is, by its title and by what it asks for."""

import re
from functools import lru_cache

from jiheng.expression import expression
from jiheng.form import Form
from jiheng.form.kinds import PROJECT

_TITLES = (
    ("summary", re.compile(r"汇总表|一览表|统计表")),
    ("exante", re.compile(r"事前.{0,6}评估")),
    ("monitor", re.compile(r"监控")),
    ("goals", re.compile(r"目标(?:申报|批复|审核|调整|下达|备案|设定)?表|目标申报")),
    ("ndrc", re.compile(r"中央预算内投资")),
    ("transfer", re.compile(r"转移支付|抗疫特别国债|区域绩效")),
    ("whole", re.compile(r"整体")),
    ("policy", re.compile(r"政策|专项(?:资金|支出)")),
)
"""What a title says, in the order in which it decides; 政策和项目 is the usual form of some bureaus."""
_PROJECT_TOO = expression(r"政策[和及与]?[（(]?项目|项目[（(/、和]?政策")
_SELF = expression(r"自评|自我评价|评价表")
_PLANS = ("monitor", "goals", "exante", "summary")
"""Kinds that report no results; a title that also says 自评 is none of them, save a list of results."""


def of_title(title: str) -> str | None:
    """The kind that a title names, None where it says no more than that it is a self-evaluation."""
    for kind, pattern in _TITLES:
        if pattern.search(title) is None or (kind in _PLANS[:3] and _SELF.search(title)):
            continue
        if kind == "policy" and _PROJECT_TOO.search(title):
            continue
        return kind
    return None


def of_form(form: Form, seen: set[str], has_results: bool) -> str:
    """The kind of a form; `seen` are labels of the form that tell it, `has_results` whether it asks for any."""
    named = of_title(form.title or "")
    if named == "monitor" or "forecast" in seen:
        return "monitor"
    if named in ("exante", "summary"):
        return named
    if not has_results:
        return "goals"
    if named is not None and named != "goals":
        return named
    if "ndrc" in seen or "transfer" in seen:
        return "ndrc" if "ndrc" in seen else "transfer"
    is_judged = all(row.target is None and row.actual is None for row in form.indicators)
    if form.indicators and is_judged and not _SELF.search(form.title or ""):
        return "framework"
    return PROJECT


@lru_cache(maxsize=4096)
def tells(text: str) -> str | None:
    """What a label tells of the kind of its form: `forecast`, `transfer`, `ndrc`; None for most."""
    if len(text) > _LONGEST:
        return None
    return next((kind for kind, pattern in _TELLING if pattern.match(text)), None)


_LONGEST = 16
_TELLING = (
    ("forecast", re.compile(r"全年预计|预计全年|年度预计|完成目标可能性|\d{1,2}[-—~至]\d{1,2}月(?:执行|完成|实际)")),
    ("transfer", re.compile(r"中央主管部门|转移支付")),
    ("ndrc", re.compile(r"下达中央预算内投资")),
)
