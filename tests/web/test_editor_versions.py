"""Whatever is saved: every version can be had back, totals are sums, no score leaves its bounds."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.effort import examples

from jiheng.form import cells
from jiheng.quantity import number
from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Project
from jiheng.web.forms.assess import proposals
from jiheng.web.forms.errors import RefusedInput
from jiheng.web.forms.initial import begin
from jiheng.web.forms.manual_scores import bounds
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import ROWS, CellChange, locked
from jiheng.web.forms.saving import assessed, record_of, save
from jiheng.web.forms.versions import stood_at

TEXTS = st.one_of(
    st.sampled_from(
        ["", "0", "1", "9.5", "10", "100", "-3", "100%", "优", "已完成", "—", "318", "1e9", "9" * 60, "318万元", "10分"]
    ),
    st.text(max_size=12),
)


class Replay(TestCase):
    """Sequences of saves on a form with approved indicators and on one without."""

    @settings(max_examples=examples(50, least=3), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), st.booleans())
    def test_every_version_can_be_had_back(self, data, free):
        officer = Person.objects.get(username="gongyuan")
        row = _free() if free else SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()
        kept = {row.version: (record_of(row), dict(row.own))}
        for _ in range(data.draw(st.integers(1, 6))):
            changes, own = data.draw(_saves(row))
            try:
                saved = save(officer, row.pk, row.version, changes, own)
            except RefusedInput:
                row.refresh_from_db()
                continue
            row = SelfEvaluation.objects.get(pk=row.pk)
            assert saved.conflict is None
            kept[row.version] = (record_of(row), dict(row.own))
            _sound(row)
        for version, (record, own) in kept.items():
            stood = stood_at(row, version)
            assert dict(cells(stood.record)) == dict(cells(record))
            assert stood.own == own


def _sound(row):
    """Total = sum of the scores, and every own score within what the rule leaves open."""
    result = assessed(row)
    assert result.form == record_of(row), "what is stored is what the core gives"
    scores = [number(one.score) for one in result.form.indicators if number(one.weight) is not None]
    scores.append(number(result.form.fund().score))
    if None in scores:
        assert result.form.total_score == ""
        assert row.total is None
    else:
        assert number(result.form.total_score) == sum(scores, Decimal(0))
    for place in row.own:
        room = bounds(result.scored, place, proposals(result.audit.score)[place])
        figure = number(dict(cells(result.form))[place])
        if row.own[place] != "原表所填":
            assert room is not None and figure is not None and room.low <= figure <= room.high, place


@st.composite
def _saves(draw, row):
    record = record_of(row)
    locks = locked(record, row.project.approved is not None, row.project.funds_fixed)
    texts = dict(cells(record))
    places = [place for place in texts if place not in locks]
    chosen = draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
    changes = [CellChange(place, texts[place], draw(TEXTS)) for place in chosen]
    own = {place: draw(st.sampled_from(["", "另有情况", None])) for place in chosen if place.endswith(".score")}
    if row.project.approved is None and draw(st.booleans()):
        order = draw(st.permutations(range(len(record.indicators))))
        order = order[: draw(st.integers(0, len(order)))] + draw(
            st.sampled_from([[], [{"l1": "产出指标", "weight": "5"}]])
        )
        return [CellChange(ROWS, "", json.dumps(order))], {}
    return changes, own


def _free():
    some = SelfEvaluation.objects.filter(unit__name__contains="公园").first()
    project = Project.objects.create(cycle=some.cycle, unit=some.unit, code="自拟", name="没有批复指标的项目")
    return begin(project, None)


@pytest.mark.django_db
class TestRows:
    """Rows where nothing was approved."""

    def test_a_blank_form_has_the_funds_as_printed_and_a_row_to_begin_with(self):
        form = record_of(_free())
        assert [fund.name for fund in form.funds] == ["年度资金总额", "当年财政拨款", "上年结转资金", "其他资金"]
        assert form.fund().weight == "10"
        assert len(form.indicators) == 1
        assert form.indicators[0].property == ""
        assert form.total_score == ""

    def test_rows_come_move_and_go_with_their_own_scores(self):
        officer, row = Person.objects.get(username="gongyuan"), _free()
        cells_of = [("l3", "甲"), ("target", "优良中低差"), ("weight", "20"), ("actual", "优"), ("score", "19")]
        changes = [CellChange(f"indicators[0].{field}", "", text) for field, text in cells_of]
        saved = save(officer, row.pk, row.version, changes)
        assert saved.evaluation.own == {"indicators[0].score": ""}
        saved = save(officer, row.pk, 2, [CellChange(ROWS, "", '[{"l1": "产出指标"}, 0]')])
        assert record_of(saved.evaluation).indicators[1].score == "19"
        assert saved.evaluation.own == {"indicators[1].score": ""}
        saved = save(officer, row.pk, 3, [CellChange(ROWS, "", "[0]")])
        assert saved.evaluation.own == {}
        assert stood_at(saved.evaluation, 3).own == {"indicators[1].score": ""}

    @pytest.mark.parametrize(
        "order", ["[5]", "[0, 0]", "[-1]", "x", "{}", json.dumps([{}] * 201), '[{"l3": "' + "长" * 20_001 + '"}]']
    )
    def test_an_order_that_makes_no_sense_is_refused(self, order):
        row = _free()
        with pytest.raises(RefusedInput):
            save(Person.objects.get(username="gongyuan"), row.pk, row.version, [CellChange(ROWS, "", order)])

    def test_a_cell_in_rows_that_another_moved_is_a_conflict(self):
        officer, row = Person.objects.get(username="gongyuan"), _free()
        save(officer, row.pk, 1, [CellChange(ROWS, "", '[{"l3": "新"}, 0]')])
        saved = save(officer, row.pk, 1, [CellChange("indicators[0].actual", "", "1")])
        assert saved.conflict is not None


@pytest.mark.django_db
class TestFigures:
    """Figures at the edges."""

    def test_a_zero_budget_leaves_the_score_to_the_officer(self):
        officer, row = Person.objects.get(username="gongyuan"), _free()
        fund = "funds[年度资金总额]"
        saved = save(
            officer, row.pk, 1, [CellChange(f"{fund}.budget", "", "0"), CellChange(f"{fund}.executed", "", "0")]
        )
        assert saved.assessed.form.fund().rate == ""
        assert saved.assessed.form.fund().score == ""
        saved = save(officer, row.pk, 2, [CellChange(f"{fund}.score", "", "10")])
        assert saved.assessed.form.fund().score == "10"
        with pytest.raises(RefusedInput, match="应在 0 到 10 之间"):
            save(officer, row.pk, 3, [CellChange(f"{fund}.score", "10", "11")])

    def test_an_enormous_amount_is_borne(self):
        officer, row = Person.objects.get(username="gongyuan"), _free()
        fund = "funds[年度资金总额]"
        changes = [CellChange(f"{fund}.budget", "", "0.0000001"), CellChange(f"{fund}.executed", "", "9" * 40)]
        assert save(officer, row.pk, 1, changes).assessed.form.fund().rate == ""

    def test_weights_beyond_all_sense_are_refused(self):
        officer, row = Person.objects.get(username="gongyuan"), _free()
        with pytest.raises(RefusedInput, match="加起来"):
            save(officer, row.pk, 1, [CellChange("indicators[0].weight", "", "9" * 12)])

    def test_a_blank_actual_gets_no_score(self):
        row = SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()
        officer, record = Person.objects.get(username="gongyuan"), record_of(row)
        index = next(i for i, one in enumerate(record.indicators) if f"indicators[{i}].score" not in row.own)
        place = f"indicators[{index}].actual"
        saved = save(officer, row.pk, row.version, [CellChange(place, record.indicators[index].actual, "")])
        assert saved.assessed.form.indicators[index].score == ""
        assert saved.assessed.form.total_score == ""

    def test_an_own_score_lapses_when_its_actual_takes_it_out_of_bounds(self):
        officer, row = Person.objects.get(username="gongyuan"), _free()
        filled = [("l3", "甲"), ("target", "优良中低差"), ("weight", "20"), ("actual", "优"), ("score", "20")]
        save(officer, row.pk, 1, [CellChange(f"indicators[0].{field}", "", text) for field, text in filled])
        saved = save(officer, row.pk, 2, [CellChange("indicators[0].actual", "优", "差")])
        assert saved.lapsed == ("indicators[0].score",)
        assert saved.assessed.form.indicators[0].score == ""
        assert saved.evaluation.own == {}
