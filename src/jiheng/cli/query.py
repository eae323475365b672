"""`jiheng query`: questions to a batch, in SQL or ready made."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from jiheng.cli import exit_codes, output
from jiheng.cli.cell_width import cell_width
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from rich.table import Table

    from jiheng.batch.query import QueryAnswer

HELP = """
查询 jiheng batch 的结果：写一句 SQL，或用现成的分析。只读，不会改动数据。

用法：jiheng query 文件夹 "SQL" | --analysis 名称 [-o 结果.csv]

例：
  jiheng query 全市/ --analysis kinds                    各种问题有多少
  jiheng query 全市/ --analysis faults -o 问题.csv       按种类、年度、所在地
  jiheng query 全市/ --analysis scores                   总分分布
  jiheng query 全市/ --analysis departments              各部门各年汇总
  jiheng query 全市/ --analysis targets --indicator 故障响应时间   别人定多少
  jiheng query 全市/ "SELECT project, total_score FROM forms WHERE errors > 3"
  jiheng query 全市/ "DESCRIBE forms"                    有哪些字段

表：forms 自评表、funds 资金、indicators 指标、findings 问题、doubts 读不准处、problems 未读成；
字段说明见 docs/batch.md。
退出码：0 查到了；2 用法不对，或没有这个结果。
"""
_ENDINGS = (".csv", ".json", ".parquet")
_SHOWN = 200
"""Rows on a terminal."""
_NARROW = 12
"""How narrow a column of texts may become on a terminal, in cells."""
_HEADING = 8
"""How narrow the heading of a column of figures may become, in cells."""
_GAP = 3
"""The blanks around a column on a terminal and the line behind it, in cells."""

Folder = Annotated[Path, typer.Argument(metavar="文件夹", show_default=False)]
Sql = Annotated[str | None, typer.Argument(metavar="SQL", show_default=False)]
Ready = Annotated[
    str | None,
    typer.Option("--analysis", metavar="名称", help="现成的分析：kinds faults scores departments targets"),
]
Indicator = Annotated[
    str | None, typer.Option("--indicator", metavar="名称", help="targets 要的指标名称（含这几个字）")
]
Target = Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 .csv .json 或 .parquet")]


def run(
    folder: Folder,
    sql: Sql = None,
    analysis: Ready = None,
    indicator: Indicator = None,
    target: Target = None,
    layout: output.Format = None,
) -> int:
    """Ask, and show or write the answer."""
    from jiheng.batch.query import ask, join_departments

    name = output.chosen(layout, (output.TABLE, output.JSON))
    if target is not None:
        output.ending(target, _ENDINGS)
    question, values, joined = _question(sql, analysis, indicator)
    with opened(folder) as connection:
        if joined and (short := join_departments(connection)):
            output.note(f"{short} 个主管部门的写法是别的名称的简称，已并入全称。")
        answer = ask(connection, question, values)
        if target is not None:
            _write(answer, target)
            output.note(f"已写入 {target}")
        elif name == output.JSON:
            output.emit(_json(answer))
        else:
            _show(answer)
    return exit_codes.OK


@contextmanager
def opened(folder: Path) -> Iterator[Any]:
    """A connection to the batch in a folder; what cannot be asked becomes a message."""
    from jiheng.batch.query import asked

    with asked(folder) as connection:
        yield connection


def _question(sql: str | None, analysis: str | None, indicator: str | None) -> tuple[str, Sequence[str], bool]:
    """The SQL with its values, and whether it wants the full names of the departments."""
    from jiheng.batch.analysis import ANALYSES

    listed = "\n".join(f"  {known.name}  {known.title}" for known in ANALYSES.values())
    if (sql is None) == (analysis is None):
        raise Trouble("要写一句 SQL，或用 --analysis 选一种分析", f"现成的分析：\n{listed}")
    if sql is not None:
        return sql, (), False
    found = ANALYSES.get(analysis or "")
    if found is None:
        raise Trouble(f"没有“{analysis}”这种分析", f"可用：\n{listed}")
    if found.named and not indicator:
        raise Trouble(f"{found.name} 要知道是哪项指标", "写上 --indicator 指标名称，例如 --indicator 故障响应时间。")
    return found.sql, (indicator or "",) if found.named else (), found.joined


def _plain(value: Any) -> Any:
    """Decimals without trailing zeros."""
    from jiheng.writing.data.column import settled

    return settled(value) if isinstance(value, Decimal) else value


def _json(answer: "QueryAnswer") -> bytes:
    import msgspec

    rows = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
    return msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode(rows) + b"\n"


def _write(answer: "QueryAnswer", target: Path) -> None:
    ending = target.suffix.lower()
    if ending == ".parquet":
        import polars

        from jiheng.writing.data.parquet import for_polars

        table = polars.DataFrame(list(answer.rows), schema=list(answer.columns), orient="row", infer_schema_length=None)
        with output.writing(target) as file, for_polars(file) as stream:
            table.write_parquet(stream)
        return
    with output.writing(target) as stream:
        for part in _csv(answer) if ending == ".csv" else (_json(answer),):
            stream.write(part)


def _csv(answer: "QueryAnswer") -> Iterator[bytes]:
    """Lines that Excel opens; what it might take for a formula is guarded."""
    import csv
    import io

    from jiheng.writing.data.tabular import guarded

    yield "\ufeff".encode()
    buffer = io.StringIO()
    lines = csv.writer(buffer)
    lines.writerow(answer.columns)
    for row in answer.rows:
        lines.writerow([guarded(value) if isinstance(value, str) else _text(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    return format(_plain(value), "f") if isinstance(value, Decimal) else str(value)


def _show(answer: "QueryAnswer") -> None:
    """As a table where the terminal is wide enough for it, else a row in lines, so that no figure is cut or folded."""
    shown = list(islice(answer.rows, _SHOWN + 1))
    columns = [_Column.of(name, [row[place] for row in shown[:_SHOWN]]) for place, name in enumerate(answer.columns)]
    with output.screen() as console:
        widths = _widths(columns, console.width + 1 - _GAP * len(columns))
        if widths is None:
            console.print(_listed(columns), soft_wrap=True)
        else:
            console.print(_table(columns, widths))
        if len(shown) > _SHOWN:
            console.print(f"只列前 {_SHOWN} 行；全部请用 -o 结果.csv。")


class _Column(NamedTuple):
    """A column as a terminal shows it; `widest` and `least` are how wide it would be and how narrow it may become,
    in cells."""

    name: str
    texts: list[str]
    figures: bool
    widest: int
    least: int

    @classmethod
    def of(cls, name: str, values: list[Any]) -> "_Column":
        figures = any(isinstance(value, int | float | Decimal) for value in values)
        texts = list(map(_shown, values))
        widest = max(map(cell_width, (name, *texts)))
        narrow = max(_HEADING, *map(cell_width, texts)) if figures else _NARROW
        return cls(name, texts, figures, widest, min(widest, narrow))


def _shown(value: Any) -> str:
    """Text as it is, amounts with the thousands set apart."""
    return format(_plain(value), ",f") if isinstance(value, Decimal) else _text(value)


def _widths(columns: list[_Column], room: int) -> list[int] | None:
    """How wide each column is shown, the widest narrowed first; None where there is no room for all."""
    widths = [column.widest for column in columns]
    while sum(widths) > room:
        number = max(range(len(columns)), key=lambda at: widths[at] * (widths[at] > columns[at].least))
        if widths[number] == columns[number].least:
            return None
        widths[number] -= 1
    return widths


def _table(columns: list[_Column], widths: list[int]) -> "Table":
    from rich.table import Table

    table = Table(show_edge=False, header_style="bold")
    for column, width in zip(columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if column.figures else "left"
        table.add_column(column.name, justify=side, overflow="fold", width=width)
    for row in zip(*(column.texts for column in columns), strict=True):
        table.add_row(*row)
    return table


def _listed(columns: list[_Column]) -> str:
    rows = zip(*(column.texts for column in columns), strict=True)
    names = [column.name for column in columns]
    return "\n\n".join("\n".join(map("{}：{}".format, names, row)) for row in rows)
