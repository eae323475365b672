"""Keep the example department as this version's database holds it: `python tests/web/released/make.py` at a release.

Writes VERSION.sql, a dump of the SQLite file in words, beside this file, and VERSION.keys.json, without which nobody
reads what is sealed in it; later versions are tested on copies of both.
Saves, remarks, a step, a token and a job are made first, so that every part of the workbench has rows.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from jiheng import __version__

_FILL = """
import datetime
from jiheng.web import serving, setup
setup.prepare()
serving.bring_up(demo=True)
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import save
from jiheng.web.jobs.queue import put
from jiheng.web.accounts.models import Person
from jiheng.web.workflow.models import Opinion, Remark
from jiheng.web.workflow.workflow import pass_on
from jiheng.web.files.storage import keep
person = Person.objects.get(username="gongyuan")
form = SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()
form = save(person, form.pk, form.version, [CellChange("goal_actual", "", "全部完成")]).evaluation
pass_on(person, form.pk, "form.submit", "数字已核对")
other = SelfEvaluation.objects.filter(state="department").first()
reviewer = Person.objects.get(username="zhuguan")
Remark.objects.create(form=other, place="goal_actual", text="请写明数量。", stage="department", by=reviewer)
Opinion.objects.create(form=other, place="indicators[0]", person=reviewer, score="8.5", remark="证据不足")
make(person, "预算系统", Token.Scope.READ, 365)
keep([b"evidence"], "证明.pdf", "pdf", person)
put("dashboard.summary", None, cycle=form.cycle_id, organisation=form.unit_id)
"""


def main() -> Path:
    """Make the dump; its path."""
    target = Path(__file__).with_name(f"{__version__}.sql")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "JIHENG_DATA": folder, "JIHENG_DATABASE": ""}
        subprocess.run([sys.executable, "-c", _FILL], check=True, env=environment)
        with sqlite3.connect(Path(folder) / "jiheng.sqlite3") as database:
            target.write_text("\n".join(database.iterdump()) + "\n", encoding="utf-8")
        shutil.copy(Path(folder) / "keys.json", target.with_suffix(".keys.json"))
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{main()}\n")
