"""What was found of forms, as JSON: an object a form below `forms`, each led by what tells the form from others."""

from collections.abc import Iterable
from typing import Any

import msgspec

from jiheng.form import Form

_TOLD_BY = ("project", "unit", "year")
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def encoded(forms: Iterable[dict[str, Any]]) -> bytes:
    """The objects in order, indented; Decimals as numbers with every digit."""
    return msgspec.json.format(_ENCODER.encode({"forms": list(forms)}), indent=1)


def head_of(form: Form) -> dict[str, Any]:
    """Source, project, unit and year of a form as printed."""
    return {name: getattr(form, name) for name in ("source", *_TOLD_BY)}
