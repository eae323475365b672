"""涉密 projects: told by a mark on the form or by the project's name; nothing but their number goes on from here."""

from jiheng.checks.case import Case
from jiheng.checks.filling.secrecy import secrecy
from jiheng.checks.names import folded
from jiheng.checks.outcome import Severity
from jiheng.checks.word_lists import word_pattern
from jiheng.form import Form, Problem
from jiheng.places import Book

_HIDDEN = "（涉密项目所在的文件）"
_LEAST_NAME = 2


def is_secret(form: Form, book: Book) -> bool:
    """Whether a form must not be shown: a mark of secrecy (秘密★3年) anywhere on it, or a name that says so.

    Errs on the side of hiding; 非涉密 and its like (`department.secret.not_words`) are no such name.
    """
    return must_be_hidden(Case(form, book))


def must_be_hidden(case: Case) -> bool:
    """The same of a form that is to be examined."""
    name = word_pattern(case.book, "department.secret.not_words").sub("", case.form.project or "")
    marked = any(finding.severity is Severity.ERROR for finding in secrecy(case).findings)
    return marked or bool(word_pattern(case.book, "checks.filling.secret_projects").search(name))


def telling_name(form: Form, book: Book) -> str:
    """The project's name without the words of secrecy; "" where nothing is left that could tell it from another."""
    name = form.project or ""
    for path in ("checks.filling.secret_projects", "checks.filling.secret_marks"):
        name = word_pattern(book, path).sub("", name)
    name = folded(name).replace("项目", "").strip("0123456789*")
    return name if len(name) >= _LEAST_NAME else ""


def veiled(problem: Problem, secret_files: set[str]) -> Problem:
    """The problem, without the name and the words of a file that holds a 涉密 form."""
    if problem.file.partition("#")[0] not in secret_files:
        return problem
    return Problem(_HIDDEN, "有涉密项目的文件没有全部读成。", "请由经办人单独核对这个文件。")
