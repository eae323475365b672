"""Every module that does a kind of job, so that a worker knows them all. Add yours here."""

from jiheng.web.audit_admin import jobs as record  # noqa: F401
from jiheng.web.backup import jobs as backup  # noqa: F401
from jiheng.web.dashboard import jobs as dashboard  # noqa: F401
from jiheng.web.files import sweep as files  # noqa: F401
from jiheng.web.imports import bulk_decision, preview_store, read_job  # noqa: F401
from jiheng.web.notices import mailing  # noqa: F401
from jiheng.web.planning import reassess, start_forms  # noqa: F401
from jiheng.web.workflow import bulk as review  # noqa: F401
from jiheng.web.workflow import reminders  # noqa: F401
