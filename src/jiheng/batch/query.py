"""Questions to a batch: SQL over its tables by DuckDB, reading only, and nothing but the batch."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from jiheng.batch.store import Store
from jiheng.batch.tables import TABLES
from jiheng.extras import install
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    import duckdb

_MEMORY = "1GB"
_FETCHED = 1000
_QUOTIENT = """
CREATE MACRO quotient(a, b) AS CASE WHEN b > 0 THEN CAST(
    (2 * CAST(CAST(a AS DECIMAL(38,10)) * 10000000000 AS HUGEINT) * 10000
       + CAST(CAST(b AS DECIMAL(38,10)) * 10000000000 AS HUGEINT))
    // (2 * CAST(CAST(b AS DECIMAL(38,10)) * 10000000000 AS HUGEINT)) AS DECIMAL(30,0)) * 0.0001 END
"""
"""a ÷ b for a ≥ 0, exact and rounded half up to 4 decimals: SQL's own division is done in floats."""


class QueryAnswer(msgspec.Struct, frozen=True):
    """Column names, and rows as they come."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def asked(folder: Path) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A connection with a view for each table of the batch; it can read the batch and nothing else, and not write.

    Raises Trouble where there is no batch, or no DuckDB.
    """
    if find_spec("duckdb") is None:
        raise Trouble("查询要用 DuckDB，这台电脑上没有装", f"请运行 {install('data')} 后再试。")
    import duckdb

    store = Store(folder.resolve())
    units = store.finished()
    if not units:
        raise Trouble(f"{folder} 里没有做完的批量结果", "请先运行 jiheng batch 文件或文件夹 -o 这个文件夹。")
    with tempfile.TemporaryDirectory(prefix="jiheng-") as spill, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute(f"SET temp_directory = {_quoted(spill)}")
        connection.execute(_QUOTIENT)
        for table in TABLES:
            files = ", ".join(_quoted(str(unit / f"{table.name}.parquet")) for unit in units)
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet([{files}])")
        _add_problems(connection, store)
        connection.execute(f"SET allowed_directories = [{_quoted(str(store.units))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def _add_problems(connection: "duckdb.DuckDBPyConnection", store: Store) -> None:
    """Add to the problems of the units those of what never came into one, such as an archive that does not open."""
    problems = store.listing().problems
    if not problems:
        return
    connection.execute("ALTER VIEW problems RENAME TO unit_problems")
    connection.execute("CREATE TABLE other_problems (file VARCHAR, message VARCHAR, advice VARCHAR)")
    connection.executemany(
        "INSERT INTO other_problems VALUES ($1, $2, $3)",
        [(problem.file, problem.message, problem.advice) for problem in problems],
    )
    connection.execute("CREATE VIEW problems AS FROM unit_problems UNION ALL BY NAME FROM other_problems")


def join_departments(connection: "duckdb.DuckDBPyConnection") -> int:
    """Make the table `full_names`: every department as printed with its full name; returns how many were short.

    Among very many departments a short name no longer tells which is meant, and each stays as it is.
    """
    from jiheng.department.rollup.grouping import joined_names

    printed = [name for (name,) in connection.execute("SELECT DISTINCT department FROM forms").fetchall()]
    full = joined_names([name for name in printed if name])
    connection.execute("CREATE TEMP TABLE full_names (department VARCHAR, full_name VARCHAR)")
    if full:
        connection.executemany("INSERT INTO full_names VALUES ($1, $2)", list(full.items()))
    return sum(name != long for name, long in full.items())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def ask(connection: "duckdb.DuckDBPyConnection", sql: str, values: Sequence[Any] = ()) -> QueryAnswer:
    """The answer to one SELECT. Raises Trouble for anything else and for what SQL cannot do."""
    import duckdb

    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise Trouble("只能问一句 SELECT 查询", "结果另存请用 -o 文件名；有哪些表和字段见 docs/data.md。")
        found = connection.execute(sql, list(values))
    except duckdb.Error as error:
        raise _explained(error) from error
    columns = tuple(column[0] for column in found.description or ())
    return QueryAnswer(columns, _rows(found))


def _rows(found: "duckdb.DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while some := found.fetchmany(_FETCHED):
            yield from some
    except duckdb.Error as error:
        raise _explained(error) from error


def _explained(error: Exception) -> Trouble:
    """What DuckDB says, with a word of Chinese before it."""
    import duckdb

    first = str(error).strip().split("\n\n")[0]
    for kind, message, advice in (
        (duckdb.ParserException, "SQL 写法不对", "请按提示的位置改正；文字用单引号，字段名不用引号。"),
        (duckdb.CatalogException, "没有这样的表或函数", f"可用的表：{'、'.join(table.name for table in TABLES)}。"),
        (duckdb.BinderException, "字段名或用法不对", "有哪些字段见 docs/data.md，或用 DESCRIBE 表名 查看。"),
        (duckdb.PermissionException, "不能读批量结果以外的文件", "只查询批量结果里的表。"),
        (duckdb.OutOfMemoryException, "这个查询要的内存太多", "请加上条件，或先按年度、部门分开查询。"),
        (duckdb.IOException, "数据文件读不了", "请确认文件没有被移动，或重新运行 jiheng batch。"),
    ):
        if isinstance(error, kind):
            return Trouble(f"{message}：{first}", advice)
    return Trouble(f"查询出错：{first}", "请改写查询再试。")
