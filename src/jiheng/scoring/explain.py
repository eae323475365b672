"""A trace in plain Chinese: what was read, which rule, the sum, the result."""

from functools import lru_cache

from jiheng.places import Certainty
from jiheng.scoring.result import Cited, FormScore, IndicatorScore, Input, Score, Trace
from jiheng.scoring.trace_figures import plain
from jiheng.scoring.unread import unread

_SHOWN = 5
_SURE = (Certainty.PRINTED, Certainty.PUBLISHED)


def explain(subject: FormScore | IndicatorScore | Score | Trace) -> str:
    """One result, or all those of a form, as text of several lines."""
    if isinstance(subject, FormScore):
        return _form(subject)
    if isinstance(subject, IndicatorScore):
        return _score(subject.score)
    return _score(subject) if isinstance(subject, Score) else _trace(subject)


def sentence(subject: Score | Trace, cited: bool = True) -> str:
    """One result as one sentence: the sum, the result, the rule; with its source where it is `cited`."""
    trace = subject.trace if isinstance(subject, Score) else subject
    rules = ""
    if trace.parameters:
        rules = _citation(trace.parameters[0]) if cited else trace.parameters[0].text
    said = f"{trace.formula}；{trace.why}" if trace.formula and trace.why else trace.formula or trace.why
    return f"{said or trace.result}（{rules}）" if rules else said or trace.result


def _form(score: FormScore) -> str:
    rows = [explain(score.execution), *(explain(row) for row in score.indicators), explain(score.total)]
    if score.grade is not None:
        rows.append(f"等级：{score.grade}")
    if left := unread(score):
        listed = "、".join(f"“{text}”" for _, text in left[:_SHOWN])
        more = "等" if len(left) > _SHOWN else ""
        rows.append(f"有 {len(left)} 个格子里的数没有看懂（{listed}{more}），没有据以判断")
    return "\n".join(rows)


def _score(score: Score) -> str:
    text = _trace(score.trace)
    for alternative in score.alternatives:
        text += f"\n  如果{alternative.condition}：{plain(alternative.score)} 分"
    return text


def _trace(trace: Trace, indent: str = "") -> str:
    lines = [f"{indent}{trace.subject}"]
    if trace.inputs:
        lines.append(f"{indent}  读到：{'；'.join(_input(each) for each in trace.inputs)}")
    if trace.formula:
        lines.append(f"{indent}  计算：{trace.formula}")
    lines.append(f"{indent}  结果：{trace.result}" + (f"（{trace.why}）" if trace.why else ""))
    lines += [f"{indent}  依据：{rule.text}（{_source(rule)}）" for rule in trace.parameters]
    lines += [_trace(step, indent + "  ") for step in trace.steps]
    return "\n".join(lines)


def _input(each: Input) -> str:
    if not each.printed:
        return f"{each.name} 空" + (f"（{each.understood}）" if each.understood else "")
    return f"{each.name} {each.printed}" + (f"，理解为 {each.understood}" if each.understood != each.printed else "")


@lru_cache(maxsize=1024)
def _citation(rule: Cited) -> str:
    return f"{rule.text}；{_source(rule)}"


def _source(rule: Cited) -> str:
    certainty = Certainty(rule.certainty)
    return rule.source if certainty in _SURE else f"{rule.source}；{certainty.label}"
