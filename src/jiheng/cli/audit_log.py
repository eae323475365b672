"""`jiheng audit-log`: check the workbench's audit log, or write it to a file."""

from pathlib import Path
from typing import Annotated

import typer

from jiheng.cli import exit_codes, output
from jiheng.cli.help_zh import Command, Group
from jiheng.cli.workbench import Data, Database, opened
from jiheng.trouble import Trouble
from jiheng.whole_file import whole_file

HELP = """
核对工作台的审计日志有没有被动过，或导出成文件。服务运行时也可以用。

例：
  jiheng audit-log verify                          核对 jiheng-data/ 里的日志
  jiheng audit-log verify --expect 摘要            另外核对上次抄下的末条摘要还在不在
  jiheng audit-log export -o 审计日志.csv          导出全部（.csv 或 .xlsx）
"""

app = typer.Typer(cls=Group, add_completion=False)

Expect = Annotated[
    list[str] | None,
    typer.Option("--expect", metavar="摘要", help="上次核对时抄下的末条摘要，可重复", show_default=False),
]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="写到哪里：.csv 或 .xlsx")]


@app.command("verify", cls=Command, help="核对日志：有一条被改、被删、被插入，都会指出第一处。", short_help="核对日志")
def verify(data: Data = Path("jiheng-data"), database: Database = "", expect: Expect = None) -> int:
    """Check the chain and the heads kept beside it; 1 where anything was changed."""
    opened(data, database)
    from jiheng.web.auditlog import anchors, log
    from jiheng.web.auditlog.models import AuditEntry

    checked = log.check(anchors.heads())
    if checked.broken is not None:
        where, why = checked.broken
        at = f"第 {where} 号，" if where else ""
        typer.echo(f"日志被动过：{at}{why}。" + (f"它之前的 {checked.entries} 条完好。" if where else ""))
        typer.echo("怎么办：保留数据文件夹和数据库的现状，立即报告负责人；与备份里的日志对照，找出被动的内容。")
        return exit_codes.FINDINGS
    missing = [digest for digest in expect or () if not AuditEntry.objects.filter(hash=digest.strip()).exists()]
    if missing:
        typer.echo(f"日志被动过：抄下的摘要 {missing[0]} 不在日志里，说明整个日志在那以后被重写或截断。")
        return exit_codes.FINDINGS
    typer.echo(f"日志完好：核对了 {checked.entries} 条。{checked.clock}末条摘要 {checked.last}")
    return exit_codes.OK


@app.command("export", cls=Command, help="导出全部日志，按时间先后。", short_help="导出日志")
def export(out: Output, data: Data = Path("jiheng-data"), database: Database = "") -> int:
    """Write all entries to a file, and that it was done to the log."""
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise Trouble(f"不会写“{out.suffix or out.name}”这种文件", "请用 -o 审计日志.csv 或 -o 审计日志.xlsx。")
    opened(data, database)
    from jiheng.web.audit_admin import log_export
    from jiheng.web.auditlog import log
    from jiheng.web.auditlog.models import AuditEntry

    rows = AuditEntry.objects.order_by("id")
    count = rows.count()
    if out.suffix.lower() == ".xlsx" and count > log_export.MOST_IN_WORKBOOK:
        raise Trouble(f"有 {count} 条，工作簿装不下", "请导出 .csv。")
    found = rows.iterator(chunk_size=2000)
    with output.writable(out), whole_file(out) as draft:
        if out.suffix.lower() == ".xlsx":
            log_export.write_workbook(found, draft)
        else:
            with draft.open("wb") as file:
                file.writelines(log_export.csv_lines(found))
    log.write(None, "auditlog.export", None, {"entries": count, "ending": out.suffix[1:], "by": "命令行"})
    output.note(f"已导出 {count} 条到 {out}")
    return exit_codes.OK
