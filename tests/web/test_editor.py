"""The form's page and what its editor asks for, without a browser."""

import json

import pytest

from jiheng.form import Form, Fund, Indicator, Place
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.models import Conflict, Presence, SelfEvaluation
from jiheng.web.forms.saving import record_of
from jiheng.web.forms.sheet import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园", project__secret=False).first()


@pytest.fixture
def officer(signed_in):
    return signed_in("gongyuan")


def post(client, form, *changes, base=None, own=None):
    body = {
        "base": form.version if base is None else base,
        "changes": [{"place": place, "before": before, "after": after} for place, before, after in changes],
        "own": own or {},
    }
    return client.post(f"/forms/{form.pk}/changes", json.dumps(body), content_type="application/json")


def test_the_officer_finds_open_cells_and_locked_ones_with_their_reason(officer, form):
    page = officer.get(f"/forms/{form.pk}").content.decode()
    assert 'data-place="goal_actual" data-name="实际完成情况" data-open>' in page
    assert 'data-lock="来自批复的绩效目标，由主管部门在项目页修改"' in page
    assert f'href="/review/forms/{form.pk}/submit"' in page


def test_a_reader_sees_the_form_and_why_it_is_closed_to_him(signed_in, form):
    page = signed_in("shenji").get(f"/forms/{form.pk}").content.decode()
    assert "只能查看：“填写自评表”由填报人来做" in page
    assert "data-open" not in page


def test_the_officer_reads_a_form_under_review_and_who_can_open_it(officer, form):
    SelfEvaluation.objects.filter(pk=form.pk).update(state="unit")
    page = officer.get(f"/forms/{form.pk}").content.decode()
    assert "在“草稿”时才能填写自评表" in page
    assert "由单位审核退回后" in page


def test_another_unit_sees_nothing(signed_in, form):
    client = signed_in("tianbao")
    assert client.get(f"/forms/{form.pk}").status_code == 403
    assert client.get(f"/forms/{form.pk}/sheet").status_code == 403
    assert client.get(f"/forms/{form.pk}/why?place=total_score").status_code == 403
    assert client.post(f"/forms/{form.pk}/presence").status_code == 403


def test_the_page_needs_few_queries(officer, form, django_assert_max_num_queries):
    officer.get(f"/forms/{form.pk}")
    with django_assert_max_num_queries(20):
        officer.get(f"/forms/{form.pk}")


def test_a_save_answers_with_all_that_follows_in_few_queries(officer, form, django_assert_max_num_queries):
    place = "indicators[0].actual"
    before = record_of(form).indicators[0].actual
    officer.get(f"/forms/{form.pk}")
    with django_assert_max_num_queries(18):
        answer = post(officer, form, (place, before, "1"))
    told = answer.json()
    assert answer.status_code == 200
    assert told["version"] == form.version + 1
    assert told["cells"][place] == "1"
    assert "indicators[0].score" in told["cells"]
    assert told["total"] == told["cells"]["total_score"]
    assert told["scores"]["indicators[0].score"]["verdict"] == "scored"
    assert "检查结果" in told["found"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("indicators[0].target", "", "1"), "批复"),
        (("total_score", "", "100"), "由系统按办法计算"),
        (("indicators[-1].actual", "", "1"), "没有"),
        (("indicators[x].actual", "", "1"), "没有"),
        (("nonsense", "", "1"), "没有"),
        (("indicators", "", "[0]"), "不能增删"),
        (("goal_actual", "", "长" * 20_001), "超过 20000 字"),
        (("indicators[0].score", "", "满分"), "应填数字"),
        (("indicators[0].score", "", "-1"), "应在"),
    ],
)
def test_a_refused_change_says_where_and_why(officer, form, change, said):
    answer = post(officer, form, change)
    assert answer.status_code == 422
    assert said in answer.json()["message"]
    assert answer.json()["place"] == change[0]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"base": "x"}', '{"base": 1, "changes": [{"place": 3}]}'])
def test_a_body_that_is_no_save_is_told_so(officer, form, body):
    assert officer.post(f"/forms/{form.pk}/changes", body, content_type="application/json").status_code == 400


def test_signs_that_no_cell_can_hold_are_left_out(officer, form):
    told = post(officer, form, ("goal_actual", "", "  全部\x00完成\r\n验收\x1b合格\t好 ")).json()
    assert told["cells"]["goal_actual"] == "全部完成\n验收合格 好"


def test_a_save_without_the_right_says_why(signed_in, form):
    answer = post(signed_in("tianbao"), form, ("goal_actual", "", "做了"))
    assert answer.status_code == 403
    assert "不在您的范围内" in answer.json()["message"]


def test_the_same_save_twice_makes_one_version(officer, form):
    change = ("goal_actual", "", "已全部完成")
    post(officer, form, change)
    told = post(officer, form, change).json()
    assert told["version"] == form.version + 1
    assert told["cells"]["goal_actual"] == "已全部完成"


def test_typing_on_in_a_cell_that_i_just_saved_is_no_conflict(officer, form):
    post(officer, form, ("goal_actual", "", "甲"))
    told = post(officer, form, ("goal_actual", "甲", "甲乙"), base=form.version)
    assert told.status_code == 200


def test_others_changes_come_with_their_names(officer, form, signed_in):
    second = _second()
    post(_client(second), form, ("leader", record_of(form).leader, "乙某"))
    told = post(officer, form, ("goal_actual", "", "做了"))
    assert told.json()["others"] == [
        {"place": "leader", "before": record_of(form).leader, "text": "乙某", "by": second.name}
    ]


def test_a_clash_whose_answer_was_lost_is_kept_once(officer, form):
    post(_client(_second()), form, ("goal_actual", "", "别人写的"))
    first, again = (post(officer, form, ("goal_actual", "", "我写的")).json() for _ in range(2))
    assert first["conflict"] == again["conflict"]
    assert Conflict.objects.count() == 1


def test_a_version_from_before_a_restored_backup_overwrites_nothing(officer, form):
    post(officer, form, ("goal_actual", "", "恢复以后的"))
    assert post(officer, form, ("goal_actual", "备份以后的", "我写的"), base=form.version + 50).status_code == 409


def test_a_clash_is_not_settled_before_each_cell_has_its_choice(officer, form):
    post(_client(_second()), form, ("goal_actual", "", "别人写的"))
    told = post(officer, form, ("goal_actual", "", "我写的")).json()
    form.refresh_from_db()
    url = f"/forms/{form.pk}/conflicts/{told['conflict']}"
    page = officer.get(url).content.decode()
    assert "checked" not in page
    assert page.count("required") == 3
    assert "还没有选定用哪一个" in officer.post(url, {"version": form.version}).content.decode()
    assert Conflict.objects.get(pk=told["conflict"]).settled_at is None


def test_an_own_score_of_a_clash_keeps_its_reason(officer, form):
    place, row = "indicators[0].score", record_of(form).indicators[0]
    post(_client(_second()), form, ("indicators[0].actual", row.actual, "60万平方米"))
    told = post(officer, form, (place, row.score, "9"), own={place: "我的理由"})
    assert told.status_code == 409
    form.refresh_from_db()
    url = f"/forms/{form.pk}/conflicts/{told.json()['conflict']}"
    officer.post(url, {"version": form.version, "choice-0": "mine"})
    form.refresh_from_db()
    assert record_of(form).indicators[0].score == "9"
    assert form.own[place] == "我的理由"


def test_the_why_of_scores_rates_and_total(officer, form):
    for place in ("indicators[0].score", "funds[年度资金总额].rate", "funds[当年财政拨款].rate", "total_score"):
        page = officer.get(f"/forms/{form.pk}/why", {"place": place})
        assert page.status_code == 200, place
        assert "结果：" in page.content.decode()
    assert officer.get(f"/forms/{form.pk}/why", {"place": "leader"}).status_code == 404


def test_presence_shows_the_other_and_brings_his_changes(officer, form):
    second = _second()
    other = _client(second)
    other.get(f"/forms/{form.pk}")
    told = officer.post(f"/forms/{form.pk}/presence", {"version": form.version}).json()
    assert [one["name"] for one in told["at_it"]] == [second.name]
    assert "cells" not in told
    post(other, form, ("goal_actual", "", "别人写的"))
    told = officer.post(f"/forms/{form.pk}/presence", {"version": form.version}).json()
    assert told["cells"]["goal_actual"] == "别人写的"
    other.post(f"/forms/{form.pk}/presence", {"gone": "1"})
    assert not Presence.objects.filter(form=form, person=second).exists()


def test_whoever_only_reads_is_not_at_it(signed_in, officer, form):
    signed_in("shenji").get(f"/forms/{form.pk}")
    assert officer.post(f"/forms/{form.pk}/presence").json()["at_it"] == []


def test_a_secret_form_is_read_on_record_and_not_kept_in_the_browser(officer, form):
    form.project.secret = True
    form.project.save()
    assert officer.get(f"/forms/{form.pk}").status_code == 403
    form.project.named.add(Person.objects.get(username="gongyuan"))
    page = officer.get(f"/forms/{form.pk}").content.decode()
    assert '"secret":true' in page
    assert AuditEntry.objects.filter(action="secret.read", subject=f"forms.selfevaluation:{form.pk}").exists()


def test_a_conflict_waits_is_shown_again_and_settled_cell_by_cell(officer, form):
    other = _client(_second())
    post(other, form, ("goal_actual", "", "别人写的"))
    told = post(officer, form, ("goal_actual", "", "我写的"), ("leader", record_of(form).leader, "甲某"))
    assert told.status_code == 409
    url = f"/forms/{form.pk}/conflicts/{told.json()['conflict']}"
    assert url in officer.get(f"/forms/{form.pk}").content.decode()
    page = officer.get(url).content.decode()
    assert "别人写的" in page
    assert "我写的" in page
    assert "甲某" in page
    assert other.get(url).status_code == 404
    form.refresh_from_db()
    answer = officer.post(url, {"version": form.version, "choice-0": "other", "text-0": "两人商定的"})
    assert answer.status_code == 302
    form.refresh_from_db()
    assert (record_of(form).goal_actual, record_of(form).leader) == ("两人商定的", "甲某")
    assert form.versions.last().kind == "merge"
    assert Conflict.objects.get().settled_at is not None


def test_settling_on_an_old_version_makes_a_new_conflict(officer, form):
    other = _client(_second())
    post(other, form, ("goal_actual", "", "别人写的"))
    told = post(officer, form, ("goal_actual", "", "我写的")).json()
    form.refresh_from_db()
    post(other, form, ("goal_actual", "别人写的", "别人又写的"))
    url = f"/forms/{form.pk}/conflicts/{told['conflict']}"
    answer = officer.post(url, {"version": form.version, "choice-0": "mine"}, headers={"X-Editor": "1"})
    assert answer.status_code == 409
    assert answer.json()["conflict"] != told["conflict"]
    form.refresh_from_db()
    assert record_of(form).goal_actual == "别人又写的"


def test_theirs_writes_nothing_and_settles(officer, form):
    post(_client(_second()), form, ("goal_actual", "", "别人写的"))
    told = post(officer, form, ("goal_actual", "", "我写的")).json()
    form.refresh_from_db()
    officer.post(f"/forms/{form.pk}/conflicts/{told['conflict']}", {"version": form.version, "choice-0": "theirs"})
    version = form.version
    form.refresh_from_db()
    assert form.version == version
    assert Conflict.objects.get().settled_at is not None


def test_handing_in_shows_what_is_missing_and_wants_a_reason_for_errors(officer, form):
    post(officer, form, ("indicators[0].actual", "", ""))
    form.refresh_from_db()
    page = officer.get(f"/review/forms/{form.pk}/submit").content.decode()
    assert "还空着" in page
    if form.errors:
        assert officer.post(f"/review/forms/{form.pk}/submit", {"version": form.version}).status_code == 422
    answer = officer.post(f"/review/forms/{form.pk}/submit", {"version": form.version, "reason": "年底前核实"})
    assert answer.status_code == 302
    form.refresh_from_db()
    assert form.state == "unit"


def _second():
    from jiheng.web.accounts.models import Membership, Role

    first = Person.objects.get(username="gongyuan")
    second = Person.objects.create(username="gongyuan2", name="公园中心填报人乙")
    Membership.objects.create(
        person=second, organisation=first.memberships.get(role=Role.FILLER).organisation, role=Role.FILLER
    )
    return second


def _client(person):
    from django.test import Client

    client = Client()
    client.force_login(person, backend="jiheng.web.accounts.own_backend.OwnBackend")
    return client


def test_a_cell_is_drawn_without_anything_that_could_run(officer, form):
    post(officer, form, ("goal_actual", "", '"><script>alert(1)</script>'))
    page = officer.get(f"/forms/{form.pk}").content.decode()
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</td>" in page


def test_no_text_of_a_form_becomes_html_of_its_sheet():
    bad = '"><script>alert(1)</script>'
    record = Form(
        project=bad, funds=[Fund(bad, bad, bad, bad)], indicators=[Indicator(bad, bad, bad, actual=bad, reason=bad)]
    )
    places = {str(place): bad for place in (Place.fund(bad, "budget"), Place.indicator(0, "actual"))}
    drawn = sheet(record, "mof-2020", open_places=[*places], doubts=places, locks=places)
    assert "&lt;script&gt;" in drawn.body
    assert "<script" not in drawn.body
