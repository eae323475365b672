"""Evaluations by experts: framework, working papers, mean and spread, comment, report, what is refused."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Project
from jiheng.web.evaluations import rating
from jiheng.web.evaluations.models import Evaluation, Paper
from jiheng.web.notices.models import Notice
from jiheng.web.procedure.models import Attachment, Step

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def project():
    """A project of the 局本级 without an evaluation."""
    rows = Project.objects.filter(unit__name="局本级", secret=False, evaluations=None)
    return rows.select_related("unit", "cycle").order_by("code")[0]


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def person(username):
    return Person.objects.get(username=username)


@pytest.fixture
def row(signed_in, project):
    signed_in("caizheng").post(f"/evaluations/begin/{project.pk}")
    return Evaluation.objects.get(project=project)


def sent(items, experts):
    """The framework as the page sends it."""
    names = ("l1", "l2", "l3", "way", "criteria")
    data = {name: [getattr(one, name) for one in items] for name in names}
    return data | {"weight": [f"{one.weight}" for one in items], "expert": [person(one).pk for one in experts]}


def planned(client, row, *experts):
    return client.post(f"/evaluations/{row.pk}/plan", sent(rating.items_of(row), experts), follow=True)


def act(client, row, action, **data):
    return client.post(f"/evaluations/{row.pk}/step", {"action": f"evaluation.{action}", **data}, follow=True)


def filled(row, lost=(), points="1"):
    """A paper with every item: full points, but `points` less where its number is in `lost`."""
    data = {}
    for at, item in enumerate(rating.items_of(row)):
        full = item.weight - Decimal(points) if at in lost else item.weight
        data |= {f"found-{at}": "有文件", f"source-{at}": "批复", f"score-{at}": f"{full}"}
        data |= {f"reason-{at}": "没有论证"} if at in lost else {}
    return data


def paper_of(row, username):
    return Paper.objects.get(evaluation=row, given_to__username=username)


def rated(signed_in, row, username, **paper):
    there = paper_of(row, username)
    return signed_in(username).post(
        f"/evaluations/papers/{there.pk}", filled(row, **paper) | {"hand_in": "1"}, follow=True
    )


def test_from_plan_to_final_report(signed_in, row):
    bureau, unit = signed_in("caizheng"), signed_in("shenhe")
    assert (row.kind, row.state, len(row.items)) == ("finance", "evaluation_plan", len(rating.items_of(row)))
    assert "还没有选专家" in said(act(bureau, row, "start"))
    assert "已保存" in said(planned(bureau, row, "pingjia", "caizheng"))
    act(bureau, row, "start")
    assert Notice.objects.filter(person=person("pingjia"), text__contains="评价底稿").exists()
    assert "填评价底稿" in said(signed_in("pingjia").get("/"))
    rated(signed_in, row, "pingjia", lost=(0, 3))
    assert "财政绩效评审人还没有交底稿" in said(act(bureau, row, "collect"))
    rated(signed_in, row, "caizheng", lost=(0,), points="2")
    act(bureau, row, "collect")
    row.refresh_from_db()
    assert (row.state, row.score, row.grade) == ("evaluation_draft", Decimal("98.00"), "优")
    assert unit.get(f"/evaluations/{row.pk}").status_code == 403
    assert "请先写存在的问题" in said(act(bureau, row, "ask"))
    assert "还没有征求单位的意见" in said(act(bureau, row, "finish"))
    bureau.post(f"/evaluations/{row.pk}/write", {"problems": "立项论证不足。", "advice": "补充论证。", "answer": ""})
    act(bureau, row, "ask")
    page = said(unit.get(f"/evaluations/{row.pk}"))
    assert "立项论证不足" in page
    assert "第三方评价人" not in page
    assert "“意见（没有意见的写“无意见”）”是空的" in said(act(unit, row, "comment"))
    act(unit, row, "comment", comment="论证报告已补。")
    assert Notice.objects.filter(person=person("caizheng"), text__contains="提了意见").exists()
    assert "采纳情况" in said(act(bureau, row, "finish"))
    words = {"problems": "立项论证不足。", "advice": "补充论证。", "answer": "已采纳，扣分不变。"}
    bureau.post(f"/evaluations/{row.pk}/write", words)
    assert "论证" not in said(bureau.get(f"/corrections/new/project/{row.project.pk}?source=evaluation"))
    act(bureau, row, "finish")
    row.refresh_from_db()
    assert row.state == "evaluation_final"
    assert "把问题写成整改通知" in said(bureau.get(f"/evaluations/{row.pk}"))
    notice = bureau.get(f"/corrections/new/project/{row.project.pk}?source=evaluation")
    assert [text for number, (_, text, _, _) in notice.context["offered"] if number in notice.context["picked"]] == [
        "立项论证不足。", "立项依据充分性：扣 1.5 分。没有论证", "绩效指标明确性：扣 0.5 分。没有论证",
    ]  # fmt: skip
    assert [one.action.partition(".")[2] for one in Step.objects.filter(subject=row.key)] == [
        "start", "collect", "ask", "comment", "finish",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="evaluation.rate").count() == 2


def test_the_report_says_what_the_papers_come_to(signed_in, row):
    bureau = signed_in("caizheng")
    planned(bureau, row, "pingjia", "caizheng")
    act(bureau, row, "start")
    rated(signed_in, row, "pingjia", lost=(0,))
    rated(signed_in, row, "caizheng")
    act(bureau, row, "collect")
    response = bureau.get(f"/evaluations/{row.pk}.docx")
    document = zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", document)
    first = rating.items_of(row)[0]
    assert "（征求意见稿）" in text
    assert "2 位专家按决策、过程、产出、效益共" in text
    assert "综合得分 99.5 分，评价等级为“优”" in text
    assert f"专家评分差距较大的有 1 项：{first.l3}" in text
    assert f"{first.l3}：扣 0.5 分。没有论证。" in text
    assert "尚未征求单位意见" in text


def test_scores_are_averaged_and_wide_spreads_are_marked(signed_in, row):
    bureau = signed_in("caizheng")
    planned(bureau, row, "pingjia", "caizheng", "zhuguan")
    act(bureau, row, "start")
    for username, lost in (("pingjia", (0,)), ("caizheng", ()), ("zhuguan", ())):
        rated(signed_in, row, username, lost=lost)
    result = rating.result_of(row, list(row.papers.all()))
    first = result.rated[0]
    assert (first.mean, first.low, first.high, first.apart) == (Decimal("3.67"), 3, 4, True)
    assert result.scored.score == Decimal("99.67")
    assert not any(one.apart for one in result.rated[1:])
    assert "差距大" in said(bureau.get(f"/evaluations/{row.pk}"))


def test_a_ratio_gives_points_up_to_the_weight(signed_in, row):
    items = rating.items_of(row)
    at = next(number for number, one in enumerate(items) if one.way == "ratio")
    book = rating.load("mof-2020")
    assert rating.given(items[at], rating.RatingEntry(ratio="95%"), book) == items[at].weight * Decimal("0.95")
    assert rating.given(items[at], rating.RatingEntry(ratio="130%"), book) == items[at].weight
    assert rating.given(items[at], rating.RatingEntry(), book) is None
    assert rating.given(items[0], rating.RatingEntry(ratio="95%"), book) is None


@pytest.mark.full
@pytest.mark.parametrize(
    ("cell", "text", "words"),
    [
        ("score-0", "9", "得分应是 0 到 4 之间"),
        ("score-0", "-1", "得分应是 0 到 4 之间"),
        ("score-0", "1.005", "得分应是 0 到 4 之间"),
        ("score-0", "abc", "得分应是 0 到 4 之间"),
        ("score-0", "", "还没有评分"),
        ("found-0", "", "还没有写事实"),
        ("reason-1", "", "还没有写扣分原因"),
        ("found-1", "字" * 2001, "事实”超过 2000 字"),
    ],
)
def test_what_cannot_be_handed_in_is_said_and_kept_on_the_page(signed_in, row, cell, text, words):
    planned(signed_in("caizheng"), row, "pingjia")
    act(signed_in("caizheng"), row, "start")
    there = paper_of(row, "pingjia")
    data = filled(row, lost=(1,)) | {cell: text, "hand_in": "1"}
    response = signed_in("pingjia").post(f"/evaluations/papers/{there.pk}", data)
    assert (response.status_code, words in said(response)) == (422, True)
    assert "没有论证" in response.content.decode() or cell == "reason-1"
    there.refresh_from_db()
    assert (there.entries, there.done) == ([], False)


def test_lines_of_an_entry_are_kept_up_to_the_longest(signed_in, row):
    planned(signed_in("caizheng"), row, "pingjia")
    act(signed_in("caizheng"), row, "start")
    lines = "\n".join(["查" * 99] * 20)  # 1,999 signs as the page counts them, more as a browser sends them
    data = filled(row) | {"found-0": lines.replace("\n", "\r\n")}
    signed_in("pingjia").post(f"/evaluations/papers/{paper_of(row, 'pingjia').pk}", data)
    assert paper_of(row, "pingjia").entries[0]["found"] == lines


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weight": "abc"}, "分值应是 0 到 100 之间的数"),
        ({"weight": "0"}, "分值应是 0 到 100 之间的数"),
        ({"l1": " "}, "没有写一级指标"),
        ({"criteria": "字" * 2001}, "“评价标准”超过 2000 字"),
        ({"expert": ["999"]}, "专家只能从所列的人里选"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(signed_in, row, change, words):
    data = sent(rating.items_of(row), ["pingjia"])
    for name, text in change.items():
        data[name] = text if isinstance(text, list) else [text, *data[name][1:]]
    assert words in said(signed_in("caizheng").post(f"/evaluations/{row.pk}/plan", data))


def test_a_framework_that_does_not_add_up_is_not_given_to_experts(signed_in, row):
    bureau, items = signed_in("caizheng"), rating.items_of(row)
    data = sent(items, ["pingjia"])
    data["weight"][0] = "14"
    data["l1"] = ["决策"] * len(items)
    data["l3"][1] = data["l3"][0]
    bureau.post(f"/evaluations/{row.pk}/plan", data)
    page = said(act(bureau, row, "start"))
    for words in ("分值合计是 110，应为 100", "产出和效益合计 0 分，不低于 60 分", "写了两次"):
        assert words in page


def test_a_department_does_not_touch_the_bureaus_evaluation(signed_in, row):
    department = signed_in("zhuguan")
    assert department.get(f"/evaluations/{row.pk}").status_code == 200
    assert planned(department, row, "pingjia").status_code == 403
    assert act(department, row, "drop", reason="不评了").status_code == 403


def test_one_evaluation_of_a_project_at_a_time(signed_in, row, project):
    bureau = signed_in("caizheng")
    assert "已有一项评价在办" in said(bureau.post(f"/evaluations/begin/{project.pk}", follow=True))
    act(bureau, row, "drop", reason="并入部门评价")
    bureau.post(f"/evaluations/begin/{project.pk}")
    assert Evaluation.objects.filter(project=project).count() == 2
    assert project.name in said(bureau.get(f"/evaluations/?q={project.name[:3]}"))


def test_experts_see_their_own_paper_and_evidence_alone(signed_in, row):
    bureau = signed_in("caizheng")
    planned(bureau, row, "pingjia", "zhuguan")
    act(bureau, row, "start")
    mine, party = paper_of(row, "pingjia"), signed_in("pingjia")
    sent_file = {"part": mine.part(0), "whole": "1", "files": SimpleUploadedFile("页.pdf", PDF)}
    party.post(f"/evaluations/papers/{mine.pk}/evidence", sent_file)
    file = Attachment.objects.get(subject=row.key).file_id
    for username, code in (("pingjia", 200), ("caizheng", 200), ("tianbao", 403), ("shenhe", 403)):
        assert signed_in(username).get(f"/files/{file}").status_code == code
    assert signed_in("zhuguan").get(f"/evaluations/papers/{mine.pk}").status_code == 403
    assert party.get(f"/evaluations/papers/{paper_of(row, 'zhuguan').pk}").status_code == 403
    assert party.get(f"/evaluations/{row.pk}").status_code == 403
    assert party.post(f"/evaluations/papers/{mine.pk}/evidence", {"part": "item-1"}).status_code == 404


def test_evidence_is_removed_from_the_paper_it_is_for_alone(signed_in, row):
    planned(signed_in("caizheng"), row, "pingjia", "zhuguan")
    act(signed_in("caizheng"), row, "start")
    mine, party = paper_of(row, "pingjia"), signed_in("pingjia")
    url = f"/evaluations/papers/{mine.pk}/evidence"
    party.post(url, {"part": mine.part(0), "whole": "1", "files": SimpleUploadedFile("页.pdf", PDF)})
    there = Attachment.objects.get(subject=row.key)
    strange = f"/evaluations/papers/{paper_of(row, 'zhuguan').pk}/evidence"
    assert signed_in("zhuguan").post(strange, {"remove": there.pk}).status_code == 404
    for number in ("999999", "x", "9" * 40):
        assert party.post(url, {"remove": number}).status_code == 404
    assert "已移除“页.pdf”" in said(party.post(url, {"remove": there.pk}, follow=True))
    assert party.post(url, {"remove": there.pk}).status_code == 404


def test_a_secret_project_is_rated_by_those_it_names_alone(signed_in, row, project):
    project.secret = True
    project.save()
    bureau = signed_in("caizheng")
    assert bureau.get(f"/evaluations/{row.pk}").status_code == 403
    project.named.add(person("caizheng"))
    page = said(bureau.get(f"/evaluations/{row.pk}"))
    assert "第三方评价人" not in page
    assert project.name not in said(bureau.get("/evaluations/"))
    assert "专家只能从所列的人里选" in said(planned(bureau, row, "pingjia"))
    planned(bureau, row, "caizheng")
    act(bureau, row, "start")
    assert Notice.objects.filter(text__contains=project.name).count() == 0


def test_bad_addresses_break_nothing(signed_in, row):
    client = signed_in("caizheng")
    for path in ("/evaluations/999999", "/evaluations/papers/999999", "/evaluations/999999.docx"):
        assert client.get(path).status_code == 404
    assert client.post(f"/evaluations/{row.pk}/step", {"action": "x"}).status_code == 404
    assert client.post("/evaluations/begin/999999").status_code == 404
    assert signed_in("tianbao").post(f"/evaluations/begin/{row.project_id}").status_code == 403
    assert client.get("/evaluations/?q=%00&page=x").status_code == 200
