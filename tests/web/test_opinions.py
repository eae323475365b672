"""The reviewer's opinion in the workbench: drafted, edited, kept over new findings, downloaded; who sees which."""

import io

import docx
import pytest
from django.urls import reverse

from jiheng.opinion import Section
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.opinions import beside, views
from jiheng.web.opinions.drafting import opinion_of
from jiheng.web.opinions.models import KeptOpinion

pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.get(username=name)


def faulty() -> SelfEvaluation:
    """A form with an error that the checks find."""
    rows = SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False, errors__gt=0)
    return rows.select_related("project", "unit", "cycle").order_by("pk")[0]


def boxes(form: SelfEvaluation, who: str = "caizheng") -> dict[str, str]:
    """What the page's form would send as it stands."""
    made, row = opinion_of(person(who), form)
    sent = {one.id: one.text for one in made.sentences if one.id and one != made.verdict}
    return {**sent, "verdict": made.verdict.text, "version": str(row.version if row else 0)}


def send(signed_in, form: SelfEvaluation, who: str = "caizheng", **changes: str):
    url = reverse("opinions:save", args=[form.pk])
    return signed_in(who).post(url, {**boxes(form, who), **changes}, follow=True)


def text_of(response) -> str:
    document = docx.Document(io.BytesIO(b"".join(response) if response.streaming else response.content))
    return "".join(piece.text or "" for piece in document.element.body.iter("{*}t"))


@pytest.mark.parametrize(
    ("who", "status"), [("shenhe", 200), ("zhuguan", 200), ("caizheng", 200), ("tianbao", 403), ("shenji", 403)]
)
def test_only_reviewers_draft(signed_in, who, status):
    assert signed_in(who).get(reverse("opinions:form", args=[faulty().pk])).status_code == status


def test_the_review_page_shows_quality_goals_and_the_way_to_the_opinion(signed_in):
    form = faulty()
    page = signed_in("caizheng").get(reverse("workflow:form", args=[form.pk])).content.decode()
    assert "质量与目标" in page and "目标—指标—完成" in page and "结果可核实的指标" in page
    assert reverse("opinions:form", args=[form.pk]) in page
    filler = signed_in("tianbao").get(reverse("workflow:form", args=[form.pk])).content.decode()
    assert reverse("opinions:form", args=[form.pk]) not in filler


def test_what_is_edited_is_kept_and_what_is_emptied_is_gone(signed_in):
    form = faulty()
    made, _ = opinion_of(person("caizheng"), form)
    must = made.sections[Section.MUST]
    response = send(signed_in, form, **{must[0].id: "请先核对原始凭证。", "own-must": "附上合同。\r\n附上发票。"})
    assert "请先核对原始凭证。" in response.content.decode()
    again, row = opinion_of(person("caizheng"), form)
    texts = [one.text for one in again.sections[Section.MUST]]
    assert texts[0] == "请先核对原始凭证。" and texts[-2:] == ["附上合同。", "附上发票。"]
    assert sum(one.is_edited for one in again.sentences) == 3, "没有动过的不算改过"
    send(signed_in, form, **{must[0].id: "", "own-must": "附上合同。"})
    third, row = opinion_of(person("caizheng"), form)
    assert must[0].id not in [one.id for one in third.sentences] and row.version == 2
    assert AuditEntry.objects.filter(action="opinion.keep").count() == 2


def test_edits_outlive_new_findings(signed_in):
    form = faulty()
    made, _ = opinion_of(person("caizheng"), form)
    first = made.sections[Section.MUST][0]
    send(signed_in, form, **{first.id: "请先核对原始凭证。"})
    record = form.record
    record["goal_actual"] = ""
    SelfEvaluation.objects.filter(pk=form.pk).update(record=record)
    form.refresh_from_db()
    again, _ = opinion_of(person("caizheng"), form)
    assert "请先核对原始凭证。" in [one.text for one in again.sections[Section.MUST]]
    assert "E07" in [one.code for one in again.sentences]


def test_an_office_does_not_see_what_another_wrote(signed_in):
    form = faulty()
    send(signed_in, form, **{"own-must": "财政内部的话。"})
    url = reverse("opinions:form", args=[form.pk])
    assert "财政内部的话。" in signed_in("caizheng").get(url).content.decode()
    assert "财政内部的话。" not in signed_in("shenhe").get(url).content.decode()


def test_of_two_at_once_the_second_is_told_and_loses_nothing(signed_in):
    form = faulty()
    old = boxes(form)
    send(signed_in, form, **{"own-must": "先存的。"})
    url = reverse("opinions:save", args=[form.pk])
    response = signed_in("caizheng").post(url, {**old, "own-must": "后存的。"})
    page = response.content.decode()
    assert response.status_code == 422 and "刚才保存过" in page and "后存的。" in page
    assert KeptOpinion.objects.get(form=form).version == 1


@pytest.mark.parametrize(
    ("name", "text", "said"), [("verdict", " ", "审核结论是空的"), ("own-must", "字" * 2001, "超过")]
)
def test_what_cannot_be_kept_is_said(signed_in, name, text, said):
    response = send(signed_in, faulty(), **{name: text})
    assert response.status_code == 422 and said in response.content.decode()


def test_back_to_the_draft(signed_in):
    form = faulty()
    send(signed_in, form, **{"own-must": "自己写的。"})
    signed_in("caizheng").post(reverse("opinions:reset", args=[form.pk]))
    assert not KeptOpinion.objects.exists()


def test_the_papers_hold_what_was_kept(signed_in):
    form = faulty()
    send(signed_in, form, **{"own-must": "自己写的。"})
    client = signed_in("caizheng")
    paper = text_of(client.get(reverse("opinions:paper", args=[form.pk])))
    assert "自己写的。" in paper and "审核意见单" not in paper
    letter = text_of(client.get(reverse("opinions:letter", args=[form.pk]) + "?due=2025-03-31"))
    assert "审核意见单" in letter and "自己写的。" in letter and "2025年3月31日前" in letter
    others = SelfEvaluation.objects.filter(unit=form.unit, cycle=form.cycle).select_related("project")
    for other in others:
        assert (other.project.name in letter) != other.project.secret
    assert AuditEntry.objects.filter(action="export.letter").count() == 1


def test_two_projects_of_one_name_have_their_own_opinions_in_the_letter(signed_in):
    form = faulty()
    others = SelfEvaluation.objects.filter(unit=form.unit, cycle=form.cycle, project__secret=False).exclude(pk=form.pk)
    twin = others.select_related("project", "unit", "cycle").order_by("pk")[0]
    type(form.project).objects.filter(pk=twin.project_id).update(name=form.project.name)
    for row, said in ((form, "这是第一个。"), (twin, "这是第二个。")):
        row.record["project"] = form.record["project"]
        row.save(update_fields=["record"])
        send(signed_in, row, **{"own-must": said})
    response = signed_in("caizheng").get(reverse("opinions:letter", args=[form.pk]))
    document = docx.Document(io.BytesIO(b"".join(response) if response.streaming else response.content))
    names = [one.get(docx.oxml.ns.qn("w:name")) for one in document.element.body.iter("{*}bookmarkStart")]
    assert len(names) == len(set(names))
    letter = text_of(signed_in("caizheng").get(reverse("opinions:letter", args=[form.pk])))
    assert (letter.count("这是第一个。"), letter.count("这是第二个。")) == (1, 1)


def test_a_letter_says_of_how_many_forms_it_does_not_tell(signed_in, monkeypatch):
    form, url = faulty(), reverse("opinions:letter", args=[faulty().pk])
    of = SelfEvaluation.objects.filter(unit=form.unit, cycle=form.cycle, project__secret=False).count()
    assert "另行送达" not in text_of(signed_in("caizheng").get(url))
    monkeypatch.setattr(views, "MOST_FORMS", 1)
    assert f"以上是前 1 个项目，另有 {of - 1} 个项目的审核意见另行送达。" in text_of(signed_in("caizheng").get(url))


def test_what_was_not_compared_is_said(signed_in, monkeypatch):
    rows = handed_in()
    url = reverse("opinions:form", args=[rows[0].pk])
    assert "对照。</p>" not in signed_in("caizheng").get(url).content.decode()
    monkeypatch.setattr(beside, "MOST_TOGETHER", 1)
    page = signed_in("caizheng").get(url).content.decode()
    own = SelfEvaluation.objects.filter(unit=rows[0].unit, project__secret=False).exclude(state="draft").count()
    which = "本单位的前 1 张" if own > 1 else "本单位"
    assert f"同部门已报来的表超过 1 张，只与{which}对照。" in page


SAME = "完成园区绿地养护巡查并按月建立台账，对发现的枯枝断枝及时清理，游客投诉办结后逐件回访登记。"


def handed_in(count: int = 3) -> list[SelfEvaluation]:
    """Forms of the department with one text in all of them, handed in."""
    rows = list(SelfEvaluation.objects.filter(project__secret=False).exclude(state="draft").order_by("pk")[:count])
    for row in rows:
        row.record["goal_actual"] = SAME
        row.save(update_fields=["record"])
    return rows


def copied(who: str, form: SelfEvaluation) -> list[str]:
    made, _ = opinion_of(person(who), form)
    return [one.text for one in made.sentences if one.code == "B02"]


def test_what_a_form_shares_with_others_of_the_department_is_said_in_each(signed_in):
    rows = handed_in()
    for row in rows:
        assert any(all(f"“{other.project.name}”" in said for other in rows) for said in copied("caizheng", row))
    page = signed_in("caizheng").get(reverse("opinions:form", args=[rows[1].pk])).content.decode()
    assert ">B02</span>" in page and rows[0].project.name in page
    letter = text_of(signed_in("caizheng").get(reverse("opinions:letter", args=[rows[1].pk])))
    assert copied("caizheng", rows[1])[0] in letter


def test_forms_are_compared_anew_once_one_of_them_is_saved():
    one, other, third = handed_in()
    assert copied("caizheng", one)
    for row in (other, third):
        row.record["goal_actual"] = f"修复{row.pk}处水闸，另外的事全都写在这里，与别的项目没有一句相同。"
        row.version += 1
        row.save(update_fields=["record", "version"])
    assert not copied("caizheng", one)


def test_drafts_and_secret_projects_are_not_compared():
    one, draft, secret = handed_in()
    SelfEvaluation.objects.filter(pk=draft.pk).update(state="draft")
    secret.project.secret = True
    secret.project.save()
    secret.project.named.add(person("caizheng"))
    for row in (one, draft, secret):
        assert copied("caizheng", SelfEvaluation.objects.get(pk=row.pk)) == []


def test_a_reviewer_is_told_of_own_forms_only():
    inner = faulty()
    outer = SelfEvaluation.objects.filter(project__secret=False).exclude(unit=inner.unit).order_by("pk")[0]
    for row in (inner, outer):
        row.record["goal_actual"], row.state = SAME, "unit"
        row.save(update_fields=["record", "state"])
    assert copied("caizheng", inner)
    assert not copied("shenhe", inner)


def test_what_a_department_has_in_common_is_counted(signed_in):
    rows = handed_in()
    for row in rows:
        row.record["goal_expected"] = ""
        row.save(update_fields=["record"])
    url = reverse("opinions:common", args=[rows[0].pk])
    client = signed_in("caizheng")
    assert url in client.get(reverse("opinions:form", args=[rows[0].pk])).content.decode()
    page = client.get(url).content.decode()
    of = SelfEvaluation.objects.filter(project__secret=False).exclude(state="draft").count()
    assert f"已报来、您审核的 {of} 张表" in page and rows[1].project.name in page
    assert '<td class="number">3</td>' in page
    paper = text_of(client.get(reverse("opinions:common_paper", args=[rows[0].pk])))
    assert "共性问题" in paper and f"共3个项目（共审核{of}个）" in paper
    assert AuditEntry.objects.filter(action="export.common").count() == 1


def test_who_reviews_one_unit_gets_no_paper_on_the_department(signed_in):
    form, client = faulty(), signed_in("shenhe")
    assert "/common" not in client.get(reverse("opinions:form", args=[form.pk])).content.decode()
    for name in ("opinions:common", "opinions:common_paper"):
        assert client.get(reverse(name, args=[form.pk])).status_code == 403


def test_nothing_in_common_is_said(signed_in):
    SelfEvaluation.objects.update(state="draft")
    for name in ("opinions:common", "opinions:common_paper"):
        page = signed_in("caizheng").get(reverse(name, args=[faulty().pk]), follow=True).content.decode()
        assert "没有多张表都有的问题" in page


def test_the_desk_puts_the_least_quality_first(signed_in):
    forms = list(SelfEvaluation.objects.filter(project__secret=False).order_by("pk")[:3])
    for number, form in enumerate(forms):
        SelfEvaluation.objects.filter(pk=form.pk).update(quality=90 - number)
    page = signed_in("caizheng").get(reverse("workflow:desk") + "?sort=quality").content.decode()
    at = [page.index(f'"{reverse("workflow:form", args=[form.pk])}?') for form in reversed(forms)]
    assert at == sorted(at)


def test_saving_renews_the_quality():
    form = SelfEvaluation.objects.exclude(quality=None).filter(errors__gt=0).order_by("pk")[0]
    assert 0 <= form.quality < 100
    assert not SelfEvaluation.objects.filter(filled__lt=1).exclude(quality=None).exists(), "没有填完的不算"
