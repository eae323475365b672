#!/bin/bash
# Programs that turn documents into Markdown (for a language model, a search, a wiki) have no word for a cell that spans
# rows. markitdown, markdownify and html2text leave its place out in the rows below, so every cell there moves one
# column left: the points of an indicator (30) stand under its name, its score under the points. Nothing is said.
# Seen with markitdown 0.1.9 (mammoth 1.13.0), markdownify 1.2.3, html2text 2025.4.15; 2026-12. Fails when that changes.
# What helps: repeat what a spanning cell says in each row before such a program sees the table.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q 'markitdown[docx]==0.1.9' mammoth==1.13.0 markdownify==1.2.3 html2text==2025.4.15 python-docx==1.2.0
env/bin/python -W ignore - <<'PY' | tee out
import html2text
from docx import Document
from markdownify import markdownify
from markitdown import MarkItDown

document = Document()
table = document.add_table(3, 3)
for row, texts in enumerate((("level", "points", "score"), ("output", "50", "50"), ("", "30", "27"))):
    for column, text in enumerate(texts):
        table.cell(row, column).text = text
table.cell(1, 0).merge(table.cell(2, 0)).text = "output"
document.save("made.docx")
html = "<table><tr><td rowspan=2>output</td><td>50</td><td>50</td></tr><tr><td>30</td><td>27</td></tr></table>"
for name, text in (
    ("markitdown", MarkItDown().convert("made.docx").text_content),
    ("markdownify", markdownify(html)),
    ("html2text", html2text.html2text(html)),
):
    print(name, [cell.strip() for cell in text.strip().splitlines()[-1].strip("| ").split("|")])
PY
diff - out <<'EXPECTED'
markitdown ['30', '27']
markdownify ['30', '27']
html2text ['30', '27']
EXPECTED
