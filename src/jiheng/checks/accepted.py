"""Findings that a person has accepted (`--accepted FILE`): read from TOML, matched, written for copying.

    [[accepted]]
    code = "A05"
    project = "河道日常保洁"
    place = "funds[年度资金总额].rate"
    printed = "100%"
    reason = "执行数含上年结转，已与决算核对"
    by = "财务科"
    date = 2025-03-12

An entry holds as long as the cell reads as it did (`printed`, and `expected` where given): when the
cell changes the finding comes back. `source` may stand in the place of `project`.
"""

import datetime
from collections.abc import Sequence
from pathlib import Path

import msgspec

from jiheng.checks.outcome import Finding
from jiheng.checks.result import Acceptance, Accepted, Audit
from jiheng.data_error import fault
from jiheng.form import Form
from jiheng.system_error import reason
from jiheng.trouble import Trouble


class AcceptedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[accepted]]` table of the file."""

    code: str
    place: str
    printed: str
    reason: str
    by: str
    date: datetime.date
    project: str | None = None
    source: str | None = None
    expected: str | None = None

    def covers(self, finding: Finding, form: Form) -> bool:
        """Whether this entry is about that finding on that form, its cell unchanged."""
        return (
            (self.code, self.place, self.printed) == (finding.code, finding.place, finding.printed)
            and self.project in (None, form.project)
            and self.source in (None, form.source)
            and self.expected in (None, finding.expected)
        )


class _File(msgspec.Struct, forbid_unknown_fields=True):
    accepted: list[AcceptedEntry] = []


_HOW = "写法见 docs/guide.md“已说明过的问题”。"


def load_accepted(path: Path) -> tuple[AcceptedEntry, ...]:
    """The entries of a file. Raises Trouble saying what is wrong with it and where."""
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        entries = msgspec.convert(content, _File).accepted
    except OSError as error:
        raise Trouble(f"读不到已认可问题清单 {path}：{reason(error)}", _HOW) from error
    except UnicodeDecodeError as error:
        raise Trouble(f"已认可问题清单 {path} 不是 UTF-8 编码，请另存为 UTF-8 后再用", _HOW) from error
    except tomllib.TOMLDecodeError as error:
        raise Trouble(f"已认可问题清单 {path} 不合 TOML 格式：{fault(error)}", _HOW) from error
    except msgspec.ValidationError as error:
        raise Trouble(
            f"已认可问题清单 {path} 的内容不对：{fault(error)}。每条 [[accepted]] 要有 "
            "code、place、printed、reason、by、date（如 2025-03-12），并有 project 或 source",
            _HOW,
        ) from error
    for number, entry in enumerate(entries, 1):
        if not entry.project and not entry.source:
            raise Trouble(f"已认可问题清单 {path} 第 {number} 条没有写 project（项目名称）或 source（来源）", _HOW)
        if not entry.reason.strip() or not entry.by.strip():
            raise Trouble(f"已认可问题清单 {path} 第 {number} 条的 reason（理由）或 by（认可人）是空的", _HOW)
    return tuple(entries)


def split(
    findings: Sequence[Finding], forms: Sequence[Form], entries: Sequence[AcceptedEntry]
) -> tuple[tuple[Finding, ...], tuple[Accepted, ...]]:
    """The findings still open, and those accepted. A finding's own `forms` index into `forms`; none: the first."""
    if not entries:
        return tuple(findings), ()
    still_open, closed = [], []
    for finding in findings:
        form = forms[finding.forms[0] if finding.forms else 0]
        entry = next((entry for entry in entries if entry.covers(finding, form)), None)
        if entry is None:
            still_open.append(finding)
        else:
            acceptance = Acceptance(entry.reason, entry.by, entry.date.isoformat())
            closed.append(Accepted(finding, acceptance))
    return tuple(still_open), tuple(closed)


def unmatched(audit: Audit, entries: Sequence[AcceptedEntry]) -> tuple[AcceptedEntry, ...]:
    """The entries that accepted nothing in an audit, those of checks that were not made left out."""
    made = {code for audited in audit.forms for code in audited.outcomes} | set(audit.batch_outcomes)
    closed = [(kept.finding, audited.form) for audited in audit.forms for kept in audited.accepted]
    closed += [(kept.finding, audit.forms[kept.finding.forms[0]].form) for kept in audit.batch_accepted]
    return tuple(
        entry
        for entry in entries
        if entry.code in made and not any(entry.covers(finding, form) for finding, form in closed)
    )


def entry_text(form: Form, finding: Finding, reason: str = "", by: str = "", date: datetime.date | None = None) -> str:
    """The `[[accepted]]` table for a finding, ready for copying; `reason` and `by` are to be filled in."""
    project, source = (form.project, None) if form.project else (None, form.source)
    day = date or datetime.date.today()
    parts = (finding.code, finding.place, finding.printed, reason, by, day, project, source, finding.expected or None)
    return text_of(AcceptedEntry(*parts))


def text_of(entry: AcceptedEntry) -> str:
    """An entry as it is written in the file."""
    owner = ("project", entry.project) if entry.project else ("source", entry.source)
    lines = [("code", entry.code), owner, ("place", entry.place), ("printed", entry.printed)]
    lines += [("expected", entry.expected)] if entry.expected else []
    lines += [("reason", entry.reason), ("by", entry.by)]
    body = "\n".join(f"{name} = {_toml_string(text or '')}" for name, text in lines)
    return f"[[accepted]]\n{body}\ndate = {entry.date}\n"


def _toml_string(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, but for DEL and lone surrogates, which no cell prints."""
    import json  # only where something is written

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
