"""What earlier notices say of a form whose project becomes secret: nothing any more, nor in the database."""

from jiheng.web.notices.models import Notice

SILENT = "一个涉密项目的自评表有变化。"


def silence(form: int) -> None:
    """Take names and reasons out of the notices about a form."""
    Notice.objects.filter(form=form).update(text=SILENT)
