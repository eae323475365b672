"""Every module that does a kind of job, so that a worker knows them all. Add yours here."""

from jiheng.web.cycles import opening, reassessing  # noqa: F401
from jiheng.web.intake import deciding, importing, originals  # noqa: F401
from jiheng.web.keeping import jobs as keeping  # noqa: F401
from jiheng.web.notices import due, mailing  # noqa: F401
from jiheng.web.overview import making as overview  # noqa: F401
from jiheng.web.record import jobs as record  # noqa: F401
from jiheng.web.review import bulk as review  # noqa: F401
from jiheng.web.storing import sweep as storing  # noqa: F401
