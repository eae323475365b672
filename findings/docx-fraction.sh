#!/bin/bash
# A half typed as a formula (m:f with 1 over 2): docx2python gives 12 within <latex>, python-docx and mammoth an empty cell.
# Seen with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0; 2026-11. Fails when that changes.
# What helps: walk the formula; num, a stroke, den.
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

NAMES = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def shown(inner: str) -> None:
    document, plain = Document(), io.BytesIO()
    document.add_table(1, 1).cell(0, 0).text = "X"
    document.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile("made.docx", "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b"<w:r><w:t>X</w:t></w:r>", inner.encode()))
    print("python-docx", repr(Document("made.docx").tables[0].cell(0, 0).text))
    with docx2python("made.docx") as read:
        print("docx2python", repr("\n".join(read.body[0][0][0])))
    with open("made.docx", "rb") as stream:
        print("mammoth", repr(mammoth.extract_raw_text(stream).value.strip()))


def part(name: str, text: str) -> str:
    return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"


shown(f"<m:oMath {NAMES}><m:f>{part('num', '1')}{part('den', '2')}</m:f></m:oMath>")
PY
diff - out <<'EXPECTED'
python-docx ''
docx2python '<latex>12</latex>'
mammoth ''
EXPECTED
