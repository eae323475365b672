"""Forms for the tests of the roll-up: the clean form with changes, each with a place it comes from."""

from typing import Any

from tests.checks.paper import changed

from jiheng.form import Form


def form(project: str, source: str = "甲.docx#1", **changes: Any) -> Form:
    """The clean form under another project name; `changes` by the names of the form, blanks as in the paper cases."""
    made = changed({"项目名称": project, **changes})
    made.source = source
    return made


def funded(project: str, amounts: tuple[str, str, str], score: str = "96.65", **changes: Any) -> Form:
    """A form with other amounts (initial, budget, executed, in 万元) and another printed total."""
    total = dict(zip(("年初预算数", "全年预算数", "全年执行数"), amounts, strict=True))
    cells = {f"年度资金总额·{name}": text for name, text in total.items()}
    return form(project, **cells, **{"总分（得分）": score}, **changes)
