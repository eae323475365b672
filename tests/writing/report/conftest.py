"""Material for reports: a small department of two units, and the same with other figures."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.department.forms import form, funded

from jiheng.department import add_up
from jiheng.form import Form
from jiheng.writing.report import Material

Make = Callable[..., Material]


def forms(executed: str = "96.5", **changes: Any) -> list[Form]:
    """Three projects of one department; the first with the amount executed that is asked for."""
    return [
        funded("河道清淤", ("100", "100", executed), "96.65", **changes),
        funded("泵站维修", ("50", "60", "60"), "98", 实施单位="云港区水务服务中心"),
        funded("雨情监测", ("20", "20", "15"), "88", 实施单位="云港区水务服务中心"),
    ]


@pytest.fixture
def material() -> Make:
    def make(made: list[Form] | None = None, **changes: Any) -> Material:
        added = add_up(forms(**changes) if made is None else made)
        return Material(added, added.rollup.groups[0])

    return make


@pytest.fixture
def secret() -> Form:
    return form("涉密项目：地下指挥所", "密.docx#1")
