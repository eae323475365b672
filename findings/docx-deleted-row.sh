#!/bin/bash
# A table row deleted with 'track changes' may carry the mark on the row only (w:trPr/w:del), its runs untouched, as other
# programs than Word write it. python-docx and docx2python read the row; mammoth leaves it out.
# Seen with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0; 2026-11. Fails when that changes.
# What helps: look at w:trPr before the cells of a row.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0
env/bin/python - <<'PY' | tee out
import io
import zipfile

import mammoth
from docx import Document
from docx2python import docx2python

document, plain = Document(), io.BytesIO()
table = document.add_table(2, 1)
table.cell(0, 0).text, table.cell(1, 0).text = "old", "new"
document.save(plain)
with zipfile.ZipFile(plain) as source, zipfile.ZipFile("made.docx", "w") as made:
    for name in source.namelist():
        mark = b'<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>'
        made.writestr(name, source.read(name).replace(b"<w:tr>", mark, 1))
print("python-docx", [row.cells[0].text for row in Document("made.docx").tables[0].rows])
with docx2python("made.docx") as read:
    print("docx2python", [row[0][0] for row in read.body[0]])
with open("made.docx", "rb") as stream:
    print("mammoth", mammoth.extract_raw_text(stream).value.split())
PY
diff - out <<'EXPECTED'
python-docx ['old', 'new']
docx2python ['old', 'new']
mammoth ['new']
EXPECTED
