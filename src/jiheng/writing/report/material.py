"""What a report is made from: one department and year, its audited forms, and the framework as scored."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from jiheng.checks import Finding, FormAudit
from jiheng.department import Added, Group
from jiheng.writing.report.framework import EvaluationScore
from jiheng.writing.site.mask_names import full_names, in_text
from jiheng.writing.site.mask_numbers import Span, numbers
from jiheng.writing.site.mask_rules import MaskRules, rules_of


@dataclass(frozen=True)
class Material:
    """The group the report is about, the audit its indexes refer to, and the evaluation by a framework, if any."""

    added: Added
    group: Group
    evaluation: EvaluationScore | None = None

    @cached_property
    def forms(self) -> dict[int, FormAudit]:
        """The audited forms of the group by index, in the order of its projects."""
        return {project.index: self.added.audit.forms[project.index] for project in self.group.projects}

    @cached_property
    def findings(self) -> list[tuple[int, Finding]]:
        """Every open finding with the form it is shown at; one over several forms once."""
        own = [(index, finding) for index, audited in self.forms.items() for finding in audited.findings]
        shared = [
            (index, finding)
            for finding in self.added.audit.batch
            if (index := next((number for number in finding.forms if number in self.forms), None)) is not None
        ]
        return own + shared

    @cached_property
    def _rules(self) -> MaskRules:
        return rules_of(next(iter(self.forms.values())).book)

    @cached_property
    def _people(self) -> frozenset[str]:
        leaders = (audited.form.leader or "" for audited in self.forms.values())
        return frozenset(name for leader in leaders for name in full_names(leader, self._rules))

    def veiled(self, text: str) -> str:
        """The text as it may stand in a report: without anybody's numbers, and without names of persons."""
        found = (*numbers(text, self._rules), *in_text(text, self._rules, self._people))
        for span in _apart(found):
            text = text[: span.start] + span.masked + text[span.end :]
        return text


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans from the last to the first, of two that overlap the one that begins first."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept[::-1]
