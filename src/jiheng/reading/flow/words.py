"""The labels of the form as a text layer prints them: wrapped, glued, mistyped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jiheng.reading.flow.pieces import Piece

_NORMAL = str.maketrans("():", "（）：")
_POINTS = re.compile(r"（\d*(?:\.\d+)?分?）?$")
_REST_OF_POINTS = re.compile(r"（?\d*(?:\.\d+)?分?）$")
_LONGEST = 12
"""More pieces than the longest label has characters are never looked at."""


class Match(NamedTuple):
    """A label found: its meaning, its text as printed and where the pieces after it start."""

    kind: str
    text: str
    end: int


class Vocabulary:
    """Labels of one part of the form, found over wrapped pieces, with at most one character of a long label lost."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._words: dict[str, str] = {}
        for kind, labels in words.items():
            for label in labels:
                self._add(label, kind)
        exact = list(self._words.items())
        for label, kind in exact:
            if len(label) >= 7:
                for i in range(len(label) - 1):
                    self._add(label[:i] + label[i + 1 :], kind)
        self._prefixes = {word[:i] for word in self._words for i in range(1, len(word) + 1)}

    def _add(self, label: str, kind: str) -> None:
        self._words.setdefault(label, kind)

    def kind(self, text: str) -> str | None:
        """The meaning of a whole label, None when the text is no label."""
        return self._words.get(_plain(text))

    def opens(self, text: str) -> bool:
        """Whether a label may begin with this text."""
        return _plain(text) in self._prefixes

    def match(self, pieces: Sequence[Piece], start: int) -> Match | None:
        """The longest label that the pieces from `start` on spell."""
        found: Match | None = None
        text = ""
        for end in range(start, min(start + _LONGEST, len(pieces))):
            text += pieces[end].text
            plain = _plain(text)
            if plain in self._words:
                found = Match(self._words[plain], text, end + 1)
            elif plain not in self._prefixes:
                break
        if found and found.end < len(pieces) and _REST_OF_POINTS.match(pieces[found.end].text.translate(_NORMAL)):
            return Match(found.kind, found.text + pieces[found.end].text, found.end + 1)
        return found


def _plain(text: str) -> str:
    text = text.translate(_NORMAL)
    if text[-1:] == "：":
        text = text[:-1]
    return _POINTS.sub("", text) if "（" in text else text


HEAD = Vocabulary(
    {
        "project": ["项目名称", "项目（政策）名称", "政策和项目名称"],
        "department": ["主管部门", "主管部门及代码", "项目主管部门", "主管单位", "预算主管部门"],
        "unit": ["实施单位", "项目实施单位", "项目单位", "预算单位", "实施（项目）单位"],
        "leader": ["项目负责人", "负责人", "项目联系人", "联系人"],
        "phone": ["联系电话", "联系方式", "电话", "项目负责人电话", "负责人电话", "项目负责人联系电话"],
    }
)
FUNDS = Vocabulary(
    {
        "年度资金总额": ["年度资金总额", "资金总额", "年度资金总额（万元）", "年度预算总额"],
        "当年财政拨款": ["当年财政拨款", "其中：当年财政拨款", "其中：财政拨款", "财政拨款", "其中：本年财政拨款"],
        "上年结转资金": ["上年结转资金", "上年结转", "上年结余资金", "其中：上年结转资金"],
        "其他资金": ["其他资金", "其它资金", "其中：其他资金"],
    }
)
TREE = Vocabulary(
    {
        "l1": ["产出指标", "效益指标", "效果指标", "满意度指标", "产出", "效益", "效果", "满意度"],
        "cost": ["成本指标"],
        "l2": [
            *("数量指标", "质量指标", "时效指标", "时限指标", "进度指标"),
            *("经济成本指标", "社会成本指标", "生态环境成本指标", "生态成本指标"),
            *("经济效益指标", "社会效益指标", "生态效益指标", "环境效益指标", "可持续影响指标", "可持续发展指标"),
            *("服务对象满意度指标", "服务对象满意度", "可持续影响", "满意度标"),
            *("产出数量指标", "产出质量指标", "产出时效指标", "产出成本指标", "社会公众满意度指标"),
        ],
    }
)
TOTAL = Vocabulary({"total": ["总分", "合计", "总计", "总得分", "合计得分", "总分合计"]})
HEADER = Vocabulary({"l3": ["三级指标", "三级指标名称", "三级指标内容"], "first": ["一级指标"]})
