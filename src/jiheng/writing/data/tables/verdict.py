"""The words for the codes of scoring."""

from jiheng.quantity import KIND_NAMES
from jiheng.scoring import Direction, Verdict

VERDICTS = {
    Verdict.SCORED.value: "可以复算",
    Verdict.BAND.value: "在一档之内由人评定",
    Verdict.JUDGEMENT.value: "须先由人判断",
    Verdict.UNDECIDED.value: "无法复算",
}
DIRECTIONS = {
    Direction.POSITIVE.value: "正向",
    Direction.REVERSE.value: "反向",
    Direction.EQUAL.value: "等于",
    Direction.QUALITATIVE.value: "定性",
    Direction.UNKNOWN.value: "不明",
}
KINDS = {kind.value: name for kind, name in KIND_NAMES.items()}
