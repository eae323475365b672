"""The paragraphs that are written from lists: problems with counts and examples, lost points, advice."""

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal

from jiheng.checks import FAMILIES, Finding, Severity
from jiheng.checks import catalogue as form_checks
from jiheng.checks.official import example, general
from jiheng.department import catalogue as department_checks
from jiheng.form import Block, Place
from jiheng.quantity.words import percent, plain
from jiheng.writing.report.figures import money
from jiheng.writing.report.material import Material

_CHECKS_A_FAMILY = 5
_MOST = 6
_NUMERALS = "一二三四五六七八九十"

Found = list[tuple[int, Finding]]
Words = dict[str, str]


def problems(material: Material, words: Words) -> list[str]:
    """A paragraph a family of errors and warnings, the most frequent first, then the department's own findings.

    Notices are only counted: what needs no mending has no place in a report.
    """
    grave = [(at, finding) for at, finding in material.findings if finding.severity is not Severity.NOTICE]
    by_family = {letter: [pair for pair in grave if pair[1].code[0] == letter] for letter in FAMILIES}
    families = sorted((item for item in by_family.items() if item[1]), key=lambda item: -len(item[1]))
    said = [_family(material, words.get(letter, FAMILIES[letter]), found) for letter, found in families]
    # Their messages name files, which are no matter for a report: the titles say enough.
    own = Counter(finding.code for finding in material.group.findings if finding.severity is not Severity.NOTICE)
    if own:
        listed = "；".join(_counted(general(department_checks()[code]), count) for code, count in own.most_common())
        said.append(f"汇总核对中发现的问题。{listed}。")
    said = [f"{number}.{text}" for number, text in enumerate(said, 1)]
    notices = len(material.findings) - len(grave)
    if notices:
        said.append(f"此外有提示{notices}处，供核对时参考。")
    return said or ["逐表审核没有发现错误和警告。"]


def _counted(what: str, count: int) -> str:
    """How often something was found; behind a figure in brackets, so that the two are not read as one (100，1处)."""
    return f"{what}{count}处" if what[-1] > "~" else f"{what}（{count}处）"


def _family(material: Material, title: str, found: Found) -> str:
    projects = {index for at, finding in found for index in (finding.forms or (at,))}
    by_code: dict[str, Found] = {}
    for pair in found:
        by_code.setdefault(pair[1].code, []).append(pair)
    checks = sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0]))
    listed = "；".join(_counted(general(form_checks()[code]), len(own)) for code, own in checks[:_CHECKS_A_FAMILY])
    shown = _example(material, *_gravest(checks[0][1]))
    more = f"等{len(checks)}类" if len(checks) > _CHECKS_A_FAMILY else ""
    among = "" if _is_single(material) else f"涉及{len(projects)}个项目，"
    return f"{title}。共{len(found)}处，{among}主要是：{listed}{more}。{shown}"


def _gravest(found: Found) -> tuple[int, Finding]:
    return min(found, key=lambda pair: pair[1].severity.rank)


def _example(material: Material, index: int, finding: Finding) -> str:
    form = material.forms[index].form
    forms = [audited.form for audited in material.added.audit.forms] if finding.forms else [form]
    return example(form_checks()[finding.code], finding, form, forms, alone=_is_single(material))


def _is_single(material: Material) -> bool:
    """Whether the report is about one project, so that none has to be named or counted."""
    return len(material.group.projects) == 1


def _ended(message: str) -> str:
    return message if message.endswith(("。", "！", "？")) else f"{message}。"


def shortfalls(material: Material, words: Words) -> list[str]:
    """The greatest losses at indicators with the reasons as the forms give them."""
    names = {project.index: project.name for project in material.group.projects}
    lost = [loss for loss in material.group.losses if Place.parse(loss.place).block is Block.INDICATORS]
    said = []
    for number, loss in enumerate(lost[:_MOST], 1):
        reason = f"自评表说明的原因是：{_ended(loss.reason)}" if loss.reason else "自评表没有说明原因。"
        score = f"分值{plain(loss.weight)}分，得{plain(loss.score)}分"
        said.append(f"{number}.“{names[loss.project]}”的“{loss.indicator}”（{loss.kind}）：{score}。{reason}")
    if len(lost) > _MOST:
        said.append(f"另有{len(lost) - _MOST}项指标未得满分，详见各项目自评表。")
    return said or ["各项指标均得满分。"]


def executions(material: Material, words: Words) -> list[str]:
    """Execution by unit, and the projects with the lowest rate."""
    several = len(material.group.units) > 1
    said = []
    for number, unit in enumerate(material.group.units, 1):
        figure = unit.rates.execution.value
        if not several or figure is None:
            continue
        amounts = f"全年预算数{money(unit.amounts.budget)}，全年执行数{money(unit.amounts.executed)}"
        said.append(f"{number}.{unit.name}：项目{len(unit.projects)}个，{amounts}，预算执行率{percent(figure)}。")
    rated = [(project.rates.execution.value, project.name) for project in material.group.projects]
    known = sorted((value, name) for value, name in rated if value is not None and value < 1)
    if known and len(material.group.projects) > 1:
        lowest = "、".join(f"“{name}”{percent(value)}" for value, name in known[:3])
        said.append(f"预算没有全部执行的项目{len(known)}个，执行率最低的是{lowest}。")
    return said or ["各项目预算均已全部执行。" if _all_spent(rated) else "自评表没有填全预算数和执行数。"]


def _all_spent(rated: Iterable[tuple[Decimal | None, str]]) -> bool:
    return all(value is not None for value, _ in rated)


def advice(material: Material, words: Words) -> list[str]:
    """What to mend, from the advice of the checks that most projects fail."""
    said: list[str] = []
    for check in material.group.checks:
        found = [finding for _, finding in material.findings if finding.code == check.code]
        if not found or check.severity is Severity.NOTICE:
            continue
        own = form_checks()[check.code]
        # What one form is told to write in one cell holds for no other; what follows from another fault neither.
        remedy = found[0].advice if len(found) == 1 and not found[0].under else own.remedy
        count = "" if _is_single(material) else f"（{check.projects}个项目）"
        said.append(f"针对“{general(own)}”{count}：{_ended(remedy)}")
        if len(said) == _MOST:
            break
    return [f"{_NUMERALS[number]}是{text}" for number, text in enumerate(said)] or ["没有由审核问题引出的建议。"]


LISTS: dict[str, Callable[[Material, Words], list[str]]] = {
    "problems": problems,
    "shortfalls": shortfalls,
    "executions": executions,
    "advice": advice,
}
"""Name in a template → how its paragraphs are written."""
