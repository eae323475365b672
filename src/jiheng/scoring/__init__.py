"""Form × rulebook → scores with a trace of how each came about."""

from jiheng.scoring.explain import explain, sentence
from jiheng.scoring.form_score import score
from jiheng.scoring.result import (
    Alternative,
    Cited,
    Direction,
    FormScore,
    IndicatorScore,
    Input,
    Score,
    Trace,
    Verdict,
)
from jiheng.scoring.unread import unread

__all__ = [
    "Alternative",
    "Cited",
    "Direction",
    "FormScore",
    "IndicatorScore",
    "Input",
    "Score",
    "Trace",
    "Verdict",
    "explain",
    "score",
    "sentence",
    "unread",
]
