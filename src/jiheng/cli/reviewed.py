"""What `goals` and `monitor` share: the forms that they read, and the heading of each."""

from typing import TYPE_CHECKING

from jiheng.cli import inputs, output
from jiheng.form import NO_PROJECT, Form, subject

if TYPE_CHECKING:
    from rich.text import Text


def read_told(files: list[str] | None) -> list[Form]:
    """The forms of any kind that the files hold; what cannot be read is told."""
    forms, problems = inputs.read_all(files, goals=True)
    for problem in problems:
        output.not_read(problem)
    return forms


def heading(form: Form, *more: str) -> "Text":
    """The line above what is told of a form."""
    from rich.text import Text

    from jiheng.writing.text import clean

    return Text(f"{clean(subject(form)) or NO_PROJECT}　{' '.join((form.year or '', *more))}", "bold")
