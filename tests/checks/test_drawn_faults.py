"""Complete forms of several kinds, some with faults drawn into them: each fault is found, and nothing else."""

from decimal import Decimal

import pytest
from tests.reading.drawn_layouts import Drawn, drawn
from tests.reading.made_forms import as_html

from jiheng.checks import FormAudit, Severity, audit
from jiheng.form import Form
from jiheng.reading import read_bytes

FORMS = [one for one in drawn() if one.faults is not None]


def audited(one: Drawn) -> FormAudit:
    found = read_bytes(as_html(one.paper).encode(), f"{one.name}.html", every=True)
    return audit([form for form in found if isinstance(form, Form)]).forms[0]


@pytest.mark.full
@pytest.mark.parametrize("one", FORMS, ids=lambda one: one.name)
def test_the_faults_of_a_form_are_found_and_no_others(one: Drawn) -> None:
    said = audited(one)
    grave = [finding for finding in said.findings if finding.severity is not Severity.NOTICE]
    assert {(finding.code, finding.place) for finding in grave} == one.faults
    assert one.facts.get("pack", said.book.id) == said.book.id
    if "recomputed" in one.facts:
        assert said.score.total.score == Decimal(one.facts["recomputed"])
