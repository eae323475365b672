"""Forms of a place that nobody knows → the files of a pack: what they show, and what a person must decide (待定)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from jiheng.form import FUND_FIELDS, INDICATOR_FIELDS, Form
from jiheng.form.kinds import is_scored
from jiheng.places import Book, block_of, load
from jiheng.places.book import ParameterValue, Row
from jiheng.places.choose import year_of
from jiheng.places.national import general, national
from jiheng.places.pack import PlacePack
from jiheng.places.printed import PRINTED_HERE, as_printed, execution_weight
from jiheng.places.sources import LAYOUT_FILE, PLACE_FILE, RULES_FILE, WORDS_FILE
from jiheng.quantity import money, number, share
from jiheng.scoring.execution_base import base_of, beside
from jiheng.scoring.form_score import row_notes
from jiheng.scoring.note import is_note, understood
from jiheng.writing.official import load_layout
from jiheng.writing.places.layout_file import layout_toml
from jiheng.writing.places.learn_layout import COLUMNS, is_new, layout_of

_FOUR = ("output", "cost", "benefit", "satisfaction")
_PLACE = re.compile(r"[一-鿿]{2,12}?(?:省|自治区|市|州|盟|区|县|旗)")
_SHORTEST_NOTE = 6
_NOTE = 24


class Learnt(msgspec.Struct, frozen=True):
    """A proposed pack: the text of its files by name, and what was found in so many words (Chinese)."""

    files: dict[str, str]
    told: tuple[str, ...]


def learn(forms: Sequence[Form], pack_id: str) -> Learnt:
    """A pack that fits these forms, extending the national one. `forms` must not be empty."""
    base = load(national().id)
    rules = _rules(forms, base)
    layout = layout_of(forms, pack_id)
    labels = (each.label.strip("：:") for form in forms for each in form.others if not is_note(each.label))
    unknown = Counter(labels)
    files = {
        PLACE_FILE: _place(forms, pack_id),
        RULES_FILE: "\n".join(rules) or "# 没有看出与底本不同的规则\n",
        LAYOUT_FILE: layout_toml(layout),
        WORDS_FILE: _words(unknown, _own_words(forms)),
    }
    told = [
        f"读了 {len(forms)} 张表，{sum(len(form.indicators) for form in forms)} 项指标",
        f"写出与底本不同的规则 {len(rules)} 条" if rules else "没有看出与底本不同的规则",
        f"表样有 {len(layout.indicators.columns)} 个指标栏、{len(layout.funds.columns)} 个资金栏",
    ]
    if not layout.funds.columns and any(form.funds for form in forms):
        told.append("资金不是一行一种、带执行数的表，表样里没有资金一块，要的话照表补上")
    if notes := [note for form in forms for note in row_notes(form).values()]:
        unclear = sorted({note for note in notes if understood(note) is None}, key=notes.index)
        said = f"，没读懂 {len(unclear)} 种（如“{unclear[0][:_NOTE]}”），这些行由人核定" if unclear else ""
        told.append(f"各行有自己的评分标准 {len(notes)} 条，照表计分{said}")
    if unknown:
        told.append(f"没有对应字段的栏目：{'、'.join(unknown)}")
    return Learnt(files, tuple(told))


def _place(forms: Sequence[Form], pack_id: str) -> str:
    names = Counter(match[0] for form in forms if (match := _PLACE.match(form.department or form.unit or "")))
    region = names.most_common(1)[0][0] if names else "待定"
    years = sorted({year for form in forms if (year := year_of(form)) is not None})
    kinds = sorted({form.kind for form in forms})
    title = forms[0].title or "项目支出绩效自评表"
    head = {
        "id": pack_id,
        "name": f"{'' if title.startswith(region) else region}{title}",
        "region": region,
        "kinds": tuple(kinds),
        "years": tuple(years),
        "departments": () if region == "待定" else (region,),
        "sources": tuple(dict.fromkeys(form.source.partition("#")[0] or "待定" for form in forms)),
        "extends": _national(kinds).id,
    }
    lines = [f"{key} = {_toml(value)}" for key, value in head.items()]
    lines.insert(3, "# 待定：地区写全（省、市、县）；departments 写部门名称里能认出这个地方的词；sources 写文号或网址")
    signs = {"has": _fields(forms, present=True), "lacks": _fields(forms, present=False), "notes": _notes(forms)}
    if any(signs.values()):
        lines += ["", "[signs]", *(f"{key} = {_toml(tuple(value))}" for key, value in signs.items() if value)]
    return "\n".join(lines) + "\n"


def _national(kinds: Sequence[str]) -> PlacePack:
    """The national pack for documents of these kinds: where none has points, the one of the first that has its own."""
    unscored = [] if all(is_scored(kind) for kind in kinds) else [pack for kind in kinds for pack in general(kind)]
    return unscored[0] if unscored else national()


def _fields(forms: Sequence[Form], *, present: bool) -> list[str]:
    """Columns that all forms have, or none of them has, and the national form has not or has."""
    layout = load_layout(national().id)
    usual = {"funds": {box.field for box in layout.funds.columns}, "indicators": layout.fields()}
    found = []
    for block, names in (("funds", FUND_FIELDS), ("indicators", INDICATOR_FIELDS)):
        for name in names:
            had = [any(getattr(row, name) is not None for row in getattr(form, block)) for form in forms]
            if present and all(had) and name not in usual[block]:
                found.append(f"{block}.{name}")
            if not present and not any(had) and name in usual[block]:
                found.append(f"{block}.{name}")
    return found


def _notes(forms: Sequence[Form]) -> list[str]:
    """How the remarks begin that every form prints."""
    common = set.intersection(*({note[:_NOTE] for note in form.notes if len(note) >= _SHORTEST_NOTE} for form in forms))
    return sorted(common)


def _rules(forms: Sequence[Form], base: Book) -> list[str]:
    """The rules that the forms print or follow and the base does not have, each as a table of TOML."""
    stated: dict[str, tuple[ParameterValue, str, str, str]] = {}
    for form in forms:
        for path, parameter in as_printed(form, base).parameters.items():
            if parameter.source.startswith(PRINTED_HERE):
                stated.setdefault(path, (parameter.value, parameter.text, parameter.source, "printed"))
    if "weights.schemes" not in stated and (scheme := _scheme(forms, base)):
        stated["weights.schemes"] = scheme
    if levels := _levels(forms, base):
        said = "各一级指标的分值：" + "、".join(f"{row['level']} {row['weight']}" for row in levels)
        stated["weights.levels"] = (levels, said, "各表所见", "practice")
        wanted = dict.fromkeys(block for form in forms for row in form.indicators if (block := block_of(row.l1, base)))
        stated["blocks.wanted"] = (tuple(wanted), "表上有的一级指标", "各表所见", "practice")
        stated["weights.schemes"] = (
            (),
            "一级指标不是产出、效益、满意度，按 weights.levels 核对",
            "各表所见",
            "practice",
        )
    if "execution.weight" in stated and "weights.schemes" not in stated:
        stated["weights.schemes"] = ((), "没有看出一级指标的分值组合", "各表所见", "practice")
    if "execution.weight" not in stated and (weight := _scheme_execution(stated)) not in (
        None,
        base.number("execution.weight"),
    ):
        said = "执行率不另计分，各指标已合计满分" if not weight else f"执行率 {weight} 分"
        stated["execution.weight"] = (weight, said, "各表所见", "practice")
    if (field := _base(forms, base)) != base.text("execution.base"):
        stated["execution.base"] = (field, f"各表的执行率按{_BASES[field]}算", "各表所见", "practice")
    return [_rule(path, *rule) for path, rule in stated.items()]


_BARE = re.compile(r"[（(].*$|指标$")


def _levels(forms: Sequence[Form], base: Book) -> tuple[Row, ...]:
    """The weight of each first level, where some are none of the usual blocks (决策, 管理) and all forms agree."""
    found: list[dict[str, Decimal]] = []
    for form in forms:
        sums: dict[str, Decimal] = {}
        for row in form.indicators:
            weight, name = number(row.weight) if row.weight else None, _BARE.sub("", row.l1 or "")
            if weight is None or not name:
                return ()
            sums[name] = sums.get(name, Decimal(0)) + weight
        found.append(sums)
    usual = all(block_of(name, base) for sums in found for name in sums)
    if usual or any(sums != found[0] for sums in found):
        return ()
    return tuple({"level": name, "weight": weight} for name, weight in found[0].items())


def _scheme_execution(stated: Mapping[str, tuple[ParameterValue, str, str, str]]) -> Decimal | None:
    """The weight of the execution rate in the combinations of weights that are stated, None without any."""
    rows = stated["weights.schemes"][0] if "weights.schemes" in stated else ()
    first = rows[0] if isinstance(rows, tuple) and rows else None
    return number(str(first["execution"])) if isinstance(first, dict) else None


_BASES = {
    "budget": "全年预算数",
    "initial": "年初预算数",
    "net_of_pooled": "扣除统筹整合资金后的全年预算数",
    "arrived": "实际到位数",
}


def _base(forms: Sequence[Form], base: Book) -> str:
    """The amount that the printed execution rates are measured by: the usual one, unless all of them tell another."""
    for field in _BASES:
        book = _based_on(base, field)
        told = [_agrees(form, book) for form in forms]
        if all(agrees is not False for agrees in told) and any(told):
            return field
    return base.text("execution.base")


def _based_on(book: Book, field: str) -> Book:
    own = msgspec.structs.replace(book.parameter("execution.base"), value=field)
    return msgspec.structs.replace(book, parameters={**book.parameters, own.path: own})


def _agrees(form: Form, book: Book) -> bool | None:
    """Whether the printed rate is the one by that book; None where nothing can be told, or by another column."""
    fund = form.whole_fund()
    printed = share(fund.rate) if fund and fund.rate else None
    if fund is None or printed is None:
        return None
    wanted, unit = book.text("execution.base"), form.money_unit or "万元"
    base, executed = base_of(fund, unit, book, beside(form, fund.name, book)), money(fund.executed, unit)
    column = {"arrived": "", "net_of_pooled": "budget"}.get(wanted, wanted)
    if base.field != column or bool(base.less) != (wanted == "net_of_pooled") or not base.amount or executed is None:
        return None
    return abs(printed.ratio - executed / base.amount) < _SAME_RATE


_SAME_RATE = Decimal("0.0002")
"""A printed rate is rounded or cut to two places of per cent."""


def _scheme(forms: Sequence[Form], base: Book) -> "tuple[ParameterValue, str, str, str] | None":
    """The weights of the blocks that most forms add up to, where that is a whole and unlike the base's."""
    seen: Counter[tuple[Decimal, ...]] = Counter()
    for form in forms:
        sums = dict.fromkeys(_FOUR, Decimal(0))
        for row in form.indicators:
            block, weight = block_of(row.l1, base), number(row.weight) if row.weight else None
            if block is not None and weight is not None:
                sums[block] += weight
        execution = execution_weight(form) or Decimal(0)
        if execution + sum(sums.values()) == base.number("weights.total"):
            seen[(execution, *sums.values())] += 1
    rows = tuple(dict(zip(("execution", *_FOUR), each, strict=True)) for each, _ in seen.most_common())
    if not rows or all(row in base.rows("weights.schemes") for row in rows):
        return None
    own = tuple(row for row in rows if row["execution"] == rows[0]["execution"])
    return own, "见于各表的一级指标分值组合（待定：是否都是规定的）", "各表所见", "practice"  # type: ignore[return-value]


def _rule(path: str, value: ParameterValue, text: str, source: str, certainty: str) -> str:
    facts = {"value": value, "text": text, "source": source, "certainty": certainty}
    return "\n".join([f"[{path}]", *(f"{key} = {_toml(fact)}" for key, fact in facts.items())]) + "\n"


def _own_words(forms: Sequence[Form]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Labels that the forms print for a column and no list has, which was known by its place or its shape."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for block, means, part, fields in COLUMNS:
        for name in fields:
            labels = {label for form in forms for label in form.labels.get(f"{block}.{name}", ())[-1:]}
            if own := tuple(sorted(label for label in labels if is_new(label, means))):
                found.setdefault(part, {})[name] = own
    return found


def _words(unknown: Mapping[str, int], own: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    lines = ["# 本地的栏名。一个词只写在一节里；各节和可用的名称见随软件的 jiheng-defaults/words.toml"]
    for part, meanings in own.items():
        lines += [f"[form.{part}]", "# 待定：词表没有、按位置认出的栏名，核对是不是这个意思"]
        lines += [f"{name} = {_toml(labels)}" for name, labels in meanings.items()]
    if labels := tuple(word for word in unknown if word):
        lines += [
            "[form]",
            "# 待定：下面的标签没有对应的字段，照表保留；其实是分值、完成值一类的，请移到 [form.columns] 等节",
            f"others = {_toml(labels)}",
        ]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """A value of a rule or header as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + " }"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
