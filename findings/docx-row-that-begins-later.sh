#!/bin/bash
# A row of a Word table may begin after columns that it leaves free (w:gridBefore, what Word writes when the left edge of
# a row is moved in). mammoth, docx2python and, through mammoth, markitdown put its first cell into the first column, so
# that the whole row stands too far left. python-docx does so in row.cells too, but tells by row.grid_cols_before.
# Seen with python-docx 1.2.0, mammoth 1.13.0, docx2python 3.7.1; 2026-12. Fails when that changes.
# What helps: put as many free cells before the row as w:gridBefore says.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0
env/bin/python - <<'PY' | tee out
import re

import mammoth
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx2python import docx2python

document = Document()
table = document.add_table(2, 3)
for row, texts in enumerate((("name", "points", "score"), ("", "30", "27"))):
    for column, text in enumerate(texts):
        table.cell(row, column).text = text
row = table.rows[1]._tr
row.remove(row.tc_lst[0])
before = OxmlElement("w:gridBefore")
before.set(qn("w:val"), "1")
row.get_or_add_trPr().append(before)
document.save("made.docx")
read = Document("made.docx").tables[0].rows[1]
print("python-docx", [cell.text for cell in read.cells], "columns left free:", read.grid_cols_before)
with docx2python("made.docx") as pages:
    print("docx2python", [cell[0] for cell in pages.body[0][1]])
with open("made.docx", "rb") as stream:
    last = mammoth.convert_to_html(stream).value.split("<tr>")[-1]
print("mammoth", re.findall(r"<p>(\d+)</p>", last))
PY
diff - out <<'EXPECTED'
python-docx ['30', '27'] columns left free: 1
docx2python ['30', '27']
mammoth ['30', '27']
EXPECTED
