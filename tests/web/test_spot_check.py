"""Spot checks: the draw's properties, repeatability by an independent follower of the document, pages and rights."""

import hashlib
import io
import math
from collections import Counter
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jiheng.trouble import Trouble
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.sealing.fields import as_stored
from jiheng.web.sealing.seal import is_sealed
from jiheng.web.workflow import spot_check
from jiheng.web.workflow.models import SpotCheck
from jiheng.web.workflow.sampling import Candidate, allocate, band_edges, band_of, draw

budgets = st.one_of(st.none(), st.decimals(0, 10**9, places=2), st.sampled_from([Decimal(100), Decimal(200)]))
lists = st.lists(st.tuples(st.integers(1, 4), budgets), min_size=1, max_size=60).map(
    lambda rows: [Candidate(number, f"P{number:03}", group, budget) for number, (group, budget) in enumerate(rows)]
)
given_time = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
"""A busy machine is no fault of the draw."""
seeds = st.integers(0, 10**9 - 1)


@pytest.fixture(autouse=True)
def _no_draw_yet(request):
    """The example's own draw is taken away where there is a database."""
    if "django_db" in {mark.name for mark in request.node.iter_markers()}:
        request.getfixturevalue("db")
        SpotCheck.objects.all().delete()


def strata_of(found, candidates) -> Counter:
    return Counter((one.group, band_of(one.budget, found.edges)) for one in candidates)


@given_time
@given(lists, seeds, st.integers(1, 60), st.integers(1, 6))
def test_what_is_drawn_is_of_the_asked_size_with_at_least_one_of_every_stratum(candidates, seed, size, bands):
    try:
        found = draw(candidates, seed, size, bands)
    except Trouble:
        edges = band_edges([one.budget for one in candidates if one.budget is not None], bands)
        strata = {(one.group, band_of(one.budget, edges)) for one in candidates}
        assert not len(strata) <= size <= len(candidates)
        return
    assert len(found.forms) == len(set(found.forms)) == size
    drawn = strata_of(found, [one for one in candidates if one.form in found.forms])
    there = strata_of(found, candidates)
    assert {(one.group, one.band): (one.of, one.drawn) for one in found.strata} == {
        key: (there[key], drawn[key]) for key in there
    }
    assert all(1 <= one.drawn <= one.of for one in found.strata)


@given_time
@given(lists, seeds, st.integers(1, 60), st.integers(1, 6), st.randoms())
def test_it_repeats_whatever_order_the_list_comes_in(candidates, seed, size, bands, chance):
    mixed = list(candidates)
    chance.shuffle(mixed)
    try:
        first = draw(candidates, seed, size, bands)
    except Trouble:
        assume(False)
    assert set(draw(mixed, seed, size, bands).forms) == set(first.forms)


@given_time
@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 3)), st.integers(1, 60), min_size=1), st.data())
def test_shares_grow_with_the_size_and_stay_near_proportion(counts, data):
    size = data.draw(st.integers(len(counts), sum(counts.values())))
    shares = allocate(dict(sorted(counts.items())), size)
    assert sum(shares.values()) == size
    assert all(1 <= shares[key] <= counts[key] for key in counts)
    if size < sum(counts.values()):
        more = allocate(dict(sorted(counts.items())), size + 1)
        assert sum(more[key] != shares[key] for key in counts) == 1
    for one in counts:
        for other in counts:
            # No stratum with more forms than another draws fewer of them.
            assert counts[one] <= counts[other] or shares[one] >= shares[other]


@given_time
@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1), st.integers(1, 8))
def test_bands_hold_like_numbers_and_equal_budgets_lie_together(amounts, bands):
    edges = band_edges(amounts, bands)
    assert len(edges) < bands or bands == 1
    assert list(edges) == sorted(set(edges))
    ordered = [band_of(one, edges) for one in sorted(amounts)]
    assert ordered == sorted(ordered)
    assert len(set(ordered)) == len(edges) + 1
    if len(set(amounts)) == len(amounts):
        assert all(count <= math.ceil(len(amounts) / bands) for count in Counter(ordered).values())


def test_another_seed_draws_others():
    candidates = [Candidate(number, f"P{number}", 1, Decimal(number)) for number in range(100)]
    draws = {draw(candidates, seed, 10, 2).forms for seed in range(20)}
    assert len(draws) == 20


def test_every_form_of_a_stratum_has_the_same_chance():
    candidates = [Candidate(number, f"P{number}", 1, Decimal(1)) for number in range(20)]
    counts = Counter(form for seed in range(2000) for form in draw(candidates, seed, 5, 1).forms)
    assert all(400 < counts[one.form] < 600 for one in candidates)  # 500 expected, sd 19


def by_hand(rows, seed: int, size: int, bands: int) -> set[str]:
    """The document followed without a line of the program: rows of (code, group, budget)."""
    amounts = sorted(budget for _, _, budget in rows if budget is not None)
    ends = sorted({amounts[math.ceil(len(amounts) * i / bands) - 1] for i in range(1, bands)} - {amounts[-1]})

    def band(budget):
        return -1 if budget is None else sum(budget > end for end in ends)

    strata: dict = {}
    for code, group, budget in rows:
        strata.setdefault((group, band(budget)), []).append(code)
    has = dict.fromkeys(sorted(strata), 1)
    while sum(has.values()) < size:
        free = [key for key in has if has[key] < len(strata[key])]
        best = max(len(strata[key]) / (2 * has[key] + 1) for key in free)
        has[next(key for key in free if len(strata[key]) / (2 * has[key] + 1) == best)] += 1
    return {
        code
        for key, codes in strata.items()
        for code in sorted(codes, key=lambda code: hashlib.sha256(f"{seed}:{code}".encode()).hexdigest())[: has[key]]
    }


@given_time
@given(lists, seeds, st.integers(1, 40), st.integers(1, 5))
def test_following_the_document_by_hand_gives_the_same(candidates, seed, size, bands):
    assume(any(one.budget is not None for one in candidates))
    size = 1 + size % len(candidates)
    try:
        found = draw(candidates, seed, size, bands)
    except Trouble:
        assume(False)
    rows = [(one.code, one.group, one.budget) for one in candidates]
    assert {one.code for one in candidates if one.form in found.forms} == by_hand(rows, seed, size, bands)


SENT = {
    "by": "size", "size": "8", "bands": "2", "group": "unit", "seed": "20250301",
    "state": ["draft", "unit", "department", "finance", "final"],
}  # fmt: skip
PAGE = "/review/spot-checks"


@pytest.mark.django_db
def test_a_draw_is_kept_shown_repeated_and_exported(signed_in):
    client = signed_in("caizheng")
    response = client.post(PAGE, SENT)
    check = SpotCheck.objects.get()
    assert response.url == reverse("workflow:spot-check", args=[check.pk])
    assert len(check.drawn) == 8
    with as_stored():
        assert is_sealed(SpotCheck.objects.get().population)  # one of them may become secret
    assert AuditEntry.objects.filter(action="spotcheck.draw").exists()
    page = client.get(f"{response.url}?again=1").content.decode()
    assert "再抽一次，得到同样的 8 张" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{response.url}.xlsx").getvalue()))
    rows = list(book["总体"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(check.population) == 14
    drawn = {row[0] for row in rows if row[5] == "抽中"}
    assert drawn == by_hand([(row[0], row[1], row[3]) for row in rows], 20250301, 8, 2)
    assert AuditEntry.objects.filter(action="export.spotcheck").exists()
    listed = client.get(f"/review/desk?spot={check.pk}").context["lines"]
    assert {line.form.pk for line in listed} == set(check.drawn)


@pytest.mark.django_db
def test_a_change_of_what_is_stored_is_noticed(signed_in):
    client = signed_in("caizheng")
    client.post(PAGE, SENT)
    check = SpotCheck.objects.get()
    other = next(form for form, *_ in check.population if form not in check.drawn)
    SpotCheck.objects.filter(pk=check.pk).update(drawn=[other, *check.drawn[1:]])
    assert "结果与存下的不同" in client.get(f"{PAGE}/{check.pk}?again=1").content.decode()


@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"size": "1"}, "每层至少抽一张"),
        ({"size": "999"}, "每层至少抽一张"),
        ({"size": "x"}, "抽取张数"),
        ({"bands": "0"}, "金额档数"),
        ({"seed": "-1"}, "随机种子"),
        ({"by": "share", "share": "0"}, "抽取比例"),
        ({"by": "share", "share": "NaN"}, "抽取比例"),
        ({"state": []}, "至少勾选一种状态"),
        ({"group": "star"}, "按什么分层"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_drawn(signed_in, changed, said):
    response = signed_in("caizheng").post(PAGE, {**SENT, **changed})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not SpotCheck.objects.exists()


@pytest.mark.django_db
def test_a_share_is_rounded_up(signed_in):
    signed_in("caizheng").post(PAGE, {**SENT, "by": "share", "share": "50", "bands": "1"})
    assert SpotCheck.objects.get().size == 7
    signed_in("caizheng").post(PAGE, {**SENT, "by": "share", "share": "51", "bands": "1"})
    assert SpotCheck.objects.order_by("-id")[0].size == 8


@pytest.mark.django_db
def test_secret_projects_are_never_drawn(signed_in):
    form = SelfEvaluation.objects.filter(project__secret=False).first()
    Project.objects.filter(pk=form.project_id).update(secret=True)
    signed_in("caizheng").post(PAGE, {**SENT, "size": "13"})
    assert form.pk not in SpotCheck.objects.get().drawn
    assert form.pk not in [one[0] for one in SpotCheck.objects.get().population]


@pytest.mark.django_db
def test_who_may_draw_and_who_may_see(signed_in):
    signed_in("caizheng").post(PAGE, SENT)
    check = SpotCheck.objects.get()
    assert signed_in("shenji").get(f"{PAGE}/{check.pk}").status_code == 200
    assert signed_in("shenji").post(PAGE, SENT).status_code == 403
    assert signed_in("zhuguan").get(f"{PAGE}/{check.pk}").status_code == 403
    assert not signed_in("zhuguan").get(PAGE).context["checks"]
    for who in ("tianbao", "shenhe", "pingjia", "xitong"):
        assert signed_in(who).get(PAGE).status_code == 403
    signed_in("zhuguan").post(PAGE, SENT)
    assert spot_check.check_of(check.by, SpotCheck.objects.order_by("-id")[0].pk)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["caizheng", "zhuguan"])
def test_what_the_page_proposes_can_be_drawn_at_once(signed_in, who):
    client = signed_in(who)
    asked = client.get(PAGE).context["asked"]
    sent = {
        "by": "size",
        "state": list(asked["states"]),
        **{name: asked[name] for name in ("size", "bands", "group", "seed")},
    }
    assert client.post(PAGE, sent).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("group", "bands", "said"),
    [
        ("none", "1", "不分层"),
        ("none", "2", "按预算金额 2 档分层"),
        ("unit", "1", "按单位分层"),
        ("unit", "2", "按单位和预算金额 2 档分层"),
    ],
)
def test_how_it_was_drawn_is_said_in_a_sentence(signed_in, group, bands, said):
    client = signed_in("caizheng")
    client.post("/review/spot-checks", SENT | {"group": group, "bands": bands})
    page = client.get(f"/review/spot-checks/{SpotCheck.objects.get().pk}").content.decode()
    assert f"的表里抽；{said}。涉密项目不参加" in page
    assert "不按单位分" not in page
