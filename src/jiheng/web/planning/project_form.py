"""Entering a project: amounts are shown in 万元 and kept in 元."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from jiheng.form import AMOUNTS
from jiheng.quantity.words import WAN, rounded
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle, Project

_IN_WAN = {name: f"{label}（万元）" for name, label in AMOUNTS.items()}
_MOST = Decimal(10) ** 12


def in_wan(amount: Decimal | None) -> Decimal | None:
    """元 → 万元, without needless zeros."""
    if amount is None:
        return None
    figure = (amount / WAN).normalize()
    return rounded(figure, 0) if figure == figure.to_integral() else figure


def in_yuan(amount: Decimal | None) -> Decimal | None:
    """万元 → 元."""
    return None if amount is None else rounded(amount * WAN, 2)


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """A project of a cycle. `units` are those the person may enter projects for."""

    initial_wan = forms.DecimalField(
        label=_IN_WAN["initial"], required=False, min_value=0, max_value=_MOST, decimal_places=6
    )
    budget_wan = forms.DecimalField(
        label=_IN_WAN["budget"], required=False, min_value=0, max_value=_MOST, decimal_places=6
    )
    executed_wan = forms.DecimalField(
        label=_IN_WAN["executed"], required=False, min_value=0, max_value=_MOST, decimal_places=6
    )

    class Meta:
        """What is entered as it stands."""

        model = Project
        fields = ("code", "name", "unit", "secret")

    def __init__(self, *args: Any, cycle: Cycle, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.cycle = cycle
        unit: Any = self.fields["unit"]
        unit.queryset = units
        unit.empty_label = "请选择"
        self.fields["secret"].help_text = "涉密项目的内容只有单位指定的知悉人员能看；汇总只计个数。"
        for name in AMOUNTS:
            field = self.fields[f"{name}_wan"]
            field.initial = in_wan(getattr(self.instance, name))
            field.widget.attrs["step"] = "any"

    def clean_code(self) -> str:
        """A code that no other project of the cycle has."""
        code: str = self.cleaned_data["code"]
        if Project.objects.filter(cycle=self.cycle, code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"这一年度已有代码为“{code}”的项目。请核对代码，或在项目页修改原来的那个。")
        return code

    def save(self, commit: bool = True) -> Project:
        """Put the amounts in 元."""
        self.instance.cycle = self.cycle
        for name in AMOUNTS:
            setattr(self.instance, name, in_yuan(self.cleaned_data[f"{name}_wan"]))
        project: Project = self.instance
        if commit and project.pk:
            # What the form does not show may have been changed meanwhile: it is left alone.
            project.save(update_fields=[*self.Meta.fields, *AMOUNTS])
        else:
            super().save(commit=commit)
        return project
