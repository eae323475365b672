"""Which document a record was read from: identifier → Chinese name, and whether it is scored by the rules."""

from collections.abc import Collection

import msgspec


class FormKind(msgspec.Struct, frozen=True, gc=False):
    """A kind of document. `scored`: a rulebook can recompute and audit its scores; `results`: it reports any."""

    name: str
    scored: bool
    results: bool = True


PROJECT, WHOLE = "project", "whole"

KINDS = {
    PROJECT: FormKind("项目支出绩效自评表", True),
    WHOLE: FormKind("部门整体支出绩效自评表", True),
    "policy": FormKind("政策（专项）绩效自评表", True),
    "transfer": FormKind("转移支付区域（项目）绩效自评表", False),
    "ndrc": FormKind("中央预算内投资绩效自评表", False),
    "monitor": FormKind("绩效运行监控表", False, results=False),
    "goals": FormKind("绩效目标申报表", False, results=False),
    "summary": FormKind("绩效自评结果汇总表", False, results=False),
    "framework": FormKind("评价指标体系评分表", False),
    "exante": FormKind("事前绩效评估表", False, results=False),
}
"""Every kind that a reader may name in `Form.kind`. A transfer or an investment form prints no scores by design."""


def kind_name(kind: str) -> str:
    """The Chinese name of a kind; the identifier itself where this version does not know it."""
    return KINDS[kind].name if kind in KINDS else kind


def is_scored(kind: str) -> bool:
    """Whether records of that kind are self-evaluations that the rulebooks score; an unknown kind is not."""
    return kind in KINDS and KINDS[kind].scored


def has_results(kind: str) -> bool:
    """Whether records of that kind say what was reached; a kind that this version does not know may."""
    return kind not in KINDS or KINDS[kind].results


def kind_among(kinds: Collection[str]) -> str:
    """The kind of what is made by a pack for these kinds; a project's form where none is named, or it is among them."""
    return PROJECT if not kinds or PROJECT in kinds else next(iter(kinds))
