"""Small things that people stumbled over when they tried the workbench (docs/workbench/tried.md, P1 to P22)."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from tests.web.import_files import hand_in, html, record
from tests.web.test_security import urls
from tests.web.test_spot_check import SENT

from jiheng.web.accounts.models import Person
from jiheng.web.forms.models import SelfEvaluation, State, Version
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import record_of, save
from jiheng.web.imports.models import ReadForm
from jiheng.web.imports.new_project import suggested_code
from jiheng.web.workflow.workflow import pass_on

pytestmark = pytest.mark.django_db

WEB = Path(__file__).parent
PAGES = WEB.parents[1] / "docs" / "workbench"


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def form():
    return SelfEvaluation.objects.filter(state=State.DRAFT, unit__name="局本级", project__secret=False).first()


def test_p1_a_score_has_no_more_decimals_than_the_rulebook_says(form):
    officer = Person.objects.get(username="tianbao")
    place = "indicators[0].score"
    before = record_of(form).indicators[0].score or ""
    with pytest.raises(ValidationError, match="最多 2 位小数"):
        save(officer, form.pk, form.version, [CellChange(place, before, "1.555555")], {place: "有一处未做"})


def test_p2_p5_the_screen_speaks_of_what_was_filled_in_not_of_what_was_printed(signed_in):
    for row in SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False):
        page = text(signed_in("tianbao").get(f"/forms/{row.pk}"))
        assert "印为" not in page
        assert "未核对原文" not in page


def test_p3_a_year_in_a_name_is_no_value_to_be_put_right():
    row = SelfEvaluation.objects.get(project__name="2023年冬季清雪物资储备", cycle__year=2024)
    found = [one for one in row.findings if one["place"] == "project"]
    assert not any("应为" in one["message"] for one in found)


def test_p6_every_rule_of_passwords_is_polite():
    from django.contrib.auth.password_validation import password_validators_help_texts

    assert not any("你" in one for one in password_validators_help_texts())


def test_p10_codes_of_imported_projects_sort_as_they_were_read(signed_in):
    batch = hand_in(signed_in("zhuguan"), {f"{n:02}.html": html(record(f"新项目{n:02}")) for n in range(12)})
    reads = ReadForm.objects.filter(source__batch=batch).select_related("source__batch__cycle").order_by("pk")
    codes = [suggested_code(one) for one in reads]
    assert len(codes) == 12
    assert codes == sorted(codes)


@pytest.mark.parametrize("drafts", [1, 3])
def test_p16_what_is_to_be_done_leads_to_the_form_itself(signed_in, drafts):
    mine = SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False)
    SelfEvaluation.objects.filter(pk__in=mine.values("pk")).update(state=State.FINAL)
    for row in mine[: 2 * drafts]:
        SelfEvaluation.objects.filter(pk=row.pk).update(state=State.DRAFT)
    shenhe = Person.objects.get(username="shenhe")
    for row in mine[:drafts]:
        SelfEvaluation.objects.filter(pk=row.pk).update(state=State.UNIT)
        pass_on(shenhe, row.pk, "form.return", "请核对")
    page = signed_in("tianbao").get("/").content.decode().split('<ol class="todos">')[1].split("</ol>")[0]
    assert {"去修改", "继续填写"} <= set(re.findall(r">([^<>]+)</a>", page))
    links = re.findall(r'href="([^"]+)"', page)
    assert not [one for one in links if one.startswith("#")]


@pytest.mark.full
def test_p20_an_amount_in_yuan_is_separated_wherever_it_is_shown(signed_in):
    client = signed_in("caizheng")
    drawn = client.post("/review/spot-checks", SENT)
    shown = [drawn.url] if drawn.status_code == 302 else []
    assert shown
    pages = [*shown, *(one for one in urls() if "sign-out" not in one)]
    amounts, bare = 0, []
    for url in pages:
        answer = client.get(url)
        if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
            continue
        cells = re.findall(r">\s*(-?[\d,]{5,}\.\d\d)\s*<", answer.content.decode())
        amounts += len(cells)
        bare += [(url, one) for one in cells if "," not in one]
    assert amounts
    assert not bare, "\n".join(map(str, bare))


def test_p21_saves_of_one_sitting_are_one_group(form, signed_in):
    officer = Person.objects.get(username="tianbao")
    for words in ("甲", "乙", "丙"):
        form.refresh_from_db()
        save(officer, form.pk, form.version, [CellChange("goal_actual", record_of(form).goal_actual or "", words)])
    assert Version.objects.filter(form=form, person=officer).count() >= 3
    page = text(signed_in("tianbao").get(f"/forms/{form.pk}/versions"))
    assert re.search(r"\d 次保存，\d+ 格 看这一阵的改动", page)


@pytest.mark.parametrize("name", ["tried.md", "security.md"])
def test_every_test_that_a_page_names_is_there(name):
    named = re.findall(r"`(test_\w+)::(test_\w+)`", (PAGES / name).read_text(encoding="utf-8"))
    assert len(named) > 20
    gone = [f"{file}::{test}" for file, test in named if f"def {test}(" not in (WEB / f"{file}.py").read_text("utf-8")]
    assert gone == []


def test_addresses_of_sources_stand_with_the_rules_not_beside_the_name_of_a_rulebook(signed_in):
    page = signed_in("caizheng").get("/cycles/new").content.decode()
    assert "://" in page
    assert "://" not in re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)


def test_a_draft_with_errors_is_not_called_ready(signed_in, form):
    drafts = SelfEvaluation.objects.filter(state=State.DRAFT, unit=form.unit)
    drafts.update(filled=1, errors=1)
    client = signed_in("tianbao")
    assert "可以提交" not in text(client.get("/"))
    drafts.filter(pk=form.pk).update(errors=0)
    assert "其中 1 张已填完，可以提交" in text(client.get("/"))
