"""The objects of the year through the API: lists, one, what is not for everybody."""

from decimal import Decimal

import pytest
from tests.web.test_api import Program

from jiheng.web.accounts.models import Person
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.commissions.models import Commission
from jiheng.web.corrections.models import Correction
from jiheng.web.evaluations.models import Evaluation
from jiheng.web.goals.models import ApprovedVersion, Declaration
from jiheng.web.monitoring.models import Sheet
from jiheng.web.publishing.models import Batch
from jiheng.web.verdicts.models import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    def of(username: str) -> Program:
        return Program(make(Person.objects.get(username=username), "测试", Token.Scope.READ, 30)[1])

    return of


def test_corrections_are_read_with_their_points(program, django_assert_max_num_queries):
    bureau = program("caizheng")
    bureau.get("/corrections")
    with django_assert_max_num_queries(5):
        listed = bureau.get("/corrections").json()["items"]
    assert {one["id"] for one in listed} == set(Correction.objects.values_list("pk", flat=True))
    row = Correction.objects.filter(state="answered").latest("pk")
    one = bureau.get(f"/corrections/{row.pk}").json()
    assert (one["state_name"], one["number"]) == ("待核验", row.number)
    assert [item["answer"] for item in one["items"]] == list(row.items.values_list("answer", flat=True))
    others = {row.unit_id: "tianbao", None: "gongyuan"}
    stranger = others[row.unit_id] if row.unit.name != "局本级" else others[None]
    assert program(stranger).get(f"/corrections/{row.pk}").status_code == 403
    assert bureau.get("/corrections/999999").status_code == 404
    assert bureau.get("/corrections", unit=row.unit_id).json()["items"]


def test_sheets_are_read_with_their_lights(program, django_assert_max_num_queries):
    bureau = program("caizheng")
    bureau.get("/monitoring")
    with django_assert_max_num_queries(5):
        listed = bureau.get("/monitoring").json()["items"]
    assert {one["id"] for one in listed} == set(Sheet.objects.values_list("pk", flat=True))
    row = Sheet.objects.filter(light="red").first()
    one = bureau.get(f"/monitoring/{row.pk}").json()
    assert (one["period"], one["state_name"]) == ("1—7月", "监控已审核")
    assert {light: sum(found["light"] == light for found in one["rows"]) for light in row.lights} == row.lights
    stranger = "gongyuan" if row.unit.name == "局本级" else "tianbao"
    assert program(stranger).get(f"/monitoring/{row.pk}").status_code == 403


def test_goals_and_adjustments_are_read_with_versions_and_cells(program, django_assert_max_num_queries):
    bureau = program("caizheng")
    for path, model in (("/goals", Declaration), ("/adjustments", Adjustment)):
        bureau.get(path)
        with django_assert_max_num_queries(5):
            listed = bureau.get(path).json()["items"]
        assert {one["id"] for one in listed} == set(model.objects.values_list("pk", flat=True))
    adjusted = Declaration.objects.get(project__code="2024-012")
    one = bureau.get(f"/goals/{adjusted.pk}").json()
    assert [(kept["number"], kept["source"]) for kept in one["approved"]] == [(1, "declared"), (2, "adjusted")]
    assert one["record"]["indicators"]
    asked = Adjustment.objects.get()
    cells = bureau.get(f"/adjustments/{asked.pk}").json()["cells"]
    assert [(cell["row"], cell["column"], cell["after"]) for cell in cells] == [("巡防班次", "年度指标值", "≥4500班次")]
    assert program("tianbao").get(f"/adjustments/{asked.pk}").status_code == 403


def test_publications_are_read_with_their_clock(program, django_assert_max_num_queries):
    bureau = program("caizheng")
    bureau.get("/publications")
    with django_assert_max_num_queries(5):
        listed = bureau.get("/publications").json()["items"]
    row = Batch.objects.get()
    assert [(one["name"], one["forms"], one["due"]) for one in listed] == [(row.name, row.forms, f"{row.due:%Y-%m-%d}")]
    assert program("tianbao").all("/publications") == []


def test_advices_are_read_with_their_reasons(program, django_assert_max_num_queries):
    bureau = program("caizheng")
    bureau.get("/budget-advice")
    with django_assert_max_num_queries(5):
        listed = bureau.get("/budget-advice").json()["items"]
    assert {one["id"] for one in listed} == set(BudgetAdvice.objects.values_list("pk", flat=True))
    row = BudgetAdvice.objects.get(state="advice_answered")
    one = bureau.get(f"/budget-advice/{row.pk}").json()
    assert (one["answer"], one["amount"], one["why"]) == ("partly", "86.5", row.why)
    assert [result["year"] for result in one["results"]] == [2024]
    others = {"局本级": "gongyuan"}
    assert program(others.get(row.unit.name, "tianbao")).get(f"/budget-advice/{row.pk}").status_code == 403


def test_commissions_are_read_with_how_far_each_form_is(program, django_assert_max_num_queries):
    bureau = program("caizheng")
    bureau.get("/commissions")
    with django_assert_max_num_queries(5):
        listed = bureau.get("/commissions").json()["items"]
    row = Commission.objects.get()
    assert [(one["name"], one["evaluator"]) for one in listed] == [(row.name, "第三方评价人")]
    one = program("pingjia").get(f"/commissions/{row.pk}").json()
    assert [form["total"] for form in one["forms"]] == [None]
    assert one["forms"][0]["given"] < one["forms"][0]["rows"]
    assert program("tianbao").get(f"/commissions/{row.pk}").status_code == 403


def test_evaluations_are_read_with_mean_and_spread(program, django_assert_max_num_queries):
    bureau = program("caizheng")
    bureau.get("/evaluations")
    with django_assert_max_num_queries(5):
        listed = bureau.get("/evaluations").json()["items"]
    row = Evaluation.objects.get()
    assert [(one["id"], one["kind"], one["state_name"]) for one in listed] == [(row.pk, "finance", "征求意见")]
    one = bureau.get(f"/evaluations/{row.pk}").json()
    assert (one["items"][0]["mean"], one["items"][0]["low"], one["items"][0]["high"]) == ("3.25", "3", "3.5")
    assert sum(Decimal(item["mean"]) for item in one["items"]) == Decimal(one["score"])
    assert program("pingjia").get(f"/evaluations/{row.pk}").status_code == 403


def test_verdicts_are_read_by_those_who_see_the_draw(program, django_assert_max_num_queries):
    bureau = program("caizheng")
    bureau.get("/verdicts")
    with django_assert_max_num_queries(6):
        listed = bureau.get("/verdicts").json()["items"]
    assert {one["id"] for one in listed} == set(Verdict.objects.values_list("pk", flat=True))
    wrong = next(one for one in listed if one["wrong"])
    assert Decimal(wrong["filled"]) > Decimal(wrong["score"])
    assert bureau.get("/verdicts", unit=999).json()["items"] == []
    assert program("tianbao").get("/verdicts").status_code == 403
    assert program("zhuguan").get("/verdicts").json()["items"] == []


def test_no_two_kinds_of_value_go_by_one_name(program):
    schemas = program("caizheng").get("/openapi.json").json()["components"]["schemas"]
    assert schemas["Source"]["enum"] == [one.value for one in Correction.Source]
    assert schemas["Origin"]["enum"] == [one.value for one in ApprovedVersion.Origin]
