"""Opinions on paper: .docx for the office, .md, and .json as data; and reading people's edits back from each."""

from jiheng.writing.opinion.papers import ENDINGS, Office, edits, kept, separate, write_papers

__all__ = ["ENDINGS", "Office", "edits", "kept", "separate", "write_papers"]
