"""One table in one Parquet file, through polars (extra `jiheng[data]`)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, cast

import msgspec

from jiheng.whole_file import whole_file
from jiheng.writing.data.column import PRECISION, SCALE, Row, Table, Type, Value
from jiheng.writing.data.descriptor import table_schema
from jiheng.writing.data.tabular import Add

if TYPE_CHECKING:
    import polars

_GATHERED = 1_000
"""Rows of Python's that are kept before they are packed."""
_CHUNK = 20_000
"""Rows kept in memory before they go to disk."""
_GROUP = 65_536
"""Rows of a row group."""
_LEVEL = 1
"""How hard to compress: more takes longer and saves nothing."""


@contextmanager
def parquet_file(table: Table[Any], path: Path) -> Iterator[Add]:
    """Write decimals as DECIMAL(38, 10), never as floats; the table's description goes into the file's metadata.

    Rows go to disk in parts as they come, which are put together at the end. Raises OSError.
    """
    with TemporaryDirectory(prefix="jiheng-") as folder:
        parts = _Parts(table, Path(folder))
        yield parts.add
        parts.join(path)


class _Parts:
    def __init__(self, table: Table[Any], folder: Path) -> None:
        self._table, self._folder = table, folder
        self._schema = _schema(table)
        self._rows: list[Row] = []
        self._packed: list[polars.DataFrame] = []
        self._files: list[Path] = []

    def add(self, rows: Iterable[Row]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= _GATHERED:
            self._packed.append(self._pack())
            if sum(frame.height for frame in self._packed) >= _CHUNK:
                self._flush()

    def _flush(self) -> None:
        part = self._folder / f"{len(self._files)}.parquet"
        with part.open("wb") as file, for_polars(file) as stream:
            self._frame().write_parquet(stream)
        self._files.append(part)

    def _frame(self) -> "polars.DataFrame":
        """The rows that have not gone to disk yet."""
        import polars

        frames, self._packed = [*self._packed, self._pack()], []
        return polars.concat(frames)

    def _pack(self) -> "polars.DataFrame":
        """The rows since the last were packed: a column in one piece takes less memory than its values apart."""
        import polars

        rows, self._rows = self._rows, []
        columns = zip(*rows, strict=True) if rows else repeat((), len(self._schema))
        return polars.DataFrame(
            [_series(name, type_, values) for (name, type_), values in zip(self._schema.items(), columns, strict=True)]
        )

    def join(self, path: Path) -> None:
        import polars

        about = msgspec.json.encode(table_schema(self._table)).decode()
        metadata = {"title": self._table.title, "schema": about}
        # Opened here so that a path that cannot be written is an OSError like any other.
        with whole_file(path) as draft, draft.open("wb") as file, for_polars(file) as stream:
            if not self._files:
                self._frame().write_parquet(stream, row_group_size=_GROUP, compression_level=_LEVEL, metadata=metadata)
                return
            self._flush()
            polars.scan_parquet(self._files).sink_parquet(
                stream, row_group_size=_GROUP, compression_level=_LEVEL, metadata=metadata
            )


class _Watched:
    """A stream that remembers what the system refused."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.refused: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._stream.write(data)
        except OSError as error:
            self.refused = error
            raise

    def flush(self) -> None:
        self._stream.flush()


@contextmanager
def for_polars(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream for polars to write into, which says of a full disk only that the file is out of specification.

    Raises the OSError that it was.
    """
    watched = _Watched(stream)
    try:
        yield cast(IO[bytes], watched)
    except Exception as error:
        if watched.refused is not None:
            raise watched.refused from error
        raise


def _series(name: str, type_: "polars.DataType", values: Sequence[Value]) -> "polars.Series":
    """A column of values. Decimals pass as text, which polars takes in five times faster, and without numpy."""
    import polars

    if not isinstance(type_, polars.Decimal):
        return polars.Series(name, values, dtype=type_)
    texts = [None if value is None else str(value) for value in values]
    if "E" in "".join(filter(None, texts)):
        texts = [None if value is None else format(value, "f") for value in values]
    return polars.Series(name, texts, dtype=polars.String()).cast(type_)


def _schema(table: Table[Any]) -> dict[str, "polars.DataType"]:
    import polars

    types = {
        Type.TEXT: polars.String(),
        Type.INTEGER: polars.Int64(),
        Type.DECIMAL: polars.Decimal(PRECISION, SCALE),
        Type.BOOLEAN: polars.Boolean(),
    }
    return {column.name: types[column.type] for column in table.columns}
