"""What other apps know of a form's indicators, drawn beside their rows on the sheet; not part of the form."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from jiheng.web.forms.models import SelfEvaluation


class Note(NamedTuple):
    """A line beside a row; `mark` is a word set off after it and `look` its CSS class, "" for none."""

    text: str
    mark: str = ""
    look: str = ""


class Beside(NamedTuple):
    """A column beside the sheet: its heading, and the notes by the place of the row (`indicators[3]`)."""

    heading: str
    notes: Mapping[str, Sequence[Note]]


Teller = Callable[[SelfEvaluation], Beside | None]
_tellers: list[Teller] = []


def tells(teller: Teller) -> Teller:
    """Decorator: this function tells what stands beside the rows of a form, None where nothing does."""
    _tellers.append(teller)
    return teller


def beside_rows(form: SelfEvaluation) -> Beside | None:
    """What stands beside the rows of a form: the first column that an app has to tell."""
    return next((found for teller in _tellers if (found := teller(form)) is not None), None)
