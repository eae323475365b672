"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from collections.abc import Collection

from jiheng.web.accounts import permissions
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import labels
from jiheng.web.forms import evidence  # noqa: F401
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.states import State
from jiheng.web.notices import veil

labels.name_actions(
    {
        "secret.read": "查看涉密项目",
        "form.begin": "建表",
        "form.edit": "填写",
        "form.merge": "合并两人的修改",
        "form.restore": "恢复旧版本",
        "form.mend": "按提示改正",
        "form.settle": "处理修改冲突",
        "evidence.add": "上传佐证",
        "evidence.remove": "删除佐证",
        "export.form": "导出自评表",
        "export.findings": "导出问题",
    }
)
labels.name_subjects({"forms.selfevaluation": "project__code"})
permissions.name_states({state.value: state.label for state in State})


@veil.rules_on
def visible(person: Person, forms: Collection[int]) -> set[int]:
    """Which of the forms the person may see."""
    rows = SelfEvaluation.objects.filter(permissions.within(person, "form.see"), pk__in=forms)
    return set(rows.values_list("pk", flat=True))


@permissions.answers("assigned")
def assigned(person: Person) -> object:
    """The forms given to a third-party evaluator."""
    return SelfEvaluation.assigned.through.objects.filter(person=person).values("selfevaluation")
