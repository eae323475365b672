"""A report's claims as one web page: no network, no script, every text escaped."""

from datetime import datetime
from pathlib import Path

from markupsafe import Markup, escape

from jiheng.department.claims import Claims, ReportSentence
from jiheng.writing.claims.rows import CLAIM_HEADS, FINDING_HEADS, SENTENCE, STATES, finding, lead, rows
from jiheng.writing.html_report import asset, environment, write_template
from jiheng.writing.text import clean


def write_page(claims: Claims, path: Path, when: datetime) -> None:
    """Write the page. Raises OSError when the file cannot be written."""
    templates = environment()
    write_template(
        templates.get_template("claims.html"),
        path,
        when,
        lead=lead(claims),
        counts=[(state.value, STATES[state], count) for state, count in claims.counts().items()],
        findings=[(found.severity.value, finding(found)) for found in claims.findings],
        finding_heads=FINDING_HEADS,
        claim_heads=[head for head in CLAIM_HEADS if head != SENTENCE],
        rows=rows(claims),
        paragraphs=_paragraphs(claims),
        style=asset(templates, "report.css"),
        own_style=asset(templates, "rollup.css") + asset(templates, "claims.css"),
    )


def _paragraphs(claims: Claims) -> list[tuple[str, Markup]]:
    """The report's own text with every figure marked by its result: (section, paragraph)."""
    marked: dict[int, list[tuple[str, Markup]]] = {}
    own: dict[int, list[tuple[int, int, int, str]]] = {}
    for claim in claims.claims:
        own.setdefault(claim.sentence, []).append((claim.start, claim.end, claim.number, claim.state.value))
    for sentence in claims.sentences:
        text = _marked(sentence, own.get(sentence.index, []))
        marked.setdefault(sentence.paragraph, []).append((sentence.section, text))
    return [(pieces[0][0], Markup("").join(text for _, text in pieces)) for pieces in marked.values()]


def _marked(sentence: ReportSentence, spans: list[tuple[int, int, int, str]]) -> Markup:
    pieces, at = [], 0
    for start, end, number, state in spans:
        pieces.append(escape(clean(sentence.text[at:start])))
        figure = clean(sentence.text[start:end])
        pieces.append(Markup('<a class="figure {}" href="#c{}">{}</a>').format(state, number, figure))
        at = end
    pieces.append(escape(clean(sentence.text[at:])))
    return Markup("").join(pieces)
