"""The commands as an officer uses them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jiheng.form import Doubt, Form, Labelled, from_json, to_json

from .conftest import Run

ACCEPTED = Path(__file__).resolve().parents[2] / "examples" / "accepted.toml"


def shell(*args: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from jiheng.cli import main; main()", *map(str, args)]
    return subprocess.run(command, capture_output=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.full
@pytest.mark.parametrize("command", ["audit", "extract", "rollup", "opinion", "advise", "places", "rulebooks"])
def test_nothing_is_cut_off_on_a_narrow_terminal(
    command: str, run: Run, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    given = [] if command in ("places", "rulebooks") else [department]
    ran = run(command, *given, *([] if command == "opinion" else ["--format", "table"]))
    assert ran.out and "…" not in ran.out


def test_help_teaches_in_chinese(run: Run) -> None:
    for command in ([], ["extract"], ["audit"], ["explain"], ["rulebooks"], ["rulebooks", "show"], ["checks", "show"]):
        ran = run(*command, "--help")
        assert ran.code == 0
        assert "用法：jiheng" in ran.out
        assert "Usage" not in ran.out
    assert "jiheng audit 自评表/" in run().out


def test_the_help_of_the_server_tells_what_stands_without_an_option(run: Run) -> None:
    said = run("serve", "--help").out
    for option, usual in (("--host", "127.0.0.1"), ("--port", "8000"), ("--processes", "4"), ("--workers", "1")):
        assert f"不写是 {usual}" in said.partition(f"  {option} ")[2].partition("\n")[0]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["nonsense"], "没有“nonsense”这个命令"),
        (["audit", "--colour"], "没有“--colour”这个选项"),
        (["audit", "x", "--format"], "选项 --format 后面要写上内容"),
        (["audit"], "没有写要读取的文件"),
        (["audit", "x", "--format", "xml"], "没有“xml”这种格式"),
        (["audit", "x", "-o", "报告.docm"], "不会写“报告.docm”这种文件"),
        (["audit", "x", "-o", "没有/报告.xlsx"], "文件夹 没有 不存在"),
        (["audit", "x", "--fail-on", "fatal"], "--fail-on 不能是“fatal”"),
        (["audit", "x", "--select", "A99"], "没有代码为“A99”的检查"),
        (["audit", "x", "--accepted", "没有.toml"], "没有.toml"),
        (["audit", "x", "--rulebook", "mof-2002"], "mof-2002：没有这部办法"),
        (["checks", "show", "Z9"], "没有代码为“Z9”的检查"),
        (["checks", "show"], "缺少“代码”"),
        (["rulebooks", "show", "auto"], "auto 不是一部办法"),
        (["extract", "x", "y", "-o", "记录.docx"], "不会写“记录.docx”这种文件"),
    ],
)
def test_wrong_usage_says_what_to_do(args: list[str], message: str, run: Run) -> None:
    ran = run(*args)
    assert ran.code == 2
    assert message in ran.err
    assert "怎么办：" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_extract_writes_records_that_audit_takes(ending: str, department: Path, tmp_path: Path, run: Run) -> None:
    records = tmp_path / f"记录.{ending}"
    assert run("extract", department, "-o", records).code == 0
    forms = from_json(records.read_bytes())
    assert len(forms) == 16
    direct = json.loads(run("audit", department, "--format", "json").out)
    again = json.loads(run("audit", records, "--format", "json").out)
    assert again == direct


def test_extract_writes_one_form_a_line(department: Path, tmp_path: Path, run: Run) -> None:
    run("extract", department, "-o", tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["year"] for line in lines] == ["2024"] * 16
    assert run("extract", department, "--format", "jsonl").out.splitlines() == lines


def test_extract_counts_what_no_field_took(tmp_path: Path, run: Run) -> None:
    kept = Form(
        project="清淤",
        others=[Labelled("项目编码", "3301"), Labelled("资金性质", "专项")],
        uncertain=[Doubt("form", "没有归入任何栏目", "经办人签字")],
    )
    records = tmp_path / "记录.json"
    records.write_bytes(to_json([kept]))
    said = run("extract", records, "-o", tmp_path / "又.json").err
    assert "照表保留的栏目 2 格" in said and "没有读进去的文字 1 处" in said
    shown = run("extract", records, "--format", "table").out
    assert "照表保留的栏目 2 格" in shown and "“经办人签字”" in shown


def test_extract_of_nothing_is_an_empty_array(tmp_path: Path, run: Run) -> None:
    ran = run("extract", tmp_path, "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (2, [])


def test_standard_input(clean_form: Path) -> None:
    ran = shell("audit", "-", "--format", "json", input=clean_form.read_bytes())
    assert ran.returncode == 0
    assert [form["source"] for form in json.loads(ran.stdout)["forms"]] == ["标准输入#1"]


def test_the_exit_code_follows_fail_on(department: Path, clean_form: Path, run: Run) -> None:
    assert run("audit", clean_form).code == 0
    assert run("audit", clean_form, "--fail-on", "notice").code == 0
    assert run("audit", department).code == 1
    assert run("audit", department, "--select", "T05").code == 0
    assert run("audit", department, "--select", "T05", "--fail-on", "notice").code == 1
    assert run("audit", department, "--select", "T08", "--fail-on", "notice").code == 1
    assert run("audit", department, "--select", "T08", "--fail-on", "error").code == 0


def test_select_and_ignore(department: Path, run: Run) -> None:
    def codes(*args: str) -> set[str]:
        result = json.loads(run("audit", department, *args, "--format", "json").out)
        return {finding["code"] for form in result["forms"] for finding in form["findings"]}

    everything = codes()
    assert {code for code in everything if code[0] in "AS"} == codes("--select", "a，S")
    assert codes("--select", "A", "--select", "S", "--ignore", "A01") == codes("--select", "A,S") - {"A01"}


def test_the_table_names_place_message_and_remedy(department: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (80, 130):
        monkeypatch.setenv("COLUMNS", str(width))
        ran = run("audit", department, "--format", "table", "--accepted", ACCEPTED)
        lines = ran.out.splitlines()
        assert any("A01" in line and "项目资金·年度资金总额·执行率" in line for line in lines)
        assert "→ " in ran.out
        assert "已认可，不算在内" in ran.out
        assert "16 张自评表" in ran.out
        assert "jiheng explain" in ran.out
        wide = [line for line in lines if columns(line) > width and "jiheng" not in line and "总分填报" not in line]
        assert wide == []


def columns(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


@pytest.mark.full
@pytest.mark.parametrize("ending", ["xlsx", "html", "md", "json", "jsonl"])
def test_every_report_is_written(ending: str, department: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / f"报告.{ending}"
    ran = run("audit", department, "-o", target)
    assert ran.code == 1
    assert target.stat().st_size > 1000
    assert f"已写入 {target}" in ran.err
    assert "须改正 8 张" in ran.out
    assert "→ " not in ran.out


def test_a_report_that_cannot_be_written_is_named(clean_form: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "报告.json").mkdir()
    ran = run("audit", clean_form, "-o", tmp_path / "报告.json")
    assert ran.code == 2
    assert "写不成" in ran.err


def test_explain_picks_a_form_and_an_indicator(department: Path, run: Run) -> None:
    one = run("explain", department, "--form", "公园安全巡防", "--indicator", "巡防班次", "--format", "table")
    assert one.code == 0
    assert "4380" in one.out and "13.69" in one.out
    assert one.out.count("绩效指标第") == 1
    data = json.loads(run("explain", department, "--form", "2", "--indicator", "1", "--format", "json").out)
    assert data["project"] == "公园安全巡防服务"
    assert data["score"]["score"]["place"] == "indicators[0].score"
    whole = run("explain", department, "--form", "2", "--format", "table").out
    assert whole.count("绩效指标第") >= 7


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "有 16 张表"),
        (["--form", "99"], "没有“99”这张表"),
        (["--form", "垃圾分类"], "名称里有“垃圾分类”的有 2 张表"),
        (["--form", "1", "--indicator", "没有"], "没有“没有”这项指标"),
    ],
)
def test_explain_asks_when_it_is_not_clear(args: list[str], message: str, department: Path, run: Run) -> None:
    ran = run("explain", department, *args)
    assert ran.code == 2
    assert message in ran.err


def test_a_rulebook_of_ones_own(department: Path, tmp_path: Path, run: Run) -> None:
    book = tmp_path / "本区.toml"
    book.write_text(
        'id = "benqu"\ntitle = "本区办法"\nplace = "本区"\nyears = []\ndepartments = []\nsources = ["本区"]\n'
        'extends = "mof-2020"\n[execution.weight]\nvalue = 10\ntext = "本区执行率 10 分"\nsource = "本区"\n'
        'certainty = "published"\n',
        encoding="utf-8",
    )
    assert "本区执行率 10 分" in run("rulebooks", "show", book, "--format", "table").out
    result = json.loads(run("audit", department, "--rulebook", book, "--format", "json").out)
    assert {form["rulebook"] for form in result["forms"]} == {"benqu"}
    book.write_text(book.read_text(encoding="utf-8").replace("execution.weight", "execution.wieght"), encoding="utf-8")
    ran = run("audit", department, "--rulebook", book)
    assert ran.code == 2
    assert "execution.weight" in ran.err


def test_rulebooks_and_checks_are_listed(run: Run) -> None:
    books = {book["id"] for book in json.loads(run("rulebooks", "--format", "json").out)}
    assert {"mof-2020", "mof-2021-cost"} <= books
    table = run("rulebooks", "--format", "table").out
    assert all(book in table for book in books)
    assert json.loads(run("rulebooks", "show", "mof-2020", "--format", "json").out)["id"] == "mof-2020"
    assert json.loads(run("rulebooks", "schema").out)["type"] == "object"
    codes = {check["code"] for check in json.loads(run("checks", "--format", "json").out)}
    table = run("checks", "--format", "table").out
    assert all(code in table for code in codes)
    assert "怎么改" in run("checks", "show", "a01", "--format", "table").out
    assert json.loads(run("checks", "show", "A01", "--format", "json").out)["code"] == "A01"


def test_the_version(run: Run) -> None:
    assert run("--version").out.startswith("绩衡 ")


def test_a_reader_that_leaves_early_is_no_error(department: Path) -> None:
    command = (
        f"{sys.executable} -c 'from jiheng.cli import main; main()' audit '{department}' --format json | head -c 20"
    )
    ran = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert ran.stderr == b""
    assert len(ran.stdout) == 20


def test_a_terminal_gets_a_table_and_no_control_codes_of_the_form(clean_form: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", "from jiheng.cli import main; main()", "audit", str(clean_form)]
    with subprocess.Popen(command, stdout=follower, stderr=subprocess.PIPE) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        assert process.wait() == 0
    os.close(leader)
    assert "1 张自评表，没有发现问题".encode() in shown


def test_alone_among_forms_it_offers_to_audit_them(tmp_path: Path) -> None:
    code = "from jiheng.cli import main; main([])"
    for name in ("自评表.docx", "~$自评表.docx", "说明.txt"):
        (tmp_path / name).write_bytes(b"no form")
    said = on_a_terminal([sys.executable, "-c", code], b"n\n", tmp_path)
    assert "有 1 个可能是自评表的文件" in said and "用法：jiheng 命令" in said
    (tmp_path / "自评表.docx").unlink()
    assert "可能是自评表" not in on_a_terminal([sys.executable, "-c", code], b"", tmp_path)


def on_a_terminal(command: list[str], typed: bytes, folder: Path) -> str:
    """What a command shows on a terminal on which something is typed."""
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, cwd=folder) as process:
        os.close(follower)
        os.write(leader, typed)
        shown = b""
        with contextlib.suppress(OSError):
            while piece := os.read(leader, 65536):
                shown += piece
        process.wait()
    os.close(leader)
    return shown.decode()


def interrupted(fifo: Path, *args: object) -> tuple[int, str]:
    """Exit code and messages of a command that is sent Ctrl-C while it waits for one of its files."""
    os.mkfifo(fifo)
    # Tests started in the background of a shell inherit an ignored SIGINT: the child hears it again.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from jiheng.cli import main; main()"
    )
    command = [sys.executable, "-c", program, *map(str, args)]
    environment = {**os.environ, "JIHENG_JOBS": "1", "JIHENG_TIMEOUT": "600"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        with fifo.open("wb"):  # returns once the command has opened the other end
            process.send_signal(signal.SIGINT)
            _, said = process.communicate()
        return process.returncode, said.decode().strip()


def test_ctrl_c_ends_with_a_word(tmp_path: Path) -> None:
    fifo = tmp_path / "等着.txt"
    assert interrupted(fifo, "extract", fifo) == (130, "已停止。")


@pytest.mark.full
@pytest.mark.parametrize(
    "command", [["publish", "-o", "出/"], ["rollup", "-o", "出.json"], ["report", "overall", "-o", "出.docx"]]
)
def test_what_counts_forms_is_not_made_of_some(
    command: list[str], department: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fifo = tmp_path / "等着.txt"
    assert interrupted(fifo, *command, department / "局本级-逐格文本.txt", fifo) == (130, "已停止。")
    assert list(tmp_path.iterdir()) == [fifo]
