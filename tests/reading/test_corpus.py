"""The published forms: every cell against gold, no form too few or too many."""

import subprocess
import sys
from pathlib import Path

import pytest

from jiheng.form import Form, Problem, to_json
from jiheng.reading import read_path

LEAST = {"number": "99.9", "value": "99.5", "text": "99", "forms": "100"}


@pytest.mark.full
@pytest.mark.parametrize("family", ["chaoyang", "fengtai-centre", "tongzhou"])
def test_family(corpus: Path, tmp_path: Path, family: str) -> None:
    found = list(read_path(corpus / "documents" / f"{family}.txt"))
    assert not [item for item in found if isinstance(item, Problem)]
    records = tmp_path / "records.json"
    records.write_bytes(to_json([item for item in found if isinstance(item, Form)]))
    limits = [word for group, share in LEAST.items() for word in (f"--min-{group}", share)]
    command = [sys.executable, str(corpus / "grade.py"), str(corpus / "gold" / family), str(records), "--list", "20"]
    graded = subprocess.run([*command, *limits], capture_output=True, text=True, check=False)
    assert graded.returncode == 0, graded.stdout


def test_report_without_forms(corpus: Path) -> None:
    [problem] = read_path(corpus / "documents" / "fengtai-report-head.txt")
    assert isinstance(problem, Problem) and "没有找到" in problem.message


def test_a_form_alone_whose_labels_narrow_cells_have_broken_is_found(corpus: Path) -> None:
    for path in sorted((corpus / "text" / "fengtai-report").glob("*.txt")):
        [form] = [item for item in read_path(path) if isinstance(item, Form)]
        assert form.indicators and form.project, path.name


@pytest.mark.full
@pytest.mark.parametrize("family", ["chaoyang", "fengtai-centre", "tongzhou"])
def test_each_form_alone_reads_as_among_the_others(corpus: Path, family: str) -> None:
    together = [x for x in read_path(corpus / "documents" / f"{family}.txt") if isinstance(x, Form)]
    alone = [
        x for path in sorted((corpus / "text" / family).glob("*.txt")) for x in read_path(path) if isinstance(x, Form)
    ]
    assert [(x.project, x.funds, x.indicators, x.totals) for x in alone] == [
        (x.project, x.funds, x.indicators, x.totals) for x in together
    ]
