"""Who may fetch a download: whoever had it made, as long as they may see every form that is in it."""

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import AccessRuling, within
from jiheng.web.files.access import FileClaim, claims
from jiheng.web.files.models import StoredFile
from jiheng.web.forms.models import SelfEvaluation

_OTHERS = "这份文件是为别人生成的。需要的话，请在汇总页自己下载一次。"
_NO_MORE = "这份文件里有您现在不能查看的表（项目已转为涉密，或者您的角色有了变化）。请重新下载一次。"


@claims
def produced(file: StoredFile, person: Person) -> FileClaim | None:
    """What the workbench made for a person is theirs alone, until it expires or they may not see a form in it."""
    if file.expires is None:
        return None
    if file.by_id != person.pk:
        return FileClaim(file, AccessRuling(False, _OTHERS))
    forms = SelfEvaluation.objects.filter(pk__in=file.forms)
    allowed = set(forms.filter(within(person, "form.see")).values_list("pk", flat=True))
    if allowed != set(file.forms) or not file.forms:
        return FileClaim(file, AccessRuling(False, _NO_MORE))
    return FileClaim(file, AccessRuling(True), secret=forms.filter(project__secret=True).exists())
