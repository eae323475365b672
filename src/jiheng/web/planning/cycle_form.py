"""Entering a cycle: what it is called, who organises it, by which rulebook and layout, until when."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from django import forms

from jiheng.places import Book, Certainty
from jiheng.places.usable import installed_books
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.cycles.models import DEADLINES, Cycle
from jiheng.web.cycles.scope import units_of
from jiheng.web.planning.reassess import refuse_once_handed_in
from jiheng.writing.official import Layout, layout_kind, layouts

_TOLD = ("weights.schemes", "execution.formula", "positive.formula", "qualitative.bands", "over.steps", "grade.bands")
"""Parameters by which an officer knows one rulebook from another."""
_MOST_OWN = 8


class Told(NamedTuple):
    """A rulebook as the page explains it: a sentence a rule, and what it changes in the one it rests on."""

    book: Book
    based_on: str
    rules: tuple[str, ...]
    own: tuple[str, ...]
    unsure: int
    """Rules that are not taken from a document and want checking."""


def told(kind: str) -> list[Told]:
    """Every installed rulebook that a place or country has issued for forms of a kind; those for everywhere first."""
    known = installed_books()
    issued = [book for book in known.values() if book.extends is not None and book.kind == kind]
    return [_told(book, known) for book in sorted(issued, key=lambda book: bool(book.departments))]


def _told(book: Book, known: dict[str, Book]) -> Told:
    base = known.get(book.extends or "")
    own = [
        parameter.text
        for path, parameter in book.parameters.items()
        if base is not None and parameter != base.parameters.get(path)
    ]
    rules = tuple(dict.fromkeys(book.parameters[path].text for path in _TOLD if path in book.parameters))
    printed = (Certainty.PRINTED, Certainty.PUBLISHED)
    cited = [parameter for path, parameter in book.parameters.items() if path.split(".")[0] in _SCORING]
    unsure = sum(parameter.certainty not in printed for parameter in cited)
    return Told(book, "" if base is None else base.title, rules, tuple(dict.fromkeys(own))[:_MOST_OWN], unsure)


_SCORING = {path.split(".")[0] for path in _TOLD}


def layouts_for(kind: str) -> list[Layout]:
    """Every installed layout with scores for forms of a kind."""
    return [layout for layout in layouts().values() if layout.total.cells and layout_kind(layout.id) == kind]


class CycleForm(forms.ModelForm):  # type: ignore[type-arg]
    """The settings of a cycle whose forms are of `kind`; deadlines must come one after the other."""

    copy_from = forms.ModelChoiceField(
        Cycle.objects.none(),
        required=False,
        label="沿用",
        empty_label="不沿用，从头开始",
        help_text="把那一年的参加单位和项目（代码、名称、单位、批复指标、涉密）带过来；金额和所填内容不带。",
    )

    class Meta:
        """The fields in the order of the page."""

        model = Cycle
        fields = ("year", "name", "organisation", "rulebook", "layout", *DEADLINES, "errors_forbidden")
        widgets: ClassVar[dict[str, Any]] = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in DEADLINES
        }

    def __init__(self, *args: Any, person: Person, kind: str, old: Iterable[Cycle] = (), **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        organisation: Any = self.fields["organisation"]
        organisation.queryset = units_of(person, "cycle.manage").exclude(kind=Organisation.Kind.UNIT)
        organisation.empty_label = None
        self.fields["rulebook"] = forms.ChoiceField(
            label="办法",
            choices=[(choice.book.id, choice.book.title) for choice in told(kind)],
            widget=forms.RadioSelect,
        )
        self.fields["layout"] = forms.ChoiceField(
            label="表样",
            choices=[(layout.id, layout.name) for layout in layouts_for(kind)],
            widget=forms.RadioSelect,
        )
        self.fields["year"].widget.attrs |= {"min": 2000, "max": 2100}
        old = list(old)
        copied: Any = self.fields["copy_from"]
        copied.queryset = Cycle.objects.filter(pk__in=[cycle.pk for cycle in old])
        if self.instance.pk or not old:
            del self.fields["copy_from"]
        if self.instance.pk and self.instance.forms.exists():
            for name in ("year", "organisation"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "已有自评表，不能再改。"

    def clean_year(self) -> int:
        """A year that can be evaluated."""
        year: int = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError("请填四位年份，例如 2024。")
        return year

    def clean_rulebook(self) -> str:
        """Another rulebook only while every form is a draft."""
        rulebook: str = self.cleaned_data["rulebook"]
        if self.instance.pk and rulebook != self.initial["rulebook"]:
            refuse_once_handed_in(self.instance)
        return rulebook

    def clean(self) -> dict[str, Any]:
        """Deadlines in order; each fault is said at its field."""
        data: dict[str, Any] = super().clean() or {}
        before: tuple[str, datetime.date] | None = None
        for name in DEADLINES:
            day = data.get(name)
            if day is None:
                continue
            label = str(self.fields[name].label)
            if before is not None and day < before[1]:
                self.add_error(
                    name, f"“{label}”（{day:%m月%d日}）早于“{before[0]}”（{before[1]:%m月%d日}），请改晚一些。"
                )
            before = (label, day)
        return data
