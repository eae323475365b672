"""Prints the figures of the README as Markdown tables; the same input gives the same work."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import against, archive, formats, hostile, scan
from bench.measure import command, fresh, seconds
from jiheng.checks import audit
from jiheng.form import Form, cells
from jiheng.places import choose_all
from jiheng.quantity import parse
from jiheng.reading import read_bytes, read_paths
from jiheng.scoring import score

REPO = Path(__file__).resolve().parent.parent
EXAMPLES = REPO / "examples" / "松泠区园林环境局"
CORPUS = Path(os.environ.get("JIHENG_CORPUS", REPO.parent / "shared" / "corpus"))
LAYOUTS = {
    "局本级-表格粘贴.txt": "制表符分列",
    "局本级-逐格文本.txt": "一格一行",
    "公园中心-网页粘贴.txt": "网页粘贴",
    "公园中心-公开稿.txt": "PDF 文字层（折行交错）",
}
COPIES = 40
BIG = 200 * 1024 * 1024
FIRST_PASS = """
import sys, time
from pathlib import Path
from jiheng.form import Form
from jiheng.reading import read_paths
from jiheng.places import choose_all
from jiheng.scoring import score
from jiheng.checks import audit, catalogue
forms = [one for one in read_paths([Path({folder!r})]) if isinstance(one, Form)]
choices = choose_all(forms)
catalogue()
start = time.perf_counter()
{work}
print(time.perf_counter() - start)
"""
SCORE = "for form, choice in zip(forms, choices): score(form, choice.book)"
AUDIT = "audit(forms)"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument(
        "part",
        nargs="?",
        choices=("against", "archive", "formats", "hostile", "reading", "scan"),
        help="only this part",
    )
    parser.add_argument("--quick", action="store_true", help="leave out the 200 MB file")
    parser.add_argument("--against", type=Path, help="src folder of another build, to compare with in turn")
    options = parser.parse_args()
    sys.stdout.write(f"Python {platform.python_version()}，{platform.machine()}，{os.cpu_count()} 核，各项单核运行\n")
    for part, title, head, rows in (
        ("", "读取", ("样式", "张", "张/秒", "只按行拆开（下限）"), extraction()),
        ("archive", "压缩包反复读", archive.HEAD, archive.rows(EXAMPLES)),
        ("formats", "读取办公文件", formats.HEAD, formats.rows(EXAMPLES, CORPUS)),
        ("", "理解、评分、检查", ("环节", "数量", "每秒", "首遍（没有缓存）每秒"), judging()),
        ("", "从命令行", ("命令", "秒", "内存峰值 MB"), commands(options.quick)),
        ("against", "与另一版轮流比（处理器时间）", against.HEAD, _against(against.rows, options.against)),
        ("reading", "读取与另一版轮流比（处理器时间）", against.HEAD, _against(against.reading, options.against)),
        ("hostile", "恶意和损坏的文件", hostile.HEAD, hostile.rows()),
        ("scan", "扫描件（处理器时间）", scan.HEAD, scan.rows(EXAMPLES, CORPUS, options.against)),
    ):
        if part != (options.part or part) or (part in ("archive", "hostile", "scan") and not options.part):
            continue
        if part in ("against", "reading") and options.against is None:
            continue
        sys.stdout.write(f"\n### {title}\n\n{line(head)}\n{line(['---'] * len(head))}\n")
        for row in rows:
            sys.stdout.write(line(row) + "\n")
            sys.stdout.flush()


def _against(
    rows: Callable[[Path, Path, Path], Iterator[tuple[str, ...]]], other: Path | None
) -> Iterator[tuple[str, ...]]:
    """The rows of a comparison; none without another build."""
    return iter(()) if other is None else rows(EXAMPLES, CORPUS, other)


def line(items: tuple[str, ...] | list[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(items)} |"


def number(value: float) -> str:
    """A figure with thousands parted, three digits that count."""
    return f"{float(f'{value:.3g}'):,.0f}" if value >= 100 else f"{value:.{1 if value >= 10 else 2}f}"


def extraction() -> Iterator[tuple[str, ...]]:
    """Forms a second of each layout, beside the floor: decoding the text and splitting its lines."""
    for file, layout in LAYOUTS.items():
        text = (EXAMPLES / file).read_bytes().decode("utf-16" if "网页" in file else encoding(EXAMPLES / file))
        yield extracted(f"样例：{layout}", (text.lstrip("\ufeff") + "\n") * COPIES)
    for path in sorted((CORPUS / "documents").glob("*.txt")):
        if path.stem != "fengtai-report-head":
            yield extracted(f"公开文件：{path.stem}", path.read_text(encoding="utf-8"))


def encoding(path: Path) -> str:
    """The encoding of an example file that is not UTF-16."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def extracted(name: str, text: str) -> tuple[str, ...]:
    """A row: forms found, forms a second, the same for splitting alone."""
    data = text.encode()
    forms = sum(isinstance(one, Form) for one in read_bytes(data, "bench.txt"))
    ours = seconds(lambda: list(read_bytes(data, "bench.txt")))
    floor = seconds(lambda: [row.split("\t") for row in data.decode().splitlines()])
    return name, str(forms), number(forms / ours), number(forms / floor)


def judging() -> Iterator[tuple[str, ...]]:
    """Cells and forms a second, with caches warm and in a process that sees them for the first time."""
    folder = CORPUS / "text" if CORPUS.is_dir() else EXAMPLES
    forms = [one for one in read_paths([folder]) if isinstance(one, Form)]
    books = [choice.book for choice in choose_all(forms)]
    texts = [text for form in forms for place, text in cells(form) if place.endswith((".target", ".actual", ".budget"))]
    plain = parse.__wrapped__
    cold = seconds(lambda: [plain(text) for text in texts])
    yield "单元格理解成数值", str(len(texts)), "—", number(len(texts) / cold)
    scored = seconds(lambda: [score(form, book) for form, book in zip(forms, books, strict=True)])
    first = fresh(FIRST_PASS.format(folder=str(folder), work=SCORE))
    yield "评分（张）", str(len(forms)), number(len(forms) / scored), number(len(forms) / first)
    whole = seconds(lambda: audit(forms))
    first_whole = fresh(FIRST_PASS.format(folder=str(folder), work=AUDIT))
    checks, first_checks = whole - scored, first_whole - first
    yield "检查（张）", str(len(forms)), number(len(forms) / checks), number(len(forms) / first_checks)
    yield "评分加检查（张）", str(len(forms)), number(len(forms) / whole), number(len(forms) / first_whole)


def commands(quick: bool) -> Iterator[tuple[str, ...]]:
    """Wall time from the shell, the start of Python included."""
    with tempfile.TemporaryDirectory() as folder:
        html = Path(folder) / "报告.html"
        yield timed("jiheng --help", ["--help"])
        yield timed("jiheng audit 样例（16 张）", ["audit", EXAMPLES])
        yield timed("jiheng audit 样例 -o 报告.html", ["audit", EXAMPLES, "-o", html])
        if CORPUS.is_dir():
            published = sum(isinstance(one, Form) for one in read_paths([CORPUS / "text"]))
            yield timed(f"jiheng audit 公开文件（{published} 张）", ["audit", CORPUS / "text"])
        if not quick:
            big, records = Path(folder) / "big.txt", Path(folder) / "记录.json"
            size, forms = write_big(big)
            name = f"jiheng extract {size >> 20} MB 文本（{forms:,} 张）-o 记录.json"
            yield timed(name, ["extract", big, "-o", records], runs=1)


def timed(name: str, args: list[str | Path], runs: int = 5) -> tuple[str, ...]:
    """A row: the command, its seconds, its peak memory."""
    done = command(args, runs)
    return f"`{name}`", number(done.seconds), number(done.megabytes)


def write_big(path: Path) -> tuple[int, int]:
    """A text file of 200 MB of forms, each with a number in its name; its size in bytes and its forms."""
    text = (EXAMPLES / "局本级-表格粘贴.txt").read_text(encoding="gb18030") + "\n"
    size, count = 0, 0
    with path.open("wb") as file:
        while size < BIG:
            count += 1
            size += file.write(text.replace("项目名称\t\t", f"项目名称\t\t{count}号").encode())
    return size, count * text.count("项目名称")


if __name__ == "__main__":
    main()
