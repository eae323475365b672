"""Every module that does a kind of job, so that a worker knows them all. Add yours here."""

from jiheng.web.keeping import jobs as keeping  # noqa: F401
