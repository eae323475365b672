"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from django.http import HttpRequest

from jiheng.web.accounts import menu
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import labels
from jiheng.web.forms import panels
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.imports import (
    bulk_decision,  # noqa: F401
    originals,  # noqa: F401
    preview_store,  # noqa: F401
    read_job,  # noqa: F401
)
from jiheng.web.imports.originals import original_of

menu.add(40, "导入", "imports:list", "import.forms")
labels.name_actions(
    {
        "form.import": "导入写入表中",
        "import.upload": "上传待导入的文件",
        "import.start": "开始导入",
        "import.read": "读取导入的文件",
        "import.columns": "对应表格的列",
        "import.match": "对应项目",
        "import.units": "对照单位名称",
        "import.mend": "改正导入的内容",
        "import.leave-out": "不导入",
        "import.accept": "收下导入的表",
        "import.undo": "撤销导入",
    }
)


def _original(request: HttpRequest, form: SelfEvaluation) -> dict[str, object]:
    return {"form": form, "original": original_of(form, person_of(request))}


panels.add("review", panels.Panel("original", "原件", "imports/_original.html", _original))
