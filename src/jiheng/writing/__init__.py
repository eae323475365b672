"""Reports and workbooks."""

from jiheng.writing.audit_report import jsonl, write_audit
from jiheng.writing.markdown import markdown

__all__ = ["jsonl", "markdown", "write_audit"]
