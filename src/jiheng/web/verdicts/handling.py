"""Writing results of a draw, and their sum."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.quantity.words import percent, plain
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require, within
from jiheng.web.auditlog import log
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.procedure.steps import text_of
from jiheng.web.verdicts.interval import error_rate
from jiheng.web.verdicts.models import Verdict
from jiheng.web.workflow.models import SpotCheck

JUDGE = "spotcheck.judge"
_HIGHEST = Decimal(1000)


class Wish(NamedTuple):
    """What the page says of one form, as typed."""

    score: str
    evidence: str
    wrong: bool
    conclusion: str

    @property
    def empty(self) -> bool:
        """Whether nothing was said of it."""
        return not (self.score or self.evidence or self.wrong or self.conclusion)


class DrawnForm(NamedTuple):
    """A drawn form with its result, None while there is none."""

    form: SelfEvaluation
    verdict: Verdict | None


def lines(person: Person, check: SpotCheck) -> list[DrawnForm]:
    """The drawn forms that the person may see."""
    forms = SelfEvaluation.objects.filter(within(person, "form.see"), pk__in=check.drawn)
    rows = forms.select_related("project", "unit").defer("record", "findings", "own").order_by("project__code")
    known = {verdict.form_id: verdict for verdict in check.verdicts.select_related("by", "form__project")}
    return [DrawnForm(row, known.get(row.pk)) for row in rows]


@transaction.atomic
def judge(person: Person, check: SpotCheck, form: int, wish: Wish) -> Verdict | None:
    """Keep the result of a form; None where nothing was said of it. Raises Denied, ValidationError (Chinese)."""
    require(person, JUDGE, check.organisation)
    if form not in check.drawn:
        raise ValidationError("这张表不在这次抽中的表里。")
    row = SelfEvaluation.objects.select_related("project").get(pk=form)
    code = row.project.code
    if wish.empty:
        check.verdicts.filter(form=form).delete()
        return None
    if wish.evidence not in Verdict.Evidence.values:
        raise ValidationError(f"{code}：请选佐证是不是相符。")
    conclusion = text_of(wish.conclusion, f"{code} 的抽查结论", needed=wish.wrong)
    found, fresh = Verdict.objects.get_or_create(
        draw=check, form=row, defaults={"by": person, "evidence": wish.evidence, "filled": row.total}
    )
    before = (found.score, found.evidence, found.wrong, found.conclusion)
    found.form, found.score, found.evidence = row, _score(wish.score, code), wish.evidence
    found.wrong, found.conclusion, found.by = wish.wrong, conclusion, person
    if fresh or before != (found.score, found.evidence, found.wrong, found.conclusion):
        found.save()
        log.write(person, JUDGE, row, {"check": check.pk, "score": str(found.score), "wrong": found.wrong})
    return found


def summary(check: SpotCheck, found: Sequence[DrawnForm]) -> str:
    """The results in one sentence (Chinese)."""
    judged = [line.verdict for line in found if line.verdict is not None]
    if not judged:
        return "还没有写结果。"
    off = [line.filled - line.score for line in judged if line.filled is not None and line.score is not None]
    total = sum((points for points in off if points > 0), Decimal(0))
    wrong = sum(line.wrong for line in judged)
    said = f"抽中 {len(check.drawn)} 张，已查 {len(judged)} 张，有问题 {wrong} 张，共核减 {plain(total)} 分。"
    rate = error_rate(wrong, len(judged), len(check.population))
    if rate is None or len(judged) < len(check.drawn):
        return said + f"全部查完以后推算总体 {len(check.population)} 张的差错率。"
    bounds = f"{percent(rate.low, 1)}—{percent(rate.high, 1)}"
    return (
        said
        + f"差错率 {percent(rate.found, 1)}；推算总体 {len(check.population)} 张的差错率在 {bounds} 之间（95% 把握）。"
    )


def _score(text: str, code: str) -> Decimal | None:
    text = text.strip()
    if not text:
        return None
    try:
        figure = Decimal(text)
    except InvalidOperation:
        figure = Decimal("NaN")
    if not figure.is_finite() or not 0 <= figure <= _HIGHEST or int(figure.as_tuple().exponent) < -2:
        raise ValidationError(f"{code} 的核定分应是不小于 0、最多两位小数的数，现在是“{text[:20]}”。")
    return figure
