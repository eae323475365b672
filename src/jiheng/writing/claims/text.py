"""A report's claims as Markdown: the findings, then every claim."""

from collections.abc import Iterator

from jiheng.department.claims import Claims
from jiheng.writing.claims.rows import CLAIM_HEADS, FINDING_HEADS, TITLE, finding, lead, rows
from jiheng.writing.markdown import lines_of_table, plain


def markdown(claims: Claims) -> str:
    """The whole as one Markdown text."""
    return "\n".join(_lines(claims)) + "\n"


def _lines(claims: Claims) -> Iterator[str]:
    yield f"# {TITLE}"
    yield ""
    yield plain(lead(claims))
    if claims.findings:
        yield "\n## 问题\n"
        yield from lines_of_table(FINDING_HEADS, [finding(found) for found in claims.findings])
    yield "\n## 每一处数字\n"
    body = [(row.claim, row) for row in rows(claims)]
    yield from lines_of_table(
        CLAIM_HEADS,
        [
            (str(own.number), row.place, row.sentence, own.printed, own.kind.label, row.what, row.how, row.result)
            for own, row in body
        ],
    )
