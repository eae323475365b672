"""The commands that the written pages show are run, page by page, in a folder such as their reader has."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from jiheng.cli import main

REPO = Path(__file__).resolve().parents[2]
EXAMPLES = REPO / "examples" / "松泠区园林环境局"
BESIDE = REPO / "examples" / "松泠区园林环境局的对照材料"
PAGES = ("accounts", "batch", "claims", "department", "fill", "guide", "opinion", "publish", "report")
NOT_RUN = {
    "扫描.pdf": "要装 ocr 扩展，识字的测试另有",
    "监控表/": "样例部门没有监控表，监控的测试另有",
    "--monitoring": "同上",
    "B=项目名称": "样例的决算表第一行就是列名，用不着写列",
    "花掉金额=决算数": "同上",
    "去年的.列对照.toml": "同上",
    "--scheduler": "要有 dask 的集群",
    "--place": "要有自己的地方包，见表样的指南",
    "beijing-chaoyang-2024": "样例部门不在北京",
    "整体支出自评表.docx": "样例里没有部门整体支出的自评表",
}
"""A word of a command → why it is not run here."""
IN_ITS_PLACE = {"批复目标.xlsx": "批复目标.csv", "绩效目标.xlsx": "批复目标.csv"}
"""The example's file for one that the pages name."""
MADE_BEFORE = {
    "整体评价报告.docx": ["report", "overall", "自评表/", "-o", "整体评价报告.docx"],
    "旧报告.docx": ["report", "overall", "自评表/", "-o", "旧报告.docx"],
    "改过的意见.docx": ["opinion", "自评表/", "-o", "改过的意见.docx", "--office", "某区财政局", "--due", "2025-03-31"],
    "审核报告.xlsx": ["audit", "自评表/", "-o", "审核报告.xlsx"],
    "记录.json": ["extract", "自评表/", "-o", "记录.json"],
    "底稿.xlsx": ["report", "--framework-blank", "底稿.xlsx"],
    "全市/": ["batch", "自评表/", "-o", "全市/"],
}
"""What a command needs that its page does not make → the command that makes it."""


def commands(page: str) -> list[list[str]]:
    """The commands of a page, without comments and what a table explains beside them."""
    text = (REPO / "docs" / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:bash|sh)?\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("jiheng ")]
    bare = [re.split(r"\s{2,}|\s#", line)[0] for line in lines]
    return [re.findall(r'"[^"]*"|\S+', line)[1:] for line in bare]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the pages speak of."""
    shutil.copytree(EXAMPLES, tmp_path / "自评表")
    shutil.copytree(EXAMPLES, tmp_path / "收到的表")
    for year in (2022, 2023, 2024):
        shutil.copytree(EXAMPLES, tmp_path / f"{year}年自评表")
    (tmp_path / "上年自评表").mkdir()
    shutil.copy(BESIDE / "2023年自评表.txt", tmp_path / "上年自评表")
    shutil.copy(BESIDE / "2024年项目支出决算.xlsx", tmp_path / "决算.xlsx")
    shutil.copy(BESIDE / "2024年批复绩效目标.csv", tmp_path / "批复目标.csv")
    shutil.copy(REPO / "examples" / "accepted.toml", tmp_path / "已认可.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(args: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit) as left:
        main(args)
    said = capfdbinary.readouterr().err.decode()
    assert left.value.code in (0, 1), f"jiheng {' '.join(args)}: {said}"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_commands_of_a_page_run(page: str, desk: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    shown = [args for args in commands(page) if not any(word in args for word in NOT_RUN)]
    assert shown, "the page has commands"
    for args in shown:
        words = [IN_ITS_PLACE.get(word.strip('"'), word.strip('"')) for word in args]
        for word in words:
            if word in MADE_BEFORE and not Path(word).exists() and words[words.index(word) - 1] != "-o":
                run(MADE_BEFORE[word], capfdbinary)
        run(words, capfdbinary)
        for option, target in pairwise(words):
            if option == "-o" and "--strict" not in words:  # which writes nothing where there is something to hide
                assert Path(target).exists(), f"{' '.join(words)} made no {target}"
