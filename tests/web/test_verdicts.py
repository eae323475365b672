"""Results of a spot check: what is kept, what is refused, the sum with its interval, the page and the workbook."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest

from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.verdicts.interval import error_rate
from jiheng.web.verdicts.models import Verdict
from jiheng.web.workflow import spot_check
from jiheng.web.workflow.models import SpotCheck

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_draw_yet(db):
    """The example's own draw is taken away."""
    SpotCheck.objects.all().delete()


@pytest.fixture
def check():
    """A draw of the bureau: three of all that were handed in."""
    wish = spot_check.Wish(7, 3, None, 1, "none", spot_check.HANDED_IN)
    return spot_check.make(Person.objects.get(username="caizheng"), Cycle.objects.get(), wish)


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def sent(form, **cells):
    return {f"{name}-{form}": text for name, text in cells.items()}


def test_results_are_kept_summed_and_taken_away(signed_in, check):
    client, (first, second, third) = signed_in("caizheng"), check.drawn
    filled = SelfEvaluation.objects.get(pk=first).total
    data = sent(first, score=str(filled - 5), evidence="not", wrong="on", conclusion="没有签到表。")
    page = said(client.post(f"/verdicts/{check.pk}", data | sent(second, evidence="agrees"), follow=True))
    assert f"抽中 3 张，已查 2 张，有问题 1 张，共核减 5 分。全部查完以后推算总体 {len(check.population)} 张" in page
    assert "发整改通知" in page
    client.post(f"/verdicts/{check.pk}", data | sent(second, evidence="agrees") | sent(third, evidence="partly"))
    assert "差错率 33.3%；推算总体" in said(client.get(f"/verdicts/{check.pk}"))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/verdicts/{check.pk}.xlsx").content))
    rows = list(book["抽查结果"].iter_rows(values_only=True))
    assert len(rows) == 4
    assert any(row[5] == 5 and row[6] == "不符" for row in rows)
    assert AuditEntry.objects.filter(action="spotcheck.judge").count() == 3
    found = SelfEvaluation.objects.get(pk=first).project
    notice = client.get(f"/corrections/new/{first}?source=spot")
    assert [text for number, (_, text, _, _) in notice.context["offered"] if number in notice.context["picked"]] == [
        "没有签到表。核减 5 分。佐证不符。"
    ]
    assert "没有签到表。" in said(client.get(f"/corrections/new/project/{found.pk}?source=spot"))
    department = signed_in("zhuguan").get(f"/corrections/new/{first}?source=spot")
    assert department.status_code == 200
    assert "没有签到表。" not in said(department)  # the bureau's checks are not for the department to see
    client.post(f"/verdicts/{check.pk}", sent(second, evidence="agrees"))
    assert Verdict.objects.count() == 1  # what is emptied is taken out


def test_what_cannot_be_kept_is_said_and_stays_on_the_page(signed_in, check):
    client, form = signed_in("caizheng"), check.drawn[0]
    response = client.post(f"/verdicts/{check.pk}", sent(form, score="很低", evidence="not", conclusion="写了很久"))
    assert response.status_code == 422
    assert "核定分应是" in said(response)
    assert "写了很久" in response.content.decode()
    assert "请选佐证" in said(client.post(f"/verdicts/{check.pk}", sent(form, score="80")))
    assert "抽查结论”是空的" in said(client.post(f"/verdicts/{check.pk}", sent(form, evidence="not", wrong="on")))
    assert not Verdict.objects.exists()


def test_only_who_draws_there_judges(signed_in, check, django_assert_max_num_queries):
    assert signed_in("tianbao").get(f"/verdicts/{check.pk}").status_code == 403
    assert "<select" not in signed_in("shenji").get(f"/verdicts/{check.pk}").content.decode().split("<main")[1]
    assert signed_in("shenji").post(f"/verdicts/{check.pk}", sent(check.drawn[0], evidence="not")).status_code == 403
    client = signed_in("caizheng")
    client.get(f"/verdicts/{check.pk}")
    with django_assert_max_num_queries(14):
        client.get(f"/verdicts/{check.pk}")


def test_the_interval_is_wilsons_and_closes_where_all_were_checked():
    assert error_rate(0, 0, 10) is None
    assert error_rate(3, 10, 10) == (Decimal("0.3"),) * 3
    rate = error_rate(10, 100, 10**9)
    # Wilson 95 %: 0.0552–0.1744 (Newcombe 1998 gives such values for 10 of 100)
    assert (round(rate.low, 4), round(rate.high, 4)) == (Decimal("0.0552"), Decimal("0.1744"))
    smaller = error_rate(10, 100, 120)
    assert rate.low < smaller.low < smaller.found < smaller.high < rate.high
    assert error_rate(0, 6, 60).low == 0
