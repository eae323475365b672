"""The forms that a comparison is about: the open ones, each project once, with what must stay hidden beside them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jiheng.alike import ratio
from jiheng.checks.secret import is_secret, telling_name
from jiheng.checks.word_lists import word_pattern
from jiheng.department.project_matching import Named, name_key
from jiheng.department.rollup.add_up import sort_out
from jiheng.form import Form
from jiheng.places import Book, choose_all


@dataclass(frozen=True, slots=True)
class Counted:
    """The forms in the order in which they are added up, and the book that most of them are judged by."""

    forms: tuple[Form, ...]
    books: tuple[Book, ...]
    book: Book
    hidden: tuple[str, ...]
    """Names that tell 涉密 projects from others; for recognising them elsewhere, never to be shown."""

    def is_hidden(self, name: str) -> bool:
        """Whether a project named so elsewhere is 涉密: by its own words, or as one of the 涉密 forms."""
        open_name = word_pattern(self.book, "department.secret.not_words").sub("", name)
        if word_pattern(self.book, "checks.filling.secret_projects").search(open_name):
            return True
        key, least = name_key(name), float(self.book.number("accounts.names.likeness"))
        return any(key == hidden or ratio(key, hidden) >= least for hidden in self.hidden)


def counted(forms: Sequence[Form], book: Book | None = None) -> Counted:
    """The forms that count; `book` None takes the fitting rulebook of each.  Raises ValueError without any form."""
    if not forms:
        raise ValueError("no forms to compare")
    books = [choice.book for choice in choose_all(forms)] if book is None else [book] * len(forms)
    hidden = [is_secret(form, own) for form, own in zip(forms, books, strict=True)]
    kept = sort_out(forms, books, hidden)
    by_form = {id(form): own for form, own in zip(forms, books, strict=True)}
    own_books = tuple(by_form[id(form)] for form in kept.forms)
    used = Counter(shipped.id for shipped in own_books or books).most_common(1)[0][0]
    main = next(shipped for shipped in (own_books or tuple(books)) if shipped.id == used)
    names = (telling_name(form, by_form[id(form)]) for form in kept.secret)
    return Counted(tuple(kept.forms), own_books, main, tuple(name_key(name) for name in names if name))


def named(form: Form) -> Named:
    """A form as a project to match by name and unit alone."""
    return Named(form.project or "", form.unit or form.department or "")
