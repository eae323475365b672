"""People from a pasted table: a row each, the columns sign-in name, name and mail, as Excel copies them."""

import re

from django.core.exceptions import ValidationError

from jiheng.web.accounts.person_admin import NewPerson
from jiheng.web.accounts.roster_table import HEADINGS

_APART = re.compile(r"\t|[,，]| +")
_MOST = 200


def people_of(text: str) -> list[NewPerson]:
    """The people in the table; a line of headings is passed over. Raises ValidationError."""
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [[cell.strip() for cell in _APART.split(line.strip())] for line in lines]
    rows = [row for row in rows if row[0] not in HEADINGS["username"]]
    if not rows:
        raise ValidationError("没有内容。请从 Excel 复制“用户名、姓名”两列粘贴到框里，一人一行。")
    if len(rows) > _MOST:
        raise ValidationError(f"一次最多新建 {_MOST} 人，现在有 {len(rows)} 行。请分几次粘贴。")
    return [NewPerson(*[*row, "", "", ""][:3]) for row in rows]
