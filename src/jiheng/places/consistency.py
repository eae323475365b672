"""What rules of one book contradict each other: each a key, what is wrong and what to do (Chinese)."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from jiheng.places.book import Book, Certainty, Row

Contradiction = tuple[str, str, str]
_BLOCKS = ("output", "cost", "benefit", "satisfaction")
_WHOLE = Decimal(100)
_SEVERITIES = ("error", "warning", "notice")
_SECTIONS = ("must", "supplement", "next")
USE_WORDS = frozenset({"advice", "text", "source", "certainty"})
"""What every row of `use.rules` has; the other columns are its conditions."""
_LIGHTS = {"green": "绿", "blue": "蓝", "yellow": "黄", "red": "红"}


def contradictions(book: Book) -> Iterator[Contradiction]:
    """Every contradiction, in each span of years in which the values are the same."""
    starts = sorted({each.since for p in book.parameters.values() for each in p.history() if each.before})
    seen: set[Contradiction] = set()
    for year in (0, *starts):
        for found in _of_one_year(book.of_year(year) if starts else book):
            if found not in seen:
                seen.add(found)
                yield found


def _of_one_year(book: Book) -> Iterator[Contradiction]:
    yield from _schemes(book)
    yield from _levels(book)
    yield from _blocks(book)
    yield from _bands(book)
    yield from _grades(book)
    yield from _steps(book)
    yield from _satisfaction(book)
    yield from _overall(book)
    yield from _lights(book)
    yield from _quality(book)
    yield from _use(book)


def _schemes(book: Book) -> Iterator[Contradiction]:
    total, weight = book.number("weights.total"), book.number("execution.weight")
    if weight >= total:
        message = f"执行率 {weight} 分，已占满 weights.total 的 {total} 分，指标没有分了"
        yield "execution.weight", message, "请改正执行率的分值；执行率不计分的写 0"
    rows = book.rows("weights.schemes")
    for number, row in enumerate(rows, 1):
        whole = sum((_figure(row, name) for name in row), Decimal(0))
        if whole != total:
            yield (
                "weights.schemes",
                f"第 {number} 种组合合计 {whole}，而 weights.total 是 {total}",
                "请改正组合里的分值，使合计相等",
            )
        if any(_figure(row, name) < 0 for name in row):
            yield "weights.schemes", f"第 {number} 种组合里有负数", "分值不能小于 0"
    weights = sorted({_figure(row, "execution") for row in rows})
    if rows and weight not in weights:
        known = "、".join(map(str, weights))
        yield (
            "execution.weight",
            f"执行率 {weight} 分，而 weights.schemes 各种组合里执行率是 {known} 分，互相矛盾",
            "请把两处改成一样：执行率改了分值，其他一级指标的分值也要跟着改",
        )


def _levels(book: Book) -> Iterator[Contradiction]:
    """The weights that levels have of their own: each level once, none more than the whole form, as in the schemes."""
    total = book.number("weights.total")
    yield from _once(book, "weights.levels", "level")
    blocks = {str(row["word"]): str(row["block"]) for row in book.rows("blocks.words")}
    for row in book.rows("weights.levels"):
        block = blocks.get(str(row["level"]))
        weights = sorted({_figure(scheme, block) for scheme in book.rows("weights.schemes")}) if block else []
        if weights and _figure(row, "weight") not in weights:
            known = "、".join(map(str, weights))
            message = f"“{row['level']}”写的是 {row['weight']} 分，而 weights.schemes 各种组合里是 {known} 分，互相矛盾"
            yield "weights.levels", message, "请把两处改成一样；没有固定组合的，写 weights.schemes 的 value = []"
        if not 0 <= _figure(row, "weight") <= total:
            message = f"“{row['level']}”写的是 {row['weight']} 分，而 weights.total 是 {total}"
            yield "weights.levels", message, f"分值应在 0 与 {total} 之间"


def _blocks(book: Book) -> Iterator[Contradiction]:
    known = "、".join(_BLOCKS)
    if wrong := next((row["block"] for row in book.rows("blocks.words") if row["block"] not in _BLOCKS), None):
        yield "blocks.words", f"没有“{wrong}”这一类", f"可用：{known}"
    if wrong := next((block for block in book.words("blocks.wanted") if block not in _BLOCKS), None):
        yield "blocks.wanted", f"没有“{wrong}”这一类", f"可用：{known}"
    yield from _once(book, "blocks.words", "word")


def _once(book: Book, path: str, column: str) -> Iterator[Contradiction]:
    """What is named twice, or not at all, in a table where each row is for another."""
    names = Counter(str(row[column]) for row in book.rows(path))
    if "" in names:
        yield path, f"有一行的 {column} 是空的，会对什么字都成立", "请写上文字，或删去这一行"
    for name in (name for name, times in names.items() if times > 1):
        yield path, f"“{name}”写了两次", "每个只写一行"


def _bands(book: Book) -> Iterator[Contradiction]:
    bands = book.rows("qualitative.bands")
    if not bands:
        yield "qualitative.bands", "没有一档", "至少写一档，从 1 到 0"
        return
    gapless = all(_figure(upper, "low") == _figure(lower, "high") for upper, lower in pairwise(bands))
    falling = all(_figure(row, "low") < _figure(row, "high") for row in bands)
    if not gapless or not falling or _figure(bands[0], "high") != 1 or _figure(bands[-1], "low") != 0:
        yield (
            "qualitative.bands",
            "几档没有首尾相接",
            "从高到低写，第一档 high 为 1，末档 low 为 0，上一档的 low 等于下一档的 high",
        )
    for path, name in (("qualitative.levels", "level"), ("qualitative.words", "word")):
        yield from _once(book, path, name)
        for row in book.rows(path):
            if not 1 <= _figure(row, "band") <= len(bands):
                yield (
                    path,
                    f"“{row[name]}”写的是第 {row['band']} 档，而 qualitative.bands 只有 {len(bands)} 档",
                    "请改正档次",
                )
    for path in ("qualitative.done", "qualitative.undone", "qualitative.missed_band", "qualitative.restated"):
        if book.number(path) > len(bands):
            yield path, f"写的是第 {book.number(path)} 档，而 qualitative.bands 只有 {len(bands)} 档", "请改正档次"


def _grades(book: Book) -> Iterator[Contradiction]:
    starts = [_figure(row, "from") for row in book.rows("grade.bands")]
    yield from _once(book, "grade.bands", "name")
    if starts != sorted(set(starts), reverse=True):
        yield "grade.bands", "各等级的起点没有从高到低排列，或有重复", "从高到低写，如 优 90、良 80、中 60、差 0"
    elif starts and (starts[0] > book.number("weights.total") or starts[-1] != 0):
        yield "grade.bands", "最高等级的起点高于满分，或最低等级不是从 0 分起", "请改正 from"


def _steps(book: Book) -> Iterator[Contradiction]:
    end: Decimal | None = Decimal(0)
    for number, row in enumerate(book.rows("over.steps"), 1):
        start = _figure(row, "from")
        if end is None or start < end or ("to" in row and _figure(row, "to") <= start):
            yield (
                "over.steps",
                f"第 {number} 档与前一档重叠，或终点不大于起点",
                "从小到大写，前一档的 to 不大于后一档的 from",
            )
            return
        if not 0 <= _figure(row, "deduct") <= 1:
            yield (
                "over.steps",
                f"第 {number} 档扣 {row['deduct']}",
                "deduct 是扣分值的比例，写 0 到 1 之间的小数，扣 10% 写 0.1",
            )
        end = _figure(row, "to") if "to" in row else None


def _satisfaction(book: Book) -> Iterator[Contradiction]:
    bands = book.rows("satisfaction.bands")
    if book.text("satisfaction.formula") == "bands" and not bands:
        yield (
            "satisfaction.formula",
            "满意度按档计分，而 satisfaction.bands 一档也没有",
            "请写出各档，或把 formula 改成 proportional",
        )
    starts = [_figure(row, "from") for row in bands]
    if starts != sorted(set(starts), reverse=True) or any(not 0 <= _figure(row, "share") <= 1 for row in bands):
        yield (
            "satisfaction.bands",
            "各档没有从高到低排列，或 share 不在 0 到 1 之间",
            "如 [{ from = 0.9, share = 1 }, { from = 0.85, share = 0.9 }]",
        )


def _overall(book: Book) -> Iterator[Contradiction]:
    if book.text("department.overall.method") != "parts":
        return
    parts = [book.number(f"department.overall.{name}") for name in ("execution", "goals", "management")]
    if sum(parts) != _WHOLE:
        yield (
            "department.overall.method",
            f"分项法的三项合计 {sum(parts)} 分，不是 100",
            "请调整 execution、goals、management",
        )


def _lights(book: Book) -> Iterator[Contradiction]:
    """The bands and words of monitoring name lights that there are, the bands each from a start of its own."""
    known = "、".join(f"{name}（{label}）" for name, label in _LIGHTS.items())
    for name in ("forecast_bands", "progress_bands", "execution_bands", "likelihood"):
        path = f"monitoring.{name}"
        rows = book.rows(path)
        if wrong := next((row["light"] for row in rows if row["light"] not in _LIGHTS), None):
            yield path, f"没有“{wrong}”这种灯", f"可用：{known}"
        starts = [_figure(row, "from") for row in rows if "from" in row]
        if len(set(starts)) != len(starts):
            yield path, "有两档从同一个数起", "每一档写不同的 from"
    if wrong := next((word for word in book.words("monitoring.explained") if word not in _LIGHTS), None):
        yield "monitoring.explained", f"没有“{wrong}”这种灯", f"可用：{known}"


def _quality(book: Book) -> Iterator[Contradiction]:
    """The parts of the quality of a self-evaluation add up to 100 and name sections that there are."""
    parts = book.rows("quality.parts")
    whole = sum((_figure(row, "points") for row in parts), Decimal(0))
    if whole != _WHOLE or any(_figure(row, "points") < 0 for row in parts):
        yield "quality.parts", f"各方面合计 {whole} 分，不是 100，或有负数", "请调整各方面的 points，使合计为 100"
    known = "、".join(_SECTIONS)
    for row in parts:
        if wrong := next((row[name] for name in ("warning", "notice") if row[name] not in _SECTIONS), None):
            yield "quality.parts", f"审核意见没有“{wrong}”这一部分", f"可用：{known}"
    steps = book.rows("quality.steps")
    if {row["severity"] for row in steps} != set(_SEVERITIES) or any(_figure(row, "points") < 0 for row in steps):
        yield "quality.steps", "没有写齐三个级别，或有负数", f"{'、'.join(_SEVERITIES)} 各写一行"


def _figure(row: Row, name: str) -> Decimal:
    value = row.get(name, Decimal(0))
    return value if isinstance(value, Decimal) else Decimal(0)


def _use(book: Book) -> Iterator[Contradiction]:
    rows = book.rows("use.rules")
    sure = [certainty.value for certainty in Certainty]
    for number, row in enumerate(rows, 1):
        if row["certainty"] not in sure:
            yield "use.rules", f"第 {number} 条的 certainty 是“{row['certainty']}”", f"请写 {'、'.join(sure)} 之一"
        if not set(row) - USE_WORDS and number < len(rows):
            yield "use.rules", f"第 {number} 条没有条件，下面的各条永远用不到", "请把没有条件的一条放在最后"
    if rows and set(rows[-1]) - USE_WORDS:
        yield "use.rules", "最后一条有条件，都不符合的项目没有建议", "请在最后写一条没有条件的"
